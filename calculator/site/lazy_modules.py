"""Gives the browser's Python its modules, each when something in it is first used.

The archive carries this file as ``sitecustomize``, which Python runs at the end of its own start.
All later modules come from one part of the archive, ``MODULES``: the length of a table (four
bytes, the least first), the table, then byte code.

Pyodide imports many modules that an estimate never touches; ``asyncio`` alone is thirty. Such a
module need not run, and most need not even be there. The table tells their kinds apart:

* ``CARRIED``: its byte code runs when anything in it is asked for;
* ``AT_ONCE``: it runs when it is imported, because it puts other modules beside itself;
* ``NAMED``: it can be imported, but there is nothing in it;
* ``STAND_IN``: every name can be imported from it (``from zipfile import ZipFile``), but what
  stands behind the name cannot be used.

Python has not read its own library yet when this runs, hence no more imports than these.
"""

import marshal
import sys
from _frozen_importlib import ModuleSpec
from zipimport import zipimporter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import Any

    type Table = dict[str, tuple[int, bool, int, int]]
    """By name: kind, whether it is a package, start and length of its byte code."""
else:
    ModuleType = type(sys)

MODULES = "modules.bin"
CARRIED, AT_ONCE, NAMED, STAND_IN = range(4)


class _Waiting(ModuleType):
    """A module that has not run yet."""

    def __getattr__(self, name: str) -> object:
        if name in {"__path__", "__file__"}:  # the import system asks every module for these
            raise AttributeError(name)
        modules: Any = self.__loader__
        part = f"{self.__name__}.{name}"
        if part in modules.table:  # to import a part, the package need not run
            __import__(part)
            return sys.modules[part]
        modules.run(self)
        return getattr(self, name)


class _Name(type):
    """What stands behind a name that nobody uses. To call it is an error that says which."""

    def __call__(cls, *_: object, **__: object) -> None:
        raise TypeError(f"{cls.__name__} is not in the browser's archive")

    def __getattr__(cls, name: str) -> "_Name":
        return _name(f"{cls.__name__}.{name}", name)


class _StandIn(ModuleType):
    """A module of which only names are needed."""

    def __getattr__(self, name: str) -> _Name:
        found = _name(f"{self.__name__}.{name}", name)
        setattr(self, name, found)
        return found


def _name(full: str, last: str) -> _Name:
    if last.startswith("__"):
        raise AttributeError(last)
    return _Name(full, (), {})


class Modules:
    """Finds and loads the modules of one archive, and remembers which were wanted."""

    def __init__(self, archive: str) -> None:
        """Read the table."""
        self.archive = archive
        self.content = memoryview(zipimporter(archive).get_data(MODULES))
        self.start = 4 + int.from_bytes(self.content[:4], "little")
        self.table: Table
        self.generated: dict[str, CodeType]
        self.table, self.generated = marshal.loads(self.content[4 : self.start])  # noqa: S302
        self.early = frozenset(sys.modules)
        self.imported: list[str] = []
        self.executed: list[str] = []
        self.compiled_here: list[str] = []

    def find_spec(
        self,
        name: str,
        path: "Sequence[str] | None" = None,  # noqa: ARG002 - as the import system calls it
        target: "ModuleType | None" = None,  # noqa: ARG002
    ) -> "ModuleSpec | None":
        """Say whether the archive has the module."""
        if name not in self.table:
            return None
        is_package = self.table[name][1]
        loader: Any = self
        spec = ModuleSpec(name, loader, origin=self.archive, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = [f"{self.archive}/{name.replace('.', '/')}"]
        return spec

    def create_module(self, spec: ModuleSpec) -> "ModuleType | None":
        """Make the module, without anything in it."""
        self.imported.append(spec.name)
        kind = self.table[spec.name][0]
        if kind == AT_ONCE:
            return None
        return _StandIn(spec.name) if kind == STAND_IN else _Waiting(spec.name)

    def exec_module(self, module: "ModuleType") -> None:
        """Run a module that cannot wait."""
        if self.table[module.__name__][0] == AT_ONCE:
            self.run(module)

    def run(self, module: "ModuleType") -> None:
        """Fill a module."""
        name = module.__name__
        kind, _, start, size = self.table[name]
        if kind == NAMED:
            raise ImportError(f"{name} is not in the browser's archive", name=name)
        self.executed.append(name)
        module.__class__ = ModuleType
        start += self.start
        code = marshal.loads(self.content[start : start + size])  # noqa: S302 - our own archive
        exec(code, module.__dict__)  # noqa: S102 - what an import does
        if name == "dataclasses":
            vars(module)["exec"] = self.run_generated

    def run_generated(
        self, text: str, scope: "dict[str, object]", names: "dict[str, object]"
    ) -> None:
        """Stand in for ``exec`` in ``dataclasses``, which writes and runs code for each class.

        To compile that code would take longer than all else in the calculator's own start.
        """
        code = self.generated.get(text)
        if code is None:
            self.compiled_here.append(text)
        exec(code or text, scope, names)  # noqa: S102 - what the standard library does


if __name__ == "sitecustomize":
    modules = Modules(next(path for path in sys.path if path.endswith(".zip")))
    sys.meta_path.insert(-1, modules)
