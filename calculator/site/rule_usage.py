"""Who uses a rule: pages, tables, advice, other rules, and the cases that rest on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from calculator.rule import EMBEDDED_FIGURE, Action, Decision, Figure, Rule
from calculator.ruleset import Ruleset
from calculator.site.case_usage import ADVICE, WorkedCase
from calculator.site.page_usage import Page


@dataclass(slots=True)
class RuleUse:
    """All that uses one rule. ``ways``: what estimates use it for, the most frequent first."""

    pages: list[Page] = field(default_factory=list)
    cases: list[WorkedCase] = field(default_factory=list)
    ways: dict[str, int] = field(default_factory=dict)
    tables: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    @property
    def is_calculated(self) -> bool:
        """Say whether the calculator uses it: a step, a table, advice, or a looked-up figure."""
        return bool(self.cases or self.tables or self.actions)


@dataclass(frozen=True, slots=True)
class Usage:
    """The use of every rule, by the name that links to it."""

    rules: Mapping[str, RuleUse]
    cases: Sequence[WorkedCase]

    def of(self, rule_id: str) -> RuleUse:
        """The use of one rule."""
        return self.rules[rule_id]


def find_usage(rules: Ruleset, pages: Sequence[Page], cases: Sequence[WorkedCase]) -> Usage:
    """Turn what pages and cases name around: from each rule to what names it."""
    found = {rules.anchor(rule): RuleUse() for rule in rules.rules()}
    for page in pages:
        for rule_id in page.rules & found.keys():
            found[rule_id].pages.append(page)
    for case in cases:
        _add_case(rules, found, case)
    for use in found.values():
        use.ways = dict(sorted(use.ways.items(), key=lambda way: -way[1]))
    _add_rules(rules, found)
    return Usage(found, cases)


def _add_case(rules: Ruleset, found: Mapping[str, RuleUse], case: WorkedCase) -> None:
    for rule_id, ways in case.uses.items():
        use = found[_name(rules, rule_id)]
        if case.depends_on(rule_id):
            use.cases.append(case)
        for way in ways:
            if way != ADVICE:
                use.ways[way] = use.ways.get(way, 0) + 1


def _add_rules(rules: Ruleset, found: Mapping[str, RuleUse]) -> None:
    """What the rules themselves name: advice its grounds, tables their conditions."""
    for action in rules.actions.values():
        for rule_id in dict.fromkeys(_name(rules, named) for named in _named_by(action)):
            found[rule_id].actions.append(action)
    for decision in rules.decisions.values():
        for need in dict.fromkeys(need for row in decision.rows for need in row.needs):
            found[f"condition.{need}"].tables.append(decision)
    for rule in rules.rules():
        for figure in dict.fromkeys(EMBEDDED_FIGURE.findall(_sentences(rule))):
            found[figure].rules.append(rule)


def _name(rules: Ruleset, rule_id: str) -> str:
    return rules.anchor(rules.rule(rule_id))


def _named_by(action: Action) -> Iterator[str]:
    yield from action.rules
    yield from EMBEDDED_FIGURE.findall(action.says)
    if action.deadline:
        yield action.deadline.figure


def _sentences(rule: Rule) -> str:
    note = rule.note if isinstance(rule, Figure) else ""
    return f"{rule.says} {note}"
