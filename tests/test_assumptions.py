"""What an estimate takes for granted is said, with the rules it rests on, and nothing else is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculator.answers import flatten
from calculator.assess import assess
from calculator.assumptions import Assumption, NotPublished, assumptions, not_published
from calculator.figures import FigureBook
from calculator.money import usd, usd_range
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from calculator.worlds import Engine

KNOWN_LINE = {"kind": "visit", "charge": "420", "allowed": "260"}

#: A visit in network with a job plan of which everything is known.
PPO: dict[str, Any] = {
    "on": "2026-03-15",
    "plan_year_start": "2026-01-01",
    "coverage": {"program": "employer", "network": "ppo", "grandfathered": True},
    "opinion": {"about": "surgery", "number": 2},
    "provider": {"network": "in", "setting": "office"},
    "done": {"referral": "yes", "prior_authorization": "yes"},
    "terms": {
        "deductible": "1000",
        "deductible_met": "0",
        "copay": "none",
        "coinsurance": "0.20",
        "out_of_pocket_maximum": "5000",
        "out_of_pocket_met": "0",
        "family": {"deductible": "none", "out_of_pocket_maximum": "none"},
    },
    "services": [KNOWN_LINE],
}


def with_answers(raw: dict[str, Any], **changes: dict[str, Any]) -> dict[str, Any]:
    """The same case with other answers in some of its parts; None takes an answer away."""
    new = {**raw}
    for part, answers in changes.items():
        merged = {**raw.get(part, {}), **answers}
        new[part] = {name: value for name, value in merged.items() if value is not None}
    return new


def without(raw: dict[str, Any], *parts: str) -> dict[str, Any]:
    return {part: value for part, value in raw.items() if part not in parts}


def listed(rules: Ruleset, raw: dict[str, Any]) -> list[Assumption]:
    scenario = parse_scenario(rules, raw)
    engine = Engine(rules, FigureBook(rules, scenario.on, scenario.plan_year_start))
    return list(assumptions(engine, assess(engine, flatten(scenario))))


def says(rules: Ruleset, raw: dict[str, Any]) -> list[str]:
    return [assumption.says for assumption in listed(rules, raw)]


def test_where_everything_is_known_nothing_is_taken_for_granted(rules: Ruleset) -> None:
    assert listed(rules, PPO) == []


def test_a_condition_still_open_counts_as_met(rules: Ruleset) -> None:
    open_step = with_answers(PPO, done={"prior_authorization": "no"})
    assert says(rules, open_step) == ["We count every condition that is still open as met."]


def test_the_calendar_year_is_taken_as_the_plan_year_where_none_is_given(rules: Ruleset) -> None:
    words = ["We take it that your plan year is the calendar year."]
    assert says(rules, without(PPO, "plan_year_start")) == words
    federal = with_answers(without(PPO, "plan_year_start"), coverage={"grandfathered": None})
    federal["coverage"] = {"program": "fehb", "network": "ppo"}
    assert says(rules, federal) == []


def test_the_law_s_limit_is_taken_to_hold_for_the_plan(rules: Ruleset) -> None:
    (only,) = listed(rules, with_answers(PPO, coverage={"grandfathered": None}))
    assert "not a grandfathered one" in only.says
    assert only.rules == ("federal.out_of_pocket_limit.self",)


@pytest.mark.parametrize(
    ("family", "said"),
    [
        (None, True),
        ({"deductible": "none"}, False),
        ({"out_of_pocket_maximum": "none"}, False),
    ],
)
def test_without_limits_of_a_family_one_person_s_count(
    rules: Ruleset, *, family: dict[str, str] | None, said: bool
) -> None:
    words = "We count limits for one person. You gave no family limits."
    assert (words in says(rules, with_answers(PPO, terms={"family": family}))) is said


@pytest.mark.parametrize(
    ("setting", "rule", "hsa", "said"),
    [
        ("telehealth", "after_deductible", True, True),
        ("telehealth", "instead_of_deductible", True, False),
        ("office", "after_deductible", True, False),
        ("telehealth", "after_deductible", False, False),
    ],
)
def test_a_video_visit_with_an_hsa_plan_is_counted_with_the_deductible(
    rules: Ruleset, setting: str, rule: str, *, hsa: bool, said: bool
) -> None:
    raw = with_answers(
        PPO,
        coverage={"high_deductible": hsa},
        provider={"setting": setting},
        terms={
            "deductible": "2000",
            "copay": "40",
            "copay_rule": rule,
            "out_of_pocket_maximum": "6000",
        },
    )
    found = listed(rules, raw)
    assert bool(found) is said
    if said:
        assert "video or phone" in found[0].says
        assert found[0].rules == ("private.hdhp.telehealth",)


OUTSIDE = {
    "deductible": "none",
    "copay": "none",
    "coinsurance": "0.40",
    "out_of_pocket_maximum": "none",
}


@pytest.mark.parametrize(
    ("network", "terms", "said"),
    [
        ("out", {"copay": None}, True),
        ("out", {}, False),
        ("in", {"copay": None}, False),
        ("out", {"copay": "60", "copay_rule": "after_deductible", "coinsurance": None}, False),
    ],
)
def test_a_percentage_alone_outside_means_that_there_is_no_copay(
    rules: Ruleset, network: str, terms: dict[str, Any], *, said: bool
) -> None:
    given = {name: value for name, value in {**OUTSIDE, **terms}.items() if value is not None}
    raw = with_answers(PPO, provider={"network": network}, terms={"out_of_network": given})
    words = "You gave a percentage for care out of network, so we count no copay there."
    assert (words in says(rules, raw)) is said


MEDICARE: dict[str, Any] = {
    "on": "2026-03-15",
    "coverage": {"program": "original_medicare", "medigap": "none"},
    "opinion": {"about": "surgery", "number": 2},
    "provider": {"setting": "office", "medicare": "participating"},
    "terms": {"deductible_met": "0"},
    "services": [KNOWN_LINE],
}


@pytest.mark.parametrize(
    ("coverage", "named"),
    [
        ({"medigap": "none"}, [("medicare.medigap",)]),
        ({"medigap": "G"}, [("medigap.how_it_pays", "medigap.other_designs")]),
        ({"qmb": True, "medigap": None}, []),
    ],
)
def test_with_medicare_the_second_insurance_is_named(
    rules: Ruleset, coverage: dict[str, Any], named: list[tuple[str, ...]]
) -> None:
    found = listed(rules, with_answers(MEDICARE, coverage=coverage))
    assert [assumption.rules for assumption in found] == named


def tricare(network: str, **coverage: str) -> dict[str, Any]:
    return {
        "on": "2026-03-15",
        "coverage": {"program": "tricare", "network": network, **coverage},
        "opinion": {"about": "surgery", "number": 2},
        "provider": {"network": "in", "setting": "office"},
        "done": {"referral": "yes", "prior_authorization": "yes"},
        "terms": {"deductible_met": "0", "out_of_pocket_met": "0"},
        "services": [{"kind": "visit", "charge": "300", "allowed": "200"}],
    }


def test_with_tricare_select_the_deductible_is_one_person_s(rules: Ruleset) -> None:
    group = {"tricare_status": "retiree", "tricare_group": "b"}
    raw = tricare("select", **group)
    named = [assumption.rules for assumption in listed(rules, raw)]
    assert ("tricare.deductible_order",) in named
    prime = with_answers(tricare("prime", **group), terms={"deductible_met": None})
    assert ("tricare.deductible_order",) not in [found.rules for found in listed(rules, prime)]


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_with_fee_for_service_the_reader_s_income_is_not_known(
    rules: Ruleset, program: str
) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": program, "network": "fee_for_service", "copay_exempt": "no"},
        "opinion": {"about": "surgery", "number": 2},
        "provider": {"network": "in", "setting": "office"},
        "terms": {"copay": "4"},
        "services": [KNOWN_LINE],
    }
    assert (f"{program}.cost_sharing",) in [found.rules for found in listed(rules, raw)]
    managed = with_answers(raw, coverage={"network": "managed_care", "copay_exempt": None})
    managed = without(managed, "terms")
    assert (f"{program}.cost_sharing",) not in [found.rules for found in listed(rules, managed)]


def amounts(rules: Ruleset, raw: dict[str, Any]) -> dict[str, Any]:
    """The open amounts of the only world of a case, by path."""
    scenario = parse_scenario(rules, raw)
    engine = Engine(rules, FigureBook(rules, scenario.on, scenario.plan_year_start))
    (world,) = engine.worlds(flatten(scenario))
    return {amount.path: amount for amount in engine.amounts(world)}


def test_a_price_that_stands_in_is_said_with_its_span_and_the_usual_one(rules: Ruleset) -> None:
    raw = {**PPO, "services": [{"kind": "visit", "charge": "9000"}]}
    price = amounts(rules, raw)["services.0.allowed"]
    (only,) = listed(rules, raw)
    assert only.rules == price.rules
    assert only.says == (
        "The amount that counts for “visit with the doctor” is not known. We use published "
        f"prices: {usd_range(price.low, price.high)}. The usual one is {usd(price.typical)}."
    )


def test_a_charge_that_stands_in_is_called_a_charge(rules: Ruleset) -> None:
    raw = with_answers(
        {**PPO, "services": [{"kind": "visit", "allowed": "1"}]},
        provider={"network": "out"},
        terms={"out_of_network": OUTSIDE},
    )
    price = amounts(rules, raw)["services.0.charge"]
    assert (
        f"The charge for “visit with the doctor” is not known. We use published prices: {
            usd_range(price.low, price.high)
        }. The usual one is {usd(price.typical)}."
        in says(rules, raw)
    )


def test_a_usual_term_that_stands_in_is_said_with_its_rule(rules: Ruleset) -> None:
    raw = with_answers(PPO, terms={"deductible": None, "coinsurance": None})
    found = {found.rules[-1]: found.says for found in listed(rules, raw) if found.rules}
    open_amounts = amounts(rules, raw)
    deductible = open_amounts["terms.deductible"].typical
    assert found["typical.employer.ppo.deductible"].endswith(
        f" The usual one is {usd(deductible)}."
    )
    share = open_amounts["terms.coinsurance"].typical
    assert found["typical.employer.ppo.coinsurance"].endswith(
        f"The usual one is {share * 100:.0f}%."
    )
    for words in found.values():
        assert words.startswith("You did not give: ")


def test_a_term_without_a_usual_value_is_no_assumption(rules: Ruleset) -> None:
    met = with_answers(PPO, terms={"deductible_met": None, "out_of_pocket_met": None})
    assert listed(rules, met) == []


def test_the_same_price_in_several_ways_is_said_once_with_its_widest_span(rules: Ruleset) -> None:
    raw = with_answers(
        {**PPO, "services": [{"kind": "visit", "charge": "9000"}]},
        provider={"network": None},
        terms={"out_of_network": OUTSIDE},
    )
    scenario = parse_scenario(rules, raw)
    engine = Engine(rules, FigureBook(rules, scenario.on, scenario.plan_year_start))
    spans = [
        amount
        for world in engine.worlds(flatten(scenario))
        for amount in engine.amounts(world)
        if amount.path == "services.0.allowed"
    ]
    assert len({(amount.low, amount.high) for amount in spans}) == 2
    low, high = min(a.low for a in spans), max(a.high for a in spans)
    (only,) = [found for found in listed(rules, raw) if found.rules]
    assert f"We use published prices: {usd_range(low, high)}." in only.says
    same = len({amount.typical for amount in spans}) == 1
    assert ("The usual one" in only.says) is same
    assert set(only.rules) == {rule for amount in spans for rule in amount.rules}
    assert len(only.rules) == len(set(only.rules))


def test_a_line_without_any_price_is_said_to_be_left_out(rules: Ruleset) -> None:
    raw = {**PPO, "services": [KNOWN_LINE, {"kind": "procedure"}]}
    (only,) = listed(rules, raw)
    assert only.says.startswith("We found no published price for this line: ")
    assert only.says.endswith("It is not in the total. Ask for the price and type it in.")
    assert "services." not in only.says
    assert only.rules == ()


def book(rules: Ruleset, year: int) -> FigureBook:
    return FigureBook(rules, date(year, 3, 15))


PART_B = "medicare.part_b.deductible"


def test_a_figure_that_is_not_out_yet_is_named_with_the_one_that_stands_in(
    rules: Ruleset,
) -> None:
    late = book(rules, 2027)
    late.amount(PART_B)
    label = rules.figures[PART_B].label
    assert list(not_published(late)) == [
        NotPublished(
            PART_B,
            f"{label}: The 2027 figure is not published yet. "
            "We use $283, the figure of 2026, instead.",
        )
    ]
    now = book(rules, 2026)
    now.amount(PART_B)
    assert list(not_published(now)) == []


def test_a_figure_that_nobody_found_is_said_to_be_not_found(rules: Ruleset) -> None:
    late = book(rules, 2031)
    late.amount(PART_B)
    (only,) = not_published(late)
    assert "We have not found the 2031 figure. We use $283" in only.says
    early = book(rules, 2020)
    early.amount(PART_B)
    (only,) = not_published(early)
    assert only.says == f"{rules.figures[PART_B].label}: we have not found the 2020 figure."


def test_only_yearly_figures_are_missed(rules: Ruleset) -> None:
    figure = rules.figures["medicare.part_b.coinsurance"]
    early = replace(figure.values[0], start=date(2030, 1, 1))
    changed = {**rules.figures, figure.id: replace(figure, values=(early,))}
    later = book(replace(rules, figures=changed), 2026)
    assert later.amount(figure.id) is None
    assert figure.id in later.stand_ins
    assert list(not_published(later)) == []
