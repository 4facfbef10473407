"""What an estimate takes for granted, said openly, each with the rules it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculator.amount_range import AmountRange
from calculator.answers import services_of
from calculator.assess import Assessment
from calculator.figures import FigureBook
from calculator.money import percent, usd, usd_range
from calculator.programs import MEDICAID, PRIVATE, UNDER_FEDERAL_LIMIT
from calculator.questions import question_for
from calculator.questions.bill import KIND_LABELS
from calculator.questions.model import NONE
from calculator.working import OUT
from calculator.worlds import Engine


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing taken for granted."""

    says: str
    rules: tuple[str, ...] = ()


def assumptions(engine: Engine, assessment: Assessment) -> Iterator[Assumption]:
    """List what the estimate takes for granted."""
    answers = assessment.answers
    program = answers["coverage.program"]
    if assessment.open_needs:
        yield Assumption("We count every condition that is still open as met.")
    yield from _amounts(engine, assessment)
    for path in assessment.unpriced:
        yield Assumption(
            f"We found no published price for this line: {_line_name(assessment, path)}. "
            "It is not in the total. Ask for the price and type it in."
        )
    if program == "original_medicare":
        yield from _original_medicare(assessment)
    yield from _outside(assessment)
    if program == "tricare" and answers.get("coverage.network") == "select":
        yield Assumption(
            "We count the deductible of one person. A family of several meets its own sooner.",
            ("tricare.deductible_order",),
        )
    if program in MEDICAID and answers.get("coverage.network") != "managed_care":
        yield Assumption(
            "We do not know your income, and states ask for different copays. So an unknown "
            "copay can be anything from nothing to the federal ceiling.",
            (f"{program}.cost_sharing",),
        )
    if program in PRIVATE:
        yield from _private(assessment)


def _original_medicare(assessment: Assessment) -> Iterator[Assumption]:
    answers = assessment.answers
    if answers.get("coverage.qmb"):
        return
    if answers.get("coverage.medigap") == NONE:
        yield Assumption(
            "We count Original Medicare alone. A Medigap plan, Medicaid or another insurance "
            "may pay part of what is left to you.",
            ("medicare.medigap",),
        )
        return
    yield Assumption(
        "We count your Medigap plan by its letter. Plans in Massachusetts, Minnesota and "
        "Wisconsin are set up in another way.",
        ("medigap.how_it_pays", "medigap.other_designs"),
    )


def _outside(assessment: Assessment) -> Iterator[Assumption]:
    given = assessment.answers.get
    uses_outside = any(b.basis in OUT for o in assessment.outcomes for b in o.world.bases)
    percentage = given("terms.out_of_network.coinsurance") is not None
    if uses_outside and percentage and given("terms.out_of_network.copay") is None:
        yield Assumption(
            "You gave a percentage for care out of network, so we count no copay there."
        )


def _private(assessment: Assessment) -> Iterator[Assumption]:
    answers = assessment.answers
    under_limit = answers["coverage.program"] in UNDER_FEDERAL_LIMIT
    if under_limit and answers.get("plan_year_start") is None:
        yield Assumption("We take it that your plan year is the calendar year.")
    if under_limit and not answers.get("coverage.grandfathered"):
        yield Assumption(
            "We take it that your plan is not a grandfathered one, so the federal yearly "
            "limit protects you in network.",
            ("federal.out_of_pocket_limit.self",),
        )
    if all(
        answers.get(f"terms.family.{name}") is None
        for name in ("deductible", "out_of_pocket_maximum")
    ):
        yield Assumption("We count limits for one person. You gave no family limits.")
    counted = answers.get("terms.copay_rule") != "instead_of_deductible"
    remote = answers.get("provider.setting") == "telehealth"
    if answers.get("coverage.high_deductible") and remote and counted:
        yield Assumption(
            "We count the deductible for this video or phone visit. Some plans pay before it.",
            ("private.hdhp.telehealth",),
        )


def _line_name(assessment: Assessment, path: str) -> str:
    prefix = path.rpartition(".")[0] + "."
    for outcome in assessment.outcomes:
        for found, kind in services_of(outcome.world.answers):
            if found == prefix:
                return KIND_LABELS[kind].lower()
    return path


def _amounts(engine: Engine, assessment: Assessment) -> Iterator[Assumption]:
    merged: dict[str, AmountRange] = {}
    for outcome in assessment.outcomes:
        for amount in engine.amounts(outcome.world):
            known = merged.get(amount.path)
            merged[amount.path] = amount if known is None else _widest(known, amount)
    for path, amount in merged.items():
        question = question_for(path, assessment.answers["coverage.program"])
        usual = (
            "" if amount.typical is None else f" The usual one is {_written(path, amount.typical)}."
        )
        if path.startswith("services."):
            name = _line_name(assessment, path)
            span = usd_range(amount.low, amount.high)
            what = "The charge" if path.endswith("charge") else "The amount that counts"
            yield Assumption(
                f"{what} for “{name}” is not known. We use published prices: {span}.{usual}",
                amount.rules,
            )
        elif amount.typical is not None:
            yield Assumption(f"You did not give: {question.label.lower()}.{usual}", amount.rules)


def _written(path: str, amount: Decimal) -> str:
    return percent(amount) if path.endswith("coinsurance") else usd(amount)


def _widest(one: AmountRange, other: AmountRange) -> AmountRange:
    typical = one.typical if one.typical == other.typical else None
    return AmountRange(
        one.path,
        min(one.low, other.low),
        max(one.high, other.high),
        typical,
        one.dear,
        tuple(dict.fromkeys((*one.rules, *other.rules))),
    )


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A yearly figure the rules do not have for the day, and what stood in for it."""

    rule: str
    says: str


def not_published(book: FigureBook) -> Iterator[NotPublished]:
    """Every yearly figure that was asked for and is missing for its day."""
    for figure_id, reading in book.stand_ins.items():
        figure = book.figure(figure_id)
        if figure.reach != "calendar_year":
            continue
        year = book.day_of(figure_id).year
        why = (
            f"The {year} figure is not published yet"
            if reading.missing == "not_published"
            else f"We have not found the {year} figure"
        )
        if reading.latest is None:
            yield NotPublished(figure_id, f"{figure.label}: {why.lower()}.")
        else:
            used = f"{figure.write(reading.latest)}, the figure of {reading.latest.start.year}"
            yield NotPublished(figure_id, f"{figure.label}: {why}. We use {used}, instead.")
