"""Makes a classifier of what a body has: descriptions of its classes, texts that people sorted, texts nobody sorted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.classifying import Class, Labelled
from fingerpost.contract.ports import Embedder, Vector
from fingerpost.engines.classifying.fitting import cross, fit
from fingerpost.engines.classifying.gathering import Gathered, gather
from fingerpost.engines.classifying.lexicon import Lexicon, learn_lexicon
from fingerpost.engines.classifying.reading import read_texts
from fingerpost.engines.classifying.ridge import PIECE_SHARE, WORD_SHARE, Matrix, blocks
from fingerpost.engines.classifying.sureness import Numbers
from fingerpost.engines.classifying.trained import Example, Knowledge, TrainedClassifier

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def train(
    classes: Sequence[Class],
    examples: Sequence[Labelled] = (),
    *,
    embedder: Embedder,
    unlabelled: Sequence[str] = (),
    seed: int = 0,
    without_words_of: Collection[str] = (),
    about: Mapping[str, str] | None = None,
    version: str = "",
    progress: Progress | None = None,
) -> TrainedClassifier:
    """A classifier of these classes: the same from the same texts and seed.

    `examples` are texts that people sorted, with "" as the label of those that belong nowhere; `unlabelled` are
    earlier texts of the same kind that nobody sorted. Either may be empty. Of examples whose id is among
    `without_words_of` no words are kept, and `near` names them by their ids alone. `about` is kept with it. Raises
    InvalidRequest where there is no class, a class twice, or an example of a class that is not there; and
    ModelUnavailable.
    """
    texts = gather(classes, examples, unlabelled, seed=seed)
    vectors = _embed(texts.texts, embedder, progress)
    lexicon = learn_lexicon(texts.texts, word_share=WORD_SHARE, piece_share=PIECE_SHARE)
    table = _weigh_all(lexicon, texts.texts)
    fitted = fit(texts, vectors.astype(np.float32), (table @ table.T).toarray(), seed=seed)
    knowledge = Knowledge(
        classes=tuple(classes),
        examples=_examples(texts, fitted.targets, without_words_of=frozenset(without_words_of)),
        vectors=vectors,
        added=fitted.added,
        lexicon=lexicon,
        word_weights=(table.T @ fitted.added).astype(np.float16),
        usual=_usual(texts),
        sureness=cross(fitted, seed=seed),
        embedder=embedder.digest,
        about=(
            ("seed", str(seed)),
            ("sorted", str(int(texts.is_sorted.sum()))),
            ("unsorted", str(int(texts.is_unsorted.sum()))),
            *sorted((about or {}).items()),
        ),
    )
    return TrainedClassifier(knowledge, embedder=embedder, version=version)


def _embed(texts: Sequence[str], embedder: Embedder, progress: Progress | None) -> NDArray[np.float16]:
    made: list[Vector] = []
    for start, stop in blocks(len(texts), size=200):
        made.extend(read.vector for read in read_texts(texts[start:stop], embedder=embedder))
        if progress:
            progress("Texts read", stop, len(texts))
    return np.stack(made).astype(np.float16)


def _weigh_all(lexicon: Lexicon, texts: Sequence[str]) -> "csr_array":
    from scipy import sparse  # noqa: PLC0415 - slow to load, and serving needs none of it

    weighed = [lexicon.weigh(text) for text in texts]
    ends = np.cumsum([0, *(len(rows) for rows, _weights in weighed)])
    rows = np.concatenate([rows for rows, _weights in weighed])
    weights = np.concatenate([weights for _rows, weights in weighed])
    return sparse.csr_array((weights, rows, ends), shape=(len(texts), len(lexicon.ids)))


def _examples(texts: Gathered, targets: Matrix, *, without_words_of: frozenset[str]) -> tuple[Example, ...]:
    places = np.where(targets.any(axis=1) & (targets.argmax(axis=1) < texts.classes), targets.argmax(axis=1), -1)
    found = []
    for text, name, place, is_shown in zip(texts.texts, texts.ids, places, texts.is_sorted, strict=True):
        kept = text if is_shown and name not in without_words_of else ""
        found.append(Example(id=name, place=int(place), text=kept, is_shown=bool(is_shown)))
    return tuple(found)


def _usual(texts: Gathered) -> Numbers:
    """How common each class is among what people sorted, with one text more of each."""
    places = texts.places[texts.is_sorted & (texts.places >= 0)]
    counts = np.bincount(places, minlength=texts.classes).astype(np.float64) + 1
    found: Numbers = counts / counts.sum()
    return found
