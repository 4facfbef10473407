"""The other ways beside an estimate: which there are, what each changes, and what it rests on."""

from typing import Any

import pytest

from calculator.facts import DOMAINS
from calculator.ruleset import Ruleset
from calculator.ways import Way, ways

type Changes = dict[str, Any]

INSIDE = {"provider.network": "in", "provider.network_exception": "none"}
OUTSIDE = {"provider.network": "out", "provider.network_exception": "none"}
ARRANGED = {"provider.network": "out", "provider.network_exception": "granted"}
PAY_YOURSELF = ("without_insurance", {"coverage.program": "none"})
RECORDS = (
    "records_only",
    {"coverage.program": "none", "provider.setting": "records_only"},
)
NETWORK_PLAN = [
    ("in_network", INSIDE),
    ("out_of_network", OUTSIDE),
    ("network_exception", ARRANGED),
]
REFERRED = {"coverage.point_of_service": False}
TRICARE = [("in_network", {**INSIDE, **REFERRED}), ("out_of_network", {**OUTSIDE, **REFERRED})]
CLOSED = [("in_network", INSIDE), ("out_of_network", OUTSIDE)]


def found(program: str, **given: str) -> list[Way]:
    answers = {"coverage.program": program}
    return list(ways(answers | {f"coverage.{name}": value for name, value in given.items()}))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "original_medicare",
            [
                (
                    "participating",
                    {"provider.medicare": "participating", "provider.assignment": None},
                ),
                (
                    "without_assignment",
                    {"provider.medicare": "nonparticipating", "provider.assignment": False},
                ),
                ("opted_out", {"provider.medicare": "opted_out", "provider.assignment": None}),
            ],
        ),
        ("medicare_advantage", NETWORK_PLAN),
        ("employer", [*NETWORK_PLAN, PAY_YOURSELF]),
        ("marketplace", [*NETWORK_PLAN, PAY_YOURSELF]),
        ("fehb", [*NETWORK_PLAN, PAY_YOURSELF]),
        (
            "va",
            [
                ("va_clinic", {"provider.network": "in"}),
                ("community_care", {"provider.network": "out"}),
                PAY_YOURSELF,
            ],
        ),
        (
            "ihs",
            [
                ("ihs_clinic", {"provider.network": "in"}),
                ("outside", {"provider.network": "out"}),
                PAY_YOURSELF,
            ],
        ),
        ("workers_compensation", [PAY_YOURSELF]),
        ("none", []),
    ],
)
def test_each_program_has_its_ways_and_a_review_of_records_is_open_to_all(
    program: str, expected: list[tuple[str, Changes]]
) -> None:
    assert [(way.id, way.changes) for way in found(program)] == [*expected, RECORDS]


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_a_health_plan_of_medicaid_can_arrange_a_doctor_outside(program: str) -> None:
    for network in ({}, {"network": "managed_care"}):
        listed = [(way.id, way.changes) for way in found(program, **network)]
        assert listed == [CLOSED[0], ("network_exception", ARRANGED), CLOSED[1], RECORDS]
    listed = [(way.id, way.changes) for way in found(program, network="fee_for_service")]
    assert listed == [*CLOSED, RECORDS]


def test_tricare_for_life_asks_who_takes_medicare() -> None:
    assert [(way.id, way.changes) for way in found("tricare", network="for_life")] == [
        ("participating", {"provider.medicare": "participating"}),
        ("opted_out", {"provider.medicare": "opted_out"}),
        RECORDS,
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"network": "select", "tricare_status": "retiree"},
        {"network": "prime"},
        {"network": "prime", "tricare_status": "active_duty"},
    ],
)
def test_going_without_a_referral_is_no_way_of_every_tricare_plan(given: dict[str, str]) -> None:
    listed = [(way.id, way.changes) for way in found("tricare", **given)]
    assert listed == [*TRICARE, RECORDS]


@pytest.mark.parametrize("status", ["active_duty_family", "retiree"])
def test_families_and_retirees_with_prime_may_go_without_a_referral(status: str) -> None:
    listed = [
        (way.id, way.changes) for way in found("tricare", network="prime", tricare_status=status)
    ]
    point_of_service = ("point_of_service", {"coverage.point_of_service": True})
    assert listed == [*TRICARE, point_of_service, RECORDS]


#: Every program with every answer that changes its ways.
CASES = [
    (program, given)
    for program in DOMAINS["program"]
    for given in (
        {},
        {"network": "fee_for_service"},
        {"network": "for_life"},
        {"network": "prime", "tricare_status": "retiree"},
    )
]


@pytest.mark.parametrize(("program", "given"), CASES)
def test_every_way_rests_on_rules_that_exist(
    rules: Ruleset, program: str, given: dict[str, str]
) -> None:
    for way in found(program, **given):
        assert way.rules
        for rule in way.rules:
            assert rules.rule(rule) is not None
        assert way.label
        assert way.says.endswith(".")


@pytest.mark.parametrize(
    ("program", "rule"),
    [
        ("medicare_advantage", "medicare_advantage.plan_rules_differ"),
        ("employer", "private.allowed_amount"),
        ("medicaid", "medicaid.payment_in_full"),
        ("chip", "chip.payment_in_full"),
    ],
)
def test_the_way_inside_rests_on_the_rule_of_its_program(program: str, rule: str) -> None:
    assert found(program)[0].rules == (rule,)


@pytest.mark.parametrize(
    ("program", "outside", "exception"),
    [
        (
            "medicare_advantage",
            "medicare_advantage.noncontract_payment",
            "medicare_advantage.network_exception",
        ),
        ("fehb", "private.out_of_network_allowed_amount", "private.network_gap_exception"),
    ],
)
def test_the_ways_outside_rest_on_the_rules_of_their_program(
    program: str, outside: str, exception: str
) -> None:
    _, out, granted, *_ = found(program)
    assert (out.rules, granted.rules) == ((outside,), (exception,))


def test_outside_medicaid_the_row_of_the_reader_s_own_kind_is_named() -> None:
    assert found("chip", network="fee_for_service")[1].rules == (
        "chip.coverage.fee_for_service_out",
    )
    assert found("chip")[2].rules == ("chip.coverage.managed_care_out",)


@pytest.mark.parametrize("program", DOMAINS["program"])
def test_where_no_plan_could_pay_for_a_review_the_reader_is_not_sent_to_ask(program: str) -> None:
    says = found(program)[-1].says
    plans = ("ihs", "none", "va", "workers_compensation")
    assert says.startswith("Ask your plan") == (program not in plans)
