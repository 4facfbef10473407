"""Shows the site while somebody works on it: every change is seen at once, a mistake ends nothing.

MkDocs watches the pages. This watches the calculator, its rules and its scripts: it repeats the
step before the build in a fresh Python and then starts MkDocs anew, because a running MkDocs
keeps the modules it has imported. The browser reloads by itself.
"""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event
from types import FrameType

from watchfiles import Change, watch

from calculator.site.commands import QUIET, port_in_use
from calculator.site.places import ASSETS, DOCS, OVERRIDES, PACKAGE, ROOT, BuildError
from calculator.site.server import HOST

CONFIG = ROOT / "mkdocs.yml"
SCRIPTS = ASSETS / "calculator"

_KINDS = frozenset({".py", ".yaml", ".yml", ".j2", ".mjs", ".toml"})
_WRITTEN = (ASSETS / "runtime", ASSETS / "fonts")
_PATIENCE = 5  # seconds for MkDocs to end by itself


class Workbench:
    """The one MkDocs that runs, or none while something is broken."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.child: subprocess.Popen[bytes] | None = None

    def renew(self) -> None:
        """Repeat the step before the build; where it works, show the new state."""
        step = [sys.executable, "-m", "calculator.site", "prebuild"]
        if subprocess.run(step, cwd=ROOT, check=False).returncode:
            print("The site stays as it was. Waiting for a change.", flush=True)
            return
        self.stop()
        command = [sys.executable, "-m", "mkdocs", "serve", "--livereload"]
        command += ["--dev-addr", f"{HOST}:{self.port}"]
        if OVERRIDES.is_dir():
            command += ["--watch", str(OVERRIDES)]
        self.child = subprocess.Popen(command, cwd=ROOT, env=QUIET, start_new_session=True)

    def is_running(self) -> bool:
        """Say whether MkDocs runs; it ends itself when its first build fails."""
        return self.child is not None and self.child.poll() is None

    def stop(self) -> None:
        """End MkDocs, and wait until its port is free."""
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.child = None

    def needs_renewal(self, _change: Change, name: str) -> bool:
        """Say whether MkDocs cannot deal with a changed file by itself."""
        path = Path(name)
        if any(path.is_relative_to(folder) for folder in _WRITTEN):
            return False
        if path.suffix not in _KINDS:
            return not self.is_running() and path.is_relative_to(DOCS)
        ours = path.is_relative_to(PACKAGE) or path.is_relative_to(SCRIPTS)
        return ours or not self.is_running()


def serve(port: int) -> None:
    """Show the site on this machine until Ctrl-C.

    Raises:
        BuildError: another program listens on the port.

    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise BuildError(port_in_use(port)) from None
    ended = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    bench = Workbench(port)
    try:
        bench.renew()
        places = [path for path in (PACKAGE, DOCS, OVERRIDES, CONFIG) if path.exists()]
        for _changes in watch(
            *places, watch_filter=bench.needs_renewal, stop_event=ended, raise_interrupt=False
        ):
            bench.renew()
    finally:
        bench.stop()
