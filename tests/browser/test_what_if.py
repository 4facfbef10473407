"""What if, in a browser: the fee and the unknowns are moved, the answer and the curve follow."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_estimate import HEADLINE, choose
from tests.browser.test_steps_and_picture import faults, work_out

OPEN = "What if? Move the fee"


@pytest.fixture
def case(page: Page) -> Page:
    page.goto("estimate/")
    page.locator('input[value="original_medicare"]').check()
    choose(page, "opinion.about", "surgery")
    choose(page, "provider.setting", "office")
    choose(page, "provider.medicare", "participating")
    choose(page, "services.0.kind", "visit")
    page.locator("#services-0-charge").fill("260")
    page.locator("#services-0-allowed").fill("260")
    work_out(page)
    page.get_by_text(OPEN).click()
    expect(page.locator(".curve-lines")).to_be_visible()
    return page


def test_the_fee_is_moved_by_keyboard_and_the_answer_and_the_curve_follow(case: Page) -> None:
    answer = case.locator(".what-if-answer")
    estimate = case.locator(HEADLINE).inner_text()
    expect(answer).to_have_text(estimate)
    slider = case.locator("#if-fee")
    slider.focus()
    case.keyboard.press("Home")
    expect(answer).to_have_text("Covered. You will owe $0.")
    expect(slider).to_be_focused()
    expect(case.locator("output[for='if-fee']")).to_have_text("$0")
    expect(case.locator(".curve-key .key-fee")).to_have_text("Your fee: $0.")
    expect(case.locator("[data-status]")).to_contain_text("You will owe $0.")
    expect(case.locator(HEADLINE)).to_have_text(estimate)  # the reader's own case stays
    expect(case.locator("#services-0-charge")).to_have_value("260")


def test_an_unknown_is_moved_and_a_wrong_value_is_said(case: Page) -> None:
    answer = case.locator(".what-if-answer")
    met = case.locator("#if-terms-deductible_met")
    met.fill("283")
    # 20 percent of 260, nothing of the deductible is open.
    expect(answer).to_have_text("Covered. You will owe $52.")
    met.fill("lots")
    expect(case.locator("[data-move-error]")).to_contain_text("cannot work it out")
    met.fill("283")
    expect(case.locator("[data-move-error]")).to_be_hidden()


def test_a_new_answer_in_the_form_starts_what_if_anew(case: Page) -> None:
    case.locator("#if-terms-deductible_met").fill("283")
    case.locator("#terms-deductible_met").fill("0")
    case.locator("#terms-deductible_met").blur()
    # All 260 fall under the deductible.
    expect(case.locator(".what-if-answer")).to_have_text("Covered. You will owe $260.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_if_has_no_fault_that_axe_finds_and_fits_a_narrow_screen(
    case: Page, scheme: str
) -> None:
    case.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    case.set_viewport_size({"width": 320, "height": 800})
    case.locator(".curve-figures > summary").click()
    assert case.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(case) == []
