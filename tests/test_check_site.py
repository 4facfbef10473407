"""The check of the finished site finds what it is there for; the comparison of two builds, too."""

from pathlib import Path

import pytest

from calculator.site import audit
from calculator.site.check_site import check_site, external_links
from calculator.site.places import BuildError
from calculator.site.reproducible import differing, digests

GOOD = '<html lang="en"><head><title>A</title></head><body><h1>A</h1>{}</body></html>'


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (GOOD.replace(' lang="en"', ""), "names no language"),
        (GOOD.replace(' lang="en"', ' lang=""'), "names no language"),
        (GOOD.replace("<title>A</title>", ""), "has no title"),
        (GOOD.replace("<title>A", "<title> "), "has no title"),
        (GOOD.replace("<h1>A</h1>", ""), "has 0 main headings instead of one"),
        (GOOD.format("<h1>B</h1>"), "has 2 main headings instead of one"),
        (GOOD.format('<img src="a.png">'), "a.png has no text in its place; add alt"),
        (GOOD.format('<svg role="img"></svg>'), "a drawing has no text in its place"),
    ],
)
def test_a_page_that_lacks_something_is_told(tmp_path: Path, page: str, fault: str) -> None:
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.png").touch()
    found = check_site(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"index.html: {fault}")


def test_a_page_with_all_of_it_has_no_fault(tmp_path: Path) -> None:
    inside = '<img src="a.png" alt=""><svg role="img"><title>A drawing</title></svg>'
    (tmp_path / "index.html").write_text(GOOD.format(inside), encoding="utf-8")
    (tmp_path / "a.png").touch()
    assert check_site(tmp_path) == []


def test_links_that_leave_the_site_are_listed_with_their_pages(tmp_path: Path) -> None:
    out = '<a href="https://example.org/b">b</a> <a href="https://example.org/a">a</a>'
    (tmp_path / "one.html").write_text(GOOD.format(out), encoding="utf-8")
    (tmp_path / "two.html").write_text(
        GOOD.format('<a href="https://example.org/b">b</a> <a href="one.html">one</a>'),
        encoding="utf-8",
    )
    assert external_links(tmp_path) == {
        "https://example.org/a": ["one.html"],
        "https://example.org/b": ["one.html", "two.html"],
    }


def test_builds_differ_by_a_byte_or_by_a_file(tmp_path: Path) -> None:
    for name, content in (("first", "a"), ("second", "b")):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "same.txt").write_text("same", encoding="utf-8")
        (tmp_path / name / "deep" / "other.txt").write_text(content, encoding="utf-8")
    (tmp_path / "second" / "new.txt").touch()
    first, second = digests(tmp_path / "first"), digests(tmp_path / "second")
    assert differing(first, first) == []
    assert differing(first, second) == ["deep/other.txt", "new.txt"]


def test_an_audit_without_its_services_says_so_and_proves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "_ask", lambda _: {})
    with pytest.raises(BuildError):
        audit.audit()
    said = capsys.readouterr().out
    assert "pip-audit could not be asked" in said
    assert "npm audit could not be asked" in said


def test_an_audit_names_each_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(
        (
            {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}]},
            {"vulnerabilities": {"b": {"severity": "high"}}},
        )
    )
    monkeypatch.setattr(audit, "_ask", lambda _: next(answers))
    with pytest.raises(BuildError):
        audit.audit()
    assert capsys.readouterr().out == "a 1: X-1\nb: high\n"
