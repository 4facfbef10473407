"""In the place of Pyodide's module: no package is ever unpacked, all is in the archive.

The original brings half the standard library's way with files and archives along. What is left
is what the runtime asks for while it starts.
"""

# A memory snapshot has a table of JavaScript objects. The runtime wants the first of them in the
# order in which Pyodide's own modules `webloop` and this one import and keep them.
from pyodide_js._api import scheduleCallback  # type: ignore[import-not-found] # noqa: F401, I001
from pyodide_js import loadedPackages  # type: ignore[import-not-found] # noqa: F401


class Place:
    """A folder, which the runtime asks for its text."""

    def __init__(self, path: str) -> None:
        """Take the path."""
        self.path = path

    def __str__(self) -> str:
        """Return the path."""
        return self.path


SITE_PACKAGES = Place("/lib/python3.13/site-packages")
DSO_DIR = Place("/usr/lib")


def init_loaded_packages() -> None:
    """List what is installed: nothing."""
