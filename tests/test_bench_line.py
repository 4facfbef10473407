"""The imitated line is as slow as it says, and the host behind it is a static host that counts."""

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.bench.host import Host, Stored, store
from tests.bench.line import Line, Throttle

SIZE = 100_000
PACKED = {"page.html", "style.css", "app.js", "app.mjs", "app.wasm", "data.json", "map.svg"}
AS_IT_LIES = {"python.bin", "picture.png", "font.woff2", "memory.bin", "unknown"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Stored]:
    for name in PACKED | AS_IT_LIES:
        (tmp_path / name).write_bytes(name.encode() * 1000)
    (tmp_path / "big.bin").write_bytes(bytes(SIZE))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text("a folder", encoding="utf-8")
    (tmp_path / "404.html").write_text("nothing here", encoding="utf-8")
    return store(tmp_path)


def get(host: Host, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", host.server_port)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    reply = connection.getresponse()
    content = reply.read()
    connection.close()
    return reply, content


def seconds(host: Host, *paths: str) -> float:
    """The time in which files come that are asked for at once; the best of three."""

    def once() -> float:
        with ThreadPoolExecutor(len(paths)) as readers:
            began = time.perf_counter()
            list(readers.map(lambda path: get(host, path), paths))
            return time.perf_counter() - began

    return min(once() for _ in range(3))


def test_a_line_of_a_quarter_of_the_speed_takes_four_times_as_long(
    files: dict[str, Stored],
) -> None:
    with Host(files, line=Line("fast", 16)) as fast, Host(files, line=Line("slow", 4)) as slow:
        assert 2.5 < seconds(slow, "/big.bin") / seconds(fast, "/big.bin") < 6


def test_two_readers_at_once_share_the_line(files: dict[str, Stored]) -> None:
    with Host(files, line=Line("line", 8)) as host:
        assert 1.5 < seconds(host, "/big.bin", "/big.bin") / seconds(host, "/big.bin") < 3


def test_every_request_waits_for_the_delay_of_the_line(files: dict[str, Stored]) -> None:
    with (
        Host(files, line=Line("near", delay=40)) as near,
        Host(files, line=Line("far", delay=200)) as far,
    ):
        assert 2.5 < seconds(far, "/app.js") / seconds(near, "/app.js") < 7


def test_requests_made_at_once_wait_for_the_delay_together(files: dict[str, Stored]) -> None:
    with Host(files, line=Line("far", delay=200)) as far:
        assert seconds(far, "/app.js", "/app.mjs", "/map.svg") / seconds(far, "/app.js") < 2


def test_a_line_that_rested_is_not_faster_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    throttle = Throttle(Line("line", 8))  # a megabyte a second
    throttle._free = -1000.0  # noqa: SLF001 - long ago
    throttle.send(1_000_000)
    assert 0.9 < waited[0] <= 1


def test_text_scripts_and_webassembly_come_packed_and_whole(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        for name in PACKED:
            reply, content = get(host, f"/{name}", Accept_Encoding="gzip, br")
            assert reply.headers["Content-Encoding"] == "gzip", name
            assert gzip.decompress(content) == name.encode() * 1000
            assert len(content) < len(name) * 1000


def test_what_is_packed_already_comes_as_it_lies(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        for name in AS_IT_LIES:
            reply, content = get(host, f"/{name}", Accept_Encoding="gzip, br")
            assert reply.headers["Content-Encoding"] is None, name
            assert content == name.encode() * 1000


def test_a_reader_without_gzip_gets_the_plain_file(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        reply, content = get(host, "/app.js")
    assert reply.headers["Content-Encoding"] is None
    assert content == b"app.js" * 1000


def test_the_browser_is_told_the_types_it_insists_on(files: dict[str, Stored]) -> None:
    assert files["app.wasm"].kind == "application/wasm"
    assert files["app.mjs"].kind == files["app.js"].kind == "text/javascript"


def test_files_may_be_kept_ten_minutes_and_are_asked_for_by_their_tag(
    files: dict[str, Stored],
) -> None:
    with Host(files) as host:
        reply, _ = get(host, "/app.js")
        again, content = get(host, "/app.js", If_None_Match=reply.headers["ETag"])
    assert reply.headers["Cache-Control"] == "max-age=600"
    assert (again.status, content) == (304, b"")


def test_the_site_lies_under_its_sub_path_alone(files: dict[str, Stored]) -> None:
    with Host(files, base="/project/") as host:
        assert get(host, "/project/app.js")[0].status == 200
        assert get(host, "/app.js")[0].status == 404
        assert get(host, "/project/nowhere")[1] == b"nothing here"
        assert get(host, "/project/folder/")[1] == b"a folder"
        moved, _ = get(host, "/project/folder")
    assert (moved.status, moved.headers["Location"]) == (301, "/project/folder/")


def wait_for_rest(host: Host) -> None:
    """Wait until the host has counted what the reader already has: it counts after sending."""
    while not host.traffic.quiet():
        time.sleep(0.001)


def test_every_byte_on_the_line_is_counted(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        with socket.create_connection(("127.0.0.1", host.server_port)) as line:
            line.sendall(b"GET /big.bin HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            received = 0
            while piece := line.recv(65536):
                received += len(piece)
        wait_for_rest(host)
        assert received > SIZE
        assert host.traffic.until() == (received, 1)


def test_only_what_came_before_a_moment_is_counted(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        before = time.time() * 1000
        get(host, "/app.js")
        wait_for_rest(host)
        between = time.time() * 1000
        get(host, "/big.bin")
        wait_for_rest(host)
        assert host.traffic.until(before)[1] == 0
        assert host.traffic.until(between)[1] == 1
        assert host.traffic.until()[0] > host.traffic.until(between)[0] + SIZE
        host.traffic.clear()
        assert host.traffic.until() == (0, 0)


def test_a_line_is_quiet_only_when_nothing_is_on_its_way(files: dict[str, Stored]) -> None:
    with Host(files) as host:
        host.traffic.began("/app.js")
        assert host.traffic.quiet() == 0
        host.traffic.ended()
        assert host.traffic.quiet() >= 0
        assert host.traffic.open == 0
