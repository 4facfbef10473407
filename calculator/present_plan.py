"""Print what to do next: the call sheet, the checklist, the appeal, free help and the records."""

from calculator.appeal_letter import appeal_letter
from calculator.call_sheet import WRITE_DOWN, call_sheet, open_conditions
from calculator.checklist import checklist, entries
from calculator.estimate import Estimate
from calculator.free_help import help_steps, helpers, records
from calculator.present import cite
from calculator.rule import written_day
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.template import template


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
