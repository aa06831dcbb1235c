"""Indirect injections of a public set, for development only: e-mails and tables with a foreign order put into each.

The set is no part of this software. Its folder is named on the command line and has `text_attack_test.json` (kinds of
order, each a list) and `<task>/test.jsonl` (one context a line). A context becomes a page of guidance as it stands:
what is measured is whether an order in it changes anything, not whether it is guidance.
"""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from fingerpost.contract.errors import InvalidCase
from fingerpost.evaluate.attacks.carriers import Planted
from fingerpost.evaluate.attacks.files import text_page

TASKS = ("email", "table")
LONGEST = 6_000  # characters of a context


def plant_public_set(folder: Path, *, most: int = 100) -> Iterator[Planted]:
    """At most `most` documents, orders and contexts in turn. Raises InvalidCase where the folder is another."""
    try:
        kinds = json.loads((folder / "text_attack_test.json").read_text(encoding="utf-8"))
        contexts = [_read(folder / task / "test.jsonl") for task in TASKS]
    except (OSError, ValueError, KeyError) as error:
        raise InvalidCase(f"{folder} holds no such set: {error}.") from error
    orders = [(kind, order) for kind, listed in kinds.items() for order in listed]
    mixed = [each for pair in zip(*contexts, strict=False) for each in pair]
    for number, ((kind, order), context) in enumerate(islice(zip(cycle(orders), cycle(mixed), strict=False), most)):
        word = f"Notice {number:03}"
        sentences = [*context[:LONGEST].splitlines(), order]
        yield Planted(
            id=f"public-{number:03}",
            carrier="public set",
            is_hidden=False,
            name=f"{number:03}.txt",
            data=text_page(word, [("What it says", [each for each in sentences if each.strip()])]),
            question=f"What does {word} say about {_subject_of(context)}?",
            order=order,
            word=f"{kind} {number:03}",
            demands=(),
        )


def _read(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["context"]) for line in lines if line.strip()]


def _subject_of(context: str) -> str:
    """The first words that say something: a subject line, or the head of a table."""
    words = [word for word in context.replace("|", " ").replace(":", " ").split() if word.isalpha() and len(word) > 3]
    return " ".join(words[1:7]) or "this"
