"""The same case in every other lawful way, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from calculator.answers import Answers, services_of
from calculator.assess import Amount3, assess
from calculator.coverage import PRIVATE
from calculator.worlds import Engine


@dataclass(frozen=True, slots=True)
class Option:
    """One other way: its verdict and what the patient would owe."""

    id: str
    label: str
    verdict: str
    total: Amount3
    current: bool
    says: str
    rules: tuple[str, ...]


def options(engine: Engine, answers: Answers) -> Iterator[Option]:
    """Work the other ways out; the reader's own way is marked."""
    for option_id, label, changes, says, named in _ways(answers):
        changed = {**answers, **changes}
        if changes.get("provider.setting") == "records_only":
            changed = _records_only(changed)
        current = all(answers.get(path) == value for path, value in changes.items())
        if option_id == "network_exception" and changed.get("provider.medicare") is None:
            changed["provider.medicare"] = "participating"  # the plan has said yes to this doctor
        if not current:
            _forget_amounts(answers, changed, changes)
        result = assess(engine, changed)
        yield Option(option_id, label, result.verdict, result.total, current, says, named)


#: Steps a reader can leave out, each a condition that is still open.
_STEPS = ("referral", "prior_authorization")


def without_steps(engine: Engine, answers: Answers, open_needs: Sequence[str]) -> Iterator[Option]:
    """The same visit without a step that is still open: then count with the whole price."""
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


type Way = tuple[str, str, dict[str, Any], str, tuple[str, ...]]


def _ways(answers: Answers) -> Iterator[Way]:
    program = answers["coverage.program"]
    medicare = program == "medicare_advantage"
    if program == "original_medicare":
        yield (
            "participating",
            "A doctor who takes part in Medicare",
            {"provider.medicare": "participating", "provider.assignment": None},
            "The doctor takes Medicare's amount as full pay.",
            ("medicare.assignment",),
        )
        yield (
            "without_assignment",
            "A doctor who takes Medicare, without assignment",
            {"provider.medicare": "nonparticipating", "provider.assignment": False},
            "The doctor may add an excess charge.",
            ("medicare.limiting_charge",),
        )
        yield (
            "opted_out",
            "A doctor who opted out of Medicare",
            {"provider.medicare": "opted_out", "provider.assignment": None},
            "You pay the agreed price. Medicare pays nothing.",
            ("medicare.private_contract",),
        )
    elif program != "none":
        yield (
            "in_network",
            "A doctor in network",
            {"provider.network": "in", "provider.network_exception": "none"},
            "The plan's own price counts.",
            ("medicare_advantage.plan_rules_differ",) if medicare else ("private.allowed_amount",),
        )
        yield (
            "out_of_network",
            "A doctor out of network",
            {"provider.network": "out", "provider.network_exception": "none"},
            "Ask first what the plan would count.",
            ("medicare_advantage.noncontract_payment",)
            if medicare
            else ("private.out_of_network_allowed_amount",),
        )
        yield (
            "network_exception",
            "Out of network, with the plan's written exception",
            {"provider.network": "out", "provider.network_exception": "granted"},
            "The plan treats the doctor as in network. Get it in writing.",
            ("medicare_advantage.network_exception",)
            if medicare
            else ("private.network_gap_exception",),
        )
    # A doctor who takes Medicare must bill it; paying privately means one who opted out.
    if program in PRIVATE:
        yield (
            "without_insurance",
            "Pay yourself, without insurance",
            {"coverage.program": "none"},
            "Ask for a good faith estimate.",
            ("self_pay.good_faith_estimate",),
        )
    yield (
        "records_only",
        "A review of your records only, paid in cash",
        {"coverage.program": "none", "provider.setting": "records_only"},
        "Ask your plan if it pays any of it back.",
        ("records_only.self_pay",),
    )


def _records_only(answers: Answers) -> dict[str, Any]:
    """A records review is one line of its own; the lines of the visit fall away."""
    return {path: value for path, value in answers.items() if not path.startswith("services.")}


def _forget_amounts(answers: Answers, changed: dict[str, Any], changes: dict[str, Any]) -> None:
    """What one plan counts in network says nothing about another way; the charge stays."""
    if answers["coverage.program"] in (*PRIVATE, "medicare_advantage"):
        for prefix, _ in services_of(answers):
            changed[f"{prefix}allowed"] = None
            if "provider.network" in changes:
                changed[f"{prefix}network"] = None
    if changes.get("provider.network") == "in" and answers.get("provider.medicare") == "opted_out":
        changed["provider.medicare"] = None
