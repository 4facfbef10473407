"""The terms of public programs, which the rules know: the reader is not asked for them.

TRICARE sets its copays, deductibles and yearly caps by plan, group and year; the VA has a short
list of copays; Medicaid and CHIP may ask for a small share. What is filled in here has the same
paths as the terms a reader gives for a private plan, so that the same steps work it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from calculator.answers import Answers, services_of
from calculator.figures import FigureBook
from calculator.money import ONE, ZERO
from calculator.programs import MEDICAID
from calculator.questions.model import NONE, SOME

#: Services that TRICARE and the VA count as tests, not as visits.
TESTS = ("imaging", "imaging_review", "lab", "pathology_review")

_OUT = "terms.out_of_network."

type Term = Decimal | str | None


@dataclass(slots=True)
class ProgramTerms:
    """The terms by path, and the rule each of them comes from."""

    values: dict[str, Term] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, value: Term, rule: str = "") -> None:
        """Set one term."""
        self.values[path] = value
        if rule:
            self.rules[path] = rule


def with_program_terms(book: FigureBook, answers: Answers) -> Answers:
    """The answers, with the terms that the rules know for the program."""
    found = program_terms(book, answers)
    return {**answers, **found.values} if found.values else answers


def program_terms(book: FigureBook, answers: Answers) -> ProgramTerms:
    """The terms the rules know; empty where the reader has to tell them."""
    found = ProgramTerms()
    match answers["coverage.program"]:
        case "tricare" if answers.get("coverage.network") in ("prime", "select"):
            _tricare(book, answers, found)
        case "tricare" if answers.get("provider.medicare") == "opted_out":
            _after_private_contract(book, found)
        case "va":
            _va(book, answers, found)
        case program if program in MEDICAID:
            _medicaid(answers, found)
    return found


def share_ceiling(book: FigureBook, answers: Answers) -> tuple[Decimal, tuple[str, ...]]:
    """The most that an unknown share can be, with the rules that say so."""
    rule = f"{answers['coverage.program']}.cost_sharing.share_ceiling"
    if rule in book.rules.figures:
        return book.required(rule), (rule,)
    return ONE, ()


def tricare_category(answers: Answers) -> str | None:
    """How TRICARE's figures name the reader's group; None while it is unknown."""
    status, group = answers.get("coverage.tricare_status"), answers.get("coverage.tricare_group")
    if status in ("reserve_select", "retired_reserve"):
        return str(status)
    return None if status is None or group is None else f"{status}.{group}"


def tricare_copay_figure(answers: Answers, name: str) -> str:
    """The id of a TRICARE copay: ``specialist_copay`` or ``ancillary_copay``."""
    category = tricare_category(answers) or ""
    plan = f"{answers['coverage.network']}." if "." in category else ""
    return f"tricare.{plan}{category}.{name}"


def _medicaid(answers: Answers, found: ProgramTerms) -> None:
    found.put("terms.deductible", NONE)
    found.put("terms.out_of_pocket_maximum", NONE)
    found.put("terms.copay_rule", "instead_of_deductible")
    if answers.get("terms.copay") is None:
        found.put("terms.copay", NONE)


#: The VA's copay for each kind of service. Whatever is free needs no copay of its own; where a
#: day brings several copays, one is owed (``va.copay.one_a_day``).
_VA_COPAYS = {
    "visit": "va.copay.specialty",
    "procedure": "va.copay.specialty",
    "imaging": "va.copay.test",
    "lab": "va.copay.lab",
    "imaging_review": "va.copay.lab",
    "pathology_review": "va.copay.lab",
}


def _va(book: FigureBook, answers: Answers, found: ProgramTerms) -> None:
    found.put("terms.deductible", NONE)
    found.put("terms.out_of_pocket_maximum", NONE)
    found.put("terms.coinsurance", ZERO)
    found.put("terms.copay", NONE)
    for kind in dict.fromkeys(kind for _, kind in services_of(answers)):
        figure = _VA_COPAYS.get(kind)
        amount = book.required(figure) if figure else ZERO
        found.put(f"terms.by_service.{kind}.copay", amount, figure or "va.copay.one_a_day")
        found.put(f"terms.by_service.{kind}.copay_rule", "instead_of_deductible")


def _tricare(book: FigureBook, answers: Answers, found: ProgramTerms) -> None:
    select = answers["coverage.network"] == "select"
    rule = "after_deductible" if select else "instead_of_deductible"
    found.put("terms.copay_rule", rule)
    _tricare_copays(book, answers, found, rule)
    if select:
        _limit(book, found, "terms.deductible", tricare_deductible(answers, outside=False))
    else:
        found.put("terms.deductible", NONE)
    _limit(book, found, "terms.out_of_pocket_maximum", tricare_cap(answers))
    found.put(f"{_OUT}copay", NONE)
    if select:
        _outside_select(book, answers, found)
    else:
        _point_of_service(book, found)


def _tricare_copays(
    book: FigureBook, answers: Answers, found: ProgramTerms, copay_rule: str
) -> None:
    figure = tricare_copay_figure(answers, "specialist_copay")
    amount, given = known_amount(book, figure), answers.get("terms.copay")
    if amount is not None and given in (None, amount):
        found.put("terms.copay", amount, figure)
    elif given is None:
        found.put("terms.copay", SOME)
    ancillary = tricare_copay_figure(answers, "ancillary_copay")
    amount = known_amount(book, ancillary)
    for kind in TESTS:
        path = f"terms.by_service.{kind}.copay"
        if amount is not None and answers.get(path) in (None, amount):
            found.put(path, amount, ancillary)
            found.put(f"terms.by_service.{kind}.copay_rule", copay_rule)


def _point_of_service(book: FigureBook, found: ProgramTerms) -> None:
    """TRICARE Prime without a referral (``tricare.point_of_service``): no cap at all."""
    _limit(book, found, f"{_OUT}deductible", "tricare.point_of_service.deductible")
    share = "tricare.point_of_service.share"
    found.put(f"{_OUT}coinsurance", book.required(share), share)
    found.put(f"{_OUT}out_of_pocket_maximum", NONE)
    found.put(f"{_OUT}accumulators", "separate")


def _after_private_contract(book: FigureBook, found: ProgramTerms) -> None:
    """TRICARE For Life pays its own share only where the doctor has left Medicare."""
    share = "tricare.for_life.opted_out_share"
    found.put(f"{_OUT}deductible", NONE)
    found.put(f"{_OUT}copay", NONE)
    found.put(f"{_OUT}coinsurance", ONE - book.required(share), share)
    found.put(f"{_OUT}out_of_pocket_maximum", NONE)
    found.put(f"{_OUT}accumulators", "separate")


def _outside_select(book: FigureBook, answers: Answers, found: ProgramTerms) -> None:
    """A doctor outside the network: the deductible, then a share; the cap is the same one."""
    outside, inside = (tricare_deductible(answers, outside=side) for side in (True, False))
    _limit(book, found, f"{_OUT}deductible", outside)
    status = answers.get("coverage.tricare_status")
    family = status in ("active_duty_family", "retiree")
    share = f"tricare.{'select.' if family else ''}{status}.outside_share"
    amount = book.amount(share) if share in book.rules.figures else None
    if amount is not None:
        found.put(f"{_OUT}coinsurance", amount, share)
    _limit(book, found, f"{_OUT}out_of_pocket_maximum", tricare_cap(answers))
    found.put(f"{_OUT}out_of_pocket_met", answers.get("terms.out_of_pocket_met"))
    found.put(f"{_OUT}accumulators", "combined" if outside == inside else "maximum_combined")
    if outside == inside and answers.get(f"{_OUT}deductible_met") is None:
        found.put(f"{_OUT}deductible_met", answers.get("terms.deductible_met"))


def tricare_deductible(answers: Answers, *, outside: bool) -> str:
    """The figure of a Select plan's yearly deductible for one person."""
    status, rank = answers.get("coverage.tricare_status"), answers.get("coverage.sponsor_rank")
    group, side = answers.get("coverage.tricare_group"), "outside" if outside else "network"
    match status:
        case "active_duty_family":
            return f"tricare.select.active_duty_family.{group}.deductible.{rank}"
        case "reserve_select":
            return f"tricare.reserve_select.deductible.{rank}"
        case "retiree" if group == "a":
            return "tricare.select.retiree.a.deductible"
        case "retiree":
            return f"tricare.select.retiree.b.deductible.{side}"
    return f"tricare.retired_reserve.deductible.{side}"


def tricare_cap(answers: Answers) -> str:
    """The figure of the yearly cap of a TRICARE family."""
    status, group = answers.get("coverage.tricare_status"), answers.get("coverage.tricare_group")
    match status:
        case "active_duty_family":
            return f"tricare.catastrophic_cap.active_duty_family.{group}"
        case "retiree" if group == "a":
            return f"tricare.catastrophic_cap.retiree.a.{answers['coverage.network']}"
        case "retiree":
            return "tricare.catastrophic_cap.retiree.b"
    return f"tricare.catastrophic_cap.{status}"


def known_amount(book: FigureBook, figure_id: str) -> Decimal | None:
    """A figure for exactly the day asked; None where the rules have none for that year."""
    figure = book.rules.figures.get(figure_id)
    if figure is None:
        return None
    reading = figure.on(book.day_of(figure_id))
    return None if reading.value is None else reading.decimal


def latest_copays(book: FigureBook, answers: Answers) -> Iterator[tuple[str, Decimal, str]]:
    """The newest known copay of an earlier year, to stand as the usual value of an unknown one."""
    if answers["coverage.program"] != "tricare" or answers.get("terms.copay") != SOME:
        return
    figure_id = tricare_copay_figure(answers, "specialist_copay")
    if figure_id in book.rules.figures and (amount := book.amount(figure_id)) is not None:
        yield "terms.copay", amount, figure_id


def _limit(book: FigureBook, found: ProgramTerms, path: str, figure_id: str) -> None:
    """Set a yearly amount; the newest known one stands in for a missing year, and is named."""
    amount = book.amount(figure_id) if figure_id in book.rules.figures else None
    if amount is not None:
        found.put(path, amount, figure_id)
