"""Reads sitemaps: lists of addresses, and lists of such lists, plain or packed."""

import zlib
from collections.abc import Iterator

from lxml import etree

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.sources.fetching import Fetcher, FetchFault

_LARGEST = 50 * 1024 * 1024  # bytes unpacked: the most that sitemaps.org allows
_DEEPEST = 3  # lists of lists of lists
_MOST_LISTS = 500
_GZIP = b"\x1f\x8b"


def read_sitemap(fetcher: Fetcher, url: str) -> Iterator[str]:
    """Every address in a sitemap and in those it names, once each, in order; those on other hosts too.

    Raises ImportFault if the sitemap cannot be fetched or read.
    """
    waiting = [(url, 0)]
    read: set[str] = set()
    seen: set[str] = set()
    while waiting:
        address, depth = waiting.pop(0)
        if address in read or not fetcher.is_same_host(address):
            continue
        read.add(address)
        if depth > _DEEPEST or len(read) > _MOST_LISTS:
            raise ImportFault("The sitemap names sitemaps without end. Give the address of one that lists pages.")
        kind, found = _parse(_fetch(fetcher, address))
        if kind == "sitemapindex":
            waiting += [(each, depth + 1) for each in found]
            continue
        for each in found:
            if each not in seen:
                seen.add(each)
                yield each


def _fetch(fetcher: Fetcher, url: str) -> bytes:
    try:
        data = fetcher.fetch(url).data
    except FetchFault as fault:
        raise ImportFault(f"The sitemap could not be fetched. {fault.reason}", detail=url) from fault
    return _unpack(data) if data.startswith(_GZIP) else data


def _unpack(data: bytes) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    try:
        unpacked = reader.decompress(data, _LARGEST)
    except zlib.error as fault:
        raise ImportFault("The sitemap is packed (gzip), but damaged.") from fault
    if reader.unconsumed_tail:
        raise ImportFault("The sitemap unpacks to more than 50 MB, which no sitemap may. It was not read.")
    return unpacked


def _parse(data: bytes) -> tuple[str, list[str]]:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ImportFault("The sitemap declares XML entities, which no sitemap does. It was not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(), parser=parser)
    except etree.XMLSyntaxError as fault:
        raise ImportFault("The sitemap is not valid XML. Check its address.") from fault
    kind = etree.QName(root).localname
    if kind not in {"urlset", "sitemapindex"}:
        raise ImportFault(f"That address holds no sitemap, but '{kind}'. Check it.")
    found = [(each.text or "").strip() for each in root.iter() if _is_address(each)]
    return kind, [each for each in found if each]


def _is_address(element: etree._Element) -> bool:
    """<loc> of a page or a sitemap; those of its pictures have a name space of their own."""
    parent = element.getparent()
    return (
        isinstance(element.tag, str)
        and etree.QName(element).localname == "loc"
        and parent is not None
        and etree.QName(parent).localname in {"url", "sitemap"}
        and etree.QName(element).namespace == etree.QName(parent).namespace
    )
