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

from calculator.site.archive import LIBRARIES, write_archive
from calculator.site.places import ASSETS, NODE_MODULES, PACKAGE, ROOT, BuildError

RUNTIME = ASSETS / "runtime"
SCRIPTS = ASSETS / "calculator"
PYODIDE = NODE_MODULES / "pyodide"
COPIED = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
LOCK = "pyodide-lock.json"
ARCHIVE = "python.zip"


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
    lock = _read_lock()
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


def _builds() -> list[Path]:
    return [path for path in RUNTIME.glob("*") if path.is_dir()]


def _assemble(folder: Path, lock: dict[str, Any]) -> None:
    folder.mkdir()
    for name in COPIED:
        shutil.copy(PYODIDE / name, folder)
    # The full list of packages is of no use to a page that loads none of them.
    content = json.dumps({"info": lock["info"], "packages": {}})
    (folder / LOCK).write_text(content, encoding="utf-8")
    for script in _scripts():
        shutil.copy(script, folder)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _build_wheel(Path(scratch))
        write_archive(folder / ARCHIVE, PYODIDE / "python_stdlib.zip", wheel)


def _read_lock() -> dict[str, Any]:
    if not (PYODIDE / LOCK).exists():
        raise BuildError("the browser's Python is not installed; run `make setup`")
    lock: dict[str, Any] = json.loads((PYODIDE / LOCK).read_text(encoding="utf-8"))
    wanted = tuple(int(part) for part in lock["info"]["python"].split(".")[:2])
    if sys.version_info[:2] != wanted:
        # Byte code is tied to the minor version.
        raise BuildError(
            f"build with Python {wanted[0]}.{wanted[1]}, the version that the browser runs"
        )
    return lock


def _build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if run.returncode or not wheels:
        raise BuildError(f"the calculator's wheel cannot be built:\n{run.stdout}{run.stderr}")
    return wheels[0]


def _scripts() -> list[Path]:
    return sorted(SCRIPTS.glob("*.mjs"))


def _inputs() -> Iterator[tuple[str, bytes]]:
    """Everything that can change the folder's contents, by name."""
    for name in LIBRARIES:
        yield name, importlib.metadata.version(name).encode()
    own = [ROOT / "pyproject.toml", PYODIDE / "package.json"]
    own += [PACKAGE / "site" / name for name in ("runtime.py", "archive.py")]
    own += _scripts()
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
