"""Print what to do next, and the two pages a reader can take along.

The plan has the call sheet, the checklist, the appeal, free help and the records. The summary has
the answer and the most needed parts of the plan.
"""

from collections.abc import Sequence
from datetime import date

from calculator.appeal_letter import appeal_letter
from calculator.call_sheet import WRITE_DOWN, call_sheet, open_conditions
from calculator.checklist import checklist, entries
from calculator.estimate import Estimate
from calculator.free_help import help_steps, helpers, records
from calculator.money import usd
from calculator.picture import WIDTH, label_width, picture_of
from calculator.present import cite, is_words_only, span, spoken_headline
from calculator.rule import written_day
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.sentences import VERDICT_WORDS
from calculator.template import template

#: So many questions of each call have room on two pages.
FEW = 5


def render_plan(rules: Ruleset, scenario: Scenario, result: Estimate, *, root: str) -> str:
    """Print the plan of a case; ``root`` is the way from the page to the top of the site."""
    return template("plan.html.j2").render(
        calls=call_sheet(scenario, result),
        WRITE_DOWN=WRITE_DOWN,
        conditions=list(open_conditions(result)),
        phone=[step for step in result.next if step.phase == "call"],
        checklist=checklist(scenario, result),
        has_dates=any(True for _ in entries(scenario, result)),
        refused=[step for step in result.next if step.phase == "refused"],
        denied_on=scenario.denied_on,
        letter=appeal_letter(rules, scenario, result),
        help_steps=list(help_steps(scenario, result.next)),
        helpers=list(helpers(rules, scenario)),
        records=list(records(scenario)),
        day=written_day,
        says=lambda rule: rules.sentence(rules.statements[rule], result.on),
        cite=lambda ids: cite(rules, ids, root),
    )


def render_summary(
    rules: Ruleset,
    scenario: Scenario,
    result: Estimate,
    *,
    root: str,
    typical: Sequence[str] = (),
) -> str:
    """Print the summary of a case, made to fit on two pages."""
    about = scenario.opinion.about
    words_only = is_words_only(result, about)
    dated = [step for step in result.next if step.by]
    return template("summary.html.j2").render(
        e=result,
        headline=spoken_headline(result, about),
        verdict=VERDICT_WORDS[result.verdict],
        typical=typical,
        picture=None if words_only else picture_of(result),
        options=() if words_only else result.options,
        conditions=[] if words_only else [c for c in result.conditions if c.open],
        calls=() if words_only else call_sheet(scenario, result),
        FEW=FEW,
        WRITE_DOWN=WRITE_DOWN,
        dated=[] if words_only else sorted(dated, key=lambda step: step.by or date.max),
        WIDTH=WIDTH,
        label_width=label_width,
        span=span,
        usd=usd,
        day=written_day,
        cite=lambda ids: cite(rules, ids, root),
    )
