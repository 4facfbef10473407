"""The same tests with many more cases, new ones each time: ``python -m tests.long``.

    python -m tests.long                    everything: an hour or more
    python -m tests.long money              the claims that hold for every case: 100,000 cases
    python -m tests.long engines            the two engines against each other: 10,000 cases
    python -m tests.long hostile            texts that mean harm: 1,000,000 inputs
    python -m tests.long parity             CPython against WebAssembly: 1,000 cases
    python -m tests.long money --times 2    twice as many cases as in the suite

A case that fails is printed with what makes it again. The build has to be there (``make build``).
"""

import argparse
import os
import subprocess
import sys
import time
from typing import NamedTuple

from calculator.site.places import ROOT
from tests.effort import VARIABLE


class Part(NamedTuple):
    """One part: what is run, and how many times as many cases it takes to reach its number."""

    target: str
    times: int


#: What each part reaches: the suite's cases, times its number.
PARTS = {
    "money": Part("tests/test_properties.py", 31),  # 3,300 in the suite
    "engines": Part("tests/test_second_engine.py", 12),  # 850 in the suite
    "hostile": Part("tests/test_hostile.py", 100),  # 10,500 in the suite
    "parity": Part("tests/test_parity_random.py", 31),  # 33 in the suite
}


def main() -> int:
    """Run the parts asked for, one after the other; 0 if none found anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.long", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--times", type=int, help="how many times as many cases as in the suite")
    options = parser.parse_args()
    failed = []
    for name in options.parts or PARTS:
        part = PARTS[name]
        times = options.times or part.times
        print(f"{name}: {times} times the cases of the suite", flush=True)
        started = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", part.target]
        run = subprocess.run(
            command, cwd=ROOT, env={**os.environ, VARIABLE: str(times)}, check=False
        )
        print(f"{name}: {time.monotonic() - started:.0f} seconds", flush=True)
        if run.returncode:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())
