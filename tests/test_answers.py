"""Nothing in the answer to a published case changes unnoticed."""

from pathlib import Path

import pytest

from tests.answers import ANSWERS, answer_file, outline
from tests.cases import FILES, case_id


@pytest.mark.parametrize("case", FILES, ids=case_id)
def test_the_whole_answer_is_the_one_that_was_looked_at(case: Path) -> None:
    kept = answer_file(case)
    assert kept.is_file(), "a new case: run `python -m tests.answers` and read what it writes"
    told = outline(case)
    assert told == kept.read_text(encoding="utf-8"), (
        "if each difference is meant, write the answers anew: `python -m tests.answers`"
    )


def test_every_kept_answer_belongs_to_a_case() -> None:
    assert set(ANSWERS.glob("*")) == {answer_file(case) for case in FILES}
