"""The two projects that are built: a copy of this one, and plain MkDocs with its pages.

Plain MkDocs gets the pages with the macros already printed, so that it sets the same text. It has
the same theme, search, Markdown extensions and order of pages, and none of our macros, templates,
scripts, data or checks.

For ten times the pages each Markdown file is copied nine times under another name; its links lead
where they led. The menu stays as it is, in both, since MkDocs prints it on every page.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load

from calculator.site.places import NODE_MODULES, ROOT, BuildError

#: What the build reads. What only the repository needs is left behind.
COPIED = (
    *("calculator", "docs", "overrides", "tests", "mkdocs.yml", "package.json"),
    *("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"),
)

#: What it writes, but for pages.
BUILT = (
    *("site", ".cache", "docs/data", "docs/assets/fonts", "docs/assets/runtime"),
    "calculator/compiled_rules.json",
)

RULES = "rules"
MENU = "not_in_nav: |\n"

_LINK = re.compile(r"(?<=\]\()(?!\w+:)([^)#\s]+\.md)")

#: An event of MkDocs, used to keep each page's Markdown as the macros leave it.
_KEEP = """
import os
from pathlib import Path
import mkdocs.plugins
import yaml

try:
    from calculator.site.ready_html import with_html
except ImportError:
    with_html = str

@mkdocs.plugins.event_priority(-100)
def on_page_markdown(markdown, page, **_):
    path = Path(os.environ["PRINTED"]) / page.file.src_uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\\n{yaml.safe_dump(dict(page.meta))}---\\n\\n{with_html(markdown)}")
"""


def pages(project: Path) -> list[Path]:
    """Return the Markdown files of a project."""
    return sorted((project / "docs").rglob("*.md"))


def copy_project(target: Path, times: int) -> Path:
    """Copy what the build reads, write the generated pages, and multiply all pages."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    (target / NODE_MODULES.name).symlink_to(NODE_MODULES)
    forget(target)
    run(target, "-m", "calculator.site", "prebuild")
    settings = target / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(MENU, f"{MENU}  copy-*/\n"), encoding="utf-8")
    multiply(target / "docs", times)
    return target


def forget(project: Path) -> None:
    """Remove what a build wrote, but for the generated pages, which are among those multiplied."""
    for name in BUILT:
        path = project / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def multiply(docs: Path, times: int) -> None:
    """Copy each page under other names until there are so many times as many.

    One page names files beside it: they go along.
    """
    for number in range(2, times + 1):
        if (docs / "data").is_dir():
            shutil.copytree(docs / "data", docs / f"copy-{number}" / "data")
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        inner = path.relative_to(docs)
        for number in range(2, times + 1):
            # The folder of the rules has its own copies: what lies in it is no article.
            top = Path(RULES) if inner.parts[0] == RULES else Path()
            copy = docs / top / f"copy-{number}" / inner.relative_to(top)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(_LINK.sub(_from(path.parent, copy.parent), text), encoding="utf-8")


def _from(old: Path, new: Path) -> Callable[[re.Match[str]], str]:
    return lambda link: os.path.relpath(old / link[1], new)


def plain_project(site: Path, target: Path) -> Path:
    """Write a project of plain MkDocs with the pages as the macros of another print them."""
    settings = yaml_load((site / "mkdocs.yml").read_text(encoding="utf-8"))
    assert isinstance(settings, dict)
    (site / "keep.py").write_text(_KEEP, encoding="utf-8")
    (site / "keep.yml").write_text("INHERIT: mkdocs.yml\nhooks: [keep.py]\n", encoding="utf-8")
    run(
        site,
        *("-m", "mkdocs", "build", "--quiet", "--config-file", "keep.yml", "--site-dir", "kept"),
        printed=target / "docs",
    )
    theme = settings["theme"]
    del theme["custom_dir"]
    kept = {name: settings[name] for name in ("site_name", "nav", "markdown_extensions")}
    kept["markdown_extensions"] = [
        extension
        for extension in kept["markdown_extensions"]
        if not str(extension).startswith("calculator.")
    ]
    kept |= {"theme": theme, "plugins": ["search"], "not_in_nav": "*"}
    (target / "mkdocs.yml").write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    icon = settings["theme"]["favicon"]
    (target / "docs" / icon).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(site / "docs" / icon, target / "docs" / icon)
    return target


def run(folder: Path, *command: str, printed: Path | None = None) -> None:
    """Run a Python program in a project.

    Raises:
        BuildError: it failed.

    """
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PRINTED": str(printed or "")}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-2000:]}")
