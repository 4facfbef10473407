"""The calculator in the browser is the calculator: same bytes, same answers."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from calculator.browser import answer
from calculator.site.places import DOCS
from calculator.yaml_text import load_yaml_text
from tests.as_typed import form_answers

SCENARIOS = sorted(
    [*(Path(__file__).parent.parent / "scenarios").glob("*.yaml"), *DOCS.glob("examples/*.yaml")]
)


@pytest.fixture(scope="module")
def requests() -> dict[str, str]:
    return {
        path.stem: json.dumps(
            {"answers": form_answers(load_yaml_text(path.read_text(encoding="utf-8"))["scenario"])}  # type: ignore[index]
        )
        for path in SCENARIOS
    }


def test_every_scenario_gives_the_same_page_in_the_browser_as_in_cpython(
    page: Page, requests: dict[str, str]
) -> None:
    page.goto("estimate/")
    page.set_default_timeout(0)
    script = page.locator('script[type="module"][src$="page.mjs"]').get_attribute("src")
    assert script is not None
    replies = page.evaluate(
        """async ([script, requests]) => {
            const address = new URL(script.replace(/page\\.mjs$/, "client.mjs"), document.baseURI);
            const { Calculator } = await import(address);
            const calculator = new Calculator();
            const replies = {};
            for (const [name, text] of Object.entries(requests)) {
              replies[name] = await calculator.ask(text);
            }
            return replies;
        }""",
        [script, requests],
    )
    assert len(replies) == len(SCENARIOS)
    worked_out = 0
    for name, text in requests.items():
        expected = json.loads(answer(text))
        assert json.loads(replies[name]) == expected, name
        worked_out += "ok" in expected
    assert worked_out == len(SCENARIOS), "every scenario is a case the form can express"


def test_the_page_loads_nothing_of_the_runtime_before_it_is_wanted(
    page: Page, context: BrowserContext
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for address in ("", "guide/", "plans/", "estimate/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/runtime/" in url and not url.endswith(".mjs")] == []
    assert [url for url in asked if url.endswith(("pyodide.mjs", "worker.mjs"))] == []
