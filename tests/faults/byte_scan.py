"""Looks for words in every byte of a folder, in every way in which a program might have written them."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

_TEXT_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
LONGEST = 1 << 20  # bytes of what was packed


def ways_to_write(word: str) -> dict[str, bytes]:
    """The word by the name of the way. Base64 in each of its three places, without what depends on its neighbours."""
    plain = word.encode()
    ways = {
        "utf-8": plain,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "json": json.dumps(word)[1:-1].encode(),
        "url": quote(word).encode(),
        "latin-1": word.encode("latin-1", "ignore"),
        **ways_to_write_bytes(plain),
    }
    return {name: each for name, each in ways.items() if len(each) >= 6}


def ways_to_write_bytes(raw: bytes) -> dict[str, bytes]:
    """The bytes as they are, in hex, and in base64."""
    ways = {"raw": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for shift in range(3):
        padded = base64.b64encode(b"\0" * shift + raw)
        start = {0: 0, 1: 2, 2: 3}[shift]
        end = len(padded) - (4 if (shift + len(raw)) % 3 else 0)
        ways[f"base64/{shift}"] = padded[start:end]
        ways[f"base64url/{shift}"] = padded[start:end].replace(b"+", b"-").replace(b"/", b"_")
    return ways


def find_in(folder: Path, wanted: Mapping[str, Mapping[str, bytes]], *, besides: Iterable[bytes] = ()) -> list[str]:
    """Where each of what is wanted stands, as "name (way) in file". What is packed with zlib is unpacked first."""
    found = []
    for where, data in [*_files(folder), *(("beside the folder", each) for each in besides)]:
        for layer, seen in [("", data), *((" unpacked", each) for each in _unpacked(data))]:
            found += [
                f"{name} ({way}) in {where}{layer}"
                for name, ways in wanted.items()
                for way, each in ways.items()
                if each in seen
            ]
    return found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever zlib packed, also inside base64, as in the rows of sessions and in tapes."""
    yield from _unzipped(data)
    for match in _TEXT_OF_BASE64.finditer(data):
        text = match[0].rstrip(b"=")
        for start in range(4):
            part = text[start : start + (len(text) - start) // 4 * 4]
            raw = base64.b64decode(part.translate(bytes.maketrans(b"-_", b"+/")))
            yield raw
            yield from _unzipped(raw[:LONGEST]) if raw[:1] == b"\x78" else ()


def _unzipped(data: bytes) -> Iterator[bytes]:
    for match in _ZLIB.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :], LONGEST)
        except zlib.error:
            continue
