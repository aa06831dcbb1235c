"""Vectors once computed are kept, so that no text is embedded twice under the same model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import SectionVectors
from fingerpost.knowledge.models import PassageVectors, StoredPassage
from fingerpost.knowledge.store_faults import store_faults

SCALE = 127
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class StoredVectors:
    """`passage`: float16, shape (dimensions,). `lines` and `asked`: int8, one row each, each value times SCALE."""

    passage: NDArray[np.float16]
    lines: NDArray[np.int8]
    asked: NDArray[np.int8]


def load_vectors(words_digests: Iterable[str], *, model_digest: str) -> dict[str, StoredVectors]:
    """The vectors kept for these texts under this model, by words_digest; those not yet made are left out."""
    wanted = list(dict.fromkeys(words_digests))
    found: dict[str, StoredVectors] = {}
    with store_faults():
        for start in range(0, len(wanted), _AT_ONCE):
            rows = PassageVectors.objects.filter(
                words_digest__in=wanted[start : start + _AT_ONCE], model_digest=model_digest
            )
            for digest, passage, lines, count in rows.values_list("words_digest", "passage", "lines", "line_count"):
                whole = np.frombuffer(bytes(passage), dtype=np.float16)
                rows_of = np.frombuffer(bytes(lines), dtype=np.int8).reshape(-1, whole.shape[0])
                found[digest] = StoredVectors(passage=whole, lines=rows_of[:count], asked=rows_of[count:])
    return found


def save_vectors(vectors: Mapping[str, SectionVectors], *, model_digest: str) -> None:
    """Keep the vectors of these texts, by words_digest. Those already kept are left alone."""
    rows = [
        PassageVectors(
            words_digest=digest,
            model_digest=model_digest,
            passage=each.passage.astype(np.float16).tobytes(),
            lines=_pack(each.lines) + _pack(each.asked),
            line_count=each.lines.shape[0],
        )
        for digest, each in vectors.items()
    ]
    with store_faults():
        PassageVectors.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)


def _pack(rows: NDArray[np.float32]) -> bytes:
    return np.clip(np.rint(rows * SCALE), -SCALE, SCALE).astype(np.int8).tobytes()


def forget_unused_vectors() -> int:
    """Drop the vectors of texts that stand in no passage any more. Gives how many went."""
    with store_faults():
        in_use = StoredPassage.objects.values("words_digest")
        return PassageVectors.objects.exclude(words_digest__in=in_use).delete()[0]
