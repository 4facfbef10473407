"""Every question that can be asked about a case, once.

The form, the JSON Schema, the errors and the list of what is still unknown all come from here.
A ``*`` in a path stands for the number of a service line or for a kind of service.
"""

from calculator.questions.case import CASE_QUESTIONS
from calculator.questions.cost import COST_QUESTIONS
from calculator.questions.model import GROUPS, Choice, Group, Question, as_text, pattern_of

QUESTIONS: dict[str, Question] = {
    question.path: question for question in (*CASE_QUESTIONS, *COST_QUESTIONS)
}

__all__ = ["GROUPS", "QUESTIONS", "Choice", "Group", "Question", "as_text", "pattern_of"]
