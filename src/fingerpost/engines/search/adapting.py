"""Fits each body's query adapter when its questions have changed, and hands it to the search."""

import hashlib
from collections.abc import Callable, Iterable

import numpy as np

from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, Vector
from fingerpost.engines.embeddings.adapter import fit_adapter, turn
from fingerpost.knowledge.adapters import (
    StoredAdapter,
    adapter_digest,
    forget_adapter,
    load_adapter,
    save_adapter,
)
from fingerpost.knowledge.content import words_digest
from fingerpost.knowledge.reading import iterate_passages, list_bodies
from fingerpost.knowledge.vectors import SCALE, load_vectors


def fit_adapters(*, embedder: Embedder | None, tell: Callable[[str, int, int], None]) -> None:
    """Fit anew the adapter of every body whose listed questions have changed since. Without an embedder, nothing."""
    if embedder is None:
        return
    for body in list_bodies():
        passages = [passage for passage in iterate_passages(body=body) if passage.asked]
        digest = _digest_of(passages)
        if digest == adapter_digest(body=body, model_digest=embedder.digest):
            continue
        tell("Fitting the search to the questions people ask", 0, 1)
        matrix = _fit(passages, model_digest=embedder.digest)
        if matrix is None:
            forget_adapter(body=body, model_digest=embedder.digest)
        else:
            adapter = StoredAdapter(asked_digest=digest, matrix=matrix)
            save_adapter(adapter, body=body, model_digest=embedder.digest)
        tell("Fitting the search to the questions people ask", 1, 1)


def _digest_of(passages: Iterable[Passage]) -> str:
    digests = sorted(words_digest(passage) for passage in passages)
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else ""


def _fit(passages: list[Passage], *, model_digest: str) -> Vector | None:
    kept = load_vectors((words_digest(passage) for passage in passages), model_digest=model_digest)
    held = [kept[digest] for digest in map(words_digest, passages) if digest in kept and len(kept[digest].asked)]
    if not held:
        return None
    asked = np.concatenate([each.asked for each in held]).astype(np.float32) / SCALE
    asked = (asked / np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    owners = np.repeat(np.arange(len(held)), [len(each.asked) for each in held])
    return fit_adapter(
        asked=asked, owners=owners, passages=np.stack([each.passage for each in held]).astype(np.float32)
    )


class Adapters:
    """The adapters as they are kept now. A new one is used from the next question on."""

    def __init__(self, *, model_digest: str) -> None:
        self._model_digest = model_digest
        self._held: dict[str, StoredAdapter] = {}

    def turn(self, question: Vector, *, body: str) -> Vector:
        """The question's vector, turned where the body has an adapter."""
        digest = adapter_digest(body=body, model_digest=self._model_digest)
        if not digest:
            return question
        held = self._held.get(body)
        if held is None or held.asked_digest != digest:
            held = load_adapter(body=body, model_digest=self._model_digest)
            if held is None:
                return question
            self._held[body] = held
        return turn(question, held.matrix)
