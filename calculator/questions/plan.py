"""The questions about the insurance: which program, which plan, which day."""

from calculator.facts import NETWORKS
from calculator.programs import (
    MEDICAID,
    NETWORK_PLANS,
    PRIVATE,
    UNDER_FEDERAL_LIMIT,
    UNDER_STATE_LAW,
    WITH_NETWORK,
)
from calculator.questions.model import Choice, Question, Wording
from calculator.questions.states import STATES

_YEARLY = "Write the day as year-month-day, for example 2026-03-15."

FIRST_QUESTIONS = (
    Question(
        "coverage.program",
        "choice",
        "What kind of insurance do you have?",
        "plan",
        help="Look at your insurance card. If you have two, choose the one that pays first.",
        choices=(
            Choice("original_medicare", "Original Medicare (red, white and blue card)"),
            Choice("medicare_advantage", "Medicare Advantage (Part C)"),
            Choice("employer", "A plan from a job (yours or a relative's)"),
            Choice("marketplace", "A Marketplace plan, or one I bought myself"),
            Choice("fehb", "A federal employee or postal plan (FEHB or PSHB)"),
            Choice("medicaid", "Medicaid"),
            Choice("chip", "CHIP (health insurance for children)"),
            Choice("tricare", "TRICARE"),
            Choice("va", "VA health care"),
            Choice("ihs", "The Indian Health Service or a tribal clinic"),
            Choice("workers_compensation", "Workers' compensation (hurt or ill from work)"),
            Choice("none", "No insurance, or I will not use it"),
        ),
    ),
    Question(
        "coverage.network",
        "choice",
        "Which plan type is it?",
        "plan",
        help="Your card or your Summary of Benefits and Coverage names it.",
        choices=(
            Choice("hmo", "HMO"),
            Choice("hmo_pos", "HMO-POS"),
            Choice("ppo", "PPO"),
            Choice("epo", "EPO"),
            Choice("pos", "POS"),
            Choice("pffs", "Private fee-for-service (PFFS)"),
            Choice("managed_care", "A health plan that runs it (managed care)"),
            Choice("fee_for_service", "The state itself (fee for service)"),
            Choice("prime", "TRICARE Prime"),
            Choice("select", "TRICARE Select"),
            Choice("for_life", "TRICARE For Life (with Medicare)"),
        ),
        when={"coverage.program": (*NETWORK_PLANS, *MEDICAID, "tricare")},
        ask="What type of plan is mine: HMO, PPO, EPO or POS?",
        per_program=NETWORKS,
        wordings={
            "medicaid": Wording(
                "Who runs your Medicaid?",
                "Look at your card. Most people have the card of a health plan.",
                "Am I in a Medicaid health plan, or does the state pay my doctors itself?",
            ),
            "chip": Wording(
                "Who runs your CHIP?",
                "Look at the card. Most children have the card of a health plan.",
                "Is my child in a CHIP health plan, or does the state pay the doctors itself?",
            ),
            "tricare": Wording(
                "Which TRICARE plan is it?",
                "Reserve Select and Retired Reserve count as Select.",
                "Which TRICARE plan am I enrolled in?",
            ),
        },
    ),
)

PLAN_QUESTIONS = (
    Question(
        "coverage.funding",
        "choice",
        "Who pays the claims of this job-based plan?",
        "plan",
        help="The human resources office knows. State insurance law reaches only insured plans.",
        choices=(
            Choice("insured", "An insurance company (insured plan)"),
            Choice("self_funded", "The employer itself (self-funded plan)"),
        ),
        when={"coverage.program": ("employer",)},
        ask="Is our health plan insured or self-funded?",
    ),
    Question(
        "state",
        "choice",
        "Which state do you live in?",
        "plan",
        help="A few states have a law on second opinions.",
        choices=tuple(Choice(code, name) for code, name in STATES.items()),
        when={"coverage.program": UNDER_STATE_LAW},
    ),
    Question(
        "coverage.expert_opinion_benefit",
        "yes_no",
        "Does your employer offer an expert-opinion service?",
        "plan",
        help="The benefits office knows. It may be called expert medical opinion.",
        when={"coverage.program": ("employer",)},
    ),
    Question(
        "coverage.high_deductible",
        "yes_no",
        "Is it a high-deductible plan that goes with a health savings account (HSA)?",
        "plan",
        when={"coverage.program": PRIVATE},
        ask="Is my plan an HSA-qualified high-deductible plan?",
    ),
    Question(
        "coverage.metal_tier",
        "choice",
        "Which metal level is it?",
        "plan",
        choices=tuple(
            Choice(tier, tier.capitalize())
            for tier in ("bronze", "silver", "gold", "platinum", "catastrophic")
        ),
        when={"coverage.program": ("marketplace",)},
        ask="What metal level is my plan?",
    ),
    Question(
        "coverage.cost_sharing_reduction",
        "choice",
        "Do you get extra savings on a silver plan?",
        "plan",
        help="These savings are called cost-sharing reductions. Your plan's name often has "
        "a number such as 73, 87 or 94.",
        choices=(
            Choice("none", "No"),
            Choice("73", "Yes: silver 73"),
            Choice("87", "Yes: silver 87"),
            Choice("94", "Yes: silver 94"),
        ),
        when={"coverage.program": ("marketplace",), "coverage.metal_tier": ("silver",)},
        ask="Does my silver plan have cost-sharing reductions, and at which level?",
    ),
    Question(
        "coverage.grandfathered",
        "yes_no",
        "Is it a grandfathered plan (unchanged since March 2010)?",
        "plan",
        when={"coverage.program": UNDER_FEDERAL_LIMIT},
        ask="Is my plan a grandfathered plan?",
        in_form=False,
    ),
    Question(
        "coverage.medigap",
        "choice",
        "Do you have a Medigap plan (Medicare supplement)?",
        "plan",
        help="The letter stands on the plan's card. We count none if you do not choose one.",
        choices=(
            Choice("none", "No"),
            *(Choice(letter, f"Plan {letter}") for letter in "ABCDFGKLMN"),
            Choice("hf", "High-deductible Plan F"),
            Choice("hg", "High-deductible Plan G"),
        ),
        when={"coverage.program": ("original_medicare",)},
    ),
    Question(
        "coverage.qmb",
        "yes_no",
        "Are you a Qualified Medicare Beneficiary (QMB)?",
        "plan",
        help="That is a program of your state's Medicaid office for people with low income.",
        when={"coverage.program": ("original_medicare",)},
    ),
    Question(
        "on",
        "day",
        "On which day is the visit?",
        "plan",
        help=f"If you do not know yet, keep today. {_YEARLY}",
    ),
    Question("today", "day", "Today's date", "plan", in_form=False),
    Question(
        "plan_year_start",
        "day",
        "On which day did your plan year start?",
        "plan",
        help=f"Most plan years start on January 1. {_YEARLY}",
        when={"coverage.program": UNDER_FEDERAL_LIMIT},
        in_form=False,
    ),
    Question(
        "denied_on",
        "day",
        "If the plan refused: which date is on the letter?",
        "plan",
        help=f"Leave it empty if nothing was refused. {_YEARLY}",
        when={"coverage.program": ("original_medicare", *WITH_NETWORK, "workers_compensation")},
    ),
)
