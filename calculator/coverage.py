"""Ask the decision tables: is the opinion covered, and on which conditions?"""

from collections.abc import Mapping
from dataclasses import replace

from calculator.answers import Answers
from calculator.programs import PRIVATE, PUBLIC
from calculator.questions import as_text
from calculator.rule import Row
from calculator.ruleset import Ruleset
from calculator.state_law import state_law_row

#: The table that says whether a program covers the opinion.
COVERAGE_DECISIONS = {
    **{
        program: f"{program}.coverage"
        for program in ("original_medicare", "medicare_advantage", *PUBLIC)
    },
    **dict.fromkeys(PRIVATE, "private.coverage"),
    "none": "self_pay.coverage",
}

#: Programs that pay for an outside doctor only once they have said so; then it is settled.
_PAYS_ONCE_APPROVED = ("ihs", "workers_compensation")


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
    "point_of_service": "coverage.point_of_service",
    "takes_tricare": "provider.takes_tricare",
    "tricare_status": "coverage.tricare_status",
    "va_copays": "coverage.va_copays",
    "copay_exempt": "coverage.copay_exempt",
    "expert_opinion_benefit": "coverage.expert_opinion_benefit",
    "network_doctor_available": "provider.network_doctor_available",
    "state": "state",
}


def facts_of(answers: Answers) -> dict[str, str]:
    """Translate answers into the facts of the decision tables; unknown answers are left out."""
    facts: dict[str, str] = {}
    for fact, path in FACT_PATHS.items():
        value = answers.get(path)
        if value is not None:
            facts[fact] = as_text(value)
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
    """The coverage decision of a program; None where the rules lack it."""
    decision = COVERAGE_DECISIONS.get(program)
    return decision if decision in rules.decisions else None


def coverage_row(
    rules: Ruleset, answers: Answers, facts: Mapping[str, str] | None = None
) -> Row | None:
    """The one row that answers "is it covered?"; ``facts`` are those of the answers, if at hand."""
    facts = dict(facts_of(answers) if facts is None else facts)
    decision = decision_for(rules, facts["program"])
    if decision is None:
        return None
    if facts["program"] in PRIVATE:
        row = surprise_row(rules, facts, facts.get("provider_network", "in"), ancillary=False)
        facts["surprise_protected"] = "yes" if row and row.then == "protected" else "no"
    row = rules.decisions[decision].decide(facts)
    if facts["program"] in _PAYS_ONCE_APPROVED and _approved(answers, row):
        return replace(row, then="covered_if", needs=("prior_authorization",))
    return state_law_row(rules, answers, facts, row) or row


def _approved(answers: Answers, row: Row) -> bool:
    """Say whether a payer that has to be asked has said yes to a visit."""
    visit = answers.get("provider.setting") != "records_only"
    yes = answers.get("done.prior_authorization") == "yes"
    return row.then == "ask_plan" and visit and yes


def surprise_row(
    rules: Ruleset, facts: Mapping[str, str], network: str, *, ancillary: bool
) -> Row | None:
    """Whether federal law protects from a surprise bill; None for programs without that law."""
    decision = rules.decisions.get("private.surprise_billing")
    if decision is None or facts["program"] not in PRIVATE:
        return None
    asked = {
        "provider_network": network,
        "facility_network": facts.get("facility_network", "none"),
        "consent_signed": facts.get("consent_signed", "no"),
        "ancillary": "yes" if ancillary else "no",
    }
    return decision.decide(asked)
