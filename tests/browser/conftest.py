"""A real Chromium against the finished site, served under a sub-path as its host does."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from calculator.site.places import SITE
from calculator.site.server import address, site_server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """Return the path of this machine's Chromium."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail("no Chromium found; `make test` fetches one, or name it in $CHROMIUM")


@pytest.fixture(scope="session")
def site_address() -> Iterator[str]:
    """Serve the finished site on a free port; the address ends with a slash."""
    if not (SITE / "index.html").exists():
        pytest.fail("there is no finished site; run `make build` first")
    server = site_server()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address(server)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, site_address: str) -> Iterator[BrowserContext]:
    """Open a fresh profile; fail the test if a page asked another host for anything.

    Nothing is kept on the device here, so that each test sees every request of its pages; the
    second visit has tests of its own.
    """
    fresh = browser.new_context(base_url=site_address, service_workers="block")
    asked: list[str] = []
    fresh.on("request", lambda request: asked.append(request.url))
    yield fresh
    fresh.close()
    own = (site_address, "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page of a fresh profile."""
    return context.new_page()
