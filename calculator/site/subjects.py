"""The subjects of the rules browser: one rule file, one page, one fact-check sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calculator.addresses import decision_of, file_of, subject_of
from calculator.questions.states import STATES
from calculator.rule import Citation, Condition, Figure, OtherSide, Row, Rule, Term
from calculator.ruleset import Ruleset
from calculator.site.places import BuildError

#: The heading of each rule file, in the order of the overview.
SUBJECTS = {
    "medicare.yaml": "Original Medicare: what you pay",
    "medicare_coverage.yaml": "Original Medicare: what is covered",
    "medigap.yaml": "Medigap plans and Qualified Medicare Beneficiaries",
    "medicare_advantage.yaml": "Medicare Advantage",
    "medicare_appeals.yaml": "Medicare: deadlines and appeals",
    "private_coverage.yaml": "Employer and Marketplace plans: what is covered",
    "private_cost_sharing.yaml": "Employer and Marketplace plans: what you pay",
    "federal_limits.yaml": "Federal limits by year",
    "surprise_billing.yaml": "Surprise bills and good faith estimates",
    "private_appeals.yaml": "Employer and Marketplace plans: deadlines and appeals",
    "fehb.yaml": "Federal employees' plans",
    "medicaid.yaml": "Medicaid and CHIP",
    "tricare.yaml": "TRICARE",
    "va.yaml": "VA health care",
    "indian_health.yaml": "Indian Health Service",
    "workers_compensation.yaml": "Workers' compensation",
    "no_insurance.yaml": "Without insurance",
    "states.yaml": "State laws",
    "state_law.yaml": "State laws on doctors out of network",
    "conditions.yaml": "Conditions of coverage",
    "asking.yaml": "Asking for an opinion",
    "prices.yaml": "Published prices",
    "typical_medicare.yaml": "What Medicare Advantage plans usually ask",
    "typical_private.yaml": "What employer and Marketplace plans usually ask",
    "programs.yaml": "Reviews of records and programs",
    "insurers.yaml": "What single insurers say",
    "evidence.yaml": "What studies found",
    "help.yaml": "Where to get help",
    "glossary.yaml": "Words",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one rule file holds. ``key`` is its name in addresses."""

    file: str
    title: str
    rules: tuple[Rule, ...]

    @property
    def key(self) -> str:
        """The name in addresses: ``private-cost-sharing``."""
        return subject_of(self.file)


def subjects(rules: Ruleset) -> list[Subject]:
    """Every subject that has a rule, in the order of the overview.

    Raises:
        BuildError: a rule file has no heading.

    """
    found: dict[str, list[Rule]] = {name: [] for name in SUBJECTS}
    for rule in rules.rules():
        name = file_of(rules, rule)
        if name not in found:
            raise BuildError(f"{name} has no heading; add one to SUBJECTS in subjects.py")
        found[name].append(rule)
    return [Subject(name, SUBJECTS[name], tuple(held)) for name, held in found.items() if held]


def subject(rules: Ruleset, key: str) -> Subject:
    """One subject by its name in addresses."""
    return next(found for found in subjects(rules) if found.key == key)


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of a subject that stand under one heading. ``says`` is empty or leads them in."""

    key: str
    title: str
    rules: tuple[Rule, ...]
    says: str = ""


def groups(rules: Ruleset, held: Subject) -> list[Group]:
    """A subject's rules by state, or by kind, with each decision table by itself."""
    titles: dict[str, tuple[str, str]] = {}
    members: dict[str, list[Rule]] = {}
    for rule in held.rules:
        key, title, says = _heading(rules, rule)
        titles.setdefault(key, (title, says))
        members.setdefault(key, []).append(rule)
    return [Group(key, title, tuple(members[key]), says) for key, (title, says) in titles.items()]


def _heading(rules: Ruleset, rule: Rule) -> tuple[str, str, str]:
    if rule.id.startswith("state."):
        state = rule.id.split(".")[1].upper()
        if state in STATES:
            return f"in-{state.lower()}", STATES[state], ""
        return "all-states", "All states", ""
    match rule:
        case Row():
            decision = rules.decisions[decision_of(rule)]
            return f"table-{decision.id}".replace(".", "-"), decision.label, decision.question
        case Figure():
            return "figures", "Figures", ""
        case Condition():
            return "conditions", "Conditions", ""
        case Term():
            return "words", "Words", ""
    return "statements", "Rules in words", ""


def rule_title(rules: Ruleset, rule: Rule) -> str:
    """What a rule is called in a list: its label; a row has its table's and its own name."""
    if not isinstance(rule, Row):
        return rule.label
    own = rule.id.rpartition(".")[2].replace("_", " ")
    return f"{rules.decisions[decision_of(rule)].label}: {own}"


def citations(rule: Rule) -> Iterator[Citation]:
    """Every citation of a rule: a figure has one for each value that was read."""
    if isinstance(rule, Figure):
        yield from (value.citation for value in rule.values if value.citation)
    else:
        yield rule.citation


def sources_of(rule: Rule) -> Sequence[str]:
    """The keys of every source a rule rests on, the other side's too, each once."""
    keys: dict[str, None] = {}
    for citation in citations(rule):
        keys.update(dict.fromkeys(citation.sources))
        if citation.other_side:
            keys[citation.other_side.source] = None
    return list(keys)


def disputes(rule: Rule) -> Iterator[tuple[Citation, OtherSide]]:
    """Where the sources of a rule disagree: each citation with its other side."""
    for citation in citations(rule):
        if citation.other_side:
            yield citation, citation.other_side
