"""The first two money steps a second time: is a line covered, and on whose terms.

Written from the design and from the decision tables of the rule files, not from the engine. It
reads the YAML itself. What it knows: Original Medicare, Medicare Advantage, job-based and
Marketplace plans without a state's law, and no insurance.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

FOLDER = Path(__file__).parent.parent / "calculator" / "rules"

type Raw = Mapping[str, Any]

#: Who pays a line, in the words of the design's second step. ``inside``: the plan's network
#: terms. ``outside``: its terms out of network, with a balance bill. ``outside_share``: the same
#: without a balance bill. ``medicare``: the approved amount. ``excess``: that and an excess
#: charge. ``inside_excess``: network terms of a plan whose doctors may bill somewhat more.
#: ``free``: nothing is left to pay. ``self``: the patient pays the charge.
type Side = Literal[
    "inside", "inside_excess", "outside", "outside_share", "medicare", "excess", "free", "self"
]


class Covered(NamedTuple):
    """Who pays a line. ``asks``: only the payer can say whether it pays."""

    side: Side
    asks: bool = False


@cache
def _document(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - text only
    return document


@cache
def figure(file: str, name: str, day: str) -> str:
    """The amount of a figure on a day; the newest known one where that year's is missing."""
    known = [
        value["amount"]
        for value in _document(file)["figures"][name]["values"]
        if value["from"] <= day and "amount" in value
    ]
    return str(known[-1])


def outcome(file: str, decision: str, facts: Mapping[str, str]) -> str:
    """What the one row says that these facts meet."""
    met = [
        row["then"]
        for row in _document(file)["decisions"][decision]["rows"]
        if all(facts.get(name) in values for name, values in row["when"].items())
    ]
    assert len(met) == 1, f"{decision}: {len(met)} rows for {facts}"
    return str(met[0])


def facts_of(raw: Raw) -> dict[str, str]:
    """The facts of a case as the decision tables name them."""
    opinion, provider = raw["opinion"], raw["provider"]
    number = str(opinion.get("number", 2))
    agreement = {None: "", True: "differ", False: "agree"}[opinion.get("first_two_differ")]
    return {
        "about": opinion["about"],
        "number": number,
        "agreement": "not_asked" if number == "2" else agreement,
        "setting": provider["setting"],
        "network": raw["coverage"].get("network", ""),
        "provider_network": provider.get("network", ""),
        "provider_medicare": provider.get("medicare", "participating"),
        "network_exception": provider.get("network_exception", "none"),
        "assignment": "yes" if provider.get("assignment", True) else "no",
        "required_by_plan": "yes" if opinion.get("required_by_plan") else "no",
        "facility_network": provider.get("facility_network", "none"),
        "consent_signed": "yes" if provider.get("consent_signed") else "no",
    }


def lines_of(raw: Raw) -> list[Covered]:
    """Who pays each line of a case."""
    program = raw["coverage"]["program"]
    facts = facts_of(raw)
    match program:
        case "none":
            return [Covered("self") for _ in raw["services"]]
        case "original_medicare":
            return [_medicare(raw, facts, service["kind"]) for service in raw["services"]]
        case "medicare_advantage":
            return [_advantage(raw, facts, service) for service in raw["services"]]
        case _:
            return [_private(facts, service) for service in raw["services"]]


def _medicare(raw: Raw, facts: Mapping[str, str], kind: str) -> Covered:
    said = outcome("medicare_coverage", "original_medicare.coverage", facts)
    opted_out = facts["provider_medicare"] == "opted_out"
    elsewhere = kind in ("facility", "imaging", "lab")
    # "Medicare can still pay that provider. Tests that the opted-out doctor does are part of
    # the private contract": what the doctor does is the contract's, what others do is not.
    if said == "not_covered" and not (opted_out and elsewhere and facts["about"] != "cosmetic"):
        return Covered("self")
    service = outcome("medicare_coverage", "original_medicare.services", {"kind": kind})
    if service == "no_cost":
        return Covered("free", asks=said == "ask_plan")
    asks = "ask_plan" in (said, service)
    bound = opted_out or kind == "facility" or bool(raw["coverage"].get("qmb"))
    if bound:
        return Covered("medicare", asks)
    taken = outcome("medicare_coverage", "original_medicare.assignment", facts)
    return Covered("excess" if taken == "unassigned" else "medicare", asks)


def _where(facts: Mapping[str, str], service: Raw) -> str:
    if "network" in service:
        return str(service["network"])
    if service["kind"] == "facility" and facts["facility_network"] != "none":
        return facts["facility_network"]
    return facts["provider_network"]


def _advantage(raw: Raw, facts: Mapping[str, str], service: Raw) -> Covered:
    said = outcome("medicare_advantage", "medicare_advantage.coverage", facts)
    if said == "not_covered":
        return Covered("self")
    asks = said == "ask_plan"
    if _where(facts, service) == "in":
        more = raw["coverage"].get("balance_billing")
        return Covered("inside_excess" if more else "inside", asks)
    if facts["network_exception"] == "granted":
        return Covered("inside", asks)
    return Covered("outside_share", asks)


_NOT_CHOSEN = ("imaging", "imaging_review", "lab", "pathology_review")


def _protected(facts: Mapping[str, str], where: str, kind: str) -> bool:
    """Say whether federal law keeps a surprise bill away; radiology and the like cannot sign."""
    facility = facts["facility_network"] if facts["setting"] == "hospital_clinic" else "none"
    asked = {
        "provider_network": where,
        "facility_network": facility,
        "consent_signed": facts["consent_signed"],
        "ancillary": "yes" if kind in _NOT_CHOSEN else "no",
    }
    return outcome("private_coverage", "private.surprise_billing", asked) == "protected"


def _private(facts: Mapping[str, str], service: Raw) -> Covered:
    doctor = _protected(facts, facts["provider_network"], "visit")
    said = outcome(
        "private_coverage",
        "private.coverage",
        {**facts, "surprise_protected": "yes" if doctor else "no"},
    )
    if said == "not_covered":
        return Covered("self")
    asks = said == "ask_plan"
    where = _where(facts, service)
    if where == "in" or facts["network_exception"] == "granted":
        return Covered("inside", asks)
    if _protected(facts, where, service["kind"]):
        return Covered("inside", asks)
    if facts["network"] in ("hmo", "epo"):
        # "Missing out_of_network terms mean not covered for HMO and EPO", unless the plan
        # itself asked for the outside doctor ("it can be covered on the plan's own terms").
        own_wish = facts["required_by_plan"] == "yes" and facts["provider_network"] == "out"
        return Covered("inside" if own_wish else "self", asks)
    return Covered("outside", asks)
