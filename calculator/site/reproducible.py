"""The same inputs give the same bytes: build twice, from nothing, and compare every file."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from calculator.site.places import ASSETS, DOCS, ROOT, SITE, BuildError

#: What a build leaves behind and a second one would find again.
_MADE = (SITE, ASSETS / "runtime", DOCS / "data", ROOT / ".cache")


def build_twice() -> None:
    """Build, forget it all, build again, and compare.

    Raises:
        BuildError: with the names of the files that differ.

    """
    builds = []
    # Another seed orders every set another way: what leans on that order shows.
    for seed in ("1", "2"):
        for folder in _MADE:
            shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "calculator.site", "build"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            raise BuildError("the site cannot be built; the message stands above")
        builds.append(digests(SITE))
    if names := differing(*builds):
        raise BuildError("two builds of the same inputs differ in:\n" + "\n".join(names))
    print(f"Two builds, {len(builds[0])} files, the same bytes.")


def digests(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, by its place in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """The names that are not in both, or not with the same bytes."""
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )
