"""The questions that TRICARE, the VA, Medicaid and CHIP need to know what a person owes."""

from calculator.programs import MEDICAID
from calculator.questions.model import Choice, Question

PUBLIC_QUESTIONS = (
    Question(
        "coverage.tricare_status",
        "choice",
        "Who in the family serves or served?",
        "plan",
        choices=(
            Choice("active_duty", "I am on active duty"),
            Choice("active_duty_family", "I am family of someone on active duty"),
            Choice("retiree", "I am retired from service, or family of a retiree"),
            Choice("reserve_select", "We have TRICARE Reserve Select"),
            Choice("retired_reserve", "We have TRICARE Retired Reserve"),
        ),
        when={"coverage.program": ("tricare",), "coverage.network": ("prime", "select")},
        ask="In which group do you have me: a family on active duty, retired, or in the reserve?",
    ),
    Question(
        "coverage.tricare_group",
        "choice",
        "When did the person who serves first join?",
        "plan",
        help="TRICARE calls this Group A and Group B. The group sets what you pay.",
        choices=(
            Choice("a", "Before January 1, 2018 (Group A)"),
            Choice("b", "On or after January 1, 2018 (Group B)"),
        ),
        when={
            "coverage.program": ("tricare",),
            "coverage.tricare_status": ("active_duty_family", "retiree"),
        },
        ask="Am I in Group A or Group B?",
    ),
    Question(
        "coverage.sponsor_rank",
        "choice",
        "What is the pay grade of the person who serves?",
        "plan",
        choices=(
            Choice("e4_and_below", "E-4 or below"),
            Choice("e5_and_above", "E-5 or above"),
        ),
        when={
            "coverage.program": ("tricare",),
            "coverage.network": ("select",),
            "coverage.tricare_status": ("active_duty_family", "reserve_select"),
        },
        ask="Which yearly deductible do you have for me?",
    ),
    Question(
        "coverage.va_copays",
        "yes_no",
        "Do you owe copays for VA care of this condition?",
        "plan",
        help="Not if the VA rated you 10 percent or more disabled from service.",
        when={"coverage.program": ("va",)},
        ask="Do I owe a copay for this condition?",
    ),
    Question(
        "coverage.copay_exempt",
        "yes_no",
        "Are you in a group that owes no Medicaid copays?",
        "plan",
        help="Most children, pregnant people, people in hospice care, and American Indians and "
        "Alaska Natives who use Indian health care.",
        when={"coverage.program": MEDICAID, "coverage.network": ("fee_for_service",)},
        ask="Am I free of copays?",
    ),
)
