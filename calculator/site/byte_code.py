"""Byte code for the browser: compiled by pyodide-build, without what only a debugger reads."""

import importlib.util
import json
import marshal
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import CodeType

from calculator.site.places import ROOT, BuildError

#: A `.pyc` file begins with a number for the Python that wrote it, flags, a date and a size.
_HEAD = 16
_SMALL = ("-OO", "-X", "no_debug_ranges")  # no docstrings, no columns

_COLLECT = """
import json, sys, types, zipfile
texts = []
def run(text, scope, names):
    texts.append(text)
    exec(text, scope, names)
module = sys.modules["dataclasses"] = types.ModuleType("dataclasses")
module.exec = run
exec(zipfile.ZipFile(sys.argv[1]).read("dataclasses.py"), vars(module))
import calculator.browser
print(json.dumps(texts))
"""


def compile_files(sources: Mapping[str, bytes]) -> dict[str, CodeType]:
    """Compile Python files, by path, with `pyodide py-compile`."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "sources.zip"
        with zipfile.ZipFile(archive, "w") as target:
            for path, content in sources.items():
                target.writestr(path, content)
        command = ("-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0")
        _run(*_SMALL, *command, str(archive))
        with zipfile.ZipFile(archive) as compiled:
            return {
                name.removesuffix("c"): _code(name, compiled.read(name))
                for name in sorted(compiled.namelist())
            }


def generated_code(standard_library: Path) -> dict[str, CodeType]:
    """Return the code that ``dataclasses`` writes for the calculator's classes, by its text.

    The browser's own ``dataclasses`` writes it here, since another release may write it otherwise.
    What the browser does not find here it compiles itself: that is slower, and nothing else.
    """
    texts: list[str] = json.loads(_run("-OO", "-c", _COLLECT, str(standard_library)))
    return {text: without_lines(compile(text, "", "exec", dont_inherit=True)) for text in texts}


def without_lines(code: CodeType) -> CodeType:
    """Leave out which line an instruction comes from."""
    constants = tuple(
        without_lines(part) if isinstance(part, CodeType) else part for part in code.co_consts
    )
    return code.replace(co_consts=constants, co_linetable=_no_lines(len(code.co_code) // 2))


def _no_lines(instructions: int) -> bytes:
    """A table that says of each instruction, eight at a time, that its line is not known."""
    full, left = divmod(instructions, 8)
    return b"\xff" * full + (bytes([0xF7 + left]) if left else b"")


def _code(name: str, content: bytes) -> CodeType:
    if content[:4] != importlib.util.MAGIC_NUMBER:
        raise BuildError(f"`pyodide py-compile` left {name} as it was")
    code: CodeType = marshal.loads(content[_HEAD:])  # noqa: S302 - compiled just now
    return without_lines(code)


def _run(*command: str) -> str:
    # A fixed date makes Python write no time into what it compiles.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
    run = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise BuildError(f"`python {' '.join(command)}` failed:\n{run.stdout}{run.stderr}")
    return run.stdout
