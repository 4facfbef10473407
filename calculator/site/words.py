"""Facts of the decision tables in words, taken from the questions."""

from collections.abc import Mapping

from calculator.facts import DOMAINS
from calculator.questions import QUESTIONS
from calculator.questions.cost import KIND_LABELS

_ASKED = {
    "program": "coverage.program",
    "network": "coverage.network",
    "about": "opinion.about",
    "number": "opinion.number",
    "setting": "provider.setting",
    "provider_network": "provider.network",
    "provider_medicare": "provider.medicare",
    "network_exception": "provider.network_exception",
}

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
}

OUTCOMES = {
    "covered": "Covered",
    "covered_if": "Covered, on conditions",
    "not_covered": "Not covered",
    "ask_plan": "Ask your insurance",
    "emergency": "Emergency: get help now",
    "assigned": "Medicare’s amount is full pay",
    "unassigned": "An excess charge is possible",
    "private_contract": "You pay the agreed price",
    "part_b": "Deductible, then your share",
    "no_cost": "Nothing to pay",
    "protected": "Protected: in-network terms",
    "not_protected": "Not protected",
}


def question_words(fact: str) -> str:
    """A fact as a question."""
    if fact in _ASKED:
        return QUESTIONS[_ASKED[fact]].label
    return _OWN[fact][0]


def value_words(fact: str, value: str) -> str:
    """One answer in words."""
    if fact in _ASKED:
        return next(c.label for c in QUESTIONS[_ASKED[fact]].choices if c.value == value)
    return _OWN[fact][1][value]


def values_words(fact: str, values: tuple[str, ...]) -> str:
    """Several answers; "any other" where they are most of what there is."""
    rest = [value for value in DOMAINS[fact] if value not in values]
    many = len(values) > 3 and len(rest) <= len(values)  # noqa: PLR2004
    if many and rest:
        return f"anything but: {'; '.join(value_words(fact, value) for value in rest)}"
    return " or ".join(value_words(fact, value) for value in values)
