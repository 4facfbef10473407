"""What is wrong with a case, in words for the person who typed it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the field (a dotted path) and what to change."""

    field: str
    message: str


class ScenarioError(Exception):
    """A case that cannot be worked out as it stands; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems and write one line for each."""
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(f"{p.field}: {p.message}" if p.field else p.message for p in problems)
        )
