"""Asks the public advisory services whether a pinned package has a known fault.

Both tools need their service: where it cannot be reached, that is said, and nothing is proved.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from calculator.site.places import ROOT, BuildError

REQUIREMENTS = ROOT / ".ci" / "requirements.txt"
UV = ROOT / ".setup" / "uv" / "bin" / "uv"

#: The newest release when this was written; the tool is not part of the project's environment.
_PIP_AUDIT = "pip-audit==2.10.1"

_NOT_ASKED = "could not be asked; try again where its service can be reached"


def audit() -> None:
    """Ask both services, and tell what they said.

    Raises:
        BuildError: a package has a known fault, or a service could not be asked.

    """
    said = [*_python(), *_npm()]
    print("\n".join(said) or "No known fault in any pinned package.")
    if said:
        raise BuildError("see above")


def _python() -> list[str]:
    command = [str(UV), "tool", "run", "--from", _PIP_AUDIT, "pip-audit", "--format", "json"]
    command += ["--progress-spinner", "off", "--disable-pip", "--require-hashes"]
    answer = _ask([*command, "--requirement", str(REQUIREMENTS)])
    if "dependencies" not in answer:
        return [f"pip-audit {_NOT_ASKED}"]
    return [
        f"{package['name']} {package['version']}: {fault['id']}"
        for package in answer["dependencies"]
        for fault in package.get("vulns", [])
    ]


def _npm() -> list[str]:
    answer = _ask(["npm", "audit", "--json"])
    if "vulnerabilities" not in answer:
        return [f"npm audit {_NOT_ASKED}"]
    return [f"{name}: {fault['severity']}" for name, fault in answer["vulnerabilities"].items()]


def _ask(command: Sequence[str]) -> dict[str, Any]:
    """What a tool answers as JSON; nothing where it has no answer."""
    if not shutil.which(command[0]):
        return {}
    try:
        run = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        answer: dict[str, Any] = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {}
    return answer
