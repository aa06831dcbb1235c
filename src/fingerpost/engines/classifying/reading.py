"""How a text is read before it is compared: bounded, cut into words, and put into numbers in one run of the encoder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.contract.classifying import Class
from fingerpost.contract.ports import Embedder, Vector

MOST_LETTERS = 1_500  # of a text that are looked at, from its start and from its end: the encoder's time is bounded
MOST_SENTENCES = 12  # of a description
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, kw_only=True)
class Read:
    """`vector` is the text's, of length 1; `word_vectors` has a row for each of `words`, in the light of the others."""

    words: tuple[str, ...]
    vector: Vector
    word_vectors: Vector


def bounded(text: str) -> str:
    """The text where it is short; else its first two thirds and its last third of what may be looked at."""
    text = text.encode("utf-8", "replace").decode().strip()  # half a pair of surrogates is no letter
    if len(text) <= MOST_LETTERS:
        return text
    last = MOST_LETTERS // 3
    return f"{text[: MOST_LETTERS - last]} {text[-last:]}"


def read_texts(texts: Sequence[str], *, embedder: Embedder) -> list[Read]:
    """What the encoder makes of each text and of each of its words. Raises ModelUnavailable."""
    cut = [bounded(text).split() for text in texts]
    made = embedder.embed_sections([("", words) for words in cut])
    return [
        Read(words=tuple(_EDGES.sub("", word) for word in words), vector=each.passage, word_vectors=each.lines)
        for words, each in zip(cut, made, strict=True)
    ]


def texts_of(each: Class) -> list[str]:
    """What is known of a class without any example: its title, both together, and what its description says."""
    if not each.description.strip():
        return [each.title]
    sentences = [part.strip() for part in _SENTENCE_END.split(each.description) if part.strip()][:MOST_SENTENCES]
    found = [each.title, f"{each.title}. {each.description}", *sentences]
    return list(dict.fromkeys(found))
