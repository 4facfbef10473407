"""What is said about a line of the bill before any money is counted."""

from dataclasses import dataclass

from calculator.working import Basis


@dataclass(frozen=True, slots=True)
class LineBasis:
    """On whose terms a line is paid, and the rules that say so. ``asks``: only the payer knows."""

    basis: Basis
    rules: tuple[str, ...]
    asks: bool = False
