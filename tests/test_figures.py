"""A figure holds for its days, and no yearly figure is carried into another year in silence."""

from datetime import date
from decimal import Decimal

import pytest

from calculator.estimate import estimate
from calculator.figures import FigureBook
from calculator.parse import parse_scenario
from calculator.rule import Figure, Value
from calculator.ruleset import Ruleset
from tests.cases import fresh_rules

YEARLY = sorted(
    figure.id for figure in fresh_rules().figures.values() if figure.reach == "calendar_year"
)

#: What the calculator looks up by name, with the unit it counts on.
LOOKED_UP = {
    "medicare.part_b.deductible": "usd",
    "medicare.part_b.coinsurance": "share",
    "medicare.nonparticipating.fee_share": "share",
    "medicare.limiting_charge.multiple": "multiple",
    "medicare_advantage.out_of_pocket_limit.in_network": "usd",
    "medicare_advantage.out_of_pocket_limit.combined": "usd",
    "federal.out_of_pocket_limit.self": "usd",
    "federal.out_of_pocket_limit.family": "usd",
    "federal.hdhp.minimum_deductible.self": "usd",
    "federal.hdhp.out_of_pocket_limit.self": "usd",
    "price.medicare.visit.office.low": "usd",
    "price.medicare.visit.hospital.low": "usd",
    "price.medicare.facility.typical": "usd",
    "price.medicare.imaging.low": "usd",
    "price.medicare.imaging_review.low": "usd",
    "price.medicare.pathology_review.typical": "usd",
    "price.commercial_multiple.professional.typical": "multiple",
    "price.commercial_multiple.hospital.typical": "multiple",
    "price.charge_multiple.typical": "multiple",
    "price.out_of_network_allowed.multiple": "multiple",
    "price.records_only.low": "usd",
    "typical.employer.ppo.copay": "usd",
    "typical.employer.ppo.coinsurance": "share",
    "typical.employer.out_of_network.deductible": "usd",
    "typical.marketplace.silver_94.copay": "usd",
    "typical.medicare_advantage.hmo.copay": "usd",
    "typical.medicare_advantage.out_of_network.copay": "usd",
}


def figure(reach: str, *values: tuple[str, str | None, str | None]) -> Figure:
    """A figure with values given as (first day, amount, why there is none)."""
    built = tuple(
        Value(date.fromisoformat(start), amount, missing, None, date(2026, 11, 23))
        for start, amount, missing in values
    )
    assert reach in ("calendar_year", "until_changed", "reference_year")
    return Figure("a.b", "A", "A.", "usd", "", reach, "", "engine", built)  # type: ignore[arg-type]


@pytest.mark.parametrize("figure_id", YEARLY)
@pytest.mark.parametrize("year", range(2020, 2033))
def test_no_yearly_figure_is_used_outside_its_own_year(
    rules: Ruleset, figure_id: str, year: int
) -> None:
    found = rules.figures[figure_id]
    own = {value.start.year for value in found.values if value.amount is not None}
    for day in (date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)):
        reading = found.on(day)
        if year in own:
            assert reading.value is not None
            assert reading.value.start.year == year
            assert reading.missing is None
        else:
            assert reading.value is None
            assert reading.missing in ("not_published", "not_found", "repealed")
            with pytest.raises(LookupError):
                _ = reading.decimal


def test_the_newest_known_value_is_offered_and_never_a_later_one() -> None:
    yearly = figure("calendar_year", ("2025-01-01", "257", None), ("2027-01-01", "300", None))
    reading = yearly.on(date(2026, 5, 1))
    assert reading.value is None
    assert reading.latest is not None
    assert reading.latest.amount == "257"
    assert yearly.on(date(2024, 12, 31)).latest is None


def test_a_missing_year_says_why_it_is_missing() -> None:
    yearly = figure(
        "calendar_year", ("2026-01-01", "283", None), ("2027-01-01", None, "not_published")
    )
    assert yearly.on(date(2027, 3, 1)).missing == "not_published"
    assert yearly.on(date(2028, 3, 1)).missing == "not_found"
    assert yearly.write(yearly.values[1]) == "not yet published"


def test_a_figure_until_changed_holds_until_the_next_value() -> None:
    lasting = figure(
        "until_changed",
        ("2024-01-01", "14", None),
        ("2026-01-01", "7", None),
        ("2027-06-01", None, "repealed"),
    )
    assert lasting.on(date(2025, 12, 31)).decimal == 14
    assert lasting.on(date(2026, 1, 1)).decimal == 7
    assert lasting.on(date(2027, 5, 31)).decimal == 7
    assert lasting.on(date(2027, 6, 1)).missing == "repealed"
    assert lasting.on(date(2023, 12, 31)).value is None


def test_a_survey_of_one_year_can_be_used_later_and_keeps_its_year() -> None:
    survey = figure("reference_year", ("2014-01-01", "2.5", None))
    reading = survey.on(date(2026, 3, 15))
    assert reading.value is not None
    assert reading.value.start.year == 2014


@pytest.mark.parametrize("figure_id", LOOKED_UP)
def test_every_figure_the_calculator_asks_for_is_there_with_its_unit(
    rules: Ruleset, figure_id: str
) -> None:
    assert rules.figures[figure_id].unit == LOOKED_UP[figure_id]
    assert rules.figures[figure_id].use == "engine"


def test_the_book_remembers_what_stood_in_for_a_missing_figure(rules: Ruleset) -> None:
    book = FigureBook(rules, date(2027, 3, 1))
    assert book.amount("medicare.part_b.deductible") == Decimal(283)
    assert set(book.stand_ins) == {"medicare.part_b.deductible"}
    assert book.amount("medicare.part_b.coinsurance") == Decimal("0.20")
    assert set(book.stand_ins) == {"medicare.part_b.deductible"}


def test_the_book_has_no_stand_in_where_the_year_is_known(rules: Ruleset) -> None:
    book = FigureBook(rules, date(2026, 3, 1))
    assert book.amount("medicare.part_b.deductible") == Decimal(283)
    assert book.stand_ins == {}
    assert book.year("medicare.part_b.deductible") == 2026
    assert book.year("medicare.part_b.coinsurance") is None


def test_a_figure_that_the_rules_lack_is_none_or_an_error(rules: Ruleset) -> None:
    book = FigureBook(rules, date(2026, 3, 1))
    assert book.amount("no.such.figure") is None
    with pytest.raises(LookupError, match=r"no\.such\.figure"):
        book.required("no.such.figure")


@pytest.mark.parametrize(
    ("day", "deductible"), [("2024-06-01", 240), ("2025-06-01", 257), ("2026-06-01", 283)]
)
def test_an_estimate_uses_the_deductible_of_its_own_year_and_names_none_as_missing(
    rules: Ruleset, day: str, deductible: int
) -> None:
    result = estimate(rules, parse_scenario(rules, _part_b(day)))
    assert result.total is not None
    assert result.total.low == deductible + (1000 - deductible) / Decimal(5)
    assert result.not_published == ()


def test_an_estimate_for_a_year_without_a_figure_names_the_figure_and_its_stand_in(
    rules: Ruleset,
) -> None:
    result = estimate(rules, parse_scenario(rules, _part_b("2027-06-01")))
    assert [missing.rule for missing in result.not_published] == ["medicare.part_b.deductible"]
    says = result.not_published[0].says
    assert "2027" in says
    assert "2026" in says
    assert "$283" in says
    years = {
        step.year
        for working in result.working
        for step in working.steps
        if "medicare.part_b.deductible" in step.rules
    }
    assert years == {2026}


def _part_b(day: str) -> dict[str, object]:
    return {
        "on": day,
        "coverage": {"program": "original_medicare"},
        "opinion": {"about": "surgery"},
        "provider": {"medicare": "participating", "setting": "office"},
        "terms": {"deductible_met": "0"},
        "services": [{"kind": "procedure", "charge": "1000", "allowed": "1000"}],
    }


@pytest.mark.parametrize(
    ("unit", "amount", "written"),
    [
        ("usd", "283", "$283"),
        ("share", "0.20", "20%"),
        ("percent", "42.3", "42.3%"),
        ("multiple", "1.15", "1.15 times"),
        ("days", "1", "1 day"),
        ("days", "120", "120 days"),
        ("business_days", "3", "3 business days"),
        ("months", "4", "4 months"),
        ("hours", "72", "72 hours"),
        ("count", "1285", "1,285"),
        ("date", "2027-12-31", "December 31, 2027"),
    ],
)
def test_a_value_is_written_with_its_unit(unit: str, amount: str, written: str) -> None:
    value = Value(date(2026, 1, 1), amount, None, None, date(2026, 11, 23))
    one = Figure("a.b", "A", "A.", unit, "", "until_changed", "", "site", (value,))
    assert one.write(value) == written


def test_sentences_have_every_embedded_figure_written_out(rules: Ruleset) -> None:
    for rule in rules.rules():
        text = rules.text(rule.says, date(2026, 11, 23))
        assert "{figure:" not in text, rule.id


def test_every_value_in_use_has_a_source_that_exists(rules: Ruleset) -> None:
    for found in rules.figures.values():
        for value in found.values:
            if value.amount is not None:
                assert value.citation is not None, found.id
                assert set(value.citation.sources) <= set(rules.sources), found.id
                assert value.citation.sources, found.id
