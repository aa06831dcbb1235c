"""Guidance from a website, by its sitemap."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.drafts import Defaults, Draft, with_title
from fingerpost.knowledge.formats.kinds import is_pdf, read_file
from fingerpost.knowledge.sources.candidates import Candidate, Found, Refusal, Unchanged
from fingerpost.knowledge.sources.fetching import USER_AGENT, Fetched, Fetcher, FetchFault, OutOfBounds
from fingerpost.knowledge.sources.robots import Robots, read_robots
from fingerpost.knowledge.sources.sitemaps import read_sitemap

_NOT_IN_A_KEY = re.compile(r"[^\w./-]+")
_GIVE_UP_AFTER = 20  # faults in a row: the site is down, and goes on being asked in vain
_MOST_OTHERS = 100  # addresses on other hosts that are named


@dataclass(kw_only=True)
class Website:
    """`known` are validators (such as an ETag) by address, from the last import under the same defaults."""

    sitemap: str
    defaults: Defaults
    fetcher: Fetcher
    on: date
    most_pages: int
    include: Callable[[str], bool] = lambda url: True
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _faults: int = 0

    def list_pages(self) -> list[str]:
        """The addresses of the sitemap that `include` lets through. Raises ImportFault."""
        self._robots = self._read_robots()
        self.fetcher.pause = max(self.fetcher.pause, self._robots.delay)
        return [url for url in read_sitemap(self.fetcher, self.sitemap) if self.include(url)]

    def find(self, pages: list[str]) -> Iterator[Found]:
        """Each page, fetched but not yet parsed; or why it cannot be. Raises ImportFault if the site goes silent."""
        others = [url for url in pages if not self.fetcher.is_same_host(url)]
        for url in others[:_MOST_OTHERS]:
            yield Refusal(name=url, reason="It is on another host than the sitemap, so it was not fetched.")
        if len(others) > _MOST_OTHERS:
            yield Refusal(name=f"{len(others) - _MOST_OTHERS} more", reason="They are on other hosts than the sitemap.")
        own = [url for url in pages if self.fetcher.is_same_host(url)]
        for number, url in enumerate(own):
            if number >= self.most_pages:
                yield Refusal(
                    name=url, reason=f"The import's limit of {self.most_pages:,} pages was reached before it."
                )
            elif not self._robots.allows(url):
                yield Refusal(name=url, reason="The site's robots.txt asks that it not be fetched.", is_gone=True)
            else:
                yield self._find_one(url)

    def _find_one(self, url: str) -> Found:
        try:
            fetched = self.fetcher.fetch(url, validators=self.known.get(url))
        except FetchFault as fault:
            self._faults += not fault.is_gone and not isinstance(fault, OutOfBounds)
            if self._faults >= _GIVE_UP_AFTER:
                raise ImportFault(
                    "The website has stopped answering. Import again later to go on from here."
                ) from fault
            return Refusal(name=url, reason=fault.reason, is_gone=fault.is_gone)
        self._faults = 0
        if fetched.not_modified:
            return Unchanged(name=url)
        data = _as_utf8(fetched)
        digest = self.defaults.source_digest(url, data)
        return Candidate(name=url, digest=digest, read=lambda: [self._read(url, fetched, data)], may_crash=is_pdf(data))

    def _read(self, url: str, fetched: Fetched, data: bytes) -> Draft:
        matter, page = read_file(data, urlsplit(url).path or "/index.html")
        return Draft(
            key=key_of(url),
            page=page if matter.title else with_title(page, key_of(url)),
            matter=matter,
            url=fetched.url,
            is_original=True,
            checked_on=self.on,
            fetched={**fetched.validators, "under": self.defaults.source_digest(url, b"")},
        )

    def _read_robots(self) -> Robots:
        parts = urlsplit(self.sitemap)
        try:
            found = self.fetcher.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt")
        except FetchFault as fault:
            if fault.is_gone:
                return Robots()
            raise ImportFault(
                f"The site's robots.txt could not be read, so nothing was fetched. {fault.reason}"
            ) from fault
        robots = read_robots(found.data.decode("utf-8", "replace"), agent=USER_AGENT)
        if not robots.allows(self.sitemap):
            raise ImportFault("The site's robots.txt asks that its sitemap not be fetched.")
        return robots


def key_of(url: str) -> str:
    """The path of an address; a query is told apart by a digest. "index" for the front page."""
    parts = urlsplit(url)
    key = _NOT_IN_A_KEY.sub("-", unquote(parts.path).strip("/")) or "index"
    return f"{key}-{sha256(parts.query.encode()).hexdigest()[:12]}" if parts.query else key


def _as_utf8(fetched: Fetched) -> bytes:
    """The bytes as the server says they are encoded; where it is wrong, as they are."""
    charset = fetched.charset.lower()
    if charset in {"", "utf-8", "utf8"} or is_pdf(fetched.data) or fetched.data.startswith(b"PK"):
        return fetched.data
    try:
        return fetched.data.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return fetched.data  # how it is really encoded is worked out when it is read
