"""Start mutmut with what this project has it mutate.

Four things differ from what mutmut does by itself:

- A sentence for the reader (a text with a space in it) is left alone: its words are no logic.
- Any other text is changed in one way, not in three: a key is wrong in any spelling but its own.
- A property is mutated as well. mutmut leaves decorated functions alone, so the copy that it
  works on has the body of each property in a method of its own (`properties.py`).
- pytest is started once and not for every mutant (`quick.py`).
"""

from collections.abc import Iterable
from typing import Any

# These are in the environment of `make mutation` alone.
import libcst  # type: ignore[import-not-found]
from mutmut.__main__ import cli  # type: ignore[import-not-found]
from mutmut.mutation.mutators import mutation_operators  # type: ignore[import-not-found]
from mutmut.runners.harness import PytestRunner  # type: ignore[import-not-found]
from mutmut.state import state  # type: ignore[import-not-found]

_with_pytest = PytestRunner.run_tests


def changed_text(node: Any) -> Iterable[Any]:  # noqa: ANN401
    """Yield the mutants of a text: none of a sentence or a docstring, one of a key."""
    quote, text = getattr(node, "quote", ""), getattr(node, "raw_value", "")
    if len(quote) == 1 and text and " " not in text:
        yield node.with_changes(value=f"{node.prefix}{quote}XX{text}XX{quote}")


def run_tests(runner: Any, *, mutant_name: str | None, tests: Iterable[str]) -> int:  # noqa: ANN401
    """Test one mutant in this process, or the unchanged engine with pytest."""
    if mutant_name is None:
        return int(_with_pytest(runner, mutant_name=None, tests=tests))
    from tests.mutation.quick import kills  # noqa: PLC0415 - pytest imports it first

    return int(kills(mutant_name, tests, state().duration_by_test))


def main() -> None:
    """Run mutmut's own command line."""
    mutation_operators[:] = [
        (kind, changed_text if kind is libcst.BaseString else operator)
        for kind, operator in mutation_operators
    ]
    PytestRunner.run_tests = run_tests
    cli()


if __name__ == "__main__":
    main()
