"""Where a rule stands on the site: one page for each subject, one subject for each rule file."""

from calculator.rule import Row, Rule
from calculator.ruleset import Ruleset


def file_of(rules: Ruleset, rule: Rule) -> str:
    """The name of the file a rule is written in: ``private_cost_sharing.yaml``."""
    return rules.files[decision_of(rule) if isinstance(rule, Row) else rules.anchor(rule)]


def decision_of(row: Row) -> str:
    """The id of the decision table a row belongs to."""
    return row.id.rpartition(".")[0]


def subject_of(file_name: str) -> str:
    """The subject of a rule file, as addresses have it: ``private-cost-sharing``."""
    return file_name.removesuffix(".yaml").replace("_", "-")


def rule_address(rules: Ruleset, rule: Rule) -> str:
    """The address of a rule, seen from the top of the site: ``rules/medicare/#medicare.part_b``."""
    return f"rules/{subject_of(file_of(rules, rule))}/#{rules.anchor(rule)}"
