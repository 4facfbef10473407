"""Print an estimate as HTML: one template, at build and in the browser."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from calculator.addresses import decision_of, rule_address
from calculator.assess import Amount3
from calculator.estimate import Estimate
from calculator.money import usd
from calculator.rule import Figure, Row, Rule, newest_citation, written_day, year_of
from calculator.ruleset import Ruleset
from calculator.sentences import CASE_WORDS, VERDICT_WORDS

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
    return (
        _environment()
        .get_template("estimate.html.j2")
        .render(
            e=result,
            level=level,
            example=example,
            cite=lambda ids, year=None: cite(rules, ids, root, year),
            span=span,
            usd=usd,
            day=written_day,
            verdicts=VERDICT_WORDS,
            cases=CASE_WORDS,
            phases=PHASE_WORDS,
        )
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


@cache
def _environment() -> Environment:
    def load(name: str) -> str:
        return files("calculator").joinpath("templates", name).read_text(encoding="utf-8")

    return Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
