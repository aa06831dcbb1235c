"""A language model as a capability sees it: it is handed a prompt and gives lines of text, within bounds of time.

A model decides nothing. What it writes is data until the check has borne it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from fingerpost.contract.claims import Claim
from fingerpost.contract.errors import FingerpostError


class WhyNoModel(StrEnum):
    """Why a language model did not write, or stopped: a code for counting, never the supplier's own words."""

    NOT_CHOSEN = "no model chosen"
    SWITCHED_OFF = "model switched off"
    OVER_BUDGET = "over budget"
    RESTING = "resting after faults"  # the breaker is open
    UNREACHABLE = "unreachable"
    BUSY = "busy"  # 429, also after the retry that is allowed
    FAILED = "failed"  # 5xx, or the connection broke
    SLOW = "too slow"
    REFUSED = "refused by the supplier"  # 4xx: a wrong key, a wrong model name
    WRONG_MODEL = "another model answered"
    TOO_LARGE = "too large"  # the prompt for the model, or what it sent for us
    UNREADABLE = "unreadable"  # not the protocol: truncated JSON, wrong schema, wrong encoding
    NOTHING_BORNE_OUT = "nothing it wrote was borne out"


class LanguageModelUnavailable(FingerpostError):
    """A language model did not write, or stopped half-way. Whoever asked quotes the guidance instead.

    `why` is for counting and for the reader's page; `detail`, for the operator's log, holds no key, no prompt and no
    word of an answer.
    """

    def __init__(self, why: WhyNoModel, *, detail: str = "") -> None:
        super().__init__("The guidance is quoted, because no language model could write this answer.", detail=detail)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What a language model is asked. `instructions` is a public file as it stands, `name` the file's and `digest` its
    SHA-256 in hex. `parts` are what it is given, each as (label, text), such as the question and the passages: data,
    and never instructions. The engine sets them between delimiters that it draws anew for each call. `most_tokens`
    bounds what may be written."""

    name: str
    digest: str
    instructions: str
    parts: tuple[tuple[str, str], ...]
    most_tokens: int = 900


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a writer is waited for, in seconds: for its first whole line, then for each further one, and in all."""

    first_line: float = 1.6
    next_line: float = 4.0
    whole: float = 20.0


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What one piece of writing took. `model` is the name that the server itself gave. Tokens are the supplier's count;
    `micropounds` are millionths of a pound at the prices in the settings. `attempts` counts calls sent, and
    `first_line_ms` and `whole_ms` are wall time; -1 where no line came."""

    model: str = ""
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    micropounds: int = 0
    attempts: int = 0
    first_line_ms: float = -1.0
    whole_ms: float = 0.0


class Writing(Protocol):
    """One answer of a model as it arrives, line by line, each without its line end. Iterating raises
    LanguageModelUnavailable when it stops half-way; lines that came before stand."""

    def __iter__(self) -> Iterator[str]: ...

    @property
    def usage(self) -> Usage:
        """What it has taken until now; final once the iteration ended, however it ended."""
        ...

    def close(self) -> None:
        """Stop the model: nothing more is wanted. Safe to call at any time and more than once."""
        ...


class LanguageModel(Protocol):
    """A model that writes. `name` is what people call it, `digest` says exactly what it is: for weights of our own
    their SHA-256, else one over provider, model name and address (never over a key)."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def patience(self) -> Patience:
        """How long this model is waited for, from its settings."""
        ...

    def write(self, prompt: Prompt) -> Writing:
        """Ask. Raises LanguageModelUnavailable at once where it is known that nothing will come; every other fault
        comes while the lines are read. Nothing is kept of the prompt."""
        ...


class LanguageModels(Protocol):
    """The language models of this installation, as its settings name them."""

    def chosen_for(self, capability: str) -> LanguageModel | None:
        """The model that the settings choose for this capability; None where they choose none. `name` of what it
        gives is the model's name in the settings, under which it is switched off."""
        ...


class Reader(Protocol):
    """Whoever waits for the answer, as a capability sees them."""

    def show(self, claim: Claim, *, confidence: float | None) -> bool:
        """Check one claim, and put it before the reader now where it is borne out, nothing holds the run back and the
        door can show it early. Gives whether it is borne out. The check stage looks at all claims again."""
        ...
