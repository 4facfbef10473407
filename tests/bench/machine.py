"""What a run was measured on: numbers mean little without it."""

import json
import os
import platform
import re
import subprocess
from pathlib import Path

from tests.bench.chromium import chromium
from tests.bench.plain import PYODIDE


def machine() -> dict[str, str]:
    """Return processor, memory, system, and the versions of what was run."""
    package = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{gigabytes:.0f} GB",
        "system": _system(),
        "browser": _browser(),
        "python": f"CPython {platform.python_version()}",
        "runtime": f"Pyodide {package['version']}",
    }


def load() -> float:
    """Return how many programs wanted to run in the last minute: 0 on a machine at rest."""
    return os.getloadavg()[0]


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def _browser() -> str:
    run = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split()[:2])
