"""Every page for everyone: axe-core finds no fault in light and dark, wide and narrow."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from calculator.questions.states import STATES
from calculator.site.places import NODE_MODULES, SITE
from calculator.site.state_pages import slug

AXE = NODE_MODULES / "axe-core/axe.min.js"
ALL_PAGES = sorted(page.parent.relative_to(SITE).as_posix() for page in SITE.rglob("index.html"))

#: The pages of all states but one with a law and one without: they are printed alike.
STATES_ALIKE = {f"states/{slug(state)}" for state in STATES if state not in ("CA", "TX")}

#: Of the rules browser one page of each kind is enough, too.
RULES = {"rules/disagreements", "rules/medicare-coverage", "rules/check/medicare-coverage"}
RULES_ALIKE = {page for page in ALL_PAGES if page.startswith("rules/")} - RULES

ALIKE = STATES_ALIKE | RULES_ALIKE
PAGES = [page for page in ALL_PAGES if page not in ALIKE]

#: One page of each kind, for the combinations of width and colors that repeat the others.
KINDS = [".", "estimate", "faq", "glossary", "plans/ppo", "plans/medigap", "states/california"]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Any, name: str) -> list[str]:  # noqa: ANN401 - Playwright's page
    result = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{name}: {fault['id']}: {node['html'][:160]}"
        for fault in result["violations"]
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "names"),
    [
        pytest.param(320, "light", PAGES, id="narrow and light, every page"),
        pytest.param(1280, "dark", [p for p in PAGES if p != "rules"], id="wide and dark"),
        pytest.param(320, "dark", KINDS, id="narrow and dark, one page of each kind"),
        pytest.param(1280, "light", KINDS, id="wide and light, one page of each kind"),
    ],
)
def test_axe_finds_no_fault(
    browser: Browser, site_address: str, width: int, scheme: str, names: list[str]
) -> None:
    context = browser.new_context(
        base_url=site_address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    found: list[str] = []
    for name in names:
        page = context.new_page()
        page.goto("" if name == "." else f"{name}/")
        page.add_script_tag(path=Path(AXE))
        found += faults(page, name)
        page.close()
    context.close()
    assert found == []


def test_the_pages_of_each_kind_exist() -> None:
    assert set(KINDS) | RULES <= set(PAGES)
    assert len(STATES_ALIKE & set(ALL_PAGES)) == len(STATES) - 2


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_its_screen(browser: Browser, site_address: str, width: int) -> None:
    context = browser.new_context(base_url=site_address, viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for name in PAGES:
        page.goto("" if name == "." else f"{name}/")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    context.close()
    assert wide == []


def test_without_javascript_the_estimate_page_shows_the_worked_examples(
    browser: Browser, site_address: str
) -> None:
    context = browser.new_context(base_url=site_address, java_script_enabled=False)
    page = context.new_page()
    page.goto("estimate/")
    assert page.locator(".calculator-form .without-script").is_visible()
    assert page.locator("[data-example-for]").first.is_visible()
    page.locator("[data-example-for] summary").first.click()
    assert page.locator(".estimate-headline").first.is_visible()
    context.close()
