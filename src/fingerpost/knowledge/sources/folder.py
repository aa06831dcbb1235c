"""Guidance from a folder of files."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.drafts import Defaults, Draft, with_title
from fingerpost.knowledge.formats.kinds import HTML_NAMES, MARKDOWN_NAMES, is_pdf, read_file
from fingerpost.knowledge.sources.candidates import Candidate, Found, Refusal

_NOT_IN_A_KEY = re.compile(r"[^\w./-]+")
# Assets that stand beside saved pages, and what programs leave behind: neither guidance nor worth a word.
_ASSETS = frozenset(
    {".css", ".js", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf"}
)
_SETTINGS = frozenset({".toml"})  # such as the glossary that lies in the library; never guidance
_LEFT_BEHIND = re.compile(r"\.|~\$|Thumbs\.db\Z|desktop\.ini\Z")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """`base_url` is the address that the folder's HTML pages were saved from, or "". `largest` is in bytes."""

    path: Path
    defaults: Defaults
    largest: int
    base_url: str = ""

    def list_names(self) -> list[str]:
        """The files to import, as paths within the folder, in a fixed order. Raises ImportFault if it is no folder."""
        if not self.path.is_dir():
            raise ImportFault("There is no such folder to import. Check its path.", detail=str(self.path))
        return sorted(self._walk())

    def _walk(self) -> Iterator[str]:
        for top, folders, files in os.walk(self.path, followlinks=False):
            folders[:] = [name for name in folders if not _LEFT_BEHIND.match(name)]
            links = [name for name in folders if (Path(top) / name).is_symlink()]
            for name in (*links, *files):
                if not _LEFT_BEHIND.match(name) and Path(name).suffix.lower() not in _ASSETS | _SETTINGS:
                    yield (Path(top) / name).relative_to(self.path).as_posix()

    def find(self, names: list[str]) -> Iterator[Found]:
        """Each file, read whole but not yet parsed; or why it cannot be read."""
        keys = _keys(names)
        for name in names:
            yield self._find_one(name, keys[name])

    def _find_one(self, name: str, key: str) -> Found:
        shown = name.encode("utf-8", "replace").decode()
        if shown != name:
            return Refusal(name=shown, reason="Its name holds characters that cannot be read. Rename it.")
        path = self.path / name
        try:
            reason = self._why_not(path)
            if reason:
                return Refusal(name=name, reason=reason)
            data = path.read_bytes()
        except PermissionError:
            return Refusal(
                name=name, reason="It may not be read: this program lacks the permission. Change its rights."
            )
        except OSError as fault:
            return Refusal(name=name, reason=f"It could not be read: {fault.strerror or 'the disk gave an error'}.")
        digest = self.defaults.source_digest(name, data, key, self.base_url)
        return Candidate(name=name, digest=digest, read=lambda: [self._read(name, key, data)], may_crash=is_pdf(data))

    def _why_not(self, path: Path) -> str:
        """Why a file is not opened at all; "" where it may be."""
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(self.path.resolve()):
            return "It is a link that leads out of the folder, so it was not followed."
        about = resolved.stat()
        if stat.S_ISDIR(about.st_mode):
            return "It is a link to a folder. What is in that folder is imported from its own place."
        if not stat.S_ISREG(about.st_mode):
            return "It is not an ordinary file."
        if about.st_size > self.largest:
            return f"It is larger than {self.largest // (1024 * 1024)} MB, so it was not opened. Split it up."
        return ""

    def _read(self, name: str, key: str, data: bytes) -> Draft:
        matter, page = read_file(data, name)
        is_page = bool(self.base_url) and PurePosixPath(name).suffix.lower() in HTML_NAMES
        url = f"{self.base_url.rstrip('/')}/{quote(name)}" if is_page else ""
        page = page if matter.title else with_title(page, name)
        return Draft(key=key, page=page, matter=matter, url=url, is_original=is_page)


def _keys(names: list[str]) -> dict[str, str]:
    """A key for each file: its path, without the ending of a Markdown or HTML page where that leaves it unique."""
    short = {name: _short_key(name) for name in names}
    count: dict[str, int] = {}
    for key in short.values():
        count[key] = count.get(key, 0) + 1
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        key = short[name] if count[short[name]] == 1 else _clean(name)
        while key in taken:
            key += "-2"
        taken.add(key)
        keys[name] = key
    return keys


def _short_key(name: str) -> str:
    path = PurePosixPath(name)
    return _clean(str(path.with_suffix("")) if path.suffix.lower() in MARKDOWN_NAMES | HTML_NAMES else name)


def _clean(name: str) -> str:
    return _NOT_IN_A_KEY.sub("-", name).strip("-") or "document"
