"""Can a text be read off the facts, word by word, with nothing left over on either side?

A search over places in the text and in the facts. Each step takes the same word on both sides, a free word on one
side, or a pair of phrases that say the same. What binds (a condition, a bound, a duty, a person, a figure, a name) is
never free, so it stands in the text if and only if it stands in the guidance, and in the same place.
"""

from collections.abc import Iterator, Sequence

from fingerpost.guard.after.rephrased.facts import Fact
from fingerpost.guard.after.rephrased.leaving_out import leave_out
from fingerpost.guard.after.rephrased.orders import orders_of
from fingerpost.guard.after.rephrased.position import Move, Position
from fingerpost.guard.after.rephrased.putting_in import put_in
from fingerpost.guard.after.rephrased.sentences import join_sentences, split_sentence
from fingerpost.guard.after.rephrased.taking import take
from fingerpost.guard.after.rephrased.vocabulary import FREE, PRONOUNS, says_the_same

State = tuple[int, int, int, int]
_MOST_STATES = 10_000  # whatever reads at all needs a few hundred; beyond these it is taken not to


class Alignment:
    """One text against the facts it rests on, in their order. `reads()` answers; `furthest` is how far it got."""

    def __init__(self, text: Sequence[str], facts: Sequence[Fact]) -> None:
        self._text = tuple(text)
        self._facts = facts
        self._orders = [orders_of(fact.words) for fact in facts]
        self.furthest = 0

    def reads(self) -> bool:
        waiting = [(0, 0, order, 0) for order in reversed(self._orders_at(0, 0))]
        seen: set[State] = set(waiting)
        while waiting and len(seen) < _MOST_STATES:
            state = waiting.pop()
            if self._is_end(state):
                return True
            self.furthest = max(self.furthest, state[0])
            for step in self._steps(state):
                if step not in seen:
                    seen.add(step)
                    waiting.append(step)
        return False

    def _orders_at(self, at: int, fact: int) -> list[int]:
        """The orders of a fact that begin as the text does here: the first word that counts is the same."""
        first = next((word for word in self._text[at:] if word not in FREE), "")
        ahead = set(self._text[at : at + 6])
        found = []
        for number, words in enumerate(self._orders[fact]):
            opening = next((word for word in words if word not in FREE), "")
            if (
                not number
                or opening == first
                or says_the_same(opening, first)
                or words[0] in ahead
                or first in PRONOUNS
            ):
                found.append(number)
        return found

    def _is_end(self, state: State) -> bool:
        at, fact, order, place = state
        return at == len(self._text) and fact == len(self._facts) - 1 and place == len(self._orders[fact][order])

    def _steps(self, state: State) -> Iterator[State]:
        at, fact, order, place = state
        said = self._orders[fact][order]
        here = Position(self._text, at, said, place, self._facts[fact])
        if place == len(said):
            yield from self._next_fact(here, fact)
        yield from ((until, fact, order, end) for until, end in _moves(here))

    def _next_fact(self, here: Position, fact: int) -> Iterator[State]:
        """The next sentence of the guidance begins: with a sentence of the text, or joined by "and"."""
        if fact + 1 >= len(self._facts) or not here.word:
            return
        for until, skip in join_sentences(here, self._facts[fact + 1]):
            for order in self._orders_at(until, fact + 1):
                yield until, fact + 1, order, skip


def _moves(here: Position) -> Iterator[Move]:
    if here.word in FREE and here.word != ".":
        yield here.at + 1, here.place
    if here.other in FREE:
        yield here.at, here.place + 1
    if here.word and here.other:
        yield from take(here)
    if here.word:
        yield from put_in(here)
    if here.other:
        yield from leave_out(here)
    if here.word == "." and here.following:
        yield from split_sentence(here)
