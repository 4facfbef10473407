"""The cases in which answers are changed one at a time, and the changes.

No two changes leave the same case, so none can be answered from what was worked out before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

type Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changing:
    """A case as typed into the form, and the amounts in it that are changed in turn."""

    name: str
    unknowns: int
    answers: Answers
    changed: tuple[str, ...]

    def changes(self, count: int) -> Iterator[tuple[str, str]]:
        """Return a field and its new answer, so many times; each amount goes up by a dollar."""
        for number in range(count):
            field = self.changed[number % len(self.changed)]
            yield field, str(int(self.answers[field]) + 1 + number // len(self.changed))


_MEDICARE = {
    "coverage.program": "original_medicare",
    "coverage.medigap": "none",
    "coverage.qmb": "no",
    "opinion.about": "surgery",
    "provider.setting": "office",
    "provider.medicare": "participating",
    "terms.deductible_met": "100",
    "services.0.kind": "visit",
    "services.0.charge": "400",
    "services.0.allowed": "200",
}
_ADVANTAGE = {
    "coverage.program": "medicare_advantage",
    "coverage.network": "hmo",
    "opinion.about": "cancer",
    "provider.setting": "office",
    "provider.network": "in",
    "done.referral": "yes",
    "done.prior_authorization": "yes",
    "terms.deductible": "0",
    "terms.deductible_met": "0",
    "terms.copay": "40",
    "terms.copay_rule": "instead_of_deductible",
    "terms.coinsurance": "20",
    "terms.out_of_pocket_maximum": "6000",
    "terms.out_of_pocket_met": "900",
    "services.0.kind": "visit",
    "services.0.charge": "420",
    "services.0.allowed": "260",
}
_EMPLOYER = {
    "coverage.program": "employer",
    "coverage.network": "ppo",
    "coverage.funding": "self_funded",
    "opinion.about": "surgery",
    "opinion.required_by_plan": "no",
    "provider.setting": "office",
    "provider.network": "in",
    "terms.deductible": "1500",
    "terms.deductible_met": "400",
    "terms.copay": "40",
    "terms.copay_rule": "after_deductible",
    "terms.coinsurance": "20",
    "terms.out_of_pocket_maximum": "6000",
    "terms.out_of_pocket_met": "900",
    "services.0.kind": "visit",
    "services.0.charge": "420",
    "services.0.allowed": "260",
}
_TWO_LINES = {
    **_EMPLOYER,
    "services.1.kind": "imaging",
    "services.1.charge": "1200",
    "services.1.allowed": "510",
}


def _without(answers: Answers, *fields: str) -> Answers:
    return {field: answer for field, answer in answers.items() if field not in fields}


_PAID = ("services.0.charge", "services.0.allowed")

CASES = (
    Changing("Original Medicare", 0, _MEDICARE, (*_PAID, "terms.deductible_met")),
    Changing("Medicare Advantage HMO", 0, _ADVANTAGE, (*_PAID, "terms.out_of_pocket_met")),
    Changing("Employer PPO, two services", 0, _TWO_LINES, (*_PAID, "terms.deductible_met")),
    Changing(
        "Medicare Advantage HMO",
        3,
        _without(_ADVANTAGE, "terms.copay", "terms.out_of_pocket_met", "services.0.allowed"),
        ("services.0.charge", "terms.out_of_pocket_maximum"),
    ),
    Changing(
        "Employer PPO",
        3,
        _without(
            _EMPLOYER, "terms.deductible_met", "terms.out_of_pocket_met", "services.0.allowed"
        ),
        ("services.0.charge", "terms.deductible", "terms.out_of_pocket_maximum"),
    ),
    Changing(
        "Employer PPO, two services",
        3,
        _without(_TWO_LINES, "services.0.allowed", "services.1.allowed", "terms.deductible_met"),
        ("services.0.charge", "services.1.charge", "terms.deductible"),
    ),
)
