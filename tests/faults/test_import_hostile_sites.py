"""A website that lies, bombs or leads astray harms neither the machine nor what was imported before."""

import gzip
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.importing import import_website
from fingerpost.knowledge.models import Collection, Document
from fingerpost.knowledge.sources.fetching import Bounds, Fetcher, FetchFault

pytestmark = pytest.mark.django_db
QUICK = Bounds(pause=0.0, seconds_for_one=5.0)


@pytest.fixture(autouse=True)
def nothing_imported(db):
    """Other tests share a small library that stays in the database; within these it is not there."""
    Collection.objects.all().delete()


@contextmanager
def server_that_says(reply: Callable[[str], bytes]) -> Iterator[str]:
    """Answers each connection with what `reply` gives for its path, byte for byte, and closes it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # the test is over
            with connection, suppress(OSError):  # the importer may have had enough
                connection.sendall(reply(connection.recv(65536).split()[1].decode()))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)  # which wakes `accept`
        listener.close()
        thread.join(timeout=5)


def site(answers: dict[str, bytes]) -> Callable[[str], bytes]:
    """A reply by the name of the page; there is no other."""
    return lambda path: answers.get(path.strip("/").partition(".")[0], NOT_THERE)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


NOT_THERE = answer(b"", status="404 Not Found")


def bring_in(url: str, **changes: object):
    settings = {"allow_private": True, "bounds": QUICK, **changes}
    return import_website(f"{url}/sitemap.xml", body="fernby", collection="site", title="Site", **settings)


@pytest.mark.parametrize(
    ("sitemap", "reason"),
    [
        (b"not XML at all", "not valid XML"),
        (b"<html><body>Welcome</body></html>", "no sitemap"),
        (b'<!DOCTYPE x [<!ENTITY a "a">]><urlset><url><loc>&a;</loc></url></urlset>', "entities"),
        (gzip.compress(b"0" * (60 * 1024 * 1024)), "50 MB"),
        (gzip.compress(b"<urlset></urlset>", mtime=0)[:-12], "not valid XML|damaged|nothing to import"),
        (b"<urlset></urlset>", "nothing to import"),
    ],
)
def test_a_sitemap_that_is_none_is_a_fault_in_plain_words(sitemap, reason):
    with server_that_says(site({"sitemap": answer(sitemap)})) as url, pytest.raises(ImportFault, match=reason):
        bring_in(url)
    assert not Document.objects.exists()


def test_a_sitemap_that_names_itself_is_read_once():
    asked: list[str] = []

    def reply(path: str) -> bytes:
        asked.append(path)
        return answer(f"<sitemapindex><sitemap><loc>{url}{path}</loc></sitemap></sitemapindex>".encode())

    with (
        server_that_says(lambda path: NOT_THERE if "robots" in path else reply(path)) as url,
        pytest.raises(ImportFault, match="nothing to import"),
    ):
        bring_in(url)
    assert asked == ["/sitemap.xml"]


def test_sitemaps_nested_without_end_are_a_fault():
    numbers = itertools.count()

    def reply(path: str) -> bytes:
        return answer(f"<sitemapindex><sitemap><loc>{url}/{next(numbers)}</loc></sitemap></sitemapindex>".encode())

    with (
        server_that_says(lambda path: NOT_THERE if "robots" in path else reply(path)) as url,
        pytest.raises(ImportFault, match="without end"),
    ):
        bring_in(url)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(gzip.compress(b"0" * (8 * 1024 * 1024)), "Content-Encoding: gzip"), "larger than 1 MB"),
        (answer(b"x" * (2 * 1024 * 1024)), "larger than 1 MB"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this", "broke off"),
        (b"this is no HTTP\r\n\r\n", "broke off"),
        (answer(b"\x1f\x8bnot gzip", "Content-Encoding: gzip"), "broke off"),
        (answer(b"", "Location: http://169.254.169.254/", status="302 Found"), "another host"),
        (answer(b"", "Location: file:///etc/passwd", status="302 Found"), "another host"),
        (answer(b"", status="500 Oops"), "error 500"),
    ],
)
def test_a_page_that_bombs_or_breaks_is_refused_with_its_reason(said, reason):
    bounds = Bounds(pause=0.0, seconds_for_one=5.0, largest_page=1024 * 1024)
    with server_that_says(lambda path: said) as url, Fetcher(start=url, bounds=bounds, allow_private=True) as fetcher:
        with pytest.raises(FetchFault) as refused:
            fetcher.fetch(f"{url}/page")
        assert reason in refused.value.reason


def test_a_name_that_changes_its_address_after_the_check_is_caught(monkeypatch):
    """The check is told a public address; the connection then goes to this machine."""
    with server_that_says(lambda path: answer(b"internal")) as url, Fetcher(start=url, bounds=QUICK) as fetcher:
        monkeypatch.setattr(Fetcher, "_check_address", lambda self, host: None)
        with pytest.raises(FetchFault, match="private"):
            fetcher.fetch(f"{url}/page")


def test_a_sitemap_that_is_suddenly_empty_removes_nothing():
    pages = {"bins": answer(b"<html><h1>Bins</h1><p>Tuesdays.</p></html>")}
    with server_that_says(site(pages)) as url:
        pages["sitemap"] = answer(f"<urlset><url><loc>{url}/bins</loc></url></urlset>".encode())
        assert bring_in(url).added == 1
        pages["sitemap"] = answer(b"<urlset></urlset>")
        with pytest.raises(ImportFault, match="nothing was changed"):
            bring_in(url)
    assert Document.objects.count() == 1
