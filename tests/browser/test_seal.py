"""A sealed worker has nothing left to send with, and cannot get it back."""

from playwright.sync_api import Page

from calculator.site.places import DOCS

SEAL = (DOCS / "assets" / "calculator" / "seal.mjs").read_text(encoding="utf-8")

#: Each is one way out; in a worker that is not sealed, those that exist there are functions.
WAYS = (
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "WebTransport",
    "EventSource",
    "BroadcastChannel",
    "Worker",
    "importScripts",
    "eval",
    "Function",
    "navigator.sendBeacon",
    "Object.getPrototypeOf(globalThis).fetch",
    "Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch",
    "(function () {}).constructor",
    "(async function () {}).constructor",
)

_RUN = """async ([source, ways, sealed]) => {
    const seal = sealed ? "seal();" : "";
    const looks = ways.map((way) => `typeof (${way})`).join(", ");
    const back = "try { globalThis.fetch = () => 1; } catch {}";
    const tail = `${seal} ${back} postMessage([${looks}]);`;
    const file = new Blob([source, tail], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(file), { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
}"""


def _types(page: Page, *, sealed: bool) -> dict[str, str]:
    page.goto("estimate/")
    found = page.evaluate(_RUN, [SEAL, list(WAYS), sealed])
    return dict(zip(WAYS, found, strict=True))


def test_a_sealed_worker_has_no_way_out(page: Page) -> None:
    assert _types(page, sealed=True) == dict.fromkeys(WAYS, "undefined")


def test_a_worker_that_is_not_sealed_has_them(page: Page) -> None:
    types = _types(page, sealed=False)
    present = ("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "eval", "Function")
    assert {types[way] for way in present} == {"function"}
