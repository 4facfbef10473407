"""Write one page for each state, and DC, from the rules; the repository does not keep them."""

from collections.abc import Iterator

from calculator.questions.states import STATES
from calculator.ruleset import Ruleset
from calculator.site.places import DOCS

FOLDER = DOCS / "states"

#: The heading of each part of a state's law, in the order of the page.
_HEADINGS = {
    "bound": "Which plans it binds",
    "trigger": "When it applies",
    "who": "Who may give the opinion",
    "cost": "What you pay",
    "deadlines": "How fast the plan must answer",
}


def slug(state: str) -> str:
    """The file name of a state's page."""
    return STATES[state].lower().replace(" ", "-")


def write_state_pages(rules: Ruleset) -> None:
    """Write the pages that changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for state in STATES:
        path = FOLDER / f"{slug(state)}.md"
        text = "\n\n".join(_page(rules, state)) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _page(rules: Ruleset, state: str) -> Iterator[str]:
    name = STATES[state]
    prefix = f"state.{state.lower()}."
    parts = [key for key in rules.statements if key.startswith(prefix)]
    yield (
        f"---\ntitle: Second opinions in {name}\ndescription: What we found on second opinions in "
        f"the law of {name}, which plans it reaches, and whom to ask.\n---"
    )
    yield f"# Second opinions in {name}"
    yield _says(f"{prefix}status")
    shown = {f"{prefix}status", f"{prefix}ask"}
    if f"{prefix}second_opinion" in parts:
        yield "## What the law says"
        yield _says(f"{prefix}second_opinion")
        shown.add(f"{prefix}second_opinion")
    for part, heading in _HEADINGS.items():
        if f"{prefix}{part}" in parts:
            yield f"## {heading}"
            yield _says(f"{prefix}{part}")
            shown.add(f"{prefix}{part}")
    rest = [key for key in parts if key not in shown]
    if rest:
        yield "## More on this state"
        for key in rest:
            yield f"**{rules.statements[key].label}.** {_says(key)}"
    yield "## Does it reach your plan? { data-search-exclude }"
    yield _says("state.reach")
    yield _says("state.one_fact")
    yield "## What to do next { data-search-exclude }"
    if f"{prefix}ask" in parts:
        yield _says(f"{prefix}ask")
    yield _says("state.where_to_ask")
    yield (
        "[Work out what you would owe](../estimate.md), read about "
        "[insured and self-funded plans](../plans/insured-or-self-funded.md), or look at "
        "[another state](index.md)."
    )


def _says(rule_id: str) -> str:
    return f'{{{{ says("{rule_id}") }}}}'
