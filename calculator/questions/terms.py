"""The questions about what the plan makes people pay: in network, and for a whole family."""

from calculator.programs import MEDICAID, NETWORK_PLANS, PRIVATE
from calculator.questions.model import Choice, Question, Wording

_ALL = ("original_medicare", *NETWORK_PLANS, "tricare")
_COPAY = {"coverage.program": (*NETWORK_PLANS, *MEDICAID, "tricare")}
_TERMS = {"coverage.program": NETWORK_PLANS}
_PRIVATE_TERMS = {"coverage.program": PRIVATE}

_SMALL = "Often nothing, or a few dollars. Your card or your state's office can tell."

TRICARE_CAP = Wording(
    "How much has your family paid toward the TRICARE yearly cap?",
    "TRICARE calls it the catastrophic cap.",
    "How much has our family paid toward the catastrophic cap this year?",
)

#: Medigap plans with a yearly limit or a deductible of their own.
_MEDIGAP_YEARLY = ("K", "L", "hf", "hg")

COPAY_RULES = (
    Choice("instead_of_deductible", "Only the copay; the deductible does not matter"),
    Choice("after_deductible", "First the deductible, then the copay"),
    Choice("then_coinsurance", "First the deductible, then the copay, then coinsurance"),
)
ASK_RULE = "Do I pay only the copay for a specialist visit, or does the deductible come first?"

TERMS_QUESTIONS = (
    Question(
        "terms.deductible",
        "money",
        "Your yearly deductible, in network",
        "terms",
        help="What you pay each year before the plan pays. For one person.",
        none_label="My plan has no deductible",
        when=_TERMS,
        ask="What is my yearly deductible for one person, in network?",
    ),
    Question(
        "terms.deductible_met",
        "money",
        "How much of the deductible have you already met this year?",
        "terms",
        help="Your member page or your last explanation of benefits shows it.",
        when={"coverage.program": _ALL},
        ask="How much of my deductible have I met this year?",
    ),
    Question(
        "terms.medigap_met",
        "money",
        "How much have you paid this year toward your Medigap plan's limit or deductible?",
        "terms",
        help="Plans K and L have a limit for the year. High-deductible plans have a deductible.",
        when={"coverage.program": ("original_medicare",), "coverage.medigap": _MEDIGAP_YEARLY},
        ask="How much have I paid this year toward the limit or deductible of my Medigap plan?",
    ),
    Question(
        "terms.copay",
        "money",
        "Your copay for a specialist visit, in network",
        "terms",
        none_label="No copay: I pay a percentage",
        when=_COPAY,
        ask="What is my copay for a visit to a specialist in network?",
        wordings={
            **{
                program: Wording("What does Medicaid or CHIP make you pay for a visit?", _SMALL)
                for program in MEDICAID
            },
            "tricare": Wording(
                "Your TRICARE copay for a specialist visit",
                "Leave it empty: the rules know most of these copays.",
            ),
        },
    ),
    Question(
        "terms.copay_rule",
        "choice",
        "How does the copay work?",
        "terms",
        choices=COPAY_RULES,
        when=_TERMS,
        ask=ASK_RULE,
    ),
    Question(
        "terms.coinsurance",
        "share",
        "Your coinsurance, in network (percent)",
        "terms",
        help="Your share after the deductible. Type 20 for 20 percent.",
        when=_COPAY,
        ask="What percentage do I pay after the deductible, in network?",
        wordings={
            **{
                program: Wording(
                    "Your share of what Medicaid or CHIP pays (percent)",
                    "Often nothing. Leave it empty if you do not know.",
                    "Is there a copay for a specialist visit or a test, and how much is it?",
                )
                for program in MEDICAID
            },
            "tricare": Wording(
                "Your TRICARE share for tests and hospital bills (percent)",
                "Leave it empty if you do not know.",
                "What is my copay or share for tests, and for a hospital clinic's own bill?",
            ),
        },
    ),
    Question(
        "terms.copay_counts_toward_deductible",
        "yes_no",
        "Do copays count toward the deductible?",
        "terms",
        when=_TERMS,
        in_form=False,
    ),
    Question(
        "terms.out_of_pocket_maximum",
        "money",
        "Your yearly out-of-pocket maximum, in network",
        "terms",
        help="The most you pay in a year for covered care in network. For one person.",
        none_label="My plan has no maximum",
        when=_TERMS,
        ask="What is my yearly out-of-pocket maximum, in network?",
    ),
    Question(
        "terms.out_of_pocket_met",
        "money",
        "How much have you paid toward your out-of-pocket maximum this year?",
        "terms",
        when={"coverage.program": (*NETWORK_PLANS, "tricare")},
        ask="How much have I paid toward my out-of-pocket maximum this year?",
        wordings={
            "tricare": TRICARE_CAP,
        },
    ),
    Question(
        "terms.by_service.*.copay",
        "money",
        "Copay for this kind of service",
        "terms",
        none_label="No copay",
        when=_TERMS,
        in_form=False,
    ),
    Question(
        "terms.by_service.*.copay_rule",
        "choice",
        "How this copay works",
        "terms",
        choices=COPAY_RULES,
        when=_TERMS,
        in_form=False,
    ),
    Question(
        "terms.by_service.*.coinsurance",
        "share",
        "Coinsurance for this kind of service",
        "terms",
        when=_TERMS,
        in_form=False,
    ),
    Question(
        "terms.family.deductible",
        "money",
        "Family deductible",
        "terms",
        help="Only if the plan covers more people than you.",
        none_label="The plan covers only me",
        when=_PRIVATE_TERMS,
        ask="What is our family deductible?",
    ),
    Question(
        "terms.family.deductible_met",
        "money",
        "How much of the family deductible is met?",
        "terms",
        when=_PRIVATE_TERMS,
        ask="How much of our family deductible is met?",
    ),
    Question(
        "terms.family.deductible_type",
        "choice",
        "How does the family deductible work?",
        "terms",
        choices=(
            Choice("embedded", "Each person also has an own deductible (embedded)"),
            Choice("aggregate", "One amount for all of us together (aggregate)"),
        ),
        when=_PRIVATE_TERMS,
        ask="Is our family deductible embedded or aggregate?",
    ),
    Question(
        "terms.family.out_of_pocket_maximum",
        "money",
        "Family out-of-pocket maximum",
        "terms",
        none_label="There is none",
        when=_PRIVATE_TERMS,
        ask="What is our family out-of-pocket maximum?",
    ),
    Question(
        "terms.family.out_of_pocket_met",
        "money",
        "How much has the family paid toward its maximum?",
        "terms",
        when=_PRIVATE_TERMS,
        ask="How much has our family paid toward its out-of-pocket maximum?",
    ),
)
