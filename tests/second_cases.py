"""Fully known cases for the comparison of the two engines: more of them than the properties need.

Beside the cases of the property tests, Medigap letters, QMB, PFFS plans whose doctors may bill
more, terms by kind of service, plan years that start in another year, and odd cents everywhere.
"""

from copy import deepcopy

from hypothesis import strategies as st

from tests.strategies import COPAY_RULES, PRIVATE, Raw, known_cases, money, two_sided_cases

#: The letters whose part is more than a share of each amount come more often.
LETTERS = (*"ABCDFGM", *"KLN" * 2, *("hf", "hg") * 2)
_KINDS = (
    "visit",
    "facility",
    "imaging",
    "imaging_review",
    "lab",
    "pathology_review",
    "procedure",
)


@st.composite
def medigap_cases(draw: st.DrawFn) -> Raw:
    """Original Medicare with a second payer, often close to what changes its part."""
    raw = draw(known_cases(programs=("original_medicare",)))
    raw["on"] = f"{draw(st.integers(2024, 2026))}-0{draw(st.integers(1, 9))}-15"
    raw["provider"]["medicare"] = draw(
        st.sampled_from(("participating", "nonparticipating", "nonparticipating", "opted_out"))
    )
    raw["provider"].pop("assignment", None)
    if raw["provider"]["medicare"] == "nonparticipating":
        raw["provider"]["assignment"] = draw(st.sampled_from((False, False, True)))
    if draw(st.integers(0, 7)) == 0:
        raw["coverage"]["qmb"] = True
        return raw
    letter = draw(st.sampled_from(LETTERS))
    raw["coverage"]["medigap"] = letter
    if letter in ("K", "L", "hf", "hg"):
        near = {"K": 8000_00, "L": 3610_00}.get(letter, 2950_00)
        least = int(100 * float(raw["terms"]["deductible_met"]) + 0.5)
        met = draw(st.integers(max(least, near - 400_00), near + 50_00))
        raw["terms"]["medigap_met"] = money(met)
    return raw


@st.composite
def detailed_cases(draw: st.DrawFn) -> Raw:
    """Private and Medicare Advantage plans with terms of their own for several services."""
    raw = draw(known_cases(programs=("medicare_advantage", *PRIVATE)))
    program, network = raw["coverage"]["program"], raw["coverage"]["network"]
    if network == "pffs" and raw["provider"]["network"] == "in":
        raw["coverage"]["balance_billing"] = draw(st.booleans())
    if program in PRIVATE:
        raw["opinion"]["required_by_plan"] = draw(st.sampled_from((False, False, True)))
        if raw["on"] >= "2025" and draw(st.booleans()):
            raw["plan_year_start"] = f"{int(raw['on'][:4]) - 1}-10-01"
    special = draw(
        st.sampled_from((None, _make_large, _let_copays_count, _without_family_deductible))
    )
    if special is not None:
        special(draw, raw)
    most = raw["terms"]["out_of_pocket_maximum"]
    for kind in draw(st.lists(st.sampled_from(_KINDS), max_size=2, unique=True)):
        copay = draw(st.sampled_from(("none", "0", "7.77", "35")))
        if copay != "none" and (most == "none" or float(copay) > float(most)):
            copay = "none"
        raw["terms"].setdefault("by_service", {})[kind] = {
            "copay": copay,
            "copay_rule": draw(st.sampled_from(COPAY_RULES)),
            "coinsurance": draw(st.sampled_from(("0", "0.15", "0.333", "0.5"))),
        }
    return raw


def _make_large(draw: st.DrawFn, raw: Raw) -> None:
    """Bills of a size at which the maximum that the law sets is reached before the plan's own."""
    for service in raw["services"]:
        allowed = draw(st.integers(5000_00, 60_000_00))
        service["allowed"] = money(allowed)
        service["charge"] = money(allowed + draw(st.integers(-1000_00, 20_000_00)))
    parts = [raw["terms"]]
    if raw["coverage"]["program"] in PRIVATE and draw(st.booleans()):
        own = {name: raw["terms"][name] for name in ("deductible_met", "out_of_pocket_met")}
        met = draw(st.integers(10_000_00, 21_000_00))
        family = {**own, "deductible": "40000", "deductible_type": "embedded"}
        raw["terms"]["family"] = {**family, "out_of_pocket_met": money(met)}
        parts.append(raw["terms"]["family"])
    for terms in parts:
        terms["out_of_pocket_maximum"] = draw(st.sampled_from(("none", "40000")))


def _let_copays_count(draw: st.DrawFn, raw: Raw) -> None:
    """Visits whose copays use up the deductible that a test after them would meet."""
    terms = raw["terms"]
    terms.update(
        deductible="300",
        deductible_met=money(draw(st.integers(100_00, 290_00))),
        out_of_pocket_maximum="5000",
        out_of_pocket_met="290",
        copay=draw(st.sampled_from(("20", "45", "120"))),
        copay_rule=draw(st.sampled_from(COPAY_RULES)),
        copay_counts_toward_deductible=draw(st.booleans()),
    )
    terms.pop("family", None)
    raw["services"] = [
        {"kind": kind, "charge": "400", "allowed": money(draw(st.integers(10_00, 400_00)))}
        for kind in ("visit", "visit", "procedure")
    ]


def _without_family_deductible(draw: st.DrawFn, raw: Raw) -> None:
    """A family plan that has a maximum for all and a deductible, if any, for each person only."""
    if raw["coverage"]["program"] not in PRIVATE:
        return
    terms = raw["terms"]
    terms["deductible_met"] = "0"
    terms["family"] = {
        "deductible": "none",
        "deductible_met": "0",
        "deductible_type": "embedded",
        "out_of_pocket_maximum": draw(st.sampled_from(("none", "12000"))),
        "out_of_pocket_met": terms["out_of_pocket_met"],
    }


def complete(raw: Raw) -> Raw:
    """The same case with every answer that the bill depends on."""
    new = deepcopy(raw)
    doctor = new["provider"].get("network")
    if (new["coverage"].get("network"), doctor) == ("pffs", "in"):
        new["coverage"].setdefault("balance_billing", False)
    if new["coverage"]["program"] == "original_medicare" and "qmb" not in new["coverage"]:
        new["coverage"].setdefault("medigap", "none")
    return new


def cases() -> st.SearchStrategy[Raw]:
    """Every kind of fully known case that both engines know."""
    every = st.one_of(known_cases(), medigap_cases(), detailed_cases(), two_sided_cases())
    return every.map(complete)
