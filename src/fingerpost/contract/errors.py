"""Every foreseen fault, each with a sentence the reader can act on.

    FingerpostError
    ├── MissingEngine        a capability needs an engine that this installation does not have
    ├── InvalidCard          a card.toml with an unknown, missing or wrong field
    ├── InvalidCase          an evaluation case that does not fit the capability
    ├── UnknownCapability    no capability of that name
    ├── InvalidRequest       what was asked does not fit the capability's form
    ├── ModelUnavailable     a weights file is missing or its digest is wrong
    ├── ImportFault          a source of guidance could not be read
    ├── InvalidGlossary      a file of explained words is not in order
    ├── IndexUnavailable     the search index is missing, torn or behind
    ├── StoreUnavailable     the database is locked, full or out of reach
    ├── LanguageModelUnavailable   a language model did not write, or stopped (in language_models)
    ├── SpeechUnavailable    the voice, or what writes speech down, is missing or failed
    ├── SpeechBusy           another recording is being written down: try again soon
    └── UnreadableSound      a recording is not one that can be written down

A guard's finding is data (see `run.Verdict`), never an exception.
"""

import traceback
from pathlib import Path

STEPS_TOLD = 8


class FingerpostError(Exception):
    """A foreseen fault.

    `public` is one or two sentences in plain English that may be shown to anyone: they say what happened and what to
    do next, and hold no personal data, path or secret. `detail` is for the operator's log.
    """

    def __init__(self, public: str, *, detail: str = "") -> None:
        super().__init__(public)
        self.public = public
        self.detail = detail


class MissingEngine(FingerpostError):
    """A capability needs an engine that is not wired here."""

    def __init__(self, name: str, *, how_to_add: str = "") -> None:
        super().__init__(
            f"This service cannot run here, because the '{name}' engine is not set up. {how_to_add}".strip(),
            detail=f"engine {name!r} is named under needs in card.toml but site/wiring.py does not provide it",
        )
        self.name = name


class InvalidCard(FingerpostError):
    """A card.toml has an unknown, missing or wrong field."""


class InvalidCase(FingerpostError):
    """An evaluation case does not fit the capability it belongs to."""


class UnknownCapability(FingerpostError):
    """No capability of that name is installed."""


class InvalidRequest(FingerpostError):
    """What was asked does not fit the capability's form. `problems` maps a field's name to a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class ModelUnavailable(FingerpostError):
    """A model's weights are missing, or their SHA-256 is not the pinned one."""


class ImportFault(FingerpostError):
    """A source of guidance could not be read at all. One bad file among many is a finding, not this."""


class InvalidGlossary(FingerpostError):
    """A file of explained words cannot be read, or an entry in it is not in order."""


class IndexUnavailable(FingerpostError):
    """The search index is missing or torn. `fingerpost index rebuild` makes it anew from the database."""


class StoreUnavailable(FingerpostError):
    """The database is locked, full or out of reach. Nothing that was accepted is lost."""


class SpeechUnavailable(FingerpostError):
    """The voice, or what writes speech down, is missing, failed or took too long. Every voice path has a typed twin."""


class SpeechBusy(FingerpostError):
    """Another recording is being written down. Nothing is queued: the same may be sent again in a few seconds."""


class UnreadableSound(FingerpostError):
    """A recording is not one that can be written down. `reason` is a short name for what is wrong with it."""

    def __init__(self, public: str, *, reason: str) -> None:
        super().__init__(public, detail=f"a recording was refused: {reason}")
        self.reason = reason


def steps_to(error: BaseException) -> str:
    """The class of a fault and the last steps that led to it, for a log: never what it says, which may hold the words
    of a resident. Such as "KeyError at letters.py:88 in _parts, taking.py:70 in take"."""
    steps = traceback.extract_tb(error.__traceback__)[-STEPS_TOLD:]
    places = ", ".join(f"{Path(each.filename).name}:{each.lineno} in {each.name}" for each in reversed(steps))
    return f"{type(error).__name__} at {places or 'no step'}"
