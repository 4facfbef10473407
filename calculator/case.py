"""Build a fully known case from answers in which nothing that matters is unknown any more."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from calculator.answers import Answers, services_of
from calculator.bill import OUT
from calculator.coverage import LineBasis
from calculator.figures import FigureBook
from calculator.limits import in_network_limits, out_of_network_limits
from calculator.money import ZERO
from calculator.questions.model import NONE
from calculator.second_payer import second_payer
from calculator.working import UNCOVERED, Basis, Case, CaseRules, Limits, LineCase, LineTerms

#: Where a bare copay applies; other services have their own copay or coinsurance.
COPAY_KIND = "visit"


_PRIVATE_RULES = CaseRules(
    deductible="private.cost_sharing_order",
    coinsurance="private.cost_sharing_order",
    copay="private.copay_rules",
    charge="private.allowed_amount",
    maximum="private.cost_sharing_order",
)

_RULES = {
    "original_medicare": CaseRules(
        deductible="medicare.part_b.deductible",
        coinsurance="medicare.part_b.coinsurance",
        copay="medicare.cost_order",
        charge="medicare.cost_order",
        maximum="medicare.no_out_of_pocket_limit",
    ),
    "medicare_advantage": replace(
        _PRIVATE_RULES,
        maximum="medicare_advantage.yearly_limit",
        excess="medicare_advantage.pffs.balance_billing.multiple",
    ),
}


def build_case(book: FigureBook, answers: Answers, bases: Sequence[LineBasis]) -> Case:
    """Put the known case together; lines without any price are left out."""
    program = answers["coverage.program"]
    lines = []
    for (prefix, kind), line in zip(services_of(answers), bases, strict=True):
        charge = answers.get(f"{prefix}charge")
        allowed = answers.get(f"{prefix}allowed")
        if line.basis == "no_cost" and allowed is None:
            allowed = ZERO if charge is None else charge  # the patient's part is nothing either way
        if (charge if line.basis in UNCOVERED else allowed) is None:
            continue
        terms = line_terms(book, answers, kind, line.basis)
        lines.append(LineCase(kind, line.basis, charge, allowed, terms, line.rules))
    insured = program != "none"
    rules = _RULES.get(program, _PRIVATE_RULES)
    return Case(
        lines=tuple(lines),
        in_network=in_network_limits(book, answers) if insured else Limits(),
        out_of_network=out_of_network_limits(answers),
        accumulators=(
            "in_counts_toward_out"
            if program == "medicare_advantage"
            else answers["terms.out_of_network.accumulators"]
        ),
        fee_share=book.required("medicare.nonparticipating.fee_share"),
        limiting_multiple=book.required(rules.excess),
        rules=rules,
        second=second_payer(book, answers) if insured else None,
    )


def line_terms(book: FigureBook, answers: Answers, kind: str, basis: Basis) -> LineTerms | None:
    """Cost sharing for one kind of service; None where the plan pays nothing or everything."""
    if basis in UNCOVERED or basis == "no_cost":
        return None
    if answers["coverage.program"] == "original_medicare":
        return LineTerms(None, "", book.required("medicare.part_b.coinsurance"))
    prefix = "terms.out_of_network." if basis in OUT else "terms."
    coinsurance = answers.get(f"{prefix}coinsurance")
    copay = answers.get(f"{prefix}copay") if kind == COPAY_KIND else None
    rule = answers.get(f"{prefix}copay_rule") or "after_deductible"
    if basis not in OUT:
        own = f"terms.by_service.{kind}."
        own_copay = answers.get(f"{own}copay")
        own_share = answers.get(f"{own}coinsurance")
        if own_copay is not None or own_share is not None:
            copay = own_copay
            rule = answers.get(f"{own}copay_rule") or "after_deductible"
            coinsurance = own_share if own_share is not None else coinsurance
    return LineTerms(
        copay=None if copay in (None, NONE) else Decimal(copay),
        copay_rule=rule,
        coinsurance=ZERO if coinsurance is None else coinsurance,
    )
