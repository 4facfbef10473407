"""The questions about the opinion itself."""

from calculator.programs import PRIVATE
from calculator.questions.model import Choice, Question

OPINION_QUESTIONS = (
    Question(
        "opinion.about",
        "choice",
        "What is the second opinion about?",
        "opinion",
        choices=(
            Choice("surgery", "Surgery that can wait"),
            Choice("procedure", "Another major test or treatment"),
            Choice("cancer", "Cancer: the diagnosis or the treatment plan"),
            Choice("serious_condition", "Another serious condition"),
            Choice("imaging", "Reading scans again"),
            Choice("pathology", "Reading tissue slides again"),
            Choice("routine", "Something less serious"),
            Choice("cosmetic", "Cosmetic care"),
            Choice("emergency", "It is an emergency"),
        ),
        ask="Does my plan treat this as a second opinion visit, and for which conditions?",
    ),
    Question(
        "opinion.number",
        "whole",
        "Is it the second or the third opinion?",
        "opinion",
        choices=(Choice("2", "The second"), Choice("3", "The third")),
        ask="Does my plan pay for a third opinion?",
    ),
    Question(
        "opinion.first_two_differ",
        "yes_no",
        "Do the first two doctors disagree?",
        "opinion",
        when={"opinion.number": ("3",)},
        ask="Does the plan pay for a third opinion when the first two agree?",
    ),
    Question(
        "opinion.required_by_plan",
        "yes_no",
        "Did your plan tell you to get this opinion?",
        "opinion",
        when={"coverage.program": PRIVATE},
    ),
)
