"""What macros print is finished HTML: Markdown is kept from reading it again.

A macro leaves a token in the text in place of its HTML. This extension of Python-Markdown hands
the HTML to Markdown's own store, which puts it back when the page is done. To read all of it as
Markdown would find nothing to do there, and take longer than everything else.
"""

import re
from typing import override

from markdown import Extension, Markdown  # type: ignore[import-untyped]
from markdown.preprocessors import Preprocessor  # type: ignore[import-untyped]

_TOKEN = re.compile("\ue000(\\d+)\ue001")
_ready: list[str] = []
_numbers: dict[str, int] = {}


def token(html: str) -> str:
    """Keep HTML and return what stands for it in the text."""
    number = _numbers.setdefault(html, len(_ready))
    if number == len(_ready):
        _ready.append(html)
    return f"\ue000{number}\ue001"


def with_html(text: str) -> str:
    """Put the HTML back into a text that Markdown has not read."""
    return _TOKEN.sub(lambda found: _ready[int(found[1])], text)


class _Ready(Preprocessor):  # type: ignore[misc]
    @override
    def run(self, lines: list[str]) -> list[str]:
        return [_TOKEN.sub(self._kept, line) for line in lines]

    def _kept(self, found: re.Match[str]) -> str:
        return str(self.md.htmlStash.store(_ready[int(found[1])]))


class ReadyHtml(Extension):  # type: ignore[misc]
    """The extension."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Ready(md), "ready_html", 25)


def makeExtension(**settings: object) -> ReadyHtml:  # noqa: N802 - the name Markdown asks for
    """Called by Python-Markdown."""
    return ReadyHtml(**settings)
