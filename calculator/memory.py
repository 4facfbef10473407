"""What was worked out before and stays true."""

from collections.abc import Callable, Hashable
from typing import Any

#: So many results are kept; then all are forgotten, and what is still asked for is made anew.
MOST_KEPT = 20_000


class Memory:
    """Keeps results that follow from their key alone, in the place where that is so.

    Whoever owns a memory never changes: rules are read-only, and so is the day of an estimate. A
    result that was true once for a key is therefore true for as long as its owner lives.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: dict[Hashable, Any] = {}

    def recall[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what belongs to the key; make it the first time."""
        try:
            found: T = self._kept[key]
        except KeyError:
            found = make()
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found
