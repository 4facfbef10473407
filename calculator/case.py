"""Build a fully known case from answers in which nothing that matters is unknown any more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

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


class _OpenLine(NamedTuple):
    """A line with its terms, and where its amounts stand among the answers."""

    charge_path: str
    charge: Decimal | None
    allowed_path: str
    allowed: Decimal | None
    kind: str
    line: LineBasis
    terms: LineTerms | None


class OpenCase:
    """A case whose terms are all known and whose amounts may still change.

    What does not depend on the charges and the allowed amounts is worked out once for all of them.
    """

    __slots__ = ("_case", "_lines", "_program")

    def __init__(self, book: FigureBook, answers: Answers, bases: Sequence[LineBasis]) -> None:
        """Settle the terms of each line and the limits of the year."""
        self._program = answers["coverage.program"]
        known = program_terms(book, answers)
        rules = case_rules(answers, known)
        insured = self._program != "none"
        self._lines = [
            _OpenLine(
                charge_path=f"{prefix}charge",
                charge=answers.get(f"{prefix}charge"),
                allowed_path=f"{prefix}allowed",
                allowed=answers.get(f"{prefix}allowed"),
                kind=kind,
                line=line,
                terms=line_terms(book, answers, kind, line.basis, known.rules),
            )
            for (prefix, kind), line in zip(services_of(answers), bases, strict=True)
        ]
        self._case = Case(
            lines=(),
            in_network=in_network_limits(book, answers) if insured else Limits(),
            out_of_network=out_of_network_limits(answers),
            accumulators=(
                "in_counts_toward_out"
                if self._program == "medicare_advantage"
                else answers["terms.out_of_network.accumulators"]
            ),
            fee_share=book.required("medicare.nonparticipating.fee_share"),
            limiting_multiple=book.required(rules.excess),
            rules=rules,
            second=second_payer(book, answers) if insured else None,
        )

    def at(self, amounts: Mapping[str, Decimal]) -> Case:
        """The case with these charges and allowed amounts in the place of the answers'.

        Lines without any price are left out.
        """
        lines = []
        for one in self._lines:
            basis = one.line.basis
            charge = amounts.get(one.charge_path, one.charge)
            allowed = amounts.get(one.allowed_path, one.allowed)
            if basis == "no_cost" and allowed is None:
                allowed = ZERO if charge is None else charge  # the patient owes nothing either way
            if (charge if basis in UNCOVERED else allowed) is not None:
                lines.append(LineCase(one.kind, basis, charge, allowed, one.terms, one.line.rules))
        kept = _one_copay_a_day(lines) if self._program == "va" else lines
        return self._case._replace(lines=tuple(kept))


def build_case(book: FigureBook, answers: Answers, bases: Sequence[LineBasis]) -> Case:
    """Put a case together of which nothing is unknown; lines without any price are left out."""
    return OpenCase(book, answers, bases).at({})


def _one_copay_a_day(lines: Sequence[LineCase]) -> Iterator[LineCase]:
    """Keep the highest copay of the VA and drop the others (``va.copay.one_a_day``)."""
    copays = [line.terms.copay or ZERO if line.terms else ZERO for line in lines]
    owed = copays.index(max(copays)) if copays else None
    for number, line in enumerate(lines):
        if line.terms is None or not copays[number] or number == owed:
            yield line
        else:
            free = replace(line.terms, copay=ZERO, copay_source="va.copay.one_a_day")
            yield line._replace(terms=free)


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
