"""On whose terms each line of a bill is paid: the plan's, Medicare's, a program's or nobody's."""

from collections.abc import Mapping

from calculator.answers import Answers, services_of
from calculator.coverage import facts_of, surprise_row
from calculator.line_basis import LineBasis
from calculator.programs import PUBLIC
from calculator.public_lines import public_line
from calculator.rule import Row
from calculator.ruleset import Ruleset
from calculator.state_law import is_state_law

#: Services done by people the patient does not choose: radiology, pathology, laboratory.
#: Protection from their surprise bills cannot be signed away (42 U.S.C. 300gg-132(b)).
ANCILLARY = ("imaging", "imaging_review", "lab", "pathology_review")


def line_bases(
    rules: Ruleset, answers: Answers, row: Row | None, facts: Mapping[str, str] | None = None
) -> list[LineBasis]:
    """On whose terms each line is paid; ``facts`` are those of the answers, if at hand."""
    facts = facts_of(answers) if facts is None else facts
    program = facts["program"]
    lines = []
    for prefix, kind in services_of(answers):
        if row is None or program == "none":
            lines.append(LineBasis("not_covered", ("self_pay.good_faith_estimate",)))
        elif row.then == "not_covered":
            lines.append(_uncovered(rules, facts, kind, row))
        elif program == "original_medicare":
            lines.append(_original_medicare(rules, facts, kind))
        elif program in PUBLIC:
            lines.append(public_line(facts, kind, row))
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
        return line._replace(rules=("medicare.opted_out_orders", *line.rules))
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
    if status.then == "unassigned":
        return LineBasis("unassigned", named, asks)
    if facts.get("provider_medicare") == "nonparticipating":
        return LineBasis("assigned_nonparticipating", named, asks)
    return LineBasis("assigned", named, asks)


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
    if is_state_law(row):
        return LineBasis("in_network", (row.id,))
    surprise = surprise_row(rules, facts, network, ancillary=kind in ANCILLARY)
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
