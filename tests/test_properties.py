"""Claims that hold for every case, tried on many."""

import json
from collections.abc import Iterable
from copy import deepcopy
from decimal import Decimal
from functools import reduce
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculator.answers import flatten
from calculator.jsonable import jsonable
from calculator.limits import legal_cap
from calculator.money import cents
from calculator.parse import ScenarioError, parse_scenario
from calculator.ruleset import Ruleset
from calculator.site.read import compile_rules
from calculator.working import OUT, UNCOVERED
from tests.effort import many
from tests.engine import RULES, book_for, fill, total_of, totals, worked
from tests.strategies import Raw, known_cases, priced_cases, two_sided_cases

ZERO = Decimal(0)
CENT = Decimal("0.01")


def get(raw: Raw, path: str) -> Any:  # noqa: ANN401 - plain values
    return reduce(lambda node, name: node[name], path.split("."), raw)


def paths_of(raw: Raw, *wanted: str) -> list[str]:
    """The dotted paths of a case's plan terms whose last part is one of those wanted."""
    found = []
    for prefix, part in (
        ("terms", raw.get("terms", {})),
        ("terms.out_of_network", raw.get("terms", {}).get("out_of_network", {})),
        ("terms.family", raw.get("terms", {}).get("family", {})),
    ):
        found += [f"{prefix}.{name}" for name in part if name in wanted]
    return found


@given(raw=known_cases())
@settings(max_examples=many(400))
def test_every_line_adds_up_to_its_charge_and_nothing_is_negative(raw: Raw) -> None:
    for world, bill in worked(raw):
        assert len(bill.lines) == len(world.bases)
        for line in bill.lines:
            parts = (line.patient, line.plan, line.second_payer, line.written_off)
            assert sum(parts, ZERO) == line.charge
            extra = (line.balance_bill, line.excess_charge, line.allowed)
            assert all(amount >= ZERO for amount in (*parts, *extra))
            assert all(amount == cents(amount) for amount in (*parts, *extra))
            assert line.balance_bill + line.excess_charge <= line.patient
        for step in bill.steps:
            assert step.amount >= ZERO
            assert 0 <= step.line < len(bill.lines)


@given(raw=known_cases())
@settings(max_examples=many(200))
def test_the_steps_of_a_covered_line_add_up_to_what_the_patient_pays(raw: Raw) -> None:
    paid = ("deductible", "copay", "copay_instead", "coinsurance", "excess_charge", "balance_bill")
    for world, bill in worked(raw):
        for number, line in enumerate(bill.lines):
            if world.bases[number].basis in UNCOVERED:
                continue
            steps = [step for step in bill.steps if step.line == number]
            sum_of_parts = sum((s.amount for s in steps if s.code in paid), ZERO)
            sum_of_parts -= sum((s.amount for s in steps if s.code.startswith("maximum")), ZERO)
            assert sum_of_parts == line.patient


@given(raw=st.one_of(known_cases(), two_sided_cases()), more=st.integers(1, 400_00), data=st.data())
@settings(max_examples=many(400))
def test_a_larger_allowed_amount_never_lowers_the_bill_in_network_and_never_raises_it_by_more_out(
    raw: Raw, more: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(raw["services"]) - 1))
    path = f"services.{number}.allowed"
    assume("allowed" in raw["services"][number])
    new = deepcopy(raw)
    new["services"][number]["allowed"] = str(
        Decimal(raw["services"][number]["allowed"]) + Decimal(more) / 100
    )
    for (world, before), (_, after) in zip(worked(raw), worked(new), strict=True):
        basis = world.bases[number].basis
        if basis in ("in_network", "assigned", "plan_share_only", "no_cost"):
            assert after.patient >= before.patient, path
        if basis in (*OUT, "in_network", "assigned"):
            assert after.patient - before.patient <= Decimal(more) / 100, path


@given(raw=known_cases(), more=st.integers(1, 400_00), data=st.data())
@settings(max_examples=many(200))
def test_a_larger_charge_never_lowers_the_bill(raw: Raw, more: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(raw["services"]) - 1))
    new = deepcopy(raw)
    new["services"][number]["charge"] = str(
        Decimal(raw["services"][number]["charge"]) + Decimal(more) / 100
    )
    for before, after in zip(totals(raw), totals(new), strict=True):
        assert before <= after <= before + Decimal(more) / 100


@given(raw=known_cases(programs=("original_medicare",)))
@settings(max_examples=many(200))
def test_an_excess_charge_never_passes_fifteen_percent_of_the_lower_amount(raw: Raw) -> None:
    for world, bill in worked(raw):
        for line, basis, service in zip(bill.lines, world.bases, raw["services"], strict=True):
            most = Decimal("0.1425") * Decimal(service["allowed"]) + CENT
            assert line.excess_charge <= most
            assert line.balance_bill == ZERO
            assert not line.excess_charge or basis.basis == "unassigned"


@given(raw=known_cases(programs=("medicare_advantage", "employer", "marketplace")))
@settings(max_examples=many(400))
def test_cost_sharing_stays_within_every_limit(raw: Raw) -> None:
    scenario = parse_scenario(RULES, raw)
    answers = flatten(scenario)
    cap = legal_cap(book_for(scenario), answers)
    terms = raw["terms"]
    inside = [_left(terms), _left({**terms, "out_of_pocket_maximum": cap.person})]
    if "family" in terms:
        inside += [_left(terms["family"])]
        inside += [_left({**terms["family"], "out_of_pocket_maximum": cap.family})]
    outside = [_left(terms.get("out_of_network", {}))]
    for world, bill in worked(raw):
        paid = {False: ZERO, True: ZERO}
        for line, basis in zip(bill.lines, world.bases, strict=True):
            if basis.basis not in UNCOVERED:
                own = line.patient - line.balance_bill - line.excess_charge
                paid[basis.basis in OUT] += own
        assert all(left is None or paid[False] <= left for left in inside)
        assert all(left is None or paid[True] <= left for left in outside)


def _left(part: Raw) -> Decimal | None:
    limit = part.get("out_of_pocket_maximum", "none")
    if limit in (None, "none"):
        return None
    return max(ZERO, Decimal(limit) - Decimal(part["out_of_pocket_met"]))


TERMS_THAT_COST = ("deductible", "copay", "coinsurance", "out_of_pocket_maximum")
ALREADY_MET = ("deductible_met", "out_of_pocket_met")


@given(
    raw=known_cases(programs=("medicare_advantage", "employer", "marketplace")),
    step=st.sampled_from(("0.01", "0.10", "25", "300")),
    data=st.data(),
)
@settings(max_examples=many(500))
def test_a_dearer_plan_term_never_lowers_the_bill(raw: Raw, step: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(paths_of(raw, *TERMS_THAT_COST)))
    assume(get(raw, path) != "none")
    value = Decimal(get(raw, path)) + Decimal(step)
    assume(value <= 1 or not path.endswith("coinsurance"))
    _compare(raw, fill(raw, path, str(value)), path)


@given(
    raw=known_cases(programs=("original_medicare", "medicare_advantage", "employer")),
    step=st.sampled_from(("0.01", "25", "300")),
    data=st.data(),
)
@settings(max_examples=many(400))
def test_more_already_met_never_raises_the_bill(raw: Raw, step: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(paths_of(raw, *ALREADY_MET)))
    value = Decimal(get(raw, path)) + Decimal(step)
    _compare(fill(raw, path, str(value)), raw, path)


def _compare(cheap: Raw, dear: Raw, path: str) -> None:
    """The second case costs at least as much as the first, where both can be.

    Not where a line in network stands beside one outside: a higher deductible paid there can
    save more here, if the plan lets it count on both sides.
    """
    try:
        pairs = list(zip(worked(cheap), worked(dear), strict=True))
    except ScenarioError:
        assume(False)
        raise
    for (world, low), (_, high) in pairs:
        if len({basis.basis in OUT for basis in world.bases}) == 1:
            assert low.patient <= high.patient, path


#: Answers that may be hidden, each on its own or with others.
HIDDEN = (
    "coverage.network",
    "opinion.about",
    "opinion.first_two_differ",
    "provider.network",
    "provider.setting",
    "provider.medicare",
    "provider.assignment",
    "terms.deductible",
    "terms.deductible_met",
    "terms.copay",
    "terms.copay_rule",
    "terms.coinsurance",
    "terms.out_of_pocket_maximum",
    "terms.out_of_pocket_met",
    "terms.family.deductible_met",
    "terms.family.deductible_type",
    "terms.family.out_of_pocket_met",
    "terms.out_of_network.deductible",
    "terms.out_of_network.deductible_met",
    "terms.out_of_network.coinsurance",
    "terms.out_of_network.out_of_pocket_maximum",
    "terms.out_of_network.out_of_pocket_met",
    "services.0.charge",
    "services.0.allowed",
    "services.1.allowed",
)


def hide(raw: Raw, paths: Iterable[str]) -> Raw:
    """The same case as a reader who does not know these answers would give it."""
    new = deepcopy(raw)
    for path in paths:
        *places, name = path.split(".")
        node: Any = new
        for place in places:
            node = node[int(place)] if isinstance(node, list) else node.get(place, {})
            if isinstance(node, list) and len(node) < 2 and "services.1" in path:
                node = [{}, {}]
        node.pop(name, None)
    return new


@given(
    raw=st.one_of(priced_cases(), two_sided_cases()),
    paths=st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=many(300))
def test_no_way_the_case_could_be_lies_outside_the_range(raw: Raw, paths: list[str]) -> None:
    known = totals(raw)
    total = total_of(hide(raw, paths))
    assert total.low <= min(known), paths
    assert total.high >= max(known), paths
    assert total.low <= total.high, paths
    assert total.likely is None or total.low <= total.likely <= total.high, paths


@given(
    raw=st.one_of(priced_cases(), two_sided_cases()),
    paths=st.lists(st.sampled_from(HIDDEN), max_size=3, unique=True),
)
@settings(max_examples=many(100))
def test_learning_an_answer_never_widens_the_range(raw: Raw, paths: list[str]) -> None:
    wide, narrow = total_of(hide(raw, paths)), total_of(hide(raw, paths[1:]))
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def pruned(value: Any) -> Any:  # noqa: ANN401 - JSON
    """JSON without what is unknown: absent and null mean the same."""
    if isinstance(value, dict):
        kept = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    return [pruned(item) for item in value] if isinstance(value, list) else value


@given(raw=st.one_of(known_cases(), priced_cases(), two_sided_cases()))
@settings(max_examples=many(200))
def test_a_scenario_written_as_json_reads_back_the_same(raw: Raw) -> None:
    scenario = parse_scenario(RULES, raw)
    text = json.dumps(pruned(jsonable(scenario)))
    assert parse_scenario(RULES, json.loads(text)) == scenario


def test_the_compiled_rules_read_back_the_same() -> None:
    data = compile_rules()
    text = json.dumps(data, ensure_ascii=False)
    assert Ruleset.from_json(json.loads(text)) == Ruleset.from_json(data)
