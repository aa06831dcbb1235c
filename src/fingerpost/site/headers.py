"""Headers that hold a browser to this site alone: no script but our own, no third party, no frame but where allowed."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from fingerpost.doors.installation import installation
from fingerpost.doors.maps import tile_host
from fingerpost.doors.profile.checks import is_origin

# The one policy by which our scripts turn text into HTML or a script's address (static/fingerpost/trusted.mjs).
TRUSTED = "fingerpost"


class SecurityHeaders(MiddlewareMixin):
    """Sets what Django's own SecurityMiddleware does not. Pages name `request.csp_nonce` in each script they load."""

    def process_request(self, request: HttpRequest) -> None:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        ancestors = frame_ancestors(request)
        shows_map, asks_for_place = (  # see doors/maps.py
            bool(getattr(request, name, False)) for name in ("shows_map", "asks_for_place")
        )
        policy = content_security_policy(
            nonce=request.csp_nonce,  # type: ignore[attr-defined]
            ancestors=ancestors,
            tiles=settings.CONFIGURATION.map_tiles if shows_map else "",
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", permissions_policy(asks_for_place=asks_for_place))
        if ancestors:  # X-Frame-Options can name no other site: where one may frame us, the policy alone says which
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        else:
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response


def content_security_policy(*, nonce: str, ancestors: tuple[str, ...] = (), tiles: str = "") -> str:
    """Everything from here only, and scripts only where the page that we sent names them. `tiles` is the template of a
    page with a map: pictures may come from that one host too."""
    speech = settings.CONFIGURATION.speech
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            "style-src 'self'",
            f"img-src 'self' {tile_host(tiles)}" if tiles else "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            *(("media-src 'self'",) if speech else ()),
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            f"trusted-types {TRUSTED}",
            "frame-ancestors " + (" ".join(ancestors) or "'none'"),
        )
    )


def permissions_policy(*, asks_for_place: bool = False) -> str:
    """Nothing that listens, looks, locates or pays; the microphone for our own pages where speech is switched on, and
    where somebody is for a page that asks for a place: the browser asks them first."""
    refused = ("camera", "display-capture", "geolocation", "payment", "usb")
    microphone = "self" if settings.CONFIGURATION.speech else ""
    allowed = {"geolocation": "self"} if asks_for_place else {}
    return ", ".join((*(f"{each}=({allowed.get(each, '')})" for each in refused), f"microphone=({microphone})"))


def frame_ancestors(request: HttpRequest) -> tuple[str, ...]:
    """The origins whose pages may hold this one in a frame. None but under /embed/."""
    if not getattr(request, "is_embedded", False):
        return ()
    named = installation().read_profile().embed_on
    return tuple(each for each in named if is_origin(each))
