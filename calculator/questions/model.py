"""What a question is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

type Kind = Literal["choice", "yes_no", "money", "share", "day", "whole"]

NONE = "none"

#: Inside the calculator: there is one, its amount is not known.
SOME = "some"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice: the value in the scenario and the words on the page."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """A step of the form."""

    id: str
    title: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """How one program asks a question; an empty part is asked as everywhere."""

    label: str = ""
    help: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a scenario.

    ``when`` names other fields and the answers for which this question applies. ``none_label``
    is set where "there is none" is a real answer, apart from "I don't know". ``ask`` is what to
    say on the phone when the answer is unknown. ``in_form`` is False for facts that only a
    scenario file gives. ``per_program`` lists the answers that go with a program, ``wordings``
    the words of programs that ask in their own way.
    """

    path: str
    kind: Kind
    label: str
    group: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    none_label: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ask: str = ""
    in_form: bool = True
    per_program: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    def for_program(self, program: str) -> "Question":
        """The question in the words of one program."""
        own = self.wordings.get(program)
        if own is None:
            return self
        return replace(
            self,
            label=own.label or self.label,
            help=own.help or self.help,
            ask=own.ask or self.ask,
        )


GROUPS = (
    Group("plan", "Your insurance"),
    Group("opinion", "The second opinion"),
    Group("provider", "The second doctor"),
    Group(
        "terms",
        "What your plan makes you pay",
        "These numbers are in your Summary of Benefits and Coverage or on your member page. "
        "Leave a box empty if you do not know.",
    ),
    Group(
        "bill",
        "The bill",
        "Leave these empty if you have no prices yet. We then use published prices and show "
        "a range.",
    ),
)


@lru_cache(maxsize=1024)
def pattern_of(path: str) -> str:
    """Turn ``services.2.charge`` into ``services.*.charge``."""
    path = re.sub(r"^services\.\d+", "services.*", path)
    return re.sub(r"^terms\.by_service\.[a-z_]+", "terms.by_service.*", path)


def as_text(value: object) -> str:
    """Write an answer as the conditions of questions name it; an unknown one is empty."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
