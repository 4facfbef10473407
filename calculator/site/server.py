"""Serves the finished site as its host will: under a sub-path, compressed, for ten minutes."""

import gzip
import io
import sys
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from typing import BinaryIO, override
from urllib.parse import urlsplit

from calculator.site.places import BASE_PATH, SITE

HOST = "127.0.0.1"

_PACKED = frozenset({".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".xml", ".txt"})


class SiteHandler(SimpleHTTPRequestHandler):
    """One request for a file below the sub-path."""

    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    protocol_version = "HTTP/1.1"  # one connection for many files, as every host does

    @override
    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = urlsplit(self.path).path
        if path in {"/", BASE_PATH.rstrip("/")}:
            self._moved(BASE_PATH)
            return None
        if not path.startswith(BASE_PATH):
            return self._missing()
        found = Path(self.translate_path(path.removeprefix(BASE_PATH.rstrip("/"))))
        if found.is_dir():
            if not path.endswith("/"):
                self._moved(f"{path}/")
                return None
            found /= "index.html"
        return self._file(found) if found.is_file() else self._missing()

    def _file(self, path: Path, status: HTTPStatus = HTTPStatus.OK) -> io.BytesIO:
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        packed = accepts and path.suffix in _PACKED
        content = _gzipped(path, path.stat().st_mtime_ns) if packed else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(content)

    def _moved(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _missing(self) -> io.BytesIO | None:
        page = Path(self.directory) / "404.html"
        if page.is_file():
            return self._file(page, HTTPStatus.NOT_FOUND)
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a list of every file served helps nobody."""


class SiteServer(ThreadingHTTPServer):
    """Answers each browser in its own thread."""

    @override
    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Say nothing where a reader has left before the end; tell every other fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@lru_cache(maxsize=256)
def _gzipped(path: Path, changed: int) -> bytes:  # noqa: ARG001 - a changed file is packed again
    return gzip.compress(path.read_bytes(), compresslevel=6)


def site_server(folder: Path = SITE, port: int = 0) -> SiteServer:
    """Return a server, not yet running, on a port of this machine (0: any free one)."""
    handler = partial(SiteHandler, directory=str(folder))
    return SiteServer((HOST, port), handler)


def address(server: SiteServer) -> str:
    """Return the address of the site's home page on a server."""
    return f"http://{HOST}:{server.server_port}{BASE_PATH}"
