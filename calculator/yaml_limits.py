"""Looks a YAML text over before it is read, so that no text can use up memory, time or the stack.

PyYAML builds nested values by calling itself, in C without any limit: some ten thousand brackets
end the whole program. The events it builds them from are safe to walk through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Tags that say no more than how the value is written.
_PLAIN_TAGS = (None, "!", "tag:yaml.org,2002:str")


class YamlLimits(NamedTuple):
    """What one kind of file may hold; ``nodes`` counts what every alias stands for."""

    characters: int
    depth: int
    nodes: int
    aliases: bool


class YamlLimitError(yaml.MarkedYAMLError):
    """A text that is refused; ``problem`` says why and ``problem_mark`` where."""


@dataclass(slots=True)
class _Count:
    """How many values stand below the open mappings and lists, and below each anchor."""

    limits: YamlLimits
    open: list[tuple[str | None, int]] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    nodes: int = 0

    def add(self, event: yaml.Event, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            raise _refusal(event, f"this holds more than {self.limits.nodes:,} values")

    def start(self, event: yaml.CollectionStartEvent) -> None:
        self.add(event, 1)
        self.open.append((event.anchor, self.nodes))
        if len(self.open) > self.limits.depth:
            raise _refusal(event, f"this is nested deeper than {self.limits.depth} levels")

    def end(self) -> None:
        anchor, before = self.open.pop()
        if anchor is not None:
            self.anchors[anchor] = 1 + self.nodes - before

    def alias(self, event: yaml.AliasEvent) -> None:
        if not self.limits.aliases:
            raise _refusal(event, "no aliases here; write the values out")
        # An anchor inside itself has no size yet.
        size = self.anchors.get(str(event.anchor))
        if size is None:
            raise _refusal(event, "this alias has no anchor before it")
        self.add(event, size)


def check_yaml(text: str, limits: YamlLimits) -> None:
    """Refuse a text beyond the limits, one with tags, and one that is no YAML.

    Raises:
        yaml.YAMLError: with the fault; ``YamlLimitError`` for a limit.

    """
    _check_text(text, limits)
    count = _Count(limits)
    documents = 0
    for event in _events(text):
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _refusal(event, "this holds more than one document")
            case yaml.CollectionStartEvent():
                _check_tag(event)
                count.start(event)
            case yaml.CollectionEndEvent():
                count.end()
            case yaml.ScalarEvent():
                _check_tag(event)
                count.add(event, 1)
                if event.anchor is not None:
                    count.anchors[event.anchor] = 1
            case yaml.AliasEvent():
                count.alias(event)


def _check_text(text: str, limits: YamlLimits) -> None:
    if len(text) > limits.characters:
        raise YamlLimitError(problem=f"this is longer than {limits.characters:,} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise YamlLimitError(problem="this is no plain text") from None


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    finally:
        loader.dispose()


def _check_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.tag not in _PLAIN_TAGS:
        raise _refusal(event, "no tags here; write the plain value")


def _refusal(event: yaml.Event, problem: str) -> YamlLimitError:
    return YamlLimitError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
