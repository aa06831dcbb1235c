"""Putting a text into one of a few classes, with how sure that is and why: the port behind triage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Class:
    """One class that a text may belong to. `description` says in plain words what belongs there; it may be all that is
    known of it. `label` is a code, such as "street-lighting"."""

    label: str
    title: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A text and the class that a person put it into. `id` says where it came from, such as a case's reference."""

    text: str
    label: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One class with its calibrated probability, from 0 to 1: of a hundred texts given .8, eighty belong there."""

    label: str
    probability: float


@dataclass(frozen=True, kw_only=True)
class Near:
    """An example that lies close to the text. `similarity` is a cosine, from -1 to 1. `text` is the example's own."""

    id: str
    label: str
    text: str
    similarity: float


@dataclass(frozen=True, kw_only=True)
class Classified:
    """What was found of one text.

    `ranked` holds every class, best first; probabilities add up to at most 1, and `outside` is the chance that the text
    belongs to none of them. `is_known` is False where it should not be put into any class without a person: `outside`
    lies over the threshold that was chosen for 5% false rejections. `near` are the closest examples of the first class,
    and `words` those of the text that spoke for it, each with the share of the decision that it carried, from 0 to 1.
    `version` names the classifier that said so.
    """

    ranked: tuple[Ranked, ...]
    outside: float
    is_known: bool
    near: tuple[Near, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    version: str = ""

    @property
    def first(self) -> Ranked | None:
        return self.ranked[0] if self.ranked else None


class Classifier(Protocol):
    """Puts texts into the classes it was made for. The same text always gets the same result from the same version."""

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all that decides what it says: the record of each run holds it."""
        ...

    def classify(self, text: str) -> Classified:
        """One text. An empty one is not known, with every class as likely as it is in general."""
        ...

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        """Many at once, in the same order."""
        ...
