"""How long it takes from a changed answer to the new result in the page.

The time starts when the form hears of the change and ends at the page's own mark, when the new
result stands in the document. The time until the browser has painted it is noted beside it; that
one comes in steps of a frame. After the run each result is compared with what CPython makes of the
same answers, and the bills that were worked out for it are counted there.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from calculator.browser import RULES, answer
from calculator.estimate import estimate
from calculator.form_answers import scenario_from_form
from calculator.parse import parse_scenario
from tests.bench.changes import CASES, Changing
from tests.bench.chromium import browser_page
from tests.bench.host import Host
from tests.bench.visits import MARK, Place

#: What a page needs to be driven: it finds a control, changes it as a reader does, reads it back.
_DRIVER = """
const form = document.querySelector("form[data-calculator]");
const named = (name) => [...form.elements].filter((control) => control.name === name);

function set(name, value) {
  const all = named(name);
  const control = all.find((one) => one.type === "radio" && one.value === value) ?? all[0];
  while (control.closest("[data-row][hidden]")) form.querySelector("[data-add-row]").click();
  if (control.type === "radio") control.checked = true;
  else control.value = value;
  if (control.closest("[hidden]") || control.type !== "radio" && control.value !== value) {
    throw new Error(`${name} cannot be answered with ${value}`);
  }
  return control;
}

function tell(control) {
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function answers() {
  const given = [...form.elements].filter(
    (control) => control.name && !control.disabled && !control.closest("[hidden]")
      && (control.checked || !["radio", "checkbox"].includes(control.type)),
  );
  return Object.fromEntries(given.map((control) => [control.name, control.value]));
}

function shown(since) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no result came")), 60_000);
    const observer = new PerformanceObserver((list) => {
      const mark = list.getEntriesByName("MARK").find(({ startTime }) => startTime >= since);
      if (!mark) return;
      observer.disconnect();
      clearTimeout(late);
      resolve(mark.startTime);
    });
    observer.observe({ type: "mark", buffered: true });
  });
}

function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(null);
  }));
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 100));

async function change(name, value) {
  await rest();
  const control = set(name, value);
  const began = performance.now();
  tell(control);
  const at = await shown(began);
  const frame = await painted();
  const says = document.querySelector("[data-live]").textContent;
  return { ms: at - began, painted: frame - began, answers: answers(), says };
}
""".replace("MARK", MARK)

_RUN = f"""
async ([base, changes]) => {{
  {_DRIVER}
  for (const [name, value] of Object.entries(base)) tell(set(name, value));
  const began = performance.now();
  form.querySelector("button[type=submit]").click();
  await shown(began);
  const found = [];
  for (const [name, value] of changes) found.push(await change(name, value));
  return found;
}}
"""


class WrongResultError(Exception):
    """The page showed something else than the calculator says: there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Reestimates:
    """All changes in one case: milliseconds to the mark and to the paint, and bills worked out."""

    case: str
    unknowns: int
    ms: list[float]
    painted: list[float]
    calls: list[int]


def measure(
    playwright: Playwright, place: Place, changes: int, say: Callable[[str], None]
) -> list[Reestimates]:
    """Change answers in each case, in a fresh profile for each."""
    found = []
    for case in CASES:
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
            Host(place.files, place.base) as host,
            browser_page(playwright, Path(profile)) as page,
        ):
            page.goto(host.address + place.path)
            page.wait_for_selector("form[data-calculator] button[type=submit]:not([disabled])")
            replies = page.evaluate(_RUN, [dict(case.answers), list(case.changes(changes))])
        calls = [_check(case, reply) for reply in replies]
        found.append(
            Reestimates(
                case.name,
                case.unknowns,
                [reply["ms"] for reply in replies],
                [reply["painted"] for reply in replies],
                calls,
            )
        )
        ms = sorted(found[-1].ms)
        say(
            f"  {case.name}, {case.unknowns} unknowns: median {ms[len(ms) // 2]:.1f} ms,"
            f" greatest {ms[-1]:.1f} ms, {min(calls)} to {max(calls)} bills"
        )
    return found


def _check(case: Changing, reply: dict[str, Any]) -> int:
    """Return the bills worked out for a result that is right and of the kind to be measured."""
    today = date.today().isoformat()  # noqa: DTZ011 - the day that the page sends as well
    request = json.dumps({"answers": reply["answers"], "today": today})
    expected = json.loads(answer(request))["ok"]["headline"]
    if " ".join(expected.split()) not in " ".join(reply["says"].split()):
        raise WrongResultError(f"{case.name}: the page does not say: {expected}")
    scenario = scenario_from_form(reply["answers"], today)
    result = estimate(RULES, parse_scenario(RULES, scenario))
    if len(result.unknowns) != case.unknowns:
        open_ = [unknown.field for unknown in result.unknowns]
        raise WrongResultError(f"{case.name}: not {case.unknowns} unknowns but {open_}")
    return result.calls
