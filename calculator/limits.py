"""The yearly limits of a case: the plan's own, and the federal ones where the law applies them."""

from dataclasses import dataclass
from decimal import Decimal

from calculator.answers import Answers
from calculator.figures import FigureBook
from calculator.money import ZERO
from calculator.programs import UNDER_FEDERAL_LIMIT
from calculator.questions.model import NONE
from calculator.working import Limits


@dataclass(frozen=True, slots=True)
class LegalCap:
    """The most a plan may let one person and one family owe in network in a year."""

    person: Decimal | None
    family: Decimal | None
    rule: str
    family_rule: str = ""


NO_CAP = LegalCap(None, None, "")

_SELF = "federal.out_of_pocket_limit.self"
_FAMILY = "federal.out_of_pocket_limit.family"
_LIGHT_TIERS = ("bronze", "catastrophic")


def legal_cap(book: FigureBook, answers: Answers) -> LegalCap:
    """The federal limit in network, only where the law applies it.

    Employer and Marketplace plans: 42 U.S.C. 18022(c) and 300gg-6(b), not grandfathered ones, and
    not bronze and catastrophic plans once the usual limit need not hold for them
    (``private.bronze_catastrophic_2027``). Medicare Advantage: 42 CFR 422.100(f). Nothing out of
    network for private plans.
    """
    program = answers["coverage.program"]
    if program == "medicare_advantage":
        rule = "medicare_advantage.out_of_pocket_limit.in_network"
        return LegalCap(book.amount(rule), None, rule)
    if program not in UNDER_FEDERAL_LIMIT or answers.get("coverage.grandfathered"):
        return NO_CAP
    if limit_is_loose(book, answers):
        return NO_CAP
    return LegalCap(book.amount(_SELF), book.amount(_FAMILY), _SELF, _FAMILY)


def limit_is_loose(book: FigureBook, answers: Answers) -> bool:
    """Say whether the usual yearly limit cannot be taken for granted."""
    light = answers.get("coverage.metal_tier") in _LIGHT_TIERS
    return light and book.has_begun("private.bronze_catastrophic_limits_from")


def any_terms_go_with_hsa(book: FigureBook, answers: Answers) -> bool:
    """Bronze and catastrophic plans go with an HSA whatever their terms, once that law began."""
    light = answers.get("coverage.metal_tier") in _LIGHT_TIERS
    return light and book.has_begun("private.hdhp.bronze_catastrophic_from")


def in_network_limits(book: FigureBook, answers: Answers) -> Limits:
    """The limits in network of a case without unknowns."""
    if answers["coverage.program"] == "original_medicare":
        deductible = book.required("medicare.part_b.deductible")
        return Limits(deductible=deductible, deductible_met=_met(answers, "terms.deductible_met"))
    cap = legal_cap(book, answers)
    own = _limit(answers, "terms.out_of_pocket_maximum")
    maximum = _smaller(own, cap.person)
    family = _limit(answers, "terms.family.out_of_pocket_maximum")
    family_maximum = _smaller(family, cap.family) if _has_family(answers) else None
    return Limits(
        deductible=_limit(answers, "terms.deductible") or ZERO,
        deductible_met=_met(answers, "terms.deductible_met"),
        family_deductible=_limit(answers, "terms.family.deductible"),
        family_deductible_met=_met(answers, "terms.family.deductible_met"),
        aggregate=answers.get("terms.family.deductible_type") == "aggregate",
        maximum=maximum,
        maximum_met=_met(answers, "terms.out_of_pocket_met"),
        family_maximum=family_maximum,
        family_maximum_met=_met(answers, "terms.family.out_of_pocket_met"),
        maximum_law=cap.rule if maximum != own else "",
        family_maximum_law=cap.family_rule if family_maximum != family else "",
        copay_counts_toward_deductible=bool(answers.get("terms.copay_counts_toward_deductible")),
    )


def out_of_network_limits(answers: Answers) -> Limits:
    """The limits out of network of a case without unknowns."""
    prefix = "terms.out_of_network."
    return Limits(
        deductible=_limit(answers, f"{prefix}deductible") or ZERO,
        deductible_met=_met(answers, f"{prefix}deductible_met"),
        maximum=_limit(answers, f"{prefix}out_of_pocket_maximum"),
        maximum_met=_met(answers, f"{prefix}out_of_pocket_met"),
        copay_counts_toward_deductible=bool(answers.get("terms.copay_counts_toward_deductible")),
    )


def _has_family(answers: Answers) -> bool:
    return any(
        answers.get(f"terms.family.{name}") is not None
        for name in ("deductible", "out_of_pocket_maximum")
    )


def _limit(answers: Answers, path: str) -> Decimal | None:
    value = answers.get(path)
    if isinstance(value, Decimal):
        return value
    return None if value in (None, NONE) else Decimal(value)


def _met(answers: Answers, path: str) -> Decimal:
    return _limit(answers, path) or ZERO


def _smaller(own: Decimal | None, law: Decimal | None) -> Decimal | None:
    if own is None or law is None:
        return law if own is None else own
    return min(own, law)
