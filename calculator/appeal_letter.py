"""A letter against a refusal: the facts of the case filled in, gaps where only the reader knows.

It says nothing the reader did not say: each reason stands only where an answer gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from calculator.answers import flatten
from calculator.estimate import Estimate
from calculator.questions.states import STATES
from calculator.rule import newest_citation, written_day
from calculator.ruleset import Ruleset
from calculator.scenario import Scenario
from calculator.state_law import reaches

#: To whom it goes; programs without a letter of this kind are not listed.
_TO = {
    "original_medicare": "The company named on my Medicare Summary Notice",
    "medicare_advantage": "My Medicare Advantage plan, appeals",
    "employer": "My health plan, appeals",
    "marketplace": "My health plan, appeals",
    "fehb": "My health plan, request to reconsider",
    "medicaid": "My Medicaid health plan, or the Medicaid office of my state",
    "chip": "My CHIP health plan, or the CHIP office of my state",
    "tricare": "My TRICARE contractor, appeals",
    "va": "The patient advocate of my VA hospital",
    "ihs": "The office that refused to pay for care outside the clinic",
    "workers_compensation": "My employer’s insurer for injuries at work",
}

#: Plans that must give the papers of a decision free of charge (``private.claim_file``).
_FILE_IS_FREE = ("employer",)

_ABOUT = {
    "surgery": "about surgery",
    "procedure": "about a treatment",
    "cancer": "about cancer",
    "serious_condition": "about a serious condition",
    "imaging": "about my scans",
    "pathology": "about my tissue slides",
    "routine": "about my condition",
}

#: Outcomes in which a rule speaks for the reader.
_SPEAKS_FOR = ("covered", "covered_if")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as lines; gaps to fill in stand in square brackets."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The letter as plain text."""
        return "\n".join(self.lines) + "\n"


def appeal_letter(rules: Ruleset, scenario: Scenario, result: Estimate) -> Letter | None:
    """The letter of a case; None where there is nobody to write to."""
    to = _TO.get(scenario.program)
    if to is None or result.verdict == "emergency":
        return None
    return Letter(tuple(_lines(rules, scenario, result, to)))


def _lines(rules: Ruleset, scenario: Scenario, result: Estimate, to: str) -> Iterator[str]:
    refused = written_day(scenario.denied_on) if scenario.denied_on else "[day of the refusal]"
    opinion = "third opinion" if scenario.opinion.number == 3 else "second opinion"  # noqa: PLR2004
    about = _ABOUT.get(scenario.opinion.about or "", "about my condition")
    given = scenario.today is None or scenario.today != scenario.on
    day = written_day(scenario.on) if given else "[day of the visit]"
    yield "[Your name and address]"
    yield "[Your member number]"
    yield "[The claim or reference number on the refusal]"
    yield ""
    yield written_day(scenario.today) if scenario.today else "[Today’s date]"
    yield ""
    yield to
    yield "[Address from the refusal]"
    yield ""
    yield f"Appeal against the refusal of {refused}"
    yield ""
    yield (
        f"I appeal against your refusal of {refused}. It was about a {opinion} {about} with "
        f"[name of the doctor] on {day}."
    )
    yield ""
    yield "I ask you to change the decision, because:"
    for reason in _reasons(rules, scenario, result):
        yield f"- {reason}"
    yield "- [What your doctor says about why this opinion is needed]"
    yield ""
    if scenario.program in _FILE_IS_FREE:
        yield "Please send me, free of charge, copies of all papers you used for this decision."
    yield (
        "Please answer in writing. If you refuse again, name the rule you used, and tell me how "
        "and by when I can take this further."
    )
    yield ""
    yield "I enclose: the refusal, a letter from my doctor, [my records]."
    yield ""
    yield "[Signature]"


def _reasons(rules: Ruleset, scenario: Scenario, result: Estimate) -> Iterator[str]:
    provider, done = scenario.provider, scenario.done
    if scenario.opinion.required_by_plan:
        yield "You told me to get this opinion."
    if done.prior_authorization == "yes":
        yield "You approved the visit in advance. The approval number is [number]."
    if done.referral == "yes":
        yield "My primary care doctor referred me to this doctor."
    if provider.network == "out" and provider.network_doctor_available is False:
        yield "No doctor in the network can give this opinion. I asked [names and days]."
    if provider.network_exception == "granted":
        yield "You agreed in writing to treat this doctor as in network. I enclose that letter."
    answers = flatten(scenario)
    law = f"state.{str(scenario.state).lower()}.second_opinion"
    if scenario.state and law in rules.statements and reaches(answers):
        where = _where(rules, law)
        yield f"The law of {STATES[scenario.state]} on second opinions: {where}."
    if result.verdict in _SPEAKS_FOR and scenario.program not in ("employer", "marketplace"):
        for reason in result.reasons:
            yield f"The rule on this: {_where(rules, reason.rule)}."


def _where(rules: Ruleset, rule_id: str) -> str:
    """The document behind a rule, and the place in it."""
    citation = newest_citation(rules.rule(rule_id))
    if citation is None:
        raise LookupError(f"{rule_id} has no source")
    source = rules.sources[citation.sources[0]]
    name = source.citation or f"{source.publisher}, {source.title}"
    return f"{name} ({citation.at})" if citation.at and citation.at not in name else name
