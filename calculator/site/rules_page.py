"""The rules page: every rule with its sentence, its values by date, its sources."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from calculator.rule import Figure, Row, Rule, written_day
from calculator.site.context import Printer
from calculator.site.places import BuildError
from calculator.site.words import OUTCOMES

#: The heading of each rule file, in the order of the page.
SUBJECTS = {
    "medicare.yaml": "Original Medicare: what you pay",
    "medicare_coverage.yaml": "Original Medicare: what is covered",
    "medigap.yaml": "Medigap plans and Qualified Medicare Beneficiaries",
    "medicare_advantage.yaml": "Medicare Advantage",
    "medicare_appeals.yaml": "Medicare: deadlines and appeals",
    "private_coverage.yaml": "Employer and Marketplace plans: what is covered",
    "private_cost_sharing.yaml": "Employer and Marketplace plans: what you pay",
    "federal_limits.yaml": "Federal limits by year",
    "surprise_billing.yaml": "Surprise bills and good faith estimates",
    "private_appeals.yaml": "Employer and Marketplace plans: deadlines and appeals",
    "states.yaml": "State laws",
    "conditions.yaml": "Conditions of coverage",
    "asking.yaml": "Asking for an opinion",
    "prices.yaml": "Published prices",
    "typical_medicare.yaml": "What Medicare Advantage plans usually ask",
    "typical_private.yaml": "What employer and Marketplace plans usually ask",
    "programs.yaml": "Reviews of records and programs",
    "insurers.yaml": "What single insurers say",
    "evidence.yaml": "What studies found",
    "help.yaml": "Where to get help",
    "glossary.yaml": "Words",
}


def rules_list(printer: Printer) -> str:
    """All rules, by subject."""
    order = list(SUBJECTS)

    def place(rule: Rule) -> int:
        return order.index(_file(printer, rule))

    rules = sorted(printer.rules.rules(), key=place)
    parts = []
    for number, group in groupby(rules, key=place):
        name = order[number]
        parts.append(f"\n## {SUBJECTS[name]} {{ #{name.removesuffix('.yaml')} }}\n")
        parts.append("".join(_entry(printer, rule) for rule in group))
    return "\n".join(parts)


def _file(printer: Printer, rule: Rule) -> str:
    key = rule.id.rpartition(".")[0] if isinstance(rule, Row) else printer.rules.anchor(rule)
    name = printer.rules.files[key]
    if name not in SUBJECTS:
        raise BuildError(f"{name} has no heading on the rules page; add one to SUBJECTS")
    return name


def _entry(printer: Printer, rule: Rule) -> str:
    name = OUTCOMES[rule.then] if isinstance(rule, Row) else rule.label
    here = printer.rules.anchor(rule)
    body = "".join(_body(printer, rule))
    return (
        f'<div class="rule-entry" id="{here}"><p class="rule-name">{escape(name)}</p>'
        f"<p>{printer.text(rule.says)}</p>{body}<p><code>{here}</code></p></div>\n"
    )


def _body(printer: Printer, rule: Rule) -> Iterator[str]:
    if isinstance(rule, Figure):
        if rule.note:
            yield f"<p>{printer.text(rule.note)}</p>"
        yield "<ul>"
        for value in rule.values:
            shown = escape(rule.write(value))
            if rule.reach == "until_changed":
                when = f"From {written_day(value.start)}"
            else:
                when = str(value.start.year)
            cited = printer.citation(value.citation) if value.citation else ""
            note = f" {escape(value.note)}" if value.note else ""
            yield (
                f"<li><strong>{when}: {shown}.</strong>{note} "
                f'<span class="source">{cited}</span></li>'
            )
        yield "</ul>"
        return
    citation = rule.citation
    yield f'<p class="source">{printer.citation(citation)}</p>'
    if citation.other_side:
        other = citation.other_side
        place = f"{printer.source(other.source)} Place: {escape(other.at)}."
        yield (
            f"<p>Another source says: {printer.text(other.says)} "
            f'<span class="source">{place}</span></p>'
        )
