"""On whose terms each line of a bill is paid, and the rules that say so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from calculator.line_bases import line_bases
from calculator.line_basis import LineBasis
from calculator.public_lines import public_line
from calculator.rule import Citation, Row
from calculator.ruleset import Ruleset
from calculator.working import Basis

CITED = Citation((), "", date(2026, 11, 23), "primary")
PAYS = Row("a.row", {}, "covered_if", (), "It pays.", CITED)
REFUSES = replace(PAYS, then="not_covered")
ASKS = replace(PAYS, then="ask_plan")


def public(program: str, kind: str = "visit", **facts: str) -> LineBasis:
    return public_line({"program": program, **facts}, kind, PAYS)


def own(basis: Basis, *rules: str) -> LineBasis:
    """A line under the row itself, with more rules."""
    return LineBasis(basis, ("a.row", *rules))


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_a_health_plan_of_medicaid_pays_the_opinion_in_full(program: str) -> None:
    rule = f"{program}.managed_care.second_opinion"
    for kind in ("visit", "facility", "imaging_review", "pathology_review", "records_review"):
        assert public(program, kind, network="managed_care") == own("no_cost", rule)
        assert public(program, kind, network="fee_for_service") == own("program_terms")
    for kind in ("imaging", "lab", "procedure"):
        assert public(program, kind, network="managed_care") == own("program_terms")


@pytest.mark.parametrize("program", ["medicaid", "chip"])
def test_who_is_exempt_from_copays_owes_nothing(program: str) -> None:
    exempt = own("no_cost", f"{program}.cost_sharing.exempt")
    for network in ("managed_care", "fee_for_service"):
        assert public(program, "lab", network=network, copay_exempt="yes") == exempt
    assert public(program, "lab", copay_exempt="no") == own("program_terms")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"network": "for_life"}, own("no_cost", "tricare.for_life.both_pay")),
        (
            {"network": "for_life", "provider_medicare": "opted_out"},
            own("out_of_network", "tricare.for_life.opted_out"),
        ),
        (
            {"network": "prime", "provider_medicare": "opted_out"},
            own("program_terms"),
        ),
        (
            {"network": "prime", "tricare_status": "active_duty"},
            own("no_cost", "tricare.active_duty.no_cost"),
        ),
        ({"network": "prime", "tricare_status": "retiree"}, own("program_terms")),
        ({"network": "prime", "point_of_service": "yes"}, own("point_of_service")),
        ({"network": "prime", "point_of_service": "no"}, own("program_terms")),
        (
            {
                "network": "prime",
                "point_of_service": "yes",
                "provider_network": "out",
                "takes_tricare": "no",
            },
            own("out_with_excess"),
        ),
        (
            {
                "network": "prime",
                "point_of_service": "yes",
                "provider_network": "in",
                "takes_tricare": "no",
            },
            own("point_of_service"),
        ),
        ({"network": "prime", "provider_network": "out"}, own("program_terms")),
        ({"network": "select", "provider_network": "in"}, own("program_terms")),
        ({"network": "select", "provider_network": "out"}, own("plan_share_only")),
        (
            {"network": "select", "provider_network": "out", "takes_tricare": "yes"},
            own("plan_share_only"),
        ),
        (
            {"network": "select", "provider_network": "out", "takes_tricare": "no"},
            own("out_with_excess"),
        ),
        (
            {"network": "select", "provider_network": "in", "takes_tricare": "no"},
            own("program_terms"),
        ),
    ],
)
def test_tricare_goes_by_plan_status_and_doctor(facts: dict[str, str], line: LineBasis) -> None:
    assert public("tricare", **facts) == line


def test_the_va_indian_health_and_the_employer_s_insurer() -> None:
    assert public("va", va_copays="no") == own("no_cost", "va.copay.exempt")
    assert public("va", va_copays="yes") == own("program_terms")
    assert public("va") == own("program_terms")
    assert public("ihs", provider_network="in") == own("no_cost", "ihs.no_charge")
    assert public("ihs", provider_network="out") == own("no_cost", "ihs.authorized_no_bill")
    nothing = own("no_cost", "workers_compensation.no_cost")
    assert public("workers_compensation") == nothing


@pytest.mark.parametrize(
    "rule",
    [
        "medicaid.managed_care.second_opinion",
        "chip.managed_care.second_opinion",
        "medicaid.cost_sharing.exempt",
        "chip.cost_sharing.exempt",
        "tricare.for_life.opted_out",
        "medicare.opted_out_orders",
        "medigap.not_with_opted_out",
        "qmb.assignment",
        "medicare_advantage.network_exception",
        "private.network_gap_exception",
    ],
)
def test_the_rules_that_lines_name_exist(rules: Ruleset, rule: str) -> None:
    assert rules.rule(rule) is not None


def lines(
    rules: Ruleset, row: Row | None, answers: Mapping[str, object], *kinds: str
) -> list[LineBasis]:
    numbered = {f"services.{number}.kind": kind for number, kind in enumerate(kinds or ("visit",))}
    return line_bases(rules, {"provider.setting": "office", **answers, **numbered}, row)


def test_without_insurance_or_without_a_row_the_reader_pays(rules: Ruleset) -> None:
    alone = LineBasis("not_covered", ("self_pay.good_faith_estimate",))
    assert lines(rules, PAYS, {"coverage.program": "none"}) == [alone]
    assert lines(rules, None, {"coverage.program": "employer"}) == [alone]


def test_a_row_that_refuses_leaves_every_line_to_the_reader(rules: Ruleset) -> None:
    employer = {"coverage.program": "employer", "provider.network": "in"}
    assert lines(rules, REFUSES, employer, "visit", "lab") == [own("not_covered")] * 2


VISIT, FACILITY = {"kind": "visit"}, {"kind": "facility"}
MEDICARE = {"coverage.program": "original_medicare"}
OPTED_OUT = {**MEDICARE, "provider.medicare": "opted_out"}


def test_a_doctor_who_left_medicare_is_paid_by_the_reader_and_others_by_medicare(
    rules: Ruleset,
) -> None:
    kinds = ("visit", "facility", "imaging", "lab", "procedure", "pathology_review")
    found = lines(rules, REFUSES, OPTED_OUT, *kinds)
    bases = [line.basis for line in found]
    assert bases == [
        "private_contract",
        "assigned",
        "assigned",
        "no_cost",
        "private_contract",
        "private_contract",
    ]
    assert found[0].rules == ("a.row",)
    for line in found[1:4]:
        assert line.rules[0] == "medicare.opted_out_orders"
        assert len(line.rules) > 1
    # Whoever does the imaging is counted as taking part in Medicare.
    takes_part = {**MEDICARE, "provider.medicare": "participating", "provider.assignment": True}
    (imaging,) = lines(rules, PAYS, takes_part, "imaging")
    assert found[2].rules[1:] == imaging.rules
    outside = {"coverage.program": "medicare_advantage", "provider.medicare": "opted_out"}
    assert lines(rules, REFUSES, outside, "lab") == [own("private_contract")]


def test_a_medigap_plan_does_not_pay_a_doctor_who_left_medicare(rules: Ruleset) -> None:
    for letter, named in (("G", ("medigap.not_with_opted_out",)), ("none", ()), (None, ())):
        answers = {**OPTED_OUT, "coverage.medigap": letter}
        assert lines(rules, REFUSES, answers) == [own("private_contract", *named)]


@pytest.mark.parametrize(
    ("standing", "assignment", "basis"),
    [
        ("participating", None, "assigned"),
        ("nonparticipating", True, "assigned_nonparticipating"),
        ("nonparticipating", False, "unassigned"),
    ],
)
def test_medicare_goes_by_the_doctor_s_standing_and_assignment(
    rules: Ruleset, standing: str, *, assignment: bool | None, basis: Basis
) -> None:
    taken = True if assignment is None else assignment
    answers = {**MEDICARE, "provider.medicare": standing, "provider.assignment": taken}
    visit, facility, lab = lines(rules, PAYS, answers, "visit", "facility", "lab")
    assert visit.basis == basis
    first, second = visit.rules
    assert first.startswith("original_medicare.assignment.")
    assert second.startswith("original_medicare.services.")
    assert facility.basis == "assigned"  # hospitals take Medicare's amount
    assert facility.rules[0].startswith("original_medicare.services.")
    assert lab.basis == "no_cost"
    assert not visit.asks


def test_with_medicaid_behind_medicare_every_doctor_takes_assignment(rules: Ruleset) -> None:
    answers = {
        **MEDICARE,
        "coverage.qmb": True,
        "provider.medicare": "nonparticipating",
        "provider.assignment": False,
    }
    (visit,) = lines(rules, PAYS, answers)
    assert visit.basis == "assigned_nonparticipating"
    assert visit.rules[-1] == "qmb.assignment"
    assert len(visit.rules) == 3


@pytest.mark.parametrize(
    ("standing", "assignment"),
    [("participating", True), ("nonparticipating", True), ("nonparticipating", False)],
)
def test_only_medicare_can_say_if_it_pays_a_second_look(
    rules: Ruleset, standing: str, *, assignment: bool
) -> None:
    answers = {**MEDICARE, "provider.medicare": standing, "provider.assignment": assignment}
    for kind in ("records_review", "imaging_review"):
        (review,) = lines(rules, PAYS, answers, kind)
        assert review.asks
        assert f"original_medicare.services.{kind}" in review.rules
    (visit,) = lines(rules, PAYS, answers)
    assert not visit.asks


def test_a_service_that_medicare_does_not_cover_is_the_reader_s(rules: Ruleset) -> None:
    decision = rules.decisions["original_medicare.services"]
    refused = [replace(row, then="not_covered") for row in decision.rows if row.fits(VISIT)]
    asking = [replace(row, then="ask_plan") for row in decision.rows if row.fits(FACILITY)]
    table = replace(decision, rows=(*refused, *asking))
    other = replace(rules, decisions={**rules.decisions, decision.id: table})
    answers = {**MEDICARE, "provider.medicare": "participating", "provider.assignment": True}
    visit, facility = lines(other, PAYS, answers, "visit", "facility")
    assert visit == LineBasis("not_covered", (refused[0].id,))
    assert facility == LineBasis("assigned", (asking[0].id,), asks=True)


def plan(program: str, network: str = "ppo", **given: object) -> dict[str, object]:
    names = {
        "doctor": "provider.network",
        "exception": "provider.network_exception",
        "setting": "provider.setting",
        "facility": "provider.facility_network",
        "consent": "provider.consent_signed",
        "excess": "coverage.balance_billing",
        "service": "services.0.network",
    }
    answers: dict[str, object] = {
        "coverage.program": program,
        "coverage.network": network,
        "provider.network": "out",
        "provider.network_exception": "none",
    }
    return answers | {names[name]: value for name, value in given.items()}


def only(rules: Ruleset, row: Row, answers: Mapping[str, object], kind: str = "visit") -> LineBasis:
    (line,) = lines(rules, row, answers, kind)
    return line


@pytest.mark.parametrize("program", ["employer", "medicare_advantage"])
def test_inside_the_plan_s_terms_count(rules: Ruleset, program: str) -> None:
    assert only(rules, PAYS, plan(program, doctor="in")) == own("in_network")


def test_a_private_fee_for_service_plan_may_let_doctors_bill_more(rules: Ruleset) -> None:
    for excess, basis in ((True, "terms_with_excess"), (False, "in_network")):
        answers = plan("medicare_advantage", "pffs", doctor="in", excess=excess)
        assert only(rules, PAYS, answers).basis == basis


@pytest.mark.parametrize(
    ("network", "row", "line"),
    [
        ("ppo", PAYS, own("plan_share_only", "medicare_advantage.noncontract_payment")),
        ("hmo_pos", PAYS, own("plan_share_only", "medicare_advantage.noncontract_payment")),
        ("hmo", PAYS, own("not_covered")),
        ("hmo", ASKS, own("plan_share_only", "medicare_advantage.noncontract_payment")),
    ],
)
def test_outside_medicare_advantage_leaves_the_plan_s_share_or_nothing_is_covered(
    rules: Ruleset, network: str, row: Row, line: LineBasis
) -> None:
    assert only(rules, row, plan("medicare_advantage", network)) == line


@pytest.mark.parametrize(
    ("program", "rule"),
    [
        ("medicare_advantage", "medicare_advantage.network_exception"),
        ("employer", "private.network_gap_exception"),
    ],
)
def test_a_granted_exception_brings_the_terms_inside(
    rules: Ruleset, program: str, rule: str
) -> None:
    answers = plan(program, "hmo", exception="granted")
    assert only(rules, PAYS, answers) == LineBasis("in_network", (rule,))


@pytest.mark.parametrize(
    ("network", "row", "basis"),
    [
        ("ppo", PAYS, "out_of_network"),
        ("pos", PAYS, "out_of_network"),
        ("epo", PAYS, "in_network"),  # the plan itself asked for this doctor
        ("hmo", replace(PAYS, then="covered"), "in_network"),
        ("hmo", ASKS, "out_of_network"),
    ],
)
def test_outside_a_private_plan_its_own_terms_outside_count(
    rules: Ruleset, network: str, row: Row, basis: Basis
) -> None:
    assert only(rules, row, plan("employer", network)) == own(basis)


def test_in_a_closed_network_a_line_done_outside_by_others_is_not_covered(rules: Ruleset) -> None:
    answers = plan("employer", "hmo", doctor="in", service="out")
    assert only(rules, PAYS, answers, "lab") == own("not_covered")


def test_a_state_s_law_brings_the_terms_inside(rules: Ruleset) -> None:
    law = replace(PAYS, id="private.state_law.maine")
    assert only(rules, law, plan("employer", "hmo")) == LineBasis("in_network", (law.id,))
    like = replace(PAYS, id="private.state_lawyer")
    assert only(rules, like, plan("employer")).basis == "out_of_network"


def clinic(*, facility: str = "in", consent: bool | None = None) -> dict[str, object]:
    return plan("employer", setting="hospital_clinic", facility=facility, consent=consent)


def test_in_a_hospital_of_the_network_a_surprise_bill_is_not_allowed(rules: Ruleset) -> None:
    found = only(rules, PAYS, clinic())
    assert found.basis == "in_network"
    assert found.rules[0].startswith("private.surprise_billing.")
    assert only(rules, PAYS, clinic(facility="out")).basis == "out_of_network"
    assert only(rules, PAYS, clinic(consent=True)).basis == "out_of_network"


@pytest.mark.parametrize("kind", ["imaging", "imaging_review", "lab", "pathology_review"])
def test_the_protection_from_tests_nobody_chose_cannot_be_signed_away(
    rules: Ruleset, kind: str
) -> None:
    assert only(rules, PAYS, clinic(consent=True), kind).basis == "in_network"


def test_the_fee_of_a_facility_goes_by_its_own_network(rules: Ruleset) -> None:
    visit, fee = lines(rules, PAYS, clinic(consent=True), "visit", "facility")
    assert (visit.basis, fee.basis) == ("out_of_network", "in_network")
    inside = {**clinic(facility="out"), "provider.network": "in"}
    visit, fee = lines(rules, PAYS, inside, "visit", "facility")
    assert (visit.basis, fee.basis) == ("in_network", "out_of_network")
    told = {**inside, "services.1.network": "in"}
    assert [line.basis for line in lines(rules, PAYS, told, "visit", "facility")] == [
        "in_network",
        "in_network",
    ]


@pytest.mark.parametrize("setting", ["office", None])
def test_without_a_facility_of_its_own_a_fee_goes_by_the_doctor_s_network(
    rules: Ruleset, setting: str | None
) -> None:
    answers = plan("employer", doctor="in", setting=setting)
    assert only(rules, PAYS, answers, "facility") == own("in_network")
