"""Change the engine in thousands of small ways and see that the tests notice: `make mutation`.

    python -m tests.mutation                      every module of the engine
    python -m tests.mutation --only cost_sharing  one module; several with commas
    python -m tests.mutation --again              what survived last time (after new tests)

A run that was broken off goes on where it stopped, unless the engine or the tests changed since.
Exits with 1 when fewer than 90 percent of the mutants are killed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.mutation.properties import open_properties
from tests.mutation.report import read_results, report

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / ".setup" / "mutants"

#: The engine: every module in which coverage or money is decided.
ENGINE = (
    *("money", "amounts", "cost_sharing", "bill", "bill_steps", "limits", "second_payer"),
    *("coverage", "case", "case_rules", "line_bases", "program_terms", "programs"),
    *("public_lines", "typical", "prices", "unknown_facts", "unknown_terms", "unknown_amounts"),
    *("corners", "search", "worlds", "assess", "ways", "variations", "next_steps", "state_law"),
    *(
        "checks",
        "parse",
        "scenario",
        "answers",
        "facts",
        "figures",
        "rule",
        "ruleset",
        "assumptions",
    ),
    *("open_questions", "estimate", "form_answers", "working", "memory"),
)

#: The tests of the engine: in one process, without a fixture but `rules`.
TESTS = (
    *("scenarios", "parse", "money", "figures", "deadlines", "options", "state_law"),
    *("form_answers", "ranges", "properties", "decisions", "public_programs"),
    *("steps_of_money", "rule_lookup", "second_payer_steps", "charges", "ways"),
    *("unknown_ranges", "program_terms", "whose_terms", "yearly_limits", "corners"),
    *("coverage_facts", "assumptions", "what_to_find_out", "next_steps", "other_ways"),
    *("parts_of_an_estimate", "worked_bills", "answers"),
)

CONFIG = """
[tool.mutmut]
source_paths = ["calculator"]
only_mutate = {modules}
also_copy = ["docs/examples"]
pytest_add_cli_args = ["-p", "tests.mutation.quick", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests"]
type_check_command = ["mypy", "calculator", "--config-file", "../mypy.ini", "--output", "json"]
use_git_change_detection = false
track_dependencies = false
timeout_multiplier = 1
timeout_constant = 30
"""

#: The types alone: mypy's further checks are of style, and mutmut's own lines fail them.
TYPES = """
[mypy]
strict = true
warn_unused_ignores = false
explicit_package_bases = true
exclude = calculator/site/
"""


def main() -> int:
    """Make the mutants, test them, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="modules of the engine, with commas")
    parser.add_argument("--again", action="store_true", help="only what survived last time")
    parser.add_argument("--workers", type=int, default=2, help="mutants tested at the same time")
    asked = parser.parse_args()
    only = tuple(asked.only.replace(",", " ").split())
    unknown = set(only) - set(ENGINE)
    if unknown:
        parser.error(f"no module of the engine: {', '.join(sorted(unknown))}")
    modules = [name for name in only or ENGINE if _module(name).is_file()]
    work = WORK / ("some" if only else "all")
    survivors = prepare(work, modules, again=asked.again)
    run_mutmut(work, asked.workers, survivors)
    return report(read_results(work, modules))


def prepare(work: Path, modules: list[str], *, again: bool) -> list[str]:
    """Lay a copy of the project where mutmut works, and say which mutants alone to test again.

    Results of the last run are kept where they still hold: for the very same engine and tests,
    or, on ``again``, for the same engine.
    """
    tests = [ROOT / "tests" / f"test_{name}.py" for name in TESTS]
    engine = _digest(" ".join(modules), *_files("calculator/*.py", "calculator/rules/*.yaml"))
    everything = _digest(
        engine, *tests, *_files("tests/*.py", "tests/scenarios/*", "tests/answers/*")
    )
    stamp = work / "stamp"
    old = stamp.read_text().split() if stamp.is_file() else ["", ""]
    if old[0] != engine or (old[1] != everything and not again):
        shutil.rmtree(work, ignore_errors=True)
    _drop_broken_results(work)
    if not work.is_dir():
        _copy("calculator", work)
        for path in (work / "calculator").glob("*.py"):
            path.write_text(open_properties(path.read_text(encoding="utf-8")), encoding="utf-8")
    left_out = set(ROOT.glob("tests/test_*.py")) - set(tests)
    _copy("tests", work, *(path.name for path in left_out))
    _copy("docs/examples", work)
    config = CONFIG.format(modules=[f"calculator/{name}.py" for name in modules])
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (work / "pyproject.toml").write_text(project + config, encoding="utf-8")
    (work / "mypy.ini").write_text(TYPES, encoding="utf-8")
    stamp.write_text(f"{engine} {everything}")
    if not again:
        return []
    return [result.name for result in read_results(work, modules) if result.survived]


def _drop_broken_results(work: Path) -> None:
    """Have mutmut begin a module again whose results were cut off in the writing."""
    for results in work.glob("mutants/calculator/*.py.meta"):
        try:
            json.loads(results.read_text())
        except json.JSONDecodeError:
            results.unlink()
            results.with_suffix("").unlink(missing_ok=True)


def run_mutmut(work: Path, workers: int, mutants: list[str]) -> None:
    """Run mutmut in the copy; named mutants with more patience."""
    program = ("-m", "tests.mutation.mutants", "run", "--max-children", str(workers))
    folder = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    if mutants:
        env.setdefault("MUTATION_SECONDS", "40")
    subprocess.run([sys.executable, *program, *mutants], cwd=work, env=env, check=True)


def _module(name: str) -> Path:
    return ROOT / "calculator" / f"{name}.py"


def _files(*patterns: str) -> Iterable[Path]:
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


def _copy(folder: str, work: Path, *left_out: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "browser", *left_out)
    shutil.copytree(ROOT / folder, work / folder, ignore=ignored, dirs_exist_ok=True)


def _digest(*parts: str | Path) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return total.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
