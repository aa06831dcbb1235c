"""Fetches pages politely and within bounds: one host, public addresses, so many bytes, so much time."""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

USER_AGENT = f"Fingerpost/{version('fingerpost')} (guidance import; keeps to robots.txt)"
_REDIRECTS = 5
_LONGEST_WAIT = 60.0  # seconds that a server may ask to wait before it is asked once more
_BUSY = frozenset({429, 503})
_CHUNK = 64 * 1024


class FetchFault(Exception):
    """One address could not be fetched. `reason` is in plain words; `is_gone` says that the server has it no more."""

    def __init__(self, reason: str, *, is_gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_gone = is_gone


class OutOfBounds(FetchFault):
    """The whole import has had its share of bytes or time: nothing more is fetched."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one import may take. Sizes are in bytes, unpacked; times in seconds. `pause` is between two requests."""

    largest_page: int = 50 * 1024 * 1024
    bytes_in_all: int = 1024 * 1024 * 1024
    seconds_in_all: float = 3600.0
    seconds_for_one: float = 30.0
    pause: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a server gave. `not_modified` means that it has not changed since the validators that were sent."""

    url: str
    data: bytes = b""
    charset: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False


class Fetcher:
    """Fetches from one host. `wait` sleeps for so many seconds; tests hand in one that does not."""

    def __init__(
        self,
        *,
        start: str,
        bounds: Bounds,
        allow_private: bool = False,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.origin = origin_of(start)
        self.bounds = bounds
        self.pause = bounds.pause
        self._allow_private = allow_private
        self._wait = wait
        self._began = time.monotonic()
        self._taken = 0
        self._last = -1e9
        # Proxies and passwords of this machine's environment stay out: the host must be reached directly to be checked.
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT}, timeout=bounds.seconds_for_one, trust_env=False, follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def is_same_host(self, url: str) -> bool:
        """Is it on the host that this import is about? http and https of one host count as the same."""
        try:
            return origin_of(url) == self.origin
        except ValueError:
            return False

    def fetch(self, url: str, *, validators: Mapping[str, str] | None = None) -> Fetched:
        """One address, following redirects on the same host. Raises FetchFault."""
        for _ in range(_REDIRECTS + 1):
            if not self.is_same_host(url):
                raise FetchFault("It leads to another host, so it was not followed.")
            found = self._politely(url, validators or {})
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
        raise FetchFault("It redirects too often.")

    def _politely(self, url: str, validators: Mapping[str, str]) -> Fetched | str:
        try:
            return self._once(url, validators)
        except _Busy as busy:
            if busy.seconds > _LONGEST_WAIT:
                raise FetchFault("The server is too busy. Import again later.") from busy
            self._wait(busy.seconds)
        try:
            return self._once(url, validators)
        except _Busy as busy:
            raise FetchFault("The server is too busy. Import again later.") from busy

    def _once(self, url: str, validators: Mapping[str, str]) -> Fetched | str:
        """What the address holds, or where it redirects to."""
        self._check_time()
        self._wait_my_turn()
        self._check_address(urlsplit(url).hostname or "")
        try:
            with self._client.stream("GET", url, headers=dict(validators)) as response:
                self._check_peer(response)
                if response.is_redirect and response.headers.get("location"):
                    return str(response.headers["location"])
                return self._read(url, response)
        except httpx.TimeoutException as fault:
            raise FetchFault("The server did not answer in time.") from fault
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as fault:
            raise FetchFault("The server could not be reached, or broke off its answer.") from fault

    def _read(self, url: str, response: httpx.Response) -> Fetched:
        status = response.status_code
        validators = {
            name: response.headers[given]
            for name, given in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
            if given in response.headers
        }
        if status == httpx.codes.NOT_MODIFIED:
            return Fetched(url=url, validators=validators, not_modified=True)
        if status in _BUSY:
            raise _Busy(_seconds(response.headers.get("retry-after", "5")))
        if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            raise FetchFault(f"The server has no such page (error {status}).", is_gone=True)
        if status != httpx.codes.OK:
            raise FetchFault(f"The server answered with error {status}.")
        return Fetched(
            url=url, data=self._body(response), charset=response.charset_encoding or "", validators=validators
        )

    def _body(self, response: httpx.Response) -> bytes:
        data = bytearray()
        for chunk in response.iter_bytes(_CHUNK):
            data += chunk
            self._taken += len(chunk)
            if len(data) > self.bounds.largest_page:
                raise FetchFault(f"It is larger than {self.bounds.largest_page // (1024 * 1024)} MB.")
            if self._taken > self.bounds.bytes_in_all:
                raise OutOfBounds("The import's limit of bytes was reached before this page.")
            self._check_time()
        return bytes(data)

    def _check_time(self) -> None:
        if time.monotonic() - self._began > self.bounds.seconds_in_all:
            raise OutOfBounds("The import's limit of time was reached before this page.")

    def _wait_my_turn(self) -> None:
        since = time.monotonic() - self._last
        if since < self.pause:
            self._wait(self.pause - since)
        self._last = time.monotonic()

    def _check_address(self, host: str) -> None:
        """Every address of the name must be public: an import must not be led into the network it runs in."""
        if self._allow_private:
            return
        try:
            found = {str(each[4][0]) for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        except OSError as fault:
            raise FetchFault("The server's name could not be found.") from fault
        if not all(map(is_public, found)):
            raise FetchFault("The server's address is private. Importing from inside your own network must be allowed.")

    def _check_peer(self, response: httpx.Response) -> None:
        """The name may have been given another address since it was checked: look at what was really connected to."""
        stream: Any = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if not self._allow_private and peer and not is_public(str(peer[0])):
            raise FetchFault("The server's address is private. Importing from inside your own network must be allowed.")


class _Busy(Exception):
    """The server asks to be left alone for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else _LONGEST_WAIT


def origin_of(url: str) -> tuple[str, int]:
    """Host and port; http and https on their usual ports are one. Raises ValueError for anything but a web address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("not a web address")
    port = parts.port or 443
    return parts.hostname.lower(), 443 if port == 80 else port


def is_public(address: str) -> bool:
    """Is it an address of the open internet? Loopback, private and link-local ones are not."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_global and not ip.is_multicast
