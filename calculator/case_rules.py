"""Which rules the steps of a case name, by program."""

from dataclasses import replace

from calculator.answers import Answers
from calculator.program_terms import ProgramTerms
from calculator.programs import MEDICAID
from calculator.working import CaseRules

_PRIVATE = CaseRules(
    deductible="private.cost_sharing_order",
    coinsurance="private.cost_sharing_order",
    copay="private.copay_rules",
    charge="private.allowed_amount",
    maximum="private.cost_sharing_order",
)

_BY_PROGRAM = {
    "original_medicare": CaseRules(
        deductible="medicare.part_b.deductible",
        coinsurance="medicare.part_b.coinsurance",
        copay="medicare.cost_order",
        charge="medicare.cost_order",
        maximum="medicare.no_out_of_pocket_limit",
    ),
    "medicare_advantage": replace(
        _PRIVATE,
        maximum="medicare_advantage.yearly_limit",
        excess="medicare_advantage.pffs.balance_billing.multiple",
    ),
}


def case_rules(answers: Answers, terms: ProgramTerms) -> CaseRules:
    """The rules behind deductible, copay, share and maximum of one case."""
    program = answers["coverage.program"]
    if program in MEDICAID:
        return _medicaid(program)
    match program:
        case "va":
            inside = answers.get("provider.network") == "in"
            return _counting("va.copay.who" if inside else "va.community_care.same_copay")
        case "ihs":
            return _counting("ihs.authorized_no_bill")
        case "workers_compensation":
            return _counting("workers_compensation.no_cost")
        case "tricare":
            return _tricare(terms)
    return _BY_PROGRAM.get(program, _PRIVATE)


def _counting(rule: str) -> CaseRules:
    """The rules of a program with which one rule says what a provider may still bill."""
    return replace(
        _PRIVATE, charge=rule, counts=dict.fromkeys(("program_terms", "no_cost"), (rule,))
    )


def _medicaid(program: str) -> CaseRules:
    return replace(
        _PRIVATE,
        copay=f"{program}.cost_sharing",
        coinsurance=f"{program}.cost_sharing",
        charge=f"{program}.payment_in_full",
        counts=dict.fromkeys(("program_terms", "no_cost"), (f"{program}.payment_in_full",)),
    )


def _tricare(terms: ProgramTerms) -> CaseRules:
    named = terms.rules.get
    outside = "terms.out_of_network."
    cap = named("terms.out_of_pocket_maximum", "tricare.catastrophic_cap.what_counts")
    return CaseRules(
        deductible=named("terms.deductible", "tricare.deductible_order"),
        coinsurance="tricare.deductible_order",
        copay=named("terms.copay", "tricare.deductible_order"),
        charge="tricare.allowable_charge",
        maximum=cap,
        excess="tricare.balance_billing.multiple",
        counts={
            "program_terms": ("tricare.allowable_charge", "tricare.no_balance_bill"),
            "no_cost": ("tricare.allowable_charge", "tricare.no_balance_bill"),
            "plan_share_only": ("tricare.allowable_charge", "tricare.no_balance_bill"),
            "point_of_service": ("tricare.allowable_charge", "tricare.point_of_service"),
            "out_with_excess": ("tricare.balance_billing",),
            "out_of_network": ("tricare.for_life.opted_out",),
        },
        share_outside=named(f"{outside}coinsurance", "tricare.deductible_order"),
        deductible_outside=named(f"{outside}deductible", "tricare.deductible_order"),
    )
