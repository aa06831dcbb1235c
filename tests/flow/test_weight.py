"""The first page is light enough for a cheap phone on a slow line: all its requests together, compressed."""

import gzip
import re
from posixpath import dirname, join, normpath

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from fingerpost.site.compression import Compressed

MOST = 60 * 1024  # bytes, of everything that a browser fetches to show the page
LINKED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon|manifest)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"')
HREF_FIRST = re.compile(r'<link[^>]*href="(/[^"]+)"[^>]*rel="(?:stylesheet|icon|manifest)"')
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]""")


def everything_on(client: Client, path: str) -> dict[str, bytes]:
    """The page and all that it asks for, by address: styles, pictures, scripts, and what scripts import.

    Each as it is sent to a browser that takes gzip.
    """
    found = {path: fetch(client, path)}
    page = plain(found[path])
    waiting = [*LINKED.findall(page), *HREF_FIRST.findall(page)]
    while waiting:
        address = waiting.pop().partition("?")[0]
        if address in found:
            continue
        found[address] = fetch(client, address)
        if address.endswith((".mjs", ".js")):
            waiting += [normpath(join(dirname(address), each)) for each in IMPORTED.findall(plain(found[address]))]
    return found


def fetch(client: Client, address: str) -> bytes:
    reply = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert reply.status_code == 200, address
    return reply.content


def plain(sent: bytes) -> str:
    return (gzip.decompress(sent) if sent.startswith(b"\x1f\x8b") else sent).decode()


@pytest.mark.parametrize("path", ["/", "/cy/", "/embed/"])
def test_the_first_page_weighs_at_most_60_kilobytes(client: Client, path: str) -> None:
    sizes = {address: len(sent) for address, sent in everything_on(client, path).items()}
    assert any(address.endswith("fingerpost.css") for address in sizes), "the styles are not built"
    assert any(address.endswith("govuk-frontend.min.js") for address in sizes)
    assert sum(sizes.values()) <= MOST, sizes


def test_the_first_page_asks_nobody_else(client: Client) -> None:
    for address, sent in everything_on(client, "/").items():
        if not address.endswith((".svg", ".js")):  # names of XML vocabularies, and a script's own error texts
            assert not re.search(r"url\(\s*['\"]?https?:|(?:src|import)\s*=?\s*['\"]https?:", plain(sent)), address


def test_a_browser_that_takes_no_gzip_is_sent_none(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/").headers
    assert client.get("/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_streams_and_sound_are_never_held_back_to_be_compressed() -> None:
    asked = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    stream = StreamingHttpResponse([b"event: claim\n"] * 100, content_type="text/event-stream")
    sound = HttpResponse(b"RIFF" * 1000, content_type="audio/wav")
    for response in (stream, sound):
        assert "Content-Encoding" not in Compressed(lambda _, made=response: made)(asked).headers
