"""The page on a plan’s numbers: its drawings, their marks, and the same places in words."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from calculator.site.places import ASSETS, SITE

PAGE = SITE / "find-your-numbers/index.html"

#: In the order of the marks; the form links to these places.
PLACES = (
    *("deductible", "out-of-pocket-maximum", "copay", "coinsurance"),
    *("phone-number", "plan-type", "plan-year", "member-id"),
)


def marks(name: str) -> set[str]:
    text = (ASSETS / "pictures" / name).read_text(encoding="utf-8")
    return set(re.findall(r'text-anchor="middle">(\d)</text>', text))


def page() -> HTMLParser:
    if not PAGE.exists():
        pytest.fail("there is no finished site; run `make build` first")
    return HTMLParser(PAGE.read_text(encoding="utf-8"))


def test_the_list_names_every_mark_of_the_drawings_in_order() -> None:
    links = page().css("article ol > li > a")
    assert [link.attributes.get("href") for link in links] == [f"#{place}" for place in PLACES]
    numbers = {str(number) for number in range(1, len(PLACES) + 1)}
    assert marks("summary-of-benefits.svg") | marks("insurance-card.svg") == numbers


@pytest.mark.parametrize("place", [*PLACES, "paid-so-far"])
def test_every_number_has_a_place_on_the_page_and_says_what_to_ask(place: str) -> None:
    heading = page().css_first(f"h2#{place}")
    assert heading is not None
    after = heading.next
    words = ""
    while after is not None and after.tag != "h2":
        words += after.text()
        after = after.next
    assert "card:" in words or "letters:" in words
    assert len(words.split()) > 25


def test_every_drawing_says_what_it_shows() -> None:
    for picture in page().css("article figure img"):
        assert len((picture.attributes.get("alt") or "").split()) > 8
        assert picture.attributes.get("width")
        assert picture.attributes.get("height")


@pytest.mark.parametrize("path", sorted((ASSETS / "pictures").glob("*.svg")), ids=lambda p: p.name)
def test_a_drawing_loads_nothing_and_runs_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|style=|href=|\bon\w+=|url\(", text)
