"""The finished site has our style sheets in one, and a page may still name each of them."""

from pathlib import Path

import pytest

from calculator.site.places import SITE
from calculator.site.style_sheet import FONTS, NAME, in_one


def sheets(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.css").write_text(text, encoding="utf-8")
    return [f"{name}.css?v=1" for name in texts]


def test_the_sheets_are_joined_in_their_order_and_the_fonts_stay_apart(tmp_path: Path) -> None:
    names = sheets(tmp_path, one="a{}", two="b{}")
    left, text = in_one([f"{FONTS}?v=2", *names], tmp_path)
    assert text == "a{}\nb{}"
    assert left[0] == f"{FONTS}?v=2"
    assert left[1].startswith(f"{NAME}?v=")


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    before, _ = in_one(sheets(tmp_path, one="a{}"), tmp_path)
    after, _ = in_one(sheets(tmp_path, one="a{color:red}"), tmp_path)
    assert before != after


@pytest.mark.parametrize("text", ["a{background:url(x.svg)}", '@import "x.css";'])
def test_a_sheet_that_names_a_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="names a file"):
        in_one(sheets(tmp_path, one=text), tmp_path)


def test_the_finished_site_asks_for_two_sheets_of_ours() -> None:
    page = (SITE / "index.html").read_text(encoding="utf-8")
    assert page.count('<link rel="stylesheet" href="assets/fonts/') == 1
    assert page.count('<link rel="stylesheet" href="assets/styles.css?v=') == 1
    assert "assets/look.css" not in page
    written = (SITE / NAME).read_text(encoding="utf-8")
    assert ".term-note" in written
    assert ".md-tabs" in written
