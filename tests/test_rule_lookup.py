"""A rule is found by its id, read back as it was written, and says where it comes from."""

import json
from datetime import date
from decimal import Decimal

import pytest

from calculator.figures import FigureBook
from calculator.memory import MOST_KEPT, Memory
from calculator.rule import (
    Action,
    Citation,
    Condition,
    Deadline,
    Decision,
    Figure,
    OtherSide,
    Reading,
    Row,
    Source,
    Statement,
    Term,
    Value,
    newest_citation,
    year_of,
)
from calculator.ruleset import RuleError, Ruleset

READ = {
    "sources": ["a_notice"],
    "at": "Table 1",
    "checked": "2026-11-20",
    "confidence": "conflicting",
    "other_side": {"says": "It is 12.", "source": "b_notice", "at": "page 2"},
}
PLAIN = {"sources": ["b_notice"], "at": "1", "checked": "2026-11-21", "confidence": "primary"}
LONE = {**PLAIN, "confidence": "single_secondary"}

COMPILED = {
    "sources": {
        "a_notice": {
            "title": "A",
            "publisher": "Office A",
            "url": "https://a.example",
            "published": "2025",
            "kind": "agency",
        },
        "b_notice": {
            "title": "B",
            "publisher": "Office B",
            "url": "https://b.example",
            "published": "2025",
            "kind": "study",
            "citation": "1 FR 2",
            "note": "Read in a copy.",
        },
    },
    "figures": {
        "example.deductible": {
            "label": "Deductible",
            "says": "What you pay first.",
            "unit": "usd",
            "per": "year",
            "reach": "calendar_year",
            "note": "Some pay less.",
            "use": "engine",
            "values": [
                {"from": "2025-01-01", "amount": "11", "note": "Revised.", **READ},
                {"from": "2026-01-01", "amount": "12", **PLAIN},
                {"from": "2027-01-01", "missing": "not_published", "checked": "2026-11-22"},
            ],
        }
    },
    "statements": {
        "example.right": {"label": "A right", "says": "You may ask.", "use": "site", **PLAIN}
    },
    "decisions": {
        "example.coverage": {
            "label": "Coverage",
            "question": "Does it pay?",
            "facts": ["about", "number"],
            "rows": [
                {
                    "id": "first",
                    "when": {"about": ["surgery", "cancer"]},
                    "then": "covered_if",
                    "needs": ["referral"],
                    "says": "It pays {figure:example.deductible}.",
                    **READ,
                },
                {"id": "rest", "when": {}, "then": "ask_plan", "needs": [], "says": "Ask.", **LONE},
            ],
        }
    },
    "conditions": {
        "referral": {"label": "Referral", "says": "One first.", "ask": "Do I need one?", **PLAIN}
    },
    "actions": {
        "action.appeal": {
            "phase": "refused",
            "order": 30,
            "when": {"program": ["employer"]},
            "says": "Appeal.",
            "rules": ["example.right"],
            "deadline": {"figure": "x", "counted_from": "denied_on", "direction": "after"},
        },
        "action.call": {
            "phase": "call",
            "order": 10,
            "when": {},
            "says": "Call.",
            "rules": ["term.copay", "example.right"],
        },
    },
    "terms": {"copay": {"label": "Copay", "says": "A fixed amount.", **PLAIN}},
    "files": {"example.right": "example.yaml"},
}


def few_rules() -> Ruleset:
    return Ruleset.from_json(json.loads(json.dumps(COMPILED)))


FIRST = Citation(
    sources=("a_notice",),
    at="Table 1",
    checked=date(2026, 11, 20),
    confidence="conflicting",
    other_side=OtherSide("It is 12.", "b_notice", "page 2"),
)
SECOND = Citation(("b_notice",), "1", date(2026, 11, 21), "primary")
LAST = Value(date(2026, 1, 1), "12", None, SECOND, date(2026, 11, 21))


def test_a_source_is_read_back_as_it_was_written() -> None:
    rules = few_rules()
    assert rules.sources["a_notice"] == Source(
        "a_notice", "A", "Office A", "https://a.example", "2025", "agency"
    )
    assert rules.sources["b_notice"].citation == "1 FR 2"
    assert rules.sources["b_notice"].note == "Read in a copy."
    assert rules.files == {"example.right": "example.yaml"}


def test_a_figure_is_read_back_with_every_value() -> None:
    assert few_rules().figures["example.deductible"] == Figure(
        id="example.deductible",
        label="Deductible",
        says="What you pay first.",
        unit="usd",
        per="year",
        reach="calendar_year",
        note="Some pay less.",
        use="engine",
        values=(
            Value(date(2025, 1, 1), "11", None, FIRST, date(2026, 11, 20), "Revised."),
            LAST,
            Value(date(2027, 1, 1), None, "not_published", None, date(2026, 11, 22)),
        ),
    )


def test_statements_conditions_and_terms_are_read_back() -> None:
    rules = few_rules()
    assert rules.statements == {
        "example.right": Statement("example.right", "A right", "You may ask.", SECOND, "site")
    }
    assert rules.conditions == {
        "referral": Condition("referral", "Referral", "One first.", "Do I need one?", SECOND)
    }
    assert rules.terms == {"copay": Term("copay", "Copay", "A fixed amount.", SECOND)}


def test_a_decision_is_read_back_with_its_rows_in_order() -> None:
    found = few_rules().decisions["example.coverage"]
    assert (found.id, found.label, found.question) == (
        "example.coverage",
        "Coverage",
        "Does it pay?",
    )
    assert found.facts == ("about", "number")
    assert found.rows[0] == Row(
        id="example.coverage.first",
        when={"about": ("surgery", "cancer")},
        then="covered_if",
        needs=("referral",),
        says="It pays {figure:example.deductible}.",
        citation=FIRST,
    )
    assert [row.id for row in found.rows] == ["example.coverage.first", "example.coverage.rest"]


def test_advice_is_read_back_with_and_without_a_deadline() -> None:
    rules = few_rules()
    assert rules.actions["action.appeal"] == Action(
        id="action.appeal",
        phase="refused",
        order=30,
        when={"program": ("employer",)},
        says="Appeal.",
        rules=("example.right",),
        deadline=Deadline("x", "denied_on", "after"),
    )
    assert rules.actions["action.call"].deadline is None


def test_every_rule_is_found_again_by_the_name_it_has_in_links() -> None:
    rules = few_rules()
    every = list(rules.rules())
    assert [rules.anchor(rule) for rule in every] == [
        "example.deductible",
        "example.right",
        "example.coverage.first",
        "example.coverage.rest",
        "condition.referral",
        "term.copay",
    ]
    for rule in every:
        assert rules.rule(rules.anchor(rule)) is rule


@pytest.mark.parametrize(
    "name", ["example.coverage", "example.coverage.none", "no.such", "none", "example.coverage."]
)
def test_a_name_that_no_rule_has_is_an_error_with_that_name(name: str) -> None:
    with pytest.raises(KeyError, match=name.replace(".", r"\.")):
        few_rules().rule(name)


def test_the_years_of_the_rules_are_those_of_their_yearly_figures() -> None:
    rules = few_rules()
    assert list(rules.years) == [2025, 2026, 2027]


def test_when_as_many_results_as_fit_are_kept_the_next_one_makes_room_for_itself() -> None:
    memory = Memory()
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    def asked(number: int) -> int:
        return memory.recall(number, lambda: make(number))

    for number in range(MOST_KEPT):
        asked(number)
    assert asked(0) == 0
    assert made.count(0) == 1
    asked(MOST_KEPT)
    assert asked(0) == 0
    assert made.count(0) == 2


def test_a_sentence_is_written_with_the_figure_of_the_day() -> None:
    rules = few_rules()
    text = "You pay {figure:example.deductible} first."
    assert rules.text(text, date(2025, 6, 1)) == "You pay $11 first."
    assert rules.text(text, date(2026, 6, 1)) == "You pay $12 first."
    assert rules.text(text, date(2027, 6, 1)) == "You pay not yet published first."


def test_a_disagreement_between_sources_is_part_of_what_a_rule_says() -> None:
    rules = few_rules()
    first, rest = rules.decisions["example.coverage"].rows
    assert rules.sentence(first, date(2026, 6, 1)) == (
        "It pays $12. Another source says: It is 12. (Office B)"
    )
    assert rules.sentence(rest, date(2026, 6, 1)) == "One source says: Ask."
    plain = rules.statements["example.right"]
    assert rules.sentence(plain, date(2026, 6, 1)) == "You may ask."


def test_one_source_is_not_named_twice() -> None:
    rules = few_rules()
    said = Statement("a", "A", "One insurer asks for it.", Citation((), "", date.max, "x"), "site")
    assert rules.sentence(said, date(2026, 6, 1)) == "One insurer asks for it."
    lone = Citation((), "", date.max, "single_secondary")
    already = Statement("a", "A", "One insurer asks for it.", lone, "site")
    assert rules.sentence(already, date(2026, 6, 1)) == "One insurer asks for it."


def test_the_newest_citation_of_a_figure_is_that_of_its_newest_value_with_one() -> None:
    rules = few_rules()
    assert newest_citation(rules.figures["example.deductible"]) == SECOND
    assert newest_citation(rules.statements["example.right"]) == SECOND
    three = rules.figures["example.deductible"].values[:1] * 2
    longer = Figure("a", "A", "A.", "usd", "", "until_changed", "", "site", (*three, LAST))
    assert newest_citation(longer) == SECOND
    bare = Value(date(2027, 1, 1), None, "not_found", None, date(2026, 11, 22))
    nothing = Figure("a", "A", "A.", "usd", "", "until_changed", "", "site", (bare,))
    assert newest_citation(nothing) is None


@pytest.mark.parametrize(
    ("published", "year"),
    [
        ("2025-11-20", "2025"),
        ("November 1998, revised 2003", "1998"),
        ("undated", "undated"),
        ("No. 120251", "No. 120251"),
        ("1850", "1850"),
    ],
)
def test_the_year_of_a_publication_is_found_in_its_words(published: str, year: str) -> None:
    assert year_of(published) == year


def test_a_fault_names_the_file_the_line_and_the_key() -> None:
    fault = RuleError("a.yaml", 7, "figures.x", "no amount")
    assert str(fault) == "a.yaml:7: figures.x: no amount"
    assert (fault.path, fault.line, fault.key, fault.message) == (
        "a.yaml",
        7,
        "figures.x",
        "no amount",
    )
    assert str(RuleError("a.yaml", None, "", "not YAML")) == "a.yaml: not YAML"


def values(*given: tuple[int, str | None]) -> tuple[Value, ...]:
    return tuple(
        Value(date(year, 1, 1), amount, None if amount else "not_found", None, date.max)
        for year, amount in given
    )


def looked_up(reach: str, day: date, *given: tuple[int, str | None]) -> Reading:
    assert reach in ("calendar_year", "until_changed", "reference_year")
    one = Figure("a.b", "A", "A.", "usd", "", reach, "", "engine", values(*given))  # type: ignore[arg-type]
    return one.on(day)


def test_a_survey_is_the_newest_one_begun_or_else_the_first_there_is() -> None:
    surveys = ((2014, "2"), (2016, None), (2020, "3"), (2025, "4"))
    assert looked_up("reference_year", date(2022, 1, 1), *surveys).decimal == 3
    assert looked_up("reference_year", date(2017, 1, 1), *surveys).decimal == 2
    assert looked_up("reference_year", date(2010, 1, 1), *surveys).decimal == 2
    none = looked_up("reference_year", date(2022, 1, 1), (2014, None))
    assert (none.value, none.missing, none.latest) == (None, "not_found", None)
    found = looked_up("reference_year", date(2022, 1, 1), *surveys)
    assert found.missing is None
    assert found.latest is found.value


def test_a_value_holds_from_its_first_day() -> None:
    for reach in ("calendar_year", "until_changed", "reference_year"):
        found = looked_up(reach, date(2026, 1, 1), (2025, "1"), (2026, "2"))
        assert found.decimal == 2
        assert found.latest is found.value


def test_a_repealed_rule_still_tells_what_it_last_was() -> None:
    reading = looked_up("until_changed", date(2026, 5, 1), (2024, "1"), (2025, None), (2027, "9"))
    assert reading.value is None
    assert reading.missing == "not_found"
    assert reading.latest is not None
    assert reading.latest.amount == "1"


def test_the_number_of_a_missing_figure_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match=r"^a\.b has no value for that day$"):
        _ = looked_up("until_changed", date(2026, 1, 1)).decimal


@pytest.mark.parametrize(
    ("missing", "written"),
    [
        ("not_published", "not yet published"),
        ("repealed", "no longer in force"),
        ("not_found", "not found"),
        (None, "not found"),
    ],
)
def test_a_missing_value_says_why_it_is_missing(missing: str | None, written: str) -> None:
    value = Value(date(2026, 1, 1), None, missing, None, date.max)
    one = Figure("a.b", "A", "A.", "usd", "", "until_changed", "", "engine", (value,))
    assert one.write(value) == written


def test_a_row_fits_when_every_condition_holds() -> None:
    row = few_rules().decisions["example.coverage"].rows[0]
    assert row.fits({"about": "surgery"})
    assert not row.fits({"about": "imaging"})
    assert not row.fits({})


def test_the_first_row_that_fits_answers_and_none_is_an_error() -> None:
    decision = few_rules().decisions["example.coverage"]
    assert decision.decide({"about": "cancer"}).id == "example.coverage.first"
    assert decision.decide({"about": "imaging"}).id == "example.coverage.rest"
    empty = Decision("a.b", "A", "?", (), ())
    with pytest.raises(LookupError, match=r"^a\.b: no row fits \{'about': 'x'\}$"):
        empty.decide({"about": "x"})


def book(day: date, start: date | None = None) -> FigureBook:
    return FigureBook(limit_rules(), day, start)


def limit_rules() -> Ruleset:
    """Rules with a federal figure by year, another by year, a day, and one that lasts."""
    data = json.loads(json.dumps(COMPILED))
    yearly = data["figures"]["example.deductible"]
    data["figures"]["federal.limit"] = yearly
    data["figures"]["example.lasting"] = {**yearly, "reach": "until_changed"}
    day = {"from": "2024-01-01", "amount": "2026-03-01", **PLAIN}
    data["figures"]["example.begins"] = {**yearly, "unit": "date", "values": [day]}
    not_set = {"from": "2024-01-01", "missing": "not_found", "checked": "2026-11-22"}
    data["figures"]["example.open"] = {**yearly, "values": [not_set]}
    return Ruleset.from_json(data)


def test_a_federal_limit_is_that_of_the_plan_year_and_other_figures_of_the_visit() -> None:
    late = book(date(2026, 3, 1), date(2025, 7, 1))
    assert late.amount("federal.limit") == 11
    assert late.amount("example.deductible") == 12
    assert (late.year("federal.limit"), late.year("example.deductible")) == (2025, 2026)
    assert late.day_of("federal.limit") == date(2025, 7, 1)
    assert book(date(2026, 3, 1)).day_of("federal.limit") == date(2026, 3, 1)


def test_a_rule_that_lasts_and_one_that_is_not_there_have_no_year() -> None:
    one = book(date(2026, 3, 1))
    assert one.year("example.lasting") is None
    assert one.year("no.such.figure") is None
    assert one.year("example.open") is None
    assert book(date(2027, 3, 1)).year("example.deductible") == 2026


def test_the_newest_known_amount_stands_in_and_is_remembered() -> None:
    one = book(date(2027, 3, 1))
    assert one.amount("example.deductible") == Decimal(12)
    assert list(one.stand_ins) == ["example.deductible"]
    assert one.stand_ins["example.deductible"].missing == "not_published"
    assert one.amount("example.open") is None
    assert book(date(2024, 3, 1)).amount("example.deductible") is None


def test_a_figure_is_looked_up_once() -> None:
    one = book(date(2027, 3, 1))
    assert one.amount("example.deductible") == 12
    one.stand_ins.clear()
    assert one.amount("example.deductible") == 12
    assert one.stand_ins == {}


def test_a_required_figure_that_is_missing_is_a_fault_that_names_it_and_the_day() -> None:
    assert book(date(2026, 3, 1)).required("example.deductible") == 12
    with pytest.raises(LookupError, match=r"^the rules lack example\.open for 2026-03-01$"):
        book(date(2026, 3, 1)).required("example.open")


@pytest.mark.parametrize(
    ("day", "start", "begun"),
    [
        (date(2026, 3, 1), None, True),
        (date(2026, 2, 28), None, False),
        (date(2026, 6, 1), date(2026, 1, 1), False),
        (date(2026, 6, 1), date(2026, 3, 1), True),
    ],
)
def test_a_law_begins_with_the_plan_year(day: date, start: date | None, *, begun: bool) -> None:
    assert book(day, start).has_begun("example.begins") is begun
    assert not book(day, start).has_begun("example.open")
