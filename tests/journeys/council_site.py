"""A council's own website: a page of its own origin that frames the assistant, or tries to misuse it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class CouncilSite(ThreadingHTTPServer):
    """Answers any path with the page that was put there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pages: dict[str, str] = {}

    def origin(self, host: str) -> str:
        """`localhost` and `127.0.0.1` are two sites to a browser; another port is another origin of the same site."""
        return f"http://{host}:{self.server_port}"

    def put(self, path: str, body: str) -> None:
        self.pages[path] = f'<!DOCTYPE html><html lang="en"><title>Council</title><body>{body}</body></html>'


class _Answer(BaseHTTPRequestHandler):
    server: CouncilSite

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def council_site() -> Iterator[CouncilSite]:
    site = CouncilSite()
    serving = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        serving.join()
