"""Turns a question towards the words of one body's guidance: a linear query adapter, fitted in seconds.

Pages list questions that people ask of them. From those one square matrix is learned that brings each question nearer
to the passage that answers it and to the other questions asked of the same passage, and away from the rest (InfoNCE;
van den Oord and others, 2018). Only the question is turned: no passage is embedded anew, and one product of a vector
and a matrix is all that a question costs. Started from the identity and held near it, so that what the library says
nothing of stays almost where it was.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Owners = NDArray[np.intp]

LEAST_QUESTIONS = 500
"""Fewer questions than this teach little: then nothing is turned."""

_SHARPNESS = 20.0  # cosines times this before the softmax
_HOLD = 0.02  # how strongly the matrix is held near the identity
_STEP = 3e-4
_ROUNDS = 4
_MOST_STEPS = 400
_BATCH = 128
_RIVALS = 1024  # questions, and passages, that each batch is told apart from


def fit_adapter(*, asked: Floats, owners: Owners, passages: Floats, seed: int = 0) -> Floats | None:
    """The matrix, float32 of shape (dimensions, dimensions); None where there are too few questions.

    `asked` has one row of length 1 for each question, `owners` the row of `passages` that answers it. The same input
    and seed give the same matrix on the same machine.
    """
    if len(asked) < LEAST_QUESTIONS:
        return None
    chance = np.random.default_rng(seed)
    identity = np.eye(asked.shape[1], dtype=np.float32)
    matrix, mean, spread = identity.copy(), np.zeros_like(identity), np.zeros_like(identity)
    for step, batch in enumerate(_batches(len(asked), chance), start=1):
        slope = _slope(matrix, batch, asked=asked, owners=owners, passages=passages, chance=chance)
        slope += _HOLD * (matrix - identity)
        mean = 0.9 * mean + 0.1 * slope  # Adam (Kingma and Ba, 2015)
        spread = 0.999 * spread + 0.001 * slope**2
        matrix -= _STEP * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return matrix


def turn(question: Floats, matrix: Floats) -> Floats:
    """The question's vector turned, at length 1."""
    turned = matrix @ question
    length = float(np.linalg.norm(turned))
    return (turned / length).astype(np.float32) if length else question


def _batches(count: int, chance: np.random.Generator) -> list[Owners]:
    orders = [chance.permutation(count) for _ in range(_ROUNDS)]
    batches = [order[start : start + _BATCH] for order in orders for start in range(0, count, _BATCH)]
    return batches[:_MOST_STEPS]


def _slope(
    matrix: Floats,
    batch: Owners,
    *,
    asked: Floats,
    owners: Owners,
    passages: Floats,
    chance: np.random.Generator,
) -> Floats:
    """The gradient of the loss by the matrix, over one batch of questions."""
    turned = asked[batch] @ matrix.T
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    unit = turned / lengths
    right = np.unique(owners[batch])
    rivals = np.union1d(right, chance.choice(len(passages), min(_RIVALS, len(passages)), replace=False))
    pull = _pull(unit, passages[rivals], owners[batch][:, None] == rivals[None])
    others = chance.choice(len(asked), min(_RIVALS, len(asked)), replace=False)
    itself = batch[:, None] == others[None]
    siblings = (owners[batch][:, None] == owners[others][None]) & ~itself
    pull += _pull(unit, asked[others], siblings, hidden=itself)
    through_length = (pull - (pull * unit).sum(axis=1, keepdims=True) * unit) / lengths
    slope: Floats = (through_length.T @ asked[batch] / len(batch)).astype(np.float32)
    return slope


def _pull(
    unit: Floats, targets: Floats, right: NDArray[np.bool_], *, hidden: NDArray[np.bool_] | None = None
) -> Floats:
    """The gradient by the questions of the softmax loss against `targets`; rows without a right target give none."""
    scores = _SHARPNESS * unit @ targets.T
    if hidden is not None:
        scores[hidden] = -np.inf
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores)
    chances /= chances.sum(axis=1, keepdims=True)
    counts = right.sum(axis=1, keepdims=True)
    wanted = right / np.maximum(counts, 1)
    pull: Floats = (_SHARPNESS * (chances - wanted) @ targets * (counts > 0)).astype(np.float32)
    return pull
