"""Fits the ridge to gathered texts, and says of each what would have been said had it not been there."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import Vector
from fingerpost.engines.classifying.gathering import NOWHERE, Gathered
from fingerpost.engines.classifying.ridge import MEANING_SHARE, Matrix, Ridge, make_ridge, meaning_of
from fingerpost.engines.classifying.spreading import make_graph, spread
from fingerpost.engines.classifying.sureness import FALSE_REJECTIONS, Numbers, Sureness, learn_sureness, signs_of
from fingerpost.engines.classifying.usual import USUAL

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Mask = NDArray[np.bool_]

FOLDS = 5
MOST_WEIGHT, LEAST_WEIGHT = 0.5, 0.05
"""Of a text that nobody sorted, by how clearly its neighbours speak; one that a person sorted weighs 1."""

LEAST_REJECTED = 2 * FALSE_REJECTIONS
"""Of the unsorted texts: where fewer look strange, chance makes that, and none is taken for one from outside."""

ROUNDS = 8
SURELY = 0.97  # of the sorted texts look less strange than one that is taken for a first text from outside


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """`targets` and `added` have a row for each text and a column for each class, the last being outside. `graph` is
    None where every text is sorted. `strangers` are unsorted texts that look like none of the classes."""

    texts: Gathered
    ridge: Ridge
    graph: "csr_array | None"
    cosines: Matrix
    strangers: Mask
    targets: Matrix
    added: Matrix

    @property
    def places(self) -> NDArray[np.intp]:
        """The class that each text stands for in the fit, the number of classes being outside or none."""
        found = np.where(self.targets.any(axis=1), self.targets.argmax(axis=1), self.texts.classes)
        return found.astype(np.intp)


def fit(texts: Gathered, vectors: Vector, alike: Matrix, *, seed: int) -> Fitted:
    """`alike` is how alike the words of all pairs are; it is used up."""
    strangers = _find_strangers(texts, vectors, alike, seed=seed)
    cosines: Matrix = vectors @ vectors.T
    graph = make_graph(MEANING_SHARE * cosines + alike) if texts.is_unsorted.any() else None
    targets, weights = _targets(texts, graph, strangers)
    alike += meaning_of(cosines)
    ridge = make_ridge(alike, weights)
    made = Fitted(
        texts=texts,
        ridge=ridge,
        graph=graph,
        cosines=cosines,
        strangers=strangers,
        targets=targets,
        added=ridge.fit(targets),
    )
    for _ in range(ROUNDS if strangers.any() else 0):
        made = _with_more_strangers(made)
    return made


def cross(fitted: Fitted, *, seed: int) -> Sureness:
    """How sure it may be, from texts it did not know: each sorted text as if it had not been there, nor its label been
    handed on to others; and each class as if none of its texts had been there, which makes them texts from outside.
    Strangers are told from outside by the texts themselves: with some, no class need be left out."""
    texts, places = fitted.texts, fitted.places
    scores = _scores_without_each(fitted, seed=seed)
    inside = np.flatnonzero(texts.is_sorted & (texts.places >= 0))
    nowhere = np.flatnonzero((texts.is_sorted & (texts.places == NOWHERE)) | fitted.strangers)
    left_out = []
    for place in range(texts.classes if texts.classes > 1 and not fitted.strangers.any() else 0):
        own = np.flatnonzero(places == place)
        is_wanted = texts.is_sorted[own] & (texts.places[own] == place)
        if is_wanted.any():
            said = fitted.ridge.without_all(own, fitted.targets, fitted.added)[is_wanted]
            left_out.append(_signs(fitted, said, own[is_wanted], places, is_apart=True))
    signs = _signs(fitted, scores[inside], inside, places, is_apart=False)
    return learn_sureness(
        scores=scores[inside, : texts.classes],
        right=texts.places[inside],
        inside=signs,
        told=_signs(fitted, scores[nowhere], nowhere, places, is_apart=True),
        made=np.vstack(left_out) if left_out else np.zeros((0, signs.shape[1])),
        usual=USUAL,
    )


def _find_strangers(texts: Gathered, vectors: Vector, alike: Matrix, *, seed: int) -> Mask:
    """The unsorted texts that surely look like none of the classes, where more do so than chance makes.

    What is not sorted is partly what nobody's class is: to hand labels on to that would teach what is wrong.
    """
    none = np.zeros(len(texts.texts), dtype=np.bool_)
    known, rest = np.flatnonzero(~texts.is_unsorted), np.flatnonzero(texts.is_unsorted)
    if not len(rest) or not texts.is_sorted.any():
        return none
    own = replace(
        texts,
        texts=tuple(texts.texts[at] for at in known),
        ids=tuple(texts.ids[at] for at in known),
        places=texts.places[known],
        is_sorted=texts.is_sorted[known],
    )
    fitted = fit(own, vectors[known], alike[np.ix_(known, known)], seed=seed)
    sure = cross(fitted, seed=seed)
    cosines: Matrix = vectors[rest] @ vectors[known].T
    likeness = meaning_of(cosines) + alike[np.ix_(rest, known)]
    scores: Matrix = (likeness @ fitted.added).astype(np.float32)
    cosines[:, own.places < 0] = -1.0
    strange = sure.outside(signs_of(scores[:, :-1], scores[:, -1], cosines))
    if float((strange > sure.threshold).mean()) < LEAST_REJECTED:
        return none
    rows = np.flatnonzero(own.is_sorted & (own.places >= 0))
    without = _scores_without_each(fitted, seed=seed)[rows]
    usual = sure.outside(_signs(fitted, without, rows, fitted.places, is_apart=False))
    none[rest[strange > np.quantile(usual, SURELY)]] = True
    return none


def _with_more_strangers(fitted: Fitted) -> Fitted:
    """The same with those unsorted texts among the strangers that lie nearer to strangers than to any class, by more
    than nearly all sorted texts do."""
    said = fitted.ridge.without_each(fitted.targets, fitted.added)
    lead = said[:, -1] - said[:, :-1].max(axis=1)
    usual = lead[fitted.texts.is_sorted & (fitted.texts.places >= 0)]
    strangers = fitted.strangers | (fitted.texts.is_unsorted & (lead > np.quantile(usual, SURELY)))
    targets, _ = _targets(fitted.texts, fitted.graph, strangers)
    return replace(fitted, strangers=strangers, targets=targets, added=fitted.ridge.fit(targets))


def _scores_without_each(fitted: Fitted, *, seed: int) -> Matrix:
    found = fitted.ridge.without_each(fitted.targets, fitted.added)
    for fold in _folds(fitted.texts, seed=seed) if fitted.graph is not None else ():
        targets, _ = _targets(fitted.texts, fitted.graph, fitted.strangers, hidden=fold)
        found[fold] = fitted.ridge.without_each(targets, fitted.ridge.fit(targets))[fold]
    return found


def _targets(
    texts: Gathered, graph: "csr_array | None", strangers: Mask, *, hidden: Mask | None = None
) -> tuple[Matrix, Matrix]:
    """What is to be said of each text, and the weight of each: what people said, and of the rest the class that their
    neighbours say is likeliest, by how clearly they do."""
    targets = texts.known(hidden)
    weights = np.ones(len(targets), dtype=np.float32)
    if graph is None:
        return targets, weights
    is_open = ~targets.any(axis=1)
    known = targets.copy()
    known[strangers, -1] = 1
    share = float(strangers.sum()) / max(int(texts.is_unsorted.sum()), 1)
    likely = spread(graph, known, last=texts.classes * share / max(1 - share, 0.1))[is_open]
    best = np.sort(likely, axis=1)
    targets[np.flatnonzero(is_open), likely.argmax(axis=1)] = best[:, -1] > 0  # to some nobody handed anything on
    weights[is_open] = LEAST_WEIGHT + (MOST_WEIGHT - LEAST_WEIGHT) * (best[:, -1] - best[:, -2])
    return targets, weights


def _signs(
    fitted: Fitted, scores: Matrix, rows: NDArray[np.intp], places: NDArray[np.intp], *, is_apart: bool
) -> Numbers:
    """The signs of these texts among all others; where `is_apart`, among those of other classes."""
    classes = fitted.texts.classes
    cosines = np.where((places < classes)[None, :], fitted.cosines[rows], -1.0).astype(np.float32)
    cosines[np.arange(len(rows)), rows] = -1.0
    if is_apart:
        cosines[places[rows][:, None] == places[None, :]] = -1.0
    return signs_of(scores[:, :classes], scores[:, classes], cosines)


def _folds(texts: Gathered, *, seed: int) -> list[Mask]:
    """The sorted texts in five parts, each class spread over all of them."""
    rows = np.flatnonzero(texts.is_sorted)
    order = np.random.default_rng(seed).permutation(rows)
    order = order[np.argsort(texts.places[order], kind="stable")]
    folds = []
    for start in range(min(FOLDS, len(rows))):
        fold = np.zeros(len(texts.texts), dtype=np.bool_)
        fold[order[start::FOLDS]] = True
        folds.append(fold)
    return folds
