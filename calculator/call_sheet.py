"""A sheet for the phone, made from the answers: whom to call, what to ask, what to write down.

The questions are those of the unknowns, in the order in which they are worth asking, and those of
the conditions that are still open. Whom they are for follows from the field they belong to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from calculator.estimate import Estimate
from calculator.open_questions import PAYER_DECIDES, Unknown
from calculator.questions import QUESTIONS
from calculator.questions.bill import KIND_LABELS
from calculator.rule import written_day
from calculator.scenario import Scenario
from calculator.sentences import payer

#: What to write down of every call.
WRITE_DOWN = (
    "Day and time",
    "Name of the person",
    "Reference number of the call",
    "What they said",
)

#: Whom to call, and where the number stands.
PLAN, OFFICE, BENEFITS = "plan", "office", "benefits"

_NUMBERS = {
    PLAN: "The number is on your card.",
    OFFICE: "Call the office where you want the second opinion.",
    BENEFITS: "Call or write to the benefits office of the job.",
}

_FOR_OFFICE = ("provider.", "services.")
_FOR_PLAN = (
    "provider.network",
    "provider.network_exception",
    "provider.network_doctor_available",
    "provider.facility_network",
)
_FOR_BENEFITS = ("coverage.funding", "coverage.expert_opinion_benefit")

#: What the opinion is about, as one says it on the phone.
_ABOUT = {
    "surgery": "surgery",
    "procedure": "a treatment",
    "cancer": "cancer",
    "serious_condition": "a serious condition",
    "imaging": "my scans",
    "pathology": "my tissue slides",
    "routine": "my condition",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: to whom, how to begin, and what to ask in which words."""

    to: str
    whom: str
    number: str
    opening: str
    questions: tuple[str, ...]


def call_sheet(scenario: Scenario, result: Estimate) -> tuple[Call, ...]:
    """The calls of a case, first the one that asks what matters most."""
    asked: dict[str, dict[str, None]] = {}
    for unknown in result.unknowns:
        if unknown.ask:
            asked.setdefault(_whom(unknown.field), {})[_question(unknown)] = None
    return tuple(
        Call(to, _name(to, scenario.program), _NUMBERS[to], _opening(to, scenario), tuple(lines))
        for to, lines in asked.items()
        if not (to == PLAN and scenario.program == "none")
    )


def open_conditions(result: Estimate) -> Iterator[tuple[str, str, str]]:
    """The conditions still open, each with its name, what to do, and its rule."""
    for condition in result.conditions:
        if condition.open and condition.rule and condition.ask:
            yield condition.label, condition.ask, condition.rule


def _whom(field: str) -> str:
    if field == PAYER_DECIDES or field in _FOR_PLAN:
        return PLAN
    if field in _FOR_BENEFITS:
        return BENEFITS
    if field.startswith(_FOR_OFFICE) and not field.endswith(".allowed"):
        return OFFICE
    return PLAN


def _question(unknown: Unknown) -> str:
    """The question, with the line of the bill it belongs to where there is one."""
    line = unknown.label.partition(":")[0]
    is_line = unknown.field.startswith("services.") and line in KIND_LABELS.values()
    return f"{line}: {unknown.ask}" if is_line else unknown.ask


def _name(to: str, program: str) -> str:
    if to == OFFICE:
        return "The second doctor’s office"
    if to == BENEFITS:
        return "The benefits office"
    if program == "original_medicare":
        return "Medicare"
    who = payer(program)
    return "Your plan" if who == "your insurance" else who[:1].upper() + who[1:]


def _opening(to: str, scenario: Scenario) -> str:
    about = _ABOUT.get(scenario.opinion.about or "", "my condition")
    number = "third" if scenario.opinion.number == 3 else "second"  # noqa: PLR2004 - third opinion
    plan = _plan_words(scenario)
    day = f" on {written_day(scenario.on)}" if scenario.today != scenario.on else ""
    match to:
        case "office":
            return f"I would like a {number} opinion about {about}{day}. I have {plan}."
        case "benefits":
            return f"I have {plan}. I have questions about it."
    return (
        f"I want a {number} opinion about {about}{day}. Please tell me what you pay and what I pay."
    )


def _plan_words(scenario: Scenario) -> str:
    """The plan, in the words of the form."""
    coverage = scenario.coverage
    if coverage.program == "none":
        return "no insurance and will pay myself"
    labels = {c.value: c.label for c in QUESTIONS["coverage.program"].choices}
    name = _PLAN_WORDS.get(coverage.program, labels[coverage.program])
    kinds = {c.value: c.label for c in QUESTIONS["coverage.network"].choices}
    network = coverage.network
    is_short = network in ("hmo", "hmo_pos", "ppo", "epo", "pos", "prime", "select", "for_life")
    return f"{name} ({kinds[network]})" if network and is_short else name


_PLAN_WORDS = {
    "original_medicare": "Original Medicare",
    "medicare_advantage": "a Medicare Advantage plan",
    "employer": "a plan from a job",
    "marketplace": "a Marketplace plan",
    "fehb": "a federal employee plan",
    "medicaid": "Medicaid",
    "chip": "CHIP",
    "tricare": "TRICARE",
    "va": "VA health care",
    "ihs": "care from the Indian Health Service or a tribal clinic",
    "workers_compensation": "a workers’ compensation claim",
}
