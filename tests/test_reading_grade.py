"""Plain language: how hard the pages and the sentences of the calculator are to read."""

from pathlib import Path
from statistics import median

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from calculator.ruleset import Ruleset
from calculator.site.places import SITE
from tests.reading import (
    FEW_WORDS,
    Said,
    everything_said,
    listed_terms,
    plain_words,
    reading_grade,
    syllables,
)

MEDIAN, MOST = 8, 10

#: The longest word a label or another short text may have, besides the terms.
MOST_SYLLABLES = 4

#: Titles of documents, tables and ids: not prose of ours, and measured elsewhere where it is.
NOT_PROSE = (
    "a.source, .source, .step-source, .sources, table, svg, figcaption, form, code, nav, "
    ".headerlink, .term-notes, .rule-facts, .rule-id, .rule-values, .rule-used, .check-list"
)


def prose(page: Path) -> str:
    """The running text of a page: paragraphs and list items, each ended like a sentence."""
    tree = HTMLParser(page.read_text(encoding="utf-8"))
    body = tree.css_first("article") or tree.body
    assert body is not None
    for node in body.css(NOT_PROSE):
        node.decompose()
    parts = [node.text(separator=" ", strip=True) for node in body.css("p, li, dd")]
    ended = (".", "!", "?", ":")
    return " ".join(part if part.endswith(ended) else f"{part}." for part in parts if part)


def grades_of_pages() -> dict[str, float]:
    if not (SITE / "index.html").exists():
        pytest.fail("there is no finished site; run `make build` first")
    pages = sorted(SITE.rglob("*.html"))
    return {page.relative_to(SITE).as_posix(): reading_grade(prose(page)) for page in pages}


def measured(said: list[Said]) -> list[tuple[float, Said]]:
    """The sentences that are long enough for an average, with their grades."""
    return [
        (reading_grade(one.text), one) for one in said if len(plain_words(one.text)) >= FEW_WORDS
    ]


def test_no_page_is_harder_than_it_may_be_and_most_are_easy() -> None:
    grades = grades_of_pages()
    hard = {page: round(grade, 1) for page, grade in grades.items() if grade > MOST}
    assert hard == {}
    assert median(grades.values()) <= MEDIAN
    assert len(grades) > 100


def test_no_sentence_of_the_calculator_is_harder_than_it_may_be(rules: Ruleset) -> None:
    grades = measured(everything_said(rules))
    hard = [f"{grade:.1f} {one.place}: {one.text}" for grade, one in grades if grade > MOST]
    assert hard == []
    assert median(grade for grade, _ in grades) <= MEDIAN


def test_a_short_text_has_no_very_long_word(rules: Ruleset) -> None:
    long = [
        f"{one.place}: {word} in “{one.text}”"
        for one in everything_said(rules)
        if len(words := plain_words(one.text)) < FEW_WORDS
        for word in words
        if syllables(word) > MOST_SYLLABLES
    ]
    assert long == []


@pytest.mark.parametrize("kind", ["rules", ".py", ".j2", ".mjs"])
def test_sentences_are_found_where_the_calculator_has_them(rules: Ruleset, kind: str) -> None:
    said = everything_said(rules)
    if kind == "rules":
        assert any(one.text.startswith("Medicare pays for a second opinion") for one in said)
    else:
        assert sum(kind in one.place for one in said) > 5


def test_a_hard_text_has_a_high_grade_and_an_easy_one_a_low_one() -> None:
    hard = (
        "Notwithstanding contractual provisions regarding coordination of benefits, supplementary "
        "reimbursement obligations accumulate proportionally."
    )
    assert reading_grade(hard) > 12
    assert reading_grade("You pay the first part of the bill. Then your plan pays.") < 4


def test_the_grade_is_the_published_formula() -> None:
    # Six words of one syllable in one sentence.
    assert reading_grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    # A term counts as one word; the two words beside it have one syllable each.
    assert reading_grade("Your deductible counts.") == pytest.approx(0.39 * 3 + 11.8 - 15.59)


@pytest.mark.parametrize(
    ("word", "count"), [("you", 1), ("hospital", 3), ("out-of-date", 3), ("doctor’s", 2)]
)
def test_syllables_are_those_that_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_every_listed_term_has_a_reason_and_is_used(rules: Ruleset) -> None:
    texts = [one.text.lower() for one in everything_said(rules)]
    for term, reason in listed_terms().items():
        assert reason
        assert any(term.lower() in text for text in texts), f"{term} is not used any more"
