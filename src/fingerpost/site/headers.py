"""Headers that hold a browser to this site alone: no script but our own, no third party, no framing."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class SecurityHeaders(MiddlewareMixin):
    """Sets what Django's own SecurityMiddleware does not. Pages name `request.csp_nonce` in each script they load."""

    def process_request(self, request: HttpRequest) -> None:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        policy = CONTENT_SECURITY_POLICY + ("; media-src 'self'" if settings.CONFIGURATION.speech else "")
        response.headers.setdefault("Content-Security-Policy", policy.format(nonce=request.csp_nonce))  # type: ignore[attr-defined]
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(
            "Permissions-Policy",
            f"camera=(), geolocation=(), microphone=({'self' if settings.CONFIGURATION.speech else ''})",
        )
        return response
