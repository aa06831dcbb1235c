"""Headers that hold a browser to this site alone: no script but our own, no third party, no frame but where allowed."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from fingerpost.doors.installation import installation
from fingerpost.doors.profile.checks import is_origin

# The one policy by which our scripts turn text into HTML or a script's address (static/fingerpost/trusted.mjs).
TRUSTED = "fingerpost"


class SecurityHeaders(MiddlewareMixin):
    """Sets what Django's own SecurityMiddleware does not. Pages name `request.csp_nonce` in each script they load."""

    def process_request(self, request: HttpRequest) -> None:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        ancestors = frame_ancestors(request)
        policy = content_security_policy(nonce=request.csp_nonce, ancestors=ancestors)  # type: ignore[attr-defined]
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", permissions_policy())
        if ancestors:  # X-Frame-Options can name no other site: where one may frame us, the policy alone says which
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        else:
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response


def content_security_policy(*, nonce: str, ancestors: tuple[str, ...] = ()) -> str:
    """Everything from here only, and scripts only where the page that we sent names them."""
    speech = settings.CONFIGURATION.speech
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self'",
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


def permissions_policy() -> str:
    """Nothing that listens, looks, locates or pays; the microphone for our own pages where speech is switched on."""
    refused = ("camera", "display-capture", "geolocation", "payment", "usb")
    microphone = "self" if settings.CONFIGURATION.speech else ""
    return ", ".join((*(f"{each}=()" for each in refused), f"microphone=({microphone})"))


def frame_ancestors(request: HttpRequest) -> tuple[str, ...]:
    """The origins whose pages may hold this one in a frame. None but under /embed/."""
    if not getattr(request, "is_embedded", False):
        return ()
    named = installation().read_profile().embed_on
    return tuple(each for each in named if is_origin(each))
