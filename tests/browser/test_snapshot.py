"""The memory of a started Python that the device keeps: used when whole, never in the way."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

COLD = 90_000  # milliseconds for a first start on a slow machine
HOW = "performance.getEntriesByName('calculator:ready').map(({ detail }) => detail).at(-1)"
KEPT = "performance.getEntriesByName('calculator:kept').map(({ detail }) => detail).at(-1)"
STORED = """async () => {
    const store = await caches.open("calculator-snapshot");
    return (await store.keys()).map(({ url }) => url);
}"""

#: Changes what is kept; `mark` is true where the digest beside it is made to match.
SPOIL = """async ([how, mark]) => {
    const store = await caches.open("calculator-snapshot");
    const [{ url }] = await store.keys();
    const kept = await store.match(url);
    let content = new Uint8Array(await kept.arrayBuffer());
    if (how === "bit") content[content.length >> 1] ^= 1;
    if (how === "cut") content = content.slice(0, content.length >> 1);
    if (how === "noise") content.fill(7);
    if (how === "empty") content = new Uint8Array();
    const headers = new Headers(kept.headers);
    if (mark) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      headers.set("X-Mark", `${content.length} ${hex} ${navigator.userAgent}`);
    }
    await store.put(url, new Response(content, { headers }));
}"""


def work_out(context: BrowserContext) -> tuple[Page, str, str]:
    """Work out an estimate on a page of its own: the page, how Python started, what it printed."""
    page = context.new_page()
    page.goto("estimate/")
    page.locator('input[value="none"]').check()
    page.get_by_role("button", name="Work out my estimate").click()
    expect(page.locator('[data-estimate][data-state="live"]')).to_be_visible(timeout=COLD)
    return page, page.evaluate(HOW), page.locator("[data-live]").inner_html()


@pytest.fixture
def printed(context: BrowserContext) -> str:
    """A first visit, at whose end the device has a snapshot."""
    page, how, html = work_out(context)
    assert how == "plain"
    page.wait_for_function(KEPT, timeout=COLD)
    assert page.evaluate(KEPT) == {"type": "kept"}
    (stored,) = page.evaluate(STORED)
    assert stored.endswith("/snapshot")
    assert "/assets/runtime/" in stored
    page.close()
    return html


def test_the_next_visit_starts_from_the_snapshot_and_prints_the_same(
    context: BrowserContext, printed: str
) -> None:
    page, how, html = work_out(context)
    assert how == "snapshot"
    assert html == printed
    page.locator('input[value="original_medicare"]').check()
    expect(page.locator("[data-live]")).to_contain_text("Medicare")


@pytest.mark.parametrize(
    ("how", "mark"),
    [("bit", False), ("cut", False), ("empty", False), ("noise", True), ("cut", True)],
)
def test_a_spoilt_snapshot_is_dropped_and_python_starts_without(
    context: BrowserContext, printed: str, how: str, mark: bool
) -> None:
    page = context.new_page()
    page.goto("faq/")
    page.evaluate(SPOIL, [how, mark])
    page.close()
    page, started, html = work_out(context)
    assert started == "plain"
    assert html == printed
    expect(page.locator("[data-failure]")).to_be_hidden()


def test_a_device_that_keeps_nothing_starts_plainly(context: BrowserContext) -> None:
    context.add_init_script("delete globalThis.caches")
    page, how, _ = work_out(context)
    assert how == "plain"
    page.wait_for_timeout(2000)
    assert page.evaluate(KEPT) is None
