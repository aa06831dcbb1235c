"""Who counts as one visitor: a session where there is one, else a network address. Nothing of either is kept."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

# As some proxies write it: 192.0.2.7:49152, or [2001:db8::7]:49152. Each connection has a port of its own.
_WITH_PORT = re.compile(r"^(?:([\d.]+)|\[(.*)\])(?::\d+)?\Z")


def session_of(request: HttpRequest) -> str:
    """The key of a session that we keep; "" where there is none. One that was made up is forgotten as it is read."""
    session = getattr(request, "session", None)
    if session is None or not session.keys():
        return ""
    return str(session.session_key or "")


def network_of(request: HttpRequest) -> str:
    """Where a request comes from, as `one_network` has it.

    Behind a proxy that is the last address the proxy named, never one the client made up.
    """
    if settings.CONFIGURATION.behind_proxy:
        return one_network(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip())
    return one_network(str(request.META.get("REMOTE_ADDR", "")))


def one_network(address: str) -> str:
    """What counts as one: an IPv4 address, or the /64 that a household or a phone is given of IPv6."""
    try:
        parsed = ipaddress.ip_address(_WITH_PORT.sub(r"\1\2", address))
    except ValueError:
        return address  # no address at all, as over a Unix socket
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return parsed.packed[:8].hex()
