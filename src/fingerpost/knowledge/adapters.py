"""The matrix that turns questions towards one body's guidance, as it is kept: one a body and model."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from fingerpost.knowledge.models import QuestionAdapter
from fingerpost.knowledge.store_faults import store_faults


@dataclass(frozen=True, kw_only=True)
class StoredAdapter:
    """`matrix`: float32, square. `asked_digest` is over the questions it was fitted on."""

    asked_digest: str
    matrix: NDArray[np.float32]


def adapter_digest(*, body: str, model_digest: str) -> str:
    """The digest of the questions that the kept adapter was fitted on; "" where there is none. One small query."""
    with store_faults():
        found = QuestionAdapter.objects.filter(body=body, model_digest=model_digest)
        return found.values_list("asked_digest", flat=True).first() or ""


def load_adapter(*, body: str, model_digest: str) -> StoredAdapter | None:
    """The adapter that is kept, or None."""
    with store_faults():
        row = QuestionAdapter.objects.filter(body=body, model_digest=model_digest).first()
    if row is None:
        return None
    values = np.frombuffer(bytes(row.matrix), dtype=np.float16).astype(np.float32)
    size = round(len(values) ** 0.5)
    return StoredAdapter(asked_digest=row.asked_digest, matrix=values.reshape(size, size))


def save_adapter(adapter: StoredAdapter, *, body: str, model_digest: str) -> None:
    """Keep it in place of the one before."""
    with store_faults():
        QuestionAdapter.objects.update_or_create(
            body=body,
            model_digest=model_digest,
            defaults={
                "asked_digest": adapter.asked_digest,
                "matrix": adapter.matrix.astype(np.float16).tobytes(),
                "fitted_at": timezone.now(),
            },
        )


def forget_adapter(*, body: str, model_digest: str) -> None:
    """Drop it: the body's pages list too few questions now."""
    with store_faults():
        QuestionAdapter.objects.filter(body=body, model_digest=model_digest).delete()
