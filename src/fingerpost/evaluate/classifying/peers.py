"""Two plain classifiers of the kind that anybody would try first, on the same texts in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import Embedder
from fingerpost.engines.classifying.sureness import Numbers

C_OF_EMBEDDINGS = 10


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a classifier said of each text: the label, how sure it was of it (None where it gives no chance), and how
    strange it found the text, in any unit. `is_known` is what it says itself, where it does."""

    labels: Sequence[str]
    sure: Numbers | None
    strange: Numbers
    is_known: NDArray[np.bool_] | None = None


def logistic_on_embeddings(
    texts: Sequence[str], labels: Sequence[str], asked: Sequence[str], *, embedder: Embedder
) -> Said:
    """Logistic regression on the encoder's vectors."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow to load

    model = LogisticRegression(C=C_OF_EMBEDDINGS, max_iter=1_000)
    model.fit(_vectors(texts, embedder), labels)
    chances = model.predict_proba(_vectors(asked, embedder))
    best = chances.max(axis=1)
    return Said(labels=[str(each) for each in model.classes_[chances.argmax(axis=1)]], sure=best, strange=-best)


def svm_on_words(texts: Sequence[str], labels: Sequence[str], asked: Sequence[str]) -> Said:
    """A linear support vector machine on TF-IDF of words, pairs of words and pieces of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - slow to load
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LinearSVC(random_state=0),
    )
    model.fit(texts, labels)
    scores = model.decision_function(asked)
    if scores.ndim == 1:  # of two classes it gives one score
        scores = np.column_stack([-scores, scores])
    classes = model[-1].classes_
    return Said(labels=[str(each) for each in classes[scores.argmax(axis=1)]], sure=None, strange=-scores.max(axis=1))


def _vectors(texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    return np.stack([embedder.embed_question(text) for text in texts])
