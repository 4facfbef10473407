"""Where the parts of the project lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "calculator"
DOCS = ROOT / "docs"
ASSETS = DOCS / "assets"
NODE_MODULES = ROOT / "node_modules"
OVERRIDES = ROOT / "overrides"
SITE = ROOT / "site"

BASE_PATH = "/second-opinion-coverage/"
"""The path under which a project page is published; previews and tests serve the site there."""


class BuildError(Exception):
    """The site cannot be built; the message says what to do."""
