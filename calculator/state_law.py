"""What state law adds to an estimate, and whether it reaches the plan at all.

State insurance law binds insured plans, not self-funded ones (``state.reach``). The one fact that
decides it, for a job-based plan, is who pays its claims (``coverage.funding``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calculator.answers import Answers
from calculator.facts import DOMAINS
from calculator.programs import UNDER_STATE_LAW
from calculator.rule import Row
from calculator.ruleset import Ruleset

#: The table that says where a state makes plans pay for an outside doctor as for one inside.
DECISION = "private.state_law"

#: Parts of a state's law that the estimate prints; the state's own page has all of them.
_PARTS = ("second_opinion", "trigger", "cost")


def state_rules(rules: Ruleset, answers: Answers) -> Iterator[str]:
    """The ids of the statements that say what state law means for this case."""
    state, program = answers.get("state"), answers["coverage.program"]
    if state is None or program not in UNDER_STATE_LAW:
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


def is_state_law(row: Row) -> bool:
    """Say whether a row of the state law table decided, not one of the plan's own."""
    return row.id.startswith(f"{DECISION}.")


def state_law_row(
    rules: Ruleset, answers: Answers, facts: Mapping[str, str], row: Row
) -> Row | None:
    """The state's rule in the place of a row that sends the reader outside the network.

    It counts for a second opinion with a doctor out of network whom the plan did not agree to,
    if the law reaches the plan and nobody in the network can give the opinion. The plan's usual
    steps stay conditions, and so does the doctor's yes: not every law speaks of balance bills.
    """
    if facts.get("network_doctor_available") != "no" or reaches(answers) is not True:
        return None
    found = _in_network_terms(rules, answers, facts)
    if found is None or row.then not in ("not_covered", "covered_if"):
        return None
    first = ("referral",) if facts.get("network") in ("hmo", "pos") else ()
    usual = (*first, *found.needs, "prior_authorization", "provider_accepts_terms")
    needs = tuple(dict.fromkeys(usual))
    return replace(found, then="covered_if", needs=needs)


def law_may_help(rules: Ruleset, answers: Answers, facts: Mapping[str, str]) -> bool:
    """Say whether it matters if the network has a doctor who can give this opinion."""
    return reaches(answers) is not False and _in_network_terms(rules, answers, facts) is not None


def _in_network_terms(rules: Ruleset, answers: Answers, facts: Mapping[str, str]) -> Row | None:
    decision = rules.decisions.get(DECISION)
    if decision is None or facts["program"] not in UNDER_STATE_LAW:
        return None
    outside = facts.get("provider_network") == "out" and facts.get("network_exception") == "none"
    visit = facts.get("setting") != "records_only" and facts.get("number") == "2"
    asked_for = facts.get("required_by_plan") == "yes"
    if not outside or not visit or asked_for or facts.get("surprise_protected") == "yes":
        return None
    state = str(answers.get("state"))
    asked = {
        "state": state if state in DOMAINS["state"] else "other",
        "network": facts.get("network", ""),
        "about": facts.get("about", ""),
        "network_doctor_available": "no",
    }
    if not asked["network"] or not asked["about"]:
        return None
    row = decision.decide(asked)
    return row if row.then == "in_network_terms" else None


def tells_apart(rules: Ruleset, answers: Answers) -> tuple[Row, ...]:
    """Rows of the reader's state, between which an unknown subject of the opinion decides."""
    decision, state = rules.decisions.get(DECISION), answers.get("state")
    if decision is None or answers["coverage.program"] not in UNDER_STATE_LAW:
        return ()
    return tuple(row for row in decision.rows if state in row.when.get("state", ()))
