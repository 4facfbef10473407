"""Worked examples: scenario files that the build computes with the calculator itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calculator.estimate import Estimate, estimate
from calculator.parse import parse_scenario
from calculator.present import render_estimate
from calculator.ruleset import Ruleset
from calculator.site.places import DOCS, BuildError
from calculator.yaml_text import load_yaml_text

EXAMPLES = DOCS / "examples"
KEYS = {"says", "from", "scenario", "expect"}


@dataclass(frozen=True, slots=True)
class Example:
    """One case in a file: a sentence, where the expected figures come from, the case itself."""

    path: Path
    says: str
    worked_by: str
    scenario: dict[str, Any]
    expect: dict[str, Any]

    @property
    def stem(self) -> str:
        """The name by which pages call it."""
        return self.path.stem


def read_example(path: Path) -> Example:
    """Read one file.

    Raises:
        BuildError: a key is missing or unknown.

    """
    data = load_yaml_text(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != KEYS:
        raise BuildError(f"{path.name}: an example has exactly the keys {', '.join(sorted(KEYS))}")
    return Example(path, data["says"], data["from"], data["scenario"], data["expect"])


def work_out_example(rules: Ruleset, example: Example) -> Estimate:
    """Compute an example."""
    return estimate(rules, parse_scenario(rules, example.scenario))


def example_html(rules: Ruleset, stem: str, root: str, *, level: int = 3) -> str:
    """An example as it stands on a page: the case in a sentence, then the estimate."""
    path = EXAMPLES / f"{stem}.yaml"
    if not path.exists():
        raise BuildError(f"there is no example {stem} in {EXAMPLES.name}/")
    example = read_example(path)
    html = render_estimate(
        rules, work_out_example(rules, example), root=root, level=level, example=True
    )
    return (
        '<div class="example" data-search-exclude><p class="example-says">'
        f"<strong>Worked example.</strong> {example.says}</p>{one_block(html)}</div>"
    )


def one_block(html: str) -> str:
    """HTML without empty lines and indentation, so that Markdown leaves it alone."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
