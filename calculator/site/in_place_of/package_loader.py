"""In the place of Pyodide's module: no package is ever unpacked, all is in the archive.

The original brings half the standard library's way with files and archives along. What is left
is what the runtime asks for while it starts.
"""

# A memory snapshot has a table of JavaScript objects. The runtime wants these to be its first
# entries, in this order; they are made, and kept, by Pyodide's modules `webloop` and this one.


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
