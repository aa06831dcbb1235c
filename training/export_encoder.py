"""Makes the file that is served from trained weights: `python -m training.export_encoder IN.pt OUT.onnx`.

ONNX with dynamic int8 weights, per channel: a question takes a third of the time of weights that are int8 on disk only,
and vectors stay within a cosine of .99 of float32. Prints the size, the digest and that cosine.
"""

import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import Encoder
from training.examples import read_examples

OPSET = 17
SAMPLE = 200
KEPT_WHOLE = tuple(f"/bert/encoder/layer.{layer}/output/dense/MatMul" for layer in range(3))
"""Kept in float32, 5 MB in all: their inputs spread the most, and in int8 they cost a third of the faithfulness."""


class _States(nn.Module):
    """The hidden states of the last layer, which is all that the engine asks for."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.bert = encoder.bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        states: Tensor = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return states


def main(source: str, target: str) -> None:
    encoder = Encoder(Path(source) if source != "-" else None).eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        ids = torch.ones((2, 8), dtype=torch.long)
        names = ["input_ids", "attention_mask", "token_type_ids"]
        torch.onnx.export(
            _States(encoder).eval(),  # the exporter puts back the mode that it found
            (ids, ids, torch.zeros_like(ids)),
            str(whole),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "last_hidden_state"]},
            opset_version=OPSET,
            dynamo=False,
        )
        # Seven bits of the eight: without VNNI, sums of eight bits overflow, and vectors differ between machines.
        quantize_dynamic(
            whole,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=list(KEPT_WHOLE),
        )
    data = Path(target).read_bytes()
    print(f"{len(data) / 1e6:.1f} MB, sha256 {hashlib.sha256(data).hexdigest()}")
    print(f"cosine to float32: {cosine(encoder, target):.4f} on {SAMPLE} questions")


def cosine(encoder: Encoder, target: str) -> float:
    """The mean cosine between the question vectors of the trained weights and of the file that is served."""
    session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
    examples, _ = read_examples()
    texts = [example.question for example in examples[:: max(1, len(examples) // SAMPLE)][:SAMPLE]]
    with torch.inference_mode():
        wanted = encoder.questions(texts).numpy()
    found = []
    for text in texts:
        ids = np.array([[101, *encoder.ids_of(text)[:254], 102]])
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (states,) = session.run(None, feeds)
        mean = states[0].mean(axis=0)
        found.append(mean / np.linalg.norm(mean))
    return float((wanted * np.stack(found)).sum(axis=1).mean())


if __name__ == "__main__":
    main(*sys.argv[1:])
