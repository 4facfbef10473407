"""Build a fully known case from answers in which nothing that matters is unknown any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from calculator.answers import Answers, services_of
from calculator.case_rules import case_rules
from calculator.figures import FigureBook
from calculator.limits import in_network_limits, out_of_network_limits
from calculator.line_basis import LineBasis
from calculator.money import ZERO
from calculator.program_terms import program_terms
from calculator.questions.model import NONE
from calculator.second_payer import second_payer
from calculator.working import OUT, UNCOVERED, Basis, Case, Limits, LineCase, LineTerms

#: Where a bare copay applies; other services have their own copay or coinsurance.
COPAY_KIND = "visit"


def build_case(book: FigureBook, answers: Answers, bases: Sequence[LineBasis]) -> Case:
    """Put the known case together; lines without any price are left out."""
    program = answers["coverage.program"]
    terms_known = program_terms(book, answers)
    lines = []
    for (prefix, kind), line in zip(services_of(answers), bases, strict=True):
        charge = answers.get(f"{prefix}charge")
        allowed = answers.get(f"{prefix}allowed")
        if line.basis == "no_cost" and allowed is None:
            allowed = ZERO if charge is None else charge  # the patient's part is nothing either way
        if (charge if line.basis in UNCOVERED else allowed) is None:
            continue
        terms = line_terms(book, answers, kind, line.basis, terms_known.rules)
        lines.append(LineCase(kind, line.basis, charge, allowed, terms, line.rules))
    insured = program != "none"
    rules = case_rules(answers, terms_known)
    return Case(
        lines=tuple(_one_copay_a_day(lines) if program == "va" else lines),
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


def _one_copay_a_day(lines: Sequence[LineCase]) -> Iterator[LineCase]:
    """Keep the highest copay of the VA and drop the others (``va.copay.one_a_day``)."""
    copays = [line.terms.copay or ZERO if line.terms else ZERO for line in lines]
    owed = copays.index(max(copays)) if copays else None
    for number, line in enumerate(lines):
        if line.terms is None or not copays[number] or number == owed:
            yield line
        else:
            free = replace(line.terms, copay=ZERO, copay_source="va.copay.one_a_day")
            yield replace(line, terms=free)


def line_terms(
    book: FigureBook,
    answers: Answers,
    kind: str,
    basis: Basis,
    sources: Mapping[str, str],
) -> LineTerms | None:
    """Cost sharing for one kind of service; None where the plan pays nothing or everything.

    ``sources`` names the rule of each term that the rules know and the reader does not tell.
    """
    if basis in UNCOVERED or basis == "no_cost":
        return None
    if answers["coverage.program"] == "original_medicare":
        return LineTerms(None, "", book.required("medicare.part_b.coinsurance"))
    prefix = "terms.out_of_network." if basis in OUT else "terms."
    coinsurance = answers.get(f"{prefix}coinsurance")
    copay = answers.get(f"{prefix}copay") if kind == COPAY_KIND else None
    copay_path = f"{prefix}copay"
    rule = answers.get(f"{prefix}copay_rule") or "after_deductible"
    if basis not in OUT:
        own = f"terms.by_service.{kind}."
        own_copay = answers.get(f"{own}copay")
        own_share = answers.get(f"{own}coinsurance")
        if own_copay is not None or own_share is not None:
            copay, copay_path = own_copay, f"{own}copay"
            rule = answers.get(f"{own}copay_rule") or "after_deductible"
            coinsurance = own_share if own_share is not None else coinsurance
    return LineTerms(
        copay=None if copay in (None, NONE) else Decimal(copay),
        copay_rule=rule,
        coinsurance=ZERO if coinsurance is None else coinsurance,
        copay_source=sources.get(copay_path, ""),
    )
