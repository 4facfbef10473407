"""YAML with the line of every key, so that an error can point at its place."""

from collections.abc import Hashable, Mapping
from datetime import date
from pathlib import Path

import yaml

from calculator.ruleset import RuleError
from calculator.yaml_limits import YamlLimitError, YamlLimits, check_yaml

type Path_ = tuple[Hashable, ...]

QUICK: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where PyYAML was built with it: the same in a tenth of the time."""

LIMITS = YamlLimits(characters=1_000_000, depth=20, nodes=100_000, aliases=True)
"""A rule file may name a list once and use it again. The largest one today is a sixth of this."""


def read_yaml(path: Path, name: str) -> tuple[object, Mapping[Path_, int]]:
    """Read a YAML file and the line number of every place in it.

    Raises:
        RuleError: the file is no YAML, too large, or a key stands twice in one mapping.

    """
    try:
        if path.stat().st_size > 4 * LIMITS.characters:  # no character has more bytes
            raise RuleError(name, None, "", f"longer than {LIMITS.characters:,} characters")
        text = path.read_text(encoding="utf-8")
        try:
            check_yaml(text, LIMITS)
            return _read(text, name, QUICK)
        except YamlLimitError:
            raise
        except yaml.YAMLError:
            return _read(text, name, yaml.SafeLoader)  # it tells a fault in better words
    except (UnicodeDecodeError, yaml.reader.ReaderError):
        raise RuleError(name, None, "", "this is not a plain text file in UTF-8") from None
    except YamlLimitError as error:
        raise RuleError(name, _line(error), "", str(error.problem)) from None
    except yaml.MarkedYAMLError as error:
        line = _line(error)
        problem = error.problem or "unreadable"
        raise RuleError(name, line, "", f"this is not YAML: {problem}") from None
    except ValueError:
        # YAML takes `0b_` and five thousand digits for numbers, and Python does not.
        message = "a number or a day in it cannot be read; write it as text, in quotes"
        raise RuleError(name, None, "", message) from None


def _line(error: yaml.MarkedYAMLError) -> int | None:
    return error.problem_mark.line + 1 if error.problem_mark else None


def _read(
    text: str, name: str, loader_type: type[yaml.SafeLoader]
) -> tuple[object, Mapping[Path_, int]]:
    loader = loader_type(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path_, int] = {}
        if node is None:
            return {}, lines
        _note_lines(node, (), lines, name)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, place: Path_, lines: dict[Path_, int], name: str) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*place, key)
            line = key_node.start_mark.line + 1
            if key in seen:
                raise RuleError(name, line, dotted(here), "this key stands twice; keep one")
            seen.add(key)
            lines[here] = line
            _note_lines(value_node, here, lines, name)
    elif node.tag == "tag:yaml.org,2002:timestamp":
        _check_day(node, place, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            here = (*place, index)
            lines[here] = item.start_mark.line + 1
            _note_lines(item, here, lines, name)


def _check_day(node: yaml.Node, place: Path_, name: str) -> None:
    try:
        date.fromisoformat(str(node.value)[:10])
    except ValueError:
        line = node.start_mark.line + 1
        raise RuleError(name, line, dotted(place), "this is no day of the calendar") from None


def dotted(place: Path_) -> str:
    """Write a place as a key: ``figures › a.b › values › 0``."""
    return " › ".join(str(part) for part in place)


def nearest_line(place: Path_, lines: Mapping[Path_, int]) -> int | None:
    """The line of a place, or of the closest place around it that exists in the file."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)
