"""What became of the mutants: read from mutmut's folder, held against the explained survivors."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.properties import BODY

EXPLAINED = Path(__file__).with_name("survivors.toml")

#: The least share of the mutants that the tests must kill.
LEAST = 0.90

#: mutmut's exit codes. A mutant that runs for ever (timeout) is noticed, so it counts as killed.
_KILLED = (1, 3, 24, -24, 36, 152, 255, -9, -11)
_BY_TYPES = 37


@dataclass(frozen=True, slots=True)
class Result:
    """One mutant: where it is, and what became of it."""

    module: str
    name: str
    exit_code: int | None
    spans: Path

    @property
    def by_types(self) -> bool:
        """Whether the type checker alone refuses it, so that no test had to be run."""
        return self.exit_code == _BY_TYPES

    @property
    def killed(self) -> bool:
        """Whether a test failed because of it."""
        return self.exit_code in _KILLED

    @property
    def survived(self) -> bool:
        """Whether every test passed all the same, or no test reached it."""
        return not self.killed and not self.by_types

    @property
    def function(self) -> str:
        """The function or the method it is in."""
        mangled = self.name.rpartition(".")[2].partition("__mutmut_")[0]
        return mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".").removesuffix(BODY)

    def change(self) -> str:
        """The change in words: module.function: `old line` → `new line`."""
        mutant = self.name.rpartition(".")[2]
        original = mutant.partition("__mutmut_")[0] + "__mutmut_orig"
        spans = json.loads(self.spans.read_text())["spans"]
        text = self.spans.with_suffix("").read_text(encoding="utf-8")
        source = re.sub(r"__mutmut_(orig|\d+)\b", "", text).splitlines()
        old, new = (source[spans[name][0] - 1 : spans[name][1]] for name in (original, mutant))
        found = list(difflib.ndiff(old, new))
        was, now = (_one_line(found, sign) for sign in ("- ", "+ "))
        return f"{self.module}.{self.function}: `{was}` → `{now}`"


def _one_line(found: list[str], sign: str) -> str:
    return " ".join(line[2:].strip() for line in found if line.startswith(sign))


def read_results(work: Path, modules: Iterable[str]) -> list[Result]:
    """Read what mutmut has found out so far."""
    results = []
    for module in modules:
        path = work / "mutants" / "calculator" / f"{module}.py.meta"
        if path.is_file():
            codes = json.loads(path.read_text())["exit_code_by_key"]
            spans = path.with_suffix(".spans")
            results += [Result(module, name, code, spans) for name, code in codes.items()]
    return results


def report(results: list[Result]) -> int:
    """Print the table and the survivors; return 1 when too few mutants were killed."""
    print(f"\n{'module':18}{'mutants':>8}{'killed':>8}{'survived':>10}{'score':>8}{'by types':>10}")
    for module in dict.fromkeys(result.module for result in results):
        _print_row(module, [result for result in results if result.module == module])
    _print_row("all", results)
    print("\nby types: the type checker alone refuses them. No test was run; they do not score.")
    survivors = [result.change() for result in results if result.survived]
    reasons = explained()
    unexplained = [change for change in survivors if change not in reasons]
    for change in survivors:
        if change in reasons:
            print(f"\n{change}\n    {reasons[change]}")
    if unexplained:
        print(f"\nSurvivors that {EXPLAINED.name} does not explain: {len(unexplained)}")
        print(*(f"  {change}" for change in unexplained), sep="\n")
    tested = {f"{result.module}.{result.function}" for result in results}
    killed = [c for c in reasons if c.partition(":")[0] in tested and c not in survivors]
    if killed:
        print(f"\nExplained in {EXPLAINED.name}, but not among the survivors any more:")
        print(*(f"  {change}" for change in killed), sep="\n")
    score = _score(results)
    print(f"\nScore: {score:.1%}. At least {LEAST:.0%} is wanted.")
    return int(score < LEAST)


def explained() -> dict[str, str]:
    """The survivors that a person has looked at, each with the reason why it may survive."""
    document = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return {
        change: group["reason"]
        for group in document.get("group", [])
        for change in group["mutants"]
    }


def _print_row(name: str, results: list[Result]) -> None:
    killed = sum(result.killed for result in results)
    survived = sum(result.survived for result in results)
    by_types = sum(result.by_types for result in results)
    numbers = f"{killed + survived:8}{killed:8}{survived:10}{_score(results):8.1%}{by_types:10}"
    print(f"{name:18}{numbers}")


def _score(results: list[Result]) -> float:
    killed = sum(result.killed for result in results)
    tested = killed + sum(result.survived for result in results)
    return killed / tested if tested else 1.0
