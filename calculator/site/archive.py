"""One zip with all the Python the browser needs, compiled, without the parts it never imports.

The standard library ships as source; compiling it at every start would be most of the start.
"""

import importlib.metadata
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from calculator.site.places import BuildError

LIBRARIES = ("jinja2", "markupsafe")

_UNUSED = """
_pydecimal _pyio _pyrepl bdb cProfile code codeop configparser ctypes curses doctest ensurepip
ftplib idlelib imaplib mailbox modulefinder multiprocessing optparse pdb pickletools poplib profile
pstats pyclbr pydoc pydoc_data rlcompleter smtplib sqlite3 tabnanny timeit tkinter tomllib trace
turtle turtledemo unittest venv wave webbrowser wsgiref xml xmlrpc zipapp
"""
LEFT_OUT = frozenset(_UNUSED.split())
"""Parts of the standard library that neither the runtime nor the calculator imports."""

_ENCODINGS = """
__init__ aliases ascii cp437 idna latin_1 raw_unicode_escape unicode_escape utf_8 utf_8_sig
"""
ENCODINGS = frozenset(_ENCODINGS.split())
"""The text encodings that are used; the standard library brings a hundred more."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""One date for every file, so that the same input gives the same bytes."""

type Files = dict[str, bytes]


def write_archive(target: Path, standard_library: Path, wheel: Path) -> None:
    """Write the zip that the runtime mounts as its standard library."""
    files = _standard_library(standard_library)
    for name in LIBRARIES:
        files.update(_installed(name))
    files.update(_calculator(wheel))
    _write(target, files)
    _compile(target)
    with zipfile.ZipFile(target) as compiled:
        _write(target, {name: compiled.read(name) for name in compiled.namelist()})


def _standard_library(path: Path) -> Files:
    return {name: content for name, content in _members(path) if _is_needed(name)}


def _is_needed(name: str) -> bool:
    parts = name.removesuffix(".py").split("/")
    if parts[0] == "encodings":
        return len(parts) == 2 and parts[1] in ENCODINGS  # noqa: PLR2004 - package/module
    return parts[0] not in LEFT_OUT


def _installed(name: str) -> Files:
    """Return the pure Python files and the licence of an installed library.

    Its C parts are left out: both libraries have a pure Python form of them.
    """
    found: Files = {}
    for path in importlib.metadata.files(name) or ():
        is_module = path.parts[0] == name and path.suffix == ".py"
        is_notice = ".dist-info" in path.parts[0] and path.name.startswith("LICENSE")
        if is_module or is_notice:
            found[path.as_posix()] = Path(path.locate()).read_bytes()
    if f"{name}/__init__.py" not in found:
        raise BuildError(f"{name} is not installed; run `make setup`")
    return found


def _calculator(wheel: Path) -> Files:
    files = dict(_members(wheel))
    for needed in ("calculator/browser.py", "calculator/compiled_rules.json"):
        if needed not in files:
            raise BuildError(
                f"{wheel.name} lacks {needed}; check the wheel's settings in pyproject.toml"
            )
    if any(name.startswith("calculator/site/") for name in files):
        raise BuildError(
            f"{wheel.name} carries the build side; leave calculator/site out of the wheel"
        )
    return files


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield item.filename, archive.read(item)


def _write(target: Path, files: Files) -> None:
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            item = zipfile.ZipInfo(name, _LONG_AGO)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, files[name])
    partial.replace(target)


def _compile(archive: Path) -> None:
    """Turn every module into byte code. A fixed date makes Python write no time into it."""
    command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", str(archive)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise BuildError(f"`pyodide py-compile` failed:\n{run.stdout}{run.stderr}")
