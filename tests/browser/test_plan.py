"""What to do next, in a browser: opened when wanted, kept up to date, saved as files."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_estimate import choose
from tests.browser.test_steps_and_picture import faults, work_out

CALLS = "Calls, checklist, appeal and free help"


@pytest.fixture
def case(page: Page) -> Page:
    page.goto("estimate/")
    page.locator('input[value="employer"]').check()
    choose(page, "coverage.network", "hmo")
    choose(page, "opinion.about", "cancer")
    work_out(page)
    return page


def set_day(page: Page, name: str, months: int) -> None:
    """Type a day some months from now into a field for days."""
    page.evaluate(
        """([name, months]) => {
            const day = new Date();
            day.setMonth(day.getMonth() + months);
            const field = document.querySelector(`[name="${name}"]`);
            field.value = day.toISOString().slice(0, 10);
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        [name, months],
    )


def test_the_plan_is_printed_when_it_is_opened_and_follows_the_answers(case: Page) -> None:
    expect(case.locator(".plan")).to_have_count(0)
    case.get_by_text(CALLS).click()
    expect(case.locator(".call").first).to_be_visible()
    case.locator(".plan-checklist > summary").click()
    expect(case.locator(".plan-checklist")).to_contain_text("Give the day of the visit")
    set_day(case, "on", 1)
    expect(case.locator(".plan-checklist")).to_contain_text("Your visit:")
    expect(case.locator(".plan-checklist")).to_have_attribute("open", "")


def test_an_emergency_has_no_plan_to_follow(case: Page) -> None:
    expect(case.locator("[data-after]")).to_be_visible()
    choose(case, "opinion.about", "emergency")
    expect(case.locator("[data-live]")).to_contain_text("911")
    expect(case.locator("[data-after]")).to_be_hidden()


def test_the_dates_and_the_letter_can_be_saved(case: Page) -> None:
    set_day(case, "denied_on", 0)
    set_day(case, "on", 2)
    case.get_by_text(CALLS).click()
    case.locator(".plan-checklist > summary").click()
    with case.expect_download() as calendar:
        case.get_by_role("button", name="Save the dates").click()
    text = Path(calendar.value.path()).read_bytes()
    assert calendar.value.suggested_filename == "second-opinion.ics"
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert text.count(b"BEGIN:VEVENT") >= 3
    refused = case.locator(".plan-refused")
    if refused.get_attribute("open") is None:
        refused.locator("summary").click()
    with case.expect_download() as letter:
        case.get_by_role("button", name="Save the letter").click()
    assert "I appeal against your refusal" in Path(letter.value.path()).read_text()
    expect(case.locator("[data-after-status]")).to_have_text("Saved.")


def test_a_letter_that_cannot_be_copied_is_marked_to_copy_by_hand(case: Page) -> None:
    refused = "() => Promise.reject(new Error('not allowed'))"
    case.evaluate(f"() => {{ navigator.clipboard.writeText = {refused} }}")
    case.get_by_text(CALLS).click()
    case.locator(".plan-refused > summary").click()
    case.get_by_role("button", name="Copy the letter").click()
    expect(case.locator("[data-after-status]")).to_contain_text("copy it by hand")
    assert "I appeal against" in str(case.evaluate("getSelection().toString()"))


def test_clearing_the_answers_clears_the_plan(case: Page) -> None:
    case.get_by_text(CALLS).click()
    expect(case.locator(".call").first).to_be_visible()
    case.get_by_role("button", name="Clear my answers").first.click()
    expect(case.locator("[data-after]")).to_be_hidden()
    expect(case.locator(".plan")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_plan_has_no_fault_that_axe_finds_and_fits_a_narrow_screen(
    case: Page, scheme: str
) -> None:
    case.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    case.set_viewport_size({"width": 320, "height": 800})
    set_day(case, "denied_on", 0)
    case.get_by_text(CALLS).click()
    expect(case.locator(".call").first).to_be_visible()
    case.evaluate("for (const d of document.querySelectorAll('.plan details')) d.open = true")
    assert case.evaluate("document.documentElement.scrollWidth") <= 320
    assert faults(case) == []
