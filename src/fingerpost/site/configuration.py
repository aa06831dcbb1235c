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

from fingerpost.capabilities import FOLDER as CAPABILITIES
from fingerpost.casework.planting import MOST as MOST_PLANTED
from fingerpost.contract.context import Nation
from fingerpost.doors.maps import is_tile_template
from fingerpost.doors.profile.checks import is_origin
from fingerpost.doors.roles import ROLES
from fingerpost.engines.post.inbox import PASSWORD as MAIL_IN_PASSWORD
from fingerpost.engines.post.inbox import read_inbox_address
from fingerpost.engines.post.mail_server import PASSWORD, read_mail_server
from fingerpost.engines.post.notify import KEY as NOTIFY_KEY
from fingerpost.engines.post.notify import MISSING as NOTIFY_MISSING
from fingerpost.engines.post.notify import is_installed
from fingerpost.engines.post.open311 import read_endpoints
from fingerpost.record.repair.addresses import tidy_address
from fingerpost.record.retention.schedule import LONGEST, read_schedule
from fingerpost.site.language_models.described import TABLES, DescribedModels, read_models

OTHER_SWITCHES = frozenset({"embedder"})
"""Models that are switched off by a name of their own (see `doors.switchable`)."""

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
    its public key with a space between (docs/how-to/run-a-witness.md). `open_mcp` lets programs without a token use
    MCP over HTTP, to see what is public (docs/how-to/use-from-other-programs.md). `evaluation_logs_url` is where the
    logs of attacks can be read, for the public record to link to (docs/how-to/attack-it-yourself.md). `second_factor`
    are the roles that cannot sign in without one. `password_sign_in` False leaves only the organisation's own sign-in,
    which the `oidc_…` settings describe (docs/how-to/sign-in-with-your-organisation.md). `mail_in` is where
    e-mail to the body waits, and `mail_in_address` the address that people write to. `mail_a_day` is how many cases one
    address may open in a day: more letters are put aside for a person to look at. `letters` False makes none to
    print. `webhooks_inside` lets webhooks call the body's own network. `open311_out` names services whose cases another
    server takes (docs/how-to/connect-other-systems.md).
    `planted_suggestions` is the share of suggestions that are made wrong on purpose (docs/explanation/casework.md).
    `learn_nightly` False leaves learning from decided cases to whoever runs `fingerpost triage learn`.
    `map_tiles` is where the tiles of a map come from, and `map_credit` whom the map must name for them
    (docs/how-to/map.md). `clamav_socket` is where the scanner of files listens: a path or "host:port"; "" for what is
    found here, "off" for none.
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
    open_mcp: bool = False
    evaluation_logs_url: str = ""
    second_factor: tuple[str, ...] = ("owner",)
    password_sign_in: bool = True
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: str = ""
    oidc_scopes: tuple[str, ...] = ("openid", "profile")
    oidc_claim: str = "groups"
    oidc_roles: tuple[str, ...] = ()
    oidc_second_factor: tuple[str, ...] = ()
    repair_days: int = 90
    planted_suggestions: float = 0.0
    learn_nightly: bool = True
    smtp_url: str = ""
    smtp_password_file: str = ""
    mail_from: str = ""
    mail_in: str = ""
    mail_in_password_file: str = ""
    mail_in_address: str = ""
    mail_a_day: int = 20
    notify_key_file: str = ""
    notify_email_template: str = ""
    notify_sms_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    letters: bool = True
    webhooks_inside: bool = False
    open311_out: tuple[str, ...] = ()
    open311_key_file: str = ""
    map_tiles: str = ""
    map_credit: str = ""
    clamav_socket: str = ""


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
        own = {name: value for name, value in _read_file(path).items() if name not in TABLES}
        configuration = _with(configuration, own, where=path.name)
    variables = {
        each.name: environment[f"FINGERPOST_{each.name.upper()}"]
        for each in fields(Configuration)
        if f"FINGERPOST_{each.name.upper()}" in environment
    }
    return _check(_without_fiction(_with(configuration, variables, where="the environment")))


def read_language_models(folder: Path) -> DescribedModels:
    """The tables [models.NAME] and [use] of the file. Raises ImproperlyConfigured, which says what to write instead."""
    path = folder / "fingerpost.toml"
    values = _read_file(path) if path.is_file() else {}
    capabilities = {each.parent.name for each in CAPABILITIES.glob("*/card.toml")}
    return read_models(values, where=path, capabilities=capabilities, taken=OTHER_SWITCHES)


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
    if isinstance(example, float):
        try:
            return float(value)
        except (TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"'{name}' must be a number such as 0.02, not '{value}'.") from error
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
    if configuration.evaluation_logs_url and not re.match(r"https?://[^\s<>]+\Z", configuration.evaluation_logs_url):
        raise ImproperlyConfigured(
            "'evaluation_logs_url' must be a whole address that begins with http:// or https://."
        )
    wrong = [each for each in configuration.embed_on if not is_origin(each)]
    if wrong:
        raise ImproperlyConfigured(f"'embed_on' takes origins such as 'https://www.fernby.example', not '{wrong[0]}'.")
    if configuration.questions_a_minute < 1:
        raise ImproperlyConfigured("'questions_a_minute' must be 1 or more.")
    if configuration.mail_a_day < 1:
        raise ImproperlyConfigured("'mail_a_day' must be 1 or more.")
    if not 0 <= configuration.planted_suggestions <= MOST_PLANTED:
        raise ImproperlyConfigured(f"'planted_suggestions' must be between 0 and {MOST_PLANTED}.")
    if not 1 <= configuration.repair_days <= LONGEST:
        raise ImproperlyConfigured(f"'repair_days' must be between 1 and {LONGEST:,}.")
    if configuration.map_tiles and not is_tile_template(configuration.map_tiles):
        raise ImproperlyConfigured("'map_tiles' must look like https://tiles.example.org/{z}/{x}/{y}.png.")
    _check_signing_in(configuration)
    _check_mail(configuration)
    _check_post(configuration)
    try:
        read_schedule(configuration.retention)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    return replace(configuration, base_url=configuration.base_url.rstrip("/"))


def _check_mail(configuration: Configuration) -> None:
    """A letter needs a server, a sender, and the address that its links lead to."""
    if not (configuration.smtp_url or configuration.mail_from or configuration.smtp_password_file):
        return
    if not (configuration.smtp_url and configuration.mail_from and configuration.base_url):
        raise ImproperlyConfigured("E-mail needs 'smtp_url', 'mail_from' and 'base_url', all three.")
    if not tidy_address(configuration.mail_from):
        raise ImproperlyConfigured(f"'mail_from' must be an e-mail address, not '{configuration.mail_from}'.")
    try:
        server = read_mail_server(configuration.smtp_url)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    if server.user and not (configuration.smtp_password_file or os.environ.get(PASSWORD)):
        raise ImproperlyConfigured(f"'smtp_url' names a user: give 'smtp_password_file', or set {PASSWORD}.")


def _check_post(configuration: Configuration) -> None:
    """E-mail that comes in needs the address it is sent to; Notify a key and a template; Open311 whole addresses."""
    if configuration.mail_in:
        _check_mail_in(configuration)
    templates = configuration.notify_email_template or configuration.notify_sms_template
    if templates and not is_installed():
        raise ImproperlyConfigured(NOTIFY_MISSING)
    if templates and not (configuration.notify_key_file or os.environ.get(NOTIFY_KEY)):
        raise ImproperlyConfigured(f"GOV.UK Notify needs a key: give 'notify_key_file', or set {NOTIFY_KEY}.")
    if not re.match(r"(https://|http://(localhost|127\.0\.0\.1)[:/])[^\s]+\Z", f"{configuration.notify_url}/"):
        raise ImproperlyConfigured("'notify_url' must begin with https://.")
    try:
        read_endpoints(configuration.open311_out)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


def _check_mail_in(configuration: Configuration) -> None:
    try:
        address = read_inbox_address(configuration.mail_in)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    if not tidy_address(configuration.mail_in_address):
        raise ImproperlyConfigured("'mail_in' needs 'mail_in_address': the e-mail address that people write to.")
    if address.user and not (configuration.mail_in_password_file or os.environ.get(MAIL_IN_PASSWORD)):
        words = f"'mail_in' names a user: give 'mail_in_password_file', or set {MAIL_IN_PASSWORD}."
        raise ImproperlyConfigured(words)


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
