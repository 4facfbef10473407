"""The map of the steps, a typical plan, and words in the place of an estimate, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from calculator.site.places import NODE_MODULES
from tests.browser.test_estimate import COLD, LIVE, choose

AXE = NODE_MODULES / "axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def form(page: Page) -> Page:
    page.goto("estimate/")
    return page


def work_out(page: Page) -> None:
    page.get_by_role("button", name="Work out my estimate").click()
    expect(page.locator(LIVE)).to_be_visible(timeout=COLD)


def faults(page: Page) -> list[str]:
    page.add_script_tag(path=Path(AXE))
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [f"{f['id']}: {n['html'][:160]}" for f in found["violations"] for n in f["nodes"]]


def test_the_map_shows_how_far_one_is_and_leads_to_each_step(form: Page) -> None:
    opinion = form.locator('[data-progress="opinion"]')
    expect(opinion).to_have_text("1 of 2 answered")
    choose(form, "opinion.about", "cancer")
    expect(opinion).to_have_text("2 of 2 answered")
    steps = form.locator(".calculator-steps li:visible")
    form.locator('input[value="employer"]').check()
    before = steps.count()
    form.locator('input[value="none"]').check()
    expect(steps).to_have_count(before - 1)  # nobody without a plan is asked for its terms
    form.locator('.calculator-steps a[href="#step-bill"]').click()
    expect(form.locator("#step-bill")).to_be_focused()
    assert "#" not in form.url


def test_an_emergency_is_answered_at_once_and_leaves_the_rest_of_the_form_out(form: Page) -> None:
    choose(form, "opinion.about", "emergency")
    expect(form.locator(".calculator-alarm")).to_be_visible()
    expect(form.locator('[data-group="provider"]')).to_be_hidden()
    expect(form.locator('[data-group="bill"]')).to_be_hidden()
    choose(form, "opinion.about", "surgery")
    expect(form.locator(".calculator-alarm")).to_be_hidden()
    expect(form.locator('[data-group="provider"]')).to_be_visible()


def test_a_typical_plan_fills_what_is_empty_and_is_named_as_typical(form: Page) -> None:
    form.locator('input[value="employer"]').check()
    choose(form, "coverage.network", "ppo")
    form.locator("#terms-copay").fill("30")
    form.get_by_role("button", name="Fill in a typical plan").click()
    deductible = form.locator("#terms-deductible")
    expect(deductible).not_to_have_value("", timeout=COLD)
    expect(form.locator("#terms-copay")).to_have_value("30")
    expect(form.locator("#terms-deductible-typical")).to_be_visible()
    expect(form.locator("#terms-copay-typical")).to_have_count(0)
    expect(form.locator("[data-typical-note] a").first).to_be_visible()
    work_out(form)
    expect(form.locator(".estimate-typical")).to_contain_text("deductible")
    deductible.fill("900")
    expect(form.locator("#terms-deductible-typical")).to_have_count(0)
    form.get_by_role("button", name="Clear my answers").first.click()
    expect(form.locator(".field-typical")).to_have_count(0)
    expect(form.locator("[data-typical-note]")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_live_result_has_no_fault_that_axe_finds_and_fits_a_narrow_screen(
    form: Page, scheme: str
) -> None:
    form.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    form.set_viewport_size({"width": 320, "height": 800})
    form.locator('input[value="employer"]').check()
    choose(form, "coverage.network", "ppo")
    choose(form, "provider.network", "out")
    work_out(form)
    form.evaluate("for (const d of document.querySelectorAll('[data-live] details')) d.open = true")
    expect(form.locator("svg.picture-bar").first).to_be_visible()
    assert form.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(form) == []


@pytest.mark.parametrize("width", [320, 360])
def test_three_cases_with_long_amounts_fit_a_narrow_screen(form: Page, width: int) -> None:
    form.set_viewport_size({"width": width, "height": 800})
    form.locator('input[value="employer"]').check()
    choose(form, "coverage.network", "ppo")
    choose(form, "opinion.about", "cancer")
    choose(form, "provider.setting", "office")
    choose(form, "provider.network", "in")
    form.locator("#terms-deductible").fill("8000")
    form.locator("#terms-deductible_met").fill("200")
    form.locator("#terms-coinsurance").fill("20")
    form.locator("#terms-copay-none").check()
    form.locator("#terms-out_of_pocket_maximum").fill("9000")
    form.locator("#terms-out_of_pocket_met").fill("200")
    choose(form, "services.0.kind", "visit")
    form.locator("#services-0-charge").fill("12345.67")
    work_out(form)
    expect(form.locator("[data-live] svg.picture-bar")).to_have_count(3)
    table = form.locator("[data-live] .picture-table")
    right = table.evaluate("(table) => table.getBoundingClientRect().right")
    widest = table.evaluate(
        "(t) => Math.max(...[...t.querySelectorAll('td')].map("
        "(cell) => cell.getBoundingClientRect().right))"
    )
    assert widest <= right + 1 <= width
    assert form.evaluate("document.documentElement.scrollWidth") <= width
