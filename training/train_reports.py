"""Trains the encoder that reads reports: `python -m training.train_reports OUT.pt`. Half an hour on two quiet cores.

It starts where the encoder of answers starts, and learns three things at once of the texts in training/data/triage, the
starter services and the cases whose split is "tune": which service each is for; which sign of danger or risk it holds;
and how alike a larger encoder finds any two of a batch, as chances over the others (Hinton and others, 2015; Passalis
and Tefas, 2018). The last is what carries over to texts of others: services and signs alone are learned by heart.
Texts are bent as people bend them, and a sign is often put beside a matter of another kind, as people put it. At the
end the weights are averaged with those it started from (Wortsman and others, "Robust fine-tuning of zero-shot models",
2022): a body has services of its own, which nothing here knows. Decision 89 has what was tried.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from fingerpost.casework.services import starter_services
from fingerpost.contract.services import in_language
from training.descending import descend
from training.encoder import Encoder
from training.reports import NONE, SIGNS, Text, read_texts
from training.teacher import Teacher
from training.train_encoder import blend, forever

SHARPNESS = 15.0
SMOOTHING = 0.05
UNSAID = -100  # what cross_entropy leaves out
CODES = (NONE, *SIGNS)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`of_likeness` weighs what the larger encoder says, at `warmth`; `beside` is the chance that a text gets another
    one before or after it, `bend` that it is written carelessly, and `blend` the share of the trained weights. With
    `leave_cases` nothing is learned from the exams of before, and with `leave_services` nothing from every so-manieth
    service: both are for choosing these settings."""

    steps: int = 650
    batch: int = 64
    rate: float = 5e-5
    of_likeness: float = 10.0
    warmth: float = 0.05
    beside: float = 0.3
    bend: float = 0.3
    blend: float = 0.8
    leave_cases: int = 0
    leave_services: int = 0
    seed: int = 7


class Heads(nn.Module):
    """What the vectors are held to while they learn; neither is served."""

    def __init__(self, services: Tensor, signs: int) -> None:
        super().__init__()
        self.services = nn.Parameter(services.clone())
        self.signs = nn.Linear(services.shape[1], signs)

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        by_service = SHARPNESS * vectors @ nn.functional.normalize(self.services, dim=1).T
        return by_service, self.signs(SHARPNESS * vectors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    for name, value in vars(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    out = given.pop("out")
    train(Settings(**given), out)


def train(settings: Settings, out: Path) -> None:
    """Train and write the averaged weights to `out`, and the trained ones alone beside it as `<out>.whole`."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(2)
    services = starter_services().services
    left = set(list(services)[:: settings.leave_services]) if settings.leave_services else set()
    texts = [each for each in read_texts(cases=not settings.leave_cases) if each.service not in left]
    print(
        f"{len(texts)} texts, {sum(each.sign not in {'', NONE} for each in texts)} with a sign, without {sorted(left)}"
    )
    alike = Teacher().read([each.text for each in texts])
    encoder = Encoder(frozen_layers=0)
    start = {name: value.clone() for name, value in encoder.bert.state_dict().items()}
    with torch.inference_mode():
        described = encoder.questions([in_language(each.description, "en") for each in services.values()])
    heads = Heads(described.clone(), len(CODES))
    _learn(encoder, heads, texts, alike, tuple(services), settings)
    whole = encoder.bert.state_dict()
    torch.save(whole, out.with_suffix(".whole"))
    torch.save(blend(start, whole, share=settings.blend), out)


def _learn(
    encoder: Encoder,
    heads: Heads,
    texts: Sequence[Text],
    alike: Tensor,
    services: Sequence[str],
    settings: Settings,
) -> None:
    """`alike` has the larger encoder's vector of each text."""
    chance = random.Random(settings.seed)
    order = forever(len(texts), chance)

    def loss_of_batch() -> Tensor:
        rows = [next(order) for _ in range(settings.batch)]
        batch = [_beside(texts[row], texts, chance, settings) for row in rows]
        with torch.autocast("cpu", dtype=torch.bfloat16):  # half the time, and the same figures
            vectors = encoder.questions([_bend(each.text, chance, settings) for each in batch])
        alone = [at for at, row in enumerate(rows) if batch[at] is texts[row]]  # the larger one read each by itself
        likeness = _likeness_loss(vectors.float()[alone], alike[rows][alone], settings)
        return _loss(heads, vectors.float(), batch, services) + settings.of_likeness * likeness

    descend(encoder, loss_of_batch, steps=settings.steps, rate=settings.rate, heads=heads.parameters())


def _likeness_loss(vectors: Tensor, alike: Tensor, settings: Settings) -> Tensor:
    """How far the chances that each text goes with each other one differ from the larger encoder's (in nats)."""
    itself = torch.eye(len(vectors), dtype=torch.bool)
    own, other = (
        (each @ each.T / settings.warmth).masked_fill(itself, -1e4).log_softmax(dim=1) for each in (vectors, alike)
    )
    return (other.exp() * (other - own)).sum(dim=1).mean()


def _loss(heads: Heads, vectors: Tensor, batch: Sequence[Text], services: Sequence[str]) -> Tensor:
    by_service, by_sign = heads(vectors)
    wanted = torch.tensor([services.index(each.service) if each.service in services else UNSAID for each in batch])
    signs = torch.tensor([CODES.index(each.sign) if each.sign in CODES else UNSAID for each in batch])
    loss = torch.zeros(())
    if (wanted != UNSAID).any():
        loss = loss + nn.functional.cross_entropy(by_service, wanted, label_smoothing=SMOOTHING)
    if (signs != UNSAID).any():
        loss = loss + nn.functional.cross_entropy(by_sign, signs, label_smoothing=SMOOTHING)
    return loss


def _beside(each: Text, texts: Sequence[Text], chance: random.Random, settings: Settings) -> Text:
    """Sometimes with a harmless report before or after it. Then what is said of the sign holds for both together, and
    which service comes first is nobody's to say."""
    if not each.sign or chance.random() >= settings.beside:
        return each
    other = chance.choice(texts)
    if other.sign != NONE or not other.service:
        return each
    both = [each.text, other.text]
    chance.shuffle(both)
    return Text(text=" ".join(both), sign=each.sign)


def _bend(text: str, chance: random.Random, settings: Settings) -> str:
    """Sometimes without stops, or with a letter that is missing, doubled or in the wrong place."""
    if chance.random() >= settings.bend:
        return text
    if chance.random() < 0.5:
        return "".join(letter for letter in text if letter not in ".,;:!?'")
    words = text.split()
    for at in chance.sample(range(len(words)), len(words) // 10 + 1) if words else ():
        word = words[at]
        if len(word) > 3:
            place = chance.randrange(1, len(word) - 2)
            here, after = word[place], word[place + 1]
            words[at] = word[:place] + chance.choice([after, here + here + after, after + here]) + word[place + 2 :]
    return " ".join(words)


if __name__ == "__main__":
    main()
