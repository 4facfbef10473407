"""Assess one case: the verdict, the range of what the patient owes, and what decides it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.answers import Answers, services_of
from calculator.money import ZERO
from calculator.questions.model import NONE, SOME
from calculator.rule import Row
from calculator.typical import typical_terms
from calculator.working import UNCOVERED, Bill
from calculator.worlds import Engine, Extremes, World

#: A condition is closed once the reader says that the step was taken, or is not asked for.
_CLOSED_BY: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "referral": (("done.referral", ("yes", "not_needed")),),
    "prior_authorization": (("done.prior_authorization", ("yes", "not_needed")),),
    # A plan that approves a visit in advance has decided that it is medically needed.
    "medical_need": (("done.prior_authorization", ("yes",)),),
}


@dataclass(frozen=True, slots=True)
class Amount3:
    """An amount in US dollars: least, likely (None where no source says), greatest."""

    low: Decimal
    likely: Decimal | None
    high: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """One world with its cheapest and dearest bill."""

    world: World
    low: Bill
    high: Bill


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows for one case; no options and no advice yet."""

    verdict: str
    answers: Answers
    outcomes: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    needs: tuple[str, ...]
    open_needs: tuple[str, ...]
    low: Bill
    high: Bill
    likely: Bill | None
    unpriced: tuple[str, ...]

    @property
    def total(self) -> Amount3:
        """What the patient owes in all."""
        likely = self.likely.patient if self.likely else None
        return Amount3(self.low.patient, likely, self.high.patient)

    def range_where(self, *, pays: bool) -> Amount3 | None:
        """The range over the worlds in which the payer pays, or refuses."""
        return patient_range([o for o in self.outcomes if o.world.pays == pays])


def assess(engine: Engine, answers: Answers) -> Assessment:
    """Assess a case; facts and amounts may be unknown."""
    outcomes = outcomes_of(engine, engine.worlds(answers))
    rows = _rows(outcomes)
    needs = tuple(dict.fromkeys(need for row in rows for need in row.needs))
    return Assessment(
        verdict=verdict_of(outcomes, answers),
        answers=answers,
        outcomes=tuple(outcomes),
        rows=rows,
        needs=needs,
        open_needs=tuple(need for need in needs if not is_closed(need, answers)),
        low=min((o.low for o in outcomes), key=lambda bill: bill.patient),
        high=max((o.high for o in outcomes), key=lambda bill: bill.patient),
        likely=likely_bill(engine, answers, outcomes),
        unpriced=_unpriced(engine, outcomes),
    )


def outcomes_of(engine: Engine, worlds: Iterable[World]) -> list[Outcome]:
    """Work out both ends of every world."""
    found = []
    for world in worlds:
        ends = engine.extremes(world)
        found.append(Outcome(world, ends.low, ends.high))
    return found


def patient_range(outcomes: Sequence[Outcome]) -> Amount3 | None:
    """The least and greatest patient total over some outcomes; None without any."""
    if not outcomes:
        return None
    low = min(o.low.patient for o in outcomes)
    return Amount3(low, None, max(o.high.patient for o in outcomes))


def is_closed(need: str, answers: Answers) -> bool:
    """Say whether the reader has already met a condition."""
    return any(answers.get(path) in values for path, values in _CLOSED_BY.get(need, ()))


def verdict_of(outcomes: Sequence[Outcome], answers: Answers) -> str:
    """Bring the answers of all worlds together; where they differ, the verdict is conditional."""
    found = {effective(outcome.world.row, answers) for outcome in outcomes}
    if len(found) == 1:
        return found.pop()
    return "ask_plan" if "ask_plan" in found else "covered_if"


def effective(row: Row | None, answers: Answers) -> str:
    """The outcome of a row for this reader: a condition already met is no condition any more."""
    if row is None:
        return "not_covered"
    if row.then == "covered_if" and all(is_closed(need, answers) for need in row.needs):
        return "covered"
    return row.then


def _rows(outcomes: Sequence[Outcome]) -> tuple[Row, ...]:
    rows = {o.world.row.id: o.world.row for o in outcomes if o.world.row is not None}
    return tuple(rows.values())


def likely_bill(engine: Engine, answers: Answers, outcomes: Iterable[Outcome]) -> Bill | None:
    """The bill with every unknown at its usual value; None where no source gives one.

    An unknown without a usual value does no harm where it makes no difference.
    """
    usual = typical_terms(engine.book, answers)
    likely: Bill | None = None
    for outcome in outcomes:
        world = outcome.world
        if not _usual_copay(world, usual):
            continue
        filled = {a.path: a.typical for a in engine.amounts(world) if a.typical is not None}
        ends: Outcome | Extremes = outcome
        if filled:
            ends = engine.extremes(replace(world, answers={**world.answers, **filled}))
        likely = ends.low if likely is None else likely
        if not ends.low.patient == ends.high.patient == likely.patient:
            return None
    return likely


def _usual_copay(world: World, usual: Mapping[str, object]) -> bool:
    """Leave out worlds in which the plan shares costs in the less usual form."""
    for prefix in ("terms.", "terms.out_of_network."):
        chosen = world.chosen.get(f"{prefix}copay")
        if chosen is None:
            continue
        if f"{prefix}copay" in usual and chosen != SOME:
            return False
        if f"{prefix}copay" not in usual and f"{prefix}coinsurance" in usual and chosen != NONE:
            return False
    return True


def _unpriced(engine: Engine, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Paths of lines for which neither the reader nor any source gives a price."""
    missing: dict[str, None] = {}
    for outcome in outcomes:
        world = outcome.world
        open_paths = {amount.path for amount in engine.amounts(world)}
        lines = zip(services_of(world.answers), world.bases, strict=True)
        for (prefix, _), line in lines:
            if line.basis == "no_cost":
                continue
            name = "charge" if line.basis in UNCOVERED else "allowed"
            path = f"{prefix}{name}"
            if world.answers.get(path) is None and path not in open_paths:
                missing[path] = None
    return tuple(missing)


def spread(amount: Amount3 | None) -> Decimal:
    """The width of a range in US dollars."""
    return ZERO if amount is None else amount.high - amount.low
