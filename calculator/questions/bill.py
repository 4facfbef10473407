"""The questions about the lines of the bill."""

from calculator.facts import DOMAINS
from calculator.programs import NETWORK_PLANS, WITH_NETWORK
from calculator.questions.model import Choice, Question

_PRICED = {"coverage.program": ("original_medicare", *WITH_NETWORK)}
_TERMS = {"coverage.program": NETWORK_PLANS}

#: What each kind of service is called on a page.
KIND_LABELS = {
    "visit": "Visit with the doctor",
    "facility": "Hospital clinic's facility fee",
    "imaging": "New scan",
    "imaging_review": "Reading earlier scans again",
    "lab": "Lab tests",
    "pathology_review": "Reading tissue slides again",
    "procedure": "Other test or procedure",
    "records_review": "Review of your records only",
}

BILL_QUESTIONS = (
    Question(
        "services.*.kind",
        "choice",
        "What is on the bill?",
        "bill",
        choices=tuple(Choice(kind, KIND_LABELS[kind]) for kind in DOMAINS["kind"]),
    ),
    Question(
        "services.*.charge",
        "money",
        "What the provider charges",
        "bill",
        help="The full price before insurance.",
        ask="What is the full charge for this, before insurance?",
    ),
    Question(
        "services.*.allowed",
        "money",
        "What the plan counts (allowed amount)",
        "bill",
        help="The plan can tell you. With Medicare: the approved amount.",
        when=_PRICED,
        ask="What is the plan's allowed amount for this?",
    ),
    Question(
        "services.*.network",
        "choice",
        "Is whoever does this in network?",
        "bill",
        choices=(Choice("in", "In network"), Choice("out", "Out of network")),
        when=_TERMS,
        in_form=False,
    ),
)
