"""How many estimates a second: every scenario and worked example, once, in CPython and in Chromium.

Both go through the same door: a request as text in, the finished result as text out. Each round is
in a new process or a new page, so nothing is known from the round before.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from calculator.site.places import ROOT
from tests.as_typed import form_answers
from tests.bench.chromium import browser_page
from tests.bench.host import Host
from tests.bench.visits import Place
from tests.cases import FILES, case_id, read_case

_CPYTHON = """
import json, sys, time
from calculator.browser import answer
requests = json.load(sys.stdin)
answer(requests[0])
began = time.perf_counter()
replies = [answer(text) for text in requests]
print(json.dumps([time.perf_counter() - began, replies]))
"""
_CHROMIUM = """
async ([script, requests]) => {
  const address = new URL(script.replace(/page\\.mjs$/, "client.mjs"), document.baseURI);
  const { Calculator } = await import(address);
  const calculator = new Calculator();
  await calculator.ask(requests[0]);
  const began = performance.now();
  const replies = [];
  for (const text of requests) replies.push(await calculator.ask(text));
  return [(performance.now() - began) / 1000, replies];
}
"""


@dataclass(frozen=True, slots=True)
class Rates:
    """Estimates a second in each round."""

    cases: int
    cpython: list[float]
    chromium: list[float]


def requests() -> Mapping[str, str]:
    """Return what the form would send for each scenario and example."""
    return {
        case_id(path): json.dumps({"answers": form_answers(read_case(path)["scenario"])})
        for path in FILES
    }


def measure(playwright: Playwright, place: Place, rounds: int, say: Callable[[str], None]) -> Rates:
    """Work everything out in CPython and in the browser, in turn."""
    texts = list(requests().values())
    rates = Rates(len(texts), [], [])
    for number in range(rounds):
        seconds, replies = _in_cpython(texts)
        slower, others = _in_chromium(playwright, place, texts)
        if [json.loads(reply) for reply in replies] != [json.loads(reply) for reply in others]:
            raise RuntimeError("the browser gives other answers; is the site built anew?")
        rates.cpython.append(len(texts) / seconds)
        rates.chromium.append(len(texts) / slower)
        say(
            f"  {number + 1}/{rounds} {len(texts)} cases: CPython {rates.cpython[-1]:.1f},"
            f" Chromium {rates.chromium[-1]:.1f} estimates a second"
        )
    return rates


def _in_cpython(texts: list[str]) -> tuple[float, list[str]]:
    run = subprocess.run(
        [sys.executable, "-c", _CPYTHON],
        cwd=ROOT,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, replies = json.loads(run.stdout)
    return seconds, replies


def _in_chromium(playwright: Playwright, place: Place, texts: list[str]) -> tuple[float, list[str]]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        Host(place.files, place.base) as host,
        browser_page(playwright, Path(profile)) as page,
    ):
        page.goto(host.address + place.path)
        script = page.locator('script[type="module"][src$="page.mjs"]').get_attribute("src")
        seconds, replies = page.evaluate(_CHROMIUM, [script, texts])
        return seconds, replies
