"""The money steps a second time, written from the design and the rules and not from the engine.

It knows fully known cases only, counts in whole cents and exact fractions instead of Decimal,
and keeps one pot for each limit of the year. ``bills`` answers with the bill of a case, and with
a second one, refused, where only the payer can say whether it pays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from tests.second_facts import Covered, figure, lines_of

type Raw = Mapping[str, Any]


class SecondLine(NamedTuple):
    """One line of the bill, in cents; ``extra`` is the balance bill and the excess charge."""

    patient: int
    plan: int
    second_payer: int
    balance_bill: int
    excess_charge: int
    written_off: int


def to_cents(text: str | Decimal | int) -> int:
    """Read dollars as whole cents."""
    exact = Fraction(str(text)) * 100
    assert exact.denominator == 1, f"{text} has parts of a cent"
    return int(exact)


def half_up(amount: Fraction) -> int:
    """Round to the whole cent, halves up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


@dataclass
class Pot:
    """One limit of the year: how much of it is left; None means that there is no such limit."""

    left: int | None

    def take(self, amount: int) -> None:
        """Count an amount toward the limit."""
        if self.left is not None:
            self.left = max(0, self.left - amount)

    def room(self, amount: int) -> int:
        """How much of an amount still fits."""
        return amount if self.left is None else min(amount, self.left)


@dataclass
class Pots:
    """What the person and the family still have to pay on one side of the network."""

    own_deductible: Pot
    own_maximum: list[Pot]
    family_deductible: Pot | None = None
    family_maximum: list[Pot] = field(default_factory=list)
    aggregate: bool = False

    def open_deductible(self, amount: int) -> int:
        """Step 4: how much of an amount goes to the deductible."""
        if self.family_deductible is None:
            return self.own_deductible.room(amount)
        of_family = self.family_deductible.room(amount)
        return of_family if self.aggregate else min(of_family, self.own_deductible.room(amount))

    def below_maximum(self, amount: int) -> int:
        """Step 6: what of an amount the maximums leave to pay."""
        return min(
            [amount, *(pot.room(amount) for pot in [*self.own_maximum, *self.family_maximum])]
        )

    def count(self, deductible: int, paid: int) -> None:
        """Remember what was paid, and what of it counts toward the deductible."""
        self.count_deductible(deductible)
        self.count_maximum(paid)

    def count_deductible(self, amount: int) -> None:
        """Remember what counts toward the deductible."""
        self.own_deductible.take(amount)
        if self.family_deductible is not None:
            self.family_deductible.take(amount)

    def count_maximum(self, amount: int) -> None:
        """Remember what counts toward the maximum."""
        for pot in [*self.own_maximum, *self.family_maximum]:
            pot.take(amount)


def bills(raw: Raw) -> list[list[SecondLine]]:
    """Work a fully known case out, once for each answer the payer could give."""
    sides = lines_of(raw)
    found = [_bill(raw, sides)]
    if any(side.asks for side in sides):
        # Asked and refused: the patient owes the charge of every line it was asked about.
        found.append(_bill(raw, [Covered("self") if side.asks else side for side in sides]))
    return found


def _bill(raw: Raw, sides: list[Covered]) -> list[SecondLine]:
    medicare = raw["coverage"]["program"] == "original_medicare"
    work = _Medicare(raw) if medicare else _Plan(raw)
    return [work.line(service, side) for service, side in zip(raw["services"], sides, strict=True)]


def _all_the_patients(charge: int) -> SecondLine:
    return SecondLine(charge, 0, 0, 0, 0, 0)


class _Plan:
    """A plan with its own terms: steps 3 to 6."""

    def __init__(self, raw: Raw) -> None:
        self.day: str = raw["on"]
        self.terms: Raw = raw.get("terms", {})
        self.outside_terms: Raw = self.terms.get("out_of_network", {})
        self.copay_counts = bool(self.terms.get("copay_counts_toward_deductible"))
        law = _law(raw)
        self.inside = _pots(self.terms, self.terms.get("family"), law)
        self.outside = _pots(self.outside_terms, None, (None, None))
        self.kept = self.outside_terms.get("accumulators", "separate")
        if raw["coverage"]["program"] == "medicare_advantage":
            # PPO plans have two maximums: one in network, and one for all care together.
            self.kept = "inside_in_both"

    def line(self, service: Raw, side: Covered) -> SecondLine:
        """Work one line out."""
        charge = to_cents(service["charge"])
        if side.side == "self":
            return _all_the_patients(charge)
        counted = min(charge, to_cents(service["allowed"]))
        out = side.side in ("outside", "outside_share")
        own = self._own_part(service["kind"], counted, out=out)
        rest = charge - counted
        plan = counted - own
        if side.side == "outside":
            return SecondLine(own + rest, plan, 0, rest, 0, 0)
        if side.side == "inside_excess":
            multiple = Fraction(figure("medicare_advantage", _PFFS, "2026-01-01"))
            most = half_up(multiple * to_cents(service["allowed"]))
            extra = max(0, min(charge, most) - counted)
            # The rule calls this a balance bill; it is capped as an excess charge is, and is
            # shown as one.
            return SecondLine(own + extra, plan, 0, 0, extra, rest - extra)
        return SecondLine(own, plan, 0, 0, 0, rest)

    def _own_part(self, kind: str, counted: int, *, out: bool) -> int:
        pots = self.outside if out else self.inside
        copay, rule, share = _shares(self.outside_terms if out else self.terms, kind)
        if copay is not None and rule == "instead_of_deductible":
            deductible, flat, percent = 0, min(copay, counted), 0
        else:
            deductible = pots.open_deductible(counted)
            after = counted - deductible
            flat = 0 if copay is None else min(copay, after)
            percent = 0
            if copay is None or rule == "then_coinsurance":
                percent = half_up(share * (after - flat))
        paid = pots.below_maximum(deductible + flat + percent)
        # The maximum cuts what comes last: first the deductible is paid, then the copay.
        toward = min(deductible, paid)
        if self.copay_counts:
            toward += min(flat, paid - toward)
        pots.count(toward, paid)
        if self.kept == "combined" or (self.kept == "inside_in_both" and not out):
            (self.inside if out else self.outside).count(toward, paid)
        return paid


_PFFS = "medicare_advantage.pffs.balance_billing.multiple"


def _pots(terms: Raw, family: Raw | None, law: tuple[int | None, int | None]) -> Pots:
    own_law, family_law = law
    met = to_cents(terms.get("out_of_pocket_met", "0"))
    pots = Pots(
        own_deductible=Pot(_left(terms, "deductible", "deductible_met") or 0),
        own_maximum=[
            Pot(_left(terms, "out_of_pocket_maximum", "out_of_pocket_met")),
            Pot(None if own_law is None else max(0, own_law - met)),
        ],
    )
    if family is not None:
        pots.aggregate = family.get("deductible_type") == "aggregate"
        left = _left(family, "deductible", "deductible_met")
        if left is not None or pots.aggregate:
            pots.family_deductible = Pot(left or 0)
        all_met = to_cents(family["out_of_pocket_met"])
        pots.family_maximum = [
            Pot(_left(family, "out_of_pocket_maximum", "out_of_pocket_met")),
            Pot(None if family_law is None else max(0, family_law - all_met)),
        ]
    return pots


def _left(terms: Raw, limit: str, met: str) -> int | None:
    """What is left of a limit; None where there is none."""
    amount = terms.get(limit, "none")
    if amount == "none":
        return None
    return max(0, to_cents(amount) - to_cents(terms.get(met, "0")))


def _law(raw: Raw) -> tuple[int | None, int | None]:
    """The federal maximum in network, for a person and for a family."""
    program, day = raw["coverage"]["program"], raw.get("plan_year_start", raw["on"])
    if program == "medicare_advantage":
        name = "medicare_advantage.out_of_pocket_limit.in_network"
        return to_cents(figure("medicare_advantage", name, day)), None
    if program not in ("employer", "marketplace") or raw["coverage"].get("grandfathered"):
        return None, None
    own, family = (
        to_cents(figure("federal_limits", f"federal.out_of_pocket_limit.{who}", day))
        for who in ("self", "family")
    )
    return own, family


def _shares(terms: Raw, kind: str) -> tuple[int | None, str, Fraction]:
    """Copay (None: there is none), its rule and the coinsurance of one kind of service.

    "A bare copay is the visit's": other services have one only if the plan says so for them.
    """
    own: Raw = terms.get("by_service", {}).get(kind, {})
    bare = terms.get("copay", "none") if kind == "visit" else "none"
    copay = own.get("copay", bare)
    rule = own.get("copay_rule", terms.get("copay_rule", ""))
    share = Fraction(own.get("coinsurance", terms.get("coinsurance", "0")))
    return (None if copay == "none" else to_cents(copay)), rule, share


class _Paid(NamedTuple):
    """What a second payer pays, by part of the patient's bill."""

    deductible: int
    share: int
    excess: int


class _Medicare:
    """Original Medicare: steps 3 to 5, and what a Medigap plan or QMB pays of it."""

    def __init__(self, raw: Raw) -> None:
        day = raw["on"]
        self.provider: Raw = raw["provider"]
        self.qmb = bool(raw["coverage"].get("qmb"))
        self.letter = raw["coverage"].get("medigap", "none").lower()
        self.day = day
        met = to_cents(raw.get("terms", {}).get("deductible_met", "0"))
        yearly = to_cents(figure("medicare", "medicare.part_b.deductible", day))
        self.deductible = Pot(max(0, yearly - met))
        self.share = Fraction(figure("medicare", "medicare.part_b.coinsurance", day))
        self.pot = self._yearly_pot(to_cents(raw.get("terms", {}).get("medigap_met", "0")))

    def _yearly_pot(self, met: int) -> Pot:
        """What is left of the amount after which the letter pays (more): K, L, HF and HG."""
        name = {
            "k": "medigap.k.out_of_pocket_limit",
            "l": "medigap.l.out_of_pocket_limit",
            "hf": "medigap.high_deductible.deductible",
            "hg": "medigap.high_deductible.deductible",
        }.get(self.letter)
        if name is None:
            return Pot(None)
        return Pot(max(0, to_cents(figure("medigap", name, self.day)) - met))

    def line(self, service: Raw, side: Covered) -> SecondLine:
        """Work one line out."""
        charge, allowed = to_cents(service["charge"]), to_cents(service["allowed"])
        if side.side == "self":
            return _all_the_patients(charge)
        # The hospital bills the facility fee, and what an opted-out doctor orders is done by
        # others: neither has the lower amount of a non-participating doctor.
        lower = self.provider.get("medicare") == "nonparticipating"
        if side.side != "free" and lower and service["kind"] != "facility":
            name = "medicare.nonparticipating.fee_share"
            allowed = half_up(Fraction(figure("medicare", name, self.day)) * allowed)
        counted = min(charge, allowed)
        if side.side == "free":
            return SecondLine(0, counted, 0, 0, 0, charge - counted)
        excess = 0
        if side.side == "excess":
            multiple = Fraction(figure("medicare", "medicare.limiting_charge.multiple", self.day))
            excess = max(0, min(charge, half_up(multiple * allowed)) - counted)
        deductible = self.deductible.room(counted)
        self.deductible.take(deductible)
        percent = half_up(self.share * (counted - deductible))
        paid = self._second(service["kind"], deductible, percent, excess)
        second = sum(paid)
        return SecondLine(
            patient=deductible + percent + excess - second,
            plan=counted - deductible - percent,
            second_payer=second,
            balance_bill=0,
            excess_charge=excess - paid.excess,
            written_off=charge - counted - excess,
        )

    def _second(self, kind: str, deductible: int, percent: int, excess: int) -> "_Paid":
        """Step 7: what the second payer pays of each of the patient's parts."""
        if self.qmb:
            return _Paid(deductible, percent, 0)
        if self.letter == "none":
            return _Paid(0, 0, 0)
        if self.letter in ("k", "l"):
            return _Paid(0, self._part_until_the_limit(deductible, percent), 0)
        would = self._pays(self.letter.removeprefix("h"), kind, deductible, percent, excess)
        if self.letter not in ("hf", "hg"):
            return would
        # What counts toward it is the Part B deductible and what the plan would else have paid.
        # Plan F would have paid that deductible, Plan G leaves it to the patient.
        if self.letter == "hg":
            self.pot.take(deductible)
        return _Paid(*(part - self._toward_its_own_deductible(part) for part in would))

    def _toward_its_own_deductible(self, part: int) -> int:
        first = self.pot.room(part)
        self.pot.take(first)
        return first

    def _pays(self, letter: str, kind: str, deductible: int, percent: int, excess: int) -> "_Paid":
        amounts = {
            "part_b_deductible": deductible,
            "part_b_coinsurance": percent,
            "excess_charge": excess,
        }
        found = _Paid(
            *(
                half_up(Fraction(figure("medigap", f"medigap.{letter}.{name}", self.day)) * amount)
                for name, amount in amounts.items()
            )
        )
        if letter == "n" and kind == "visit":
            most = to_cents(figure("medigap", "medigap.n.visit_copay", self.day))
            return found._replace(share=found.share - min(most, percent))
        return found

    def _part_until_the_limit(self, deductible: int, percent: int) -> int:
        """Plans K and L: part of the share until the limit is reached, then all of it."""
        self.pot.take(deductible)
        name = f"medigap.{self.letter}.part_b_coinsurance"
        own = percent - half_up(Fraction(figure("medigap", name, self.day)) * percent)
        own = self.pot.room(own)
        self.pot.take(own)
        return percent - own
