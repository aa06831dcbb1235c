"""A classifier that counts shared words and knows nothing else: the twin for tests, the same on every machine."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from fingerpost.contract.classifying import Class, Classified, Labelled, Near, Ranked
from fingerpost.engines.classifying.gathering import OUTSIDE, check_examples
from fingerpost.engines.classifying.lexicon import split_words
from fingerpost.engines.classifying.trained import NEAR, UNREAD, WORDS

LEAST_SHARED = 0.15  # of a text's words, for it to be known


class CountingClassifier:
    """The in-memory twin of `TrainedClassifier`."""

    def __init__(self, classes: Sequence[Class], examples: Sequence[Labelled] = (), *, version: str = "") -> None:
        check_examples(classes, examples)
        self._classes = tuple(classes)
        self._examples = tuple(each for each in examples if each.label != OUTSIDE)
        self._words = {
            each.label: Counter(
                _telling(" ".join([each.title, each.description, *self._texts_of(each.label)])),
            )
            for each in classes
        }
        self.version = version or self.digest[:12]

    @property
    def digest(self) -> str:
        values = [[asdict(each) for each in kind] for kind in (self._classes, self._examples)]
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

    def classify(self, text: str) -> Classified:
        words = _telling(text)
        shared = {label: [word for word in words if word in held] for label, held in self._words.items()}
        count = {label: len(found) + 0.01 for label, found in shared.items()}
        order = sorted(count, key=lambda label: -count[label])
        first = order[0]
        outside = 1 - len(shared[first]) / len(words) if words else UNREAD
        whole = sum(count.values())
        return Classified(
            ranked=tuple(Ranked(label=label, probability=count[label] / whole * (1 - outside)) for label in order),
            outside=outside,
            is_known=bool(words) and outside <= 1 - LEAST_SHARED,
            near=self._near(first, {*words}) if words else (),
            words=tuple((word, 1 / len(words)) for word in dict.fromkeys(shared[first]))[:WORDS],
            version=self.version,
        )

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        return [self.classify(text) for text in texts]

    def _texts_of(self, label: str) -> list[str]:
        return [each.text for each in self._examples if each.label == label]

    def _near(self, label: str, words: set[str]) -> tuple[Near, ...]:
        found = []
        for each in self._examples:
            if each.label == label:
                own = {*_telling(each.text)}
                similarity = len(own & words) / max(len(own | words), 1)
                found.append(Near(id=each.id, label=label, text=each.text, similarity=similarity))
        return tuple(sorted(found, key=lambda near: -near.similarity)[:NEAR])


def _telling(text: str) -> list[str]:
    """Words of four letters and more: the shorter ones stand everywhere."""
    return [word for word in split_words(text) if len(word) > 3]
