"""From January 1 on a reader is told which figures of the new year a page lacks."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from calculator.ruleset import Ruleset
from calculator.years import gaps

#: A page that prints figures which change each year, and one that prints none.
YEARLY, LASTING = "plans/original-medicare/", "about/privacy/"


def open_on(context: BrowserContext, day: str, address: str) -> Page:
    page = context.new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))
    page.goto(address)
    return page


def figures_year(page: Page) -> int:
    line = page.locator("article > p.source", has_text="Figures for").inner_text()
    return int(line.removeprefix("Figures for ")[:4])


def test_every_article_says_for_which_year_its_figures_are(page: Page) -> None:
    page.goto(YEARLY)
    line = page.locator("article > p.source").last
    expect(line).to_contain_text(f"Figures for {figures_year(page)}, checked ")
    line.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/what-changed/$"))


def test_a_note_comes_on_january_1_and_names_what_is_missing(
    context: BrowserContext, page: Page, rules: Ruleset
) -> None:
    page.goto(YEARLY)
    year = figures_year(page) + 1
    missing = {gap.figure.id: gap for gap in gaps(rules, [year])}
    if "medicare.part_b.deductible" not in missing:
        pytest.skip("the deductible of the next year is known")
    before = open_on(context, f"{year - 1}-12-31", YEARLY)
    expect(before.locator("[data-freshness]:visible")).to_have_count(0)
    after = open_on(context, f"{year}-01-01", YEARLY)
    note = after.locator("[data-freshness]:visible")
    expect(note).to_have_count(1)
    expect(note).to_contain_text(f"It is {year}.")
    expect(note).to_contain_text("Part B deductible")


def test_in_a_year_the_rules_do_not_know_there_is_one_note(
    context: BrowserContext, rules: Ruleset
) -> None:
    page = open_on(context, f"{rules.years[-1] + 1}-06-01", YEARLY)
    note = page.locator("[data-freshness]:visible")
    expect(note).to_have_count(1)
    expect(note).to_contain_text("does not have the figures of your year yet")


def test_a_page_without_yearly_figures_has_no_note(context: BrowserContext, rules: Ruleset) -> None:
    for year in (rules.years[-1], rules.years[-1] + 1):
        page = open_on(context, f"{year}-06-01", LASTING)
        expect(page.locator("[data-freshness]:visible")).to_have_count(0)


def test_the_note_can_be_read_without_a_fault_on_a_phone(
    context: BrowserContext, rules: Ruleset
) -> None:
    page = open_on(context, f"{rules.years[-1]}-02-01", YEARLY)
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
