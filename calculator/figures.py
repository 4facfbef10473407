"""Look figures up for one case, and remember what was missing and what stood in for it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculator.memory import Memory
from calculator.rule import Figure, Reading
from calculator.ruleset import Ruleset


@dataclass(slots=True)
class FigureBook:
    """The figures of one day.

    A yearly figure that the rules do not have for that year is never replaced in silence: the
    newest known one is used, and ``stand_ins`` remembers it so that the estimate says so.
    ``memory`` keeps what follows from the figures of the day alone.
    """

    rules: Ruleset
    day: date
    plan_year_day: date | None = None
    stand_ins: dict[str, Reading] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
    _known: dict[str, Decimal | None] = field(default_factory=dict)

    def amount(self, figure_id: str) -> Decimal | None:
        """The number for the day; None where there is none.

        Federal limits on plans are those of the plan year, all other figures those of the visit.
        """
        if figure_id in self._known:
            return self._known[figure_id]
        found = self._known[figure_id] = self._look_up(figure_id)
        return found

    def day_of(self, figure_id: str) -> date:
        """The day a figure is looked up for."""
        of_plan_year = figure_id.startswith("federal.") and self.plan_year_day is not None
        return self.plan_year_day if of_plan_year and self.plan_year_day else self.day

    def has_begun(self, figure_id: str) -> bool:
        """Say whether the day a figure names has come by the start of the plan year."""
        figure = self.rules.figures[figure_id]
        value = figure.values[-1]
        day = self.plan_year_day or self.day
        return value.amount is not None and date.fromisoformat(value.amount) <= day

    def required(self, figure_id: str) -> Decimal:
        """A figure that the rules always have; a missing one is a fault of the rule data."""
        amount = self.amount(figure_id)
        if amount is None:
            raise LookupError(f"the rules lack {figure_id} for {self.day}")
        return amount

    def year(self, figure_id: str) -> int | None:
        """The year of the value in use, None for a rule that holds until changed."""
        figure = self.rules.figures.get(figure_id)
        if figure is None or figure.reach == "until_changed":
            return None
        reading = figure.on(self.day_of(figure_id))
        value = reading.value or reading.latest
        return value.start.year if value else None

    def figure(self, figure_id: str) -> Figure:
        """The figure itself."""
        return self.rules.figures[figure_id]

    def _look_up(self, figure_id: str) -> Decimal | None:
        figure = self.rules.figures.get(figure_id)
        if figure is None:
            return None
        day = self.day_of(figure_id)
        reading = self.rules.memory.recall(("reading", figure_id, day), lambda: figure.on(day))
        if reading.value is not None:
            return reading.decimal
        self.stand_ins[figure_id] = reading
        if reading.latest is None or reading.latest.amount is None:
            return None
        return Decimal(reading.latest.amount)
