"""The Python files that may go to the browser: standard library, Jinja2, the calculator."""

import ast
import importlib.metadata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from calculator.site.places import PACKAGE, BuildError

LIBRARIES = ("jinja2", "markupsafe")
STARTS = ("calculator.browser", "calculator.rehearsal")

_SHORT_FORMS = PACKAGE / "site" / "in_place_of"
REPLACED = {
    "_pyodide/docstring.py": _SHORT_FORMS / "docstring.py",
    "pyodide/_package_loader.py": _SHORT_FORMS / "package_loader.py",
}
"""Modules of Pyodide that do much while Python starts, and our own short forms of them."""

type Files = dict[str, bytes]


def python_files(standard_library: Path, wheel: Path) -> Files:
    """All modules, by path."""
    files = dict(_members(standard_library))
    for name in LIBRARIES:
        files.update(_installed(name))
    files.update(_members(wheel))
    if any(path.startswith("calculator/site/") for path in files):
        raise BuildError(
            f"{wheel.name} carries the build side; leave calculator/site out of the wheel"
        )
    files.update((path, own.read_bytes()) for path, own in REPLACED.items())
    return {path: content for path, content in files.items() if path.endswith(".py")}


def notices() -> Files:
    """The licences of the libraries, which go wherever their code goes."""
    return {
        path.as_posix(): Path(path.locate()).read_bytes()
        for name in LIBRARIES
        for path in importlib.metadata.files(name) or ()
        if ".dist-info" in path.parts[0] and path.name.startswith("LICENSE")
    }


def module_name(path: str) -> str:
    """The name by which a file is imported."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def calculator_modules(files: Files) -> set[str]:
    """The calculator's modules that the browser starts with, and those they import."""
    by_name = {module_name(path): path for path in files if path.startswith("calculator/")}
    for name in STARTS:
        if name not in by_name:
            raise BuildError(f"the wheel lacks {name}; check its settings in pyproject.toml")
    found: set[str] = set()
    waiting = list(STARTS)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting += [name.rpartition(".")[0], *imports(files[by_name[name]])]
    return found


def imports(content: bytes) -> Iterator[str]:
    """The names of the modules that a file imports when it runs; of a name in it, both forms."""
    waiting: list[ast.AST] = [ast.parse(content)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _installed(name: str) -> Files:
    """The pure Python files of an installed library; of its C parts there is a Python form too."""
    found = {
        path.as_posix(): Path(path.locate()).read_bytes()
        for path in importlib.metadata.files(name) or ()
        if path.parts[0] == name and path.suffix == ".py"
    }
    if f"{name}/__init__.py" not in found:
        raise BuildError(f"{name} is not installed; run `make setup`")
    return found


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield item.filename, archive.read(item)
