"""The command that measures with Lighthouse reads its report and knows what falls short."""

import json
import re

import pytest

from calculator.site.places import ROOT
from tests.lighthouse.__main__ import LEAST, read_scores


def report(points: dict[str, float], audit: float | None) -> dict[str, object]:
    return {
        "categories": {
            name: {"score": points.get(name, 1), "auditRefs": [{"id": f"{name}-1", "weight": 1}]}
            for name in LEAST
        },
        "audits": {
            f"{name}-1": {"id": f"{name}-1", "title": "A check", "score": audit} for name in LEAST
        },
    }


@pytest.mark.parametrize(
    ("points", "short"),
    [
        ({}, []),
        ({"performance": 0.95}, []),
        ({"performance": 0.94}, ["performance"]),
        ({"accessibility": 0.99, "seo": 0.9}, ["accessibility", "seo"]),
    ],
)
def test_a_page_falls_short_below_the_least(points: dict[str, float], short: list[str]) -> None:
    assert read_scores(report(points, 1)).short() == short


def test_the_checks_that_cost_points_are_named() -> None:
    assert read_scores(report({}, 0)).faults[-1] == "seo-1: A check"
    assert read_scores(report({}, None)).faults == []
    assert read_scores(report({}, 1)).faults == []
    assert [f.split("-1")[0] for f in read_scores(report({}, 0.95)).faults] == [*LEAST][1:]


def test_the_package_is_pinned_exactly_and_names_no_server() -> None:
    folder = ROOT / "tests" / "lighthouse"
    pinned = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", pinned["lighthouse"])
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert lock["node_modules/lighthouse"]["version"] == pinned["lighthouse"]
    assert all(part.get("integrity") for name, part in lock.items() if name)
    assert not any("resolved" in part for part in lock.values())
