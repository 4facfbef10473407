"""What a page says about itself to machines: its kind, its way from the top, its questions.

The text is JSON-LD in the words of schema.org. It is made from the finished page, so it can say
nothing that the page does not.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

FAQ = "faq/"
ARTICLES = (
    "guide/",
    "before-you-book/",
    "if-you-are-refused/",
    "find-your-numbers/",
    "plans/",
    "states/",
)
"""How the addresses of articles for patients begin."""

_NOT_SAID = "a.source, .source, .headerlink, table, svg, script, style"
_HEADINGS = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page on the way from the top: its title and its address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page. Addresses are whole where the site knows its own."""

    site: Crumb
    title: str
    description: str
    address: str
    url: str
    html: str
    trail: Sequence[Crumb] = ()
    checked: date | None = None
    image: str = ""


def structured_data(page: PageFacts) -> str:
    """The JSON-LD of a page, safe inside a ``script`` element."""
    things = [_page(page), *_site(page), *_breadcrumbs(page)]
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _page(page: PageFacts) -> dict[str, Any]:
    thing: dict[str, Any] = {
        "@type": _kind(page.address),
        "name": page.title,
        "description": page.description,
        "inLanguage": "en-US",
        "isPartOf": {"@type": "WebSite", "name": page.site.title, "url": page.site.url},
    }
    if page.url:
        thing["url"] = page.url
    if page.image:
        thing["primaryImageOfPage"] = {"@type": "ImageObject", "url": page.image}
    if thing["@type"] == "MedicalWebPage":
        thing["audience"] = {"@type": "MedicalAudience", "audienceType": "Patient"}
        if page.checked:
            thing["lastReviewed"] = page.checked.isoformat()
    if page.address == FAQ:
        thing["mainEntity"] = [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in questions(page.html)
        ]
    return thing


def _kind(address: str) -> str:
    if address == FAQ:
        return "FAQPage"
    return "MedicalWebPage" if address.startswith(ARTICLES) else "WebPage"


def _site(page: PageFacts) -> Iterator[dict[str, Any]]:
    if not page.address:
        yield {
            "@type": "WebSite",
            "name": page.site.title,
            "url": page.site.url,
            "description": page.description,
            "inLanguage": "en-US",
        }


def _breadcrumbs(page: PageFacts) -> Iterator[dict[str, Any]]:
    if page.trail:
        steps = [*page.trail, Crumb(page.title, page.url)]
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": step.title}
                | ({"item": step.url} if step.url else {})
                for number, step in enumerate(steps, 1)
            ],
        }


def questions(html: str) -> Iterator[tuple[str, str]]:
    """Each question of a page with its answer: headings that end with a question mark."""
    body = HTMLParser(html).body
    if body is None:
        return
    for node in body.css(_NOT_SAID):
        node.decompose()
    for heading in body.css("h3"):
        asked = _text(heading)
        said = list(_answer(heading))
        if asked.endswith("?") and said:
            yield asked, " ".join(said)


def _answer(heading: Node) -> Iterator[str]:
    after = heading.next
    while after is not None and after.tag not in _HEADINGS:
        if text := _text(after):
            yield text
        after = after.next


def _text(node: Node) -> str:
    words = " ".join(node.text(separator=" ").split())
    for sign in ".,:;?!)”":
        words = words.replace(f" {sign}", sign)
    return words
