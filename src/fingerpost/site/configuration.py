"""What an operator may set: one optional TOML file, and variables that win over it.

`FINGERPOST_HOME/fingerpost.toml` holds the keys of `Configuration`; `FINGERPOST_BODY_NAME` and so on say the same.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from fingerpost.contract.context import Nation
from fingerpost.doors.profile.checks import is_origin
from fingerpost.doors.roles import ROLES
from fingerpost.record.retention.schedule import read_schedule

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """The settings of one installation.

    `body` is the slug under which every row is kept. `base_url` is the address the public uses, without a slash at
    the end; https there switches on secure redirects. `nation` is the one assumed when a person has not said, or "".
    `starter_library` False leaves out the guidance that comes along. `questions_a_minute` is how many one address may
    ask. `speech` offers reading aloud by the server, and dictation, where they are set up. `leave_to` is the page that
    "Clear and leave now" goes to; empty for our own, which says what was cleared. `embed_on` are the origins whose
    pages may hold the assistant in a frame. `offline_page` False takes away the page that browsers show without a
    network. `retention` says how many days a kind of record is kept where that is not as usual, such as "runs=90"
    (docs/explanation/retention.md). `ledger_witnesses` are asked to sign the ledger beside us, each its address and
    its public key with a space between (docs/how-to/run-a-witness.md). `second_factor` are the roles that cannot sign
    in without one. `password_sign_in` False leaves only the organisation's own sign-in, which the `oidc_…` settings
    describe (docs/how-to/sign-in-with-your-organisation.md).
    """

    service_name: str = "Fingerpost"
    body: str = "fernby"
    body_name: str = "Fernby Council (fictional)"
    contact_email: str = "help@fernby.example"
    contact_phone: str = "01632 960100"
    contact_url: str = "https://www.fernby.example/contact"
    base_url: str = ""
    nation: str = ""
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    behind_proxy: bool = False
    database_url: str = ""
    starter_library: bool = True
    questions_a_minute: int = 60
    speech: bool = False
    leave_to: str = ""
    embed_on: tuple[str, ...] = ()
    offline_page: bool = True
    retention: tuple[str, ...] = ()
    ledger_witnesses: tuple[str, ...] = ()
    second_factor: tuple[str, ...] = ("owner",)
    password_sign_in: bool = True
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: str = ""
    oidc_scopes: tuple[str, ...] = ("openid", "profile")
    oidc_claim: str = "groups"
    oidc_roles: tuple[str, ...] = ()
    oidc_second_factor: tuple[str, ...] = ()


def home() -> Path:
    """The folder in which everything is kept: FINGERPOST_HOME, else the user's data folder."""
    chosen = os.environ.get("FINGERPOST_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser().resolve() / "fingerpost"


def read_configuration(folder: Path, environment: Mapping[str, str]) -> Configuration:
    """The file, then the variables over it. Raises ImproperlyConfigured with the key and what is expected."""
    configuration = Configuration()
    path = folder / "fingerpost.toml"
    if path.is_file():
        configuration = _with(configuration, _read_file(path), where=path.name)
    variables = {
        each.name: environment[f"FINGERPOST_{each.name.upper()}"]
        for each in fields(Configuration)
        if f"FINGERPOST_{each.name.upper()}" in environment
    }
    return _check(_without_fiction(_with(configuration, variables, where="the environment")))


def _without_fiction(configuration: Configuration) -> Configuration:
    """The made-up contacts go as soon as the body is another, or one of them is its own."""
    made_up = Configuration()
    names = ("contact_email", "contact_phone", "contact_url")
    kept = [name for name in names if getattr(configuration, name) == getattr(made_up, name)]
    if configuration.body == made_up.body and len(kept) == len(names):
        return configuration
    nothing: dict[str, Any] = dict.fromkeys(kept, "")
    return replace(configuration, **nothing)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{path} could not be read: {error}") from error


def _with(configuration: Configuration, values: Mapping[str, Any], *, where: str) -> Configuration:
    known = {each.name for each in fields(Configuration)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ImproperlyConfigured(f"Unknown setting '{unknown[0]}' in {where}. Known: {', '.join(sorted(known))}.")
    changes = {name: _as_kind_of(getattr(configuration, name), value, name) for name, value in values.items()}
    return replace(configuration, **changes)


def _as_kind_of(example: object, value: Any, name: str) -> Any:
    """Variables are text: turn them into the kind the setting has."""
    if isinstance(example, bool):
        return value if isinstance(value, bool) else str(value).strip().lower() in {"1", "true", "yes", "on"}
    if isinstance(example, int):
        try:
            return int(value)
        except ValueError as error:
            raise ImproperlyConfigured(f"'{name}' must be a whole number, not '{value}'.") from error
    if isinstance(example, tuple):
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip())
    return str(value)


def _check(configuration: Configuration) -> Configuration:
    if not _SLUG.match(configuration.body):
        raise ImproperlyConfigured("'body' must be small letters, digits and hyphens, such as 'fernby'.")
    if configuration.nation and configuration.nation not in set(Nation):
        raise ImproperlyConfigured(f"'nation' must be one of {', '.join(Nation)}, or empty.")
    if configuration.base_url and not configuration.base_url.startswith(("http://", "https://")):
        raise ImproperlyConfigured("'base_url' must begin with http:// or https://.")
    if configuration.leave_to and not re.match(r"https?://[^\s;,]+\Z", configuration.leave_to):
        raise ImproperlyConfigured("'leave_to' must be a whole address that begins with http:// or https://.")
    wrong = [each for each in configuration.embed_on if not is_origin(each)]
    if wrong:
        raise ImproperlyConfigured(f"'embed_on' takes origins such as 'https://www.fernby.example', not '{wrong[0]}'.")
    if configuration.questions_a_minute < 1:
        raise ImproperlyConfigured("'questions_a_minute' must be 1 or more.")
    _check_signing_in(configuration)
    try:
        read_schedule(configuration.retention)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    return replace(configuration, base_url=configuration.base_url.rstrip("/"))


def _check_signing_in(configuration: Configuration) -> None:
    """Whoever signs in is known to somebody, and an owner always shows a second factor."""
    unknown = sorted(set(configuration.second_factor) - set(ROLES))
    if unknown or "owner" not in configuration.second_factor:
        raise ImproperlyConfigured(f"'second_factor' must name owner, and may name others of: {', '.join(ROLES)}.")
    wrong = [
        each for each in configuration.oidc_roles if each.rpartition("=")[2].strip() not in ROLES or "=" not in each
    ]
    if wrong:
        known = ", ".join(ROLES)
        raise ImproperlyConfigured(f"'oidc_roles' takes 'VALUE=ROLE', with one of {known}, not '{wrong[0]}'.")
    issuer = configuration.oidc_issuer
    if issuer and not re.match(r"(https://|http://(localhost|127\.0\.0\.1|\[::1\])[:/])[^\s?#]*\Z", issuer):
        raise ImproperlyConfigured("'oidc_issuer' must begin with https://, and have no ? or #.")
    if issuer and find_spec("joserfc") is None:
        raise ImproperlyConfigured("'oidc_issuer' needs a library that is missing: pip install 'fingerpost[oidc]'")
    if issuer and not (configuration.oidc_client_id and configuration.oidc_roles):
        raise ImproperlyConfigured("'oidc_issuer' needs 'oidc_client_id' and 'oidc_roles' too: else nobody gets in.")
    if not issuer and not configuration.password_sign_in:
        raise ImproperlyConfigured("'password_sign_in' can be false only where 'oidc_issuer' is set.")
