"""The search finds plan types and words first, and the page for a wrong address leads on."""

import pytest
from playwright.sync_api import Page, expect

FIRST = ".md-search-result__list > li:first-child a.md-search-result__link"


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("HMO", "plans/hmo/"),
        ("PPO", "plans/ppo/"),
        ("Medigap", "plans/medigap/"),
        ("TRICARE", "plans/tricare/"),
        ("Medicaid", "plans/medicaid/"),
        ("coinsurance", "glossary/#coinsurance"),
        ("balance bill", "glossary/#balance_bill"),
        ("network gap exception", "glossary/#network_gap_exception"),
    ],
)
def test_plan_types_and_words_come_first(page: Page, words: str, leads_to: str) -> None:
    page.goto(f"?q={words}")
    links = page.locator(FIRST)  # a page and what it found in it
    expect(links.first).to_be_visible(timeout=15_000)
    found = [_place(href) for href in links.evaluate_all("links => links.map(link => link.href)")]
    assert any(href.endswith(leads_to) for href in found[:2]), found


def _place(href: str) -> str:
    """An address without the words that the search lights up there."""
    address, _, anchor = href.partition("#")
    return address.partition("?")[0] + (f"#{anchor}" if anchor else "")


def test_words_handed_over_in_the_address_stand_in_the_search(page: Page) -> None:
    """The page for a wrong address sends them so."""
    page.goto("?q=referral")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("referral")


def test_the_search_has_a_name_and_tells_how_much_it_found(page: Page) -> None:
    page.goto("?q=referral")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("matching", timeout=15_000)
    expect(dialog.get_by_role("region", name="Search results")).to_be_visible()
