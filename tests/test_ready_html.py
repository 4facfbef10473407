"""What macros print comes through Markdown as it is, and in its place."""

from markdown import Markdown  # type: ignore[import-untyped]

from calculator.site.ready_html import token, with_html

TABLE = '<div class="table-scroll"><table><tr><td>*not* Markdown</td></tr></table></div>'
LINK = '<a class="source" href="../rules/">[CMS, 2026]</a>'


def page(text: str) -> str:
    return str(Markdown(extensions=["calculator.site.ready_html", "tables"]).convert(text))


def test_a_table_stands_by_itself_and_is_not_read_as_markdown() -> None:
    assert page(f"Before.\n\n{token(TABLE)}\n\nAfter.") == f"<p>Before.</p>\n{TABLE}\n<p>After.</p>"


def test_a_link_stays_in_its_sentence_its_list_and_its_cell() -> None:
    assert page(f"So it is. {token(LINK)}") == f"<p>So it is. {LINK}</p>"
    assert f"<li>So it is. {LINK}</li>" in page(f"- So it is. {token(LINK)}\n- And more.")
    assert f"<td>{LINK}</td>" in page(f"| A | B |\n|-|-|\n| So | {token(LINK)} |")


def test_the_same_html_twice_stands_twice() -> None:
    assert page(f"{token(LINK)} and {token(LINK)}").count(LINK) == 2


def test_a_text_can_be_had_with_its_html() -> None:
    assert with_html(f"A {token(LINK)}.") == f"A {LINK}."
