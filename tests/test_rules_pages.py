"""The rules browser and the fact-check sheets: complete, at their places, and telling the truth."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from mkdocs.utils.yaml import yaml_load
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from calculator.addresses import file_of, rule_address
from calculator.present import cite
from calculator.rule import Figure, Rule, Statement
from calculator.ruleset import Ruleset
from calculator.site import case_usage
from calculator.site.case_usage import uses_of, worked_cases
from calculator.site.check_sheets import expected_words, runs
from calculator.site.context import CONFIDENCE_WORDS
from calculator.site.macros import usage_of
from calculator.site.page_usage import NO_ARTICLES, page_address, rules_in
from calculator.site.places import ROOT, SITE, BuildError
from calculator.site.rule_usage import Usage
from calculator.site.rules_pages import KEPT, write_rules_pages
from calculator.site.subjects import citations, disputes, sources_of, subjects
from tests.cases import EXAMPLES, FILES, fresh_rules, read_case

ALL_RULES = {fresh_rules().anchor(rule): rule for rule in fresh_rules().rules()}
KEYS = [subject.key for subject in subjects(fresh_rules())]


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not (SITE / "index.html").exists():
        pytest.fail("there is no finished site; run `make build` first")


@pytest.fixture(scope="module")
def usage(rules: Ruleset) -> Usage:
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        conf: dict[str, Any] = yaml_load(file)
    return usage_of(rules, conf)


@cache
def page(address: str) -> HTMLParser:
    return HTMLParser((SITE / address / "index.html").read_text(encoding="utf-8"))


def nodes(address: str, selector: str) -> Iterator[tuple[str, Node]]:
    """The parts of a page that have a name."""
    for node in page(address).css(selector):
        yield node.attributes.get("id") or "", node


def links(node: Node) -> set[str]:
    return {link.attributes.get("href") or "" for link in node.css("a")}


@cache
def entries(address: str) -> dict[str, Node]:
    return dict(nodes(address, ".rule-entry"))


def entry(rules: Ruleset, rule: Rule) -> Node:
    address, _, name = rule_address(rules, rule).partition("#")
    return entries(address)[name]


# Where a rule stands


def test_every_rule_stands_on_exactly_one_subject_page_at_its_name(rules: Ruleset) -> None:
    found = Counter(
        f"rules/{key}/#{name}" for key in KEYS for name, _ in nodes(f"rules/{key}", ".rule-entry")
    )
    assert found == Counter(rule_address(rules, rule) for rule in rules.rules())


def test_a_subject_is_a_rule_file_with_a_page_and_a_sheet(rules: Ruleset) -> None:
    files = {file_of(rules, rule) for rule in rules.rules()}
    assert {subject.file for subject in subjects(rules)} == files
    for key in KEYS:
        assert f"check/{key}/" in {link.removeprefix("../") for link in links_of(f"rules/{key}")}
    listed = links_of("rules")
    assert {f"../rules/{key}/" for key in KEYS} <= listed
    assert {f"../rules/check/{key}/" for key in KEYS} <= listed


def links_of(address: str) -> set[str]:
    body = page(address).css_first("article")
    assert body is not None
    return links(body)


def test_a_rule_file_without_a_heading_stops_the_build(
    rules: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calculator.site.subjects.SUBJECTS", {"medicare.yaml": "Medicare"})
    with pytest.raises(BuildError, match="has no heading; add one to SUBJECTS"):
        subjects(rules)


def test_the_old_address_of_every_rule_names_a_line_that_leads_to_its_place(
    rules: Ruleset,
) -> None:
    lines = dict(nodes("rules", "[data-rules] li"))
    assert len(lines) == len(ALL_RULES)
    for name, rule in ALL_RULES.items():
        assert links(lines[name]) == {f"../{rule_address(rules, rule)}"}


def test_every_link_to_a_rule_leads_to_the_page_of_its_subject(rules: Ruleset) -> None:
    places = {rule_address(rules, rule) for rule in rules.rules()}
    for path in sorted(SITE.rglob("*.html")):
        for link in HTMLParser(path.read_text(encoding="utf-8")).css('a[href*="rules/"]'):
            address = (link.attributes.get("href") or "").lstrip("./")
            if address.startswith("rules/") and "." in address.partition("#")[2]:
                assert address in places, path


def test_pages_of_subjects_that_are_gone_are_removed(rules: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "check").mkdir()
    for name in ("gone.md", "check/gone.md", *KEPT):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write_rules_pages(rules, tmp_path)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")}
    assert written == {*KEPT, *(f"{place}{key}.md" for key in KEYS for place in ("", "check/"))}


def test_of_the_rules_browser_the_search_knows_only_where_sources_disagree() -> None:
    index = json.loads((SITE / "search/search_index.json").read_text(encoding="utf-8"))
    found = {item["location"].partition("#")[0] for item in index["docs"]}
    assert {place for place in found if place.startswith("rules/")} == {"rules/disagreements/"}


# What an entry says


@pytest.mark.parametrize("name", ALL_RULES)
def test_an_entry_names_each_source_its_place_the_day_and_how_sure_we_are(
    rules: Ruleset, name: str
) -> None:
    node = entry(rules, ALL_RULES[name])
    text, addresses = node.text(), links(node)
    for key in sources_of(ALL_RULES[name]):
        assert rules.sources[key].url in addresses
    for citation in citations(ALL_RULES[name]):
        assert citation.at in text
        assert f"Checked {citation.checked.isoformat()}" in text
        assert CONFIDENCE_WORDS[citation.confidence] in text
        if citation.other_side:
            assert "Another source says:" in text
            assert citation.other_side.at in text


def test_the_entry_of_a_figure_has_every_value_with_the_day_it_was_checked(
    rules: Ruleset,
) -> None:
    for figure in rules.figures.values():
        items = [item.text() for item in entry(rules, figure).css(".rule-values li")]
        assert len(items) == len(figure.values)
        for item, value in zip(items, figure.values, strict=True):
            assert figure.write(value) in item
            assert str(value.start.year) in item
            assert f"Checked {value.checked.isoformat()}" in item


def test_every_source_is_used_by_a_rule(rules: Ruleset) -> None:
    used = {key for rule in rules.rules() for key in sources_of(rule)}
    assert used == set(rules.sources)


def test_a_figure_of_which_no_value_was_found_is_cited_as_such(rules: Ruleset) -> None:
    figure = rules.figures["medicare.part_b.deductible"]
    missing = tuple(replace(v, amount=None, citation=None) for v in figure.values)
    without = replace(rules, figures={figure.id: replace(figure, values=missing)})
    assert "Part B deductible (no source yet)" in cite(without, (figure.id,), "../")


# Who uses a rule


def test_the_pages_an_entry_names_are_those_that_link_to_the_rule(
    rules: Ruleset, usage: Usage
) -> None:
    printed: dict[str, set[str]] = {name: set() for name in ALL_RULES}
    for path in SITE.rglob("index.html"):
        address = page_address(path.relative_to(SITE).with_suffix(".md"))
        if address.partition("/")[0] in NO_ARTICLES:
            continue
        body = HTMLParser(path.read_text(encoding="utf-8")).css_first("article")
        assert body is not None
        for note in body.css(".term-note[data-found]"):
            note.decompose()  # a word of the prose that opens its note: the page does not print it
        for name in rules_in(body.html or ""):
            printed[name].add(address)
    for name, rule in ALL_RULES.items():
        assert {page.address for page in usage.of(name).pages} == printed[name]
        shown = entry(rules, rule).css_first(".rule-used li")
        if printed[name]:
            assert shown is not None
            assert links(shown) == {f"../../{address}" for address in printed[name]}


def test_an_example_uses_what_its_steps_and_reasons_name(rules: Ruleset) -> None:
    path = next(path for path in EXAMPLES if path.stem == "original-medicare")
    uses = uses_of(rules, read_case(path)["scenario"])
    assert "step “Deductible”" in uses["medicare.part_b.deductible"]
    assert "step “Coinsurance”" in uses["medicare.part_b.coinsurance"]
    assert "the verdict" in uses["original_medicare.coverage.surgery_second"]
    assert "other ways" in uses["medicare.private_contract"]
    assert uses["medicare.appeal.how"] == ["advice"]


def test_a_case_that_names_a_rule_only_in_advice_does_not_depend_on_it(usage: Usage) -> None:
    example = next(case for case in usage.cases if case.name == "original-medicare")
    assert "medicare.appeal.how" in example.uses
    assert not example.depends_on("medicare.appeal.how")
    assert example not in usage.of("medicare.appeal.how").cases
    assert example in usage.of("medicare.part_b.deductible").cases


def test_every_case_is_known_by_name_and_can_be_worked_out(usage: Usage) -> None:
    assert {case.name for case in usage.cases} == {path.stem for path in FILES}
    assert [case.name for case in usage.cases if not case.uses] == []


def test_a_deadline_names_the_advice_that_counts_it(usage: Usage) -> None:
    advice = [action.id for action in usage.of("medicare.appeal.second.file").actions]
    assert advice
    assert "action" in advice[0]


def test_use_is_worked_out_once_and_again_when_something_changed(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, asked = EXAMPLES[:2], []

    def counted(known: Ruleset, scenario: dict[str, Any]) -> dict[str, list[str]]:
        asked.append(scenario)
        return uses_of(known, scenario)

    monkeypatch.setattr(case_usage, "case_files", lambda: files)
    monkeypatch.setattr(case_usage, "uses_of", counted)
    cache = tmp_path / "kept" / "uses.json"
    first = worked_cases(rules, cache=cache)
    assert len(asked) == 2
    assert worked_cases(rules, cache=cache) == first
    assert len(asked) == 2
    files.append(EXAMPLES[2])
    assert worked_cases(rules, cache=cache)[:2] == first
    assert len(asked) == 5


@pytest.mark.parametrize(
    "rule",
    [rule for rule in ALL_RULES.values() if isinstance(rule, Figure | Statement)],
    ids=lambda rule: rule.id,
)
def test_the_mark_of_a_rule_says_what_uses_it(usage: Usage, rule: Figure | Statement) -> None:
    use = usage.of(rule.id)
    match rule.use:
        case "engine":
            assert use.is_calculated, "no step, table, advice or case uses it"
        case "site":
            assert use.pages, "no page prints it"
        case _:
            assert not use.pages, "a page prints it"
            assert not use.is_calculated, "the calculator uses it"


# Where sources disagree


def test_every_disagreement_is_listed_with_both_sides(rules: Ruleset) -> None:
    body = page("rules/disagreements").css(".rule-entry")
    found = [(rule, *sides) for rule in rules.rules() for sides in disputes(rule)]
    assert found
    assert len(body) == len(found)
    for node, (rule, citation, other) in zip(body, found, strict=True):
        assert f"../../{rule_address(rules, rule)}" in links(node)
        for key in (*citation.sources, other.source):
            assert rules.sources[key].url in links(node)
        assert citation.at in node.text()
        assert other.at in node.text()


# The sheets


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_has_every_rule_of_its_subject_with_a_box_for_each_statement(
    rules: Ruleset, key: str
) -> None:
    held = next(subject for subject in subjects(rules) if subject.key == key)
    parts = page(f"rules/check/{key}").css(".check-table tbody")
    assert len(parts) == len(held.rules)
    names = {(part.css_first("code") or part).text() for part in parts}
    assert names == {rules.anchor(rule) for rule in held.rules}
    for part in parts:
        name = (part.css_first("code") or part).text()
        rule = ALL_RULES[name]
        rows = 1 + len(rule.values) if isinstance(rule, Figure) else 1
        assert len(part.css("tr")) == rows
        assert len(part.css(".check-box")) == 2 * rows
        assert len(part.css(".check-note")) == rows
        for citation in citations(rule):
            assert citation.at in part.text()
            assert citation.checked.isoformat() in part.text()
            assert CONFIDENCE_WORDS[citation.confidence] in part.text()


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_writes_out_the_address_of_each_source_it_names(rules: Ruleset, key: str) -> None:
    held = next(subject for subject in subjects(rules) if subject.key == key)
    written = [node.text() for node in page(f"rules/check/{key}").css(".check-address")]
    wanted = {rules.sources[source].url for rule in held.rules for source in sources_of(rule)}
    assert set(written) == wanted


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_lists_the_cases_that_depend_on_its_rules_and_what_they_say(
    rules: Ruleset, usage: Usage, key: str
) -> None:
    held = next(subject for subject in subjects(rules) if subject.key == key)
    wanted = {case.says for rule in held.rules for case in usage.of(rules.anchor(rule)).cases}
    items = [node.text() for node in page(f"rules/check/{key}").css(".check-list--cases li")]
    for says in wanted:
        assert any(says in item for item in items), says
    for part in page(f"rules/check/{key}").css(".check-table tbody"):
        numbers = part.css_first(".check-cases")
        use = usage.of((part.css_first("code") or part).text())
        assert (numbers is not None) is bool(use.cases)


def test_a_sheet_has_room_for_a_name_a_date_and_a_signature() -> None:
    for key in KEYS:
        lines = page(f"rules/check/{key}").css(".check-signature")
        assert [[s.text() for s in line.css("span")] for line in lines] == (
            [["Name", "Date", "Signature"]] * 2
        )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([4], "C4"), ([2, 1], "C1–C2"), ([1, 3, 4, 5, 9], "C1, C3–C5, C9")],
)
def test_neighboring_cases_are_drawn_together(numbers: list[int], words: str) -> None:
    assert runs(numbers) == words


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"verdict": "covered", "total": "64.00"}, "Expected: Covered. You owe $64."),
        (
            {"verdict": "covered", "total": {"low": "10", "likely": "20", "high": "30"}},
            "Expected: Covered. You owe $10 to $30, most likely $20.",
        ),
        (
            {"verdict": "covered", "total": {"low": "10", "likely": "10", "high": "10"}},
            "Expected: Covered. You owe $10.",
        ),
        ({"verdict": "emergency"}, "Expected: Get help now."),
        ({"total": {"low": "10", "likely": None, "high": "30"}}, "You owe $10 to $30."),
    ],
)
def test_a_case_says_what_is_expected_of_it(expect: dict[str, Any], words: str) -> None:
    assert expected_words(expect) == words
