"""What pays after Original Medicare: a Medigap plan by its letter, or Medicaid for a QMB.

A second payer takes over part of what Medicare leaves to the patient: the Part B deductible, the
coinsurance and the excess charge. The patient pays the rest. Rules: ``medigap.*`` and ``qmb.*``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from calculator.answers import Answers
from calculator.figures import FigureBook
from calculator.money import ONE, ZERO, cents
from calculator.questions.model import NONE

#: Letters of the plans with a deductible of their own, and the letter they pay like after it.
HIGH_DEDUCTIBLE = {"hf": "f", "hg": "g"}

#: Letters of the plans that pay part of the share, up to a limit for the year.
LIMITED = ("k", "l")


class Left(NamedTuple):
    """What Medicare leaves to the patient on one line, in US dollars."""

    deductible: Decimal
    coinsurance: Decimal
    excess_charge: Decimal


class Taken(NamedTuple):
    """What the second payer takes over of it, and the rules that say so."""

    deductible: Decimal
    coinsurance: Decimal
    excess_charge: Decimal
    rules: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.deductible + self.coinsurance + self.excess_charge


@dataclass(frozen=True, slots=True)
class SecondPayer:
    """One second payer with its shares (0 to 1) and its yearly amounts.

    ``ceiling`` is the limit of Plans K and L, or the deductible of high-deductible plans; ``met``
    is what the patient has paid toward it this year.
    """

    letter: str
    deductible_share: Decimal = ONE
    coinsurance_share: Decimal = ONE
    excess_share: Decimal = ONE
    visit_copay: Decimal | None = None
    ceiling: Decimal | None = None
    met: Decimal = ZERO

    @property
    def is_qmb(self) -> bool:
        """Whether Medicaid stands behind, not a Medigap plan."""
        return self.letter == "qmb"


class SecondMeter:
    """Takes lines over one after the other, and counts what the patient pays toward the ceiling."""

    def __init__(self, payer: SecondPayer) -> None:
        """Start from what was met before this bill."""
        self._payer = payer
        self._open = max(ZERO, (payer.ceiling or ZERO) - payer.met)

    def take(self, left: Left, *, visit: bool) -> Taken:
        """Say what the second payer takes over of one line."""
        payer = self._payer
        if payer.is_qmb:
            return Taken(
                left.deductible, left.coinsurance, left.excess_charge, ("qmb.no_cost_sharing",)
            )
        if payer.letter in HIGH_DEDUCTIBLE:
            return self._after_own_deductible(left)
        if payer.letter in LIMITED:
            return self._up_to_limit(left)
        taken = self._shares(left)
        if payer.visit_copay is None or not visit or not left.coinsurance:
            return taken
        copay = min(payer.visit_copay, left.coinsurance)
        rules = (*taken.rules, "medigap.n.copay_applies", "medigap.n.visit_copay")
        return Taken(taken.deductible, left.coinsurance - copay, taken.excess_charge, rules)

    def _shares(self, left: Left) -> Taken:
        payer = self._payer
        letter = HIGH_DEDUCTIBLE.get(payer.letter, payer.letter)
        parts = {
            "part_b_deductible": left.deductible,
            "part_b_coinsurance": left.coinsurance,
            "excess_charge": left.excess_charge,
        }
        return Taken(
            cents(left.deductible * payer.deductible_share),
            cents(left.coinsurance * payer.coinsurance_share),
            cents(left.excess_charge * payer.excess_share),
            tuple(f"medigap.{letter}.{name}" for name, amount in parts.items() if amount),
        )

    def _up_to_limit(self, left: Left) -> Taken:
        """Plans K and L: the deductible and the patient's part of the share count."""
        taken = self._shares(left)
        rules = (*taken.rules, f"medigap.{self._payer.letter}.out_of_pocket_limit")
        self._open = max(ZERO, self._open - (left.deductible - taken.deductible))
        own = left.coinsurance - taken.coinsurance
        if own > self._open:
            own = self._open
            rules = (*rules, "medigap.k_l_full_after_limit")
        self._open -= own
        return Taken(taken.deductible, left.coinsurance - own, taken.excess_charge, rules)

    def _after_own_deductible(self, left: Left) -> Taken:
        """High-deductible plans: nothing until the patient has paid the plan's own deductible.

        The Part B deductible counts toward it whether the plan pays it or not.
        """
        would_pay = self._shares(left)
        rules = (
            *would_pay.rules,
            "medigap.high_deductible",
            "medigap.high_deductible.deductible",
        )
        taken = []
        parts = (
            (left.deductible, would_pay.deductible),
            (left.coinsurance, would_pay.coinsurance),
            (left.excess_charge, would_pay.excess_charge),
        )
        for amount, paid in parts:
            own = min(self._open, amount)
            self._open -= own
            taken.append(min(paid, amount - own))
        return Taken(taken[0], taken[1], taken[2], rules)


def second_payer(book: FigureBook, answers: Answers) -> SecondPayer | None:
    """The second payer of a known case; None where there is none."""
    if answers["coverage.program"] != "original_medicare":
        return None
    if answers.get("coverage.qmb"):
        return SecondPayer("qmb")
    given = answers.get("coverage.medigap")
    if given in (None, NONE):
        return None
    letter = str(given).lower()
    like = HIGH_DEDUCTIBLE.get(letter, letter)
    met = answers.get("terms.medigap_met")
    ceiling = yearly_amount(letter)
    return SecondPayer(
        letter=letter,
        deductible_share=book.required(f"medigap.{like}.part_b_deductible"),
        coinsurance_share=book.required(f"medigap.{like}.part_b_coinsurance"),
        excess_share=book.required(f"medigap.{like}.excess_charge"),
        visit_copay=book.required("medigap.n.visit_copay") if letter == "n" else None,
        ceiling=book.amount(ceiling) if ceiling else None,
        met=ZERO if met in (None, NONE) else Decimal(met),
    )


def yearly_amount(letter: str) -> str | None:
    """The figure that a plan's ``met`` counts toward; None for plans without one."""
    if letter in LIMITED:
        return f"medigap.{letter}.out_of_pocket_limit"
    return "medigap.high_deductible.deductible" if letter in HIGH_DEDUCTIBLE else None


def unknown_met(book: FigureBook, answers: Answers) -> Iterator[tuple[str, Decimal]]:
    """The path of what was paid toward the plan's yearly amount, with its most, if unknown."""
    given = answers.get("coverage.medigap")
    figure = yearly_amount(str(given).lower()) if given else None
    if figure and answers.get("terms.medigap_met") is None and not answers.get("coverage.qmb"):
        most = book.amount(figure)
        if most is not None:
            yield "terms.medigap_met", most
