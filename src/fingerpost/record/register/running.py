"""What runs here, handed in by the door: the register compares it with what is declared and what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fingerpost.contract.card import Card
from fingerpost.record.overseeing.published import MonthOfUse

NOT_COMPARED = frozenset({"card"})
"""What may differ from what was measured: a card's words may be mended without measuring again. Version, engines,
review, thresholds and settings stand under "behaviour"."""


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """One collection of guidance: its pages, the days of the oldest and the newest check, and how many are late."""

    collection: str
    title: str
    pages: int
    checked_from: date | None = None
    checked_to: date | None = None
    past_review: int = 0


@dataclass(frozen=True, kw_only=True)
class ChallengesSoFar:
    """How many challenges there were in each whole month that is over: true counts, not yet for publishing."""

    received: tuple[int, ...] = (0,)
    answered: tuple[int, ...] = (0,)
    overridden: tuple[int, ...] = (0,)


@dataclass(frozen=True, kw_only=True)
class ServingModel:
    """The language model that the settings choose for a capability. `name` is its name in the settings, `supplied` the
    supplier's name for it. `where` is the host that reads what is asked, "" for this machine. `since` and `ends_on` are
    days that the settings give. `stopped` says why it is switched off; "" where it is not."""

    name: str
    supplier: str
    supplied: str
    where: str
    digest: str
    since: date | None = None
    ends_on: date | None = None
    stopped: str = ""


@dataclass(frozen=True, kw_only=True)
class Running:
    """What runs of one capability. `system` has a digest or a version by name: see `evaluate.measured.system_of`.

    `rules` are versions of rules by name. `challenge_address` is the page on which a challenge is made. `stopped` says
    why it is switched off; "" where it is not. `may_write` says that its card lets a language model write, and `writes`
    which one the settings choose; None where they choose none.
    """

    system: Mapping[str, str]
    challenge_address: str
    sources: tuple[DataSource, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    usage: tuple[MonthOfUse, ...] = ()
    challenges: ChallengesSoFar = field(default_factory=ChallengesSoFar)
    stopped: str = ""
    may_write: bool = False
    writes: ServingModel | None = None


@dataclass(frozen=True, kw_only=True)
class System:
    """A capability as the register is told of it: its card, with the body's own values, and what runs."""

    card: Card
    running: Running

    @property
    def name(self) -> str:
        return self.card.name


def differences(measured: Mapping[str, str], running: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What differs, by name: what was measured and what runs. A part that one of them lacks differs too."""
    names = sorted((set(measured) | set(running)) - NOT_COMPARED)
    pairs = {name: (measured.get(name, ""), running.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
