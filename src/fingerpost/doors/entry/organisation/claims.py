"""What the claims of a token mean here: the role, the name, and whether a second factor was shown."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

OFF = 60  # seconds by which the provider's clock may differ from ours


def role_of(claims: Mapping[str, Any]) -> str:
    """The role of the first line of `oidc_roles` that the claim holds; "" where none fits: then nobody gets in."""
    held = _values(_named(claims, settings.CONFIGURATION.oidc_claim))
    for line in settings.CONFIGURATION.oidc_roles:
        value, _, role = line.rpartition("=")
        if value.strip() in held:
            return str(role.strip())
    return ""


def shows_second_factor(claims: Mapping[str, Any]) -> bool:
    """Does `acr` or `amr` hold one of the values that the operator trusts? None is trusted unless they name it."""
    held = _values(claims.get("acr")) | _values(claims.get("amr"))
    return bool(held & set(settings.CONFIGURATION.oidc_second_factor))


def name_of(claims: Mapping[str, Any]) -> str:
    """What to call a new account: nobody is found by it."""
    for claim in ("preferred_username", "email", "name"):
        if isinstance(claims.get(claim), str):
            return str(claims[claim])
    return ""


def shown_at(claims: Mapping[str, Any]) -> int:
    """When they last showed the provider who they are; 0 where it does not say."""
    value = claims.get("auth_time")
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e12 else 0


def _named(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of that name, else what its parts between dots lead to."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _values(claim: Any) -> set[str]:
    parts = claim if isinstance(claim, list) else [claim]
    return {each for each in parts if isinstance(each, str)}
