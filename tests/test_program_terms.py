"""The terms that the rules know for public programs, and the rules that the steps then name."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.case import build_case, line_terms
from calculator.case_rules import case_rules
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.program_terms import (
    ProgramTerms,
    known_amount,
    latest_copays,
    program_terms,
    share_ceiling,
    tricare_cap,
    tricare_category,
    tricare_copay_figure,
    tricare_deductible,
    with_program_terms,
)
from calculator.ruleset import Ruleset
from calculator.working import Basis, CaseRules

OUT = "terms.out_of_network."


def book(rules: Ruleset, year: int = 2026) -> FigureBook:
    return FigureBook(rules, date(year, 3, 15))


def tricare(network: str, status: str | None = None, **given: object) -> dict[str, Any]:
    known = {"network": network, "tricare_status": status, **given}
    return {"coverage.program": "tricare"} | {f"coverage.{name}": v for name, v in known.items()}


@pytest.mark.parametrize(
    ("status", "group", "category"),
    [
        ("active_duty_family", "a", "active_duty_family.a"),
        ("retiree", "b", "retiree.b"),
        ("retiree", None, None),
        (None, "a", None),
        ("reserve_select", None, "reserve_select"),
        ("retired_reserve", "a", "retired_reserve"),
    ],
)
def test_figures_of_tricare_go_by_status_and_group(
    status: str | None, group: str | None, category: str | None
) -> None:
    assert tricare_category(tricare("select", status, tricare_group=group)) == category


def test_copays_of_tricare_go_by_plan_too_but_not_for_the_reserve() -> None:
    family = tricare("prime", "active_duty_family", tricare_group="b")
    assert tricare_copay_figure(family, "x") == "tricare.prime.active_duty_family.b.x"
    assert tricare_copay_figure(tricare("select", "reserve_select"), "x") == (
        "tricare.reserve_select.x"
    )
    assert tricare_copay_figure(tricare("select"), "x") == "tricare..x"  # no figure has that id


@pytest.mark.parametrize(
    ("status", "group", "inside", "outside"),
    [
        (
            "active_duty_family",
            "a",
            "tricare.select.active_duty_family.a.deductible.e5_and_above",
            "tricare.select.active_duty_family.a.deductible.e5_and_above",
        ),
        (
            "reserve_select",
            None,
            "tricare.reserve_select.deductible.e5_and_above",
            "tricare.reserve_select.deductible.e5_and_above",
        ),
        (
            "retiree",
            "a",
            "tricare.select.retiree.a.deductible",
            "tricare.select.retiree.a.deductible",
        ),
        (
            "retiree",
            "b",
            "tricare.select.retiree.b.deductible.network",
            "tricare.select.retiree.b.deductible.outside",
        ),
        (
            "retired_reserve",
            None,
            "tricare.retired_reserve.deductible.network",
            "tricare.retired_reserve.deductible.outside",
        ),
    ],
)
def test_the_deductible_of_tricare_goes_by_status_group_rank_and_side(
    status: str, group: str | None, inside: str, outside: str
) -> None:
    answers = tricare("select", status, tricare_group=group, sponsor_rank="e5_and_above")
    assert tricare_deductible(answers, outside=False) == inside
    assert tricare_deductible(answers, outside=True) == outside


@pytest.mark.parametrize(
    ("status", "group", "cap"),
    [
        ("active_duty_family", "b", "active_duty_family.b"),
        ("retiree", "a", "retiree.a.select"),
        ("retiree", "b", "retiree.b"),
        ("reserve_select", None, "reserve_select"),
        ("retired_reserve", None, "retired_reserve"),
    ],
)
def test_the_yearly_cap_of_tricare_goes_by_status_and_group(
    status: str, group: str | None, cap: str
) -> None:
    answers = tricare("select", status, tricare_group=group)
    assert tricare_cap(answers) == f"tricare.catastrophic_cap.{cap}"


def figure(rules: Ruleset, name: str) -> Decimal:
    return book(rules).required(name)


TESTS = ("imaging", "imaging_review", "lab", "pathology_review")


def test_tricare_prime_has_copays_a_cap_and_point_of_service_terms(rules: Ruleset) -> None:
    found = program_terms(book(rules), tricare("prime", "retiree", tricare_group="a"))
    visit = "tricare.prime.retiree.a.specialist_copay"
    test = "tricare.prime.retiree.a.ancillary_copay"
    cap = "tricare.catastrophic_cap.retiree.a.prime"
    deductible = "tricare.point_of_service.deductible"
    share = "tricare.point_of_service.share"
    of_tests = {f"terms.by_service.{kind}.copay": figure(rules, test) for kind in TESTS}
    at_once = {f"terms.by_service.{kind}.copay_rule": "instead_of_deductible" for kind in TESTS}
    assert found.values == {
        "terms.copay_rule": "instead_of_deductible",
        "terms.copay": figure(rules, visit),
        **of_tests,
        **at_once,
        "terms.deductible": "none",
        "terms.out_of_pocket_maximum": figure(rules, cap),
        f"{OUT}copay": "none",
        f"{OUT}deductible": figure(rules, deductible),
        f"{OUT}coinsurance": figure(rules, share),
        f"{OUT}out_of_pocket_maximum": "none",
        f"{OUT}accumulators": "separate",
    }
    assert found.rules == {
        "terms.copay": visit,
        **dict.fromkeys(of_tests, test),
        "terms.out_of_pocket_maximum": cap,
        f"{OUT}deductible": deductible,
        f"{OUT}coinsurance": share,
    }


def test_tricare_select_has_a_deductible_first_and_one_cap_for_both_sides(rules: Ruleset) -> None:
    answers = tricare("select", "retiree", tricare_group="b") | {
        "terms.out_of_pocket_met": Decimal(70),
        "terms.deductible_met": Decimal(60),
    }
    found = program_terms(book(rules), answers)
    visit = "tricare.select.retiree.b.specialist_copay"
    inside = "tricare.select.retiree.b.deductible.network"
    outside = "tricare.select.retiree.b.deductible.outside"
    cap = "tricare.catastrophic_cap.retiree.b"
    share = "tricare.select.retiree.outside_share"
    expected = {
        "terms.copay_rule": "after_deductible",
        "terms.copay": figure(rules, visit),
        "terms.by_service.lab.copay_rule": "after_deductible",
        "terms.deductible": figure(rules, inside),
        "terms.out_of_pocket_maximum": figure(rules, cap),
        f"{OUT}copay": "none",
        f"{OUT}deductible": figure(rules, outside),
        f"{OUT}coinsurance": figure(rules, share),
        f"{OUT}out_of_pocket_maximum": figure(rules, cap),
        f"{OUT}out_of_pocket_met": Decimal(70),
        f"{OUT}accumulators": "maximum_combined",
    }
    assert {path: found.values.get(path) for path in expected} == expected
    assert f"{OUT}deductible_met" not in found.values
    assert found.rules["terms.deductible"] == inside
    assert found.rules[f"{OUT}deductible"] == outside
    assert found.rules[f"{OUT}coinsurance"] == share
    assert found.rules[f"{OUT}out_of_pocket_maximum"] == cap


def test_where_one_deductible_counts_on_both_sides_what_is_met_of_it_does_too(
    rules: Ruleset,
) -> None:
    answers = tricare("select", "reserve_select", sponsor_rank="e4_and_below")
    answers["terms.deductible_met"] = Decimal(20)
    found = program_terms(book(rules), answers)
    assert found.values[f"{OUT}accumulators"] == "combined"
    assert found.values[f"{OUT}deductible_met"] == 20
    assert found.rules[f"{OUT}coinsurance"] == "tricare.reserve_select.outside_share"
    told = program_terms(book(rules), answers | {f"{OUT}deductible_met": Decimal(5)})
    assert f"{OUT}deductible_met" not in told.values


def test_a_copay_that_the_reader_gives_counts_before_the_published_one(rules: Ruleset) -> None:
    answers = tricare("prime", "retiree", tricare_group="a")
    visit = figure(rules, "tricare.prime.retiree.a.specialist_copay")
    path = "terms.by_service.lab.copay"
    own = program_terms(book(rules), answers | {"terms.copay": Decimal(1), path: Decimal(2)})
    assert not {"terms.copay", path, "terms.by_service.lab.copay_rule"} & set(own.values)
    assert "terms.copay" not in own.rules
    same = program_terms(book(rules), answers | {"terms.copay": visit})
    assert same.values["terms.copay"] == visit


def test_a_copay_of_a_year_without_a_figure_is_unknown_and_the_newest_one_is_usual(
    rules: Ruleset,
) -> None:
    answers = tricare("prime", "retiree", tricare_group="a")
    visit = "tricare.prime.retiree.a.specialist_copay"
    late = book(rules, 2027)
    assert known_amount(late, visit) is None
    assert known_amount(late, "no.such.figure") is None
    assert known_amount(book(rules), visit) == figure(rules, visit)
    filled = with_program_terms(late, answers)
    assert filled["terms.copay"] == "some"
    assert list(latest_copays(late, filled)) == [("terms.copay", figure(rules, visit), visit)]
    assert list(latest_copays(late, {**filled, "terms.copay": Decimal(9)})) == []
    assert list(latest_copays(late, {**filled, "coverage.program": "employer"})) == []
    assert list(latest_copays(late, {**filled, "coverage.tricare_status": None})) == []


def test_tricare_for_life_pays_its_own_share_where_the_doctor_left_medicare(
    rules: Ruleset,
) -> None:
    answers = tricare("for_life") | {"provider.medicare": "opted_out"}
    found = program_terms(book(rules), answers)
    share = "tricare.for_life.opted_out_share"
    assert found.values == {
        f"{OUT}deductible": "none",
        f"{OUT}copay": "none",
        f"{OUT}coinsurance": 1 - figure(rules, share),
        f"{OUT}out_of_pocket_maximum": "none",
        f"{OUT}accumulators": "separate",
    }
    assert found.rules == {f"{OUT}coinsurance": share}
    answers["provider.medicare"] = "participating"
    assert program_terms(book(rules), answers) == ProgramTerms()


def test_the_va_has_a_copay_for_each_kind_of_service(rules: Ruleset) -> None:
    kinds = ("visit", "imaging", "lab", "imaging_review", "facility")
    answers = {"coverage.program": "va"} | {
        f"services.{number}.kind": kind for number, kind in enumerate(kinds)
    }
    found = program_terms(book(rules), answers)
    specialty, test, lab = (
        figure(rules, f"va.copay.{name}") for name in ("specialty", "test", "lab")
    )
    copays = dict(zip(kinds, (specialty, test, lab, lab, 0), strict=True))
    assert found.values == {
        "terms.deductible": "none",
        "terms.out_of_pocket_maximum": "none",
        "terms.coinsurance": Decimal(0),
        "terms.copay": "none",
        **{f"terms.by_service.{kind}.copay": copay for kind, copay in copays.items()},
        **{f"terms.by_service.{kind}.copay_rule": "instead_of_deductible" for kind in kinds},
    }
    assert found.rules == {
        "terms.by_service.visit.copay": "va.copay.specialty",
        "terms.by_service.imaging.copay": "va.copay.test",
        "terms.by_service.lab.copay": "va.copay.lab",
        "terms.by_service.imaging_review.copay": "va.copay.lab",
        "terms.by_service.facility.copay": "va.copay.one_a_day",
    }
    more = {"services.0.kind": "procedure", "services.1.kind": "pathology_review"}
    others = program_terms(book(rules), {"coverage.program": "va", **more}).rules
    assert others == {
        "terms.by_service.procedure.copay": "va.copay.specialty",
        "terms.by_service.pathology_review.copay": "va.copay.lab",
    }


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_medicaid_has_no_deductible_and_a_copay_only_where_the_reader_gives_one(
    rules: Ruleset, program: str
) -> None:
    found = program_terms(book(rules), {"coverage.program": program})
    assert found.values == {
        "terms.deductible": "none",
        "terms.out_of_pocket_maximum": "none",
        "terms.copay_rule": "instead_of_deductible",
        "terms.copay": "none",
    }
    assert found.rules == {}
    given = {"coverage.program": program, "terms.copay": Decimal(3)}
    assert "terms.copay" not in program_terms(book(rules), given).values


def test_the_terms_of_other_plans_are_the_reader_s_to_tell(rules: Ruleset) -> None:
    for program in ("employer", "original_medicare", "none", "ihs"):
        answers = {"coverage.program": program, "coverage.network": "prime"}
        assert program_terms(book(rules), answers) == ProgramTerms()
        assert with_program_terms(book(rules), answers) is answers


def test_an_unknown_share_is_at_most_the_federal_ceiling_or_the_whole(rules: Ruleset) -> None:
    rule = "medicaid.cost_sharing.share_ceiling"
    found = share_ceiling(book(rules), {"coverage.program": "medicaid"})
    assert found == (figure(rules, rule), (rule,))
    assert share_ceiling(book(rules), {"coverage.program": "employer"}) == (Decimal(1), ())


def named(program: str, terms: ProgramTerms | None = None, **answers: str) -> CaseRules:
    given = {"coverage.program": program} | {f"provider.{k}": v for k, v in answers.items()}
    return case_rules(given, terms or ProgramTerms())


PRIVATE = CaseRules(
    deductible="private.cost_sharing_order",
    coinsurance="private.cost_sharing_order",
    copay="private.copay_rules",
    charge="private.allowed_amount",
    maximum="private.cost_sharing_order",
)


@pytest.mark.parametrize("program", ["employer", "marketplace", "fehb", "none"])
def test_private_plans_share_their_rules(program: str) -> None:
    assert named(program) == PRIVATE


def test_medicare_and_medicare_advantage_have_their_own() -> None:
    medicare = named("original_medicare")
    assert medicare == CaseRules(
        deductible="medicare.part_b.deductible",
        coinsurance="medicare.part_b.coinsurance",
        copay="medicare.cost_order",
        charge="medicare.cost_order",
        maximum="medicare.no_out_of_pocket_limit",
    )
    advantage = named("medicare_advantage")
    assert advantage.maximum == "medicare_advantage.yearly_limit"
    assert advantage.excess == "medicare_advantage.pffs.balance_billing.multiple"
    assert advantage.copay == PRIVATE.copay


@pytest.mark.parametrize(
    ("program", "network", "rule"),
    [
        ("va", "in", "va.copay.who"),
        ("va", "out", "va.community_care.same_copay"),
        ("ihs", "in", "ihs.authorized_no_bill"),
        ("workers_compensation", "out", "workers_compensation.no_cost"),
    ],
)
def test_some_programs_have_one_rule_on_what_may_still_be_billed(
    program: str, network: str, rule: str
) -> None:
    found = named(program, network=network)
    assert found.charge == rule
    assert found.counts == {"program_terms": (rule,), "no_cost": (rule,)}
    assert found.deductible == PRIVATE.deductible


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_medicaid_pays_in_full(program: str) -> None:
    found = named(program)
    assert found.copay == found.coinsurance == f"{program}.cost_sharing"
    assert found.charge == f"{program}.payment_in_full"
    paid = (f"{program}.payment_in_full",)
    assert found.counts == {"program_terms": paid, "no_cost": paid}


def test_tricare_names_the_figure_of_each_term_or_else_the_order() -> None:
    terms = ProgramTerms(
        rules={
            "terms.deductible": "a.deductible",
            "terms.copay": "a.copay",
            "terms.out_of_pocket_maximum": "a.cap",
            f"{OUT}coinsurance": "a.outside_share",
            f"{OUT}deductible": "a.outside_deductible",
        }
    )
    found = named("tricare", terms)
    assert (found.deductible, found.copay, found.maximum) == ("a.deductible", "a.copay", "a.cap")
    assert (found.share_outside, found.deductible_outside) == (
        "a.outside_share",
        "a.outside_deductible",
    )
    order = "tricare.deductible_order"
    bare = named("tricare")
    assert {bare.deductible, bare.copay, bare.coinsurance} == {order}
    assert {bare.share_outside, bare.deductible_outside} == {order}
    assert bare.maximum == "tricare.catastrophic_cap.what_counts"
    assert bare.charge == "tricare.allowable_charge"
    assert bare.excess == "tricare.balance_billing.multiple"
    inside = ("tricare.allowable_charge", "tricare.no_balance_bill")
    assert bare.counts == {
        "program_terms": inside,
        "no_cost": inside,
        "plan_share_only": inside,
        "point_of_service": ("tricare.allowable_charge", "tricare.point_of_service"),
        "out_with_excess": ("tricare.balance_billing",),
        "out_of_network": ("tricare.for_life.opted_out",),
    }


PROGRAMS = ("employer", "medicaid", "chip", "tricare", "va", "ihs", "workers_compensation")


@pytest.mark.parametrize("program", [*PROGRAMS, "original_medicare", "medicare_advantage"])
def test_every_rule_that_steps_name_exists(rules: Ruleset, program: str) -> None:
    for network in ("in", "out"):
        found = named(program, network=network)
        names = {found.deductible, found.coinsurance, found.copay, found.charge}
        names |= {found.maximum, found.excess, found.share_outside, found.deductible_outside}
        names |= {name for listed in found.counts.values() for name in listed}
        for name in names - {""}:
            assert rules.rule(name) is not None


def shared(rules: Ruleset, kind: str, basis: Basis, **terms: object) -> Any:  # noqa: ANN401
    """The cost sharing of one kind of service with a job plan."""
    answers: dict[str, Any] = {"coverage.program": "employer"}
    for name, value in terms.items():
        answers[f"terms.{name.replace('__', '.')}"] = value
    sources = {"terms.copay": "a.copay", "terms.by_service.lab.copay": "a.lab"}
    return line_terms(book(rules), answers, kind, basis, sources)


def test_a_bare_copay_is_the_visit_s(rules: Ruleset) -> None:
    given = {"copay": Decimal(40), "coinsurance": Decimal("0.2"), "copay_rule": "then_coinsurance"}
    visit = shared(rules, "visit", "in_network", **given)
    assert (visit.copay, visit.copay_rule) == (40, "then_coinsurance")
    assert (visit.coinsurance, visit.copay_source) == (Decimal("0.2"), "a.copay")
    lab = shared(rules, "lab", "in_network", **given)
    assert lab.copay is None
    assert lab.coinsurance == Decimal("0.2")
    assert shared(rules, "visit", "in_network", copay="none").copay is None
    assert shared(rules, "visit", "in_network", copay=Decimal(1)).copay_rule == "after_deductible"
    assert shared(rules, "visit", "in_network").coinsurance == 0


def test_a_service_s_own_terms_count_before_the_plan_s(rules: Ruleset) -> None:
    plan = {"copay": Decimal(40), "coinsurance": Decimal("0.2"), "copay_rule": "then_coinsurance"}
    own = shared(rules, "lab", "in_network", **plan, by_service__lab__copay=Decimal(5))
    assert (own.copay, own.copay_rule, own.copay_source) == (5, "after_deductible", "a.lab")
    assert own.coinsurance == Decimal("0.2")
    rule = {"by_service__lab__copay_rule": "instead_of_deductible"}
    own = shared(rules, "lab", "in_network", **plan, **rule, by_service__lab__copay=Decimal(5))
    assert own.copay_rule == "instead_of_deductible"
    half = {"by_service__visit__coinsurance": Decimal("0.5")}
    visit = shared(rules, "visit", "in_network", **plan, **half)
    assert visit.copay is None
    assert visit.coinsurance == Decimal("0.5")


def test_outside_only_the_terms_outside_count(rules: Ruleset) -> None:
    plan = {"copay": Decimal(40), "coinsurance": Decimal("0.2")}
    beyond = {
        "out_of_network__copay": Decimal(60),
        "out_of_network__coinsurance": Decimal("0.4"),
        "out_of_network__copay_rule": "then_coinsurance",
        "by_service__visit__copay": Decimal(5),
    }
    found = shared(rules, "visit", "out_of_network", **plan, **beyond)
    assert (found.copay, found.copay_rule) == (60, "then_coinsurance")
    assert (found.coinsurance, found.copay_source) == (Decimal("0.4"), "")


@pytest.mark.parametrize("basis", ["not_covered", "private_contract", "no_cost"])
def test_a_line_paid_in_full_by_one_side_has_no_terms(rules: Ruleset, basis: Basis) -> None:
    assert shared(rules, "visit", basis, copay=Decimal(40)) is None


def test_with_medicare_the_terms_are_the_law_s(rules: Ruleset) -> None:
    answers = {"coverage.program": "original_medicare", "terms.copay": Decimal(40)}
    found = line_terms(book(rules), answers, "visit", "assigned", {})
    assert found is not None
    assert (found.copay, found.copay_rule) == (None, "")
    assert found.coinsurance == figure(rules, "medicare.part_b.coinsurance")


def va_day(
    rules: Ruleset, *kinds: str, price: Decimal | None = Decimal(500)
) -> list[tuple[object, str]]:
    """The copays of the lines of one day with the VA, each with the rule it comes from."""
    answers: dict[str, Any] = {
        "coverage.program": "va",
        "provider.network": "in",
        "terms.out_of_network.accumulators": "separate",
    }
    for number, kind in enumerate(kinds):
        answers |= {f"services.{number}.kind": kind, f"services.{number}.allowed": price}
    bases = [LineBasis("program_terms", ())] * len(kinds)
    case = build_case(book(rules), with_program_terms(book(rules), answers), bases)
    return [(line.terms.copay, line.terms.copay_source) for line in case.lines if line.terms]


def test_on_one_day_the_va_asks_for_the_highest_copay_alone(rules: Ruleset) -> None:
    specialty = figure(rules, "va.copay.specialty")
    one_a_day = (Decimal(0), "va.copay.one_a_day")
    assert va_day(rules, "visit", "imaging") == [(specialty, "va.copay.specialty"), one_a_day]
    assert va_day(rules, "visit", "visit") == [(specialty, "va.copay.specialty"), one_a_day]
    lab = (figure(rules, "va.copay.lab"), "va.copay.lab")
    assert va_day(rules, "lab", "visit", "lab") == [lab, (specialty, "va.copay.specialty"), lab]
    assert va_day(rules, "lab", price=None) == []  # a line without any price is left out
