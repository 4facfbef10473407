"""Write a calendar file (iCalendar, RFC 5545) with whole days and a reminder the day before.

The libraries for it bring time zones and date parsing that whole days do not need, and are larger
than the rest of the calculator. A file that is written needs three rules: lines end with CRLF and
are folded at 75 octets (section 3.1), text is escaped (3.3.11), every entry has its own lasting
name and a stamp (3.6.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: The longest line in octets, without its end.
LONGEST = 75

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_PRODUCT = "-//Second Opinion Coverage//Calculator//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar; ``name`` stays the same for the same entry."""

    name: str
    day: date
    title: str
    says: str


def calendar_text(entries: Iterable[Entry], today: date) -> str:
    """The calendar as the text of a file; ``today`` is the day it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, today)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def _event(entry: Entry, today: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(entry.name)}@second-opinion-coverage"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escape(entry.title)}"
    yield f"DESCRIPTION:{escape(entry.says)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escape(entry.title)}"
    yield "TRIGGER:-P1D"
    yield "END:VALARM"
    yield "END:VEVENT"


def escape(text: str) -> str:
    """Write text so that commas, semicolons and line ends stay part of it (RFC 5545, 3.3.11)."""
    return text.translate(_ESCAPED)


def fold(line: str) -> Iterator[str]:
    """Cut a line into pieces of at most 75 octets; each but the first begins with a space."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > LONGEST:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
