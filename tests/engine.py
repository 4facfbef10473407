"""The engine as the tests drive it: one known case worked out, or the range of an unknown one."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from calculator.answers import flatten
from calculator.assess import Amount3, assess
from calculator.figures import FigureBook
from calculator.parse import parse_scenario
from calculator.scenario import Scenario
from calculator.working import Bill
from calculator.worlds import Engine, World
from tests.cases import fresh_rules
from tests.strategies import Raw

#: Not a fixture: a failing example is printed with its arguments, and these are long.
RULES = fresh_rules()


def book_for(scenario: Scenario) -> FigureBook:
    return FigureBook(RULES, scenario.on, scenario.plan_year_start)


def engine_for(scenario: Scenario) -> Engine:
    return Engine(RULES, book_for(scenario))


def worked(raw: Raw) -> list[tuple[World, Bill]]:
    """The bills of a known case: one, or two where only the payer can say if it pays."""
    scenario = parse_scenario(RULES, raw)
    engine = engine_for(scenario)
    found = []
    for world in engine.worlds(flatten(scenario)):
        ends = engine.extremes(world)
        assert ends.low == ends.high, "nothing is unknown"
        found.append((world, ends.low))
    return found


def totals(raw: Raw) -> list[Decimal]:
    return [bill.patient for _, bill in worked(raw)]


def total_of(raw: Raw) -> Amount3:
    scenario = parse_scenario(RULES, raw)
    return assess(engine_for(scenario), flatten(scenario)).total


def fill(raw: Raw, path: str, value: object) -> Raw:
    """The same case with one other answer; ``services.0.charge`` reaches into the list."""
    new = deepcopy(raw)
    *places, name = path.split(".")
    node: Any = new
    for place in places:
        node = node[int(place)] if isinstance(node, list) else node.setdefault(place, {})
    node[name] = value
    return new
