"""A static host on this machine that does what GitHub Pages does.

It sends text, scripts, JSON, SVG and WebAssembly packed with gzip. Pictures, fonts, zip files and
files of an unknown type are sent as they are. Everything may be kept for ten minutes, has a tag by
which a browser asks if it is still the same, and lies under a sub-path.
"""

import gzip
import hashlib
import mimetypes
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self, override
from urllib.parse import unquote, urlsplit

from tests.bench.line import LINES, Line, Throttle, Traffic

ADDRESS = "127.0.0.1"
CHUNK = 8192
LEVEL = 6  # of gzip: what a host uses that packs as it sends

_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
_UNKNOWN = "application/octet-stream"

#: What is packed on its way, with everything that is text.
_PACKED = {"application/json", "application/wasm", "application/xml", "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the host keeps it: packed beforehand, so that packing takes no measured time."""

    kind: str
    content: bytes
    packed: bytes | None
    tag: str


def store(folder: Path) -> dict[str, Stored]:
    """Read every file of a folder, by its path from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _stored(path) for path in files}


def _stored(path: Path) -> Stored:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or _UNKNOWN
    content = path.read_bytes()
    is_packed = kind in _PACKED or kind.startswith("text/")
    packed = gzip.compress(content, LEVEL, mtime=0) if is_packed else None
    return Stored(kind, content, packed, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


class Host(ThreadingHTTPServer):
    """Serves stored files below a sub-path over a line; use it with ``with``."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, Stored], base: str = "/", line: Line = LINES[0]) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.files, self.base, self.line = files, base, line
        self.throttle = Throttle(line)
        self.traffic = Traffic()
        self.address = f"http://{ADDRESS}:{self.server_port}{base}"
        self._thread = Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @override
    def __enter__(self) -> Self:
        self._thread.start()
        return self

    @override
    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that is closed leaves in the middle of a file."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Host

    def do_GET(self) -> None:
        self.server.traffic.began(self.path)
        try:
            time.sleep(self.server.line.delay / 1000)
            self._answer()
        finally:
            self.server.traffic.ended()

    do_HEAD = do_GET  # noqa: N815 - the name of the base class

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        name = path.removeprefix(self.server.base)
        if not path.startswith(self.server.base):
            self._send(HTTPStatus.NOT_FOUND, {}, b"")
        elif f"{name}/index.html" in self.server.files:
            self._send(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{path}/"}, b"")
        else:
            name = f"{name}index.html" if not name or name.endswith("/") else name
            status = HTTPStatus.OK if name in self.server.files else HTTPStatus.NOT_FOUND
            found = self.server.files.get(name) or self.server.files.get("404.html")
            self._file(status, found or Stored("text/plain", b"", None, '""'))

    def _file(self, status: HTTPStatus, file: Stored) -> None:
        head = {"Content-Type": file.kind, "Cache-Control": "max-age=600", "ETag": file.tag}
        if self.headers.get("If-None-Match") == file.tag:
            self._send(HTTPStatus.NOT_MODIFIED, head, b"")
            return
        content = file.content
        if file.packed is not None:
            head["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                head["Content-Encoding"] = "gzip"
                content = file.packed
        self._send(status, head, content)

    def _send(self, status: HTTPStatus, head: Mapping[str, str], content: bytes) -> None:
        fields = {"Date": self.date_time_string(), **head}
        if status is not HTTPStatus.NOT_MODIFIED:
            fields["Content-Length"] = str(len(content))
        lines = (f"HTTP/1.1 {status.value} {status.phrase}", *map(": ".join, fields.items()))
        reply = "\r\n".join((*lines, "", "")).encode()
        reply += b"" if self.command == "HEAD" else content
        for start in range(0, len(reply), CHUNK):
            piece = reply[start : start + CHUNK]
            self.server.throttle.send(len(piece))
            self.wfile.write(piece)
            self.server.traffic.sent(len(piece))
