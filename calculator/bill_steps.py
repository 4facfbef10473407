"""The working behind a line of the bill: one step for each thing that was counted."""

from decimal import Decimal
from typing import NamedTuple

from calculator.amounts import Split, approved_amount, limiting_charge
from calculator.cost_sharing import Share
from calculator.money import ZERO
from calculator.working import NONPARTICIPATING, OUT, UNCOVERED, Case, LineCase, Step


class Before(NamedTuple):
    """What was open before a line: deductible, maximum, and the law behind the maximum."""

    deductible: Decimal
    maximum: Decimal | None
    maximum_law: str


#: The rule that says what of a charge counts, by basis.
_COUNTS = {
    "in_network": ("private.allowed_amount", "private.in_network_write_off"),
    "out_of_network": ("private.allowed_amount", "private.out_of_network_allowed_amount"),
    "plan_share_only": ("medicare_advantage.noncontract_payment",),
    "assigned": ("medicare.assignment",),
    "assigned_nonparticipating": ("medicare.assignment",),
    "unassigned": ("medicare.limiting_charge",),
    "terms_with_excess": ("medicare_advantage.pffs_balance_billing",),
    "no_cost": ("medicare.lab_no_cost",),
}


def amount_steps(case: Case, number: int, line: LineCase, split: Split) -> list[Step]:
    """Whose terms count, and how much of the charge counts."""
    steps = [Step(number, f"basis_{line.basis}", split.charge, rules=line.rules)]
    if line.basis in UNCOVERED:
        return steps
    if line.basis in NONPARTICIPATING:
        steps.append(
            Step(
                number,
                "nonparticipating_amount",
                approved_amount(case, line),
                {"allowed": line.allowed or ZERO, "share": case.fee_share},
                ("medicare.nonparticipating.fee_share",),
            )
        )
    if line.basis == "no_cost" and not split.written_off:
        return steps
    if line.charge is not None and split.counts == split.charge:
        numbers = {"charge": split.charge}
        rules = (case.rules.charge,)
        steps.append(Step(number, "charge_counts", split.counts, numbers, rules))
    else:
        steps.append(
            Step(
                number,
                "allowed_counts",
                split.counts,
                {"charge": split.charge, "written_off": split.written_off},
                case.rules.counts.get(line.basis) or _COUNTS[line.basis],
            )
        )
    if split.excess_charge:
        steps.append(
            Step(
                number,
                "limiting_charge",
                limiting_charge(case, line),
                {"multiple": case.limiting_multiple, "approved": approved_amount(case, line)},
                (case.rules.excess,),
            )
        )
    return steps


def share_steps(
    case: Case,
    number: int,
    line: LineCase,
    share: Share,
    before: Before,
) -> list[Step]:
    """Deductible, copay, coinsurance, and what the yearly maximum takes off."""
    steps: list[Step] = []
    terms = line.terms
    if terms is None:
        return steps
    skipped = terms.copay is not None and terms.copay_rule == "instead_of_deductible"
    outside = line.basis in OUT
    copay_rule = terms.copay_source or case.rules.copay
    if skipped:
        numbers = {"copay": terms.copay or ZERO}
        steps.append(Step(number, "copay_instead", share.copay, numbers, (copay_rule,)))
    else:
        steps.append(
            Step(
                number,
                "deductible" if before.deductible else "deductible_met",
                share.deductible,
                {"open": before.deductible},
                ((outside and case.rules.deductible_outside) or case.rules.deductible,),
            )
        )
        if terms.copay is not None:
            numbers = {"copay": terms.copay}
            steps.append(Step(number, "copay", share.copay, numbers, (copay_rule,)))
        if share.coinsurance_base:
            steps.append(
                Step(
                    number,
                    "coinsurance",
                    share.coinsurance,
                    {"share": terms.coinsurance, "base": share.coinsurance_base},
                    ((outside and case.rules.share_outside) or case.rules.coinsurance,),
                )
            )
    if share.over_maximum and before.maximum is not None:
        code = "maximum_by_law" if before.maximum_law else "maximum"
        rule = before.maximum_law or case.rules.maximum
        steps.append(Step(number, code, share.over_maximum, {"left": before.maximum}, (rule,)))
    return steps


def extra_steps(case: Case, number: int, split: Split) -> list[Step]:
    """What may be billed on top of what counts."""
    steps = []
    if split.excess_charge:
        steps.append(
            Step(
                number,
                "excess_charge",
                split.excess_charge,
                rules=(case.rules.excess,),
            )
        )
    if split.balance_bill:
        steps.append(
            Step(
                number,
                "balance_bill",
                split.balance_bill,
                rules=case.rules.counts.get("out_of_network")
                or ("private.balance_bill_not_counted",),
            )
        )
    return steps
