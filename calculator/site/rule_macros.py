"""The macros of the rules browser: subjects, entries, fact-check sheets, disagreements."""

from collections.abc import Callable, Sequence

from calculator.site import rules_index
from calculator.site.check_sheets import check_sheet
from calculator.site.context import Printer
from calculator.site.rule_entries import subject_entries
from calculator.site.rule_usage import Usage
from calculator.site.subjects import subject

type Macro = Callable[..., str]


def rule_macros(printer: Callable[[], Printer], usage: Callable[[], Usage]) -> Sequence[Macro]:
    """Every macro of the rules browser."""

    def subject_rules(key: str) -> str:
        """Every rule of a subject."""
        here = printer()
        return subject_entries(here, subject(here.rules, key), usage())

    def fact_check_sheet(key: str) -> str:
        """The rules of a subject, to be checked on paper."""
        here = printer()
        return check_sheet(here, subject(here.rules, key), usage())

    def subjects_list() -> str:
        """Every subject."""
        return rules_index.subjects_list(printer())

    def confidence_list() -> str:
        """How sure we are, with the number of readings."""
        return rules_index.confidence_list(printer())

    def rules_by_name() -> str:
        """Every rule, with a link to its place."""
        return rules_index.rules_by_name(printer())

    def disagreements() -> str:
        """Every rule whose sources disagree."""
        return rules_index.disagreements(printer())

    fact_check_sheet.__name__ = "check_sheet"
    return (
        subject_rules,
        fact_check_sheet,
        subjects_list,
        confidence_list,
        rules_by_name,
        disagreements,
    )
