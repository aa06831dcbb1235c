"""What an ID token must be before a word of it is believed (OpenID Connect Core 1.0, 3.1.3.7).

The algorithms are a list of ours, each held to its kind of key: a token that names none, or signs with a public key as
if it were a secret, fits none of them.
"""

import hmac
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from fingerpost.doors.entry.organisation.claims import OFF
from fingerpost.doors.entry.organisation.fetching import fetch_json
from fingerpost.doors.entry.organisation.provider import Provider
from fingerpost.doors.entry.organisation.refusals import Refused

KINDS = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
}
OLDEST = 600  # seconds since the token was made
LONGEST = 64 * 1024  # characters of a token
FEWEST_BITS = 2048  # of an RSA key
HOUR, MINUTE = 3600.0, 60.0
_keys: dict[str, tuple[float, list[dict[str, Any]]]] = {}


def read_id_token(token: str, provider: Provider, *, client: str, nonce: str) -> Mapping[str, Any]:
    """The claims of a token that the provider signed for us, for this sign-in, just now. Raises Refused."""
    header = _header(token)
    algorithm = header.get("alg")
    kind = KINDS.get(algorithm) if isinstance(algorithm, str) else None
    if kind is None or not isinstance(algorithm, str):
        raise Refused("not believed", "the token's algorithm is none of ours")
    try:
        claims = jwt.decode(token, _key_for(header, kind, provider), algorithms=[algorithm]).claims
    except (JoseError, ValueError) as error:
        raise Refused("not believed", f"the token's signature: {type(error).__name__}") from error
    _check(claims, issuer=provider.issuer, client=client, nonce=nonce)
    return claims


def forget_keys() -> None:
    """Ask for them anew next time."""
    _keys.clear()


def _check(claims: Mapping[str, Any], *, issuer: str, client: str, nonce: str) -> None:
    now, audience = time.time(), claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    fits = {
        "issuer": claims.get("iss") == issuer,
        "audience": audience == client or (isinstance(audience, list) and client in audience),
        "party": claims.get("azp", client) == client and ("azp" in claims or not several),
        "end": _number(claims, "exp") > now - OFF,
        "time": now - OLDEST < _number(claims, "iat") < now + OFF,
        "beginning": "nbf" not in claims or _number(claims, "nbf") < now + OFF,
        "nonce": hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
        "subject": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255,
    }
    wrong = [name for name, does in fits.items() if not does]
    if wrong:
        raise Refused("not believed", f"the token's {', '.join(wrong)}")


def _number(claims: Mapping[str, Any], name: str) -> float:
    """A time in seconds; 0, which fits nowhere, for anything else."""
    value = claims.get(name)
    return (
        float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e12 else 0.0
    )


def _header(token: str) -> dict[str, Any]:
    head, _, _rest = token.partition(".")
    try:
        if len(token) > LONGEST or token.count(".") != 2:
            raise ValueError("no signed token")
        header = json.loads(_decoded(head))
    except (ValueError, RecursionError) as error:
        raise Refused("not believed", "the token cannot be read") from error
    if not isinstance(header, dict):
        raise Refused("not believed", "the token has no header")
    return header


def _key_for(header: Mapping[str, Any], kind: str, provider: Provider) -> RSAKey | ECKey:
    """The provider's own key of that kind and name. A key that the token brings along counts for nothing."""
    for waits in (HOUR, MINUTE):  # one that we do not know may be new: ask once more, and not more than once a minute
        found = _fitting(_keys_of(provider, at_most=waits), header, kind)
        if len(found) == 1:
            return _imported(found[0], kind)
    raise Refused("not believed", f"the provider has {len(found)} keys that fit the token, not one")


def _fitting(keys: list[dict[str, Any]], header: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    named = header.get("kid")
    return [
        key
        for key in keys
        if key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", header["alg"]) == header["alg"]
        and (named is None or key.get("kid") == named)
    ]


def _imported(key: dict[str, Any], kind: str) -> RSAKey | ECKey:
    if kind == "EC":
        return ECKey.import_key(key)
    if 8 * len(_decoded(str(key.get("n", "")))) < FEWEST_BITS:
        raise Refused("not believed", "the provider's key is too short")
    return RSAKey.import_key(key)


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _keys_of(provider: Provider, *, at_most: float) -> list[dict[str, Any]]:
    """The provider's keys, as they were read so many seconds ago at most."""
    read_at, keys = _keys.get(provider.keys_at, (-HOUR, []))
    if time.monotonic() - read_at < at_most:
        return keys
    told = fetch_json(provider.keys_at).get("keys")
    keys = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    _keys[provider.keys_at] = (time.monotonic(), keys)
    return keys
