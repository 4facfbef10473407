"""What the service worker's list must hold, so that a device keeps one whole build and no more."""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from calculator.site import service_worker
from calculator.site.places import SITE, BuildError
from calculator.site.service_worker import AHEAD, WORKER, write_service_worker
from calculator.site.versions import versioned

type Manifest = dict[str, Any]

RUNTIME = "assets/runtime/0123456789ab/"

#: What a phone is asked to fetch at the first visit, packed: a few photographs' worth.
MOST_KEPT = 1_500_000


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    if not (SITE / WORKER).exists():
        pytest.fail("there is no finished site; run `make build` first")
    return manifest_of(SITE)


def manifest_of(site: Path) -> Manifest:
    text = (site / WORKER).read_text(encoding="utf-8")
    found = re.search(r"= (\{\n\"kept\".*?\n\});", text, re.DOTALL)
    assert found is not None
    manifest: Manifest = json.loads(found[1])
    return manifest


def kept(manifest: Manifest) -> list[str]:
    return [entry["url"] for entry in manifest["kept"]]


def file_of(url: str, site: Path = SITE) -> Path:
    path = site / url.partition("?")[0]
    return path / "index.html" if path.is_dir() else path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A site with one of each kind of file."""
    site = tmp_path / "site"
    put(site / "index.html", '<link rel="stylesheet" href="assets/fonts/fonts.css?v=01234567">')
    put(site / "guide/index.html", '<script src="../assets/javascripts/b.a5f9d56c.min.js">')
    put(site / "offline/index.html", "")
    put(site / "rules/medicare/index.html", "")
    put(site / "estimate/index.html", f'<script src="../{RUNTIME}page.mjs"></script>')
    put(site / f"{RUNTIME}page.mjs", "a small script")
    put(site / f"{RUNTIME}python.bin", "a large file " * 100)
    put(site / "assets/fonts/fonts.css", "@font-face { src: url(a-latin-wght-normal.woff2) }")
    put(site / "assets/fonts/a-latin-wght-normal.woff2", "")
    put(site / "assets/javascripts/b.a5f9d56c.min.js", "")
    put(site / "search/search_index.json", "{}")
    return site


def test_the_pages_people_need_without_a_connection_are_kept(manifest: Manifest) -> None:
    needed = {"./", "guide/", "faq/", "before-you-book/", "if-you-are-refused/", "glossary/"}
    assert needed | {"plans/", "offline/", "search/search_index.json"} <= set(kept(manifest))
    assert len([url for url in kept(manifest) if url.startswith("plans/")]) > 10


def test_what_is_looked_up_one_at_a_time_is_not_kept(manifest: Manifest) -> None:
    looked_up = ("rules/", "states/", "data/", "examples/", "about/sources/")
    assert [url for url in kept(manifest) if url.startswith(looked_up)] == []


def test_the_calculator_is_kept_apart_from_what_readers_of_articles_keep(
    manifest: Manifest,
) -> None:
    assert [url for url in kept(manifest) if "runtime" in url or "estimate/" in url] == []
    runtime = manifest["runtime"]
    assert [page["url"] for page in runtime["pages"]] == ["estimate/"]
    folder = f"assets/runtime/{runtime['id']}/"
    listed = [file["url"] for file in runtime["files"]]
    assert listed == sorted(f"{folder}{path.name}" for path in (SITE / folder).iterdir())


def test_all_that_a_kept_page_loads_is_kept(manifest: Manifest) -> None:
    urls = set(kept(manifest))
    runtime = f"assets/runtime/{manifest['runtime']['id']}/"
    for url in [*urls, *(page["url"] for page in manifest["runtime"]["pages"])]:
        if not (url == "./" or url.endswith("/")):
            continue
        tree = HTMLParser(file_of(url).read_text(encoding="utf-8"))
        nodes = tree.css('link[rel="stylesheet"], link[rel="icon"], script[src], img[src]')
        for node in nodes:
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            loaded = normpath(url + address).removeprefix("./")
            assert loaded in urls or loaded.startswith(runtime), f"{url} loads {loaded}"


def test_each_file_is_listed_once_with_its_own_digest(manifest: Manifest) -> None:
    runtime = manifest["runtime"]
    entries = [*manifest["kept"], *runtime["files"], *runtime["pages"]]
    assert len({entry["url"] for entry in entries}) == len(entries)
    for entry in entries:
        digest = hashlib.sha256(file_of(entry["url"]).read_bytes()).digest()
        assert entry["integrity"] == f"sha256-{base64.b64encode(digest).decode()}", entry["url"]


def test_only_an_address_that_changes_with_the_content_needs_no_revision(
    manifest: Manifest,
) -> None:
    for entry in manifest["kept"]:
        by_content = "?v=" in entry["url"] or re.search(r"\.[0-9a-f]{8}\.min\.", entry["url"])
        assert (entry["revision"] is None) == bool(by_content), entry["url"]


def test_nothing_comes_from_another_host(manifest: Manifest) -> None:
    text = (SITE / WORKER).read_text(encoding="utf-8")
    assert "importScripts" not in text
    assert "sourceMappingURL" not in text
    assert "://" not in json.dumps(manifest)
    assert [url for url in kept(manifest) if url.startswith(("/", ".."))] == []


def test_the_licence_of_workbox_comes_with_it() -> None:
    head = (SITE / WORKER).read_text(encoding="utf-8")[:2000]
    assert "Copyright 2018 Google LLC" in head
    assert "Permission is hereby granted" in head


def test_the_first_visit_is_not_made_dear(manifest: Manifest) -> None:
    packed = sum(len(gzip.compress(file_of(url).read_bytes())) for url in kept(manifest))
    assert packed < MOST_KEPT


def test_the_same_site_gives_the_same_bytes(small_site: Path, tmp_path: Path) -> None:
    write_service_worker(small_site)
    again = tmp_path / "again"
    for path in reversed([path for path in sorted(small_site.rglob("*")) if path.is_file()]):
        copy = again / path.relative_to(small_site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (0, 0))
    for name in (WORKER, AHEAD):
        (again / name).unlink()
    write_service_worker(again)
    for name in (WORKER, AHEAD):
        assert (small_site / name).read_bytes() == (again / name).read_bytes()


def test_a_changed_page_changes_its_own_entry_alone(small_site: Path) -> None:
    write_service_worker(small_site)
    before = manifest_of(small_site)
    put(small_site / "guide/index.html", "another text")
    write_service_worker(small_site)
    after = {entry["url"]: entry for entry in manifest_of(small_site)["kept"]}
    changed = [entry["url"] for entry in before["kept"] if after.get(entry["url"]) != entry]
    assert changed == ["assets/javascripts/b.a5f9d56c.min.js", "guide/"]


def test_the_calculators_page_is_fetched_ahead_first_and_large_files_last(
    small_site: Path,
) -> None:
    write_service_worker(small_site)
    ahead = json.loads((small_site / AHEAD).read_text(encoding="utf-8"))
    there = [normpath(f"assets/runtime/{address}") for address in ahead]
    assert there == ["estimate", f"{RUNTIME}page.mjs", f"{RUNTIME}python.bin"]


@pytest.mark.parametrize("missing", ["offline", "estimate", RUNTIME, "search"])
def test_a_site_that_lacks_a_part_is_refused(small_site: Path, missing: str) -> None:
    shutil.rmtree(small_site / missing)
    with pytest.raises(BuildError, match="the site"):
        write_service_worker(small_site)


def test_a_site_with_two_runtimes_is_refused(small_site: Path) -> None:
    put(small_site / "assets/runtime/ba9876543210/page.mjs", "")
    with pytest.raises(BuildError, match="one runtime"):
        write_service_worker(small_site)


def test_without_workbox_it_is_said_what_to_do(
    small_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_worker, "NODE_MODULES", small_site)
    with pytest.raises(BuildError, match="make setup"):
        write_service_worker(small_site)


def test_a_versioned_address_changes_with_the_content_alone(tmp_path: Path) -> None:
    put(tmp_path / "a.css", "one")
    first = versioned("a.css", tmp_path)
    assert re.fullmatch(r"a\.css\?v=[0-9a-f]{8}", first)
    os.utime(tmp_path / "a.css", (0, 0))
    assert versioned("a.css", tmp_path) == first
    put(tmp_path / "a.css", "two")
    assert versioned("a.css", tmp_path) != first
    assert versioned("missing.css", tmp_path) == "missing.css"
