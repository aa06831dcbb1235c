"""Learns from what people decided, and tells honestly whether the outcome is better than what is served.

Both are measured on the same folds of the same texts: what is served is made again from what it knew, less the fold, so
that neither is asked about a text that it learned from. One that gets fewer right is never put in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from fingerpost.contract.classifying import Class, Classifier, Labelled
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.ports import Embedder
from fingerpost.contract.services import ServiceBook, in_language
from fingerpost.engines.classifying.remembering import RememberingEmbedder
from fingerpost.engines.classifying.trained import BOOK, TrainedClassifier
from fingerpost.engines.classifying.training import Progress, train

FOLDS = 5
MOST_COMPARED = 4_000
"""Examples that both are tried on: of more, as many are drawn by chance."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of `n` texts, `right` went to the right class first; `low` and `high` bound the share (Wilson, 95%). `known` are
    those it was sure enough of to put anywhere."""

    n: int
    right: int
    known: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.right / self.n if self.n else 0.0


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A candidate beside what is served. `gained` texts the candidate has right and the other not, `lost` the other way
    round; `chance` is how likely so uneven a split is where neither is better (McNemar's exact test, two-sided).

    Without examples nothing was measured: both have n = 0. `previous` is None where nothing was served before.
    """

    candidate: TrainedClassifier
    figures: Figures
    previous: Figures | None
    gained: int
    lost: int
    chance: float

    @property
    def is_worse(self) -> bool:
        """Fewer right than what it would replace: then it does not go live, however small the difference."""
        return self.previous is not None and self.lost > self.gained


def classes_of(book: ServiceBook) -> list[Class]:
    """Each service as a class: its slug, name and description in English."""
    return [
        Class(label=each.slug, title=in_language(each.name, "en"), description=in_language(each.description, "en"))
        for each in book.services.values()
    ]


def examples_of(book: ServiceBook) -> list[Labelled]:
    """The texts that the body wrote as examples. They tell of nobody, and may be kept and shown."""
    return [
        Labelled(text=text, label=each.slug, id=f"{each.slug}/{number}")
        for each in book.services.values()
        for number, text in enumerate(each.examples, start=1)
    ]


def make_classifier(
    book: ServiceBook,
    examples: Sequence[Labelled],
    *,
    embedder: Embedder,
    common: Sequence[Labelled] = (),
    seed: int = 0,
    version: str = "",
) -> TrainedClassifier:
    """From a body's services, what comes along about them, and what people decided. No word of the latter is kept.
    Examples of services that are no longer there are left out. Raises InvalidRequest where there is no service, and
    ModelUnavailable."""
    decided = [each for each in examples if not each.label or each.label in book.services]
    return train(
        classes_of(book),
        [*examples_of(book), *common, *decided],
        embedder=embedder,
        seed=seed,
        version=version,
        without_words_of={each.id for each in decided},
        about={BOOK: book.sorting_digest},
    )


def learn(
    book: ServiceBook,
    examples: Sequence[Labelled],
    *,
    embedder: Embedder,
    previous: TrainedClassifier | None,
    seed: int,
    common: Sequence[Labelled] = (),
    progress: Progress | None = None,
) -> Learned:
    """A candidate of these services, of what comes along about them, and examples, and how it does beside `previous`.

    `examples` are what people decided, each with an `id` of its own; one may say "" for a text that belongs nowhere.
    `previous` is what is served now, None where that is nothing. Raises what `make_classifier` raises.
    """
    remembering = RememberingEmbedder(embedder)
    compared = [each for each in _draw(examples, seed=seed) if each.label in book.services]
    own: list[_Said] = []
    other: list[_Said] = []
    folds = _folds(compared, seed=seed) if compared else []
    for number, fold in enumerate(folds, start=1):
        hidden = {each.id for each in fold}
        rest = [each for each in examples if each.id not in hidden]
        own += _ask(make_classifier(book, rest, embedder=remembering, common=common, seed=seed), fold)
        if previous is not None:
            other += _ask(_made_again(previous, rest, embedder=remembering, seed=seed), fold)
        if progress:
            progress("Compared", number, len(folds))
    gained, lost = _uneven(own, other)
    made = make_classifier(book, examples, embedder=remembering, common=common, seed=seed)
    return Learned(
        candidate=TrainedClassifier(made.knowledge, embedder=embedder),
        figures=_figures(own),
        previous=None if previous is None else _figures(other),
        gained=gained,
        lost=lost,
        chance=chance_of_split(gained, lost),
    )


def chance_of_split(gained: int, lost: int) -> float:
    """How likely a split at least so uneven is, where each way is as likely (McNemar's exact test, two-sided)."""
    n, least = gained + lost, min(gained, lost)
    found: float = 2 * sum(comb(n, each) for each in range(least + 1)) / 2**n
    return min(1.0, found)


@dataclass(frozen=True, kw_only=True)
class _Said:
    is_right: bool
    is_known: bool


def _made_again(
    previous: TrainedClassifier, rest: Sequence[Labelled], *, embedder: Embedder, seed: int
) -> TrainedClassifier:
    """What is served, as it would be had it not known the texts that are asked about: from its own classes, the body's
    examples, whose words it keeps, and those of the decided texts that it knew and that are still there."""
    known = previous.knowledge
    kept = [
        Labelled(text=each.text, label=known.label_of(each), id=each.id)
        for each in known.examples
        if each.is_shown and each.text
    ]
    held = {each.id for each in known.examples if each.is_shown} - {each.id for each in kept}
    labels = {each.label for each in known.classes} | {""}
    again = [each for each in rest if each.id in held and each.label in labels]
    return train(known.classes, [*kept, *again], embedder=embedder, seed=seed)


def _ask(classifier: Classifier, fold: Sequence[Labelled]) -> list[_Said]:
    found = classifier.classify_many([each.text for each in fold])
    return [
        _Said(is_right=said.first is not None and said.first.label == each.label, is_known=said.is_known)
        for said, each in zip(found, fold, strict=True)
    ]


def _uneven(own: Sequence[_Said], other: Sequence[_Said]) -> tuple[int, int]:
    pairs = list(zip(own, other, strict=False))  # of nothing served before there is no other
    gained = sum(mine.is_right and not theirs.is_right for mine, theirs in pairs)
    return gained, sum(theirs.is_right and not mine.is_right for mine, theirs in pairs)


def _figures(said: Sequence[_Said]) -> Figures:
    right = sum(each.is_right for each in said)
    low, high = wilson_interval(right, len(said))
    return Figures(n=len(said), right=right, known=sum(each.is_known for each in said), low=low, high=high)


def _draw(examples: Sequence[Labelled], *, seed: int) -> list[Labelled]:
    order = np.random.default_rng(seed).permutation(len(examples))[:MOST_COMPARED]
    return [examples[at] for at in sorted(order.tolist())]


def _folds(examples: Sequence[Labelled], *, seed: int) -> list[list[Labelled]]:
    """In five parts, each label spread over all of them."""
    order = np.random.default_rng(seed).permutation(len(examples)).tolist()
    order.sort(key=lambda at: examples[at].label)
    parts = min(FOLDS, len(examples))
    return [[examples[at] for at in order[start::parts]] for start in range(parts)]
