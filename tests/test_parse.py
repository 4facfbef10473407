"""Whatever a reader types becomes a case, or an error that names the field and says what to do."""

import copy
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.answers import flatten
from calculator.facts import DOMAINS, NETWORKS
from calculator.money import LARGEST
from calculator.parse import parse_scenario
from calculator.problem import ScenarioError
from calculator.questions import QUESTIONS, Question
from calculator.ruleset import Ruleset
from calculator.scenario import FORMAT_VERSION, MOST_SERVICES
from calculator.yaml_text import load_yaml_text

REQUIRED = ("on", "coverage.program", "services.*.kind")
BY_KIND = {kind: [q for q in QUESTIONS.values() if q.kind == kind] for kind in ("money", "share")}
SAMPLES: dict[str, object] = {
    "money": "100",
    "share": "0.20",
    "day": "2026-03-15",
    "yes_no": True,
    "whole": "2",
}


def concrete(path: str) -> str:
    """A path that can be answered, out of the pattern of a question."""
    return path.replace("services.*", "services.0").replace("by_service.*", "by_service.lab")


def put(raw: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Put an answer at its dotted path; ``services`` is a list."""
    node: Any = raw
    parts = path.split(".")
    if parts[0] == "services":
        node = raw.setdefault("services", [{"kind": "visit"}])[0]
        parts = parts[2:]
    for name in parts[:-1]:
        node = node.setdefault(name, {})
    node[parts[-1]] = value
    return raw


def case_for(question: Question) -> dict[str, Any]:
    """A case in which the question is asked."""
    raw: dict[str, Any] = {"on": "2026-03-15", "coverage": {"program": "employer"}}
    for path, fitting in question.when.items():
        value: object = {"yes": True, "no": False}.get(fitting[0], fitting[0])
        if value:  # an empty one means: also where that question is not asked
            put(raw, path, value)
    return raw


def with_answer(question: Question, value: object) -> dict[str, Any]:
    return put(case_for(question), concrete(question.path), value)


def problems(rules: Ruleset, raw: object) -> dict[str, str]:
    """The faults found in a case, by field."""
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(rules, raw)
    return {problem.field: problem.message for problem in caught.value.problems}


def given(rules: Ruleset, raw: object) -> dict[str, object]:
    """The answers of a case that are not unknown."""
    table = flatten(parse_scenario(rules, raw))
    return {path: value for path, value in table.items() if value is not None}


def base(**more: object) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "on": "2026-03-15",
        "coverage": {"program": "employer", "network": "ppo"},
    }
    for path, value in more.items():
        put(raw, path.replace("__", "."), value)
    return raw


def sample(question: Question) -> object:
    if question.kind != "choice":
        return SAMPLES[question.kind]
    program = (question.when.get("coverage.program") or ("employer",))[0]
    allowed = question.per_program.get(program) or [c.value for c in question.choices]
    return allowed[-1]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.path)
class TestEveryField:
    def test_a_fitting_answer_is_taken(self, rules: Ruleset, question: Question) -> None:
        raw = with_answer(question, sample(question))
        table = flatten(parse_scenario(rules, raw))
        assert str(table[concrete(question.path)]) == str(sample(question))

    def test_empty_is_unknown_except_where_nothing_can_be_said_without_it(
        self, rules: Ruleset, question: Question
    ) -> None:
        raw = with_answer(question, None)
        if question.path in REQUIRED:
            assert concrete(question.path) in problems(rules, raw)
        else:
            left_out = case_for(question)
            if question.path.startswith("services."):
                left_out["services"] = [{"kind": "visit"}]
            assert given(rules, raw) == given(rules, left_out)

    @pytest.mark.parametrize("text", ["soon", "", "<b>1</b>", "1e3", "NaN", "٣٤ dollars"])
    def test_text_that_does_not_fit_is_an_error_at_that_field(
        self, rules: Ruleset, question: Question, text: str
    ) -> None:
        found = problems(rules, with_answer(question, text))
        assert concrete(question.path) in found
        message = found[concrete(question.path)]
        assert re.search(r"\b(write|choose|answer|give|use|check|leave)\b", message), message

    @pytest.mark.parametrize("value", [[], ["2"], 2.5, 10**30, -1, object()])
    def test_a_value_of_another_form_is_an_error_at_that_field_and_never_a_crash(
        self, rules: Ruleset, question: Question, value: object
    ) -> None:
        assert concrete(question.path) in problems(rules, with_answer(question, value))

    def test_an_answer_where_the_question_is_not_asked_is_an_error(
        self, rules: Ruleset, question: Question
    ) -> None:
        for path in question.when:
            if path == "coverage.network":
                continue  # plan types are tried below, program by program
            raw = with_answer(question, sample(question))
            asked = QUESTIONS[path]
            others = [c.value for c in asked.choices if c.value not in question.when[path]]
            if asked.kind == "whole":
                others = ["2"]
            put(raw, path, others[0])
            if question.path == "state":  # a person has a state whatever the plan
                assert given(rules, raw)
                continue
            message = problems(rules, raw)[concrete(question.path)]
            assert path in message or "does not go with" in message


@pytest.mark.parametrize("question", BY_KIND["money"], ids=lambda q: q.path)
class TestMoney:
    def test_an_amount_below_zero_is_refused(self, rules: Ruleset, question: Question) -> None:
        for text in ("-1", "-$1,500", "−0.01"):
            found = problems(rules, with_answer(question, text))
            assert found[concrete(question.path)] == "an amount cannot be below zero"

    def test_an_absurdly_large_amount_is_refused(self, rules: Ruleset, question: Question) -> None:
        for text in (str(LARGEST + 1), "9" * 60, "10000000.01"):
            message = problems(rules, with_answer(question, text))[concrete(question.path)]
            assert message == "this is more than $10,000,000; check the number of digits"

    def test_fractions_of_a_cent_are_refused(self, rules: Ruleset, question: Question) -> None:
        message = problems(rules, with_answer(question, "10.005"))[concrete(question.path)]
        assert message == "use at most two digits after the point"

    @pytest.mark.parametrize("value", [0.1, True, False])
    def test_a_number_that_is_not_text_is_refused(
        self, rules: Ruleset, question: Question, value: object
    ) -> None:
        message = problems(rules, with_answer(question, value))[concrete(question.path)]
        assert message == 'write the amount as text in quotes, for example "260.50"'

    def test_a_percentage_is_no_amount(self, rules: Ruleset, question: Question) -> None:
        assert concrete(question.path) in problems(rules, with_answer(question, "20%"))

    def test_none_is_an_answer_only_where_there_can_be_none(
        self, rules: Ruleset, question: Question
    ) -> None:
        raw = with_answer(question, "none")
        if question.none_label:
            assert flatten(parse_scenario(rules, raw))[concrete(question.path)] == "none"
        else:
            assert concrete(question.path) in problems(rules, raw)


@pytest.mark.parametrize("question", BY_KIND["share"], ids=lambda q: q.path)
class TestShare:
    @pytest.mark.parametrize("text", ["20", "1.01", "101%", "-0.1", "-20%", "$0.20"])
    def test_a_share_outside_zero_to_one_is_refused(
        self, rules: Ruleset, question: Question, text: str
    ) -> None:
        assert concrete(question.path) in problems(rules, with_answer(question, text))

    @pytest.mark.parametrize(
        ("text", "share"), [("0", "0"), ("0.20", "0.2"), ("20%", "0.2"), ("1", "1"), (".5", "0.5")]
    )
    def test_a_share_is_read_as_written(
        self, rules: Ruleset, question: Question, text: str, share: str
    ) -> None:
        table = flatten(parse_scenario(rules, with_answer(question, text)))
        assert table[concrete(question.path)] == Decimal(share)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1500", "1500"),
        ("$1,500", "1500"),
        ("1 500.50", "1500.50"),
        (" 40 ", "40"),
        (".5", "0.5"),
        ("10,000,000", "10000000"),
        (260, "260"),
    ],
)
def test_amounts_are_read_as_people_type_them(rules: Ruleset, typed: object, amount: str) -> None:
    scenario = parse_scenario(rules, base(terms__deductible=typed))
    assert scenario.terms.deductible == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,50", "1.500,00", "12 34", "1,500,", "5-10", "about 40", "$"])
def test_amounts_that_could_mean_two_things_are_refused(rules: Ruleset, typed: str) -> None:
    assert "terms.deductible" in problems(rules, base(terms__deductible=typed))


OUT = "terms.out_of_network."
FAMILY = "terms.family."


@pytest.mark.parametrize("prefix", ["terms.", OUT, FAMILY])
@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("deductible", "deductible_met"),
        ("out_of_pocket_maximum", "out_of_pocket_met"),
        ("out_of_pocket_maximum", "deductible"),
        ("out_of_pocket_met", "deductible_met"),
    ],
)
def test_more_than_the_limit_is_refused_at_the_larger_amount(
    rules: Ruleset, prefix: str, small: str, large: str
) -> None:
    raw = put(put(base(), f"{prefix}{small}", "1000"), f"{prefix}{large}", "1000.01")
    message = problems(rules, raw)[f"{prefix}{large}"]
    assert "$1,000.01 is more than" in message
    assert "$1,000; check both" in message
    put(raw, f"{prefix}{large}", "1000")
    parse_scenario(rules, raw)


@pytest.mark.parametrize("own", ["100", "0", "none"])
def test_a_family_without_a_deductible_cannot_share_one(rules: Ruleset, own: str) -> None:
    raw = put(put(base(), "terms.deductible", own), f"{FAMILY}deductible", "none")
    embedded = put(copy.deepcopy(raw), f"{FAMILY}deductible_type", "embedded")
    parse_scenario(rules, embedded)
    shared = put(raw, f"{FAMILY}deductible_type", "aggregate")
    if own == "100":
        assert "give its amount" in problems(rules, shared)[f"{FAMILY}deductible"]
    else:
        parse_scenario(rules, shared)


@pytest.mark.parametrize(("day", "limit"), [("2024-05-01", "$240"), ("2026-05-01", "$283")])
def test_more_than_the_part_b_deductible_of_that_year_cannot_be_met(
    rules: Ruleset, day: str, limit: str
) -> None:
    raw = {
        "on": day,
        "coverage": {"program": "original_medicare"},
        "terms": {"deductible_met": "283.01"},
    }
    message = problems(rules, raw)["terms.deductible_met"]
    assert message == f"$283.01 is more than the Part B deductible of {limit}; check both"


@pytest.mark.parametrize("day", ["2023-12-31", "2028-01-01", "1926-03-15", "9999-12-31"])
def test_a_visit_outside_the_years_of_the_rules_is_refused(rules: Ruleset, day: str) -> None:
    found = problems(rules, base(on=day))
    assert found == {"on": "we have rules for 2024 to 2027; choose a day in them"}


@pytest.mark.parametrize("day", ["2024-01-01", "2027-12-31", "2024-02-29"])
def test_the_first_and_last_day_of_the_rules_are_inside(rules: Ruleset, day: str) -> None:
    assert parse_scenario(rules, base(on=day)).on == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["2026-02-30", "15 March 2026", "03/15/2026", "2026-3-5", "2026"])
def test_a_day_that_is_none_is_refused(rules: Ruleset, text: str) -> None:
    found = problems(rules, base(on=text))
    assert found == {"on": "write the day as year-month-day, for example 2026-03-15"}


def test_days_that_contradict_each_other_are_refused(rules: Ruleset) -> None:
    assert problems(rules, base(plan_year_start="2026-03-16")) == {
        "plan_year_start": "the plan year cannot start after the visit"
    }
    assert problems(rules, base(plan_year_start="2025-03-01")) == {
        "plan_year_start": "a plan year is at most a year; give the newest start"
    }
    assert problems(rules, base(today="2026-03-01", denied_on="2026-03-02")) == {
        "denied_on": "the letter cannot be from a day after today"
    }


def test_a_plan_year_of_366_days_and_a_letter_of_today_are_accepted(rules: Ruleset) -> None:
    first_day = parse_scenario(rules, base(plan_year_start="2025-03-14")).plan_year_start
    assert first_day == date(2025, 3, 14)
    letter = parse_scenario(rules, base(today="2026-03-01", denied_on="2026-03-01"))
    assert letter.denied_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("terms", "field", "limit"),
    [
        ({"deductible": "500", "deductible_met": "501"}, "deductible_met", "deductible of $500"),
        (
            {"out_of_pocket_maximum": "500", "out_of_pocket_met": "501"},
            "out_of_pocket_met",
            "maximum of $500",
        ),
        (
            {"out_of_pocket_maximum": "500", "copay": "501"},
            "copay",
            "out-of-pocket maximum of $500",
        ),
        (
            {"deductible_met": "501", "family": {"deductible_met": "500"}},
            "deductible_met",
            "family's amount of $500",
        ),
        (
            {"out_of_pocket_met": "501", "family": {"out_of_pocket_met": "500"}},
            "out_of_pocket_met",
            "family's amount of $500",
        ),
    ],
)
def test_an_amount_above_another_says_which_other_one(
    rules: Ruleset, terms: dict[str, object], field: str, limit: str
) -> None:
    found = problems(rules, {**base(), "terms": terms})
    assert found == {f"terms.{field}": f"$501 is more than the {limit}; check both"}


def test_whether_two_opinions_differ_is_asked_of_a_third_only(rules: Ruleset) -> None:
    raw = put(base(), "opinion.first_two_differ", value=True)
    raw["opinion"].pop("number", None)
    assert problems(rules, raw) == {
        "opinion.first_two_differ": (
            "this is about a third opinion; give opinion.number as 3, or leave this out"
        )
    }


def test_faults_after_an_empty_or_misplaced_part_are_still_found(rules: Ruleset) -> None:
    raw = {"version": 1, "terms": None, **base(coverage__network="pffs"), "colour": 1, "zebra": 2}
    raw = put(raw, "services.0.charge", "lots")
    assert problems(rules, raw) == {
        "colour": "no such field; remove it",
        "zebra": "no such field; remove it",
        "services.0.charge": "write an amount in dollars with digits, for example 260 or 260.50",
        "coverage.network": "pffs does not go with employer; choose hmo, ppo, epo, pos",
    }


@pytest.mark.parametrize("program", DOMAINS["program"])
@pytest.mark.parametrize("network", DOMAINS["network"])
def test_a_plan_type_must_go_with_the_program(rules: Ruleset, program: str, network: str) -> None:
    raw = {"on": "2026-03-15", "coverage": {"program": program, "network": network}}
    if network in NETWORKS[program]:
        assert parse_scenario(rules, raw).coverage.network == network
    else:
        message = problems(rules, raw)["coverage.network"]
        assert program in message


@pytest.mark.parametrize("network", ["hmo", "epo"])
def test_closed_networks_have_no_terms_out_of_network(rules: Ruleset, network: str) -> None:
    raw = base(coverage__network=network, terms__out_of_network__coinsurance="0.40")
    message = problems(rules, raw)["terms.out_of_network.coinsurance"]
    assert message == f"this does not apply when coverage.network is {network}; leave it out"


@pytest.mark.parametrize(
    ("provider", "field"),
    [
        ({"medicare": "participating", "assignment": False}, "provider.assignment"),
        ({"medicare": "opted_out", "assignment": True}, "provider.assignment"),
    ],
)
def test_a_doctors_standing_and_assignment_must_agree(
    rules: Ruleset, provider: dict[str, object], field: str
) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "original_medicare"},
        "provider": provider,
    }
    standing = provider["medicare"]
    assert problems(rules, raw) == {
        field: f"this does not apply when provider.medicare is {standing}; leave it out"
    }


def test_a_network_doctor_has_not_opted_out(rules: Ruleset) -> None:
    raw = {
        "on": "2026-03-15",
        "coverage": {"program": "medicare_advantage", "network": "hmo"},
        "provider": {"network": "in", "medicare": "opted_out"},
    }
    assert problems(rules, raw) == {
        "provider.medicare": "a doctor in a Medicare network has not opted out"
    }


class TestHighDeductible:
    def test_the_smallest_deductible_is_that_of_the_law(self, rules: Ruleset) -> None:
        raw = base(coverage__high_deductible=True, terms__deductible="1699")
        assert problems(rules, raw) == {
            "terms.deductible": "an HSA-qualified plan has a deductible of at least $1,700"
        }
        put(raw, "terms.deductible", "1700")
        parse_scenario(rules, raw)

    def test_the_year_of_the_plan_counts_and_not_that_of_the_visit(self, rules: Ruleset) -> None:
        raw = base(coverage__high_deductible=True, terms__deductible="1650")
        parse_scenario(rules, put(raw, "plan_year_start", "2025-07-01"))

    def test_no_deductible_at_all_is_refused(self, rules: Ruleset) -> None:
        raw = base(coverage__high_deductible=True, terms__deductible="none")
        assert "terms.deductible" in problems(rules, raw)

    def test_a_copay_before_the_deductible_is_refused_but_for_telehealth(
        self, rules: Ruleset
    ) -> None:
        raw = base(coverage__high_deductible=True, terms__copay_rule="instead_of_deductible")
        assert "terms.copay_rule" in problems(rules, raw)
        parse_scenario(rules, put(raw, "provider.setting", "telehealth"))

    def test_bronze_plans_are_free_of_it_from_2026_and_not_before(self, rules: Ruleset) -> None:
        raw = base(
            coverage__program="marketplace",
            coverage__metal_tier="bronze",
            coverage__high_deductible=True,
            terms__deductible="500",
        )
        parse_scenario(rules, raw)
        assert "terms.deductible" in problems(rules, put(raw, "on", "2025-12-31"))

    def test_a_maximum_above_the_laws_is_refused(self, rules: Ruleset) -> None:
        raw = base(coverage__high_deductible=True, terms__out_of_pocket_maximum="8501")
        assert "terms.out_of_pocket_maximum" in problems(rules, raw)
        parse_scenario(rules, put(raw, "terms.out_of_pocket_maximum", "8500"))


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("coverage.programm", "coverage.program"),
        ("terms.deductable", "terms.deductible"),
        ("terms.out_of_network.coinsurence", "terms.out_of_network.coinsurance"),
        ("provider.medicar", "provider.medicare"),
        ("onn", "on"),
    ],
)
def test_a_misspelt_field_gets_a_suggestion(rules: Ruleset, path: str, meant: str) -> None:
    message = problems(rules, put(base(), path, "x"))[path]
    assert message == f"no such field; did you mean {meant}?"


def test_a_field_unlike_any_other_is_refused(rules: Ruleset) -> None:
    assert problems(rules, base(zzzz="1")) == {"zzzz": "no such field; remove it"}


def test_terms_of_an_unknown_kind_of_service_are_refused(rules: Ruleset) -> None:
    found = problems(rules, put(base(), "terms.by_service.surgery.copay", "10"))
    assert set(found) == {"terms.by_service.surgery.copay"}


def test_a_line_of_an_unknown_kind_is_refused(rules: Ruleset) -> None:
    found = problems(rules, base(services__0__kind="massage"))
    assert "massage is not one of the answers" in found["services.0.kind"]
    assert "visit" in found["services.0.kind"]


def test_too_many_lines_are_refused(rules: Ruleset) -> None:
    raw = {**base(), "services": [{"kind": "visit"}] * (MOST_SERVICES + 1)}
    assert problems(rules, raw) == {"services": f"give at most {MOST_SERVICES} lines"}
    raw["services"].pop()
    assert len(parse_scenario(rules, raw).services) == MOST_SERVICES


@pytest.mark.parametrize("services", ["visit", ["visit"], 3, [None], [[]]])
def test_lines_of_another_form_are_refused_and_never_a_crash(
    rules: Ruleset, services: object
) -> None:
    found = problems(rules, {**base(), "services": services})
    assert all(field.startswith("services") for field in found)


@pytest.mark.parametrize("raw", [None, [], "on: 2026-03-15", 7, True])
def test_something_that_is_no_scenario_is_refused(rules: Ruleset, raw: object) -> None:
    assert problems(rules, raw) == {"": "write a scenario as fields and values"}


@pytest.mark.parametrize("part", ["coverage", "opinion", "provider", "done", "terms"])
def test_a_part_that_is_text_is_refused(rules: Ruleset, part: str) -> None:
    raw: dict[str, Any] = {"on": "2026-03-15", "coverage": {"program": "employer"}, part: "text"}
    assert part in problems(rules, raw)


@pytest.mark.parametrize("part", ["opinion", "provider", "done", "terms", "services"])
def test_a_part_left_empty_is_unknown(rules: Ruleset, part: str) -> None:
    assert parse_scenario(rules, {**base(), part: None}) == parse_scenario(rules, base())


def test_a_part_of_a_part_left_empty_is_unknown(rules: Ruleset) -> None:
    assert parse_scenario(rules, base() | {"terms": {"family": None}}).terms.family is None


def test_what_was_paid_is_an_amount_and_never_none(rules: Ruleset) -> None:
    raw = put(base(), "terms.deductible_met", "none")
    assert problems(rules, raw) == {
        "terms.deductible_met": "give an amount in dollars, or leave it out if you do not know"
    }


def test_another_version_of_the_format_is_refused(rules: Ruleset) -> None:
    parse_scenario(rules, base(version=FORMAT_VERSION))
    message = problems(rules, base(version="2"))["version"]
    assert message == f"this program reads version {FORMAT_VERSION} only"


def test_only_the_day_and_the_program_must_be_known(rules: Ruleset) -> None:
    assert set(problems(rules, {})) == {"on", "coverage.program"}
    parse_scenario(rules, {"on": "2026-03-15", "coverage": {"program": "none"}})


def test_every_fault_is_told_at_once(rules: Ruleset) -> None:
    raw = base(on="soon", terms__copay="-1", opinion__about="toothache", nonsense="1")
    assert set(problems(rules, raw)) == {"on", "terms.copay", "opinion.about", "nonsense"}


def test_the_error_as_text_has_one_line_for_each_fault(rules: Ruleset) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(rules, base(terms__copay="-1", opinion__number="4"))
    assert str(caught.value).splitlines() == [
        "terms.copay: an amount cannot be below zero",
        "opinion.number: 4 does not fit; write 2 or 3",
    ]


def test_yaml_does_not_guess(rules: Ruleset) -> None:
    text = "{on: 2026-03-15, coverage: {program: none}, opinion: {required_by_plan: null}}"
    raw = load_yaml_text(text)
    assert raw == {
        "on": "2026-03-15",
        "coverage": {"program": "none"},
        "opinion": {"required_by_plan": None},
    }
    assert load_yaml_text("{a: 0.20, b: yes, c: 1_000, d: true, e: ~}") == {
        "a": "0.20",
        "b": "yes",
        "c": "1_000",
        "d": True,
        "e": None,
    }
    assert parse_scenario(rules, raw).on == date(2026, 3, 15)


def test_text_that_is_no_yaml_is_a_plain_error() -> None:
    with pytest.raises(ValueError, match="while parsing"):
        load_yaml_text("{a: [")
