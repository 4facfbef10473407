"""The list of all rules in a browser: old addresses lead on, and a word finds a rule."""

import pytest
from playwright.sync_api import Browser, Page, expect

RULE = "medicare.part_b.deductible"


def test_an_old_address_of_a_rule_leads_to_its_place(page: Page) -> None:
    page.goto(f"rules/#{RULE}")
    page.wait_for_url(f"**/rules/medicare/#{RULE}")
    expect(page.locator(f"[id='{RULE}']")).to_be_in_viewport()


def test_an_old_address_followed_on_the_page_itself_leads_there_too(page: Page) -> None:
    page.goto("rules/")
    page.evaluate("(rule) => { location.hash = rule; }", RULE)
    page.wait_for_url(f"**/rules/medicare/#{RULE}")


def test_without_javascript_an_old_address_shows_the_line_that_links_on(
    browser: Browser, site_address: str
) -> None:
    context = browser.new_context(base_url=site_address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"rules/#{RULE}")
    line = page.locator(f"li[id='{RULE}']")
    expect(line).to_be_in_viewport()
    expect(page.locator("#find-rule")).to_be_hidden()
    line.locator("a").click()
    page.wait_for_url(f"**/rules/medicare/#{RULE}")
    context.close()


@pytest.mark.parametrize("typed", ["part_b.deductible", "DEDUCTIBLE part_b."])
def test_words_leave_only_the_rules_that_have_them_all(page: Page, typed: str) -> None:
    page.goto("rules/")
    page.get_by_label("Find a rule by a word").fill(typed)
    lines = page.locator("[data-rules] li:visible")
    expect(page.get_by_role("status").filter(has_text="Found")).to_have_text(
        f"Found: {lines.count()}"
    )
    expect(page.locator(f"li[id='{RULE}']")).to_be_visible()
    for text in lines.all_inner_texts():
        assert all(word in text.lower() for word in typed.lower().split())
    page.get_by_label("Find a rule by a word").fill("")
    expect(page.locator("li[id='condition.referral']")).to_be_visible()


def test_a_sheet_prints_on_landscape_paper(page: Page) -> None:
    page.goto("rules/check/medicare-coverage/")
    printed = page.pdf(prefer_css_page_size=True, format="Letter")
    assert printed.count(b"/MediaBox [0 0 792 612]") == printed.count(b"/MediaBox")
