"""Draw a decision tree as inline SVG, with the same tree as a list for those who do not see it.

The drawing is one column wide, so that it reads on a phone: each question is a box, each answer a
labelled line to the next box below and to the right.
"""

import textwrap
from dataclasses import dataclass, field
from html import escape

from calculator.rule import Decision, Row
from calculator.site.context import Printer
from calculator.site.tree import Node
from calculator.site.words import OUTCOMES, question_words, value_words, values_words

WIDTH = 340
INDENT = 16
LINE = 17
PADDING = 9
GAP = 12
#: Average width of a letter at the drawing's font size, in its own units.
LETTER = 7.1


@dataclass(slots=True)
class _Drawing:
    decision: str
    parts: list[str] = field(default_factory=list)
    y: float = 4


def diagram(printer: Printer, node: Node, decision: Decision) -> str:
    """The figure: drawing and list."""
    title = decision.question
    drawing = _Drawing(decision.id)
    _draw(printer, node, drawing, 0)
    height = round(drawing.y)
    svg = (
        f'<svg class="decision" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(drawing.parts)}</svg>"
    )
    return (
        f'<div class="decision-figure"><figure>{svg}'
        f"<figcaption>{escape(title)}</figcaption></figure>"
        "<details><summary>The same as a list</summary>"
        f"{_list(printer, node, decision.id)}</details></div>"
    )


def _draw(printer: Printer, node: Node, drawing: _Drawing, depth: int) -> None:
    x = depth * INDENT
    if node.row is not None:
        _box(drawing, x, _outcome(printer, node.row), f"outcome outcome--{node.row.then}")
        return
    if node.fact is None:
        raise ValueError("a node asks or answers")
    _box(drawing, x, question_words(node.fact, drawing.decision), "question")
    start = drawing.y - GAP
    for branch in node.branches:
        label = values_words(node.fact, branch.values, drawing.decision)
        drawing.y += 2
        for line in _wrapped(label, WIDTH - x - INDENT - 14, bold=False):
            drawing.y += LINE - 3
            drawing.parts.append(
                f'<text class="answer" x="{x + INDENT + 4}" y="{drawing.y}">{escape(line)}</text>'
            )
        drawing.y += 6
        middle = drawing.y + PADDING + LINE / 2
        drawing.parts.append(f'<path class="line" d="M{x + 7} {start} V{middle} H{x + INDENT}"/>')
        _draw(printer, branch.to, drawing, depth + 1)


def _box(drawing: _Drawing, x: float, text: str, css: str) -> None:
    words = f"{css.split(maxsplit=1)[0]}-text"
    lines = _wrapped(text, WIDTH - x - 2 * PADDING - 2, bold=True)
    height = len(lines) * LINE + 2 * PADDING
    drawing.parts.append(
        f'<rect class="{css}" x="{x + 1}" y="{drawing.y}" width="{WIDTH - x - 2}" '
        f'height="{height}" rx="7"/>'
    )
    for number, line in enumerate(lines):
        baseline = drawing.y + PADDING + LINE * (number + 0.75)
        drawing.parts.append(
            f'<text class="{words}" x="{x + 1 + PADDING}" y="{baseline}">{escape(line)}</text>'
        )
    drawing.y += height + GAP


def _wrapped(text: str, width: float, *, bold: bool) -> list[str]:
    letter = LETTER * (1.06 if bold else 1)
    return textwrap.wrap(text, max(12, int(width / letter)))


def _outcome(printer: Printer, row: Row) -> str:
    words = OUTCOMES[row.then]
    if not row.needs:
        return words
    return f"{words}: {', '.join(printer.rules.conditions[need].label for need in row.needs)}"


def _list(printer: Printer, node: Node, decision: str) -> str:
    if node.row is not None:
        return (
            f"<strong>{escape(_outcome(printer, node.row))}.</strong> {printer.says(node.row.id)}"
        )
    if node.fact is None:
        raise ValueError("a node asks or answers")
    items = "".join(
        "<li>"
        + escape(" or ".join(value_words(node.fact, value, decision) for value in branch.values))
        + ": "
        + _list(printer, branch.to, decision)
        + "</li>"
        for branch in node.branches
    )
    return f"{escape(question_words(node.fact, decision))}<ul>{items}</ul>"
