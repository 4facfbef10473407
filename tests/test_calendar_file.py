"""The calendar file keeps to RFC 5545: lines, folding, escaping, lasting names, whole days."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.browser import answer
from calculator.calendar_file import LONGEST, Entry, calendar_text, escape, fold

TODAY = date(2026, 11, 23)
ENTRY = Entry("visit-1", date(2026, 12, 31), "Visit; with, all", "Line one\nback\\slash")

CHARACTERS = st.characters(exclude_characters="\r", exclude_categories=("Cs", "Cc"))
TEXT = st.text(CHARACTERS | st.just("\n"))


def unfolded(text: str) -> list[str]:
    """Read lines back as a calendar program does (RFC 5545, 3.1)."""
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(text: str) -> str:
    found, characters = "", iter(text)
    for character in characters:
        if character == "\\":
            following = next(characters)
            found += "\n" if following in "nN" else following
        else:
            found += character
    return found


def test_an_entry_is_a_whole_day_with_a_name_a_stamp_and_a_reminder() -> None:
    lines = unfolded(calendar_text([ENTRY], TODAY))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[1] == "VERSION:2.0"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "UID:visit-1@second-opinion-coverage" in lines
    assert "DTSTAMP:20261123T000000Z" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines, "the end is the day after (3.6.1)"
    assert "SUMMARY:Visit\\; with\\, all" in lines
    assert "DESCRIPTION:Line one\\nback\\\\slash" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert lines.index("BEGIN:VALARM") < lines.index("TRIGGER:-P1D") < lines.index("END:VALARM")


@given(TEXT)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escape(text)) == text
    assert "\n" not in escape(text)


@given(TEXT)
def test_no_line_is_longer_than_75_octets_and_nothing_is_lost(text: str) -> None:
    line = f"DESCRIPTION:{escape(text)}"
    pieces = list(fold(line))
    assert all(len(piece.encode()) <= LONGEST for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150])
def test_lines_are_folded_at_the_75th_octet(length: int) -> None:
    assert len(next(fold("x" * length))) == min(length, LONGEST)


def test_the_dates_of_a_case_are_in_its_calendar_and_its_illness_is_not() -> None:
    case = {
        "on": "2027-01-20",
        "coverage.program": "employer",
        "coverage.network": "hmo",
        "opinion.about": "cancer",
        "denied_on": "2026-11-20",
    }
    request = {"answers": case, "today": "2026-11-23", "want": "calendar"}
    file = json.loads(answer(json.dumps(request)))["ok"]
    assert file["name"].endswith(".ics")
    assert file["type"] == "text/calendar"
    lines = unfolded(file["text"])
    # The visit; 15 days before it to ask for approval; 30 days before it to ask for records;
    # 180 days after the refusal to appeal; 4 months after it to ask for a review.
    days = sorted(line[-8:] for line in lines if line.startswith("DTSTART"))
    assert days == ["20261221", "20270105", "20270120", "20270320", "20270519"]
    assert "cancer" not in file["text"].lower()
    names = [line for line in lines if line.startswith("UID:")]
    assert len(set(names)) == len(names)


def test_without_the_day_of_the_visit_only_the_days_of_an_appeal_are_known() -> None:
    case = {"coverage.program": "employer", "coverage.network": "hmo"}
    request = {"answers": case, "today": "2026-11-23", "want": "calendar"}
    text = json.loads(answer(json.dumps(request)))["ok"]["text"]
    assert "VEVENT" not in text
    request["answers"] = {**case, "denied_on": "2026-11-20"}
    text = json.loads(answer(json.dumps(request)))["ok"]["text"]
    assert text.count("BEGIN:VEVENT") == 2
