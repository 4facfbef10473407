"""The words of an estimate: its headline and the steps of its working.

Plain words, short sentences. Amounts come from the working; nothing is calculated here.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from calculator.assess import Amount3, Assessment
from calculator.money import percent, plain, usd, usd_range
from calculator.working import Step

type Numbers = Mapping[str, Decimal]

#: The verdict in a few words.
VERDICT_WORDS = {
    "covered": "Covered",
    "covered_if": "Covered, on conditions",
    "not_covered": "Not covered",
    "ask_plan": "Ask first",
    "emergency": "Get help now",
}

#: Who decides whether it pays, where that is not an insurance.
_PAYERS = {
    "ihs": "your clinic",
    "workers_compensation": "the workers' compensation insurer",
    "va": "the VA",
    "medicaid": "Medicaid or your health plan",
    "chip": "CHIP or the health plan",
    "tricare": "TRICARE",
}

#: Which case a working belongs to.
CASE_WORDS = {
    "only": "The working",
    "low": "The least you could owe",
    "likely": "The most likely case",
    "high": "The most you could owe",
}

_BASIS = {
    "in_network": "Your plan's in-network terms count for this line.",
    "out_of_network": "Your plan's out-of-network terms count for this line.",
    "plan_share_only": "The plan covers this doctor out of network. You owe the plan's share only.",
    "assigned": "The provider takes Medicare's approved amount as full pay.",
    "assigned_nonparticipating": "The doctor takes Medicare's approved amount as full pay.",
    "unassigned": "The doctor takes Medicare patients but not the approved amount as full pay.",
    "terms_with_excess": "Your plan's terms count, and it lets the doctor bill you somewhat more.",
    "program_terms": "Your program's own terms count for this line.",
    "point_of_service": "You go without a referral, so the point-of-service terms count.",
    "out_with_excess": "The plan covers this doctor. The doctor may bill you somewhat more.",
    "no_cost": "Covered with nothing left for you to pay.",
    "private_contract": "The doctor has left Medicare. You pay the price you agree on.",
    "not_covered": "Not covered. You owe the whole charge.",
}


def _allowed(amount: Decimal, numbers: Numbers) -> str:
    dropped = numbers["written_off"]
    text = f"{usd(amount)} of the charge counts."
    return f"{text} {usd(dropped)} is written off: nobody may bill you for it." if dropped else text


def _deductible(amount: Decimal, numbers: Numbers) -> str:
    if numbers["open"] > amount:
        return f"More than this is still open of your deductible, so you pay all {usd(amount)}."
    return (
        f"{usd(numbers['open'])} of your deductible is still open. "
        f"You pay {usd(amount)} toward it here."
    )


_STEPS: Mapping[str, tuple[str, Callable[[Decimal, Numbers], str]]] = {
    "charge_counts": (
        "Amount that counts",
        lambda amount, _: f"The whole charge of {usd(amount)} counts.",
    ),
    "allowed_counts": ("Amount that counts", _allowed),
    "nonparticipating_amount": (
        "Amount for a non-participating doctor",
        lambda amount, n: (
            f"Medicare counts {percent(n['share'])} of {usd(n['allowed'])}: {usd(amount)}."
        ),
    ),
    "limiting_charge": (
        "Limiting charge",
        lambda amount, n: (
            f"The doctor may charge at most {plain(n['multiple'])} times "
            f"{usd(n['approved'])}: {usd(amount)}."
        ),
    ),
    "no_cost": ("Your part", lambda _, __: "You pay nothing for this line."),
    "deductible": ("Deductible", _deductible),
    "deductible_met": (
        "Deductible",
        lambda _, __: "No deductible is open any more, so you pay nothing toward it here.",
    ),
    "copay": ("Copay", lambda amount, _: f"You pay a copay of {usd(amount)}."),
    "copay_instead": (
        "Copay",
        lambda amount, _: f"You pay a copay of {usd(amount)}. The deductible does not matter here.",
    ),
    "coinsurance": (
        "Coinsurance",
        lambda amount, n: (
            f"You pay {percent(n['share'])} of the {usd(n['base'])} that is left: {usd(amount)}."
        ),
    ),
    "maximum": (
        "Out-of-pocket maximum",
        lambda amount, n: (
            f"You can owe only {usd(n['left'])} more this year. "
            f"The plan pays {usd(amount)} of your share."
        ),
    ),
    "maximum_by_law": (
        "Out-of-pocket maximum set by law",
        lambda amount, n: (
            f"Federal law lets you owe only {usd(n['left'])} more this year. "
            f"The plan pays {usd(amount)} of your share."
        ),
    ),
    "second_payer": (
        "What your second insurance pays",
        lambda amount, _: f"Your second insurance pays {usd(amount)} of what Medicare leaves you.",
    ),
    "second_payer_nothing": (
        "What your second insurance pays",
        lambda _, __: "Your second insurance pays nothing of what Medicare leaves you here.",
    ),
    "excess_charge": (
        "Excess charge",
        lambda amount, _: f"The doctor may bill you {usd(amount)} above the amount that counts.",
    ),
    "balance_bill": (
        "Balance bill",
        lambda amount, _: (
            f"The provider may bill you the other {usd(amount)}. "
            "It counts toward no deductible and no maximum."
        ),
    ),
}


def step_words(step: Step) -> tuple[str, str]:
    """The label and the sentence of a step."""
    if step.code.startswith("basis_"):
        return "Whose terms", _BASIS[step.code.removeprefix("basis_")]
    label, sentence = _STEPS[step.code]
    return label, sentence(step.amount, step.numbers)


def payer(program: str) -> str:
    """Who decides whether it pays."""
    return _PAYERS.get(program, "your insurance")


def owed(total: Amount3) -> str:
    """Say what the patient owes: one amount, or a range with the likely amount."""
    if total.low == total.high:
        return usd(total.low)
    text = usd_range(total.low, total.high)
    return text if total.likely is None else f"{text}, most likely {usd(total.likely)}"


def headline(result: Assessment) -> str:
    """The answer in one or two sentences."""
    amount = owed(result.total)
    program = result.answers["coverage.program"]
    if program == "none" and result.verdict != "emergency":
        return f"Without insurance you pay the whole price. Expect to owe {amount}."
    match result.verdict:
        case "emergency":
            return "This sounds like an emergency. Do not wait for a second opinion."
        case "covered":
            return f"Covered. You will owe {amount}."
        case "covered_if":
            return f"Covered, if the conditions below are met. Then you will owe {amount}."
        case "not_covered" if result.high.total("plan"):
            return f"Not covered: you pay this doctor yourself. In all you would owe {amount}."
        case "not_covered":
            return f"Not covered. You would owe the whole price: {amount}."
    paid, refused = result.range_where(pays=True), result.range_where(pays=False)
    if paid is None or refused is None:
        return f"Only {payer(program)} can say if it pays. You could owe {amount}."
    return (
        f"Only {payer(program)} can say if it pays. "
        f"If it does, you owe {owed(paid)}. If it does not, you owe {owed(refused)}."
    )
