"""Kernel ridge regression of classes on texts, with a weight for each example (Saunders and others, 1998).

The likeness of two texts is a share of meaning, exp(-2 SHARPNESS (1 - cosine)), and a share of words and of letters.
What is fitted is 1 for the class of an example and 0 for the others. The inverse tells, without fitting again, what
would be said of an example had it, or its whole class, not been there: all calibration rests on that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import Vector

SHARPNESS = 1.0
MEANING_SHARE = 0.7
WORD_SHARE = 0.15
PIECE_SHARE = 0.15
NOISE = 0.2
"""How far a single example is doubted. All five were chosen by leave-one-out on HWU64's training texts, where
neighbouring settings give the same within .3%."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Ridge:
    """`inverse` has shape (examples, examples)."""

    inverse: Matrix

    def fit(self, targets: Matrix) -> Matrix:
        """What each example adds to each class, shape (examples, classes)."""
        found: Matrix = self.inverse @ targets
        return found

    def without_each(self, targets: Matrix, added: Matrix) -> Matrix:
        """What would be said of each example had it not been there, same shape as `targets`."""
        found: Matrix = targets - added / np.diag(self.inverse)[:, None]
        return found

    def without_all(self, rows: NDArray[np.intp], targets: Matrix, added: Matrix) -> Matrix:
        """What would be said of these examples had none of them been there."""
        block = self.inverse[np.ix_(rows, rows)].astype(np.float64)
        found = targets[rows] - np.linalg.solve(block, added[rows].astype(np.float64))
        return found.astype(np.float32)


def meaning_of(cosines: Matrix) -> Matrix:
    """The share of meaning in the likeness, from cosines."""
    found: Matrix = MEANING_SHARE * np.exp(2 * SHARPNESS * (cosines - 1))
    return found


def make_ridge(likeness: Matrix, weights: Matrix) -> Ridge:
    """From the likeness of all pairs and the weight of each example: one of weight 1/2 is doubted twice as much.
    `likeness` is used up."""
    from scipy.linalg import lapack  # noqa: PLC0415 - slow to load, and serving needs none of it

    likeness[np.diag_indices_from(likeness)] += NOISE / weights
    factor, info = lapack.spotrf(likeness.T, lower=1, overwrite_a=1, clean=0)
    if info:
        raise ValueError("the likenesses of these texts cannot be inverted")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    for start, stop in blocks(len(inverse)):  # LAPACK fills one half
        inverse[start:stop, stop:] = inverse[stop:, start:stop].T
        square = inverse[start:stop, start:stop]
        square[:] = np.tril(square) + np.tril(square, -1).T
    return Ridge(inverse=inverse)


def blocks(n: int, size: int = 1_000) -> Iterator[tuple[int, int]]:
    """(start, stop) of parts of n."""
    return ((start, min(start + size, n)) for start in range(0, n, size))


def stacked(vectors: Sequence[Vector], *, width: int = 0) -> Vector:
    """As one matrix, also of none."""
    return np.stack(vectors) if len(vectors) else np.zeros((0, width), dtype=np.float32)
