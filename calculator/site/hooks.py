"""What MkDocs calls while it builds: notes on words, facts for machines, pictures, search.

Each event hands over to a module that knows nothing of MkDocs.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from calculator.compiled import load_rules
from calculator.site.freshness import build_day, last_checks
from calculator.site.glossary_marks import NO_NOTES, TermMarker
from calculator.site.page_usage import rules_in
from calculator.site.search_terms import INDEX, add_terms
from calculator.site.social_images import Card, card_for, write_cards
from calculator.site.structured_data import Crumb, PageFacts, structured_data
from calculator.site.style_sheet import NAME, in_one


class _Build:
    """What the events of one build share."""

    def __init__(self, config: MkDocsConfig) -> None:
        load_rules.cache_clear()
        self.rules = load_rules()
        self.day = date.fromisoformat(config.extra["figures_on"])
        self.checked = {c.rule: c.checked for c in last_checks(self.rules, build_day())}
        self.marker = TermMarker(self.rules, self.day)
        self.pages: dict[str, str] = {}
        self.above: dict[str, Page] = {}
        self.cards: set[Card] = set()


_now: dict[str, _Build] = {}


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin a build."""
    _now["build"] = _Build(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Join our style sheets in the finished site."""
    if config.extra.get("finished"):
        config.extra_css, text = in_one(config.extra_css)
        files.append(File.generated(config, NAME, content=text))
    return files


def on_page_content(html: str, page: Page, **_: Any) -> str:  # noqa: ANN401 - what MkDocs hands over
    """Keep the page as it was written, and mark the words of the glossary."""
    build = _now["build"]
    build.pages[page.url] = html
    if page.url.startswith(NO_NOTES):
        return html
    return build.marker.mark(html, "../" * page.url.count("/") or "./")


def on_env(env: Environment, files: Files, **_: Any) -> Environment:  # noqa: ANN401
    """Keep what is needed to name the pages above a page."""
    found = (file.page for file in files.documentation_pages())
    _now["build"].above = {page.url: page for page in found if page is not None}
    return env


def on_page_context(
    context: dict[str, Any],
    page: Page,
    config: MkDocsConfig,
    **_: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Give the template what it says to machines."""
    build = _now["build"]
    html = build.pages.pop(page.url)
    title = _title(page)
    card = card_for(page.url, title, config.site_name)
    build.cards.add(card)
    context["image"] = f"{config.site_url}{card.path}" if config.site_url else ""
    context["structured_data"] = structured_data(
        PageFacts(
            site=Crumb(config.site_name, config.site_url or _way(page, "")),
            title=title,
            description=page.meta.get("description", config.site_description or ""),
            address=page.url.removeprefix("./"),
            url=page.canonical_url or "",
            html=html,
            trail=_trail(page, build.above),
            checked=min(
                (build.checked[r] for r in rules_in(html) if r in build.checked), default=None
            ),
            image=context["image"],
        )
    )
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pictures, and put the words of the glossary into the search."""
    build = _now.pop("build")
    site = Path(config.site_dir)
    write_cards(build.cards, site)
    add_terms(site / INDEX, build.rules, build.day)


def _title(page: Page) -> str:
    return str(page.meta.get("title") or page.title or "")


def _way(page: Page, address: str) -> str:
    return ("../" * page.url.count("/") or "./") + address


def _trail(page: Page, above: Mapping[str, Page]) -> list[Crumb]:
    """The pages above a page, by its address; none above the first."""
    if page.is_homepage:
        return []
    parts = page.url.rstrip("/").split("/")
    addresses = ["", *("".join(f"{part}/" for part in parts[:end]) for end in range(1, len(parts)))]
    return [
        Crumb(
            _title(above[address]) if address else "Home",
            above[address].canonical_url or _way(page, address),
        )
        for address in addresses
        if address in above
    ]
