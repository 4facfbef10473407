"""The first use of a word on a page opens its note; nothing else does."""

import re
from datetime import date

import pytest

from calculator.ruleset import Ruleset
from calculator.site.glossary_marks import TermMarker


@pytest.fixture(scope="module")
def marker(rules: Ruleset) -> TermMarker:
    return TermMarker(rules, date(2026, 11, 23))


def text_of(html: str) -> str:
    """The page without the notes at its end, and without tags."""
    return re.sub(r"<[^>]*>", "", html.partition("<aside")[0])


def marked(html: str) -> list[str]:
    return re.findall(r'popovertarget="note-([\w.-]+)"', html)


def test_the_first_use_is_marked_and_the_rest_is_left(marker: TermMarker) -> None:
    html = marker.mark("<p>Your deductible is a Deductible.</p>", "../")
    assert html.startswith(
        '<p>Your <button type="button" class="term" popovertarget="note-deductible">deductible'
        "</button> is a Deductible.</p>"
    )
    assert marked(html) == ["deductible"]
    assert html.count('id="note-deductible"') == 1
    assert 'href="../glossary/#deductible"' in html


def test_the_longest_word_wins_and_several_count(marker: TermMarker) -> None:
    html = marker.mark("<p>Ask for a network gap exception. HMO-POS, HMOs, out-of-network.</p>", "")
    assert marked(html) == ["network_gap_exception", "hmo_pos", "hmo", "out_of_network"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Deductible</h2>",
        "<p><a href='x'>deductible</a></p>",
        "<p><code>deductible</code></p>",
        "<table><tr><td>deductible</td></tr></table>",
        '<section class="estimate"><p>deductible</p></section>',
        '<p class="source">deductible</p>',
        "<details><summary>deductible</summary></details>",
        "<p>deductibles2 and predeductible and my-deductible</p>",
        "<!-- deductible -->",
        '<p title="deductible">x</p>',
        "<p>The doctor may charge more.</p>",
    ],
)
def test_nothing_is_marked_where_it_would_be_in_the_way(marker: TermMarker, html: str) -> None:
    assert marker.mark(html, "") == html


def test_after_what_is_left_alone_the_first_use_in_prose_is_marked(marker: TermMarker) -> None:
    html = marker.mark("<h2>Deductible<br></h2><p>The <em>deductible</em> counts.</p>", "")
    assert "<em><button" in html


def test_a_word_the_page_links_itself_opens_the_note_instead(marker: TermMarker) -> None:
    link = '<a class="term" href="../glossary/#charge">the charge</a>'
    html = marker.mark(f"<table><tr><td>{link}</td></tr></table><p>{link}</p>", "../")
    assert 'popovertarget="note-charge">the charge</button></td>' in html
    assert f"<p>{link}</p>" in html


@pytest.mark.parametrize(
    "html", ["<p>A PPO &amp; an HMO, or <b>no network</b>.</p>", "<p>Part B<br>pays > 0.</p>"]
)
def test_the_text_of_a_page_stays_as_it_was(marker: TermMarker, html: str) -> None:
    assert text_of(marker.mark(html, "")) == text_of(html)
    assert marked(marker.mark(html, ""))


def test_a_line_does_not_break_between_a_word_and_its_signs(marker: TermMarker) -> None:
    html = marker.mark('<p>Ask for "plan documents". Then the network, too.</p>', "")
    assert re.search(
        r'<span class="term-line">"<button[^>]*>plan documents</button>"\.</span>', html
    )
    assert re.search(r'<span class="term-line"><button[^>]*>network</button>,</span> too', html)
    assert text_of(html) == 'Ask for "plan documents". Then the network, too.'


def test_a_note_says_what_the_glossary_says(marker: TermMarker, rules: Ruleset) -> None:
    html = marker.mark("<p>coinsurance</p>", "../")
    assert rules.terms["coinsurance"].says in html
    assert 'href="../rules/glossary/#term.coinsurance"' in html
