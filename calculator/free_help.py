"""Whom to ask for free help, and how records reach the second doctor: which rules say so.

The sentences, numbers and addresses stand in the rules. This module only says which of them a
reader with this kind of insurance needs, and in which order.
"""

from collections.abc import Iterator, Sequence

from calculator.next_steps import NextStep
from calculator.programs import MEDICAID
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario

_DEPARTMENT = "help.state_insurance_department"
_CHARITY = "help.patient_advocate_foundation"
_STATE_HELP = "help.consumer_assistance"

#: The helpers of each kind of insurance, the nearest first.
_HELPERS = {
    "original_medicare": ("help.ship", "help.medicare"),
    "medicare_advantage": ("help.ship", "help.medicare"),
    "employer": ("help.job_based_plan", "help.job_based_plan_phone"),
    "marketplace": (_DEPARTMENT, _STATE_HELP),
    "fehb": ("fehb.opm_review",),
    "medicaid": (_STATE_HELP,),
    "chip": (_STATE_HELP,),
    "tricare": ("tricare.counselor",),
    "va": ("va.patient_advocate",),
    "ihs": ("ihs.appeal_steps",),
    "workers_compensation": ("workers_compensation.where_to_ask",),
    "none": ("help.surprise_bills", _STATE_HELP),
}

#: What the opinion is about, and what has to be sent for it.
_RECORDS = ("records.right", "records.images")
_SLIDES = ("records.slides", "records.slides_kept")
_ABOUT_TISSUE = (None, "cancer", "pathology", "serious_condition")


def help_steps(scenario: Scenario, steps: Sequence[NextStep]) -> Iterator[NextStep]:
    """The advice on help, for programs whose own office no statement of the rules names."""
    for step in steps:
        if scenario.program in MEDICAID and "help" in step.id.rpartition(".")[2]:
            yield step


def helpers(rules: Ruleset, scenario: Scenario) -> Iterator[str]:
    """The statements that say whom to ask for free help."""
    program, funding = scenario.program, scenario.coverage.funding
    yield from _HELPERS[program]
    if program == "employer" and funding != "self_funded":
        yield _DEPARTMENT
    if scenario.state and program in ("employer", "marketplace", "none"):
        yield "state.where_to_ask"
        own = f"state.{scenario.state.lower()}.ask"
        if own in rules.statements:
            yield own
    yield _CHARITY


def records(scenario: Scenario) -> Iterator[str]:
    """The statements on getting records, scans and slides to the second doctor."""
    yield from _RECORDS
    if scenario.opinion.about in _ABOUT_TISSUE:
        yield from _SLIDES
        yield "records.mammograms"
