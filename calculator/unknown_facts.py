"""The unknown facts of a case: each has a few possible answers, and all of them are tried."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from calculator.answers import Answers, applies, services_of
from calculator.case import COPAY_KIND
from calculator.coverage import decision_for, facts_of
from calculator.facts import DOMAINS, NETWORKS
from calculator.figures import FigureBook
from calculator.limits import any_terms_go_with_hsa
from calculator.line_basis import LineBasis
from calculator.programs import NETWORK_PLANS
from calculator.questions.model import NONE, SOME
from calculator.ruleset import Ruleset
from calculator.state_law import law_may_help, tells_apart
from calculator.working import OUT, UNCOVERED

#: The answers to try for an unknown fact.
type Choices = tuple[Any, ...]

_RULES = ("instead_of_deductible", "after_deductible", "then_coinsurance")

#: Never tried for an unknown answer: a reader knows these, and they lead elsewhere.
_NEVER_GUESSED = {
    "opinion.about": ("cosmetic", "emergency"),
    "provider.setting": ("records_only",),
}


def coverage_choices(rules: Ruleset, answers: Answers) -> Iterator[tuple[str, Choices]]:
    """The unknown facts that decide coverage, the first first, with the answers to try."""
    for path, choices in chain(
        _of_any_plan(rules, answers),
        _of_public_programs(answers),
        _of_state_law(rules, answers),
    ):
        if choices and answers.get(path) is None and applies(path, answers):
            yield path, choices


def _of_any_plan(rules: Ruleset, answers: Answers) -> Iterator[tuple[str, Choices]]:
    """Facts about the plan, the opinion and the doctor."""
    yield "coverage.network", NETWORKS[answers["coverage.program"]]
    yield "opinion.about", _alike(rules, answers, "about")
    yield "opinion.first_two_differ", (True, False)
    yield "provider.setting", _alike(rules, answers, "setting")
    yield "provider.network", ("in", "out")
    yield "provider.medicare", _standings(answers)
    yield "provider.assignment", (True, False)
    yield "provider.facility_network", ("in", "out")
    yield "provider.consent_signed", (True, False)
    yield "coverage.balance_billing", (True, False)


def _of_public_programs(answers: Answers) -> Iterator[tuple[str, Choices]]:
    """Facts that set what TRICARE, the VA and Medicaid ask a person to pay."""
    prime = answers.get("coverage.network") == "prime"
    families = ("active_duty_family", "retiree")
    others = ("active_duty",) if prime else ("reserve_select", "retired_reserve")
    yield "coverage.tricare_status", (*families, *others)
    yield "coverage.tricare_group", ("a", "b")
    yield "coverage.sponsor_rank", ("e4_and_below", "e5_and_above")
    free_to_choose = answers.get("coverage.tricare_status") != "active_duty"
    share_counts = not prime or answers.get("coverage.point_of_service")
    yield "provider.takes_tricare", (True, False) if free_to_choose and share_counts else ()
    yield "coverage.va_copays", (True, False)
    yield "coverage.copay_exempt", (True, False)


def _of_state_law(rules: Ruleset, answers: Answers) -> Iterator[tuple[str, Choices]]:
    """Facts that decide whether a state's law makes the plan pay for a doctor outside."""
    if not law_may_help(rules, answers, facts_of(answers)):
        return
    yield "provider.network_doctor_available", (True, False)
    if answers.get("provider.network_doctor_available") is False:
        yield "coverage.funding", ("insured", "self_funded")


def _standings(answers: Answers) -> tuple[str, ...]:
    if answers["coverage.program"] in ("original_medicare", "tricare"):
        return ("participating", "nonparticipating", "opted_out")
    return ("participating", "opted_out") if answers.get("provider.network") == "out" else ()


def _alike(rules: Ruleset, answers: Answers, fact: str) -> tuple[str, ...]:
    """One answer out of each group of answers that no row of the decision tells apart."""
    program, state = answers["coverage.program"], answers.get("state")
    key = ("alike", program, state, fact)
    return rules.memory.recall(key, lambda: _groups(rules, answers, fact))


def _groups(rules: Ruleset, answers: Answers, fact: str) -> tuple[str, ...]:
    """The first answer of each group; it depends on program and state alone."""
    decision_id = decision_for(rules, answers["coverage.program"])
    if decision_id is None:
        return ()
    path = {"about": "opinion.about", "setting": "provider.setting"}[fact]
    groups: dict[tuple[bool, ...], str] = {}
    for value in DOMAINS[fact]:
        if value in _NEVER_GUESSED[path]:
            continue
        rows = (*rules.decisions[decision_id].rows, *tells_apart(rules, answers))
        mark = tuple(value in row.when.get(fact, (value,)) for row in rows)
        if value == "hospital_clinic":
            mark = (*mark, True)
        groups.setdefault(mark, value)
    return tuple(groups.values())


def term_choices(
    book: FigureBook, answers: Answers, bases: Sequence[LineBasis]
) -> Iterator[tuple[str, Choices]]:
    """The first unknown fact about the plan's terms that a line of the bill needs."""
    if answers["coverage.program"] not in NETWORK_PLANS:
        return
    kinds = services_of(answers)
    for prefix, outside in (("terms.", False), ("terms.out_of_network.", True)):
        visits = any(
            kind == COPAY_KIND and line.basis not in UNCOVERED and (line.basis in OUT) == outside
            for (_, kind), line in zip(kinds, bases, strict=True)
        )
        own = not outside and any(
            answers.get(f"terms.by_service.{COPAY_KIND}.{name}") is not None
            for name in ("copay", "coinsurance")
        )
        if not visits or own:
            continue
        copay = answers.get(f"{prefix}copay")
        if copay is None and not (outside and answers.get(f"{prefix}coinsurance") is not None):
            yield f"{prefix}copay", (NONE, SOME)
        elif copay not in (None, NONE) and answers.get(f"{prefix}copay_rule") is None:
            first = not outside and _deductible_first(book, answers)
            yield f"{prefix}copay_rule", _RULES[1:] if first else _RULES
    family = answers.get("terms.family.deductible")
    uses_network = any(line.basis in ("in_network", "terms_with_excess") for line in bases)
    if (
        family not in (None, NONE)
        and answers.get("terms.family.deductible_type") is None
        and uses_network
    ):
        yield "terms.family.deductible_type", ("embedded", "aggregate")


def _deductible_first(book: FigureBook, answers: Answers) -> bool:
    """An HSA-qualified plan pays nothing before the deductible, but for what the law lets it.

    That is a visit by video or phone, and any visit with a bronze or catastrophic plan
    (``private.hdhp.telehealth``, ``private.hdhp.bronze_catastrophic``).
    """
    return bool(
        answers.get("coverage.high_deductible")
        and answers.get("provider.setting") != "telehealth"
        and not any_terms_go_with_hsa(book, answers)
    )
