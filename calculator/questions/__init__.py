"""Every question that can be asked about a case, once.

The form, the JSON Schema, the errors and the list of what is still unknown all come from here.
A ``*`` in a path stands for the number of a service line or for a kind of service.
"""

from calculator.questions.bill import BILL_QUESTIONS
from calculator.questions.model import GROUPS, Choice, Group, Question, as_text, pattern_of
from calculator.questions.opinion import OPINION_QUESTIONS
from calculator.questions.outside import OUTSIDE_QUESTIONS
from calculator.questions.plan import FIRST_QUESTIONS, PLAN_QUESTIONS
from calculator.questions.provider import PROVIDER_QUESTIONS
from calculator.questions.public import PUBLIC_QUESTIONS
from calculator.questions.terms import TERMS_QUESTIONS

QUESTIONS: dict[str, Question] = {
    question.path: question
    for question in (
        *FIRST_QUESTIONS,
        *PUBLIC_QUESTIONS,
        *PLAN_QUESTIONS,
        *OPINION_QUESTIONS,
        *PROVIDER_QUESTIONS,
        *TERMS_QUESTIONS,
        *OUTSIDE_QUESTIONS,
        *BILL_QUESTIONS,
    )
}


def question_for(path: str, program: str) -> Question:
    """The question of an answer's path, in the words of a program."""
    return QUESTIONS[pattern_of(path)].for_program(program)


__all__ = [
    "GROUPS",
    "QUESTIONS",
    "Choice",
    "Group",
    "Question",
    "as_text",
    "pattern_of",
    "question_for",
]
