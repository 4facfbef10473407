"""How long the site takes to build, against plain MkDocs with the same pages.

Both build from nothing, in copies of the project. Ours does everything `make build` does: it
compiles the rules, assembles the runtime, writes the generated pages, runs MkDocs, and checks the
finished site.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from calculator.site.places import BuildError
from tests.bench.projects import copy_project, forget, pages, plain_project, run

TIMES = 10


@dataclass(frozen=True, slots=True)
class Builds:
    """Seconds for the same pages: ours from nothing, plain, and ours once more over its result."""

    pages: int
    site: list[float]
    plain: list[float]
    again: list[float]


def measure(rounds: int, say: Callable[[str], None]) -> list[Builds]:
    """Build the site as it is, and once with ten times the pages, ours and plain in turn."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for times, count in ((1, rounds), (TIMES, 1)):
            folder = Path(scratch) / f"times-{times}"
            site = copy_project(folder / "site", times)
            plain = plain_project(site, folder / "plain")
            builds = Builds(len(pages(plain)), [], [], [])
            for _ in range(count):
                forget(site)
                builds.site.append(_seconds(site, "-m", "calculator.site", "build"))
                builds.plain.append(_seconds(plain, "-m", "mkdocs", "build", "--quiet"))
                check_same_text(site, plain)
                if times == 1:
                    builds.again.append(_seconds(site, "-m", "calculator.site", "build"))
                say(
                    f"  {builds.pages} pages: site {builds.site[-1]:.1f} s,"
                    f" plain MkDocs {builds.plain[-1]:.1f} s"
                )
            found.append(builds)
    return found


def check_same_text(site: Path, plain: Path) -> None:
    """Refuse to compare with pages that hold less: the printed rules must be in them."""
    ours, others = (
        sum(path.stat().st_size for path in (project / "site").rglob("*.html"))
        for project in (site, plain)
    )
    if others < ours * 0.9:
        raise BuildError(f"the plain pages have {others:,} bytes, ours {ours:,}")


def _seconds(folder: Path, *command: str) -> float:
    began = time.perf_counter()
    run(folder, *command)
    return time.perf_counter() - began
