"""The line between a host and a reader, imitated on this machine.

The line is one for all connections of a browser, so a page and its workers share it. Every request
waits once for the delay of the line; then its bytes come at the speed of the line, less what other
requests take at the same time. The time for TCP and TLS handshakes is not imitated.
"""

import time
from dataclasses import dataclass, field
from threading import Lock


@dataclass(frozen=True, slots=True)
class Line:
    """The line between host and reader; no speed means as fast as this machine goes."""

    name: str
    megabits: float | None = None  # a second
    delay: float = 0  # milliseconds, once for each request


LINES = (
    Line("unlimited"),
    Line("50 Mbit/s, 20 ms", megabits=50, delay=20),
    Line("10 Mbit/s, 40 ms", megabits=10, delay=40),
)


class Throttle:
    """A bucket of bytes that fills at the speed of the line, shared by all connections."""

    #: What may be sent at once after a pause, in seconds: more than a sleep comes late.
    BURST = 0.005

    def __init__(self, line: Line) -> None:
        self._rate = None if line.megabits is None else line.megabits * 1e6 / 8
        self._free = 0.0  # when the line has sent all that was given to it
        self._lock = Lock()

    def send(self, size: int) -> None:
        """Wait until so many bytes are through."""
        if self._rate is None:
            return
        with self._lock:
            now = time.perf_counter()
            self._free = max(self._free, now - self.BURST) + size / self._rate
            left = self._free - now
        if left > 0:
            time.sleep(left)


@dataclass(slots=True)
class Traffic:
    """What a host has sent: every piece with its time, in milliseconds since 1970."""

    pieces: list[tuple[float, int]] = field(default_factory=list)
    requests: list[tuple[float, str]] = field(default_factory=list)
    open: int = 0
    last: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def began(self, path: str) -> None:
        """Count a request."""
        with self._lock:
            self.open += 1
            self.last = _now()
            self.requests.append((self.last, path))

    def sent(self, size: int) -> None:
        """Count bytes, heads of replies included."""
        with self._lock:
            self.last = _now()
            self.pieces.append((self.last, size))

    def ended(self) -> None:
        """Note that a request is answered."""
        with self._lock:
            self.open -= 1
            self.last = _now()

    def clear(self) -> None:
        """Start counting anew."""
        with self._lock:
            self.pieces.clear()
            self.requests.clear()

    def until(self, moment: float | None = None) -> tuple[int, int]:
        """Return the bytes and requests up to a moment; without one, all of them."""
        end = _now() if moment is None else moment
        with self._lock:
            size = sum(size for time, size in self.pieces if time <= end)
            return size, sum(time <= end for time, _ in self.requests)

    def quiet(self) -> float:
        """Return for how many seconds nothing was asked for or sent."""
        return 0.0 if self.open else (_now() - self.last) / 1000


def _now() -> float:
    return time.time() * 1000
