"""What is wired on this machine, as the doors may use it.

Doors stand below `site` and never import it; they find it by the name in Django's settings. Tests put another there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from django.conf import settings

if TYPE_CHECKING:  # tables cannot be imported before Django is set up, nor need `--help` wait for numpy
    from django.contrib.auth.models import User

    from fingerpost.contract.classifying import Classifier
    from fingerpost.contract.language_models import LanguageModel
    from fingerpost.contract.ports import Clock, Embedder, Engines, Listener, Speaker
    from fingerpost.contract.proposals import OpenCases
    from fingerpost.contract.services import ServiceBook
    from fingerpost.doors.profile import BodyProfile, ProfileVersion
    from fingerpost.doors.tokens import AccessToken, Wish
    from fingerpost.engines.language_models.guarding.breaker import BreakerState
    from fingerpost.engines.language_models.guarding.health import Health
    from fingerpost.record.keys import KeyStore
    from fingerpost.record.ledger.log import Ledger
    from fingerpost.record.receipts.issuing import Receipts
    from fingerpost.record.recorder import Recorder
    from fingerpost.record.spending.reading import Spending
    from fingerpost.rules.book import RuleBook

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much; 0 where the whole is not known."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What `doctor` found of one part. `to_do` is what the operator does about it; empty when there is nothing."""

    name: str
    state: Literal["ok", "warning", "fault"]
    found: str
    to_do: str = ""


@dataclass(frozen=True, kw_only=True)
class SecondFactor:
    """That an account has one. `mark` is another each time it is set up; `codes_left` are unused recovery codes."""

    mark: str
    since: datetime
    codes_left: int


class SecondFactors(Protocol):
    """The codes with which staff show, after their password, that they hold their phone. `account` is its number.

    Each raises StoreUnavailable when the database or the master key is out of reach.
    """

    def find(self, account: int) -> SecondFactor | None:
        """What the account has; None when it has none."""
        ...

    def draft(self, account: int) -> str:
        """A new secret, sealed, to be kept in the session until a code shows that the phone has it."""
        ...

    def read_draft(self, account: int, draft: str) -> str:
        """The secret of a draft, in the letters that people type."""
        ...

    def keep(self, account: int, *, draft: str, code: str, at: datetime) -> tuple[str, ...]:
        """Keep the drafted secret, if the code is one of it; gives ten recovery codes, else none."""
        ...

    def take(self, account: int, typed: str, *, at: datetime) -> bool:
        """Is it a code of the phone, or a recovery code? Each is good once."""
        ...

    def renew_codes(self, account: int, *, at: datetime) -> tuple[str, ...]:
        """Ten other recovery codes; the ones before are worth nothing."""
        ...

    def remove(self, account: int, *, by: str, at: datetime) -> bool:
        """Take it away; False when there was none."""
        ...


class Identities(Protocol):
    """Accounts that come from an organisation's provider. Each raises StoreUnavailable."""

    def admit(self, *, issuer: str, subject: str, called: str, role: str) -> "User | None":
        """The account of this person, now in `role`; None when it was removed here, or there is no role for them."""
        ...

    def is_outside(self, account: int) -> bool:
        """Did this account come from a provider?"""
        ...

    def open_password(self, account: int, *, until: datetime, at: datetime) -> None:
        """Let the account use its password until then, although passwords are switched off."""
        ...

    def is_let_in(self, account: int, *, at: datetime) -> bool:
        """Was it, and is it still?"""
        ...


class Tokens(Protocol):
    """The access tokens of programs. Each raises StoreUnavailable."""

    def make(self, wish: "Wish", *, by: str, at: datetime) -> "tuple[str, AccessToken]":
        """A new token in words, which nobody can ask for again, and as it is kept."""
        ...

    def list(self) -> "list[AccessToken]":
        """Every token there ever was, newest first."""
        ...

    def revoke(self, number: int, *, by: str, at: datetime) -> "AccessToken":
        """End it: the next call with it is refused. Raises InvalidRequest where there is none of that number."""
        ...

    def find(self, token: str, *, at: datetime) -> "AccessToken | None":
        """The token that these words are, if it is valid now."""
        ...


@dataclass(frozen=True, kw_only=True)
class ModelState:
    """One language model, as an operator sees it.

    `goes_to` is the host that reads what is asked, "" for this machine. `used_by` are capabilities by name. A bound of
    0 is none. `spent` is today's, of all processes; None where it could not be read. `breaker` and `health` are of this
    process alone. `faults` keep it from writing and `doubts` do not: sentences, each with what to do.
    """

    name: str
    provider: str
    model: str
    digest: str
    goes_to: str
    used_by: tuple[str, ...]
    serves_since: date | None
    ends_on: date | None
    tokens_a_day: int
    micropounds_a_day: int
    has_prices: bool
    spent: "Spending | None"
    breaker: "BreakerState"
    health: "Health"
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class LanguageModelsHere(Protocol):
    """The language models that the settings describe."""

    def list_states(self) -> Sequence[ModelState]:
        """Each of them as it stands now, in the order of the settings."""
        ...

    def named(self, name: str) -> "LanguageModel | None":
        """One by its name, made ready first, which may take seconds; None where there is none of that name."""
        ...


class Rules(Protocol):
    """The rules that are running."""

    @property
    def book(self) -> "RuleBook":
        """The book as it is now."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """Why newer files of the body are not in force, a sentence each."""
        ...


class BodyServices(Protocol):
    """The services of the body."""

    @property
    def book(self) -> "ServiceBook":
        """The book as it is now."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """Why a newer file is not in force, a sentence each."""
        ...


class Parts(Protocol):
    """Engines, recorder and keys: each is made once a process, at first use."""

    def build_clock(self) -> "Clock":
        """What tells the time: nothing else is made ready for it."""
        ...

    def build_engines(self) -> "Engines":
        """The engines of this installation. Starts without what is missing: a capability that needs it says so."""
        ...

    def build_rules(self) -> Rules:
        """The rule book, read anew when the body's own files change. Raises RulesInvalid."""
        ...

    def build_services(self) -> "BodyServices":
        """The body's services and teams, read anew when its file changes. Raises InvalidServices."""
        ...

    def build_classifier(self) -> "Classifier | None":
        """What puts reports into the body's services; None where the model that reads them is missing."""
        ...

    def build_open_cases(self) -> "OpenCases":
        """Open cases about a street, to find duplicates among."""
        ...

    def build_embedder(self) -> "Embedder | None":
        """The model that reads guidance; None where it is missing."""
        ...

    def build_report_embedder(self) -> "Embedder | None":
        """The model that reads reports; None where it is missing."""
        ...

    def build_speaker(self) -> "Speaker | None":
        """The voice that reads aloud; None where speech is off or not set up."""
        ...

    def build_listener(self) -> "Listener | None":
        """What writes down speech; None where speech is off or not set up."""
        ...

    def build_language_models(self) -> LanguageModelsHere | None:
        """The language models; None where the settings describe none."""
        ...

    def build_recorder(self) -> "Recorder":
        """What writes the ledger."""
        ...

    def build_keys(self) -> "KeyStore":
        """What opens the text kept with each record."""
        ...

    def build_receipts(self) -> "Receipts":
        """What gives receipts of answers, and the public keys that they are checked with."""
        ...

    def build_second_factors(self) -> SecondFactors:
        """What keeps and checks the second factors of staff."""
        ...

    def build_identities(self) -> Identities:
        """What knows which accounts came from the organisation's provider."""
        ...

    def build_tokens(self) -> Tokens:
        """What keeps the access tokens of programs."""
        ...


class Ledgers(Protocol):
    """The tree over what was recorded."""

    def build_ledger(self) -> "Ledger":
        """What signs the ledger and proves what stands in it."""
        ...


class Profiles(Protocol):
    """The face that the body shows, and the versions of it that were kept."""

    def read_profile(self) -> "BodyProfile":
        """The face that the body shows now. Never fails: where it cannot be read, the last known one is shown."""
        ...

    def save_profile(self, profile: "BodyProfile", *, by: str, after: int | None = None) -> "ProfileVersion":
        """Keep a new version of it. `after` is the number of the version that was changed, where that matters.

        Raises InvalidRequest with a sentence a field, under "version" when another version has come since, and
        StoreUnavailable.
        """
        ...

    def list_profiles(self, *, most: int = 50) -> "Sequence[ProfileVersion]":
        """The versions that were saved, newest first. Raises StoreUnavailable."""
        ...


class Upkeep(Protocol):
    """What the command line does to an installation."""

    def make_ready(self, progress: Progress) -> None:
        """Folders, tables, the starter library and the index, as far as they are missing. Quick when nothing is."""
        ...

    def update_index(self, progress: Progress) -> int:
        """Bring the index in step with the database; gives how many passages changed."""
        ...

    def rebuild_index(self, progress: Progress) -> int:
        """Make the index anew from the database; gives how many passages it holds."""
        ...

    def check_index(self) -> Sequence[str]:
        """What is wrong with the index, a sentence each; empty when it is in step with the database."""
        ...

    def examine(self) -> Sequence[Finding]:
        """What `doctor` tells."""
        ...


class Installation(Parts, Ledgers, Profiles, Upkeep, Protocol):
    """All that a door may call."""


def installation() -> Installation:
    """The installation that Django's settings name."""
    return cast(Installation, import_module(settings.FINGERPOST_INSTALLATION))


def now() -> datetime:
    """The time by the clock of this installation, with its zone."""
    return installation().build_clock().now()
