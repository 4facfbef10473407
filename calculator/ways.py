"""The lawful other ways to get the same opinion, by program: what changes, in words and answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from calculator.answers import Answers
from calculator.programs import MEDICAID, NETWORK_PLANS, PRIVATE


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the answers it changes, what to know about it, and the rules that say so."""

    id: str
    label: str
    changes: Mapping[str, Any]
    says: str
    rules: tuple[str, ...]


def ways(answers: Answers) -> Iterator[Way]:
    """Every way that the reader's program leaves open, the reader's own among them."""
    program = answers["coverage.program"]
    if program in NETWORK_PLANS:
        yield from _network_plan(medicare=program == "medicare_advantage")
    elif program in MEDICAID:
        yield from _medicaid(program, answers)
    elif program in _OWN:
        yield from _OWN[program](answers)
    # A doctor who takes Medicare must bill it; paying privately means one who opted out.
    if program in (*PRIVATE, "va", "ihs", "workers_compensation"):
        yield Way(
            "without_insurance",
            "Pay yourself, without insurance",
            {"coverage.program": "none"},
            "Ask for a good faith estimate.",
            ("self_pay.good_faith_estimate",),
        )
    yield Way(
        "records_only",
        "A review of your records only, paid in cash",
        {"coverage.program": "none", "provider.setting": "records_only"},
        "Ask your plan if it pays any of it back."
        if program in (*NETWORK_PLANS, *MEDICAID, "original_medicare", "tricare")
        else "You pay the program yourself.",
        ("records_only.self_pay",),
    )


def _original_medicare(_: Answers) -> Iterator[Way]:
    yield Way(
        "participating",
        "A doctor who takes part in Medicare",
        {"provider.medicare": "participating", "provider.assignment": None},
        "The doctor takes Medicare's amount as full pay.",
        ("medicare.assignment",),
    )
    yield Way(
        "without_assignment",
        "A doctor who takes Medicare, without assignment",
        {"provider.medicare": "nonparticipating", "provider.assignment": False},
        "The doctor may add an excess charge.",
        ("medicare.limiting_charge",),
    )
    yield Way(
        "opted_out",
        "A doctor who opted out of Medicare",
        {"provider.medicare": "opted_out", "provider.assignment": None},
        "You pay the agreed price. Medicare pays nothing.",
        ("medicare.private_contract",),
    )


_INSIDE = {"provider.network": "in", "provider.network_exception": "none"}
_OUTSIDE = {"provider.network": "out", "provider.network_exception": "none"}
_ARRANGED = {"provider.network": "out", "provider.network_exception": "granted"}


def _network_plan(*, medicare: bool) -> Iterator[Way]:
    yield Way(
        "in_network",
        "A doctor in network",
        _INSIDE,
        "The plan's own price counts.",
        ("medicare_advantage.plan_rules_differ",) if medicare else ("private.allowed_amount",),
    )
    yield Way(
        "out_of_network",
        "A doctor out of network",
        _OUTSIDE,
        "Ask first what the plan would count.",
        ("medicare_advantage.noncontract_payment",)
        if medicare
        else ("private.out_of_network_allowed_amount",),
    )
    yield Way(
        "network_exception",
        "Out of network, with the plan's written exception",
        _ARRANGED,
        "The plan treats the doctor as in network. Get it in writing.",
        ("medicare_advantage.network_exception",)
        if medicare
        else ("private.network_gap_exception",),
    )


def _medicaid(program: str, answers: Answers) -> Iterator[Way]:
    yield Way(
        "in_network",
        "A doctor who takes your plan or program",
        _INSIDE,
        "The doctor may not bill you for more than the copay, if there is one.",
        (f"{program}.payment_in_full",),
    )
    if answers.get("coverage.network") != "fee_for_service":
        yield Way(
            "network_exception",
            "Outside, if your health plan arranges it",
            _ARRANGED,
            "The plan must arrange it if nobody in it can give the opinion.",
            (f"{program}.managed_care.second_opinion",),
        )
    yield Way(
        "out_of_network",
        "A doctor who does not take it",
        _OUTSIDE,
        "You pay the whole price yourself.",
        (f"{program}.coverage.fee_for_service_out",)
        if answers.get("coverage.network") == "fee_for_service"
        else (f"{program}.coverage.managed_care_out",),
    )


def _tricare(answers: Answers) -> Iterator[Way]:
    if answers.get("coverage.network") == "for_life":
        yield Way(
            "participating",
            "A doctor who takes Medicare",
            {"provider.medicare": "participating"},
            "Medicare pays first, then TRICARE.",
            ("tricare.for_life.both_pay",),
        )
        yield Way(
            "opted_out",
            "A doctor who opted out of Medicare",
            {"provider.medicare": "opted_out"},
            "Medicare pays nothing. Ask TRICARE first.",
            ("tricare.for_life.opted_out",),
        )
        return
    referred = {"coverage.point_of_service": False}
    yield Way(
        "in_network",
        "A doctor in the TRICARE network",
        {**_INSIDE, **referred},
        "The doctor takes TRICARE's amount as full pay.",
        ("tricare.no_balance_bill",),
    )
    yield Way(
        "out_of_network",
        "A doctor outside the TRICARE network",
        {**_OUTSIDE, **referred},
        "Ask if the doctor takes TRICARE's amount as full pay.",
        ("tricare.balance_billing",),
    )
    if answers.get("coverage.network") == "prime" and answers.get(
        "coverage.tricare_status"
    ) not in (None, "active_duty"):
        yield Way(
            "point_of_service",
            "Without a referral (point of service)",
            {"coverage.point_of_service": True},
            "You pay more, and it counts toward no yearly cap.",
            ("tricare.point_of_service",),
        )


def _va(_: Answers) -> Iterator[Way]:
    yield Way(
        "va_clinic",
        "A VA doctor",
        {"provider.network": "in"},
        "Ask your VA doctor or the patient advocate.",
        ("va.coverage.va_doctor",),
    )
    yield Way(
        "community_care",
        "A doctor outside, if the VA sends you",
        {"provider.network": "out"},
        "The VA has to approve the visit before you go.",
        ("va.community_care.same_copay",),
    )


def _ihs(_: Answers) -> Iterator[Way]:
    yield Way(
        "ihs_clinic",
        "A doctor at an Indian health clinic",
        {"provider.network": "in"},
        "You owe nothing there.",
        ("ihs.no_charge",),
    )
    yield Way(
        "outside",
        "A doctor outside the clinic",
        {"provider.network": "out"},
        "The clinic must agree to pay before you go.",
        ("ihs.purchased_referred_care",),
    )


_OWN = {
    "original_medicare": _original_medicare,
    "tricare": _tricare,
    "va": _va,
    "ihs": _ihs,
}
