"""The same case in every other lawful way, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculator.answers import Answers, services_of
from calculator.assess import Amount3, Assessment, assess
from calculator.programs import NETWORK_PLANS, PUBLIC
from calculator.ways import ways
from calculator.worlds import Engine


@dataclass(frozen=True, slots=True)
class Option:
    """One other way: its verdict and what the patient would owe; None where only others know."""

    id: str
    label: str
    verdict: str
    total: Amount3 | None
    current: bool
    says: str
    rules: tuple[str, ...]


def options(engine: Engine, answers: Answers, own: Assessment | None = None) -> Iterator[Option]:
    """Work the other ways out; the reader's own way is marked, and taken from ``own`` if given."""
    for way in ways(answers):
        changes = way.changes
        changed = {**answers, **changes}
        if changes.get("provider.setting") == "records_only":
            changed = _records_only(changed)
        current = all(answers.get(path) == value for path, value in changes.items())
        if way.id == "network_exception" and changed.get("provider.medicare") is None:
            changed["provider.medicare"] = "participating"  # the plan has said yes to this doctor
        if not current:
            _forget_amounts(answers, changed, changes)
        result = own if own and changed == answers else assess(engine, changed)
        yield Option(way.id, way.label, result.verdict, result.total, current, way.says, way.rules)
    if answers.get("coverage.expert_opinion_benefit"):
        yield _EXPERT_OPINION


#: What a service bought by the employer costs, only the employer can say.
_EXPERT_OPINION = Option(
    "expert_opinion",
    "Through your employer's expert-opinion service",
    "ask_plan",
    None,
    current=False,
    says="It is commonly free for you. Some employers ask for a copay. It gives advice only.",
    rules=("programs.employer_no_cost", "programs.advice_only"),
)

#: Steps a reader can leave out, each a condition that is still open.
_STEPS = ("referral", "prior_authorization")


def without_steps(engine: Engine, answers: Answers, open_needs: Sequence[str]) -> Iterator[Option]:
    """The same visit without a step that is still open: then count with the whole price."""
    if answers["coverage.program"] in PUBLIC:
        return  # what such a visit costs without the step is a way of its own, or nobody knows
    for need in _STEPS:
        if need not in open_needs:
            continue
        total = assess(engine, {**answers, "coverage.program": "none"}).total
        label = engine.rules.conditions[need].label
        yield Option(
            f"without_{need}",
            f"Your way, but without {label}",
            "not_covered",
            total,
            current=False,
            says="If your plan wants it and you go without, count with the whole price.",
            rules=(f"condition.{need}",),
        )


def _records_only(answers: Answers) -> dict[str, Any]:
    """A records review is one line of its own; the lines of the visit fall away."""
    return {path: value for path, value in answers.items() if not path.startswith("services.")}


def _forget_amounts(answers: Answers, changed: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """What one plan counts in network says nothing about another way; the charge stays."""
    if answers["coverage.program"] in NETWORK_PLANS:
        for prefix, _ in services_of(answers):
            changed[f"{prefix}allowed"] = None
            if "provider.network" in changes:
                changed[f"{prefix}network"] = None
    if changes.get("provider.network") == "in" and answers.get("provider.medicare") == "opted_out":
        changed["provider.medicare"] = None
