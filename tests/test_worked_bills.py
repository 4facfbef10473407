"""Bills worked out by hand: each line, each step with its rule, and what is left for the next."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import pytest

from calculator.bill import work_out
from calculator.second_payer import SecondPayer
from calculator.working import Basis, Bill, Case, CaseRules, Limits, LineCase, LineTerms, Step

RULES = CaseRules(
    deductible="a.deductible",
    coinsurance="a.share",
    copay="a.copay",
    charge="a.charge",
    maximum="a.maximum",
    excess="a.excess",
)
TERMS = LineTerms(None, "after_deductible", Decimal("0.2"))

type Kept = Literal["separate", "combined", "in_counts_toward_out", "maximum_combined"]


def line(
    basis: Basis,
    charge: int | None,
    allowed: int | None,
    terms: LineTerms | None = TERMS,
    **more: Any,  # noqa: ANN401
) -> LineCase:
    amounts = [None if amount is None else Decimal(amount) for amount in (charge, allowed)]
    covered = basis not in ("not_covered", "private_contract", "no_cost")
    given = {"kind": "visit", "rules": ("a.row",), **more}
    return LineCase(
        basis=basis,
        charge=amounts[0],
        allowed=amounts[1],
        terms=terms if covered else None,
        **given,
    )


def case(*lines: LineCase, kept: Kept = "separate", **more: Any) -> Case:  # noqa: ANN401
    whole: dict[str, Any] = {
        "in_network": Limits(),
        "out_of_network": Limits(),
        "fee_share": Decimal("0.95"),
        "limiting_multiple": Decimal("1.15"),
        "rules": RULES,
        **more,
    }
    return Case(lines=lines, accumulators=kept, **whole)


def limits(deductible: int = 0, maximum: int | None = None, **more: Any) -> Limits:  # noqa: ANN401
    most = None if maximum is None else Decimal(maximum)
    return Limits(deductible=Decimal(deductible), maximum=most, **more)


def owed(bill: Bill) -> list[Decimal]:
    return [found.patient for found in bill.lines]


def parts(bill: Bill, number: int = 0) -> dict[str, Decimal]:
    found = bill.lines[number]
    names = ("patient", "plan", "second_payer", "balance_bill", "excess_charge", "written_off")
    return {name: amount for name in names if (amount := getattr(found, name))}


def told(bill: Bill) -> list[tuple[str, object, tuple[str, ...]]]:
    return [(step.code, step.amount, step.rules) for step in bill.steps]


def numbers(bill: Bill, code: str) -> Mapping[str, Decimal]:
    (step,) = [step for step in bill.steps if step.code == code]
    return step.numbers


def test_a_visit_in_network_step_by_step() -> None:
    bill = work_out(case(line("in_network", 300, 200), in_network=limits(50)))
    assert parts(bill) == {"patient": 80, "plan": 120, "written_off": 100}
    assert told(bill) == [
        ("basis_in_network", 300, ("a.row",)),
        ("allowed_counts", 200, ("private.allowed_amount", "private.in_network_write_off")),
        ("deductible", 50, ("a.deductible",)),
        ("coinsurance", 30, ("a.share",)),
    ]
    assert numbers(bill, "allowed_counts") == {"charge": 300, "written_off": 100}
    assert numbers(bill, "deductible") == {"open": 50}
    assert numbers(bill, "coinsurance") == {"share": Decimal("0.2"), "base": 150}
    assert [step.line for step in bill.steps] == [0, 0, 0, 0]
    assert (bill.lines[0].kind, bill.lines[0].charge_known) == ("visit", True)
    assert bill.patient == bill.total("patient") == 80


def test_a_deductible_already_met_is_a_step_of_its_own() -> None:
    bill = work_out(case(line("in_network", 300, 200)))
    assert told(bill)[2] == ("deductible_met", Decimal(0), ("a.deductible",))
    assert numbers(bill, "deductible_met") == {"open": 0}


def test_a_charge_no_larger_than_the_allowed_amount_counts_as_it_is() -> None:
    bill = work_out(case(line("in_network", 150, 200)))
    assert told(bill)[1] == ("charge_counts", Decimal(150), ("a.charge",))
    assert numbers(bill, "charge_counts") == {"charge": 150}
    unknown = work_out(case(line("in_network", None, 200)))
    assert told(unknown)[1][0] == "allowed_counts"
    assert not unknown.lines[0].charge_known


def test_a_copay_after_the_deductible_and_one_in_its_place() -> None:
    terms = LineTerms(Decimal(40), "after_deductible", Decimal("0.2"))
    after = work_out(case(line("in_network", 300, 200, terms), in_network=limits(50)))
    assert [step.code for step in after.steps[2:]] == ["deductible", "copay"]
    assert told(after)[3] == ("copay", Decimal(40), ("a.copay",))
    assert numbers(after, "copay") == {"copay": 40}
    both = replace(terms, copay_rule="then_coinsurance")
    then = work_out(case(line("in_network", 300, 200, both), in_network=limits(50)))
    assert [step.code for step in then.steps[2:]] == ["deductible", "copay", "coinsurance"]
    assert then.patient == 112
    instead = replace(terms, copay_rule="instead_of_deductible", copay_source="b.copay")
    alone = work_out(case(line("in_network", 300, 200, instead), in_network=limits(50)))
    assert told(alone)[2:] == [("copay_instead", Decimal(40), ("b.copay",))]
    assert numbers(alone, "copay_instead") == {"copay": 40}


@pytest.mark.parametrize(
    ("law", "code", "rule"), [("", "maximum", "a.maximum"), ("b.law", "maximum_by_law", "b.law")]
)
def test_what_the_maximum_takes_off_names_the_plan_s_limit_or_the_law_s(
    law: str, code: str, rule: str
) -> None:
    limit = limits(50, 60, maximum_law=law)
    bill = work_out(case(line("in_network", 300, 200), in_network=limit))
    assert told(bill)[-1] == (code, Decimal(20), (rule,))
    assert numbers(bill, code) == {"left": 60}
    assert parts(bill) == {"patient": 60, "plan": 140, "written_off": 100}


def test_outside_the_balance_bill_comes_on_top_and_counts_toward_nothing() -> None:
    outside = limits(50, 70)
    bill = work_out(case(line("out_of_network", 300, 200), out_of_network=outside))
    assert parts(bill) == {"patient": 170, "plan": 130, "balance_bill": 100}
    assert told(bill)[1] == (
        "allowed_counts",
        Decimal(200),
        ("private.allowed_amount", "private.out_of_network_allowed_amount"),
    )
    assert told(bill)[-2:] == [
        ("maximum", Decimal(10), ("a.maximum",)),
        ("balance_bill", Decimal(100), ("private.balance_bill_not_counted",)),
    ]


def test_the_rules_outside_are_named_where_a_program_has_them() -> None:
    rules = replace(
        RULES,
        deductible_outside="b.deductible",
        share_outside="b.share",
        counts={"out_of_network": ("b.counts",)},
    )
    outside = case(line("out_of_network", 300, 200), out_of_network=limits(50), rules=rules)
    assert [rules for _, _, rules in told(work_out(outside))[1:]] == [
        ("b.counts",),
        ("b.deductible",),
        ("b.share",),
        ("b.counts",),
    ]
    inside = case(line("in_network", 300, 200), in_network=limits(50), rules=rules)
    assert [rules for _, _, rules in told(work_out(inside))[2:]] == [
        ("a.deductible",),
        ("a.share",),
    ]


@pytest.mark.parametrize(
    ("basis", "rules"),
    [
        ("plan_share_only", ("medicare_advantage.noncontract_payment",)),
        ("assigned", ("medicare.assignment",)),
        ("assigned_nonparticipating", ("medicare.assignment",)),
        ("unassigned", ("medicare.limiting_charge",)),
        ("terms_with_excess", ("medicare_advantage.pffs_balance_billing",)),
    ],
)
def test_what_counts_has_its_rule_on_every_basis(basis: Basis, rules: tuple[str, ...]) -> None:
    bill = work_out(case(line(basis, 400, 200)))
    (step,) = [step for step in bill.steps if step.code == "allowed_counts"]
    assert step.rules == rules


def test_a_doctor_s_lower_amount_and_the_limiting_charge_are_steps() -> None:
    bill = work_out(case(line("unassigned", 300, 200)))
    # 190 counts, 38 is the share, 28.50 comes on top, 81.50 is dropped.
    assert parts(bill) == {
        "patient": Decimal("66.50"),
        "plan": 152,
        "excess_charge": Decimal("28.50"),
        "written_off": Decimal("81.50"),
    }
    assert told(bill)[1] == (
        "nonparticipating_amount",
        190,
        ("medicare.nonparticipating.fee_share",),
    )
    assert numbers(bill, "nonparticipating_amount") == {
        "allowed": 200,
        "share": Decimal("0.95"),
    }
    assert told(bill)[3] == ("limiting_charge", Decimal("218.50"), ("a.excess",))
    assert numbers(bill, "limiting_charge") == {"multiple": Decimal("1.15"), "approved": 190}
    assert told(bill)[-1] == ("excess_charge", Decimal("28.50"), ("a.excess",))


@pytest.mark.parametrize("basis", ["not_covered", "private_contract"])
def test_a_line_that_is_not_covered_is_the_patient_s(basis: Basis) -> None:
    bill = work_out(case(line(basis, 300, 200), in_network=limits(50)))
    assert parts(bill) == {"patient": 300}
    assert bill.lines[0].allowed == 0
    assert told(bill) == [(f"basis_{basis}", 300, ("a.row",))]


def test_a_line_without_cost_leaves_nothing_and_touches_no_limit() -> None:
    free = line("no_cost", 300, 200)
    bill = work_out(case(free, line("in_network", 300, 200), in_network=limits(50)))
    assert owed(bill) == [0, 80]
    assert parts(bill) == {"plan": 200, "written_off": 100}
    assert told(bill)[:3] == [
        ("basis_no_cost", 300, ("a.row",)),
        ("allowed_counts", 200, ("medicare.lab_no_cost",)),
        ("no_cost", 0, ("a.row",)),
    ]
    whole = work_out(case(line("no_cost", 200, 200)))
    assert [step.code for step in whole.steps] == ["basis_no_cost", "no_cost"]


def test_a_covered_line_without_terms_is_a_fault() -> None:
    with pytest.raises(ValueError, match=r"^a covered line has terms$"):
        work_out(case(line("in_network", 300, 200, None)))


@pytest.mark.parametrize(
    ("first", "kept", "second"),
    [
        # One line uses up 200 of the deductible of 300 on its side. Then a line on the other side.
        ("in_network", "separate", 200),
        ("out_of_network", "separate", 200),
        ("in_network", "combined", 120),
        ("out_of_network", "combined", 120),
        ("in_network", "in_counts_toward_out", 120),
        ("out_of_network", "in_counts_toward_out", 200),
        ("in_network", "maximum_combined", 200),
        ("out_of_network", "maximum_combined", 200),
    ],
)
def test_what_a_line_uses_of_the_deductible_counts_on_the_other_side_as_the_plan_keeps_it(
    first: Basis, kept: Kept, second: int
) -> None:
    other: Basis = "out_of_network" if first == "in_network" else "in_network"
    lines = (line(first, 200, 200), line(other, 200, 200))
    found = case(*lines, kept=kept, in_network=limits(300), out_of_network=limits(300))
    assert owed(work_out(found)) == [200, second]


@pytest.mark.parametrize(
    ("first", "kept", "second"),
    [
        # One line pays 200 of the maximum of 250 on its side. Then a line on the other side.
        ("in_network", "separate", 200),
        ("in_network", "combined", 50),
        ("out_of_network", "combined", 50),
        ("in_network", "in_counts_toward_out", 50),
        ("out_of_network", "in_counts_toward_out", 200),
        ("in_network", "maximum_combined", 50),
        ("out_of_network", "maximum_combined", 50),
    ],
)
def test_what_a_line_pays_counts_toward_the_maximum_on_the_other_side_as_the_plan_keeps_it(
    first: Basis, kept: Kept, second: int
) -> None:
    other: Basis = "out_of_network" if first == "in_network" else "in_network"
    all_of_it = replace(TERMS, coinsurance=Decimal(1))
    lines = (line(first, 200, 200, all_of_it), line(other, 200, 200, all_of_it))
    found = case(*lines, kept=kept, in_network=limits(0, 250), out_of_network=limits(0, 250))
    assert owed(work_out(found)) == [200, second]


def test_lines_on_one_side_follow_each_other() -> None:
    twice = (line("in_network", 200, 200), line("in_network", 200, 200, kind="lab"))
    bill = work_out(case(*twice, in_network=limits(300)))
    assert owed(bill) == [200, 120]
    assert [found.kind for found in bill.lines] == ["visit", "lab"]
    assert [step.line for step in bill.steps if step.code == "deductible"] == [0, 1]


@pytest.mark.parametrize("counts", [True, False])
def test_a_copay_counts_toward_the_deductible_as_the_plan_of_that_side_says(
    *, counts: bool
) -> None:
    terms = LineTerms(Decimal(40), "instead_of_deductible", Decimal(0))
    limit = limits(100, copay_counts_toward_deductible=counts)
    lines = (line("in_network", 200, 200, terms), line("in_network", 200, 200))
    second = 60 + 28 if counts else 100 + 20
    assert owed(work_out(case(*lines, in_network=limit))) == [40, second]


G = SecondPayer("g", deductible_share=Decimal(0))


def test_a_second_payer_takes_its_part_of_what_medicare_leaves() -> None:
    bill = work_out(case(line("unassigned", 300, 200), in_network=limits(50), second=G))
    # 190 counts: 50 deductible, 28 share, 28.50 on top. Plan G pays all but the deductible.
    assert parts(bill) == {
        "patient": 50,
        "plan": 112,
        "second_payer": Decimal("56.50"),
        "written_off": Decimal("81.50"),
    }
    assert told(bill)[-1] == (
        "second_payer",
        Decimal("56.50"),
        ("medigap.g.part_b_deductible", "medigap.g.part_b_coinsurance", "medigap.g.excess_charge"),
    )


def test_a_second_payer_that_pays_nothing_is_said_and_one_that_has_nothing_to_pay_is_not() -> None:
    owes = work_out(case(line("assigned", 40, 40), in_network=limits(50), second=G))
    assert told(owes)[-1][:2] == ("second_payer_nothing", 0)
    free = replace(TERMS, coinsurance=Decimal(0))
    nothing = work_out(case(line("assigned", 40, 40, free), second=G))
    assert "second_payer" not in {step.code.removesuffix("_nothing") for step in nothing.steps}


def test_only_a_visit_has_the_copay_of_plan_n() -> None:
    plan_n = SecondPayer("n", visit_copay=Decimal(20))
    for kind, left in (("visit", 20), ("procedure", 0)):
        bill = work_out(case(line("assigned", 500, 500, kind=kind), second=plan_n))
        assert bill.patient == left


def test_every_step_belongs_to_its_line() -> None:
    lines = (
        line("unassigned", 300, 200),
        line("out_of_network", 300, 200),
        line("not_covered", 10, None),
        line("no_cost", 10, 10),
    )
    tight = limits(10, 20)
    bill = work_out(case(*lines, in_network=tight, out_of_network=tight, second=G))
    for number in range(len(lines)):
        assert [step for step in bill.steps if step.line == number]
    assert all(isinstance(step, Step) for step in bill.steps)
    assert sorted({step.line for step in bill.steps}) == [0, 1, 2, 3]
    order = [step.line for step in bill.steps]
    assert order == sorted(order)
    assert bill.patient + bill.total("plan") + bill.total("second_payer") == sum(
        (found.charge - found.written_off for found in bill.lines), Decimal(0)
    )
