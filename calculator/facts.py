"""The facts of a case that decision tables ask about, and which combinations can occur.

Values are text, in the words of the scenario; yes/no facts are ``"yes"`` and ``"no"``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

YES_NO = ("yes", "no")

DOMAINS: Mapping[str, tuple[str, ...]] = {
    "program": (
        "original_medicare",
        "medicare_advantage",
        "employer",
        "marketplace",
        "fehb",
        "medicaid",
        "chip",
        "tricare",
        "va",
        "ihs",
        "workers_compensation",
        "none",
    ),
    "network": (
        "hmo",
        "hmo_pos",
        "ppo",
        "pffs",
        "epo",
        "pos",
        "managed_care",
        "fee_for_service",
        "prime",
        "select",
        "for_life",
    ),
    "about": (
        "surgery",
        "procedure",
        "cancer",
        "serious_condition",
        "imaging",
        "pathology",
        "routine",
        "cosmetic",
        "emergency",
    ),
    "number": ("2", "3"),
    "agreement": ("not_asked", "differ", "agree"),
    "setting": ("office", "hospital_clinic", "telehealth", "records_only"),
    "provider_network": ("in", "out"),
    "provider_medicare": ("participating", "nonparticipating", "opted_out"),
    "assignment": YES_NO,
    "network_exception": ("granted", "none"),
    "facility_network": ("none", "in", "out"),
    "consent_signed": YES_NO,
    "ancillary": YES_NO,
    "surprise_protected": YES_NO,
    "required_by_plan": YES_NO,
    "high_deductible": YES_NO,
    "point_of_service": YES_NO,
    "network_doctor_available": YES_NO,
    # The states whose law the table private.state_law knows, and all others.
    "state": ("CT", "IN", "ME", "MO", "NY", "SD", "TX", "other"),
    "kind": (
        "visit",
        "facility",
        "imaging",
        "imaging_review",
        "lab",
        "pathology_review",
        "procedure",
        "records_review",
    ),
}

#: The networks a program's plans come in. An empty tuple: the program has no network.
NETWORKS: Mapping[str, tuple[str, ...]] = {
    "original_medicare": (),
    "medicare_advantage": ("hmo", "hmo_pos", "ppo", "pffs"),
    "employer": ("hmo", "ppo", "epo", "pos"),
    "marketplace": ("hmo", "ppo", "epo", "pos"),
    "fehb": ("hmo", "ppo", "epo", "pos"),
    "medicaid": ("managed_care", "fee_for_service"),
    "chip": ("managed_care", "fee_for_service"),
    "tricare": ("prime", "select", "for_life"),
    "va": (),
    "ihs": (),
    "workers_compensation": (),
    "none": (),
}

#: For each decision, values of a fact that cannot reach it.
_DECISION_NETWORKS = {
    "medicare_advantage.coverage": NETWORKS["medicare_advantage"],
    "private.coverage": NETWORKS["employer"],
    "private.state_law": NETWORKS["employer"],
    "medicaid.coverage": NETWORKS["medicaid"],
    "chip.coverage": NETWORKS["chip"],
    "tricare.coverage": NETWORKS["tricare"],
}


def _third_opinion_knows_agreement(facts: Mapping[str, str]) -> bool:
    return (facts["number"] == "2") == (facts["agreement"] == "not_asked")


def _assignment_follows_status(facts: Mapping[str, str]) -> bool:
    forced = {"participating": "yes", "opted_out": "no"}.get(facts["provider_medicare"])
    return forced is None or facts["assignment"] == forced


def _protection_needs_a_facility(facts: Mapping[str, str]) -> bool:
    return facts["surprise_protected"] == "no" or (
        facts["provider_network"] == "out" and facts["setting"] == "hospital_clinic"
    )


def _exception_is_for_out_of_network(facts: Mapping[str, str]) -> bool:
    return facts["network_exception"] == "none" or facts["provider_network"] == "out"


def _network_doctor_has_not_opted_out(facts: Mapping[str, str]) -> bool:
    return facts["provider_medicare"] != "opted_out" or facts["provider_network"] == "out"


#: Each constraint with the facts it speaks about; it applies where all of them are asked.
_CONSTRAINTS: tuple[tuple[frozenset[str], Callable[[Mapping[str, str]], bool]], ...] = (
    (frozenset({"number", "agreement"}), _third_opinion_knows_agreement),
    (frozenset({"provider_medicare", "assignment"}), _assignment_follows_status),
    (
        frozenset({"surprise_protected", "provider_network", "setting"}),
        _protection_needs_a_facility,
    ),
    (frozenset({"network_exception", "provider_network"}), _exception_is_for_out_of_network),
    (frozenset({"provider_medicare", "provider_network"}), _network_doctor_has_not_opted_out),
)


def can_occur(facts: Mapping[str, str]) -> bool:
    """Say whether these facts can stand together."""
    return all(holds(facts) for names, holds in _CONSTRAINTS if names <= facts.keys())


def domain(decision_id: str, fact: str) -> tuple[str, ...]:
    """The values a fact can take in one decision."""
    if fact == "network" and decision_id in _DECISION_NETWORKS:
        return _DECISION_NETWORKS[decision_id]
    return DOMAINS[fact]


def combinations(decision_id: str, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Every combination of the named facts that can occur in one decision."""
    for values in product(*(domain(decision_id, name) for name in names)):
        facts = dict(zip(names, values, strict=True))
        if can_occur(facts):
            yield facts


_COVERAGE = ("covered", "covered_if", "not_covered", "ask_plan", "emergency")

_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "original_medicare.assignment": ("assigned", "unassigned", "private_contract"),
    "original_medicare.services": ("part_b", "no_cost", "ask_plan", "not_covered"),
    "private.surprise_billing": ("protected", "not_protected"),
    "private.state_law": ("in_network_terms", "no_change"),
}


def outcomes(decision_id: str) -> tuple[str, ...]:
    """What a decision can lead to."""
    return _OUTCOMES.get(decision_id, _COVERAGE)
