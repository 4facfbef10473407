"""When something is unknown: the verdict, the range, and what to find out first."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.answers import flatten
from calculator.assess import (
    Amount3,
    Assessment,
    Outcome,
    assess,
    effective,
    is_closed,
    patient_range,
    spread,
    verdict_of,
)
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.open_questions import (
    PAYER_DECIDES,
    Unknown,
    line_label,
    open_questions,
    unpriced_questions,
    unranked,
)
from calculator.parse import parse_scenario
from calculator.rule import Citation, Row
from calculator.ruleset import Ruleset
from calculator.working import Bill, Line
from calculator.worlds import Engine, World

CITED = Citation((), "", date(2026, 11, 23), "primary")


def row(then: str, *needs: str) -> Row:
    return Row(f"a.{then}", {}, then, needs, "It says so.", CITED)


def bill(patient: int) -> Bill:
    nothing = Decimal(0)
    owed = Decimal(patient)
    line = Line("visit", owed, owed, owed, nothing, nothing, nothing, nothing, nothing)
    return Bill((line,), ())


def outcome(found: Row | None, low: int = 0, high: int = 0, *, pays: bool = True) -> Outcome:
    world = World({}, {}, found, (LineBasis("in_network", ()),), pays)
    return Outcome(world, bill(low), bill(high))


@pytest.mark.parametrize(
    ("need", "answers", "closed"),
    [
        ("referral", {"done.referral": "yes"}, True),
        ("referral", {"done.referral": "not_needed"}, True),
        ("referral", {"done.referral": "no"}, False),
        ("referral", {}, False),
        ("referral", {"done.prior_authorization": "yes"}, False),
        ("prior_authorization", {"done.prior_authorization": "yes"}, True),
        ("prior_authorization", {"done.prior_authorization": "not_needed"}, True),
        ("medical_need", {"done.prior_authorization": "yes"}, True),
        ("medical_need", {"done.prior_authorization": "not_needed"}, False),
        ("no_such_condition", {"done.referral": "yes"}, False),
    ],
)
def test_a_condition_is_closed_by_the_step_that_meets_it(
    need: str, answers: dict[str, str], *, closed: bool
) -> None:
    assert is_closed(need, answers) is closed


def test_a_row_whose_conditions_are_all_met_is_covered() -> None:
    both = row("covered_if", "referral", "prior_authorization")
    one = {"done.referral": "yes"}
    assert effective(both, one) == "covered_if"
    assert effective(both, {**one, "done.prior_authorization": "yes"}) == "covered"
    assert effective(row("ask_plan"), one) == "ask_plan"
    assert effective(row("not_covered"), one) == "not_covered"
    assert effective(None, one) == "not_covered"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (["covered"], "covered"),
        (["covered", "covered"], "covered"),
        (["covered", "not_covered"], "covered_if"),
        (["covered", "ask_plan"], "ask_plan"),
        (["not_covered", "ask_plan", "covered"], "ask_plan"),
        (["emergency"], "emergency"),
    ],
)
def test_where_the_ways_differ_the_verdict_is_conditional(rows: list[str], verdict: str) -> None:
    assert verdict_of([outcome(row(then)) for then in rows], {}) == verdict


def test_a_range_goes_from_the_least_to_the_greatest() -> None:
    found = patient_range([outcome(None, 30, 50), outcome(None, 20, 40)])
    assert found == Amount3(Decimal(20), None, Decimal(50))
    assert spread(found) == 30
    assert patient_range([]) is None
    assert spread(None) == 0


def test_the_range_where_the_payer_pays_is_told_apart() -> None:
    outcomes = (outcome(None, 1, 2), outcome(None, 70, 90, pays=False))
    whole = Assessment("x", {}, outcomes, (), (), (), bill(1), bill(90), None, ())
    assert whole.range_where(pays=True) == Amount3(Decimal(1), None, Decimal(2))
    assert whole.range_where(pays=False) == Amount3(Decimal(70), None, Decimal(90))
    assert whole.total == Amount3(Decimal(1), None, Decimal(90))
    assert replace(whole, likely=bill(5)).total.likely == 5
    assert replace(whole, outcomes=outcomes[:1]).range_where(pays=False) is None


def unknown(
    field: str = "a", *, decides: bool = False, after: int | None = 0, total: int = 0
) -> Any:  # noqa: ANN401
    left = None if after is None else Decimal(after)
    return Unknown(field, "A", "A?", decides, left, Decimal(total))


def test_what_can_change_the_verdict_is_found_out_first_and_then_what_narrows_most() -> None:
    ordered = [
        unknown("verdict, little left", decides=True, after=5),
        unknown("verdict", decides=True, after=50),
        unknown("smallest range", after=1, total=90),
        unknown("small range, less in sum", after=10, total=10),
        unknown("small range, more in sum", after=10, total=20),
        unknown("not ranked", after=None),
    ]
    assert sorted([*ordered[3:], *ordered[:3]], key=lambda one: one.rank) == ordered


@pytest.mark.parametrize(
    ("after", "total", "narrows"),
    [
        (None, 0, True),
        (99, 200, True),
        (100, 199, True),
        (100, 200, False),
        (120, 250, False),
    ],
)
def test_an_unknown_is_worth_asking_where_an_answer_leaves_less(
    after: int | None, total: int, *, narrows: bool
) -> None:
    assert unknown(after=after, total=total).narrows(Decimal(100)) is narrows


def engine_for(rules: Ruleset) -> Engine:
    return Engine(rules, FigureBook(rules, date(2026, 3, 15)))


def assessed(rules: Ruleset, raw: dict[str, Any]) -> Assessment:
    return assess(engine_for(rules), flatten(parse_scenario(rules, raw)))


def asked(rules: Ruleset, raw: dict[str, Any]) -> list[Unknown]:
    engine = engine_for(rules)
    return open_questions(engine, assess(engine, flatten(parse_scenario(rules, raw))))


PPO: dict[str, Any] = {
    "on": "2026-03-15",
    "coverage": {"program": "employer", "network": "ppo", "grandfathered": True},
    "opinion": {"about": "surgery"},
    "provider": {"network": "in", "setting": "office"},
    "terms": {
        "deductible": "500",
        "deductible_met": "0",
        "copay": "none",
        "coinsurance": "0.20",
        "out_of_pocket_maximum": "5000",
        "out_of_pocket_met": "0",
        "out_of_network": {
            "deductible": "500",
            "deductible_met": "0",
            "copay": "none",
            "coinsurance": "0.50",
            "out_of_pocket_maximum": "none",
        },
    },
    "services": [{"kind": "visit", "charge": "900", "allowed": "700"}],
}


def changed(raw: dict[str, Any], part: str, **answers: Any) -> dict[str, Any]:  # noqa: ANN401
    merged = {**raw[part], **answers}
    return {**raw, part: {name: value for name, value in merged.items() if value is not None}}


def test_where_everything_is_known_there_is_nothing_to_find_out(rules: Ruleset) -> None:
    assert asked(rules, PPO) == []
    found = assessed(rules, PPO)
    assert found.total == Amount3(Decimal(540), Decimal(540), Decimal(540))


def test_a_fact_that_changes_the_bill_leaves_nothing_open_once_it_is_known(rules: Ruleset) -> None:
    (only,) = asked(rules, changed(PPO, "provider", network=None))
    assert only.field == "provider.network"
    assert only.first
    assert not only.decides
    assert only.spread_after == 0
    assert only.spread_sum == 0
    assert only.ask.endswith("?")


def test_a_fact_that_changes_the_verdict_decides(rules: Ruleset) -> None:
    closed = changed(PPO, "coverage", network="hmo")
    closed = changed(closed, "terms", out_of_network=None)
    closed = changed(closed, "provider", network=None)
    found = asked(rules, closed)
    assert found[0].field == "provider.network"
    assert found[0].decides
    assert assessed(rules, closed).verdict == "covered_if"


def test_while_the_verdict_is_open_amounts_are_listed_without_an_order(rules: Ruleset) -> None:
    closed = changed(PPO, "coverage", network="hmo")
    unsure = {"deductible_met": None, "out_of_pocket_met": "400"}
    closed = changed(closed, "terms", out_of_network=None, **unsure)
    closed = changed(closed, "provider", network=None)
    first, *others = asked(rules, closed)
    assert first.first
    assert [one.field for one in others] == ["terms.deductible_met"]
    assert [(one.first, one.decides, one.spread_after) for one in others] == [(False, False, None)]
    assert others[0].spread_sum == 0


def test_the_amount_whose_answers_leave_least_comes_first(rules: Ruleset) -> None:
    raw = changed(PPO, "terms", deductible_met=None, coinsurance=None)
    raw = changed(raw, "terms", out_of_pocket_met="400")
    # 700 counts, met 0 to 400 of 500, share 0 to 1: from 100 (400 met, no share) to 700 (all).
    whole = assessed(rules, raw).total
    assert (whole.low, whole.high) == (Decimal(100), Decimal(700))
    share, met = asked(rules, raw)
    assert (share.field, share.first) == ("terms.coinsurance", True)
    # Share 0 leaves 100 to 500, share 1 leaves 700 alone.
    assert [share.spread_after, share.spread_sum] == [400, 400]
    assert (met.field, met.first) == ("terms.deductible_met", False)
    # Nothing met leaves 500 to 700, 400 met leaves 100 to 700.
    assert [met.spread_after, met.spread_sum] == [600, 800]
    assert not share.decides


def test_a_way_in_which_a_fact_does_not_matter_stays_open_whatever_its_answer(
    rules: Ruleset,
) -> None:
    raw = changed(PPO, "terms", copay="40", copay_rule=None)
    raw = changed(raw, "provider", network=None)
    # In network 40, 540 or 572 by the rule of the copay; outside 500 + 100 + 200 = 800.
    whole = assessed(rules, raw).total
    assert (whole.low, whole.high) == (Decimal(40), Decimal(800))
    found = {one.field: one for one in asked(rules, raw)}
    network, rule = found["provider.network"], found["terms.copay_rule"]
    assert [network.spread_after, network.spread_sum] == [532, 532]
    assert [rule.spread_after, rule.spread_sum] == [760, 760 + 260 + 228]
    assert network.first


def test_what_is_not_ranked_keeps_the_order_in_which_the_bill_needs_it(rules: Ruleset) -> None:
    closed = changed(PPO, "coverage", network="hmo")
    unsure = {"deductible": None, "deductible_met": None, "out_of_pocket_met": None}
    closed = changed(closed, "terms", out_of_network=None, **unsure)
    closed = changed(closed, "provider", network=None)
    first, *others = asked(rules, closed)
    assert first.field == "provider.network"
    names = ("deductible", "deductible_met", "out_of_pocket_met")
    assert [one.field for one in others] == [f"terms.{name}" for name in names]


def test_if_there_is_a_copay_and_how_much_it_is_are_one_question(rules: Ruleset) -> None:
    raw = changed(PPO, "terms", copay=None)
    assert [one.field for one in asked(rules, raw)].count("terms.copay") == 1


def test_an_amount_of_a_line_is_named_with_its_line(rules: Ruleset) -> None:
    raw = {**PPO, "services": [{"kind": "visit", "charge": "900"}]}
    (only,) = asked(rules, raw)
    assert only.field == "services.0.allowed"
    assert only.label.startswith("Visit with the doctor: ")
    assert only.label.partition(": ")[2][0].islower()
    assert line_label("terms.copay", {None: assessed(rules, raw).outcomes}) == ""


def test_where_only_the_payer_can_say_the_payer_is_asked(rules: Ruleset) -> None:
    raw = changed(PPO, "provider", setting="records_only")
    raw = {**raw, "services": [{"kind": "records_review", "charge": "900", "allowed": "700"}]}
    found = assessed(rules, raw)
    assert found.verdict == "ask_plan"
    first = asked(rules, raw)[0]
    assert (first.field, first.decides, first.first) == (PAYER_DECIDES, True, True)
    assert first.spread_after == 0
    assert first.spread_sum == 0
    paid, refused = found.range_where(pays=True), found.range_where(pays=False)
    assert paid is not None
    assert refused is not None
    assert refused.high == 900
    assert paid.high < 900
    lines = {one.world.pays: one.world.bases for one in found.outcomes}
    assert [line.basis for line in lines[False]] == ["not_covered"]
    assert [line.rules for line in lines[False]] == [(found.rows[0].id,)]
    assert [line.basis for line in lines[True]] == ["in_network"]


def test_a_line_without_a_price_is_asked_for_apart(rules: Ruleset) -> None:
    raw = {**PPO, "services": [*PPO["services"], {"kind": "procedure"}]}
    found = assessed(rules, raw)
    assert found.unpriced == ("services.1.allowed",)
    (only,) = unpriced_questions(found)
    assert only.field == "services.1.allowed"
    assert only.spread_after == 0
    assert not only.decides
    outside = {
        "on": "2026-03-15",
        "coverage": {"program": "none"},
        "opinion": {"about": "surgery"},
        "services": [{"kind": "visit", "charge": "900"}, {"kind": "procedure"}],
    }
    assert assessed(rules, outside).unpriced == ("services.1.charge",)


def test_a_question_of_the_form_is_listed_with_its_own_words(rules: Ruleset) -> None:
    found = unranked("coverage.funding", assessed(rules, PPO))
    assert found.field == "coverage.funding"
    assert found.label
    assert not found.decides
    assert found.spread_after is None
    assert found.spread_sum == 0


def test_the_conditions_still_open_are_told_apart(rules: Ruleset) -> None:
    found = assessed(rules, PPO)
    assert "medical_need" in found.needs
    assert found.open_needs == found.needs
    done = {**PPO, "done": {"prior_authorization": "yes", "referral": "not_needed"}}
    settled = assessed(rules, done)
    assert settled.needs == found.needs
    assert not {"referral", "prior_authorization", "medical_need"} & set(settled.open_needs)


def test_what_stays_open_whatever_the_payer_says_is_counted(rules: Ruleset) -> None:
    raw = changed(PPO, "provider", setting="records_only")
    raw = {**raw, "services": [{"kind": "records_review"}]}
    found = assessed(rules, raw)
    paid, refused = (spread(found.range_where(pays=pays)) for pays in (True, False))
    assert paid > 0
    assert refused > 0
    assert paid != refused
    (decides,) = [one for one in asked(rules, raw) if one.field == PAYER_DECIDES]
    assert decides.spread_after == max(paid, refused)
    assert decides.spread_sum == paid + refused
