"""Tables of rules for pages: figures by year, plan types, decision rows, sources, the glossary."""

from collections.abc import Iterable, Sequence
from html import escape

from calculator.coverage import coverage_row
from calculator.facts import NETWORKS
from calculator.questions import QUESTIONS
from calculator.questions.states import STATES
from calculator.rule import Decision, Row
from calculator.site.context import Printer, value_for_year
from calculator.site.state_pages import slug
from calculator.site.words import OUTCOMES, question_words, values_words


def table(head: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> str:
    """An HTML table that scrolls by itself on a phone and can be reached by keyboard."""
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def figure_table(printer: Printer, ids: Sequence[str], years: Sequence[int]) -> str:
    """Figures by year. What holds until changed, or is of one survey year, has one column."""
    figures = [printer.rules.figures[figure_id] for figure_id in ids]
    yearly = any(figure.reach == "calendar_year" for figure in figures)
    rows: list[tuple[str, ...]] = []
    for figure in figures:
        label = escape(figure.label)
        if not yearly:
            rows.append((label, printer.figure(figure.id), printer.cite(figure.id)))
            continue
        cells = []
        for year in years:
            value = value_for_year(figure, year)
            missing = next((v for v in figure.values if v.start.year == year and v.missing), None)
            found = value or missing
            text = figure.write(found) if found else "not found"
            cells.append(printer.link(figure.id, escape(text), "figure"))
        rows.append((label, *cells, printer.cite(figure.id)))
    shown = [str(year) for year in years] if yearly else ["Figure"]
    return table(("What", *shown, "Source"), rows, "Figures and their sources")


def plan_table(printer: Printer, program: str) -> str:
    """The plan types of a program for an ordinary second opinion, from the decision table."""
    names = {choice.value: choice.label for choice in QUESTIONS["coverage.network"].choices}
    rows = []
    for network in NETWORKS[program]:
        cells = []
        for side in ("in", "out"):
            row = _ordinary_row(printer, program, network, side)
            needs = [escape(printer.rules.conditions[need].label) for need in row.needs]
            words = f"<strong>{OUTCOMES[row.then]}</strong>"
            if needs:
                words += f". Needs {_listed(needs)}"
            cells.append(f"{words}. {printer.cite(row.id)}")
        rows.append((names[network], *cells))
    head = ("Plan type", "Doctor in network", "Doctor out of network")
    return table(head, rows, "Plan types")


def _ordinary_row(printer: Printer, program: str, network: str, side: str) -> Row:
    answers = {
        "coverage.program": program,
        "coverage.network": network,
        "opinion.about": "surgery",
        "opinion.number": 2,
        "opinion.required_by_plan": False,
        "provider.setting": "office",
        "provider.network": side,
        "provider.medicare": "participating",
        "provider.network_exception": "none",
    }
    row = coverage_row(printer.rules, answers)
    if row is None:
        raise LookupError(f"no decision for {program}")
    return row


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def medigap_table(printer: Printer) -> str:
    """What each Medigap letter pays of what Medicare leaves, from its figures."""
    parts = ("part_b_deductible", "part_b_coinsurance", "excess_charge")
    rows = [
        (
            f"Plan {letter}",
            *(printer.figure(f"medigap.{letter.lower()}.{part}") for part in parts),
            printer.cite(f"medigap.{letter.lower()}.{parts[0]}"),
        )
        for letter in "ABCDFGKLMN"
    ]
    head = ("Letter", "Of the Part B deductible", "Of your share", "Of the excess charge", "Source")
    return table(head, rows, "What each Medigap letter pays")


def decision_table(printer: Printer, decision: Decision) -> str:
    """Every row of a decision: when it applies, what follows, why."""
    rows = [
        (
            f"<strong>{OUTCOMES[row.then]}</strong>",
            conditions_words(decision, row),
            printer.says(row.id),
        )
        for row in decision.rows
    ]
    return table(("Answer", "When", "What it means"), rows, decision.label)


def conditions_words(decision: Decision, row: Row) -> str:
    """The conditions of a row as a list, in the order of the questions."""
    if len(decision.facts) == 1:
        (fact,) = decision.facts
        return (
            escape(values_words(fact, row.when[fact], decision.id))
            if fact in row.when
            else "Always"
        )
    items = "".join(
        f"<li>{escape(question_words(fact, decision.id))} "
        f"<em>{escape(values_words(fact, values, decision.id))}</em></li>"
        for fact in decision.facts
        if (values := row.when.get(fact))
    )
    return f"<ul>{items}</ul>" if items else "Always"


def sources_list(printer: Printer) -> str:
    """Every source, with the number of rules that rest on it."""
    used: dict[str, int] = {}
    for rule in printer.rules.rules():
        keys: set[str] = set()
        citations = (
            [value.citation for value in rule.values]
            if hasattr(rule, "values")
            else [rule.citation]
        )
        for citation in citations:
            keys.update(citation.sources if citation else ())
            if citation and citation.other_side:
                keys.add(citation.other_side.source)
        for key in keys:
            used[key] = used.get(key, 0) + 1
    items = []
    for key in sorted(printer.rules.sources, key=lambda k: printer.rules.sources[k].publisher):
        count = used.get(key, 0)
        rules = f"{count} rule{'' if count == 1 else 's'}"
        items.append(
            f'<li id="{key}">{printer.source(key)} <span class="source">{rules}</span></li>'
        )
    return f'<ul class="sources">{"".join(items)}</ul>'


def states_list(printer: Printer) -> str:
    """Every state, linked to its page, with the answer in two words."""
    rows = []
    for state, name in STATES.items():
        found = f"state.{state.lower()}.second_opinion" in printer.rules.statements
        link = f'<a href="{printer.root}states/{slug(state)}/">{name}</a>'
        answer = "A law was found" if found else "No statute found"
        rows.append((link, f"{answer}. {printer.cite(f'state.{state.lower()}.status')}"))
    return table(("State", "What we found"), rows, "States")


def glossary_list(printer: Printer) -> str:
    """Every term in the order of the alphabet, with its source."""
    terms = sorted(printer.rules.terms.values(), key=lambda term: term.label.lower())
    items = "".join(
        f'<dt id="{term.id}">{escape(term.label)}</dt><dd>{printer.says(f"term.{term.id}")}</dd>'
        for term in terms
    )
    return f'<dl class="glossary">{items}</dl>'
