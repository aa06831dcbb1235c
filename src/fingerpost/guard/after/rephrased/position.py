"""Where a reading stands: a place in the text and a place in one order of one sentence of the guidance."""

from typing import NamedTuple

from fingerpost.guard.after.rephrased.facts import Fact

Words = tuple[str, ...]
Move = tuple[int, int]  # how far the text and the guidance are read after it


class Position(NamedTuple):
    """`text[:at]` is read off `said[:place]`; `said` are the words of `about`, in one of their orders."""

    text: Words
    at: int
    said: Words
    place: int
    about: Fact

    @property
    def word(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    @property
    def other(self) -> str:
        return self.said[self.place] if self.place < len(self.said) else ""

    @property
    def before(self) -> str:
        """The word of the text that was read last."""
        return self.text[self.at - 1] if self.at else "."

    @property
    def following(self) -> str:
        return self.text[self.at + 1] if self.at + 1 < len(self.text) else ""
