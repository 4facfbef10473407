"""What the browser's archive has of each module, as found by running every case in it.

``used_modules.txt`` keeps the result, so that a change of it is seen in review.
"""

from collections.abc import Mapping
from pathlib import Path

from calculator.site.lazy_modules import AT_ONCE, CARRIED, NAMED, STAND_IN
from calculator.site.places import PACKAGE, BuildError
from calculator.site.python_files import Files, calculator_modules, imports, module_name

LIST = PACKAGE / "site" / "used_modules.txt"

type Kinds = Mapping[str, int]

FILE = 4
"""A file of its own in the archive: Python reads it before it can look anywhere else."""

WORDS = {
    "file": FILE,
    "carried": CARRIED,
    "at_once": AT_ONCE,
    "named": NAMED,
    "stand_in": STAND_IN,
}

#: Modules that put others beside themselves when they run.
RUN_AT_ONCE = frozenset({"collections", "importlib"})

_HEAD = """\
# What the browser's Python imports before and during an estimate, and what of it is there:
# see calculator/site/lazy_modules.py. Written by: python -m calculator.site modules
"""


def read_list(path: Path = LIST) -> dict[str, int]:
    """Read the kinds of all modules but the calculator's own, of which all are carried."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, word = line.partition(" ")
        if not line.startswith("#"):
            if word not in WORDS:
                raise BuildError(f"{path.name}: {line!r} is not a module and its kind")
            found[name] = WORDS[word]
    return found


def all_kinds(files: Files) -> dict[str, int]:
    """The kinds of all modules, with the calculator's own.

    Raises:
        BuildError: the calculator imports what is not listed, so that the browser would lack it.

    """
    listed = read_list()
    own = calculator_modules(files)
    known = {module_name(path): path for path in files}
    for name in sorted(own):
        for wanted in imports(files[known[name]]):
            if wanted in known and wanted not in own and listed.get(wanted, NAMED) == NAMED:
                raise BuildError(
                    f"{name} imports {wanted}, which the browser's archive does not carry; "
                    "run `python -m calculator.site modules`"
                )
    return dict.fromkeys(own, CARRIED) | listed


def write_list(kinds: Kinds, path: Path = LIST) -> None:
    """Write the list, in the order of the names."""
    words = {kind: word for word, kind in WORDS.items()}
    lines = (f"{name} {words[kind]}\n" for name, kind in sorted(kinds.items()))
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")
