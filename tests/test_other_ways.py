"""What the other ways beside an estimate cost: each is a case of its own."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.answers import flatten
from calculator.figures import FigureBook
from calculator.parse import parse_scenario, read_answer
from calculator.questions import QUESTIONS
from calculator.ruleset import Ruleset
from calculator.variations import Option, options
from calculator.worlds import Engine


def found(rules: Ruleset, raw: dict[str, Any]) -> dict[str, Option]:
    engine = Engine(rules, FigureBook(rules, date(2026, 3, 15)))
    answers = flatten(parse_scenario(rules, raw))
    return {option.id: option for option in options(engine, answers)}


def ends(option: Option) -> list[Decimal]:
    assert option.total is not None
    return [option.total.low, option.total.high]


def plan(program: str, network: str, doctor: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    """A visit of 420 of which the plan counts 260, with a copay of 40 and half outside."""
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": program, "network": network},
        "opinion": {"about": "surgery"},
        "provider": {"network": doctor, "setting": "office"},
        "terms": {
            "copay": "40",
            "copay_rule": "instead_of_deductible",
            "out_of_pocket_maximum": "5000",
            "out_of_pocket_met": "0",
        },
        "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
    }
    if network in ("ppo", "hmo_pos"):
        outside = {"deductible": "none", "copay": "none", "coinsurance": "0.50"}
        raw["terms"]["out_of_network"] = {**outside, "out_of_pocket_maximum": "none"}  # type: ignore[index]
    for part, answers in given.items():
        raw[part] = answers if part == "services" else {**raw[part], **answers}  # type: ignore[dict-item]
    return raw


def test_the_reader_s_own_way_keeps_every_amount(rules: Ruleset) -> None:
    inside = found(rules, plan("employer", "ppo", "in"))
    assert [name for name, option in inside.items() if option.current] == ["in_network"]
    assert ends(inside["in_network"]) == [40, 40]
    outside = found(rules, plan("employer", "ppo", "out"))
    assert [name for name, option in outside.items() if option.current] == ["out_of_network"]
    assert ends(outside["out_of_network"]) == [290, 290]  # half of 260, and 160 on top


def test_what_a_plan_counts_in_network_says_nothing_about_another_way(rules: Ruleset) -> None:
    inside = found(rules, plan("employer", "ppo", "in"))
    low, high = ends(inside["out_of_network"])
    assert low < high  # what the plan would count outside is not known any more
    assert high <= 420


def test_a_line_follows_the_doctor_into_the_network(rules: Ruleset) -> None:
    line = {"kind": "visit", "charge": "420", "allowed": "260", "network": "out"}
    outside = found(rules, plan("employer", "ppo", "out", services=[line]))
    assert ends(outside["in_network"]) == [40, 40]


def test_the_whole_price_counts_without_insurance(rules: Ruleset) -> None:
    assert ends(found(rules, plan("employer", "ppo", "in"))["without_insurance"]) == [420, 420]


def test_a_review_of_records_is_one_line_with_its_own_price(rules: Ruleset) -> None:
    option = found(rules, plan("employer", "ppo", "in"))["records_only"]
    prices = [
        rules.figures[f"price.records_only.{end}"].on(date(2026, 3, 15)).decimal
        for end in ("low", "high")
    ]
    assert ends(option) == prices


@pytest.mark.parametrize("network", ["hmo", "ppo"])
def test_a_plan_that_has_said_yes_to_a_doctor_outside_counts_as_if_inside(
    rules: Ruleset, network: str
) -> None:
    option = found(rules, plan("medicare_advantage", network, "in"))["network_exception"]
    assert option.verdict == "covered_if"
    assert ends(option) == [40, 40]


def test_a_doctor_who_left_medicare_stays_so_outside_and_is_another_one_inside(
    rules: Ruleset,
) -> None:
    raw = plan("medicare_advantage", "ppo", "out", provider={"medicare": "opted_out"})
    listed = found(rules, raw)
    assert listed["out_of_network"].current
    assert listed["out_of_network"].verdict == "not_covered"
    assert ends(listed["out_of_network"]) == [420, 420]
    assert listed["in_network"].verdict == "covered_if"
    assert ends(listed["in_network"]) == [40, 40]
    assert listed["network_exception"].verdict == "not_covered"


def test_with_medicare_what_counts_is_the_same_in_every_way(rules: Ruleset) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "original_medicare", "medigap": "none"},
        "opinion": {"about": "surgery"},
        "provider": {"setting": "office", "medicare": "participating"},
        "terms": {"deductible_met": "283"},
        "services": [{"kind": "visit", "charge": "300", "allowed": "200"}],
    }
    listed = found(rules, raw)
    assert listed["participating"].current
    assert ends(listed["participating"]) == [40, 40]
    # 95 percent of 200 is 190; 20 percent of it is 38; 15 percent of it on top is 28.50.
    assert ends(listed["without_assignment"]) == [Decimal("66.50"), Decimal("66.50")]
    assert ends(listed["opted_out"]) == [300, 300]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("yes", True),
        ("YES", True),
        ("true", True),
        ("no", False),
        ("No", False),
        ("false", False),
        (True, True),
        (False, False),
    ],
)
def test_yes_and_no_are_read_in_words(typed: object, *, answer: bool) -> None:
    assert read_answer(QUESTIONS["coverage.grandfathered"], typed) is answer


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("terms.coinsurance", "-0.1", "a share cannot be below zero"),
        (
            "terms.coinsurance",
            "20",
            'a share cannot be more than the whole; write 20 percent as "0.20"',
        ),
        ("terms.coinsurance", "x", 'write a share as text, for example "0.20" for 20 percent'),
        ("terms.copay", "-1", "an amount cannot be below zero"),
        ("terms.copay", "1.234", "use at most two digits after the point"),
        (
            "terms.copay",
            "x",
            "write an amount in dollars with digits, for example 260 or 260.50",
        ),
        ("terms.copay", 1.5, 'write the amount as text in quotes, for example "260.50"'),
        ("coverage.qmb", "maybe", "answer yes or no, or leave it out if you do not know"),
        ("on", "soon", "write the day as year-month-day, for example 2026-03-15"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_change(
    path: str, typed: object, words: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        read_answer(QUESTIONS[path], typed)


@pytest.mark.parametrize(
    ("path", "typed", "answer"),
    [
        ("terms.coinsurance", "20%", Decimal("0.2")),
        ("terms.coinsurance", "1", Decimal(1)),
        ("terms.coinsurance", "0", Decimal(0)),
        ("terms.copay", " None ", "none"),
        ("terms.copay", "10000000", Decimal(10_000_000)),
        ("terms.copay", "0.01", Decimal("0.01")),
        ("opinion.number", " 3 ", 3),
        ("on", " 2026-03-15 ", date(2026, 3, 15)),
        ("state", None, None),
    ],
)
def test_the_ends_of_what_can_be_read_are_inside(path: str, typed: object, answer: object) -> None:
    assert read_answer(QUESTIONS[path], typed) == answer
