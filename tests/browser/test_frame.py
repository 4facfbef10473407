"""The frame around every page: the menu and the search by keyboard, the skip link, the colors."""

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def phone(browser: Browser, site_address: str) -> Page:
    context = browser.new_context(
        base_url=site_address, viewport={"width": 360, "height": 780}, service_workers="block"
    )
    page = context.new_page()
    page.goto("plans/ppo/")
    return page


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_opens_and_closes_by_keyboard(phone: Page, key: str) -> None:
    menu = phone.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    for _ in range(6):
        phone.keyboard.press("Tab")
        if menu.evaluate("menu => menu === document.activeElement"):
            break
    expect(menu).to_be_focused()
    outline = menu.evaluate("menu => getComputedStyle(menu).outlineStyle")
    assert outline == "solid"
    phone.keyboard.press(key)
    expect(menu).to_have_attribute("aria-expanded", "true")
    phone.wait_for_function("document.activeElement.closest('.md-nav--primary')")
    phone.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


def test_the_search_opens_by_keyboard_on_a_phone(phone: Page) -> None:
    phone.get_by_role("button", name="Search", exact=True).focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("textbox", name="Search")).to_be_focused()


def test_the_first_stop_leads_past_the_menu(page: Page) -> None:
    page.goto("plans/ppo/")
    page.keyboard.press("Tab")
    skip = page.locator("a.md-skip")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_colors_change_by_keyboard_and_stay(page: Page) -> None:
    page.goto("plans/ppo/")
    toggle = page.get_by_role("radio", name="Switch to dark colors")
    toggle.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_no_landmark_is_empty(page: Page) -> None:
    page.goto("plans/ppo/")
    empty = page.locator("aside, main, nav, header, footer").evaluate_all(
        "parts => parts.filter(part => !part.textContent.trim()).map(part => part.className)"
    )
    assert empty == []
