"""The way into the rules: the subjects, every rule by its name, and where sources disagree."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from calculator.addresses import rule_address
from calculator.rule import Citation, Figure, OtherSide, Rule
from calculator.site.context import CONFIDENCE_WORDS, Printer
from calculator.site.subjects import Subject, citations, disputes, rule_title, subjects
from calculator.site.tables import table

CONFIDENCE_MEANS = {
    "primary": "We read the law, the rule, the agency’s page or the study itself.",
    "secondary_agreeing": "We read it as several others report it, and they agree.",
    "single_secondary": "One other source reports it. It decides nothing by itself.",
    "conflicting": "Both sides are shown.",
}


def subjects_list(printer: Printer) -> str:
    """Every subject with the number of its rules and its fact-check sheet."""
    rows = [_subject(printer, held) for held in subjects(printer.rules)]
    return table(("Subject", "Rules", "Fact-check sheet"), rows, "Subjects")


def _subject(printer: Printer, held: Subject) -> tuple[str, str, str]:
    title = escape(held.title)
    page = f'<a href="{printer.root}rules/{held.key}/">{title}</a>'
    label = f'aria-label="Fact-check sheet: {title}"'
    sheet = f'<a href="{printer.root}rules/check/{held.key}/" {label}>Sheet</a>'
    return page, str(len(held.rules)), sheet


def confidence_list(printer: Printer) -> str:
    """How sure: the words, what they mean, and how many readings have them."""
    counts = Counter(
        citation.confidence for rule in printer.rules.rules() for citation in citations(rule)
    )
    rows = [
        (words[:1].upper() + words[1:], CONFIDENCE_MEANS[key], f"{counts[key]:,}")
        for key, words in CONFIDENCE_WORDS.items()
    ]
    return table(("In an entry", "What it means", "Readings"), rows, "How sure we are")


def rules_by_name(printer: Printer) -> str:
    """Every rule by subject, each at its own name, so that the old addresses still find it."""
    parts = []
    for held in subjects(printer.rules):
        items = "".join(_line(printer, rule) for rule in held.rules)
        parts.append(f"<section><h3>{escape(held.title)}</h3><ul>{items}</ul></section>")
    return (
        '<div class="rules-by-name" data-rules>'
        '<p class="rules-find" hidden><label for="find-rule">Find a rule by a word</label> '
        '<input id="find-rule" type="search" autocomplete="off"></p>'
        '<p class="rules-found" role="status"></p>'
        f"{''.join(parts)}</div>"
        f'<script type="module" src="{printer.root}assets/rules.mjs"></script>'
    )


def _line(printer: Printer, rule: Rule) -> str:
    here = printer.rules.anchor(rule)
    address = f"{printer.root}{rule_address(printer.rules, rule)}"
    title = escape(rule_title(printer.rules, rule))
    return f'<li id="{here}"><a href="{address}">{title}</a> <code>{here}</code></li>'


def disagreements(printer: Printer) -> str:
    """Every rule whose sources disagree, with both sides."""
    found = [
        (rule, citation, other)
        for rule in printer.rules.rules()
        for citation, other in disputes(rule)
    ]
    return "".join(_dispute(printer, *dispute) for dispute in found)


def _dispute(printer: Printer, rule: Rule, citation: Citation, other: OtherSide) -> str:
    title = escape(rule_title(printer.rules, rule))
    sources = " ".join(printer.source(key) for key in citation.sources)
    own = f"{''.join(_one_side(printer, rule, citation))} {_read(sources, citation.at)}"
    against = f"{printer.text(other.says)} {_read(printer.source(other.source), other.at)}"
    return (
        '<section class="rule-entry"><h2 class="rule-name">'
        f"{printer.link(printer.rules.anchor(rule), title, 'figure')}</h2>"
        f"<p><strong>One side:</strong> {own}</p>"
        f"<p><strong>The other side:</strong> {against}</p></section>\n"
    )


def _read(sources: str, at: str) -> str:
    return f'<span class="source">{sources} Place: {escape(at)}.</span>'


def _one_side(printer: Printer, rule: Rule, citation: Citation) -> Iterator[str]:
    yield printer.text(rule.says)
    if isinstance(rule, Figure):
        value = next(value for value in rule.values if value.citation is citation)
        yield f" <strong>{value.start.year}: {escape(rule.write(value))}.</strong>"
