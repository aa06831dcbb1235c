"""Spreads labels from the few texts that have one to the many that lie near them (Zhou and others, 2004).

Each text hands its label to the ten that are most like it, again and again. Nothing is learned of texts that are asked
about later: only of the body's own earlier ones, which nobody has put into a class.
"""

from typing import TYPE_CHECKING

import numpy as np

from fingerpost.engines.classifying.ridge import Matrix, blocks

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NEIGHBOURS = 10
SHARPER = 4  # power of the likeness: near ones count for much more than those half as near
HANDED_ON = 0.9
ROUNDS = 30


def make_graph(likeness: Matrix) -> "csr_array":
    """Who hands on to whom and how much, from the likeness of all pairs, symmetric and normalised."""
    from scipy import sparse  # noqa: PLC0415 - slow to load, and serving needs none of it

    n = len(likeness)
    k = min(NEIGHBOURS, n - 1)
    near = np.empty((n, k), dtype=np.int64)
    strength = np.empty((n, k), dtype=np.float32)
    for start, stop in blocks(n):
        part = likeness[start:stop].copy()
        part[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        near[start:stop] = np.argpartition(-part, k - 1, axis=1)[:, :k]
        strength[start:stop] = np.take_along_axis(part, near[start:stop], axis=1)
    weights = np.maximum(strength, 0) ** SHARPER
    graph = sparse.csr_array((weights.ravel(), near.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    graph = graph.maximum(graph.T)
    scale = sparse.diags_array(1 / np.sqrt(np.maximum(graph.sum(axis=1), 1e-12)))
    return (scale @ graph @ scale).tocsr()


def spread(graph: "csr_array", known: Matrix, *, last: float) -> Matrix:
    """From rows of one 1 where a label is known and of zeros elsewhere, what each text is likely to be: rows add up to
    1, or to 0 where nothing was handed on. Classes count alike, however many texts each has; the last column counts as
    `last` of them, for it is none."""
    held = known.copy()
    for _ in range(ROUNDS):
        held = (HANDED_ON * (graph @ held) + (1 - HANDED_ON) * known).astype(np.float32)
    held /= np.maximum(held.sum(axis=0, keepdims=True), 1e-12)
    held[:, -1] *= last
    found: Matrix = held / np.maximum(held.sum(axis=1, keepdims=True), 1e-12)
    return found
