"""One rule as the rules browser shows it: its sentence, its values, its sources, who uses it."""

from collections.abc import Iterable, Iterator
from html import escape

from calculator.addresses import decision_of, file_of, subject_of
from calculator.present import PHASE_WORDS
from calculator.rule import Citation, Condition, Figure, Row, Rule, Value, written_day
from calculator.site.context import Printer
from calculator.site.ready_html import token
from calculator.site.rule_usage import RuleUse, Usage
from calculator.site.subjects import Subject, groups, rule_title
from calculator.site.tables import conditions_words
from calculator.site.words import OUTCOMES

_UNITS = {
    "usd": "US dollars",
    "share": "A share of the amount, written in percent",
    "multiple": "A multiple of another amount",
    "percent": "Percent",
    "days": "Days",
    "business_days": "Business days",
    "months": "Months",
    "hours": "Hours",
    "count": "A number",
    "date": "A day",
}

_PER = {
    "": "",
    "year": ", for a year",
    "visit": ", for a visit",
    "person": ", for one person",
    "family": ", for a family",
    "bill": ", for a bill",
    "month": ", for a month",
}

_REACH = {
    "calendar_year": "Each value holds for its own calendar year and no longer",
    "until_changed": "A value holds until a later one starts",
    "reference_year": (
        "It was measured in one year. In other years it is only an assumption that is shown"
    ),
}


def subject_entries(printer: Printer, subject: Subject, usage: Usage) -> str:
    """Every rule of a subject, under a heading for each group."""
    parts = []
    for group in groups(printer.rules, subject):
        lead = f"{escape(group.says)}\n" if group.says else ""
        parts.append(f"\n## {group.title} {{ #{group.key} }}\n\n{lead}")
        parts.append(token("".join(entry(printer, rule, usage) for rule in group.rules)))
    return "\n".join(parts)


def entry(printer: Printer, rule: Rule, usage: Usage) -> str:
    """One rule."""
    here = printer.rules.anchor(rule)
    return (
        f'<section class="rule-entry" id="{here}"><h3 class="rule-name">{escape(_name(rule))}</h3>'
        f"<p>{printer.text(rule.says)}</p>{''.join(body(printer, rule))}"
        f"{_used_by(printer, rule, usage.of(here))}"
        f'<p class="rule-id"><a href="#{here}"><code>{here}</code></a></p></section>\n'
    )


def _name(rule: Rule) -> str:
    return OUTCOMES[rule.then] if isinstance(rule, Row) else rule.label


def body(printer: Printer, rule: Rule) -> Iterator[str]:
    """What stands below a rule's sentence, but for its use."""
    match rule:
        case Figure():
            if rule.note:
                yield f"<p>{printer.text(rule.note)}</p>"
            yield f'<ul class="rule-values">{"".join(_values(printer, rule))}</ul>'
            yield f'<p class="rule-facts">{figure_words(rule)}</p>'
            return
        case Row():
            yield from row_words(printer, rule)
        case Condition():
            yield f"<p>What to ask: {printer.text(rule.ask)}</p>"
    yield f'<p class="source">{cited(printer, rule.citation)}</p>'


def figure_words(figure: Figure) -> str:
    """The unit of a figure and how long a value of it holds."""
    return f"{_UNITS[figure.unit]}{_PER[figure.per]}. {_REACH[figure.reach]}."


def row_words(printer: Printer, row: Row) -> Iterator[str]:
    """When a row of a table applies, and what it asks for."""
    rules = printer.rules
    if row.needs:
        needs = (
            printer.link(f"condition.{need}", escape(rules.conditions[need].label), "source")
            for need in row.needs
        )
        yield f"<p>Needs: {', '.join(needs)}.</p>"
    decision = rules.decisions[decision_of(row)]
    yield f'<div class="rule-when">When: {conditions_words(decision, row)}</div>'


def _values(printer: Printer, figure: Figure) -> Iterator[str]:
    for value in figure.values:
        note = f" {escape(value.note)}" if value.note else ""
        source = (
            cited(printer, value.citation)
            if value.citation
            else f"Checked {value.checked.isoformat()}."
        )
        yield (
            f"<li><strong>{value_words(figure, value)}.</strong>{note} "
            f'<span class="source">{source}</span></li>'
        )


def value_words(figure: Figure, value: Value) -> str:
    """A value with the time it is for: "2026: $283", "From March 1, 2026: 20%"."""
    begins = figure.reach == "until_changed"
    when = f"From {written_day(value.start)}" if begins else str(value.start.year)
    return f"{when}: {escape(figure.write(value))}"


def cited(printer: Printer, citation: Citation) -> str:
    """Source, place, day and confidence; and what another source says, where they disagree."""
    text = printer.citation(citation)
    if (other := citation.other_side) is None:
        return text
    place = f"{printer.source(other.source)} Place: {escape(other.at)}."
    return f"{text} <strong>Another source says:</strong> {printer.text(other.says)} {place}"


def _used_by(printer: Printer, rule: Rule, use: RuleUse) -> str:
    parts = list(_uses(printer, rule, use))
    if not parts:
        return '<p class="rule-facts">Kept for reference: no page and no step uses it.</p>'
    counts = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (len(use.pages), "page", "pages"),
            (len(use.cases), "worked case", "worked cases"),
            (len(use.tables), "table", "tables"),
            (len(use.actions), "piece of advice", "pieces of advice"),
            (len(use.rules), "other rule", "other rules"),
        )
        if number
    ]
    items = "".join(f"<li>{part}</li>" for part in parts)
    return (
        f'<details class="rule-used"><summary>Used by {", ".join(counts)}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _uses(printer: Printer, rule: Rule, use: RuleUse) -> Iterator[str]:
    if use.pages:
        links = (
            f'<a href="{printer.root}{page.address}">{escape(page.title)}</a>' for page in use.pages
        )
        yield f"Pages: {', '.join(links)}"
    if use.ways:
        yield f"In estimates: {escape(', '.join(use.ways))}"
    if use.tables:
        yield f"Tables that ask for it: {escape(', '.join(table.label for table in use.tables))}"
    for action in use.actions:
        yield f"{PHASE_WORDS[action.phase]}: {printer.text(action.says)}"
    if use.rules:
        yield f"Rules that name it: {', '.join(_links(printer, use.rules))}"
    for words, is_example in (("Worked examples", True), ("Test cases", False)):
        names = [case.name for case in use.cases if case.is_example is is_example]
        if names:
            yield f"{words}: {escape(', '.join(map(case_words, names)))}"
    if use.cases:
        sheet = f"rules/check/{subject_of(file_of(printer.rules, rule))}/#cases"
        yield f'<a href="{printer.root}{sheet}">What each case says</a>'


def _links(printer: Printer, rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        title = escape(rule_title(printer.rules, rule))
        yield printer.link(printer.rules.anchor(rule), title, "source")


def case_words(name: str) -> str:
    """The name of a case, to be read: ``copay_unknown`` is "copay unknown"."""
    return name.replace("_", " ").replace("-", " ")
