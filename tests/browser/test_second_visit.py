"""What is fetched ahead, what the device keeps, and how a new build replaces an old one."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO, override

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from calculator.site.places import BASE_PATH, SITE
from calculator.site.server import HOST, SiteHandler, SiteServer, address
from calculator.site.service_worker import write_service_worker

#: A cold start of Python on a slow machine that runs other tests beside it (milliseconds).
COLD = 90_000

#: How long a worker may take to install (seconds).
PATIENCE = 30

#: How long a task may last before a reader notices that the page does not answer.
MOST_MS = 50

LIVE = '[data-estimate][data-state="live"]'
WASM = "pyodide.asm.wasm"
KEPT = "performance.getEntriesByName('site:kept').length > 0"
SETTLED = """navigator.serviceWorker.getRegistration().then(
  (found) => found?.active?.state === "activated" && !found.installing && !found.waiting)"""
#: What each page tells the worker when it has come to rest.
REST = """new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  navigator.serviceWorker.controller.postMessage({ type: "rest" }, [port2]);
})"""
STYLE = "getComputedStyle(document.documentElement).getPropertyValue('--build')"
STORED = """(async () => {
  const stored = {};
  for (const name of await caches.keys())
    stored[name] = (await (await caches.open(name)).keys()).map(({ url }) => url);
  return stored;
})()"""


class Host:
    """A server whose site can be replaced while browsers use it, and that notes what is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        host = self

        class Handler(SiteHandler):
            @override
            def send_head(self) -> BytesIO | BinaryIO | None:
                self.directory = str(host.folder)
                host.asked.append(self.path.removeprefix(BASE_PATH))
                return super().send_head()

        self._server = SiteServer((HOST, 0), Handler)
        self.address = address(self._server)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def runtime_files(self) -> list[str]:
        """What was asked of the runtime, without the list of what to fetch ahead."""
        files = [name for name in self.asked if name.startswith("assets/runtime/")]
        return [name for name in files if not name.endswith("files.json")]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def host() -> Iterator[Host]:
    running = Host(SITE)
    yield running
    running.stop()


@pytest.fixture
def device(browser: Browser, host: Host) -> Iterator[BrowserContext]:
    """A fresh profile that may keep the site."""
    context = browser.new_context(base_url=host.address)
    yield context
    context.close()


def runtime_id(site: Path) -> str:
    (folder,) = [path for path in (site / "assets" / "runtime").iterdir() if path.is_dir()]
    return folder.name


@pytest.fixture(scope="module")
def next_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site after a change of the rules and of a style sheet."""
    site = tmp_path_factory.mktemp("next") / "site"
    shutil.copytree(SITE, site)
    old, new = runtime_id(site), runtime_id(site)[::-1]
    (site / "assets/runtime" / old).rename(site / "assets/runtime" / new)
    with (site / "assets/runtime" / new / "page.mjs").open("a", encoding="utf-8") as script:
        script.write('\ndocument.documentElement.dataset.build = "next";\n')
    with (site / "assets/styles.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\n:root { --build: next; }\n")
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8").replace(f"runtime/{old}/", f"runtime/{new}/")
        text = re.sub(r"styles\.css\?v=\w+", "styles.css?v=next", text)
        page.write_text(text.replace("</title>", " (next)</title>"), encoding="utf-8")
    write_service_worker(site)
    return site


def until(page: Page, promise: str) -> None:
    """Wait until a promise, made anew each time, brings something true."""
    for _ in range(PATIENCE * 10):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {promise}")


def open_page(device: BrowserContext, path: str) -> Page:
    """Open a page and wait until the browser has all it is going to keep."""
    page = device.new_page()
    page.goto(path)
    until(page, SETTLED)
    return page


def estimate(page: Page, *, kept: bool = True) -> None:
    page.locator('input[value="none"]').check()
    page.get_by_role("button", name="Work out my estimate").click()
    expect(page.locator(LIVE)).to_be_visible(timeout=COLD)
    if kept:
        page.wait_for_function(KEPT, timeout=COLD)


def test_a_reader_of_articles_fetches_no_byte_of_the_runtime(
    host: Host, device: BrowserContext
) -> None:
    page = open_page(device, "guide/")
    page.get_by_role("link", name="Plan types").first.hover()
    page.goto("faq/")
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(500)
    assert [name for name in host.asked if "runtime" in name] == []


@pytest.mark.parametrize("sign", ["hover", "focus"])
def test_a_sign_of_intent_fetches_the_calculator_ahead_and_once(
    host: Host, device: BrowserContext, sign: str
) -> None:
    page = open_page(device, "guide/")
    link = page.get_by_role("link", name="Your estimate").first
    link.hover() if sign == "hover" else link.focus()
    with page.expect_request_finished(lambda request: request.url.endswith(WASM)):
        pass
    ahead = host.runtime_files()
    assert len(ahead) == len(set(ahead))
    link.click()
    estimate(page)
    assert host.runtime_files() == ahead


def test_no_script_of_ours_keeps_the_page_from_answering_the_reader(
    device: BrowserContext,
) -> None:
    device.add_init_script(
        """globalThis.tasks = [];
        new PerformanceObserver((list) => {
          for (const { scripts } of list.getEntries())
            for (const { sourceURL, duration } of scripts) tasks.push([sourceURL, duration]);
        }).observe({ type: "long-animation-frame", buffered: true });"""
    )
    page = open_page(device, "guide/")
    page.get_by_role("link", name="Your estimate").first.hover()
    with page.expect_request_finished(lambda request: request.url.endswith(WASM)):
        pass
    long = [(url, ms) for url, ms in page.evaluate("tasks") if ms > MOST_MS]
    assert [url for url, _ in long if re.search(r"intent|sw-register", url)] == []


def test_where_data_is_dear_nothing_is_fetched_ahead_or_kept(
    host: Host, device: BrowserContext
) -> None:
    device.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page = device.new_page()
    page.goto("guide/")
    page.get_by_role("link", name="Your estimate").first.hover()
    page.wait_for_timeout(1000)
    assert [name for name in host.asked if "runtime" in name or name == "sw.js"] == []


def test_without_a_connection_pages_and_calculator_work(host: Host, device: BrowserContext) -> None:
    page = open_page(device, "estimate/")
    estimate(page)
    page.close()
    host.stop()
    device.set_offline(True)
    page = device.new_page()
    for path in ("", "plans/hmo/", "guide/?h=opinion"):
        page.goto(path)
        expect(page.locator("h1")).not_to_contain_text("You are offline")
    page.goto("estimate/")
    estimate(page)
    page.goto("states/")
    expect(page.locator("h1")).to_contain_text("You are offline")
    assert page.url.endswith("/states/"), "loading again must ask for the same page"
    page.get_by_role("link", name="Questions and answers").click()
    expect(page).to_have_url(re.compile(r"/faq/$"))


def test_a_second_visit_asks_the_host_for_nothing_but_the_worker(
    host: Host, device: BrowserContext
) -> None:
    page = open_page(device, "estimate/")
    estimate(page)
    page.close()
    host.asked.clear()
    page = open_page(device, "estimate/")
    estimate(page)
    page.goto("guide/")
    assert set(host.asked) <= {"sw.js"}


def test_no_page_ever_gets_a_file_of_another_build(
    host: Host, device: BrowserContext, next_build: Path
) -> None:
    old, new = runtime_id(SITE), runtime_id(next_build)
    first = open_page(device, "estimate/")
    estimate(first)
    first.close()
    waiting = device.new_page()  # opened in the old build, used in the time of the new one
    waiting.goto("estimate/")
    host.folder = next_build

    article = device.new_page()
    article.goto("guide/")
    expect(article).not_to_have_title(re.compile("next"))
    until(article, f"caches.keys().then((names) => names.some((name) => name.includes({new!r})))")
    until(article, SETTLED)
    article.goto("faq/")
    expect(article).to_have_title(re.compile("next"))
    article.evaluate(REST)
    assert [name for name in article.evaluate(STORED) if old in name], "a page still needs it"

    asked: list[str] = []
    waiting.on("request", lambda request: asked.append(request.url))
    estimate(waiting, kept=False)
    assert builds(asked) <= {old}
    assert waiting.evaluate("document.documentElement.dataset.build") is None
    assert waiting.evaluate(STYLE) == ""

    asked.clear()
    waiting.reload()
    expect(waiting).to_have_title(re.compile("next"))
    assert waiting.evaluate(STYLE) == "next"
    estimate(waiting)
    assert builds(asked) == {new}
    assert waiting.evaluate("document.documentElement.dataset.build") == "next"

    waiting.close()
    article.evaluate(REST)
    assert not [url for urls in article.evaluate(STORED).values() for url in urls if old in url]


def builds(addresses: list[str]) -> set[str]:
    return {found[1] for url in addresses if (found := re.search(r"assets/runtime/(\w+)/", url))}


def test_an_article_reader_who_comes_back_after_a_new_build_gets_a_working_calculator(
    host: Host, device: BrowserContext, next_build: Path
) -> None:
    open_page(device, "guide/").close()
    host.folder = next_build
    page = device.new_page()
    page.goto("estimate/")
    expect(page).to_have_title(re.compile("next"))
    estimate(page)
    assert builds(host.asked) == {runtime_id(next_build)}


def test_a_build_that_is_only_half_on_its_host_is_refused(
    host: Host, device: BrowserContext, next_build: Path, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    shutil.copytree(next_build, half)
    shutil.copy(SITE / "guide/index.html", half / "guide/index.html")
    open_page(device, "faq/").close()
    host.folder = half
    page = device.new_page()
    page.goto("faq/")
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    until(page, SETTLED)
    assert "before-you-book/" in host.asked, "the new worker has not begun"
    for path in ("faq/", "guide/"):
        page.goto(path)
        expect(page).not_to_have_title(re.compile("next"))


def test_the_device_keeps_public_files_of_this_site_alone(
    host: Host, device: BrowserContext
) -> None:
    page = open_page(device, "estimate/")
    estimate(page)
    scope = page.evaluate("navigator.serviceWorker.ready.then(({ scope }) => scope)")
    assert scope == host.address
    stored = page.evaluate(STORED)
    for name, urls in stored.items():
        assert host.address in name or urls == [u for u in urls if u.startswith(host.address)]
        for url in urls:
            path, _, query = url.removeprefix(host.address).partition("?")
            assert not path.startswith("http")
            assert re.fullmatch(r"(v=\w+)?(&?__WB_REVISION__=.+)?", query), url
            if "calculator-snapshot" not in name:
                file = SITE / path
                assert (file / "index.html" if file.is_dir() else file).is_file(), url


@pytest.mark.parametrize("refused", ["register", "caches"])
def test_where_storage_is_refused_everything_works_from_the_network(
    browser: Browser, host: Host, refused: str
) -> None:
    blocked = refused == "register"
    context = browser.new_context(
        base_url=host.address, service_workers="block" if blocked else "allow"
    )
    if refused == "caches":
        context.add_init_script(
            "navigator.serviceWorker.register = () => Promise.reject(new Error('refused'));"
            "delete globalThis.caches;"
        )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("guide/")
    page.get_by_role("link", name="Your estimate").first.click()
    estimate(page, kept=False)
    assert problems == []
    context.close()
