"""What state law adds to an estimate, and whether it reaches the plan at all.

State insurance law binds insured plans, not self-funded ones (``state.reach``). The one fact that
decides it, for a job-based plan, is who pays its claims (``coverage.funding``).
"""

from collections.abc import Iterator

from calculator.answers import Answers
from calculator.coverage import PRIVATE
from calculator.ruleset import Ruleset

#: Parts of a state's law that the estimate prints; the state's own page has all of them.
_PARTS = ("second_opinion", "trigger", "cost")


def state_rules(rules: Ruleset, answers: Answers) -> Iterator[str]:
    """The ids of the statements that say what state law means for this case."""
    state, program = answers.get("state"), answers["coverage.program"]
    if state is None or program not in PRIVATE:
        return
    prefix = f"state.{str(state).lower()}."
    has_law = f"{prefix}second_opinion" in rules.statements
    if reaches(answers) is False:
        yield "state.reach"
        return
    if not has_law:
        yield f"{prefix}status"
        return
    for part in _PARTS:
        if f"{prefix}{part}" in rules.statements:
            yield f"{prefix}{part}"
    if reaches(answers) is None:
        yield "state.reach"
        yield "state.one_fact"


def reaches(answers: Answers) -> bool | None:
    """Say whether state law reaches the plan; None while nobody knows who pays its claims."""
    if answers["coverage.program"] == "marketplace":
        return True
    funding = answers.get("coverage.funding")
    return None if funding is None else funding == "insured"


def funding_is_open(rules: Ruleset, answers: Answers) -> bool:
    """Say whether the funding of the plan is worth asking about: a law may or may not reach it."""
    state = answers.get("state")
    return (
        state is not None
        and answers["coverage.program"] == "employer"
        and f"state.{str(state).lower()}.second_opinion" in rules.statements
        and reaches(answers) is None
    )
