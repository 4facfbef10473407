"""Turn a decision table into a tree of questions, asked in the order of the table's facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calculator.facts import can_occur, domain
from calculator.rule import Decision, Row


@dataclass(frozen=True, slots=True)
class Branch:
    """The answers that lead on, and where they lead."""

    values: tuple[str, ...]
    to: "Node"


@dataclass(frozen=True, slots=True)
class Node:
    """A question with its branches, or (without a fact) the row that answers."""

    fact: str | None
    branches: tuple[Branch, ...] = ()
    row: Row | None = None


def decision_tree(decision: Decision, fixed: Mapping[str, str]) -> Node:
    """The tree of a decision for cases in which some facts are fixed.

    Answers that lead to the same place share a branch; questions that change nothing are left
    out.
    """
    rest = [fact for fact in decision.facts if fact not in fixed]
    node = _grow(decision, dict(fixed), rest)
    if node is None:
        raise LookupError(f"{decision.id}: no case has {dict(fixed)}")
    return node


def _grow(decision: Decision, known: dict[str, str], rest: Sequence[str]) -> Node | None:
    if not can_occur(known):
        return None
    if not rest:
        return Node(None, row=decision.decide(known))
    fact, *later = rest
    groups: list[tuple[list[str], Node]] = []
    for value in domain(decision.id, fact):
        node = _grow(decision, {**known, fact: value}, later)
        if node is None:
            continue
        for values, same in groups:
            if same == node:
                values.append(value)
                break
        else:
            groups.append(([value], node))
    if not groups:
        return None
    if len(groups) == 1:
        return groups[0][1]
    return Node(fact, tuple(Branch(tuple(values), node) for values, node in groups))
