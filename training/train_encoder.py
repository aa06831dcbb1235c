"""Trains the encoder: `python -m training.train_encoder OUT.pt`. About an hour on two quiet cores; the seed fixes all.

Each batch holds questions, the sections that answer them, and sections that nearly do: others of the same page, and
those that words or the untrained model put first. A section loss (InfoNCE; van den Oord and others, 2018) and half a
line loss (the same over the lines of the batch's right sections) are added. The section loss is taken of the fused
score, words and meaning together as they are served: an encoder that learns alone learns words a second time, and what
it gains alone is lost in the fusion (decision 56). At the end the weights are averaged with
those it started from (Wortsman and others, "Robust fine-tuning of zero-shot models", 2022): that keeps what the start
knew of other subjects. Their share was chosen by looking at the public sets of docs/explanation/search.md.
"""

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from fingerpost.engines.embeddings.layout import Window
from training.descending import descend
from training.encoder import Encoder
from training.examples import Example, Key, read_examples, split_by_page
from training.word_scores import WordScores

SHARPNESS = 20.0
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`drop_situation` is the chance that a question loses its situation, `beside_the_point` that it gets somebody
    else's as well; `blend` is the share of the trained weights."""

    steps: int = 450
    batch: int = 32
    rivals: int = 24
    rate: float = 3e-5
    line_share: float = 0.5
    drop_situation: float = 0.2
    beside_the_point: float = 0.4
    blend: float = 0.5
    held_out: float = 0.0
    seed: int = 7


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
    examples, sections = read_examples()
    examples, held = split_by_page(examples, held_out=settings.held_out, seed=settings.seed)
    print(f"{len(examples)} examples, {len(held)} held out, {len(sections)} sections")
    encoder = Encoder()
    windows = {key: encoder.window(each.head, each.lines) for key, each in sections.items()}
    near = find_near(encoder, examples, windows)
    words = WordScores(sections)
    start = {name: value.clone() for name, value in encoder.bert.state_dict().items()}
    _learn(encoder, examples, windows, near, words, settings)
    whole = encoder.bert.state_dict()
    torch.save(whole, out.with_suffix(".whole"))
    torch.save(blend(start, whole, share=settings.blend), out)


def blend(start: Mapping[str, Tensor], trained: Mapping[str, Tensor], *, share: float) -> dict[str, Tensor]:
    """`share` of the trained weights and the rest of those it started from."""
    return {
        name: start[name] + share * (value - start[name]) if value.is_floating_point() else value
        for name, value in trained.items()
    }


@torch.inference_mode()
def find_near(encoder: Encoder, examples: Sequence[Example], windows: Mapping[Key, Window]) -> list[list[Key]]:
    """For each example the sections that the untrained model puts first and that do not answer it, and all others of
    its page."""
    keys = list(windows)
    vectors = torch.cat([encoder.sections([windows[key] for key in part]).sections for part in _parts(keys, 16)])
    near = []
    for part in _parts(examples, 32):
        asked = encoder.questions([" ".join([each.situation, each.question]).strip() for each in part])
        for example, scores in zip(part, asked @ vectors.T, strict=True):
            right = {example.section, *example.also}
            best = [keys[at] for at in scores.topk(24).indices.tolist()]
            page = [key for key in keys if key[0] == example.section[0]]
            near.append([key for key in dict.fromkeys([*page, *best]) if key not in right])
    return near


def _learn(
    encoder: Encoder,
    examples: Sequence[Example],
    windows: Mapping[Key, Window],
    near: Sequence[Sequence[Key]],
    words: WordScores,
    settings: Settings,
) -> None:
    chance = random.Random(settings.seed)
    order = forever(len(examples), chance)

    def loss_of_batch() -> Tensor:
        batch = [next(order) for _ in range(settings.batch)]
        return _loss(
            encoder, [examples[at] for at in batch], [near[at] for at in batch], windows, words, chance, settings
        )

    descend(encoder, loss_of_batch, steps=settings.steps, rate=settings.rate)


def _loss(
    encoder: Encoder,
    batch: Sequence[Example],
    near: Sequence[Sequence[Key]],
    windows: Mapping[Key, Window],
    words: WordScores,
    chance: random.Random,
    settings: Settings,
) -> Tensor:
    right = list(dict.fromkeys(each.section for each in batch))
    rivals = [key for keys in near for key in chance.sample(keys[:20], min(2, len(keys)))]
    chance.shuffle(rivals)
    keys = [*right, *[key for key in dict.fromkeys(rivals) if key not in right][: settings.rivals]]
    with torch.autocast("cpu", dtype=torch.bfloat16):  # half the time, and the same figures
        texts = [_asked(each, batch, chance, settings) for each in batch]
        asked = encoder.questions(texts)
        encoded = encoder.sections([windows[key] for key in keys])
    place = {key: at for at, key in enumerate(keys)}
    wanted = torch.tensor([place[each.section] for each in batch])
    scores = SHARPNESS * asked @ encoded.sections.T + SHARPNESS * words.share(texts, keys)
    for row, each in enumerate(batch):
        for other in each.also & place.keys():
            scores[row, place[other]] = -torch.inf  # it answers too: neither right nor wrong here
    loss = torch.nn.functional.cross_entropy(scores, wanted)
    marked = _marked_lines(batch, keys, windows, encoded.owners)
    rows = [row for row, each in enumerate(batch) if each.lines]
    if not rows:
        return loss
    by_line = torch.log_softmax(SHARPNESS * asked[rows] @ encoded.lines.T, dim=1)
    line_loss = -torch.stack([by_line[at, marked[row]].mean() for at, row in enumerate(rows)]).mean()
    return loss + settings.line_share * line_loss


def _asked(example: Example, batch: Sequence[Example], chance: random.Random, settings: Settings) -> str:
    others = [each.situation for each in batch if each.situation and each.section[0] != example.section[0]]
    other = chance.choice(others) if others and chance.random() < settings.beside_the_point else ""
    return example.words(chance, drop=settings.drop_situation, beside_the_point=other)


def _marked_lines(
    batch: Sequence[Example], keys: Sequence[Key], windows: Mapping[Key, Window], owners: Tensor
) -> dict[int, Tensor]:
    """For each example with marked lines, which rows of the batch's line vectors those are."""
    place = {key: at for at, key in enumerate(keys)}
    lines = torch.tensor([piece[0] for key in keys for piece in windows[key].pieces])
    marked = {}
    for row, each in enumerate(batch):
        mine = owners == place[each.section]
        chosen = torch.isin(lines, torch.tensor(sorted(each.lines) or [-1])) & mine
        marked[row] = chosen.nonzero().flatten() if chosen.any() else mine.nonzero().flatten()
    return marked


def forever(count: int, chance: random.Random) -> Iterator[int]:
    """Numbers below `count` without end, each round in an order of its own."""
    while True:
        order = list(range(count))
        chance.shuffle(order)
        yield from order


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


if __name__ == "__main__":
    main()
