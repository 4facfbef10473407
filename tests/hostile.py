"""Three doors for texts from outside, and what must hold whatever text comes through them.

Each function takes one text. It returns where the text was taken or refused in plain words, and
fails for anything else: another exception, too much time, markup of the attacker's in the reply.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from calculator.browser import answer
from calculator.parse import ScenarioError, parse_scenario
from calculator.ruleset import RuleError
from calculator.site.read import compile_rules
from calculator.text_limits import read_json
from calculator.yaml_text import load_yaml_text
from tests.as_typed import form_answers
from tests.cases import FILES, TESTS, fresh_rules, read_case

#: Seconds of the processor's time that one text may take; a real one takes some hundredths.
MOST_SECONDS = 5.0

#: What an attacker would like to find in the page again.
MARKUP = '<img src=x onerror="alert(1)">'
_ACTIVE = "script, iframe, object, embed, img, style, link, [onerror], [onload], [onclick]"


@contextmanager
def limited() -> Iterator[None]:
    """Fail if what is done inside takes too long."""
    started = time.process_time()
    yield
    taken = time.process_time() - started
    assert taken < MOST_SECONDS, f"{taken:.1f} seconds"


def _plain(message: object, *kinds: type[Exception], start: str = "") -> None:
    """Fail for a message that says nothing plain, and for another exception than these."""
    assert not kinds or type(message) in kinds, repr(message)
    message = str(message)
    assert message.strip()
    assert message.startswith(start)
    message.encode()
    assert len(message) < 20_000, "a message, not the text again"
    assert "Traceback" not in message


def scenario_door(text: str) -> None:
    """A scenario file, as the command line reads it: YAML, or JSON by its first character."""
    with limited():
        try:
            is_json = text.lstrip().startswith(("{", "["))
            data = read_json(text) if is_json else load_yaml_text(text)
            raw = data.get("scenario", data) if isinstance(data, dict) else data
            parse_scenario(fresh_rules(), raw)
        except (ScenarioError, ValueError) as fault:
            _plain(fault, ScenarioError, ValueError, json.JSONDecodeError)


def rules_door(text: str) -> None:
    """A rule file, alone in its folder."""
    with tempfile.TemporaryDirectory() as folder, limited():
        (Path(folder) / "file.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            compile_rules(Path(folder))
        except RuleError as fault:
            _plain(fault, RuleError, start="file.yaml")


def message_door(text: str) -> None:
    """A message to the worker."""
    with limited():
        reply = json.loads(answer(text))
    assert len(reply) == 1
    kind, content = reply.popitem()
    match kind:
        case "ok":
            page = LexborHTMLParser(content["html"])
            assert page.css_first(_ACTIVE) is None
            assert not any("javascript:" in str(a.attributes.get("href")) for a in page.css("a"))
        case "errors":
            assert content
            for error in content:
                _plain(error["message"])
        case _:
            assert kind == "failed"
            _plain(content)
            _only_for_what_the_page_never_sends(text, content)


def _only_for_what_the_page_never_sends(text: str, message: str) -> None:
    """A fault of our own is no answer to a request that the page could have sent."""
    assert "RequestError" in message, (message, text[:500])


DOORS: dict[str, Callable[[str], None]] = {
    "scenario": scenario_door,
    "rules": rules_door,
    "message": message_door,
}


def seeds(door: str) -> list[str]:
    """Good texts to start from."""
    match door:
        case "scenario":
            return [path.read_text(encoding="utf-8") for path in FILES] + [
                json.dumps(read_case(path)["scenario"]) for path in FILES[::5]
            ]
        case "rules":
            bad = sorted((TESTS / "bad_rules").glob("*.yaml"))
            return [path.read_text(encoding="utf-8") for path in bad]
        case _:
            return [
                json.dumps(
                    {"answers": form_answers(read_case(path)["scenario"]), "today": "2026-03-01"}
                )
                for path in FILES[::3]
            ]


#: Pieces that have broken readers of text before.
PIECES = (
    MARKUP,
    "!!python/object/apply:os.system ['x']",
    "!!binary aGk=",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "- " * 30,
    "[" * 200,
    "{a: " * 50,
    '{"a":' * 200,
    "---\n",
    "%YAML 9.9\n",
    "\t",
    "\x00",
    "\x85",
    "\ufeff",
    "\u2028",
    "\ud800",
    "\\ud800",
    "٣",
    "²",
    "NaN",
    "-Infinity",
    "1e999999",
    "9" * 5000,
    "0x",
    "0b_",
    "1:60",
    "2026-99-99",
    "2026-02-30T99:99:99",
    "0000-01-01",
    "9999-12-31",
    "null",
    "~",
    "true",
    "{}",
    "[]",
    '""',
    "services.99999999999999999999.kind",
    "services.-1.kind",
    "services.٣.kind",
    "terms.by_service.imaging.copay",
    "__proto__",
    "__class__",
    "{{ 7 * 7 }}",
    "{figure:medicare.part_b.deductible}",
    "%s%n",
    "a" * 3000,
)
