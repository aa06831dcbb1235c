"""The loop that every encoder of ours is trained by: AdamW, a tenth of the steps to warm up, then slower to the end."""

import time
from collections.abc import Callable, Iterable

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import Encoder

TOLD = 20  # steps between two lines of how far it is
OF_HEADS = 20  # times the rate of the encoder


def descend(
    encoder: Encoder,
    loss_of_batch: Callable[[], Tensor],
    *,
    steps: int,
    rate: float,
    heads: Iterable[nn.Parameter] = (),
) -> None:
    """Take so many steps down what `loss_of_batch` gives for the next batch; `heads` learn beside the encoder."""
    learning = [each for each in encoder.parameters() if each.requires_grad]
    groups = [{"params": learning}, {"params": list(heads), "lr": OF_HEADS * rate}]
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
    warm = max(1, steps // 10)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    encoder.train()
    started, told = time.monotonic(), []
    for step in range(1, steps + 1):
        loss = loss_of_batch()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        pace.step()
        told.append(loss.item())
        if step % TOLD == 0:
            print(f"step {step} loss {np.mean(told[-TOLD:]):.4f} {time.monotonic() - started:.0f} s", flush=True)
    encoder.eval()
