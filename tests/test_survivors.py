"""The mutants that may survive are explained, one by one, in functions that are still there."""

import ast
import tomllib
from collections import Counter

from calculator.site.read import PACKAGE
from tests.mutation.__main__ import ENGINE, TESTS
from tests.mutation.properties import open_properties
from tests.mutation.report import EXPLAINED, explained


def functions(module: str) -> set[str]:
    """The functions and methods of a module, as survivors name them."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            methods = (item for item in node.body if isinstance(item, ast.FunctionDef))
            found |= {f"{node.name}.{method.name}" for method in methods}
    return found


def test_every_explained_survivor_is_in_a_function_of_the_engine() -> None:
    for change in explained():
        module, _, function = change.partition(":")[0].partition(".")
        assert module in ENGINE, change
        assert function in functions(module), change


def test_every_survivor_is_explained_once_and_in_a_sentence() -> None:
    groups = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("group", [])
    every = Counter(change for group in groups for change in group["mutants"])
    assert [change for change, number in every.items() if number > 1] == []
    for group in groups:
        assert set(group) == {"reason", "mutants"}
        assert group["reason"].endswith(".")
        assert group["mutants"]


def test_the_engine_and_its_tests_are_where_the_command_looks_for_them() -> None:
    assert [name for name in ENGINE if not (PACKAGE / f"{name}.py").is_file()] == []
    tests = PACKAGE.parent / "tests"
    assert [name for name in TESTS if not (tests / f"test_{name}.py").is_file()] == []


def test_the_body_of_a_property_moves_into_a_method_and_nothing_else_changes() -> None:
    source = (
        "class A:\n"
        "    @property\n"
        "    def total(self) -> int:\n"
        '        """All of it."""\n'
        "        return 1\n"
        "\n"
        "    def other(self) -> int:\n"
        "        return 2\n"
    )
    assert open_properties(source) == (
        "class A:\n"
        "    @property\n"
        "    def total(self) -> int:\n"
        "        return self.total_worked_out()\n"
        "\n"
        "    def total_worked_out(self) -> int:\n"
        '        """All of it."""\n'
        "        return 1\n"
        "\n"
        "    def other(self) -> int:\n"
        "        return 2\n"
    )
