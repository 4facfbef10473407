"""From answers to the facts of the decision tables, and to the row that answers."""

from collections.abc import Mapping
from datetime import date

import pytest

from calculator.answers import applies, flatten, services_of
from calculator.coverage import FACT_PATHS, coverage_row, decision_for, facts_of, surprise_row
from calculator.facts import DOMAINS, NETWORKS, combinations, domain, outcomes
from calculator.figures import FigureBook
from calculator.line_basis import LineBasis
from calculator.parse import parse_scenario
from calculator.ruleset import Ruleset
from calculator.state_law import (
    funding_is_open,
    is_state_law,
    law_may_help,
    reaches,
    state_rules,
    tells_apart,
)
from calculator.unknown_facts import coverage_choices, term_choices
from calculator.working import Basis

type Given = Mapping[str, object]


def test_an_answer_that_stands_for_a_fact_is_taken_over() -> None:
    for fact, path in FACT_PATHS.items():
        assert facts_of({path: "x"})[fact] == "x"
        assert fact not in facts_of({path: None})
    assert facts_of({"coverage.qmb": True})["qmb"] == "yes"
    assert facts_of({"coverage.qmb": False})["qmb"] == "no"


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [
        ({"opinion.number": 2}, "not_asked"),
        ({"opinion.number": 2, "opinion.first_two_differ": True}, "not_asked"),
        ({"opinion.number": 3, "opinion.first_two_differ": True}, "differ"),
        ({"opinion.number": 3, "opinion.first_two_differ": False}, "agree"),
        ({"opinion.number": 3}, None),
    ],
)
def test_only_a_third_opinion_asks_if_the_first_two_differ(
    answers: Given, agreement: str | None
) -> None:
    assert facts_of(answers).get("agreement") == agreement


@pytest.mark.parametrize(
    ("answers", "facility"),
    [
        ({"provider.setting": "office", "provider.facility_network": "in"}, "none"),
        ({"provider.setting": "hospital_clinic", "provider.facility_network": "in"}, "in"),
        ({"provider.setting": "hospital_clinic"}, None),
        ({"provider.facility_network": "in"}, None),
    ],
)
def test_only_a_hospital_s_clinic_has_a_facility(answers: Given, facility: str | None) -> None:
    assert facts_of(answers).get("facility_network") == facility


def test_a_doctor_of_the_network_needs_no_exception_and_takes_part() -> None:
    found = facts_of({"provider.network": "in", "provider.network_exception": "granted"})
    assert found["network_exception"] == "none"
    assert found["provider_medicare"] == "participating"
    given = facts_of({"provider.network": "in", "provider.medicare": "nonparticipating"})
    assert given["provider_medicare"] == "nonparticipating"
    outside = facts_of({"provider.network": "out", "provider.network_exception": "granted"})
    assert outside["network_exception"] == "granted"
    assert "provider_medicare" not in outside


@pytest.mark.parametrize(
    ("program", "decision"),
    [
        ("original_medicare", "original_medicare.coverage"),
        ("fehb", "private.coverage"),
        ("marketplace", "private.coverage"),
        ("chip", "chip.coverage"),
        ("workers_compensation", "workers_compensation.coverage"),
        ("none", "self_pay.coverage"),
        ("no_such_program", None),
    ],
)
def test_each_program_has_its_table(rules: Ruleset, program: str, decision: str | None) -> None:
    assert decision_for(rules, program) == decision


def case(program: str, **given: object) -> dict[str, object]:
    """A second opinion before surgery, in an office."""
    names = {
        "network": "coverage.network",
        "funding": "coverage.funding",
        "doctor": "provider.network",
        "setting": "provider.setting",
        "available": "provider.network_doctor_available",
        "approved": "done.prior_authorization",
        "about": "opinion.about",
        "number": "opinion.number",
        "exception": "provider.network_exception",
        "required": "opinion.required_by_plan",
        "facility": "provider.facility_network",
        "consent": "provider.consent_signed",
        "state": "state",
    }
    answers: dict[str, object] = {
        "coverage.program": program,
        "opinion.about": "surgery",
        "opinion.number": 2,
        "opinion.required_by_plan": False,
        "provider.setting": "office",
        "provider.network_exception": "none",
    }
    return answers | {names[name]: value for name, value in given.items()}


@pytest.mark.parametrize("program", ["ihs", "workers_compensation"])
def test_a_payer_that_has_said_yes_to_a_visit_outside_has_settled_it(
    rules: Ruleset, program: str
) -> None:
    row = coverage_row(rules, case(program, doctor="out", approved="yes"))
    assert row is not None
    assert (row.then, row.needs) == ("covered_if", ("prior_authorization",))
    for others in ({"approved": "no"}, {}, {"approved": "yes", "setting": "records_only"}):
        asked = coverage_row(rules, case(program, doctor="out", **others))
        assert asked is not None
        assert asked.then == "ask_plan"
    inside = coverage_row(rules, case("ihs", doctor="in", approved="yes"))
    assert inside is not None
    assert inside.then != "ask_plan"
    assert inside.needs != ("prior_authorization",)


def test_other_payers_decide_by_their_table_even_after_a_yes(rules: Ruleset) -> None:
    answers = case("fehb", network="ppo", doctor="in", setting="records_only", approved="yes")
    row = coverage_row(rules, answers)
    assert row is not None
    assert row.id.startswith("private.coverage.")


def test_a_program_without_a_table_has_no_row(rules: Ruleset) -> None:
    assert coverage_row(rules, case("no_such_program")) is None


def test_only_private_plans_are_asked_for_surprise_bills(rules: Ruleset) -> None:
    facts = {"program": "employer", "facility_network": "in"}
    found = surprise_row(rules, facts, "out", ancillary=False)
    assert found is not None
    assert found.then == "protected"
    signed = surprise_row(rules, {**facts, "consent_signed": "yes"}, "out", ancillary=False)
    assert signed is not None
    assert signed.then == "not_protected"
    anyway = surprise_row(rules, {**facts, "consent_signed": "yes"}, "out", ancillary=True)
    assert anyway is not None
    assert anyway.then == "protected"
    alone = surprise_row(rules, {"program": "employer"}, "out", ancillary=False)
    assert alone is not None
    assert alone.then == "not_protected"
    assert surprise_row(rules, {"program": "tricare"}, "out", ancillary=False) is None


def test_protection_from_a_surprise_bill_decides_coverage_outside(rules: Ruleset) -> None:
    outside = {"network": "hmo", "doctor": "out", "setting": "hospital_clinic"}
    safe = coverage_row(rules, case("employer", **outside, facility="in"))
    assert safe is not None
    assert safe.then == "covered_if"
    alone = coverage_row(rules, case("employer", **outside, facility="out"))
    assert alone is not None
    assert alone.then == "not_covered"


MAINE = {"state": "ME", "network": "hmo", "doctor": "out", "available": False}


def test_where_the_law_reaches_a_plan_without_a_doctor_its_row_stands_in(rules: Ruleset) -> None:
    row = coverage_row(rules, case("marketplace", **MAINE))
    assert row is not None
    assert is_state_law(row)
    assert row.id == "private.state_law.maine"
    assert row.then == "covered_if"
    assert row.needs[0] == "referral"
    assert row.needs[-2:] == ("prior_authorization", "provider_accepts_terms")
    assert len(set(row.needs)) == len(row.needs)
    ppo = coverage_row(rules, case("marketplace", **{**MAINE, "network": "ppo"}))
    assert ppo is not None
    assert "referral" not in ppo.needs


@pytest.mark.parametrize(
    "change",
    [
        {"available": True},
        {"available": None},
        {"state": None},
        {"state": "WY"},
        {"doctor": "in"},
        {"exception": "granted"},
        {"setting": "records_only"},
        {"number": 3},
        {"required": True},
    ],
)
def test_in_any_other_case_the_plan_s_own_row_stands(
    rules: Ruleset, change: dict[str, object]
) -> None:
    agreed = {"opinion.first_two_differ": True}
    row = coverage_row(rules, {**case("marketplace", **{**MAINE, **change}), **agreed})
    assert row is not None
    assert not is_state_law(row)


@pytest.mark.parametrize(
    ("program", "funding", "reached"),
    [
        ("marketplace", None, True),
        ("marketplace", "self_funded", True),
        ("employer", "insured", True),
        ("employer", "self_funded", False),
        ("employer", None, None),
    ],
)
def test_state_law_reaches_insured_plans(
    program: str, funding: str | None, *, reached: bool | None
) -> None:
    assert reaches(case(program, funding=funding)) is reached


def test_the_law_may_help_where_it_may_reach_the_plan(rules: Ruleset) -> None:
    def helps(program: str, **given: object) -> bool:
        answers = case(program, **{**MAINE, "available": None, **given})
        return law_may_help(rules, answers, facts_of(answers))

    assert helps("marketplace")
    assert helps("employer")
    assert helps("employer", funding="insured")
    assert not helps("employer", funding="self_funded")
    assert not helps("fehb")
    assert not helps("marketplace", network=None)
    assert not helps("marketplace", about=None)
    assert not helps("marketplace", state=None)


def test_a_bill_that_is_protected_anyway_needs_no_state_law(rules: Ruleset) -> None:
    answers = case("marketplace", **MAINE)
    facts = facts_of(answers)
    assert law_may_help(rules, answers, facts)
    assert not law_may_help(rules, answers, {**facts, "surprise_protected": "yes"})


def test_what_a_state_s_law_says_is_listed_for_the_plans_it_may_reach(rules: Ruleset) -> None:
    def listed(program: str, **given: object) -> list[str]:
        return list(state_rules(rules, case(program, **given)))

    own = [
        f"state.ca.{part}"
        for part in ("second_opinion", "trigger", "cost")
        if f"state.ca.{part}" in rules.statements
    ]
    assert listed("marketplace", state="CA") == own
    assert listed("employer", state="CA", funding="insured") == own
    assert listed("employer", state="CA") == [*own, "state.reach", "state.one_fact"]
    assert listed("employer", state="CA", funding="self_funded") == ["state.reach"]
    assert listed("employer") == []
    assert listed("fehb", state="CA") == []
    assert listed("original_medicare", state="CA") == []
    unknown = next(
        state
        for state in DOMAINS["state"]
        if f"state.{state.lower()}.status" in rules.statements
        and f"state.{state.lower()}.second_opinion" not in rules.statements
    )
    assert listed("employer", state=unknown) == [f"state.{unknown.lower()}.status"]


def test_who_pays_the_claims_is_asked_where_a_law_may_reach_the_plan(rules: Ruleset) -> None:
    assert funding_is_open(rules, case("employer", state="CA"))
    assert not funding_is_open(rules, case("employer", state="CA", funding="insured"))
    assert not funding_is_open(rules, case("employer", state="CA", funding="self_funded"))
    assert not funding_is_open(rules, case("marketplace", state="CA"))
    assert not funding_is_open(rules, case("employer"))


def test_only_the_rows_of_the_reader_s_state_tell_subjects_apart(rules: Ruleset) -> None:
    rows = tells_apart(rules, case("employer", state="ME"))
    assert [row.id for row in rows] == ["private.state_law.maine"]
    assert tells_apart(rules, case("fehb", state="ME")) == ()
    assert tells_apart(rules, case("employer")) == ()


def test_the_lines_of_a_bill_are_those_given_or_the_usual_ones() -> None:
    given = {"services.0.kind": "lab", "services.1.kind": "imaging", "services.3.kind": "visit"}
    assert services_of(given) == (("services.0.", "lab"), ("services.1.", "imaging"))
    assert services_of({}) == (("services.0.", "visit"),)
    clinic = services_of({"provider.setting": "hospital_clinic"})
    assert clinic == (("services.0.", "visit"), ("services.1.", "facility"))
    review = services_of({"provider.setting": "records_only"})
    assert review == (("services.0.", "records_review"),)
    told = {"provider.setting": "hospital_clinic", "services.0.kind": "visit"}
    assert services_of(told) == (("services.0.", "visit"),)


def test_a_question_is_asked_where_the_other_answers_call_for_it() -> None:
    assert applies("opinion.first_two_differ", {"opinion.number": 3})
    assert not applies("opinion.first_two_differ", {"opinion.number": 2})
    assert not applies("opinion.first_two_differ", {})
    assert applies("on", {})


def test_an_absent_answer_means_that_a_step_was_not_taken(rules: Ruleset) -> None:
    raw = {"on": "2026-03-15", "coverage": {"program": "employer", "network": "ppo"}}
    answers = flatten(parse_scenario(rules, raw))
    expected = {
        "provider.network_exception": "none",
        "opinion.number": 2,
        "opinion.required_by_plan": False,
        "coverage.grandfathered": False,
        "coverage.medigap": "none",
        "coverage.qmb": False,
        "coverage.point_of_service": False,
        "coverage.expert_opinion_benefit": False,
        "coverage.cost_sharing_reduction": "none",
        "terms.copay_counts_toward_deductible": False,
        "terms.out_of_network.accumulators": "separate",
    }
    assert {path: answers[path] for path in expected} == expected
    assert answers["provider.network"] is None
    assert answers["on"] == date(2026, 3, 15)


def test_an_answer_given_is_not_replaced(rules: Ruleset) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "employer", "network": "ppo", "grandfathered": "yes"},
        "terms": {"by_service": {"lab": {"copay": "5"}}},
        "services": [{"kind": "visit"}, {"kind": "lab", "charge": "40"}],
    }
    answers = flatten(parse_scenario(rules, raw))
    assert answers["coverage.grandfathered"] is True
    assert answers["terms.by_service.lab.copay"] == 5
    assert answers["services.1.charge"] == 40
    assert services_of(answers) == (("services.0.", "visit"), ("services.1.", "lab"))


def test_a_table_has_its_own_networks_and_outcomes() -> None:
    assert domain("tricare.coverage", "network") == NETWORKS["tricare"]
    assert domain("tricare.coverage", "about") == DOMAINS["about"]
    assert outcomes("private.surprise_billing") == ("protected", "not_protected")
    assert outcomes("private.state_law") == ("in_network_terms", "no_change")
    assert outcomes("va.coverage")[0] == "covered"
    walked = list(combinations("va.coverage", ("number", "agreement")))
    assert {"number": "2", "agreement": "not_asked"} in walked
    assert {"number": "2", "agreement": "differ"} not in walked


def choices(rules: Ruleset, answers: Given) -> dict[str, tuple[object, ...]]:
    return dict(coverage_choices(rules, answers))


def test_each_unknown_fact_has_the_answers_that_lead_elsewhere(rules: Ruleset) -> None:
    found = choices(rules, case("employer", about=None, setting=None))
    assert found["coverage.network"] == NETWORKS["employer"]
    assert found["provider.network"] == ("in", "out")
    for path in ("opinion.about", "provider.setting"):
        assert not {"cosmetic", "emergency", "records_only"} & set(found[path])
    assert "hospital_clinic" in found["provider.setting"]
    assert "provider.medicare" not in found


def test_what_is_known_is_not_tried(rules: Ruleset) -> None:
    assert choices(rules, case("employer", network="hmo", doctor="in")) == {}


@pytest.mark.parametrize(
    ("answers", "standings"),
    [
        (case("original_medicare"), ("participating", "nonparticipating", "opted_out")),
        (
            case("tricare", network="for_life"),
            ("participating", "nonparticipating", "opted_out"),
        ),
        (
            case("medicare_advantage", network="ppo", doctor="out"),
            ("participating", "opted_out"),
        ),
        (case("medicare_advantage", network="ppo", doctor="in"), None),
    ],
)
def test_a_doctor_s_standing_with_medicare_is_open_where_it_matters(
    rules: Ruleset, answers: Given, standings: tuple[str, ...] | None
) -> None:
    assert choices(rules, answers).get("provider.medicare") == standings


@pytest.mark.parametrize(
    ("network", "statuses"),
    [
        ("prime", ("active_duty_family", "retiree", "active_duty")),
        ("select", ("active_duty_family", "retiree", "reserve_select", "retired_reserve")),
    ],
)
def test_tricare_s_groups_go_by_plan(
    rules: Ruleset, network: str, statuses: tuple[str, ...]
) -> None:
    found = choices(rules, case("tricare", network=network, doctor="in"))
    assert found["coverage.tricare_status"] == statuses


def test_where_tricare_s_group_or_the_sponsor_s_rank_is_unknown_both_are_tried(
    rules: Ruleset,
) -> None:
    answers = case("tricare", network="select", doctor="in")
    answers |= {"coverage.tricare_status": "active_duty_family"}
    found = choices(rules, answers)
    assert found["coverage.tricare_group"] == ("a", "b")
    group_b = choices(rules, {**answers, "coverage.tricare_group": "b"})
    assert group_b["coverage.sponsor_rank"] == ("e4_and_below", "e5_and_above")


def test_of_a_third_opinion_both_are_tried_that_the_first_two_agree_and_differ(
    rules: Ruleset,
) -> None:
    answers = {**case("original_medicare"), "opinion.number": 3}
    assert choices(rules, answers)["opinion.first_two_differ"] == (True, False)


def test_if_a_doctor_takes_tricare_matters_where_the_reader_shares_the_cost(
    rules: Ruleset,
) -> None:
    def asked(network: str, status: str, **more: object) -> bool:
        answers = case("tricare", network=network, doctor="out")
        answers |= {"coverage.tricare_status": status, **more}
        return "provider.takes_tricare" in choices(rules, answers)

    assert asked("select", "retiree")
    assert not asked("select", "active_duty")
    assert not asked("prime", "retiree")
    assert asked("prime", "retiree", **{"coverage.point_of_service": True})


def test_if_the_network_has_a_doctor_is_asked_where_a_law_may_help(rules: Ruleset) -> None:
    unknown = {**MAINE, "available": None}
    found = choices(rules, case("employer", **unknown))
    assert found["provider.network_doctor_available"] == (True, False)
    assert "coverage.funding" not in found
    none = choices(rules, case("employer", **MAINE))
    assert none["coverage.funding"] == ("insured", "self_funded")
    there = choices(rules, case("employer", **{**MAINE, "available": True}))
    assert "coverage.funding" not in there
    assert "provider.network_doctor_available" not in choices(
        rules, case("employer", **{**unknown, "state": "WY"})
    )


def open_terms(rules: Ruleset, answers: Given, *bases: Basis) -> dict[str, tuple[object, ...]]:
    book = FigureBook(rules, date(2026, 3, 15))
    return dict(term_choices(book, answers, [LineBasis(basis, ()) for basis in bases]))


PLAN: dict[str, object] = {"coverage.program": "employer", "coverage.network": "ppo"}
COPAY, RULE = "terms.copay", "terms.copay_rule"
OUT = "terms.out_of_network."
EVERY_RULE = ("instead_of_deductible", "after_deductible", "then_coinsurance")


def test_if_there_is_a_copay_is_tried_both_ways_and_then_how_it_works(rules: Ruleset) -> None:
    assert open_terms(rules, PLAN, "in_network") == {COPAY: ("none", "some")}
    for copay in ("some", 40):
        assert open_terms(rules, PLAN | {COPAY: copay}, "in_network") == {RULE: EVERY_RULE}
    assert open_terms(rules, PLAN | {COPAY: "none"}, "in_network") == {}
    assert open_terms(rules, PLAN | {COPAY: 40, RULE: "x"}, "in_network") == {}


def test_a_copay_is_the_visit_s_and_only_where_the_plan_shares_the_cost(rules: Ruleset) -> None:
    assert open_terms(rules, PLAN | {"services.0.kind": "lab"}, "in_network") == {}
    assert open_terms(rules, PLAN, "not_covered") == {}
    assert open_terms(rules, {**PLAN, "coverage.program": "tricare"}, "in_network") == {}
    for name in ("copay", "coinsurance"):
        own = {f"terms.by_service.visit.{name}": 5}
        assert open_terms(rules, PLAN | own, "in_network") == {}


def test_outside_a_percentage_alone_means_no_copay(rules: Ruleset) -> None:
    assert open_terms(rules, PLAN, "out_of_network") == {f"{OUT}copay": ("none", "some")}
    share = PLAN | {f"{OUT}coinsurance": 1}
    assert open_terms(rules, share, "out_of_network") == {}
    inside = PLAN | {"terms.coinsurance": 1}
    assert open_terms(rules, inside, "in_network") == {COPAY: ("none", "some")}
    own = PLAN | {"terms.by_service.visit.copay": 5}
    assert f"{OUT}copay" in open_terms(rules, own, "out_of_network")
    given = PLAN | {f"{OUT}copay": 60}
    assert open_terms(rules, given, "out_of_network") == {f"{OUT}copay_rule": EVERY_RULE}


def test_an_hsa_plan_takes_no_copay_before_its_deductible(rules: Ruleset) -> None:
    hsa = PLAN | {COPAY: 40, "coverage.high_deductible": True}
    assert open_terms(rules, hsa, "in_network") == {RULE: EVERY_RULE[1:]}
    remote = hsa | {"provider.setting": "telehealth"}
    assert open_terms(rules, remote, "in_network") == {RULE: EVERY_RULE}
    bronze = hsa | {"coverage.metal_tier": "bronze"}
    assert open_terms(rules, bronze, "in_network") == {RULE: EVERY_RULE}
    outside = hsa | {f"{OUT}copay": 60}
    assert open_terms(rules, outside, "out_of_network") == {f"{OUT}copay_rule": EVERY_RULE}


def test_how_a_family_s_deductible_works_is_tried_where_it_counts(rules: Ruleset) -> None:
    kind = "terms.family.deductible_type"
    family = PLAN | {COPAY: "none", "terms.family.deductible": 3000}
    assert open_terms(rules, family, "in_network") == {kind: ("embedded", "aggregate")}
    assert open_terms(rules, family, "terms_with_excess") == {kind: ("embedded", "aggregate")}
    assert open_terms(rules, family | {kind: "embedded"}, "in_network") == {}
    none = family | {"terms.family.deductible": "none"}
    assert open_terms(rules, none, "in_network") == {}
    assert kind not in open_terms(rules, family, "out_of_network")
