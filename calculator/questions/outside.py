"""The questions about what the plan makes people pay out of network."""

from calculator.programs import NETWORK_PLANS, PRIVATE
from calculator.questions.model import Choice, Question, Wording
from calculator.questions.terms import ASK_RULE, COPAY_RULES, TRICARE_CAP

_OUT = {"coverage.program": NETWORK_PLANS, "coverage.network": ("ppo", "pos", "hmo_pos", "pffs")}
_PRIVATE_OUT = {"coverage.program": PRIVATE, "coverage.network": ("ppo", "pos")}

OUTSIDE_QUESTIONS = (
    Question(
        "terms.out_of_network.deductible",
        "money",
        "Deductible out of network",
        "terms",
        none_label="No deductible out of network",
        when=_OUT,
        ask="What is my deductible for doctors out of network?",
    ),
    Question(
        "terms.out_of_network.deductible_met",
        "money",
        "How much of the out-of-network deductible have you met?",
        "terms",
        when={
            "coverage.program": (*NETWORK_PLANS, "tricare"),
            "coverage.network": (*_OUT["coverage.network"], "prime", "select"),
        },
        ask="How much of my out-of-network deductible have I met?",
        wordings={
            "tricare": Wording(
                "How much of that deductible have you met?",
                "TRICARE may count it apart, outside the network or without a referral.",
                "How much of my deductible have I met outside the network?",
            )
        },
    ),
    Question(
        "terms.out_of_network.copay",
        "money",
        "Copay for a specialist out of network",
        "terms",
        none_label="No copay: I pay a percentage",
        when=_OUT,
        ask="Is there a copay for a specialist out of network?",
    ),
    Question(
        "terms.out_of_network.copay_rule",
        "choice",
        "How does the out-of-network copay work?",
        "terms",
        choices=COPAY_RULES,
        when=_OUT,
        ask=ASK_RULE,
        in_form=False,
    ),
    Question(
        "terms.out_of_network.coinsurance",
        "share",
        "Coinsurance out of network (percent)",
        "terms",
        help="Type 40 for 40 percent.",
        when=_OUT,
        ask="What percentage do I pay out of network?",
    ),
    Question(
        "terms.out_of_network.out_of_pocket_maximum",
        "money",
        "Out-of-pocket maximum out of network",
        "terms",
        none_label="There is no maximum out of network",
        when=_OUT,
        ask="Is there a yearly maximum for care out of network?",
    ),
    Question(
        "terms.out_of_network.out_of_pocket_met",
        "money",
        "How much have you paid toward the out-of-network maximum?",
        "terms",
        when=_OUT,
        ask="How much have I paid toward my out-of-network maximum?",
        wordings={"tricare": TRICARE_CAP},
    ),
    Question(
        "terms.out_of_network.accumulators",
        "choice",
        "Are in-network and out-of-network amounts counted apart?",
        "terms",
        choices=(
            Choice("separate", "Counted apart"),
            Choice("combined", "Each counts toward both"),
        ),
        when=_PRIVATE_OUT,
        in_form=False,
    ),
)
