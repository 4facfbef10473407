"""The Chromium that measures: headless, in a profile of its own, without its own traffic."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_REST = 500  # milliseconds for a browser that has just been started


def chromium() -> str:
    """Return the path of this machine's Chromium."""
    for name in (os.environ.get("CHROMIUM", ""), *_NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise SystemExit("No Chromium found; `make bench` fetches one, or name it in $CHROMIUM")


@contextmanager
def browser_page(playwright: Playwright, profile: Path) -> Iterator[Page]:
    """Start a browser on a profile and open an empty page; a profile may be used again."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=[*FLAGS, *as_root]
    )
    try:
        page = context.pages[0] if context.pages else context.new_page()
        page.wait_for_timeout(_REST)
        yield page
    finally:
        context.close()
