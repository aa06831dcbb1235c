"""The organisation's provider, as it describes itself: OpenID Connect Discovery 1.0, asked once an hour."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings

from fingerpost.doors.entry.organisation.fetching import fetch_json
from fingerpost.doors.entry.organisation.refusals import Refused

HOUR = 3600.0
SECRET = "FINGERPOST_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Where its doors are. `names_itself` tells that its answers carry its name (RFC 9207); `sign_out_at` may be ""."""

    issuer: str
    authorise_at: str
    token_at: str
    keys_at: str
    sign_out_at: str
    secret_in_form: bool
    names_itself: bool


_known: dict[str, tuple[float, Provider]] = {}


def find_provider() -> Provider:
    """The configured provider. Raises Refused when it does not answer, or is not who it should be."""
    issuer = settings.CONFIGURATION.oidc_issuer
    until, kept = _known.get(issuer, (0.0, None))
    if kept is not None and time.monotonic() < until:
        return kept
    provider = _read(fetch_json(issuer.rstrip("/") + "/.well-known/openid-configuration"), issuer=issuer)
    _known[issuer] = (time.monotonic() + HOUR, provider)
    return provider


def forget_provider() -> None:
    """Ask it anew next time."""
    _known.clear()


def take_code(provider: Provider, *, code: str, verifier: str, back_at: str) -> str:
    """The ID token for a code, with the secret that only this installation holds. Raises Refused."""
    client, secret = settings.CONFIGURATION.oidc_client_id, _secret()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back_at, "code_verifier": verifier}
    if secret and not provider.secret_in_form:
        told = fetch_json(provider.token_at, form=form, secret=(quote_plus(client), quote_plus(secret)))
    else:
        form |= {"client_id": client, **({"client_secret": secret} if secret else {})}
        told = fetch_json(provider.token_at, form=form)
    token = told.get("id_token")
    if not isinstance(token, str):
        raise Refused("not believed", "no ID token came for the code")
    return token


def _read(told: Mapping[str, Any], *, issuer: str) -> Provider:
    if told.get("issuer") != issuer:
        raise Refused("set up wrong", "the provider calls itself otherwise than oidc_issuer")
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Provider(
        issuer=issuer,
        authorise_at=_address(told, "authorization_endpoint", issuer=issuer),
        token_at=_address(told, "token_endpoint", issuer=issuer),
        keys_at=_address(told, "jwks_uri", issuer=issuer),
        sign_out_at=_address(told, "end_session_endpoint", issuer=issuer) if "end_session_endpoint" in told else "",
        secret_in_form=isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(told: Mapping[str, Any], name: str, *, issuer: str) -> str:
    """An address of the provider: over https, but where the issuer itself is on this machine."""
    address = told.get(name)
    scheme = "https://" if issuer.startswith("https://") else "http://"
    if not isinstance(address, str) or not address.startswith(scheme):
        raise Refused("set up wrong", f"the provider's {name} is no {scheme} address")
    return address


def _secret() -> str:
    """From the environment, else from the file; "" for an installation that was given none."""
    if given := os.environ.get(SECRET):
        return given
    path = settings.CONFIGURATION.oidc_client_secret_file
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("set up wrong", f"oidc_client_secret_file cannot be read: {type(error).__name__}") from error
