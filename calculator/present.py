"""Print an estimate as HTML: one template, at build and in the browser."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from calculator.addresses import decision_of, rule_address
from calculator.assess import Amount3
from calculator.estimate import Estimate
from calculator.figures import FigureBook
from calculator.money import usd
from calculator.picture import WIDTH, label_width, picture_of
from calculator.presets import TypicalTerm
from calculator.rule import Figure, Row, Rule, newest_citation, written_day, year_of
from calculator.ruleset import Ruleset
from calculator.sentences import CASE_WORDS, VERDICT_WORDS
from calculator.template import template

#: What is said of care meant to change how one looks: no amount, for plans mostly leave it out.
COSMETIC = "For cosmetic care we give no estimate. Ask for the price before you book."

#: The rules that stand in the place of an estimate.
EMERGENCY_RULES = ("safety.emergency",)
COSMETIC_RULES = ("self_pay.good_faith_estimate",)

PHASE_WORDS = {
    "before": "Before the visit",
    "call": "On the phone",
    "refused": "If the answer is no",
}


def render_estimate(
    rules: Ruleset, result: Estimate, *, root: str, level: int = 2, example: bool = False
) -> str:
    """Print an estimate.

    ``root`` is the way from the page to the top of the site (``../`` on ``/estimate/``);
    ``level`` is the level of the first heading. An ``example`` leaves out what to do next: the
    page around it says that.
    """
    return _render(rules, result, root, level=level, example=example)


def render_own(
    rules: Ruleset, result: Estimate, *, root: str, about: str | None, typical: Sequence[str] = ()
) -> str:
    """Print a reader's own estimate.

    ``about`` is what the opinion is about: cosmetic care gets plain words, as an emergency does.
    ``typical`` names the answers that are typical amounts.
    """
    return _render(rules, result, root, about=about, typical=typical)


def _render(  # noqa: PLR0913 - what the templates know
    rules: Ruleset,
    result: Estimate,
    root: str,
    *,
    level: int = 2,
    example: bool = False,
    about: str | None = None,
    typical: Sequence[str] = (),
) -> str:
    words_only = is_words_only(result, about)
    name = "plain_words.html.j2" if words_only else "estimate.html.j2"
    return template(name).render(
        e=result,
        level=level,
        example=example,
        cite=lambda ids, year=None: cite(rules, ids, root, year),
        span=span,
        usd=usd,
        day=written_day,
        verdicts=VERDICT_WORDS,
        cases=CASE_WORDS,
        picture=None if words_only else picture_of(result),
        label_width=label_width,
        WIDTH=WIDTH,
        typical=typical,
        says=lambda rule: rules.sentence(rules.statements[rule], result.on),
        headline=spoken_headline(result, about),
        PLAIN_RULES=EMERGENCY_RULES if result.verdict == "emergency" else COSMETIC_RULES,
    )


def is_words_only(result: Estimate, about: str | None) -> bool:
    """Say whether plain words stand in the place of an estimate."""
    return result.verdict == "emergency" or about == "cosmetic"


def spoken_headline(result: Estimate, about: str | None) -> str:
    """The first sentence of what is shown."""
    cosmetic = about == "cosmetic" and result.verdict != "emergency"
    return COSMETIC if cosmetic else result.headline


def render_typical(rules: Ruleset, terms: Sequence[TypicalTerm], day: date, *, root: str) -> str:
    """Print the typical amounts that were filled in, each with its figure and year."""
    book = FigureBook(rules, day)

    def written(term: TypicalTerm) -> str:
        figure = book.figure(term.rule)
        reading = figure.on(book.day_of(term.rule))
        value = reading.value or reading.latest
        return figure.write(value) if value else term.typed

    return template("typical.html.j2").render(
        terms=terms,
        written=written,
        year=book.year,
        cite=lambda ids, year=None: cite(rules, ids, root, year),
    )


def span(amount: Amount3) -> str:
    """Write an amount, or the range between its smallest and greatest value."""
    low, high = min(amount.low, amount.high), max(amount.low, amount.high)
    return usd(low) if low == high else f"{usd(low)} to {usd(high)}"


def rule_name(rules: Ruleset, rule: Rule) -> str:
    """What a rule is called in a link."""
    if isinstance(rule, Row):
        return rules.decisions[decision_of(rule)].label
    return rule.label


def cite(rules: Ruleset, ids: tuple[str, ...], root: str, year: int | None = None) -> Markup:
    """Links to rules, each with its publisher and a year: the figure's, else the source's."""
    links = [_link(rules, rule_id, root, year) for rule_id in dict.fromkeys(ids) if rule_id]
    return Markup("; ").join(links) if links else Markup()


def _link(rules: Ruleset, rule_id: str, root: str, year: int | None) -> Markup:
    def make() -> Markup:
        rule = rules.rule(rule_id)
        address, name = rule_address(rules, rule), rule_name(rules, rule)
        read = _read(rules, rule, year)
        return Markup('<a href="{}{}">{} ({})</a>').format(root, address, name, read)

    return rules.memory.recall(("link", rule_id, root, year), make)


def _read(rules: Ruleset, rule: Rule, year: int | None) -> str:
    """Where a rule was read; a figure of which no value was found yet has no source."""
    citation = newest_citation(rule)
    if citation is None:
        return "no source yet"
    source = rules.sources[citation.sources[0]]
    dated = year is not None and isinstance(rule, Figure) and rule.reach != "until_changed"
    return f"{source.publisher}, {year if dated else year_of(source.published)}"
