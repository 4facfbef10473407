"""What must hold for the pages as they are written and as they are built."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from calculator.ruleset import Ruleset
from calculator.site.check_site import check_site
from calculator.site.places import DOCS, SITE

MARKDOWN = sorted(DOCS.rglob("*.md"))

_MACRO = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_FIGURE = re.compile(
    r"""\$\s?\d                                   # an amount
      | \d\s?(%|percent|per\ cent)                # a percentage
      | \b(\d+|one|two|three|four|five|six|seven|ten|fourteen|fifteen|thirty|sixty|ninety)[ -]
        (business\s|calendar\s|working\s)?(day|month|hour|week)s?\b  # a deadline
      """,
    re.VERBOSE | re.IGNORECASE,
)


def pages() -> list[Path]:
    return sorted(SITE.rglob("*.html"))


def name_of(page: Path) -> str:
    name = page.relative_to(SITE).as_posix().removesuffix("index.html").rstrip("/")
    return name or "home"


def article(page: Path) -> Node:
    tree = HTMLParser(page.read_text(encoding="utf-8"))
    found = tree.css_first("article") or tree.body
    assert found is not None
    return found


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not (SITE / "index.html").exists():
        pytest.fail("there is no finished site; run `make build` first")


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_no_figure_is_typed_into_a_page_by_hand(path: Path) -> None:
    text = _CODE.sub("", _MACRO.sub("", path.read_text(encoding="utf-8")))
    found = [match[0] for match in _FIGURE.finditer(text)]
    assert found == [], "print figures from the rules with a macro"


@pytest.mark.parametrize(
    "text",
    ["You owe $283.", "You pay 20 percent.", "It is 20%.", "You have 65 days.", "Within two weeks"],
)
def test_the_search_for_typed_figures_finds_them(text: str) -> None:
    assert _FIGURE.search(text)


def test_every_link_leads_somewhere_and_nothing_loads_from_another_host() -> None:
    assert check_site() == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_page_has_language_title_description_and_one_heading(page: Path) -> None:
    tree = HTMLParser(page.read_text(encoding="utf-8"))
    html, title = tree.css_first("html"), tree.css_first("title")
    description = tree.css_first('meta[name="description"]')
    assert html is not None
    assert html.attributes.get("lang") == "en"
    assert title is not None
    assert title.text(strip=True)
    assert description is not None
    assert description.attributes.get("content")
    assert len(tree.css("h1")) == 1


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_carries_styles_or_event_handlers_in_its_text(page: Path) -> None:
    for node in article(page).css("*"):
        attributes = [name for name in node.attributes if name == "style" or name.startswith("on")]
        assert attributes == [], node.html


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_figure_and_source_on_a_page_names_a_rule(page: Path, rules: Ruleset) -> None:
    for link in article(page).css("a.figure, a.source, .step-source a"):
        address = link.attributes.get("href") or ""
        rule_id = address.partition("#")[2]
        assert rules.anchor(rules.rule(rule_id)) == rule_id, address


def test_every_source_is_listed_with_its_own_address(rules: Ruleset) -> None:
    tree = HTMLParser((SITE / "about/sources/index.html").read_text(encoding="utf-8"))
    for key, source in rules.sources.items():
        link = tree.css_first(f"li#{key} a")
        assert link is not None, key
        assert link.attributes.get("href") == source.url
