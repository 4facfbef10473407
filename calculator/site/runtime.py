"""Puts everything the page loads to run Python into one folder, named after its contents.

One folder is one build: the page's scripts, the runtime, the calculator and its rules. A page
names its folder, so an old page never loads a new part, whatever a cache has kept.
"""

import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calculator.site.archive import write_archive
from calculator.site.find_modules import find_kinds
from calculator.site.module_kinds import LIST, all_kinds, write_list
from calculator.site.places import ASSETS, NODE_MODULES, PACKAGE, ROOT, BuildError
from calculator.site.python_files import LIBRARIES, REPLACED, Files, python_files

RUNTIME = ASSETS / "runtime"
SCRIPTS = ASSETS / "calculator"
PYODIDE = NODE_MODULES / "pyodide"
STANDARD_LIBRARY = PYODIDE / "python_stdlib.zip"

COPIED = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
LOCK = "pyodide-lock.json"
ARCHIVE = "python.bin"

_ASSEMBLY = (
    "archive.py",
    "byte_code.py",
    "lazy_modules.py",
    "module_kinds.py",
    "python_files.py",
    "runtime.py",
    "slim_rules.py",
)


def runtime_path() -> str:
    """Return the current build's folder relative to the site's root, with a slash at its end.

    Raises:
        BuildError: there is no such folder yet.

    """
    folder = RUNTIME / _digest()
    if not folder.is_dir():
        newest = max(_builds(), key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            raise BuildError("the runtime is missing; run `python -m calculator.site prebuild`")
        folder = newest
    return f"assets/runtime/{folder.name}/"


def write_runtime() -> Path:
    """Write the folder of the current build where it is missing, and remove older ones."""
    lock = read_lock()
    folder = RUNTIME / _digest()
    RUNTIME.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=ROOT, prefix=".runtime-") as scratch:
            _assemble(Path(scratch) / "build", lock)
            (Path(scratch) / "build").rename(folder)
    for old in _builds():
        if old != folder:
            shutil.rmtree(old)
    return folder


def renew_module_list() -> None:
    """Find out which modules the browser needs, by running every case, and write them down."""
    write_list(find_kinds(PYODIDE, read_lock(), browser_files()))


def browser_files() -> Files:
    """All Python files that may go to the browser, by path."""
    with tempfile.TemporaryDirectory() as scratch:
        return python_files(STANDARD_LIBRARY, _build_wheel(Path(scratch)))


def _builds() -> list[Path]:
    return [path for path in RUNTIME.glob("*") if path.is_dir()]


def _assemble(folder: Path, lock: dict[str, Any]) -> None:
    folder.mkdir()
    for name in COPIED:
        shutil.copyfile(PYODIDE / name, folder / name)
    for script in SCRIPTS.glob("*.mjs"):
        shutil.copyfile(script, folder / script.name)
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf-8")
    files = browser_files()
    write_archive(folder / ARCHIVE, STANDARD_LIBRARY, files, all_kinds(files))


def read_lock() -> dict[str, Any]:
    """The list of packages, without the packages: a page that loads none has no use for them.

    Raises:
        BuildError: the browser's Python is missing, is not the pinned one, or is not of the
            version that runs this build.

    """
    if not (PYODIDE / LOCK).exists():
        raise BuildError("the browser's Python is not installed; run `make setup`")
    if _pin(NODE_MODULES / ".package-lock.json") != _pin(ROOT / "package-lock.json"):
        raise BuildError("the browser's Python is not the pinned one; run `make setup`")
    info: dict[str, Any] = json.loads((PYODIDE / LOCK).read_text(encoding="utf-8"))["info"]
    wanted = tuple(int(part) for part in info["python"].split(".")[:2])
    if sys.version_info[:2] != wanted:
        # Byte code is tied to the minor version.
        raise BuildError(
            f"build with Python {wanted[0]}.{wanted[1]}, the version that the browser runs"
        )
    return {"info": info, "packages": {}}


def _pin(lock: Path) -> tuple[str, str]:
    """The version and the digest with which npm installed the browser's Python, or has to."""
    entry = json.loads(lock.read_text(encoding="utf-8"))["packages"][f"node_modules/{PYODIDE.name}"]
    return entry["version"], entry["integrity"]


def _build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if run.returncode or not wheels:
        raise BuildError(f"the calculator's wheel cannot be built:\n{run.stdout}{run.stderr}")
    return wheels[0]


def _inputs() -> Iterator[tuple[str, bytes]]:
    """Everything that can change the folder's contents, by name."""
    for name in LIBRARIES:
        yield name, importlib.metadata.version(name).encode()
    own = [ROOT / "pyproject.toml", PYODIDE / "package.json", LIST, *REPLACED.values()]
    own += [PACKAGE / "site" / name for name in _ASSEMBLY]
    own += SCRIPTS.glob("*.mjs")
    own += (path for path in PACKAGE.rglob("*") if _ships(path.relative_to(PACKAGE)))
    for path in sorted(path for path in own if path.is_file()):
        yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def _ships(path: Path) -> bool:
    return path.parts[0] not in {"site", "rules"} and "__pycache__" not in path.parts


def _digest() -> str:
    digest = hashlib.sha256()
    for name, content in _inputs():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
