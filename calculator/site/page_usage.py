"""Which rules each page prints: its macros are run, and the links they print are read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from jinja2 import Environment

from calculator.site.places import DOCS

_LINK = re.compile(r'href="(?:\.{1,2}/)+(?:rules/[a-z-]+/#([^"]+)|glossary/#([^"]+))"')
_TITLE = re.compile(r"^(?:title: |# )(.+)$", re.MULTILINE)

#: The rules browser itself, and pages that list whatever there is: they need no rule.
NO_ARTICLES = ("rules", "data", "what-changed")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: its address from the top of the site, its title, the rules it prints."""

    address: str
    title: str
    rules: frozenset[str]


type Render = Callable[[str, str], str]
"""Run the macros of a page: its address and its Markdown give the text with what they print."""


def pages(render: Render, folder: Path = DOCS) -> list[Page]:
    """Every page that tells a reader something, in the order of their addresses."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        address = page_address(path.relative_to(folder))
        if address.partition("/")[0] not in NO_ARTICLES:
            text = path.read_text(encoding="utf-8")
            printed = frozenset(rules_in(render(address, text)))
            found.append(Page(address, _title(text, address), printed))
    return sorted(found, key=lambda page: page.address)


def page_address(path: Path) -> str:
    """The address of a Markdown file's page: ``plans/index.md`` is ``plans/``."""
    parts = path.with_suffix("").parts
    named = parts[:-1] if parts[-1] == "index" else parts
    return "".join(f"{part}/" for part in named)


def rules_in(html: str) -> Iterator[str]:
    """The rules that a text links to; a word of the glossary is a rule as well."""
    for rule, term in _LINK.findall(html):
        yield unescape(rule) or f"term.{term}"


def render_with(
    macros: Mapping[str, object], variables: Mapping[str, object]
) -> Callable[..., str]:
    """Run macros over a text as the site's build does."""
    environment = Environment(autoescape=False)  # noqa: S701 - Markdown is no HTML yet
    environment.globals.update(macros)
    return lambda text: environment.from_string(text).render(variables)


def _title(text: str, address: str) -> str:
    found = _TITLE.search(text)
    return found[1].strip().strip('"') if found else address
