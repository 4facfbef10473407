"""Middle, spread and share of what was measured."""

from collections.abc import Sequence
from statistics import quantiles


def shares(ours: Sequence[float], plain: Sequence[float]) -> list[float]:
    """Each as a share of the plain one that was measured beside it."""
    return [one / other for one, other in zip(ours, plain, strict=True)]


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not pass."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
