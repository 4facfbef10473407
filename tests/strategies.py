"""Cases for the property tests: nested plain values, as a scenario file would hold them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

type Raw = dict[str, Any]

NETWORKS = {
    "medicare_advantage": ("hmo", "hmo_pos", "ppo", "pffs"),
    "employer": ("hmo", "ppo", "epo", "pos"),
    "marketplace": ("hmo", "ppo", "epo", "pos"),
}
PRIVATE = ("employer", "marketplace")
OPEN_NETWORKS = ("ppo", "pos", "hmo_pos", "pffs")
COPAY_RULES = ("instead_of_deductible", "after_deductible", "then_coinsurance")

#: What Part B's deductible is at most in the years of the rules, in cents.
_PART_B_LEAST = 240_00
_SHARES = ("0", "0.10", "0.20", "0.215", "0.30", "0.40", "0.50", "1")

#: The prices every program's published range contains: a visit in a doctor's office, in cents.
ALLOWED_INSIDE = (117_57, 236_81)
CHARGE_INSIDE = (236_81, 852_52)


def money(cents: int) -> str:
    return str(Decimal(cents) / 100)


@st.composite
def known_cases(draw: st.DrawFn, *, programs: tuple[str, ...] = ()) -> Raw:
    """A case in which nothing that matters is unknown."""
    every = ("original_medicare", "medicare_advantage", "employer", "marketplace", "none")
    program = draw(st.sampled_from(programs or every))
    raw: Raw = {
        "on": f"{draw(st.integers(2024, 2027))}-0{draw(st.integers(1, 9))}-15",
        "coverage": {"program": program},
        "opinion": _opinion(draw),
        "provider": {"setting": draw(st.sampled_from(("office", "hospital_clinic", "telehealth")))},
    }
    network = draw(st.sampled_from(NETWORKS[program])) if program in NETWORKS else None
    _provider(draw, raw, program, network)
    if program == "original_medicare":
        raw["terms"] = {"deductible_met": money(draw(st.integers(0, _PART_B_LEAST)))}
    elif network is not None:
        raw["terms"] = _terms(draw, program, network)
    kinds = ("visit", "facility", "imaging", "lab", "pathology_review", "procedure")
    lines = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3))
    sides = _sides(program, network)
    raw["services"] = [_service(draw, kind, sides) for kind in lines]
    if program == "none":
        for service in raw["services"]:
            del service["allowed"]
    return raw


@st.composite
def priced_cases(draw: st.DrawFn) -> Raw:
    """A known case whose prices lie inside the published ranges: any of it may be hidden."""
    raw = draw(known_cases(programs=("original_medicare", "medicare_advantage", *PRIVATE)))
    raw["provider"]["setting"] = "office"
    for name in ("facility_network", "consent_signed"):
        raw["provider"].pop(name, None)
    raw["services"] = [
        {
            "kind": "visit",
            "charge": money(draw(st.integers(*CHARGE_INSIDE))),
            "allowed": money(draw(st.integers(*ALLOWED_INSIDE))),
        }
        for _ in range(draw(st.integers(1, 2)))
    ]
    return raw


@st.composite
def two_sided_cases(draw: st.DrawFn) -> Raw:
    """A known case with one line in network and one out, where one side counts on the other.

    Built so that deductibles and maximums bite: between the two sides nothing is in order.
    """
    program = draw(st.sampled_from(("employer", "medicare_advantage")))
    provider: Raw = {"setting": "office", "network": "out"}
    outside = _tight_side(draw)
    if program == "medicare_advantage":
        provider["medicare"] = "participating"
    else:
        outside["accumulators"] = "combined"
    return {
        "on": "2026-03-15",
        "coverage": {"program": program, "network": "ppo"},
        "opinion": {"about": "surgery"},
        "provider": provider,
        "terms": {**_tight_side(draw), "out_of_network": outside},
        "services": [
            {
                "kind": "visit",
                "charge": money(draw(st.integers(*CHARGE_INSIDE))),
                "allowed": money(draw(st.integers(*ALLOWED_INSIDE))),
                "network": side,
            }
            for side in draw(st.sampled_from((("in", "out"), ("out", "in"))))
        ],
    }


def _tight_side(draw: st.DrawFn) -> Raw:
    still_open = draw(st.sampled_from((100, 200, 50, 0, 300)))
    left = draw(st.sampled_from((30, 500, 150)))
    met, paid = 500, 1000 - left
    met = min(met, paid)
    return {
        "deductible": str(met + still_open),
        "deductible_met": str(met),
        "out_of_pocket_maximum": "1000",
        "out_of_pocket_met": str(paid),
        "copay": draw(st.sampled_from(("none", "40"))),
        "copay_rule": draw(st.sampled_from(COPAY_RULES)),
        "coinsurance": draw(st.sampled_from(("0.20", "0.50", "0", "0.10"))),
    }


def _sides(program: str, network: str | None) -> tuple[str, ...]:
    """Where a line may be: no terms out of network can be given for a closed Medicare plan."""
    if network is None:
        return ()
    return ("in",) if (program, network) == ("medicare_advantage", "hmo") else ("in", "out")


def _opinion(draw: st.DrawFn) -> Raw:
    about = ("surgery", "procedure", "cancer", "serious_condition", "imaging", "routine")
    opinion: Raw = {"about": draw(st.sampled_from(about)), "number": str(draw(st.integers(2, 3)))}
    if opinion["number"] == "3":
        opinion["first_two_differ"] = draw(st.booleans())
    return opinion


def _provider(draw: st.DrawFn, raw: Raw, program: str, network: str | None) -> None:
    provider = raw["provider"]
    clinic = provider["setting"] == "hospital_clinic"
    if network is not None:
        raw["coverage"]["network"] = network
        provider["network"] = draw(st.sampled_from(("in", "out")))
        if provider["network"] == "out":
            provider["network_exception"] = draw(st.sampled_from(("none", "none", "granted")))
        if clinic:
            provider["facility_network"] = draw(st.sampled_from(_sides(program, network)))
        if clinic and program in PRIVATE and provider["network"] == "out":
            provider["consent_signed"] = draw(st.booleans())
    if program in PRIVATE:
        raw["coverage"]["grandfathered"] = draw(st.sampled_from((False, False, True)))
    if program == "original_medicare":
        standings: tuple[str, ...] = ("participating", "nonparticipating", "opted_out")
        provider["medicare"] = draw(st.sampled_from(standings))
        if provider["medicare"] == "nonparticipating":
            provider["assignment"] = draw(st.booleans())
    if program == "medicare_advantage":
        inside = provider["network"] == "in"
        standings = ("participating",) if inside else ("participating", "opted_out")
        provider["medicare"] = draw(st.sampled_from(standings))


def _limits(draw: st.DrawFn) -> Raw:
    """A deductible, a maximum, and what was met of both, without contradictions."""
    deductible = draw(st.sampled_from((0, 100_00, 500_00, 1500_00, 6000_00)))
    maximum = deductible + draw(st.sampled_from((0, 50_00, 1000_00, 4000_00)))
    met = draw(st.integers(0, deductible))
    paid = draw(st.integers(met, maximum))
    # Often close to a limit, where it bites.
    if draw(st.booleans()):
        met = max(0, deductible - draw(st.integers(0, 300_00)))
        paid = max(met, maximum - draw(st.integers(0, 300_00)))
    limits: Raw = {
        "deductible": money(deductible) if deductible else "none",
        "deductible_met": money(met),
        "out_of_pocket_met": money(paid),
        "out_of_pocket_maximum": money(maximum) if maximum else "none",
    }
    return limits


def _shares(draw: st.DrawFn) -> Raw:
    copay = draw(st.one_of(st.none(), st.sampled_from((0, 20_00, 45_00, 120_00))))
    return {
        "copay": "none" if copay is None else money(copay),
        "copay_rule": draw(st.sampled_from(COPAY_RULES)),
        "coinsurance": draw(st.sampled_from(_SHARES)),
    }


def _side(draw: st.DrawFn) -> Raw:
    """Limits and shares of one side; no copay is larger than the maximum."""
    side: Raw = {**_limits(draw), **_shares(draw)}
    if "none" not in (side["copay"], side["out_of_pocket_maximum"]):
        side["copay"] = money(
            int(100 * min(Decimal(side["copay"]), Decimal(side["out_of_pocket_maximum"])))
        )
    return side


def _terms(draw: st.DrawFn, program: str, network: str) -> Raw:
    terms = _side(draw)
    terms["copay_counts_toward_deductible"] = draw(st.sampled_from((False, False, True)))
    if network in OPEN_NETWORKS:
        terms["out_of_network"] = _side(draw)
        if program in PRIVATE:
            kept = draw(st.sampled_from(("separate", "combined")))
            terms["out_of_network"]["accumulators"] = kept
    if program in PRIVATE and draw(st.booleans()):
        terms["family"] = _family(draw, terms)
    if draw(st.booleans()):
        own = {"coinsurance": draw(st.sampled_from(_SHARES))}
        terms["by_service"] = {draw(st.sampled_from(("imaging", "lab"))): own}
    return terms


def _family(draw: st.DrawFn, own: Raw) -> Raw:
    """Limits of the family: what one person met counts for all of them."""
    amounts = {key: own[key] for key in ("deductible_met", "out_of_pocket_met")}
    met, paid = (int(Decimal(amount) * 100) for amount in amounts.values())
    others = draw(st.integers(0, 500_00))
    deductible = met + others + draw(st.sampled_from((0, 30_00, 2000_00)))
    maximum = max(deductible, paid + others) + draw(st.sampled_from((0, 30_00, 5000_00)))
    return {
        "deductible": money(deductible) if deductible else "none",
        "deductible_met": money(met + others),
        "deductible_type": draw(st.sampled_from(("embedded", "aggregate"))),
        "out_of_pocket_maximum": money(maximum) if maximum else "none",
        "out_of_pocket_met": money(paid + others),
    }


def _service(draw: st.DrawFn, kind: str, sides: tuple[str, ...]) -> Raw:
    allowed = draw(st.integers(0, 1000_00))
    charge = max(0, allowed + draw(st.integers(-50_00, 800_00)))
    service: Raw = {"kind": kind, "charge": money(charge), "allowed": money(allowed)}
    own_side: bool = draw(st.booleans())
    if sides and own_side:
        service["network"] = draw(st.sampled_from(sides))
    return service
