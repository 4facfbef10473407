"""What pages say about themselves: titles, descriptions, facts for machines, pictures, search."""

import hashlib
import json
from collections import Counter
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from calculator.ruleset import Ruleset
from calculator.site.freshness import last_checks
from calculator.site.places import DOCS, SITE
from calculator.site.social_images import SIZE, Card, card_for, draw, write_cards
from calculator.site.structured_data import Crumb, PageFacts, questions, structured_data

PAGES = sorted(page for page in SITE.rglob("index.html"))
NAME = "Second Opinion Coverage"


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not PAGES:
        pytest.fail("there is no finished site; run `make build` first")


@cache
def tree(page: Path) -> HTMLParser:
    return HTMLParser(page.read_text(encoding="utf-8"))


def address(page: Path) -> str:
    return page.relative_to(SITE).as_posix().removesuffix("index.html")


def things(page: Path) -> dict[str, dict[str, Any]]:
    (script,) = tree(page).css('script[type="application/ld+json"]')
    data = json.loads(script.text())
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def meta(page: Path, name: str) -> str:
    node = tree(page).css_first(f'meta[name="{name}"], meta[property="{name}"]')
    return (node.attributes.get("content") or "") if node else ""


def title(page: Path) -> str:
    node = tree(page).css_first("title")
    assert node is not None
    return node.text(strip=True)


def test_no_two_pages_have_the_same_title_or_description() -> None:
    titles = Counter(title(page) for page in [*PAGES, SITE / "404.html"])
    descriptions = Counter(meta(page, "description") for page in PAGES)
    assert [text for text, count in (titles + descriptions).items() if count > 1] == []
    assert min(len(text) for text in descriptions) > 40


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_a_page_says_the_same_to_readers_and_to_machines(page: Path) -> None:
    found = things(page)
    kind = next(iter(found.values()))
    assert title(page) == f"{kind['name']} - {NAME}"
    assert kind["description"] == meta(page, "description") == meta(page, "og:description")
    assert meta(page, "og:title") == kind["name"]


@pytest.mark.parametrize("page", PAGES, ids=address)
def test_a_page_below_the_first_says_how_one_gets_there(page: Path) -> None:
    found = things(page)
    if address(page) == "":
        assert "BreadcrumbList" not in found
        return
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["name"] == "Home"
    for step in steps[:-1]:
        assert (page.parent / step["item"] / "index.html").resolve() in PAGES


def test_every_article_says_when_its_rules_were_checked(rules: Ruleset) -> None:
    days = {check.checked.isoformat() for check in last_checks(rules, date.max)}
    articles = [page for page in PAGES if "MedicalWebPage" in things(page)]
    dated = [page for page in articles if "lastReviewed" in things(page)["MedicalWebPage"]]
    assert {things(page)["MedicalWebPage"]["lastReviewed"] for page in dated} <= days
    assert len(articles) > 70
    plans = [page for page in articles if address(page).startswith(("plans/", "states/", "guide"))]
    assert set(plans) <= set(dated)


def test_the_questions_for_machines_are_those_of_the_page() -> None:
    page = SITE / "faq/index.html"
    asked = {
        one["name"]: one["acceptedAnswer"]["text"] for one in things(page)["FAQPage"]["mainEntity"]
    }
    headings = [
        node.text(deep=True).replace("¶", "").strip() for node in tree(page).css("article h3")
    ]
    assert list(asked) == [heading for heading in headings if heading.endswith("?")]
    assert len(asked) > 30
    article = tree(page).css_first("article")
    assert article is not None
    shown = "".join(article.text().split())
    for question, answer in asked.items():
        first = "".join(answer.partition(".")[0].split())
        assert first in shown, question


def test_a_question_needs_an_answer_and_an_answer_keeps_no_source() -> None:
    html = (
        "<h2>Cost</h2><h3>Is it free?</h3><p>No. <a class='source'>[Someone]</a></p>"
        "<ul><li>You pay.</li></ul><h3>A heading</h3><p>Text.</p><h3>Why?</h3><h2>End</h2><p>x</p>"
    )
    assert list(questions(html)) == [("Is it free?", "No. You pay.")]


def test_with_an_address_of_its_own_a_page_names_whole_addresses() -> None:
    top = "https://example.org/here/"
    facts = PageFacts(
        site=Crumb(NAME, top),
        title="A </script> page",
        description="About it",
        address="guide/",
        url=f"{top}guide/",
        html="",
        trail=(Crumb("Home", top),),
        image=f"{top}assets/social/guide.png",
    )
    text = structured_data(facts)
    assert "<" not in text
    page, crumbs = json.loads(text)["@graph"]
    assert page["name"] == facts.title
    assert page["url"] == facts.url
    assert page["isPartOf"]["url"] == top
    assert page["primaryImageOfPage"]["url"] == facts.image
    assert [step["item"] for step in crumbs["itemListElement"]] == [top, facts.url]


def cards() -> dict[str, Card]:
    return {
        address(page): card_for(address(page), next(iter(things(page).values()))["name"], NAME)
        for page in PAGES
    }


def test_every_page_has_a_picture_to_be_shared_with() -> None:
    for card in cards().values():
        with Image.open(SITE / card.path) as picture:
            assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len({card.name for card in cards().values()}) > 35


def test_no_title_runs_out_of_its_picture() -> None:
    for card in set(cards().values()):
        picture = draw(card).convert("L")
        width, height = SIZE
        paper = picture.getpixel((width - 1, height - 1))
        for edge in ((width - 40, 30, width, height), (0, height - 40, width, height)):
            strip = picture.crop(edge)
            assert strip.getextrema() == (paper, paper), card.title


def test_a_picture_has_the_same_bytes_each_time_and_is_drawn_once(tmp_path: Path) -> None:
    def bytes_of(card: Card) -> str:
        kept = BytesIO()
        draw(card).save(kept, "PNG", compress_level=6)
        return hashlib.sha256(kept.getvalue()).hexdigest()

    one, other = Card("one", "One title", NAME), Card("other", "Another title", NAME)
    assert bytes_of(one) == bytes_of(one) != bytes_of(other)
    write_cards({one}, tmp_path / "site", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    assert (tmp_path / "site" / one.path).read_bytes() == kept.read_bytes()
    kept.write_bytes(b"drawn before")
    write_cards({one}, tmp_path / "site", tmp_path / "kept")
    assert (tmp_path / "site" / one.path).read_bytes() == b"drawn before"


def test_the_search_has_every_word_and_every_plan_type(rules: Ruleset) -> None:
    index = json.loads((SITE / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"]: entry for entry in index["docs"]}
    for term in rules.terms.values():
        assert found[f"glossary/#{term.id}"]["title"] == term.label
    plans = {f"plans/{path.stem}/" for path in (DOCS / "plans").glob("*.md")} - {"plans/index/"}
    assert plans <= set(found)
    assert not any("popover" in entry["text"] for entry in index["docs"])


def test_robots_may_read_everything() -> None:
    lines = (SITE / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["User-agent: *", "Allow: /"]


def test_the_page_for_a_wrong_address_searches_and_leads_to_every_plan_type() -> None:
    page = tree(SITE / "404.html")
    form = page.css_first("form.find-page")
    assert form is not None
    assert form.attributes.get("method") == "get"
    assert page.css_first('form.find-page input[name="q"]') is not None
    assert page.css_first('form.find-page label[for="find-page"]') is not None
    links = {node.attributes.get("href") or "" for node in page.css("li a")}
    for path in (DOCS / "plans").glob("*.md"):
        wanted = "plans/" if path.stem == "index" else f"plans/{path.stem}/"
        assert any(link.endswith(wanted) for link in links), wanted
