"""What this machine has, and how to get what it lacks: Node, Chromium, Debian packages.

Runs on any Python from 3.8 on, with the standard library alone.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NODE_AT_LEAST = 20
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
CHROMIUM_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class SetupError(Exception):
    """Set-up cannot go on; the message tells a person what to do."""


def say(text: str) -> None:
    """Print one line at once, so that it stands above the output of what it announces."""
    print(text, flush=True)


def run(*command: str | Path, quietly: bool = False, env: dict[str, str] | None = None) -> None:
    """Run a command with no input; a failure ends the set-up and names the command.

    Quietly means that its output is shown only when it fails.
    """
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quietly else None,
        stderr=subprocess.STDOUT if quietly else None,
        env={**os.environ, **(env or {})},
        text=True,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        message = f"{done.stdout or ''}This command failed (exit {done.returncode}): {shown}"
        raise SetupError(message)


def answer(*command: str | Path) -> str:
    """Return what a command prints, or nothing when it fails or is not there."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def has_apt() -> bool:
    """Tell whether Debian packages can be installed: apt-get is here, and root or sudo too."""
    return bool(shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")))


def apt_install(*packages: str) -> None:
    """Install Debian packages. Asks for a password only where a person can type one."""
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    if os.geteuid() != 0:
        # sudo reads a password from the terminal, not from standard input.
        apt = ["sudo", *([] if sys.stdin.isatty() else ["-n"]), *apt]
    plain = {"DEBIAN_FRONTEND": "noninteractive"}
    run(*apt, "update", quietly=True, env=plain)
    run(*apt, "install", "-y", "--no-install-recommends", *packages, quietly=True, env=plain)


def system_npm() -> list[str]:
    """Return the command that starts this machine's npm; empty when Node is missing or old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    major = answer(node, "--version").lstrip("v").split(".")[0] if node and npm else ""
    return [str(npm)] if major.isdigit() and int(major) >= NODE_AT_LEAST else []


def find_chromium() -> str:
    """Return the path of a Chromium or Chrome that starts; empty when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if answer(named, "--version"):
            return named
        message = f"CHROMIUM is set to {named}, and that does not start."
        raise SetupError(message)
    home = tuple(str(Path.home()) + app for app in CHROMIUM_APPS)
    places = [shutil.which(name) or "" for name in CHROMIUM_NAMES] + [*CHROMIUM_APPS, *home]
    return next((place for place in places if place and answer(place, "--version")), "")


def get_chromium() -> str:
    """Return the path of a Chromium that starts; install Debian's when there is none."""
    found = find_chromium()
    if not found and has_apt():
        system = Path("/etc/os-release").read_text().splitlines()
        name = "chromium-browser" if "ID=ubuntu" in system else "chromium"
        say("Installing Chromium for the browser tests (Debian package) ...")
        apt_install(name)
        found = find_chromium()
    if found:
        return found
    brew = "brew install --cask chromium"
    how = brew if platform.system() == "Darwin" else "your system's package manager"
    message = (
        "The browser tests need Chromium, and there is none here.\n"
        f"Install it ({how}), or say where it is: make test CHROMIUM=/path/to/chromium"
    )
    raise SetupError(message)
