"""What must hold between the answers of one case."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from calculator.figures import FigureBook
from calculator.limits import any_terms_go_with_hsa
from calculator.money import ZERO, usd
from calculator.problem import Problem
from calculator.questions.model import NONE
from calculator.ruleset import Ruleset
from calculator.scenario import Amount, Family, OutOfNetwork, Scenario, Terms

_LONGEST_PLAN_YEAR = timedelta(days=366)


def check_together(rules: Ruleset, scenario: Scenario) -> Iterator[Problem]:
    """Find answers that contradict each other or the years the rules know."""
    yield from _days(rules, scenario)
    yield from _provider(scenario)
    yield from _third_opinion(scenario)
    yield from _limits(rules, scenario)
    yield from _family(scenario)
    if scenario.coverage.high_deductible:
        yield from _high_deductible(rules, scenario)


def _days(rules: Ruleset, scenario: Scenario) -> Iterator[Problem]:
    years = rules.years
    if scenario.on.year not in years:
        yield Problem("on", f"we have rules for {years[0]} to {years[-1]}; choose a day in them")
    start = scenario.plan_year_start
    if start and start > scenario.on:
        yield Problem("plan_year_start", "the plan year cannot start after the visit")
    elif start and scenario.on - start > _LONGEST_PLAN_YEAR:
        yield Problem("plan_year_start", "a plan year is at most a year; give the newest start")
    if scenario.denied_on and scenario.today and scenario.denied_on > scenario.today:
        yield Problem("denied_on", "the letter cannot be from a day after today")


def _provider(scenario: Scenario) -> Iterator[Problem]:
    provider = scenario.provider
    if provider.medicare == "opted_out" and provider.network == "in":
        yield Problem("provider.medicare", "a doctor in a Medicare network has not opted out")


def _more(path: str, met: Amount, limit: Amount, name: str) -> Iterator[Problem]:
    if isinstance(met, Decimal) and isinstance(limit, Decimal) and met > limit:
        yield Problem(path, f"{usd(met)} is more than the {name} of {usd(limit)}; check both")


def _limits(rules: Ruleset, scenario: Scenario) -> Iterator[Problem]:
    terms = scenario.terms
    if scenario.program == "original_medicare":
        reading = rules.figures["medicare.part_b.deductible"].on(scenario.on)
        if reading.value:
            yield from _more(
                "terms.deductible_met", terms.deductible_met, reading.decimal, "Part B deductible"
            )
    groups: list[tuple[str, Terms | OutOfNetwork | Family]] = [
        ("terms.", terms),
        ("terms.out_of_network.", terms.out_of_network),
    ]
    if terms.family:
        groups.append(("terms.family.", terms.family))
    for prefix, part in groups:
        most = part.out_of_pocket_maximum
        met, limit = part.deductible_met, part.deductible
        yield from _more(f"{prefix}deductible_met", met, limit, "deductible")
        yield from _more(f"{prefix}out_of_pocket_met", part.out_of_pocket_met, most, "maximum")
        yield from _more(f"{prefix}deductible", part.deductible, most, "out-of-pocket maximum")
        if not isinstance(part, Family):
            yield from _more(f"{prefix}copay", part.copay, most, "out-of-pocket maximum")
        includes = "amount paid toward the maximum, which includes it,"
        yield from _more(f"{prefix}deductible_met", met, part.out_of_pocket_met, includes)


def _family(scenario: Scenario) -> Iterator[Problem]:
    """What one person has met is part of what the family has met; so is a shared deductible."""
    family, terms = scenario.terms.family, scenario.terms
    if family is None:
        return
    shared = family.deductible_type == "aggregate" and family.deductible == NONE
    if shared and isinstance(terms.deductible, Decimal) and terms.deductible:
        yield Problem(
            "terms.family.deductible",
            "an aggregate deductible is the family's own; give its amount, or choose embedded",
        )
    for name in ("deductible_met", "out_of_pocket_met"):
        own, all_of_them = getattr(terms, name), getattr(family, name)
        yield from _more(f"terms.{name}", own, all_of_them, "family's amount")


def _third_opinion(scenario: Scenario) -> Iterator[Problem]:
    if scenario.opinion.first_two_differ is not None and scenario.opinion.number is None:
        yield Problem(
            "opinion.first_two_differ",
            "this is about a third opinion; give opinion.number as 3, or leave this out",
        )


def _high_deductible(rules: Ruleset, scenario: Scenario) -> Iterator[Problem]:
    book = FigureBook(rules, scenario.on, scenario.plan_year_start)
    if any_terms_go_with_hsa(book, {"coverage.metal_tier": scenario.coverage.metal_tier}):
        return
    terms = scenario.terms
    if terms.copay_rule == "instead_of_deductible" and scenario.provider.setting != "telehealth":
        yield Problem(
            "terms.copay_rule",
            "an HSA-qualified plan cannot pay for a visit before the deductible; "
            "choose a rule with the deductible first",
        )
    if terms.family:
        return
    least = book.amount("federal.hdhp.minimum_deductible.self")
    if least is not None and terms.deductible is not None:
        deductible = ZERO if terms.deductible == "none" else terms.deductible
        if deductible < least:
            yield Problem(
                "terms.deductible",
                f"an HSA-qualified plan has a deductible of at least {usd(least)}",
            )
    most = book.amount("federal.hdhp.out_of_pocket_limit.self")
    maximum = terms.out_of_pocket_maximum
    if most is not None and maximum is not None and (maximum == "none" or maximum > most):
        yield Problem(
            "terms.out_of_pocket_maximum",
            f"an HSA-qualified plan lets one person owe at most {usd(most)} in network",
        )
