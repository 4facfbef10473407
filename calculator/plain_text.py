"""An estimate as plain text, to paste into a message or to keep."""

from collections.abc import Iterator

from calculator.call_sheet import Call
from calculator.estimate import Estimate
from calculator.money import usd, usd_range
from calculator.next_steps import NextStep
from calculator.picture import PARTS, picture_of
from calculator.present import is_words_only, spoken_headline
from calculator.rule import written_day
from calculator.sentences import VERDICT_WORDS

_NOTE = "This is an estimate, not a promise. Your plan's own documents decide."


def estimate_text(result: Estimate, calls: tuple[Call, ...], about: str | None = None) -> str:
    """The answer, who pays what, what is still needed, what to ask and by when.

    An emergency and cosmetic care (``about``) have words and no amounts.
    """
    words_only = is_words_only(result, about)
    lines = _words(result, about) if words_only else _lines(result, calls)
    return "\n".join(lines) + "\n"


def _words(result: Estimate, about: str | None) -> Iterator[str]:
    yield spoken_headline(result, about)
    for reason in result.reasons:
        yield reason.says


def _lines(result: Estimate, calls: tuple[Call, ...]) -> Iterator[str]:
    yield f"{VERDICT_WORDS[result.verdict]}: {result.headline}"
    yield f"For a visit on {written_day(result.on)}."
    yield from _parts(result)
    needed = [c.label for c in result.conditions if c.open and c.rule]
    if needed:
        yield ""
        yield f"Still needed: {', '.join(needed)}."
    for option in result.options:
        if option is result.options[0]:
            yield ""
            yield "Other ways:"
        total = usd_range(option.total.low, option.total.high) if option.total else "ask"
        yield f"- {option.label}: {total}"
    for call in calls:
        yield ""
        yield f"Ask: {call.whom}"
        yield from (f"- {question}" for question in call.questions)
    yield from _days(result.next)
    yield ""
    yield _NOTE


def _parts(result: Estimate) -> Iterator[str]:
    picture = picture_of(result)
    if picture is None:
        return
    yield ""
    for bar in picture.bars:
        parts = ", ".join(f"{PARTS[s.part]} {usd(s.amount)}" for s in bar.segments)
        yield f"{bar.label or 'Who pays what'}: {parts or 'nothing to pay'}"


def _days(steps: tuple[NextStep, ...]) -> Iterator[str]:
    dated = sorted((step.by, step.says) for step in steps if step.by)
    if dated:
        yield ""
        yield "Last days:"
    for day, says in dated:
        yield f"- {written_day(day)}: {says}"
