"""Fact-check sheets: one page a subject, to be printed, checked against the sources and signed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from calculator.money import usd
from calculator.rule import Citation, Condition, Figure, Row, Rule, written_day
from calculator.sentences import VERDICT_WORDS
from calculator.site.case_usage import WorkedCase
from calculator.site.context import CONFIDENCE_WORDS, Printer
from calculator.site.read import RULES
from calculator.site.rule_entries import case_words, figure_words, row_words, value_words
from calculator.site.rule_usage import Usage
from calculator.site.subjects import Subject, groups, rule_title, sources_of
from calculator.site.words import OUTCOMES

_BOXES = (
    '<td class="check-boxes"><span class="check-box"></span> right<br>'
    '<span class="check-box"></span> wrong</td><td class="check-note"></td>'
)

_HEAD = "".join(
    f'<th scope="col">{words}</th>'
    for words in ("Rule", "What it says, and where it was read", "Cases", "Checked", "Note")
)

_BLANKS = "".join(f"<span>{words}</span>" for words in ("Name", "Date", "Signature"))
_SIGNATURE = f'<p class="check-signature">{_BLANKS}</p>'


def check_sheet(printer: Printer, subject: Subject, usage: Usage) -> str:
    """The sheet of a subject: its rules with empty boxes, its sources, its cases, a signature."""
    keys = list(dict.fromkeys(key for rule in subject.rules for key in sources_of(rule)))
    named = {
        case.name for rule in subject.rules for case in usage.of(printer.rules.anchor(rule)).cases
    }
    cases = [case for case in usage.cases if case.name in named]
    sheet = _Sheet(printer, usage, _numbers(keys), _numbers([case.name for case in cases]))
    rows = (sheet.rule(rule) for group in groups(printer.rules, subject) for rule in group.rules)
    about = (
        f"<p>{escape(subject.file)}, {len(subject.rules)} rules, printed for "
        f"{written_day(printer.day)}. Fingerprint of the file (SHA-256): "
        f"<code>{_fingerprint(subject)}</code></p>"
    )
    parts = [
        '<div class="check-sheet">',
        about,
        _SIGNATURE,
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Rules to check">',
        f'<table class="check-table"><thead><tr>{_HEAD}</tr></thead>',
        *rows,
        "</table></div>",
        "<h2>Sources</h2>",
        *_sources(printer, keys),
        *_cases(cases),
        _SIGNATURE,
        "</div>",
    ]
    return "\n".join(parts)


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def _fingerprint(subject: Subject) -> str:
    return hashlib.sha256((RULES / subject.file).read_bytes()).hexdigest()[:16]


class _Sheet:
    """Prints the rows of one sheet; sources and cases have the numbers of its lists."""

    def __init__(
        self,
        printer: Printer,
        usage: Usage,
        sources: Mapping[str, int],
        cases: Mapping[str, int],
    ) -> None:
        self.printer = printer
        self.usage = usage
        self.sources = sources
        self.cases = cases

    def rule(self, rule: Rule) -> str:
        """One rule: a row for its sentence, and one for each value of a figure."""
        says, *values = self._statements(rule)
        here = self.printer.rules.anchor(rule)
        span = f' rowspan="{1 + len(values)}"' if values else ""
        title = escape(rule_title(self.printer.rules, rule))
        first = (
            f'<tr><th scope="rowgroup"{span}>{self.printer.link(here, title, "figure")}'
            f"<br><code>{_breakable(here)}</code></th><td>{says}</td>"
            f"<td{span}>{self._cases_of(here)}</td>{_BOXES}</tr>"
        )
        rest = "".join(f"<tr><td>{value}</td>{_BOXES}</tr>" for value in values)
        return f"<tbody>{first}{rest}</tbody>"

    def _statements(self, rule: Rule) -> Iterator[str]:
        text = self.printer.text(rule.says)
        if isinstance(rule, Figure):
            note = f" {self.printer.text(rule.note)}" if rule.note else ""
            yield f'{text}{note}<p class="source">{figure_words(rule)}</p>'
            for value in rule.values:
                remark = f" {escape(value.note)}" if value.note else ""
                day = value.checked.isoformat()
                source = self._cited(value.citation) if value.citation else f"Checked {day}."
                yield (
                    f"<strong>{value_words(rule, value)}.</strong>{remark} "
                    f'<span class="source">{source}</span>'
                )
            return
        if isinstance(rule, Row):
            answer = f"<strong>{OUTCOMES[rule.then]}.</strong>"
            text = f"{answer} {text}{''.join(row_words(self.printer, rule))}"
        elif isinstance(rule, Condition):
            text = f"{text} What to ask: {self.printer.text(rule.ask)}"
        yield f'{text} <span class="source">{self._cited(rule.citation)}</span>'

    def _cited(self, citation: Citation) -> str:
        named = ", ".join(self._source(key) for key in citation.sources)
        text = (
            f"{named}: {escape(citation.at)}. Checked {citation.checked.isoformat()}; "
            f"{CONFIDENCE_WORDS[citation.confidence]}."
        )
        if other := citation.other_side:
            text += (
                f" <strong>Another source says:</strong> {self.printer.text(other.says)} "
                f"{self._source(other.source)}: {escape(other.at)}."
            )
        return text

    def _source(self, key: str) -> str:
        number = self.sources[key]
        name = escape(self.printer.rules.sources[key].publisher)
        return f'{name} <a href="#source-{number}">[S{number}]</a>'

    def _cases_of(self, rule_id: str) -> str:
        numbers = [self.cases[case.name] for case in self.usage.of(rule_id).cases]
        return f'<span class="check-cases">{runs(numbers)}</span>' if numbers else "none"


def runs(numbers: Sequence[int]) -> str:
    """Numbers of cases, with neighbors drawn together: "C1, C3–C5"."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return ", ".join(f"C{a}" if a == b else f"C{a}–C{b}" for a, b in found)


def _breakable(rule_id: str) -> str:
    return escape(rule_id).replace(".", ".<wbr>").replace("_", "_<wbr>")


def _sources(printer: Printer, keys: Sequence[str]) -> Iterator[str]:
    yield '<ol class="check-list check-list--sources">'
    for number, key in enumerate(keys, start=1):
        address = escape(printer.rules.sources[key].url)
        yield (
            f'<li id="source-{number}">{printer.source(key)} '
            f'<span class="check-address">{address}</span></li>'
        )
    yield "</ol>"


def _cases(cases: Sequence[WorkedCase]) -> Iterator[str]:
    yield '<h2 id="cases">Cases that depend on these rules</h2>'
    if not cases:
        yield "<p>No case depends on them.</p>"
        return
    yield '<ol class="check-list check-list--cases">'
    for number, case in enumerate(cases, start=1):
        yield (
            f'<li id="case-{number}"><strong>{escape(case_words(case.name))}.</strong> '
            f"{escape(case.says)} <em>{expected_words(case.expect)}</em></li>"
        )
    yield "</ol>"


def expected_words(expect: Mapping[str, Any]) -> str:
    """What a case expects: the answer, and what the patient owes."""
    verdict = expect.get("verdict")
    words = [f"Expected: {VERDICT_WORDS[verdict]}."] if verdict else []
    total = expect.get("total")
    if isinstance(total, Mapping):
        ends = [usd(Decimal(total[end])) for end in ("low", "high") if total.get(end) is not None]
        span = " to ".join(dict.fromkeys(ends))
        likely = total.get("likely")
        most = f", most likely {usd(Decimal(likely))}" if likely and len(set(ends)) > 1 else ""
        words.append(f"You owe {span}{most}.")
    elif total is not None:
        words.append(f"You owe {usd(Decimal(str(total)))}.")
    return escape(" ".join(words))
