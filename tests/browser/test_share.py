"""Keep and share, in a browser: a link, a file, two printed pages, an empty form, the way out."""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from calculator.site.estimate_place import LEAVE
from tests.browser.test_estimate import COLD, HEADLINE, LIVE, choose
from tests.browser.test_steps_and_picture import faults, work_out

KEEP = "Print, keep or share"


def fill_in(page: Page) -> None:
    page.locator('input[value="original_medicare"]').check()
    choose(page, "opinion.about", "cancer")
    choose(page, "provider.setting", "office")
    choose(page, "provider.medicare", "participating")
    page.locator("#terms-deductible_met").fill("283")
    choose(page, "services.0.kind", "visit")
    page.locator("#services-0-charge").fill("400")
    page.locator("#services-0-allowed").fill("200")
    page.get_by_role("button", name="Add a line").click()
    choose(page, "services.1.kind", "imaging")
    page.locator("#services-1-charge").fill("100")
    page.locator("#services-1-allowed").fill("50")


@pytest.fixture
def case(page: Page) -> Page:
    page.goto("estimate/")
    fill_in(page)
    work_out(page)
    return page


def make_link(page: Page) -> str:
    page.get_by_text(KEEP).click()
    page.get_by_role("button", name="Make a link").click()
    field = page.locator("#share-link")
    expect(field).to_be_focused()
    return field.input_value()


def test_a_link_carries_the_case_to_another_browser_and_never_to_the_server(
    case: Page, browser: Browser, site_address: str
) -> None:
    headline = case.locator(HEADLINE).inner_text()
    link = make_link(case)
    assert "#case=1." in link
    assert "#" not in case.url, "the page's own address stays as it is"
    other = browser.new_context(base_url=site_address, service_workers="block")
    page = other.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    expect(page.locator(LIVE)).to_be_visible(timeout=COLD)
    expect(page.locator(HEADLINE)).to_have_text(headline)
    expect(page.locator("#services-1-charge")).to_be_visible()
    expect(page.locator("#services-1-charge")).to_have_value("100")
    assert "#" not in page.url, "nobody passes the answers on with the address by mistake"
    assert not [url for url in asked if "case=" in url.partition("#")[0]]
    assert page.evaluate("localStorage.length + sessionStorage.length") == page.evaluate(
        "Object.keys(localStorage).concat(Object.keys(sessionStorage))"
        ".filter((key) => key.includes('palette')).length"
    )
    other.close()


def hostile() -> Iterator[str]:
    raw = json.dumps({"<img src=x onerror=alert(1)>": "1"}).encode()
    text = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    yield f"#case=1.{text}.{zlib.crc32(raw):08x}"
    yield "#case=1.e30.00000000"
    yield "#case=" + "A" * 9000


@pytest.mark.parametrize("fragment", list(hostile()), ids=["markup", "check sum", "too long"])
def test_a_damaged_or_hostile_link_is_refused_with_a_message(page: Page, fragment: str) -> None:
    page.goto(f"estimate/{fragment}")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_visible(timeout=COLD)
    expect(summary).to_contain_text("link")
    expect(summary.locator("img")).to_have_count(0)
    expect(page.locator(LIVE)).to_have_count(0)
    expect(page.locator('input[name="coverage.program"]:checked')).to_have_count(0)
    assert "#" not in page.url


def test_a_case_is_saved_as_a_file_and_opened_again(case: Page, context: BrowserContext) -> None:
    headline = case.locator(HEADLINE).inner_text()
    case.get_by_text(KEEP).click()
    with case.expect_download() as download:
        case.get_by_role("button", name="Save my case").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert json.loads(saved)["coverage"] == {"program": "original_medicare"}
    page = context.new_page()
    page.goto("estimate/")
    name, kind = "case.json", "application/json"
    page.locator("#open-case").set_input_files(
        {"name": name, "mimeType": kind, "buffer": saved.encode()}
    )
    expect(page.locator(HEADLINE)).to_have_text(headline, timeout=COLD)
    expect(page.locator("#services-1-allowed")).to_have_value("50")
    page.locator("#open-case").set_input_files(
        {"name": name, "mimeType": kind, "buffer": b"<script>"}
    )
    expect(page.locator("[data-error-summary]")).to_contain_text("not saved by this page")
    expect(page.locator("#services-1-allowed")).to_have_value("50")


def test_the_printed_summary_is_two_pages_at_most_with_the_answer_and_no_form(case: Page) -> None:
    choose(case, "provider.medicare", "nonparticipating")
    case.locator("#terms-deductible_met").fill("")
    case.evaluate("() => { window.print = () => { window.printed = true } }")
    case.get_by_text(KEEP).click()
    case.get_by_role("button", name="Print, or save as PDF").click()
    case.wait_for_function("window.printed")
    pdf = case.pdf(format="Letter")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 1 <= pages <= 2
    case.emulate_media(media="print")
    expect(case.locator(".summary h2")).to_be_visible()
    expect(case.locator(".calculator-form")).to_be_hidden()
    expect(case.locator("[data-live]")).to_be_hidden()
    expect(case.locator("[data-after]")).to_be_hidden()
    case.emulate_media(media="screen")
    expect(case.locator(".summary")).to_be_hidden()
    choose(case, "opinion.about", "surgery")
    expect(case.locator(".summary")).to_have_count(0)  # an older case must not be printed


def test_the_estimate_is_copied_as_text(case: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    case.get_by_text(KEEP).click()
    case.get_by_role("button", name="Copy as text").click()
    expect(case.locator("[data-after-status]")).to_have_text("Copied.")
    text = str(case.evaluate("navigator.clipboard.readText()"))
    assert case.locator(HEADLINE).inner_text() in text


def test_one_press_clears_every_answer(case: Page) -> None:
    case.locator("[data-clear]").click()
    expect(case.locator('input[name="coverage.program"]:checked')).to_have_count(0)
    expect(case.locator("#services-0-charge")).to_have_value("")
    expect(case.locator("[data-live]")).to_be_hidden()
    expect(case.locator("[data-after]")).to_be_hidden()
    expect(case.locator('input[name="coverage.program"]').first).to_be_focused()


def test_the_quick_way_out_leaves_no_way_back_to_the_answers(
    browser: Browser, site_address: str
) -> None:
    context = browser.new_context(base_url=site_address, service_workers="block")
    context.route(
        f"{LEAVE}**", lambda route: route.fulfill(body="Weather", content_type="text/html")
    )
    page = context.new_page()
    page.goto("")
    page.goto("estimate/")
    fill_in(page)
    page.locator("[data-leave]").first.click()
    page.wait_for_url(f"{LEAVE}**")
    page.go_back()
    assert page.url == site_address, "the page with the answers is no longer in the history"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_keeps_and_shares_has_no_fault_that_axe_finds(case: Page, scheme: str) -> None:
    case.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    case.set_viewport_size({"width": 320, "height": 800})
    make_link(case)
    case.get_by_role("button", name="Copy as text").click()
    expect(case.locator("[data-text]")).to_be_visible()
    assert case.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(case) == []
