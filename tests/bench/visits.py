"""First and second visits, ours and the plain page's, each in a fresh profile of the browser.

The second visit is in the profile of the first, after the browser was closed: what it kept in
memory is gone, what it put on the disk is there. It comes within the ten minutes for which the
host lets every file be kept, which is when the plain page is at its best.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.bench import plain
from tests.bench.chromium import browser_page
from tests.bench.host import Host, Stored
from tests.bench.line import LINES, Line

MARK = "calculator:shown"

#: How long nothing may have happened after a visit until all is loaded and kept (seconds).
QUIET = 3.0
MOST_QUIET = 60.0

#: A reader who answers at once: the first moment the form can be used is when it is sent.
READER = """
new MutationObserver((_, observer) => {
  const form = document.querySelector("form[data-calculator]");
  const button = form?.querySelector("button[type=submit]:not([disabled])");
  if (!button) return;
  observer.disconnect();
  const plan = form.querySelector('input[value="original_medicare"]');
  plan.focus();
  plan.click();
  button.focus();
  button.click();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
_SHOWN = """
(mark) => new Promise((resolve, reject) => {
  new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName(mark);
    if (first) resolve([first.startTime, performance.timeOrigin]);
  }).observe({ type: "mark", buffered: true });
  setTimeout(() => reject(new Error(`${mark} did not come`)), 120_000);
})
"""
_STORED = "navigator.storage.estimate().then(({ usage }) => usage)"


@dataclass(frozen=True, slots=True)
class Place:
    """A page to visit: its files, where they lie, what shows that it has answered."""

    name: str
    files: Mapping[str, Stored]
    base: str
    path: str
    mark: str
    answer: str  # where the answer stands
    reader: str = ""  # what a reader does, as a script


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: milliseconds, bytes and requests up to the answer, and all that followed."""

    ms: float
    bytes: int
    requests: int
    bytes_in_all: int
    requests_in_all: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two visits of one profile."""

    line: str
    place: str
    first: Visit
    second: Visit | None


def our_place(files: Mapping[str, Stored], base: str) -> Place:
    """The estimate page of the finished site."""
    return Place("site", files, base, "estimate/", MARK, '[data-state="live"] [data-live]', READER)


def plain_place(files: Mapping[str, Stored]) -> Place:
    """The page to compare with."""
    return Place("plain", files, "/plain/", "", plain.MARK, "[data-answer]")


def measure(
    playwright: Playwright,
    places: tuple[Place, Place],
    runs: int,
    say: Callable[[str], None],
    *,
    again: bool,
) -> Iterator[Pair]:
    """Visit both places over each line, in turn, so that a busy moment does not hit one alone."""
    for run in range(runs):
        for line in LINES:
            for place in places if run % 2 == 0 else reversed(places):
                pair = visit(playwright, place, line, again=again)
                told = ", again ".join(map(_words, filter(None, (pair.first, pair.second))))
                say(f"  {run + 1}/{runs} {line.name:18} {place.name:6}{told}")
                yield pair


def _words(visit: Visit) -> str:
    return f"{visit.ms:7.0f} ms {visit.bytes / 1e6:5.2f} MB {visit.requests:3} requests"


def visit(playwright: Playwright, place: Place, line: Line, *, again: bool) -> Pair:
    """Visit a place in a fresh profile; then close the browser, and visit it again."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        Host(place.files, place.base, line) as host,
    ):
        with browser_page(playwright, Path(profile)) as page:
            first = _visit(page, place, host)
        if not again:
            return Pair(line.name, place.name, first, None)
        with browser_page(playwright, Path(profile)) as page:
            return Pair(line.name, place.name, first, _visit(page, place, host))


def _visit(page: Page, place: Place, host: Host) -> Visit:
    if place.reader:
        page.add_init_script(place.reader)
    host.traffic.clear()
    page.goto(host.address + place.path, wait_until="commit")
    shown, origin = page.evaluate(_SHOWN, place.mark)
    if not page.locator(place.answer).first.inner_text():
        raise RuntimeError(f"{place.name}: {place.mark} came without an answer")
    size, requests = host.traffic.until(origin + shown)
    _wait_until_quiet(page, host)
    return Visit(shown, size, requests, *host.traffic.until())


def _wait_until_quiet(page: Page, host: Host) -> None:
    """Wait until nothing is fetched any more and nothing more is put on the device."""
    end = time.monotonic() + MOST_QUIET
    stored, since = None, time.monotonic()
    while time.monotonic() < end:
        now = page.evaluate(_STORED)
        if now != stored:
            stored, since = now, time.monotonic()
        if min(host.traffic.quiet(), time.monotonic() - since) >= QUIET:
            return
        page.wait_for_timeout(250)
