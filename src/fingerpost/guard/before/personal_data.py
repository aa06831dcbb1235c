"""Personal data is masked before a model, an index or a log sees it, and can be put back for the same person."""

import re
from collections import Counter

from fingerpost.contract.run import Run, Step
from fingerpost.guard.folding import fold_characters
from fingerpost.guard.identifiers import find_identifiers
from fingerpost.guard.texts import rewrite_texts, texts_of

NAME = "personal data"
_PLACEHOLDER = re.compile(r"\[[a-z]+(?: [a-z]+){0,3} \d{1,9}\]")


def mask_personal_data(run: Run) -> Run:
    """Put a placeholder in the place of each identifier, the same one for the same words.

    `run.masked` keeps what each stands for; the step counts them by kind and never holds a value. A placeholder that
    somebody typed is left alone, and its number is not given out.
    """
    typed = {each for text in texts_of(run.request) for each in _PLACEHOLDER.findall(text)} - set(run.masked)
    masks = _Masks(dict(run.masked), typed)
    request = rewrite_texts(run.request, masks.mask)
    counts = dict(sorted(masks.counts.items()))
    reason = f"{sum(counts.values())} masked." if counts else ""
    return run.after(Step(name=NAME, reason=reason, found={"masked": counts}), request=request, masked=masks.words)


def mask_text(text: str) -> str:
    """One text that belongs to no run, with a placeholder in the place of each identifier."""
    return _Masks({}, set(_PLACEHOLDER.findall(text))).mask(text)


class _Masks:
    """The placeholders of one run as they are given out."""

    def __init__(self, words: dict[str, str], typed: set[str]) -> None:
        self.words = words
        self.counts: Counter[str] = Counter()
        self._typed = typed
        self._given = {(placeholder[1:].rpartition(" ")[0], value): placeholder for placeholder, value in words.items()}

    def mask(self, text: str) -> str:
        pieces, at = [], 0
        for span in find_identifiers(fold_characters(text)):
            pieces += [text[at : span.start], self._placeholder(span.kind, text[span.start : span.end])]
            at = span.end
        return "".join([*pieces, text[at:]])

    def _placeholder(self, kind: str, value: str) -> str:
        if (kind, value) not in self._given:
            self._given[kind, value] = self._next(kind)
            self.words[self._given[kind, value]] = value
            self.counts[kind] += 1
        return self._given[kind, value]

    def _next(self, kind: str) -> str:
        number = 1
        while (placeholder := f"[{kind} {number}]") in self.words or placeholder in self._typed:
            number += 1
        return placeholder
