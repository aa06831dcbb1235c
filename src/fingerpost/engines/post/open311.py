"""Another Open311 server (GeoReport v2), as its client: our cases go there, and how they stand comes back.

The standard has no key that keeps a request from being made twice. So each description ends with our reference, and
before one is sent again the other side is asked whether it has it already.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from fingerpost.engines.post.calling import call_within
from fingerpost.engines.post.sending import NotSent

SECONDS = 15.0  # for the whole of an answer, however slowly the other side drips
MOST_BYTES = 2_000_000  # of an answer
_ADDRESS = re.compile(r"(https://|http://(localhost|127\.0\.0\.1)(:\d+)?/)[^\s#]+")
EXPECTED = (
    "'open311_out' takes 'SERVICE=ADDRESS#CODE', such as 'potholes=https://works.example/open311/v2#POT', not '{}'."
)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where cases of one of our services go. `code` is what that service is called there."""

    service: str
    url: str
    code: str
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a request stands there: open or closed, and what they say about it."""

    number: str
    status: str
    notes: str
    updated: str


def read_endpoints(described: Sequence[str]) -> tuple[Endpoint, ...]:
    """`SERVICE=ADDRESS#CODE`, or `#CODE@JURISDICTION`. Raises ValueError with what is expected."""
    found = []
    for each in described:
        service, equals, rest = each.partition("=")
        url, _, named = rest.partition("#")
        code, _, jurisdiction = named.partition("@")
        if not equals or not code or not service.strip() or not _ADDRESS.fullmatch(url.strip().rstrip("/") + "/"):
            raise ValueError(EXPECTED.format(each))
        found.append(
            Endpoint(
                service=service.strip(),
                url=url.strip().rstrip("/"),
                code=code.strip(),
                jurisdiction=jurisdiction.strip(),
            )
        )
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Open311Sender:
    """Sends cases to the endpoint of their service, and asks how they stand. `key` is read when it is needed."""

    endpoints: Sequence[Endpoint]
    key: Callable[[], str]
    seconds: float = SECONDS

    def send(self, content: Mapping[str, Any]) -> str:
        """`content`: service, description, reference, received (ISO 8601), and a place: latitude with longitude, or
        address. Gives their number. Raises NotSent."""
        endpoint = self._endpoint(str(content["service"]))
        described = f"{content['description']}\n\n[{content['reference']}]"
        known = self._find(endpoint, str(content["reference"]), since=str(content.get("received", "")))
        if known:
            return known
        place = {name: str(content[name]) for name in ("lat", "long", "address_string") if content.get(name)}
        form = {"service_code": endpoint.code, "description": described, **place, **self._usual(endpoint)}
        if key := self.key():
            form["api_key"] = key
        answer = self._ask("POST", f"{endpoint.url}/requests.json", data=form)
        number = _first(answer).get("service_request_id") or self._by_token(endpoint, _first(answer).get("token"))
        if not number:
            raise NotSent("answered without a number", try_again=True)
        return _plain(number)[:100]

    def standing(self, service: str, number: str) -> Standing | None:
        """How it stands there; None where they do not know it. Raises NotSent."""
        endpoint = self._endpoint(service)
        url = f"{endpoint.url}/requests/{quote(number, safe='')}.json"
        try:
            told = _first(self._ask("GET", url, params=self._usual(endpoint)))
        except NotSent as fault:
            if fault.is_gone:
                return None
            raise
        return Standing(
            number=number,
            status=_plain(told.get("status")).lower(),
            notes=_plain(told.get("status_notes"))[:5_000],
            updated=_plain(told.get("updated_datetime"))[:40],
        )

    def _endpoint(self, service: str) -> Endpoint:
        found = next((each for each in self.endpoints if each.service == service), None)
        if found is None:
            raise NotSent("no endpoint for this service", try_again=False)
        return found

    def _find(self, endpoint: Endpoint, reference: str, *, since: str) -> str:
        """The number of a request that holds our reference: a try before this one may have arrived unheard."""
        day = {"start_date": datetime.fromisoformat(since).strftime("%Y-%m-%dT00:00:00Z")} if since else {}
        params = {"service_code": endpoint.code, **day, **self._usual(endpoint)}
        try:
            rows = self._ask("GET", f"{endpoint.url}/requests.json", params=params)
        except NotSent as fault:
            if fault.try_again and not fault.why.startswith("answered"):
                raise
            return ""  # servers that list nothing are asked to make one
        held = f"[{reference}]"
        found = (each for each in rows if isinstance(each, dict) and held in str(each.get("description", "")))
        return str(next(found, {}).get("service_request_id") or "")

    def _by_token(self, endpoint: Endpoint, token: Any) -> str:
        """Some give a token first, and the number a little later."""
        if not token:
            return ""
        url = f"{endpoint.url}/tokens/{quote(str(token), safe='')}.json"
        return str(_first(self._ask("GET", url, params=self._usual(endpoint))).get("service_request_id") or "")

    def _usual(self, endpoint: Endpoint) -> dict[str, str]:
        return {"jurisdiction_id": endpoint.jurisdiction} if endpoint.jurisdiction else {}

    def _ask(self, method: str, url: str, **more: Any) -> list[Any]:
        return call_within(self.seconds, self._read_rows(method, url, more))

    async def _read_rows(self, method: str, url: str, more: Mapping[str, Any]) -> list[Any]:
        async with (
            httpx.AsyncClient(timeout=self.seconds, trust_env=False, follow_redirects=False) as client,
            client.stream(method, url, headers={"Accept": "application/json"}, **more) as response,
        ):
            if not response.is_success:
                status = response.status_code
                is_gone, is_ours = status in {404, 410}, status in {400, 422}
                raise NotSent(f"answered {status}", try_again=not is_ours, is_gone=is_gone)
            return await _read(response)


async def _read(response: httpx.Response) -> list[Any]:
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise NotSent("answer too large", try_again=True)
    try:
        held = httpx.Response(200, content=bytes(content)).json()
    except (ValueError, RecursionError) as error:
        raise NotSent("answer is not JSON", try_again=True) from error
    return held if isinstance(held, list) else [held]


def _plain(value: Any) -> str:
    """Words that can be kept and shown: JSON can hold signs that no text has, and some that turn its direction."""
    return "".join(char for char in str(value or "") if char.isprintable() or char in "\n\t")


def _first(rows: Sequence[Any]) -> dict[str, Any]:
    return rows[0] if rows and isinstance(rows[0], dict) else {}
