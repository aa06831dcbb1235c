"""Calls to other systems, signed as Standard Webhooks (standardwebhooks.com) says, so that any of its libraries checks
them: `webhook-id`, `webhook-timestamp` and `webhook-signature: v1,<base64 of HMAC-SHA256 of "id.timestamp.body">`.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from fingerpost.engines.post.calling import call_within
from fingerpost.engines.post.sending import NotSent

SECONDS = 10.0  # for the whole call, however slowly the other side drips
SECRET = "whsec_"  # noqa: S105 - how a secret begins
_GONE = 410
_UNICAST = ipaddress.IPv6Network("2000::/3")  # the only block of IPv6 that the open internet has
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
# What clouds answer their own machines at, beside 169.254.169.254: it looks public, and is not.
_OF_CLOUDS = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("168.63.129.16/32"))


@dataclass(frozen=True, kw_only=True)
class WebhookSender:
    """Posts JSON. It follows no redirect, reads no answer but its status, and calls no address of our own network
    unless `allow_private`."""

    allow_private: bool = False
    seconds: float = SECONDS
    clock: Callable[[], float] = time.time

    def send(self, content: Mapping[str, Any]) -> None:
        """`content`: url, secret, event, and key. Raises NotSent; `is_gone` when it answers 410 Gone."""
        body = json.dumps(content["event"], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        headers = signed(body, identity=str(content["key"]), secret=str(content["secret"]), at=int(self.clock()))
        status = call_within(self.seconds, self._post(str(content["url"]), body, headers))
        if not httpx.codes.is_success(status):
            raise NotSent(f"answered {status}", try_again=status != _GONE, is_gone=status == _GONE)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        parts = check_url(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address = await self._address_of(host, port)
        # Called by the very address that was looked at: a name may lead elsewhere a moment later.
        shown = f"[{address}]" if ":" in address else address
        target = httpx.URL(url).copy_with(host=shown, port=port)
        named = host if port in {80, 443} else f"{host}:{port}"
        async with (
            httpx.AsyncClient(timeout=self.seconds, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST",
                target,
                content=body,
                headers={**headers, "Host": named, "Content-Type": "application/json", "User-Agent": "Fingerpost"},
                extensions={"sni_hostname": host},
            ) as response,
        ):
            return response.status_code

    async def _address_of(self, host: str, port: int) -> str:
        """Every address of the name must be public. Raises NotSent, for good where one is not."""
        loop = asyncio.get_running_loop()
        found = [str(each[4][0]) for each in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.allow_private and not all(map(is_public, found)):
            raise NotSent("private address", try_again=False)
        return found[0]


def signed(body: bytes, *, identity: str, secret: str, at: int) -> dict[str, str]:
    """The three headers. `identity` stays the same however often it is tried: whoever has seen it may pass it over."""
    key = base64.b64decode(secret.removeprefix(SECRET))
    name = hashlib.sha256(identity.encode()).hexdigest()[:32]
    made = hmac.digest(key, b".".join((f"msg_{name}".encode(), str(at).encode(), body)), "sha256")
    return {
        "webhook-id": f"msg_{name}",
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


def new_secret() -> str:
    """32 random bytes, as the libraries of Standard Webhooks take them."""
    return SECRET + base64.b64encode(secrets.token_bytes(32)).decode()


def check_url(url: str) -> Any:
    """Its parts. Raises NotSent for good where it is no web address, or holds a password."""
    try:
        parts = urlsplit(url)
        is_right = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
        is_right = is_right and (parts.port is None or parts.port > 0)
    except ValueError:
        is_right = False
    if not is_right:
        raise NotSent("not a web address", try_again=False)
    return parts


def is_public(address: str) -> bool:
    """Is it an address of the open internet? Loopback, private and link-local ones are not, nor one of IPv6 that only
    carries such a one of IPv4 within it."""
    ip = _carried(ipaddress.ip_address(address.partition("%")[0]))
    if isinstance(ip, ipaddress.IPv6Address):
        return ip.is_global and ip in _UNICAST and not ip.is_multicast
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _OF_CLOUDS)


def _carried(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of IPv4 that one of IPv6 stands for (mapped, 6to4, NAT64), else itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
