"""Facts of the decision tables in words, taken from the questions."""

from collections.abc import Mapping

from calculator.coverage import FACT_PATHS
from calculator.facts import domain
from calculator.questions import QUESTIONS
from calculator.questions.bill import KIND_LABELS
from calculator.questions.states import STATES
from calculator.sentences import VERDICT_WORDS

_OWN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "agreement": (
        "Do the first two doctors agree?",
        {
            "not_asked": "There is one opinion so far",
            "differ": "They disagree",
            "agree": "They agree",
        },
    ),
    "assignment": ("Does the doctor accept assignment?", {"yes": "Yes", "no": "No"}),
    "facility_network": (
        "Is the hospital in your network?",
        {"none": "No hospital is involved", "in": "Yes", "out": "No"},
    ),
    "consent_signed": ("Did you sign your protection away?", {"yes": "Yes", "no": "No"}),
    "ancillary": (
        "Is it a service you do not choose, such as reading scans or lab tests?",
        {"yes": "Yes", "no": "No"},
    ),
    "surprise_protected": ("Does the surprise-bill law protect you?", {"yes": "Yes", "no": "No"}),
    "required_by_plan": ("Did your plan ask for this opinion?", {"yes": "Yes", "no": "No"}),
    "high_deductible": ("Is it an HSA-qualified plan?", {"yes": "Yes", "no": "No"}),
    "kind": ("What is on the bill?", KIND_LABELS),
    "provider_network": (
        "Is the doctor in your plan's network?",
        {"in": "In network", "out": "Out of network"},
    ),
    "point_of_service": (
        "Do you go without a referral (point of service)?",
        {"yes": "Yes", "no": "No"},
    ),
    "network_doctor_available": (
        "Does the network have a doctor who can give this opinion?",
        {"yes": "Yes", "no": "No"},
    ),
    "state": ("In which state do you live?", {**STATES, "other": "Another state"}),
    **{
        fact: (QUESTIONS[FACT_PATHS[fact]].label, {"yes": "Yes", "no": "No"})
        for fact in ("takes_tricare", "va_copays", "copay_exempt", "expert_opinion_benefit")
    },
}

OUTCOMES = {
    **VERDICT_WORDS,
    "assigned": "Medicare’s amount is full pay",
    "unassigned": "An excess charge is possible",
    "private_contract": "You pay the agreed price",
    "part_b": "Deductible, then your share",
    "no_cost": "Nothing to pay",
    "protected": "Protected: in-network terms",
    "not_protected": "Not protected",
    "in_network_terms": "In-network terms by state law",
    "no_change": "Your plan's own rules count",
}


#: How a fact reads as a condition in front of an instruction.
_CONDITIONS: Mapping[tuple[str, str], str] = {
    ("provider_network", "in"): "If the doctor is in network",
    ("provider_network", "out"): "If the doctor is out of network",
    ("setting", "hospital_clinic"): "If the clinic belongs to a hospital",
    ("setting", "records_only"): "If the doctor only reads your records",
    ("facility_network", "in"): "If the hospital is in network",
    ("required_by_plan", "yes"): "If your plan asked for this opinion",
    ("high_deductible", "yes"): "If your plan goes with an HSA",
    ("number", "3"): "For a third opinion",
}


def condition_words(fact: str, values: tuple[str, ...]) -> str:
    """A fact as a condition: "If the doctor is out of network", "With an HMO or POS"."""
    if fact == "network":
        return f"With an {values_words(fact, values)}"
    if len(values) == 1 and (fact, values[0]) in _CONDITIONS:
        return _CONDITIONS[fact, values[0]]
    return f"{question_words(fact)} {values_words(fact, values)}"


def question_words(fact: str, decision: str = "") -> str:
    """A fact as a question, in the words of the program that a decision is about."""
    program = decision.partition(".")[0]
    if fact in FACT_PATHS:
        question = QUESTIONS[FACT_PATHS[fact]]
        if fact not in _OWN or program in question.wordings:
            return question.for_program(program).label
    return _OWN[fact][0]


def value_words(fact: str, value: str, decision: str = "") -> str:
    """One answer in words."""
    program = decision.partition(".")[0]
    in_own_words = fact in FACT_PATHS and program in QUESTIONS[FACT_PATHS[fact]].wordings
    if fact in _OWN and not in_own_words:
        return _OWN[fact][1][value]
    return next(c.label for c in QUESTIONS[FACT_PATHS[fact]].choices if c.value == value)


def values_words(fact: str, values: tuple[str, ...], decision: str = "") -> str:
    """Several answers; "any other" where they are most of what there is."""
    rest = [value for value in domain(decision, fact) if value not in values]
    many = len(values) > 3 and len(rest) <= len(values)  # noqa: PLR2004
    if many and rest:
        return f"anything but: {'; '.join(value_words(fact, value, decision) for value in rest)}"
    first, *others = [value_words(fact, value, decision) for value in values]
    return " or ".join([first, *map(_uncapitalized, others)])


def _uncapitalized(words: str) -> str:
    """Lower the first letter, but leave HMO and the like as they are."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
