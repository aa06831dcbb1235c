"""How sure a classifier may be: what its scores mean as chances, and when a text belongs to none of the classes.

Both are learned from what would have been said of each example had it not been there. What a text from outside looks
like is learned from those that people said are, and by leaving out one class after the other: its texts are then
outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.engines.classifying.ridge import Matrix

Numbers = NDArray[np.float64]

FALSE_REJECTIONS = 0.05
SHARE_OUTSIDE = 0.02
"""How many texts belong to no class, before anything is known of them: `outside` is a chance given that."""

ENOUGH_TOLD = 100
"""With many more texts than so many that people said are outside, these count as much as all those that are made so."""

USUAL_TEMPERATURE = 0.06
TRUST_IN_USUAL = 20
"""What is usual elsewhere counts as much as so many examples."""

NEAREST = 5
_TEMPERATURES = np.exp(np.linspace(np.log(0.005), np.log(1.0), 120))
_ROUNDS = 50


@dataclass(frozen=True, kw_only=True)
class Sureness:
    """`middle` and `spread` bring the signs of a text to one scale; `weights` belong to those and to their products,
    the last to a constant. `threshold` is the highest `outside` of a text that counts as known."""

    temperature: float
    middle: Numbers
    spread: Numbers
    weights: Numbers
    threshold: float

    def chances(self, scores: Matrix, outside: Numbers) -> Numbers:
        """The chance of each class, shape as `scores`; rows add up to 1 less `outside`."""
        return soften(scores, self.temperature) * (1 - outside)[:, None]

    def outside(self, signs: Numbers) -> Numbers:
        """The chance of each text to belong to no class."""
        return _chance(_widen((signs - self.middle) / self.spread) @ self.weights)


def signs_of(scores: Matrix, outside_score: Matrix, cosines: Matrix) -> Numbers:
    """What tells a text from outside: the best score, its lead, its share of the best five, the mean cosine with the
    five nearest examples, and the score of what people said is outside."""
    count = min(NEAREST, scores.shape[1])
    best = -np.sort(-scores, axis=1)[:, :count].astype(np.float64)
    second = best[:, 1] if count > 1 else np.zeros(len(best))
    near = min(NEAREST, cosines.shape[1])
    nearest = -np.partition(-cosines, near - 1, axis=1)[:, :near] if near else np.zeros((len(scores), 1))
    share = best[:, 0] / np.maximum(np.abs(best).sum(axis=1), 1e-6)
    return np.column_stack([best[:, 0], best[:, 0] - second, share, nearest.mean(axis=1), outside_score])


def soften(scores: Matrix, temperature: float) -> Numbers:
    """Scores as shares that add up to 1."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64) / temperature)
    found: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return found


def learn_temperature(scores: Matrix, right: Sequence[int] | NDArray[np.intp]) -> float:
    """The one at which the right classes were likeliest."""
    places = np.asarray(right, dtype=np.intp)
    doubt = (np.log(_TEMPERATURES) - np.log(USUAL_TEMPERATURE)) ** 2 * TRUST_IN_USUAL / 2
    for at, temperature in enumerate(_TEMPERATURES):
        if len(places):
            chance = soften(scores, float(temperature))[np.arange(len(places)), places]
            doubt[at] -= float(np.log(np.maximum(chance, 1e-9)).sum())
    return float(_TEMPERATURES[int(np.argmin(doubt))])


def learn_sureness(
    *, scores: Matrix, right: NDArray[np.intp], inside: Numbers, told: Numbers, made: Numbers, usual: Sureness
) -> Sureness:
    """From the scores and the signs of known texts, as if they had not been there, and the signs of texts from outside:
    `told` by people, or `made` so by leaving out their class.

    Where there are few of either, what is usual counts for more, and with none for everything.
    """
    temperature = learn_temperature(scores, right)
    if not len(inside) or not len(told) + len(made):
        return Sureness(**{**vars(usual), "temperature": temperature})
    signs = np.vstack([inside, told, made])
    middle, spread = signs.mean(axis=0), np.maximum(signs.std(axis=0), 1e-6)
    of_told = SHARE_OUTSIDE * _share_told(len(told), len(made))
    shares = ((1 - SHARE_OUTSIDE, inside), (of_told, told), (SHARE_OUTSIDE - of_told, made))
    is_outside = np.r_[np.zeros(len(inside)), np.ones(len(told) + len(made))]
    counts = np.concatenate([np.full(len(each), share * len(signs) / max(len(each), 1)) for share, each in shares])
    weights = _fit_logistic(_widen((signs - middle) / spread), is_outside, counts)
    found = Sureness(temperature=temperature, middle=middle, spread=spread, weights=weights, threshold=1.0)
    if len(inside) < TRUST_IN_USUAL:
        return Sureness(**{**vars(usual), "temperature": temperature})
    threshold = float(np.quantile(found.outside(inside), 1 - FALSE_REJECTIONS))
    return Sureness(**{**vars(found), "threshold": threshold})


def _share_told(told: int, made: int) -> float:
    """What part of all that is outside the texts count for that people said are. The made ones are many and alike in
    one thing: each is much like some class that is there. So they must not drown the others."""
    return max(told / (told + made), told / (2 * told + ENOUGH_TOLD))


def _widen(signs: Numbers) -> Numbers:
    """The signs, their squares and products, and a constant."""
    first, second = np.triu_indices(signs.shape[1])
    return np.column_stack([signs, signs[:, first] * signs[:, second], np.ones(len(signs))])


def _fit_logistic(signs: Numbers, is_outside: Numbers, counts: Numbers) -> Numbers:
    """Logistic regression by Newton's method, each weight held back as if by one example."""
    weights = np.zeros(signs.shape[1])
    held_back = np.eye(signs.shape[1])
    held_back[-1, -1] = 1e-6  # but for the constant
    for _ in range(_ROUNDS):
        chance = _chance(signs @ weights)
        slope = signs.T @ (counts * (chance - is_outside)) + held_back @ weights
        bend = (signs * (counts * np.maximum(chance * (1 - chance), 1e-9))[:, None]).T @ signs + held_back
        step = np.linalg.solve(bend, slope)
        weights = weights - step * min(1.0, 5.0 / float(np.abs(step).max() or 1.0))
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _chance(values: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    return found
