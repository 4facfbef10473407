"""What is said about a line of the bill before any money is counted."""

from typing import NamedTuple

from calculator.working import Basis


class LineBasis(NamedTuple):
    """On whose terms a line is paid, and the rules that say so. ``asks``: only the payer knows."""

    basis: Basis
    rules: tuple[str, ...]
    asks: bool = False
