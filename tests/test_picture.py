"""Who pays what, as a picture: the same figures as the estimate, readable without color."""

from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from calculator.estimate import Estimate, estimate
from calculator.money import usd
from calculator.parse import parse_scenario
from calculator.picture import LEAST, WIDTH, picture_of
from calculator.present import render_estimate
from calculator.ruleset import Ruleset
from tests.cases import FILES, case_id, read_case

MEDICARE = {
    "on": "2026-03-15",
    "coverage": {"program": "original_medicare"},
    "opinion": {"about": "surgery", "number": 2},
    "provider": {"setting": "office", "medicare": "participating"},
    "terms": {"deductible_met": "100"},
    "services": [{"kind": "visit", "charge": "420", "allowed": "260"}],
}


def worked_out(rules: Ruleset, raw: object) -> Estimate:
    return estimate(rules, parse_scenario(rules, raw))


def test_a_known_bill_is_one_bar_whose_parts_are_those_of_the_bill(rules: Ruleset) -> None:
    picture = picture_of(worked_out(rules, MEDICARE))
    assert picture is not None
    (bar,) = picture.bars
    # 260 counts, 183 of the deductible is open, 20 percent of 77 is 15.40; 160 is written off.
    amounts = {segment.part: segment.amount for segment in bar.segments}
    assert amounts == {
        "patient": Decimal("198.40"),
        "plan": Decimal("61.60"),
        "written_off": Decimal(160),
    }
    assert bar.whole == Decimal(420)
    assert bar.segments[0].text == "You $198.40"
    assert bar.says == "You $198.40, insurance $61.60, written off $160."


def test_a_range_is_drawn_as_its_ends_and_the_likely_case(rules: Ruleset) -> None:
    unknown = {**MEDICARE, "terms": {}}
    picture = picture_of(worked_out(rules, unknown))
    assert picture is not None
    result = worked_out(rules, unknown)
    assert result.total is not None
    assert picture.bars[0].label == "The least"
    assert picture.bars[0].patient == result.total.low
    assert picture.bars[-1].patient == result.total.high


@pytest.mark.parametrize("path", FILES, ids=case_id)
def test_every_bar_adds_up_and_stands_in_the_table_too(rules: Ruleset, path: Path) -> None:
    result = worked_out(rules, read_case(path)["scenario"])
    picture = picture_of(result)
    if result.verdict == "emergency":
        assert picture is None
        return
    assert picture is not None
    html = LexborHTMLParser(render_estimate(rules, result, root="../"))
    cells = [cell.text() for cell in html.css(".picture-table td")]
    images = html.css("svg.picture-bar")
    assert [image.attributes["aria-label"] for image in images] == [b.says for b in picture.bars]
    for number, bar in enumerate(picture.bars):
        assert sum(segment.amount for segment in bar.segments) == bar.whole
        assert all(segment.amount > 0 for segment in bar.segments)
        end = Decimal(0)
        for segment in bar.segments:
            assert segment.x == end
            assert segment.width >= LEAST
            end += segment.width
        assert end <= WIDTH + 1
        for row in picture.rows:
            if row.known and not picture.varies:
                drawn = [s.amount for s in bar.segments if s.part == row.part] or [Decimal(0)]
                assert row.amounts[number] == drawn[0]
                assert usd(drawn[0]) in cells


def test_a_part_is_as_long_as_its_share_of_the_bill(rules: Ruleset) -> None:
    picture = picture_of(worked_out(rules, MEDICARE))
    assert picture is not None
    for segment in picture.bars[0].segments:
        share = segment.amount / picture.bars[0].whole
        assert abs(segment.width - share * WIDTH) < Decimal("0.2")


def test_parts_differ_by_pattern_and_name_and_not_by_color_alone(rules: Ruleset) -> None:
    raw = {**MEDICARE, "coverage": {"program": "original_medicare", "medigap": "G"}}
    html = render_estimate(rules, worked_out(rules, raw), root="../")
    page = LexborHTMLParser(html)
    bar = page.css_first("svg.picture-bar")
    assert bar is not None
    assert bar.css_first(".part--plan .part-stripes") is not None
    assert bar.css_first(".part--second_payer .part-dots") is not None
    assert bar.css_first(".part--patient .part-stripes") is None
    heads = [head.text().strip() for head in page.css(".picture-table tbody th")]
    assert heads == ["You", "Insurance", "Second insurance", "Written off"]
    assert " id=" not in html, "many estimates stand on one page, so none may bring an id"


def test_without_every_price_nothing_is_said_of_what_is_written_off(rules: Ruleset) -> None:
    raw = {**MEDICARE, "services": [{"kind": "visit", "allowed": "260"}]}
    picture = picture_of(worked_out(rules, raw))
    assert picture is not None
    assert not picture.priced
    assert [(row.part, row.known) for row in picture.rows][-1] == ("written_off", False)
    html = LexborHTMLParser(render_estimate(rules, worked_out(rules, raw), root="../"))
    assert "not known" in html.css_first(".picture-table tbody").text()  # type: ignore[union-attr]
    assert "amount that counts" in html.css_first(".picture figcaption").text()  # type: ignore[union-attr]
