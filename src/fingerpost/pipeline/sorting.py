"""The engines that triage asks, as one run hears them, and as a tape plays them again.

What a classifier says is on the tape in full. Of open cases only that there were none: the words of other people's
reports are not copied into a record that is not theirs, so a run that met any cannot be gone through again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from fingerpost.contract.classifying import Classified, Classifier
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.proposals import Candidate, OpenCases
from fingerpost.pipeline.tape import CLASSIFIER, OPEN_CASES, Tape

_CLASSIFIED = TypeAdapter(Classified)


class HeardClassifier:
    """The port `Classifier`. What it says, or the fault it tells of, goes onto the tape."""

    def __init__(self, classifier: Classifier, tape: Tape) -> None:
        self._classifier = classifier
        self._tape = tape

    @property
    def digest(self) -> str:
        return self._classifier.digest

    def classify(self, text: str) -> Classified:
        """As the port behind it. Raises what that raises."""
        try:
            found = _in_plain_numbers(self._classifier.classify(text))
        except FingerpostError as error:
            self._tape.hear(CLASSIFIER, {"text": text}, error)
            raise
        self._tape.hear(CLASSIFIER, {"text": text}, _CLASSIFIED.dump_python(found, mode="json"))
        return found

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        return [self.classify(text) for text in texts]


class HeardCases:
    """The port `OpenCases`. That there were none goes onto the tape; where there were some, none is kept."""

    def __init__(self, cases: OpenCases, tape: Tape) -> None:
        self._cases = cases
        self._tape = tape

    def near(
        self, *, latitude: float, longitude: float, metres: float, since: datetime, context: Context
    ) -> Sequence[Candidate]:
        """As the port behind it. Raises StoreUnavailable."""
        asked = {"latitude": latitude, "longitude": longitude, "metres": metres, "since": since.isoformat()}
        try:
            found = self._cases.near(
                latitude=latitude, longitude=longitude, metres=metres, since=since, context=context
            )
        except FingerpostError as error:
            self._tape.hear(OPEN_CASES, asked, error)
            raise
        if found:
            self._tape.unheard.add(OPEN_CASES)
        else:
            self._tape.hear(OPEN_CASES, asked, [])
        return found


def _in_plain_numbers(found: Classified) -> Classified:
    """Without the number types of a library, so that a run and its tape say the same to the last digit."""
    return replace(
        found,
        ranked=tuple(replace(each, probability=float(each.probability)) for each in found.ranked),
        outside=float(found.outside),
        is_known=bool(found.is_known),
        near=tuple(replace(each, similarity=float(each.similarity)) for each in found.near),
        words=tuple((word, float(share)) for word, share in found.words),
    )


class PlayedClassifier:
    """The port `Classifier`, from a tape."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self._give = give

    digest = "from a tape"

    def classify(self, text: str) -> Classified:
        gave: Mapping[str, Any] = self._give(text=text)
        return _CLASSIFIED.validate_python(gave)

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        return [self.classify(text) for text in texts]


class PlayedCases:
    """The port `OpenCases`, from a tape."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self._give = give

    def near(
        self, *, latitude: float, longitude: float, metres: float, since: datetime, context: Context
    ) -> Sequence[Candidate]:
        found: Sequence[Candidate] = self._give(
            latitude=latitude, longitude=longitude, metres=metres, since=since.isoformat()
        )
        return found
