"""All texts that a classifier learns from, in one list: descriptions, texts that people sorted, texts nobody sorted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.classifying import Class, Labelled
from fingerpost.contract.errors import InvalidRequest
from fingerpost.engines.classifying.reading import bounded, texts_of
from fingerpost.engines.classifying.ridge import Matrix

OUTSIDE = ""
"""The label of a text that a person said belongs to no class."""

MOST_TEXTS = 12_000
"""Learned from at once: the matrix of likenesses takes 600 MB. Of more, as many of each class are drawn by chance."""

NOWHERE, UNSORTED = -1, -2  # places of texts that belong to no class, and of those that nobody sorted


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Descriptions come first, then what people sorted, then the rest. `places` are classes by number, or NOWHERE, or
    UNSORTED. `is_sorted` marks what people sorted, descriptions left out."""

    texts: tuple[str, ...]
    ids: tuple[str, ...]
    places: NDArray[np.intp]
    is_sorted: NDArray[np.bool_]
    classes: int

    @property
    def is_unsorted(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.places == UNSORTED
        return found

    def known(self, hidden: NDArray[np.bool_] | None = None) -> Matrix:
        """A row with one 1 for each text whose place is known and not hidden; the last column is outside."""
        found = np.zeros((len(self.texts), self.classes + 1), dtype=np.float32)
        is_shown = ~self.is_unsorted if hidden is None else ~self.is_unsorted & ~hidden
        shown = np.flatnonzero(is_shown)
        found[shown, self.places[shown]] = 1  # NOWHERE is the last column
        return found


def gather(classes: Sequence[Class], examples: Sequence[Labelled], unlabelled: Sequence[str], *, seed: int) -> Gathered:
    """Raises InvalidRequest where there is no class, a class twice, or an example of a class that is not there."""
    check_examples(classes, examples)
    place = {each.label: at for at, each in enumerate(classes)} | {OUTSIDE: NOWHERE}
    described = [(text, "", place[each.label]) for each in classes for text in texts_of(each)]
    by_person = [(each.text, each.id, place[each.label]) for each in examples if each.text.strip()]
    by_person = _draw(by_person, most=max(0, MOST_TEXTS - len(described)), seed=seed)
    rest = [(text, "", UNSORTED) for text in unlabelled if text.strip()]
    rest = _draw(rest, most=max(0, MOST_TEXTS - len(described) - len(by_person)), seed=seed)
    every = [*described, *by_person, *rest]
    row = np.arange(len(every))
    return Gathered(
        texts=tuple(bounded(text) for text, _id, _place in every),
        ids=tuple(name for _text, name, _place in every),
        places=np.array([at for _text, _id, at in every], dtype=np.intp),
        is_sorted=(row >= len(described)) & (row < len(described) + len(by_person)),
        classes=len(classes),
    )


def check_examples(classes: Sequence[Class], examples: Sequence[Labelled]) -> None:
    """Raises InvalidRequest with a sentence for whoever keeps them."""
    labels = [each.label for each in classes]
    if not labels:
        raise InvalidRequest({"classes": "There is no class to sort texts into. Name at least one."})
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise InvalidRequest({"classes": f"The class {twice[0]} is named twice. Each needs a code of its own."})
    if OUTSIDE in labels:
        raise InvalidRequest({"classes": "A class has no code. Each needs one, such as street-lights."})
    if strange := sorted({each.label for each in examples} - {*labels, OUTSIDE}):
        raise InvalidRequest(
            {"examples": f"An example belongs to {strange[0]}, which is not a class. Add the class, or leave it out."}
        )


def _draw(rows: list[tuple[str, str, int]], *, most: int, seed: int) -> list[tuple[str, str, int]]:
    """At most so many, as evenly over the places as they allow, in the order given."""
    if len(rows) <= most:
        return rows
    drawn: dict[int, int] = {}
    ranked = []
    for at in np.random.default_rng(seed).permutation(len(rows)).tolist():
        place = rows[at][2]
        drawn[place] = drawn.get(place, 0) + 1
        ranked.append((drawn[place], at))
    return [rows[at] for at in sorted(at for _rank, at in sorted(ranked)[:most])]
