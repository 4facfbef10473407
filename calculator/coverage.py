"""Ask the decision tables: is the opinion covered, on which conditions, and on whose terms?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from calculator.answers import Answers, services_of
from calculator.rule import Row
from calculator.ruleset import Ruleset
from calculator.working import Basis

#: Services done by people the patient does not choose: radiology, pathology, laboratory.
#: Protection from their surprise bills cannot be signed away (42 U.S.C. 300gg-132(b)).
ANCILLARY = ("imaging", "imaging_review", "lab", "pathology_review")

PRIVATE = ("employer", "marketplace")

_DECISION = {
    "original_medicare": "original_medicare.coverage",
    "medicare_advantage": "medicare_advantage.coverage",
    "employer": "private.coverage",
    "marketplace": "private.coverage",
}


#: The facts that are answers as they stand, and the question of each.
FACT_PATHS = {
    "program": "coverage.program",
    "network": "coverage.network",
    "about": "opinion.about",
    "number": "opinion.number",
    "setting": "provider.setting",
    "provider_network": "provider.network",
    "provider_medicare": "provider.medicare",
    "network_exception": "provider.network_exception",
    "assignment": "provider.assignment",
    "consent_signed": "provider.consent_signed",
    "required_by_plan": "opinion.required_by_plan",
    "high_deductible": "coverage.high_deductible",
    "balance_billing": "coverage.balance_billing",
    "qmb": "coverage.qmb",
    "medigap": "coverage.medigap",
}


@dataclass(frozen=True, slots=True)
class LineBasis:
    """On whose terms a line is paid, and the rules that say so. ``asks``: only the payer knows."""

    basis: Basis
    rules: tuple[str, ...]
    asks: bool = False


def facts_of(answers: Answers) -> dict[str, str]:
    """Translate answers into the facts of the decision tables; unknown answers are left out."""
    facts: dict[str, str] = {}
    for fact, path in FACT_PATHS.items():
        value = answers.get(path)
        if value is not None:
            facts[fact] = {True: "yes", False: "no"}.get(value, str(value))
    if facts.get("number") == "2":
        facts["agreement"] = "not_asked"
    elif (differ := answers.get("opinion.first_two_differ")) is not None:
        facts["agreement"] = "differ" if differ else "agree"
    if facts.get("setting") == "hospital_clinic":
        if (facility := answers.get("provider.facility_network")) is not None:
            facts["facility_network"] = facility
    elif "setting" in facts:
        facts["facility_network"] = "none"
    if facts.get("provider_network") == "in":
        facts["network_exception"] = "none"
        facts.setdefault("provider_medicare", "participating")
    return facts


def decision_for(rules: Ruleset, program: str) -> str | None:
    """The coverage decision of a program; None for people without insurance."""
    decision = _DECISION.get(program)
    return decision if decision in rules.decisions else None


def coverage_row(rules: Ruleset, answers: Answers) -> Row | None:
    """The one row that answers "is it covered?"; None without insurance."""
    facts = facts_of(answers)
    decision = decision_for(rules, facts["program"])
    if decision is None:
        return None
    if facts["program"] in PRIVATE:
        row = _surprise_row(rules, facts, "visit", facts.get("provider_network", "in"))
        facts["surprise_protected"] = "yes" if row and row.then == "protected" else "no"
    return rules.decisions[decision].decide(facts)


def line_bases(rules: Ruleset, answers: Answers, row: Row | None) -> list[LineBasis]:
    """On whose terms each line of the bill is paid."""
    facts = facts_of(answers)
    program = facts["program"]
    lines = []
    for prefix, kind in services_of(answers):
        if row is None:
            lines.append(LineBasis("not_covered", ("self_pay.good_faith_estimate",)))
        elif row.then == "not_covered":
            lines.append(_uncovered(rules, facts, kind, row))
        elif program == "original_medicare":
            lines.append(_original_medicare(rules, facts, kind))
        else:
            network = _line_network(answers, facts, prefix, kind)
            lines.append(_network_line(rules, facts, kind, network, row))
    return lines


#: What the opted-out doctor's order brings, but someone else does and bills.
_DONE_BY_OTHERS = ("facility", "imaging", "lab")


def _uncovered(rules: Ruleset, facts: Mapping[str, str], kind: str, row: Row) -> LineBasis:
    """A line under a row that says "not covered".

    A doctor who opted out is paid by the patient. What others do on that doctor's order is still
    Medicare's (Medicare Benefit Policy Manual, chapter 15, section 40.18).
    """
    if facts.get("provider_medicare") != "opted_out":
        return LineBasis("not_covered", (row.id,))
    if facts["program"] == "original_medicare" and kind in _DONE_BY_OTHERS:
        by_others = {**facts, "provider_medicare": "participating", "assignment": "yes"}
        line = _original_medicare(rules, by_others, kind)
        return replace(line, rules=("medicare.opted_out_orders", *line.rules))
    medigap = facts.get("medigap", "none") != "none"
    named = (row.id, "medigap.not_with_opted_out") if medigap else (row.id,)
    return LineBasis("private_contract", named)


def _original_medicare(rules: Ruleset, facts: Mapping[str, str], kind: str) -> LineBasis:
    service = rules.decisions["original_medicare.services"].decide({"kind": kind})
    if service.then == "not_covered":
        return LineBasis("not_covered", (service.id,))
    if service.then == "no_cost":
        return LineBasis("no_cost", (service.id,))
    asks = service.then == "ask_plan"
    # The hospital, not the doctor, bills the facility fee, and hospitals take Medicare's amount.
    if kind == "facility":
        return LineBasis("assigned", (service.id,), asks)
    qmb = facts.get("qmb") == "yes"
    if qmb:
        facts = {**facts, "assignment": "yes"}
    status = rules.decisions["original_medicare.assignment"].decide(facts)
    named = (status.id, service.id, "qmb.assignment") if qmb else (status.id, service.id)
    basis: Basis = "assigned"
    if status.then == "unassigned":
        basis = "unassigned"
    elif facts.get("provider_medicare") == "nonparticipating":
        basis = "assigned_nonparticipating"
    return LineBasis(basis, named, asks)


def _line_network(answers: Answers, facts: Mapping[str, str], prefix: str, kind: str) -> str:
    given = answers.get(f"{prefix}network")
    if given is not None:
        return str(given)
    facility = facts.get("facility_network", "none")
    if kind == "facility" and facility != "none":
        return facility
    return facts["provider_network"]


def _network_line(
    rules: Ruleset, facts: Mapping[str, str], kind: str, network: str, row: Row
) -> LineBasis:
    if network == "in":
        allows = facts.get("balance_billing") == "yes"
        return LineBasis("terms_with_excess" if allows else "in_network", (row.id,))
    if facts["program"] == "medicare_advantage":
        if facts.get("network_exception") == "granted":
            return LineBasis("in_network", ("medicare_advantage.network_exception",))
        if _is_closed(facts) and row.then != "ask_plan":
            return LineBasis("not_covered", (row.id,))
        return LineBasis("plan_share_only", (row.id, "medicare_advantage.noncontract_payment"))
    if facts.get("network_exception") == "granted":
        return LineBasis("in_network", ("private.network_gap_exception",))
    surprise = _surprise_row(rules, facts, kind, network)
    if surprise and surprise.then == "protected":
        return LineBasis("in_network", (surprise.id,))
    if _is_closed(facts) and row.then != "ask_plan":
        # The plan itself asked for this doctor: then it pays as if the doctor were in network.
        wanted = facts["provider_network"] == "out" and row.then in ("covered", "covered_if")
        return LineBasis("in_network" if wanted else "not_covered", (row.id,))
    return LineBasis("out_of_network", (row.id,))


def _is_closed(facts: Mapping[str, str]) -> bool:
    """HMO and EPO plans have no terms of their own for doctors out of network."""
    return facts.get("network") in ("hmo", "epo")


def _surprise_row(rules: Ruleset, facts: Mapping[str, str], kind: str, network: str) -> Row | None:
    decision = rules.decisions.get("private.surprise_billing")
    if decision is None or facts["program"] not in PRIVATE:
        return None
    asked = {
        "provider_network": network,
        "facility_network": facts.get("facility_network", "none"),
        "consent_signed": facts.get("consent_signed", "no"),
        "ancillary": "yes" if kind in ANCILLARY else "no",
    }
    return decision.decide(asked)
