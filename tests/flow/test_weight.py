"""The first page is light enough for a cheap phone on a slow line: all its requests together, compressed."""

import gzip
import re
from posixpath import dirname, join, normpath

import pytest
from django.test import Client

MOST = 60 * 1024  # bytes, of everything that a browser fetches to show the page
LINKED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon|manifest)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"')
HREF_FIRST = re.compile(r'<link[^>]*href="(/[^"]+)"[^>]*rel="(?:stylesheet|icon|manifest)"')
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]""")


def everything_on(client: Client, path: str) -> dict[str, bytes]:
    """The page and all that it asks for, by address: styles, pictures, scripts, and what scripts import."""
    page = client.get(path).content
    found = {path: page}
    waiting = [*LINKED.findall(page.decode()), *HREF_FIRST.findall(page.decode())]
    while waiting:
        address = waiting.pop().partition("?")[0]
        if address in found:
            continue
        reply = client.get(address)
        assert reply.status_code == 200, address
        found[address] = reply.content
        if address.endswith((".mjs", ".js")):
            waiting += [normpath(join(dirname(address), each)) for each in IMPORTED.findall(reply.content.decode())]
    return found


@pytest.mark.parametrize("path", ["/", "/cy/", "/embed/"])
def test_the_first_page_weighs_at_most_60_kilobytes(client: Client, path: str) -> None:
    sizes = {address: len(gzip.compress(content)) for address, content in everything_on(client, path).items()}
    assert any(address.endswith("fingerpost.css") for address in sizes), "the styles are not built"
    assert any(address.endswith("govuk-frontend.min.js") for address in sizes)
    assert sum(sizes.values()) <= MOST, sizes


def test_the_first_page_asks_nobody_else(client: Client) -> None:
    for address, content in everything_on(client, "/").items():
        if not address.endswith((".svg", ".js")):  # names of XML vocabularies, and a script's own error texts
            assert not re.search(rb"url\(\s*['\"]?https?:|(?:src|import)\s*=?\s*['\"]https?:", content), address
