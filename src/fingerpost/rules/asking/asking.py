"""Which question to ask next: over all open schemes at once, the one whose answer is expected to settle most for the
trouble of giving it. Never one that is answered, even by "I don't know", or whose answer can change no result, as far
as what is possible can be told from each rule by itself (see `missing`).

A question's share of what is open: each scheme counts one, spread over all that it still needs. Of the few questions
with the greatest shares we look one answer ahead: the common answers are supposed in turn, and what each would settle
is weighed with how common it is. That is the expected gain of one question, found as in adaptive questionnaires; it is
divided by the cost of the question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.rules.asking.ahead import common_answers, suppose
from fingerpost.rules.book import ADULT, CHILD, RuleBook, Scheme
from fingerpost.rules.counting.machine import IN_COUPLE, NUMBER_OF_CHILDREN, Working, exact_machine
from fingerpost.rules.counting.running import NATION_BITS
from fingerpost.rules.evaluating import ANY_NATION
from fingerpost.rules.explaining.missing import NATION, Missing, Paths
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.households.household import Household, HouseholdAnswers, split_path

LOOKED_AHEAD = 5  # questions: the others have too small a share of what is open to win
SETTLED = 2.0  # what a settled scheme is worth beside one share of an open one
NEARLY = 0.4  # of the best gain: among questions as good as that, the one that comes first in a conversation
_WEIGHTS = {"tax": 0.5, "pay": 0.7, "guidance": 0.1}  # beside benefits and help, which people come for
_NATION_COST = 1
_FIRST = {NATION: 0, IN_COUPLE: 2, NUMBER_OF_CHILDREN: 4}  # before the questions on those of whom they tell


def next_question(
    book: RuleBook,
    household: Household,
    *,
    on: date,
    nation: Nation | str | None,
    schemes: Iterable[str] | None = None,
) -> str | None:
    """The path of the best question to ask ("rent", "you.earnings", "children.0.date_of_birth", or "nation" where the
    nation is not known), over the public schemes or those named. None when nothing that can be asked is open."""
    answers = HouseholdAnswers(household, on=on)
    bits = NATION_BITS[nation] if nation else ANY_NATION
    working = Working(exact_machine(book), answers, on=on, nation=bits)
    wanted = [book.schemes[name] for name in (book.public if schemes is None else schemes)]
    return _Choice(working=working, household=household, schemes=wanted).best()


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """The choice of one question."""

    working: Working
    household: Household
    schemes: Sequence[Scheme]

    def best(self) -> str | None:
        missing = Missing(self.working)
        open_ = {scheme.id: found for scheme in self.schemes if (found := self._askable(scheme, missing))}
        shares = self._shares(open_)
        if len(shares) < 2:
            return next(iter(shares), None)
        front = sorted(shares, key=lambda path: (-shares[path] / self._cost(path), self._place(path)))[:LOOKED_AHEAD]
        gains = {path: self._gain(path, shares[path], open_) for path in front}
        best = max(gains.values())
        return min((path for path in front if gains[path] >= NEARLY * best), key=self._place)

    def _askable(self, scheme: Scheme, missing: Missing) -> Paths:
        """What a scheme still needs and has not been asked."""
        try:
            found = missing.of(*_names(scheme))
        except OutsideDates:
            return {}
        return {path: None for path in found if not self.household.is_answered(path)}

    def _shares(self, open_: Mapping[str, Paths]) -> dict[str, float]:
        shares: dict[str, float] = {}
        for scheme in self.schemes:
            for path in open_.get(scheme.id, ()):
                shares[path] = shares.get(path, 0.0) + _weight(scheme) / len(open_[scheme.id])
        return shares

    def _gain(self, path: str, share: float, open_: Mapping[str, Paths]) -> float:
        """What an answer is expected to settle, for the trouble of giving it."""
        return (share + SETTLED * self._settled(path, open_)) / self._cost(path)

    def _settled(self, path: str, open_: Mapping[str, Paths]) -> float:
        """How many schemes an answer settles, on average over the common answers."""
        if path == NATION:
            return float(len(open_))
        concerned = [scheme for scheme in self.schemes if path in open_.get(scheme.id, ())]
        total = 0.0
        for value, share in common_answers(self.working.book.facts[split_path(path)[0]]):
            supposed = suppose(self.working, path, value)
            total += share * sum(_weight(scheme) for scheme in concerned if _is_settled(scheme, supposed))
        return total

    def _cost(self, path: str) -> int:
        return _NATION_COST if path == NATION else self.working.book.facts[split_path(path)[0]].cost

    def _place(self, path: str) -> tuple[Any, ...]:
        """Where a question stands in a conversation: you, your partner, the children, then the home and its money."""
        key, slot = split_path(path)
        if key in _FIRST:
            return _FIRST[key], 0, 0
        fact = self.working.book.facts[key]
        return {ADULT: 2 * (slot or 0) + 1, CHILD: 5}.get(fact.of, 6), slot or 0, fact.position


def _is_settled(scheme: Scheme, working: Working) -> bool:
    """Is nothing open? A scheme that would then need a figure of another day is not settled by any answer."""
    try:
        return all(low == high for low, high in (working.rule(name, None) for name in _names(scheme)))
    except OutsideDates:
        return False


def _names(scheme: Scheme) -> list[str]:
    return [name for name in (scheme.entitled, scheme.amount) if name]


def _weight(scheme: Scheme) -> float:
    return _WEIGHTS.get(scheme.kind, 1.0)
