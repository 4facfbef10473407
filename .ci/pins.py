"""The pinned packages, and stamps that tell which of them are already in place."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from machine import SetupError

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".setup"
REQUIREMENTS = ROOT / ".ci" / "requirements.txt"


def digest(*parts: str | Path) -> str:
    """Return one digest of texts and of the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def is_fresh(folder: Path, name: str, key: str) -> bool:
    """Tell whether a step was finished in this folder with these very inputs."""
    stamp = folder / f".stamp-{name}"
    return stamp.is_file() and stamp.read_text() == key


def stamp(folder: Path, name: str, key: str) -> None:
    """Remember that a step is finished."""
    (folder / f".stamp-{name}").write_text(key)


def names_for(*groups: str) -> list[str]:
    """Return the pinned packages that these groups of pyproject.toml need, directly or not.

    uv notes below each package what needs it: another package, or a group of the project.
    """
    needed_by: dict[str, set[str]] = {}
    for entry in re.split(r"\n(?=\w)", REQUIREMENTS.read_text()):
        name = entry.partition("==")[0]
        notes = re.findall(
            r"^ +# +(?:via )?(\S+)(?: \(pyproject\.toml:(\w+)\))?$", entry, re.MULTILINE
        )
        needed_by[name] = {group or other for other, group in notes}
    needed = set(groups)
    while True:
        more = {name for name, others in needed_by.items() if others & needed} - needed
        if not more:
            return sorted(needed & set(needed_by))
        needed |= more


def pinned(*names: str) -> str:
    """Return the pinned lines, with their hashes, of the named packages."""
    text = REQUIREMENTS.read_text()
    lines = []
    for name in names:
        entry = re.search(rf"^{re.escape(name)}==.*(?:\n .*)*", text, re.MULTILINE)
        if entry is None:
            message = f"{REQUIREMENTS.name} does not pin {name}: run `make lock`."
            raise SetupError(message)
        lines.append(entry.group() + "\n")
    return "".join(lines)


def requirements_file(name: str, text: str) -> Path:
    """Write a part of the pinned packages to a file of its own, for an installer to read."""
    path = TOOLS / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path
