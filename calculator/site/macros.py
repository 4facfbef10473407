"""The macros pages use to print rules. ``mkdocs-macros-plugin`` calls :func:`define_env`.

The rules are read anew at each build, so that ``make serve`` shows an edited rule at once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, wraps
from html import escape
from typing import Any, Protocol

from calculator.figures import FigureBook
from calculator.next_steps import next_steps
from calculator.rule import written_day
from calculator.ruleset import Ruleset
from calculator.site import tables
from calculator.site.case_usage import worked_cases
from calculator.site.context import Printer
from calculator.site.diagrams import diagram
from calculator.site.examples import example_html
from calculator.site.form import estimate_form
from calculator.site.page_usage import pages, render_with
from calculator.site.read import read_rules
from calculator.site.ready_html import token
from calculator.site.rule_macros import Macro, rule_macros
from calculator.site.rule_usage import Usage, find_usage
from calculator.site.runtime import runtime_path
from calculator.site.speed_macros import speed_macros
from calculator.site.tree import decision_tree
from calculator.site.versions import versioned
from calculator.site.words import condition_words
from calculator.site.year_macros import freshness_notes, year_macros

type Known = dict[tuple[str, str, str, str], str]
"""What macros have printed: by the way home, the macro's name and its arguments."""


WITH_HEADINGS = frozenset({"subject_rules", "what_changed"})
"""Macros that print headings, which Markdown has to read for the list of contents."""


class Environment(Protocol):
    """The part of the plugin's environment that is used here."""

    variables: Any
    page: Any
    conf: Any

    def macro(self, function: Callable[..., str]) -> Callable[..., str]:
        """Register a macro under the function's name."""


def define_env(env: Environment) -> None:
    """Register every macro."""
    rules = read_rules()
    day = date.fromisoformat(env.conf["extra"]["figures_on"])
    variables = _variables(day)
    known: Known = {}

    def printer() -> Printer:
        return Printer(rules, day, way_home(env.page.url))

    @cache
    def usage() -> Usage:
        return usage_of(rules, env.conf, known)

    for function in article_macros(rules, day, printer):
        env.macro(as_token(remembered(function, printer, known)))
    for function in rule_macros(printer, usage):
        env.macro(as_token(function))
    env.variables.update(variables)
    env.conf["extra"]["freshness"] = freshness_notes(rules, day)
    env.conf["extra"]["versioned"] = versioned
    env.conf["extra_css"] = [versioned(sheet) for sheet in env.conf["extra_css"]]


def way_home(address: str) -> str:
    """The way from a page to the top of the site."""
    return "../" * address.count("/") or "./"


def as_token(macro: Macro) -> Macro:
    """A macro that leaves a token for its HTML, which Markdown then does not read."""
    if macro.__name__ in WITH_HEADINGS:
        return macro

    @wraps(macro)
    def run(*given: object, **named: object) -> str:
        return token(macro(*given, **named))

    return run


def remembered(macro: Macro, printer: Callable[[], Printer], known: Known) -> Macro:
    """A macro that prints the same for the same arguments at the same depth is run once."""

    @wraps(macro)
    def run(*given: object, **named: object) -> str:
        key = (printer().root, macro.__name__, repr(given), repr(named))
        if key not in known:
            known[key] = macro(*given, **named)
        return known[key]

    return run


def usage_of(rules: Ruleset, conf: Mapping[str, Any], known: Known | None = None) -> Usage:
    """What uses each rule: run the macros of every page, and every case.

    ``known`` holds what macros have printed already.
    """
    day = date.fromisoformat(conf["extra"]["figures_on"])
    address = ""
    printed: Known = {} if known is None else known

    def printer() -> Printer:
        return Printer(rules, day, way_home(address))

    macros = [remembered(macro, printer, printed) for macro in article_macros(rules, day, printer)]
    run = render_with(
        {macro.__name__: macro for macro in macros},
        {**conf["extra"], **_variables(day), "config": conf},
    )

    def render(page: str, text: str) -> str:
        nonlocal address
        address = page
        return run(text)

    return find_usage(rules, pages(render), worked_cases(rules))


def _variables(day: date) -> dict[str, str]:
    return {"figures_year": str(day.year), "figures_day": written_day(day)}


def article_macros(rules: Ruleset, day: date, printer: Callable[[], Printer]) -> Sequence[Macro]:
    """Every macro but those of the rules browser, which tells what these print."""
    return (
        *_sentences(printer),
        *_lists(printer),
        *_worked(printer, rules, day),
        *year_macros(printer),
        *speed_macros(),
    )


def _sentences(printer: Callable[[], Printer]) -> Sequence[Macro]:
    def fig(figure_id: str, *, year: bool = True, on: str | None = None) -> str:
        """A figure with its year, linked to its rule."""
        asked = date.fromisoformat(on) if on else None
        return printer().figure(figure_id, on=asked, year=year)

    def says(rule_id: str) -> str:
        """The sentence of a rule and its source."""
        return printer().says(rule_id)

    def cite(rule_id: str) -> str:
        """The source link of a rule."""
        return printer().cite(rule_id)

    def source(key: str) -> str:
        """A full source line."""
        return printer().source(key)

    def term(term_id: str, text: str = "") -> str:
        """A word, linked to the glossary."""
        here = printer()
        words = text or here.rules.terms[term_id].label.lower()
        return f'<a class="term" href="{here.root}glossary/#{term_id}">{escape(words)}</a>'

    return fig, says, cite, source, term


def _lists(printer: Callable[[], Printer]) -> Sequence[Macro]:
    def figure_table(ids: str | Sequence[str], years: Sequence[int] | None = None) -> str:
        """Figures by year; a text is the beginning of the ids."""
        here = printer()
        names = (
            [f for f in here.rules.figures if f.startswith(ids)] if isinstance(ids, str) else ids
        )
        return tables.figure_table(here, names, years or list(here.rules.years))

    def plan_table(program: str) -> str:
        """Plan types side by side."""
        return tables.plan_table(printer(), program)

    def medigap_table() -> str:
        """What each Medigap letter pays."""
        return tables.medigap_table(printer())

    def decision_table(decision_id: str) -> str:
        """All rows of a decision."""
        here = printer()
        return tables.decision_table(here, here.rules.decisions[decision_id])

    def decision_diagram(decision_id: str, **fixed: str) -> str:
        """A decision as a drawing, for cases in which some facts are fixed."""
        here = printer()
        decision = here.rules.decisions[decision_id]
        return diagram(here, decision_tree(decision, fixed), decision)

    def sources_list() -> str:
        """Every source."""
        return tables.sources_list(printer())

    def states_list() -> str:
        """Every state with what was found."""
        return tables.states_list(printer())

    def glossary_list() -> str:
        """Every word."""
        return tables.glossary_list(printer())

    return (
        figure_table,
        plan_table,
        medigap_table,
        decision_table,
        decision_diagram,
        sources_list,
        glossary_list,
        states_list,
    )


def _worked(printer: Callable[[], Printer], rules: Ruleset, day: date) -> Sequence[Macro]:
    def example(stem: str) -> str:
        """A worked example."""
        return example_html(rules, stem, printer().root)

    def form() -> str:
        """The calculator."""
        return estimate_form(rules, runtime_path(), printer().root)

    def actions(phase: str, program: str, network: str | None = None) -> str:
        """What to do, in order, with the time there is for it."""
        here = printer()
        answers = {"coverage.program": program, "coverage.network": network, "on": day}
        items = []
        for step in next_steps(FigureBook(rules, day), answers):
            if step.phase != phase:
                continue
            time = f" <strong>Time: {escape(step.time)}.</strong>" if step.time else ""
            cites = " ".join(here.cite(rule) for rule in step.rules)
            when = "; ".join(
                condition_words(fact, values)
                for fact, values in rules.actions[step.id].when.items()
                if fact != "program" and not (fact == "network" and network)
            )
            only = f"<em>{escape(when)}:</em> " if when else ""
            items.append(f"<li>{only}{escape(step.says, quote=False)}{time} {cites}</li>")
        return f'<ol class="actions">{"".join(items)}</ol>'

    form.__name__ = "estimate_form"
    return example, form, actions
