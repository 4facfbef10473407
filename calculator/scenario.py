"""One reader's case.

In every field None means *unknown*; the text ``"none"`` in an amount means *there is none*.
Amounts are US dollars, shares run from 0 to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

type Amount = Decimal | Literal["none"] | None

FORMAT_VERSION = 1

#: A second opinion is a handful of lines; more than this is a mistake in the file.
MOST_SERVICES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The plan."""

    program: str
    network: str | None = None
    funding: str | None = None
    high_deductible: bool | None = None
    metal_tier: str | None = None
    cost_sharing_reduction: str | None = None
    grandfathered: bool | None = None
    balance_billing: bool | None = None
    medigap: str | None = None
    qmb: bool | None = None
    tricare_status: str | None = None
    tricare_group: str | None = None
    sponsor_rank: str | None = None
    point_of_service: bool | None = None
    va_copays: bool | None = None
    copay_exempt: bool | None = None
    expert_opinion_benefit: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the opinion is about."""

    about: str | None = None
    number: int | None = None
    first_two_differ: bool | None = None
    required_by_plan: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The second doctor and the place."""

    network: str | None = None
    setting: str | None = None
    medicare: str | None = None
    assignment: bool | None = None
    takes_tricare: bool | None = None
    network_exception: str | None = None
    network_doctor_available: bool | None = None
    facility_network: str | None = None
    consent_signed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Steps taken before the visit: ``yes``, ``no`` (still open) or ``not_needed``."""

    referral: str | None = None
    prior_authorization: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTerms:
    """Cost sharing for one kind of service."""

    copay: Amount = None
    copay_rule: str | None = None
    coinsurance: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Limits of the whole family, in network."""

    deductible: Amount = None
    deductible_met: Decimal | None = None
    deductible_type: str | None = None
    out_of_pocket_maximum: Amount = None
    out_of_pocket_met: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfNetwork:
    """The plan's own terms out of network."""

    deductible: Amount = None
    deductible_met: Decimal | None = None
    copay: Amount = None
    copay_rule: str | None = None
    coinsurance: Decimal | None = None
    out_of_pocket_maximum: Amount = None
    out_of_pocket_met: Decimal | None = None
    accumulators: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The reader's own plan, in network, for one person."""

    deductible: Amount = None
    deductible_met: Decimal | None = None
    copay: Amount = None
    copay_rule: str | None = None
    coinsurance: Decimal | None = None
    copay_counts_toward_deductible: bool | None = None
    medigap_met: Decimal | None = None
    out_of_pocket_maximum: Amount = None
    out_of_pocket_met: Decimal | None = None
    by_service: Mapping[str, ServiceTerms] = field(default_factory=dict)
    family: Family | None = None
    out_of_network: OutOfNetwork = OutOfNetwork()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One line of the bill."""

    kind: str
    charge: Decimal | None = None
    allowed: Decimal | None = None
    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One case; only the day of the visit and the program are always known."""

    on: date
    coverage: Coverage
    opinion: Opinion = Opinion()
    provider: Provider = Provider()
    done: Done = Done()
    terms: Terms = Terms()
    services: tuple[Service, ...] = ()
    today: date | None = None
    plan_year_start: date | None = None
    denied_on: date | None = None
    state: str | None = None

    @property
    def program(self) -> str:
        """The kind of insurance."""
        return self.coverage.program
