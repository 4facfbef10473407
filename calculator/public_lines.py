"""On whose terms a public program pays a line: Medicaid, CHIP, TRICARE, VA, Indian health."""

from collections.abc import Mapping

from calculator.line_basis import LineBasis
from calculator.programs import MEDICAID
from calculator.rule import Row

#: What belongs to a second opinion itself. New tests are care of their own, with their own copays.
_OPINION = ("visit", "facility", "imaging_review", "pathology_review", "records_review")


def public_line(facts: Mapping[str, str], kind: str, row: Row) -> LineBasis:
    """The terms of one line under a row that pays, or that may pay if the payer is asked."""
    program = facts["program"]
    if program in MEDICAID:
        return _medicaid(facts, kind, row)
    match program:
        case "tricare":
            return _tricare(facts, row)
        case "va" if facts.get("va_copays") == "no":
            return LineBasis("no_cost", (row.id, "va.copay.exempt"))
        case "va":
            return LineBasis("program_terms", (row.id,))
        case "ihs" if facts.get("provider_network") == "out":
            return LineBasis("no_cost", (row.id, "ihs.authorized_no_bill"))
        case "ihs":
            return LineBasis("no_cost", (row.id, "ihs.no_charge"))
    return LineBasis("no_cost", (row.id, "workers_compensation.no_cost"))


def _medicaid(facts: Mapping[str, str], kind: str, row: Row) -> LineBasis:
    program = facts["program"]
    if facts.get("copay_exempt") == "yes":
        return LineBasis("no_cost", (row.id, f"{program}.cost_sharing.exempt"))
    if facts.get("network") == "managed_care" and kind in _OPINION:
        return LineBasis("no_cost", (row.id, f"{program}.managed_care.second_opinion"))
    return LineBasis("program_terms", (row.id,))


def _tricare(facts: Mapping[str, str], row: Row) -> LineBasis:
    outside = facts.get("provider_network") == "out"
    excess = outside and facts.get("takes_tricare") == "no"
    if facts.get("network") == "for_life":
        if facts.get("provider_medicare") == "opted_out":
            return LineBasis("out_of_network", (row.id, "tricare.for_life.opted_out"))
        return LineBasis("no_cost", (row.id, "tricare.for_life.both_pay"))
    if facts.get("tricare_status") == "active_duty":
        return LineBasis("no_cost", (row.id, "tricare.active_duty.no_cost"))
    if facts.get("point_of_service") == "yes":
        return LineBasis("out_with_excess" if excess else "point_of_service", (row.id,))
    if facts.get("network") == "select" and outside:
        return LineBasis("out_with_excess" if excess else "plan_share_only", (row.id,))
    return LineBasis("program_terms", (row.id,))
