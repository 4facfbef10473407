"""What plans of a kind usually ask for, from surveys and published plan data, with the rule ids."""

from decimal import Decimal

from calculator.answers import Answers
from calculator.figures import FigureBook
from calculator.money import HUNDRED
from calculator.program_terms import latest_copays

_OUTSIDE = "terms.out_of_network."


def typical_prefix(answers: Answers) -> str | None:
    """The family of figures that describes a plan of this kind; None where there is none."""
    program, network = answers["coverage.program"], answers.get("coverage.network")
    match program:
        case "employer":
            name = "hdhp" if answers.get("coverage.high_deductible") else network
            return f"typical.employer.{name}." if name in ("hmo", "ppo", "pos", "hdhp") else None
        case "marketplace":
            tier = answers.get("coverage.metal_tier")
            reduction = answers.get("coverage.cost_sharing_reduction", "none")
            if tier == "silver" and reduction != "none":
                tier = f"silver_{reduction}"
            return f"typical.marketplace.{tier}." if tier else None
        case "medicare_advantage":
            return f"typical.medicare_advantage.{network}." if network else None
    return None


def typical_terms(book: FigureBook, answers: Answers) -> dict[str, tuple[Decimal, str]]:
    """The usual value of each term by path, with the figure it comes from."""
    found: dict[str, tuple[Decimal, str]] = {}
    prefix = typical_prefix(answers)
    if prefix:
        for name in ("deductible", "copay", "coinsurance", "out_of_pocket_maximum"):
            _add(book, found, f"terms.{name}", f"{prefix}{name}")
        _drop_rarer_form(book, found, prefix)
    for path, amount, rule in latest_copays(book, answers):
        found[path] = amount, rule
    program = answers["coverage.program"]
    if program == "employer":
        maximum = "typical.employer.out_of_pocket_maximum"
        if "terms.out_of_pocket_maximum" not in found:
            _add(book, found, "terms.out_of_pocket_maximum", maximum)
        for name in ("deductible", "out_of_pocket_maximum"):
            _add(book, found, f"{_OUTSIDE}{name}", f"typical.employer.out_of_network.{name}")
    if program == "medicare_advantage":
        _add(book, found, f"{_OUTSIDE}copay", "typical.medicare_advantage.out_of_network.copay")
    return found


def _add(
    book: FigureBook, found: dict[str, tuple[Decimal, str]], path: str, figure_id: str
) -> None:
    amount = book.amount(figure_id)
    if amount is None:
        return
    if book.figure(figure_id).unit == "percent":
        amount /= HUNDRED
    found[path] = amount, figure_id


def _drop_rarer_form(book: FigureBook, found: dict[str, tuple[Decimal, str]], prefix: str) -> None:
    """Where most members pay coinsurance for a visit, a copay is not the usual form."""
    copay = book.amount(f"{prefix}share_with_copay")
    coinsurance = book.amount(f"{prefix}share_with_coinsurance")
    if copay is not None and coinsurance is not None and coinsurance > copay:
        found.pop("terms.copay", None)
