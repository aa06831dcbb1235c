"""A website on this machine, for as long as a test needs it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Answer:
    """What the site says at one path."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Site:
    """`answers` by path, which a test may change at any time; `asked` holds each request with its headers."""

    url: str
    answers: dict[str, Answer | Callable[[], Answer]]
    asked: list[tuple[str, Mapping[str, str]]]

    def page(self, path: str, text: str = "Text.", **headers: str) -> None:
        html = f"<html><h1>Page {path}</h1><p>{text}</p><h2 id='more'>More</h2><p>More of {path}.</p></html>"
        self.answers[path] = Answer(body=html, headers={"Content-Type": "text/html; charset=utf-8", **headers})

    def sitemap(self, *paths: str, at: str = "/sitemap.xml") -> str:
        """List these paths, or whole addresses, in a sitemap. Gives its address."""
        urls = "".join(f"<url><loc>{path if '://' in path else self.url + path}</loc></url>" for path in paths)
        names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        self.answers[at] = Answer(body=f'<?xml version="1.0"?><urlset {names}>{urls}</urlset>')
        return f"{self.url}{at}"

    @property
    def paths_asked(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serve_site() -> Iterator[Site]:
    answers: dict[str, Answer | Callable[[], Answer]] = {}
    asked: list[tuple[str, Mapping[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, Answer(status=404))
            answer = answer() if callable(answer) else answer
            etag = answer.headers.get("ETag")
            fresh = bool(etag) and self.headers.get("If-None-Match") == etag
            body = b"" if fresh else answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(304 if fresh else answer.status)
            for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the importer has had enough, which some tests are about

        def log_message(self, format: str, *arguments: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Site(url=f"http://127.0.0.1:{server.server_port}", answers=answers, asked=asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
