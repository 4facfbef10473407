"""Words of the glossary explain themselves where a page first uses them.

The first use of a word becomes a button that opens a small note: the Popover API of browsers does
it without a script, by keyboard and touch too. The notes stand at the end of the article. A browser
that does not know popovers shows them there, as a list; on paper only the word is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from calculator.ruleset import Ruleset
from calculator.site.context import Printer

NOT_MARKED = frozenset({"charge", "appeal", "claim", "provider", "assignment", "premium"})
"""Words that also mean something else in running text: "the doctor may charge more". They are
explained where a page names them as a term itself."""

NO_NOTES = (
    "glossary/",
    "rules/",
    "data/",
    "about/sources/",
    "estimate/",
    "offline/",
    "what-changed/",
)
"""Pages made of words of the glossary, of lists and forms: nothing is marked there."""

_VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_HEADINGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "button",
        "label",
        "form",
        "svg",
        "script",
        "style",
        "nav",
    ]
)
"""Elements in which nothing is marked."""

_NO_WORDS = frozenset({"a", "code", "pre", "table", "figure"})
"""Elements in which no word is marked but those that the page itself links to the glossary."""

_CLOSED_CLASSES = frozenset({"source", "estimate", "headerlink"})


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a word: where it stands in the page's text, and the words themselves."""

    term: str
    start: int
    end: int
    words: str
    found: bool
    """Whether it was found in the prose; a page may also link a word itself."""


class TermMarker:
    """Marks the first use of each word; knows all words, and is made once for all pages."""

    def __init__(self, rules: Ruleset, day: date) -> None:
        self.rules = rules
        self.day = day
        spelled = {
            term.label.lower(): term.id
            for term in rules.terms.values()
            if term.id not in NOT_MARKED
        }
        self._ids = {_plain(label): term_id for label, term_id in spelled.items()}
        by_letter: dict[str, list[str]] = {}
        for label in sorted(spelled, key=len, reverse=True):
            by_letter.setdefault(label[0], []).append(re.sub("[ -]", "[ -]", label[1:]))
        labels = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_letter.items())
        self.pattern = re.compile(rf"(?<![\w-])({labels})s?(?![\w-])", re.IGNORECASE)

    def mark(self, html: str, root: str) -> str:
        """Return a page's text with its first uses marked and their notes at its end."""
        first: dict[str, Use] = {}
        for use in self._uses(html):
            first.setdefault(use.term, use)
        if not first:
            return html
        parts, done = [], 0
        for use in first.values():
            before, after = _signs(html, use, done)
            parts += [html[done : use.start - len(before)], _button(use, before, after)]
            done = use.end + len(after)
        notes = "".join(self._note(use, root) for use in first.values())
        return (
            f"{''.join(parts)}{html[done:]}"
            f'<aside class="term-notes" aria-label="Words on this page" data-search-exclude>'
            f"{notes}</aside>"
        )

    def _uses(self, html: str) -> Iterator[Use]:
        """Every use in the order of the text: words of the prose, and links to the glossary."""
        stack = [_Open("", words=True, links=True)]
        for token in _TOKEN.finditer(html):
            closing, tag, attributes, text = token.groups()
            if text is not None:
                if stack[-1].words:
                    yield from self._found(text, token.start())
            elif closing:
                _close(stack, tag)
            elif tag and tag not in _VOID and not attributes.endswith("/"):
                link = _TERM_LINK.search(attributes) if tag == "a" and stack[-1].links else None
                if link and link[1] in self.rules.terms:
                    end = html.index("</a>", token.end())
                    words = html[token.end() : end]
                    yield Use(link[1], token.start(), end + len("</a>"), words, found=False)
                stack.append(_opened(stack[-1], tag, attributes))

    def _found(self, text: str, place: int) -> Iterator[Use]:
        for match in self.pattern.finditer(text):
            term = self._ids[_plain(match[1])]
            yield Use(term, place + match.start(), place + match.end(), match[0], found=True)

    def _note(self, use: Use, root: str) -> str:
        term_id = use.term
        label = escape(self.rules.terms[term_id].label)
        found = " data-found" if use.found else ""
        says = Printer(self.rules, self.day, root).says(f"term.{term_id}")
        return (
            f'<p popover id="note-{term_id}" class="term-note"{found}>'
            f"<strong>{label}</strong> {says} "
            f'<a href="{root}glossary/#{term_id}">All words</a></p>'
        )


def _plain(words: str) -> str:
    return words.lower().replace("-", " ")


def _button(use: Use, before: str, after: str) -> str:
    button = (
        f'<button type="button" class="term" popovertarget="note-{use.term}">{use.words}</button>'
    )
    # A line may break beside a button, even between it and the full stop: this holds them together.
    held = before or after
    return f'<span class="term-line">{before}{button}{after}</span>' if held else button


_BEFORE = re.compile(r"""(?:&quot;|[("'“\[])+$""")
_AFTER = re.compile(r"""(?:&quot;|[.,;:!?)"'”’\]])+""")
_FAR = 20


def _signs(html: str, use: Use, done: int) -> tuple[str, str]:
    """The signs that touch a word on both sides."""
    before = _BEFORE.search(html[max(done, use.start - _FAR) : use.start])
    after = _AFTER.match(html, use.end, use.end + _FAR)
    return before[0] if before else "", after[0] if after else ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: may its words be marked, and may a link in it?"""

    tag: str
    words: bool
    links: bool


_TOKEN = re.compile(
    r"""<!--.*?-->|<(/?)([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)""", re.DOTALL
)
_TERM_LINK = re.compile(r'class="term" href="[^"]*glossary/#([\w.-]+)"')
_CLASSES = re.compile(r'class="([^"]*)"')


def _opened(above: _Open, tag: str, attributes: str) -> _Open:
    found = _CLASSES.search(attributes)
    classes = set(found[1].split()) if found else set()
    links = above.links and tag not in _HEADINGS and not classes & _CLOSED_CLASSES
    return _Open(
        tag, above.words and links and tag not in _NO_WORDS and "table-scroll" not in classes, links
    )


def _close(stack: list[_Open], tag: str) -> None:
    for number in range(len(stack) - 1, 0, -1):
        if stack[number].tag == tag:
            del stack[number:]
            return
