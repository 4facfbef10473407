"""Words of the glossary explain themselves: by mouse, keyboard and touch, and without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from calculator.site.places import NODE_MODULES

PLACE = "plans/ppo/"
AXE = NODE_MODULES / "axe-core/axe.min.js"


def test_a_word_opens_its_note_and_closes_it_by_keyboard(page: Page) -> None:
    page.goto(PLACE)
    word = page.locator("button.term").first
    note = page.locator(f"#{word.get_attribute('popovertarget')}")
    expect(note).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")  # the note follows its word in the order of the keyboard
    assert note.evaluate("note => note.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert word.evaluate("word => word === document.activeElement")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_touch_opens_the_note_and_a_touch_elsewhere_closes_it(
    browser: Browser, site_address: str, script: bool
) -> None:
    context = browser.new_context(
        base_url=site_address,
        has_touch=True,
        java_script_enabled=script,
        viewport={"width": 360, "height": 780},
        service_workers="block",
    )
    page = context.new_page()
    page.goto(PLACE)
    page.locator("button.term").first.tap()
    note = page.locator(".term-note:popover-open")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] + box["height"] <= 780
    page.touchscreen.tap(10, 400)
    expect(note).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_note_has_no_fault(
    browser: Browser, site_address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        base_url=site_address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        service_workers="block",
    )
    page = context.new_page()
    page.goto(PLACE)
    page.locator("button.term").first.click()
    expect(page.locator(".term-note:popover-open")).to_be_visible()
    page.add_script_tag(path=Path(AXE))
    faults = page.evaluate("axe.run(document).then(r => r.violations.map(v => v.id))")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert [fault for fault in faults if fault not in KNOWN] == []


#: Best practices of axe that are no part of WCAG, and are the theme's.
KNOWN = frozenset({"region", "landmark-unique"})


def test_on_paper_only_the_word_is_left(page: Page) -> None:
    page.goto(PLACE)
    page.emulate_media(media="print")
    word = page.locator("button.term").first
    line = word.evaluate("word => getComputedStyle(word).textDecorationLine")
    assert line == "none"
    expect(page.locator(".term-notes")).to_be_hidden()


def test_each_word_is_marked_once_and_not_in_headings_or_links(page: Page) -> None:
    for name in (PLACE, "guide/", "faq/", "states/california/"):
        page.goto(name)
        targets = page.locator("button.term").evaluate_all(
            "words => words.map(word => word.getAttribute('popovertarget'))"
        )
        assert len(targets) == len(set(targets)) > 1
        assert page.locator(":is(h1, h2, h3, h4, a, code, summary) button.term").count() == 0
        for target in targets:
            assert page.locator(f"#{target}[popover]").count() == 1


@pytest.mark.parametrize("name", ["glossary/", "rules/medicare/", "about/sources/"])
def test_pages_that_are_lists_of_words_are_left_alone(page: Page, name: str) -> None:
    page.goto(name)
    assert page.locator("button.term").count() == 0
