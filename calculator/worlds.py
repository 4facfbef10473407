"""Every way a case could really be: the unknown facts tried one after the other.

A *world* is a case whose facts are all known; only amounts may still be open in it. Its bill has
a least and a greatest patient total, found by working out the corners of the open amounts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculator.amount_range import AmountRange
from calculator.answers import Answers
from calculator.bill import work_out
from calculator.coverage import coverage_row, facts_of
from calculator.figures import FigureBook
from calculator.line_bases import line_bases
from calculator.line_basis import LineBasis
from calculator.program_terms import with_program_terms
from calculator.rule import Row
from calculator.ruleset import Ruleset
from calculator.search import extreme_bills
from calculator.unknown_amounts import unknown_amounts
from calculator.unknown_facts import coverage_choices, term_choices
from calculator.working import Bill, Case

#: The most ways of combining unknown facts that one estimate looks at.
MOST_WORLDS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One way the case could be: its facts, the row that decides, and who pays each line.

    ``pays`` is False in the world where a payer that has to be asked refuses. A world is equal
    only to itself, so that what was found out about it can be kept by it.
    """

    answers: Answers
    chosen: Mapping[str, Any]
    row: Row | None
    bases: tuple[LineBasis, ...]
    pays: bool = True


@dataclass(frozen=True, slots=True)
class Extremes:
    """The cheapest and the dearest bill of a world."""

    low: Bill
    high: Bill


class Engine:
    """Works out bills for one day, and counts how many."""

    def __init__(self, rules: Ruleset, book: FigureBook) -> None:
        """Use one set of rules and figures throughout."""
        self.rules = rules
        self.book = book
        self.calls = 0
        self._amounts: dict[World, tuple[AmountRange, ...]] = {}
        self._known: dict[Any, Extremes] = {}

    def bill(self, case: Case) -> Bill:
        """Work one fully known case out."""
        self.calls += 1
        return work_out(case)

    def worlds(self, answers: Answers) -> list[World]:
        """List every way the case could be.

        Ways that differ only in answers that no line of the bill depends on are kept apart,
        because the verdict may depend on them; their bills are worked out once.
        """
        found: list[World] = []
        for known, chosen in _expand(self.rules, answers):
            answered = with_program_terms(self.book, known)
            facts = facts_of(answered)
            row = coverage_row(self.rules, answered, facts)
            bases = tuple(line_bases(self.rules, answered, row, facts))
            asks = (row is not None and row.then == "ask_plan") or any(b.asks for b in bases)
            for pays in (True, False) if asks else (True,):
                paid = bases if pays else _refused(bases, row)
                for terms, picked in _expand_terms(self.book, answered, paid):
                    found.append(World(terms, {**chosen, **picked}, row, paid, pays))
                    if len(found) > MOST_WORLDS:
                        raise OverflowError("too many unknown facts to try them all")
        return found

    def amounts(self, world: World) -> tuple[AmountRange, ...]:
        """The amounts still open in a world."""
        found = self._amounts.get(world)
        if found is None:
            found = tuple(unknown_amounts(self.book, world.answers, world.bases))
            self._amounts[world] = found
        return found

    def extremes(self, world: World) -> Extremes:
        """The cheapest and the dearest bill over all consistent values of the open amounts."""
        amounts = self.amounts(world)
        key = _signature(world, amounts)
        found = self._known.get(key)
        if found is None:
            ends = extreme_bills(self.book, world.answers, world.bases, amounts, self.bill)
            found = self._known[key] = Extremes(*ends)
        return found


def _refused(bases: Sequence[LineBasis], row: Row | None) -> tuple[LineBasis, ...]:
    """The lines as they stand when a payer that has to be asked says no."""
    if row is not None and row.then == "ask_plan":
        return tuple(base._replace(basis="not_covered", rules=(row.id,)) for base in bases)
    return tuple(base._replace(basis="not_covered") if base.asks else base for base in bases)


def _expand(rules: Ruleset, answers: Answers) -> Iterator[tuple[Answers, dict[str, Any]]]:
    choice = next(coverage_choices(rules, answers), None)
    if choice is None:
        yield answers, {}
        return
    path, values = choice
    for value in values:
        for found, chosen in _expand(rules, {**answers, path: value}):
            yield found, {path: value, **chosen}


def _expand_terms(
    book: FigureBook, answers: Answers, bases: Sequence[LineBasis]
) -> Iterator[tuple[Answers, dict[str, Any]]]:
    choice = next(term_choices(book, answers, bases), None)
    if choice is None:
        yield answers, {}
        return
    path, values = choice
    for value in values:
        for found, chosen in _expand_terms(book, {**answers, path: value}, bases):
            yield found, {path: value, **chosen}


def _signature(world: World, amounts: Sequence[AmountRange]) -> tuple[Any, ...]:
    """What the bill of a world depends on: two worlds with the same mark have the same bill."""
    given = tuple(
        (path, value)
        for path, value in world.answers.items()
        if value is not None and path.startswith(("terms.", "services."))
    )
    setting = world.answers.get("provider.setting") == "hospital_clinic"
    return tuple(b.basis for b in world.bases), given, setting, tuple(amounts)
