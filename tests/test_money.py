"""Money is decimal, rounded half up to the cent in one place, and written as people read it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.jsonable import jsonable
from calculator.money import LARGEST, cents, parse_number, percent, plain, usd, usd_range

AMOUNTS = st.integers(0, int(LARGEST) * 100).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("2.675", "2.68"),
        ("1.115", "1.12"),
        ("111.055", "111.06"),
        ("1.125", "1.13"),
        ("1.135", "1.14"),
        ("9999999.995", "10000000.00"),
    ],
)
def test_half_a_cent_goes_up(exact: str, rounded: str) -> None:
    assert cents(Decimal(exact)) == Decimal(rounded)
    assert str(cents(Decimal(exact))) == rounded


@given(amount=AMOUNTS, thousandths=st.integers(0, 9))
def test_rounding_moves_an_amount_by_at_most_half_a_cent(amount: Decimal, thousandths: int) -> None:
    exact = amount + Decimal(thousandths) / 1000
    assert abs(cents(exact) - exact) <= Decimal("0.005")
    assert cents(cents(exact)) == cents(exact)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1500", "1500"),
        ("$1,500", "1500"),
        ("$ 1,500.50", "1500.50"),
        ("1 500", "1500"),
        ("10 000 000", "10000000"),
        ("  20 %", "20"),
        ("0.20", "0.20"),
        (".5", "0.5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("-$1,500", "-1500"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "$", "%", "-", "abc", "1,50", "1.5.0", "1e3", "NaN", "Infinity", "0x10", "1_0", "5."],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


@given(amount=AMOUNTS)
def test_an_amount_as_written_reads_back_the_same(amount: Decimal) -> None:
    assert parse_number(usd(amount)) == amount
    assert parse_number(plain(amount)) == amount


@given(share=st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000))
def test_a_share_as_written_reads_back_the_same(share: Decimal) -> None:
    number = parse_number(percent(share))
    assert number is not None
    assert number / 100 == share


@given(text=st.text(max_size=40))
def test_no_text_makes_the_reading_of_numbers_crash(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.is_finite()


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("283", "$283"),
        ("283.00", "$283"),
        ("56.6", "$56.60"),
        ("0", "$0"),
        ("1234567.89", "$1,234,567.89"),
        ("0.005", "$0.01"),
    ],
)
def test_dollars_are_written_with_cents_only_where_there_are_some(
    amount: str, written: str
) -> None:
    assert usd(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [("0.2", "20%"), ("0.20", "20%"), ("0.333", "33.3%"), ("1", "100%"), ("0", "0%")],
)
def test_a_share_is_written_as_a_percentage(share: str, written: str) -> None:
    assert percent(Decimal(share)) == written


@pytest.mark.parametrize(
    ("number", "written"), [("1.150", "1.15"), ("100", "100"), ("1E+2", "100"), ("0.00", "0")]
)
def test_a_plain_number_has_no_exponent_and_no_needless_zeros(number: str, written: str) -> None:
    assert plain(Decimal(number)) == written


def test_a_range_of_one_amount_is_that_amount() -> None:
    assert usd_range(Decimal(40), Decimal("40.00")) == "$40"
    assert usd_range(Decimal(40), Decimal(120)) == "$40 to $120"


@given(amount=AMOUNTS)
def test_money_in_json_is_text_with_two_digits(amount: Decimal) -> None:
    text = jsonable(amount)
    assert isinstance(text, str)
    assert Decimal(text) == amount
    assert len(text.rpartition(".")[2]) == 2
