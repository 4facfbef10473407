"""A person at the form: by keyboard, with a slip of the finger, with a runtime that fails."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

#: A cold start of Python on a slow machine that runs other tests beside it (milliseconds).
COLD = 90_000

LIVE = '[data-estimate][data-state="live"]'
HEADLINE = "[data-live] .estimate-headline"


@pytest.fixture
def form(page: Page) -> Page:
    page.goto("estimate/")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'select[name="{name}"]').select_option(value)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


def tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by keyboard")


def test_a_case_is_worked_out_with_the_keyboard_alone(form: Page) -> None:
    tab_to(form, "coverage.program")
    press(form, "Space")
    tab_to(form, "opinion.about")
    form.keyboard.type("Surgery")
    tab_to(form, "provider.setting")
    form.keyboard.type("In a doctor")
    tab_to(form, "provider.medicare")
    form.keyboard.type("Takes part")
    tab_to(form, "terms.deductible_met")
    form.keyboard.type("283")
    tab_to(form, "services.0.kind")
    form.keyboard.type("Visit")
    tab_to(form, "services.0.charge")
    form.keyboard.type("400")
    tab_to(form, "services.0.allowed")
    form.keyboard.type("200")
    tab_to(form, "Work out my estimate")
    press(form, "Enter")
    expect(form.locator(LIVE)).to_be_visible(timeout=COLD)
    # 20 percent of the approved 200, nothing of the deductible is open: 40.
    expect(form.locator(HEADLINE)).to_have_text("Covered. You will owe $40.")
    expect(form.locator(HEADLINE)).to_be_focused()


def test_a_wrong_answer_is_kept_named_at_its_field_and_can_be_corrected(form: Page) -> None:
    form.locator('input[value="original_medicare"]').check()
    choose(form, "opinion.about", "surgery")
    choose(form, "provider.setting", "office")
    choose(form, "provider.medicare", "participating")
    form.locator("#terms-deductible_met").fill("283")
    choose(form, "services.0.kind", "visit")
    form.locator("#services-0-charge").fill("twelve")
    form.locator("#services-0-allowed").fill("-5")
    form.get_by_role("button", name="Work out my estimate").click()
    summary = form.locator("[data-error-summary]")
    expect(summary).to_be_visible(timeout=COLD)
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(2)
    charge = form.locator("#services-0-charge")
    expect(charge).to_have_value("twelve")
    expect(charge).to_have_attribute("aria-invalid", "true")
    expect(form.locator("#services-0-charge-error")).to_contain_text("digits")
    expect(form.locator("#services-0-allowed-error")).to_contain_text("below zero")
    summary.locator("a").first.click()
    expect(charge).to_be_focused()
    charge.fill("400")
    form.locator("#services-0-allowed").fill("200")
    form.get_by_role("button", name="Work out my estimate").click()
    expect(form.locator(HEADLINE)).to_have_text("Covered. You will owe $40.")
    expect(summary).to_be_hidden()


def test_only_questions_that_apply_are_shown(form: Page) -> None:
    form.locator('input[value="original_medicare"]').check()
    expect(form.locator("#terms-copay")).to_be_hidden()
    expect(form.locator("#provider-medicare")).to_be_visible()
    form.locator('input[value="employer"]').check()
    expect(form.locator("#terms-copay")).to_be_visible()
    expect(form.locator("#provider-medicare")).to_be_hidden()
    expect(form.locator("#coverage-metal_tier")).to_be_hidden()


def test_the_example_follows_the_kind_of_plan_before_python_runs(form: Page) -> None:
    form.locator('input[value="employer"]').check()
    choose(form, "coverage.network", "epo")
    shown = form.locator("[data-example-for]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-example-for", "employer.epo")


def test_hostile_text_stays_text(form: Page) -> None:
    form.locator('input[value="original_medicare"]').check()
    choose(form, "services.0.kind", "visit")
    form.locator("#services-0-charge").fill("<img src=x onerror=alert(1)>")
    form.get_by_role("button", name="Work out my estimate").click()
    expect(form.locator("[data-error-summary]")).to_be_visible(timeout=COLD)
    expect(form.locator("[data-error-summary] img")).to_have_count(0)


def test_nothing_is_kept_on_the_device(form: Page, context: BrowserContext) -> None:
    form.locator('input[value="none"]').check()
    form.get_by_role("button", name="Work out my estimate").click()
    expect(form.locator(LIVE)).to_be_visible(timeout=COLD)
    stored = form.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    own = [key for key in form.evaluate("Object.keys(localStorage)") if "palette" not in key]
    assert own == []
    assert stored[2] == ""
    assert context.cookies() == []


def test_a_runtime_file_that_is_missing_is_said_and_can_be_tried_again(form: Page) -> None:
    def missing(route: Route) -> None:
        route.fulfill(status=404)

    form.route(re.compile(r"python\.bin$"), missing)
    form.locator('input[value="none"]').check()
    form.get_by_role("button", name="Work out my estimate").click()
    failure = form.locator("[data-failure]")
    expect(failure).to_be_visible(timeout=COLD)
    expect(failure).to_contain_text("Your answers are kept")
    expect(form.locator("[data-examples]")).to_be_visible()
    expect(form.locator('input[value="none"]')).to_be_checked()
    form.unroute(re.compile(r"python\.bin$"))
    failure.get_by_role("button", name="Try again").click()
    expect(form.locator(LIVE)).to_be_visible(timeout=COLD)


def test_a_browser_without_webassembly_is_told_so(context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto("estimate/")
    page.locator('input[value="none"]').check()
    page.get_by_role("button", name="Work out my estimate").click()
    expect(page.locator('[data-reason="unsupported"]')).to_be_visible()
    expect(page.locator("[data-examples]")).to_be_visible()


def test_a_start_that_hangs_is_given_up_in_time(context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto("estimate/")
    page.route(re.compile(r"python\.bin$"), lambda _: None)  # the file never comes
    page.locator('input[value="none"]').check()
    page.get_by_role("button", name="Work out my estimate").click()
    expect(page.locator('[data-estimate][data-state="loading"]')).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(page.locator('[data-reason="slow"]')).to_be_visible()
    expect(page.locator("[data-examples]")).to_be_visible()
    expect(page.locator('input[value="none"]')).to_be_checked()
    page.unroute_all(behavior="ignoreErrors")
