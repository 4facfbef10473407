"""Measure three pages as a phone with Lighthouse: `make lighthouse`.

It runs the pinned npm package against this machine's Chromium and the finished site, which a server
here shows under a sub-path. The result is a table; it fails where a page falls short. The first run
fetches the package into `.setup/lighthouse/`. Leave the machine alone while it runs: the measure of
speed depends on what else the machine does.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from calculator.site.places import ROOT, SITE
from calculator.site.server import address, site_server
from tests.bench.chromium import FLAGS, chromium

PAGES = {"home page": "", "article": "plans/original-medicare/", "calculator": "estimate/"}

#: The least score of each category.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}

_HERE = Path(__file__).parent
_HOME = ROOT / ".setup" / "lighthouse"
_PINS = ("package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse found on one page: points from 0 to 100, and the checks that cost points."""

    points: Mapping[str, int]
    faults: Sequence[str]

    def short(self) -> list[str]:
        """The categories with too few points."""
        return [name for name, least in LEAST.items() if self.points[name] < least]


def read_scores(report: Mapping[str, Any]) -> Scores:
    """Take the points and the faults out of a report of Lighthouse."""
    points = {name: round((report["categories"][name]["score"] or 0) * 100) for name in LEAST}
    faults = [
        f"{audit['id']}: {audit['title']} {audit.get('displayValue') or ''}".rstrip()
        for name in LEAST
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] and (audit := report["audits"][reference["id"]])["score"] is not None
        if audit["score"] < _passes(name)
    ]
    return Scores(points, faults)


def _passes(category: str) -> float:
    """A measure of speed passes from 0.9 on; everything else passes or not."""
    return 0.9 if category == "performance" else 1


def set_up() -> Path:
    """Fetch the pinned package where it is missing or another one; return its program."""
    wanted = {name: (_HERE / name).read_bytes() for name in _PINS}
    program = _HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
    there = {name: _bytes(_HOME / name) for name in _PINS}
    if there == wanted and program.is_file():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Lighthouse needs Node 18.20 or newer with npm; install it first.")
    _HOME.mkdir(parents=True, exist_ok=True)
    for name, content in wanted.items():
        (_HOME / name).write_bytes(content)
    command = [npm, "ci", "--loglevel=error", "--ignore-scripts"]
    if subprocess.run(command, cwd=_HOME, check=False).returncode:
        (_HOME / _PINS[1]).unlink()  # the next run tries again
        raise SystemExit("npm could not fetch Lighthouse; its message stands above.")
    return program


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def measure(program: Path, url: str) -> Scores:
    """Run Lighthouse on one page with its own settings for a phone."""
    flags = [*FLAGS, "--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [
        *("node", str(program), url, "--quiet", "--output=json"),
        f"--only-categories={','.join(LEAST)}",
        f"--chrome-flags={' '.join(flags)}",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Lighthouse stopped:\n{done.stderr[-2000:]}")
    return read_scores(json.loads(done.stdout))


def main() -> int:
    """Measure every page and print what was found; 1 where a page falls short."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many for each page")
    asked = parser.parse_args()
    if not (SITE / "index.html").exists():
        parser.error("there is no finished site; run `make build`")
    program = set_up()
    server = site_server()
    Thread(target=server.serve_forever, daemon=True).start()
    failed = False
    print(f"{'':12}{'  '.join(LEAST)}")
    for name, path in PAGES.items():
        rounds = [measure(program, address(server) + path) for _ in range(asked.rounds)]
        best = max(rounds, key=lambda scores: sum(scores.points.values()))
        print(f"{name:12}{'  '.join(f'{best.points[c]:>{len(c)}}' for c in LEAST)}", flush=True)
        for fault in best.faults:
            print(f"  {fault}", flush=True)
        failed = failed or bool(best.short())
    server.shutdown()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
