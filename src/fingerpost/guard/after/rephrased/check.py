"""The check for rephrased text: every word of it is accounted for in the quoted lines, or it is taken out."""

from collections.abc import Sequence
from itertools import pairwise

from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.contract.run import Verdict
from fingerpost.guard.after.finding import Finding, stop
from fingerpost.guard.after.rephrased.alignment import Alignment
from fingerpost.guard.after.rephrased.facts import Fact, read_facts
from fingerpost.guard.after.rephrased.lists import ListIsCut
from fingerpost.guard.after.rephrased.reasons import explain
from fingerpost.guard.after.rephrased.shape import check_shape
from fingerpost.guard.after.rephrased.tables import reads_row
from fingerpost.guard.after.rephrased.tokens import read_words, without_stop
from fingerpost.guard.after.rephrased.turns import turns_of
from fingerpost.guard.words import words as words_in

NAME = "rephrased"
_DETERMINERS = words_in("the a an your")
_NO_NOUN = words_in(
    "of to is are be been will which who for in on at with if must can may not towards from by and or . ,"
)


def check_rephrased(text: str, quotes: Sequence[Claim], passages: Sequence[Passage]) -> Finding:
    """`quotes` are the quotes that the claim rests on, as they stand on their pages, each with its passage in
    `passages`. Anything but a pass takes the claim out."""
    if not quotes:
        return stop(NAME, "The claim quotes nothing.")
    if fold_whitespace(text) == fold_whitespace(" ".join(quote.quote for quote in quotes)):
        return Finding(check=NAME)
    if any(passage.language != "en" for passage in passages):
        reason = "Nothing here can tell whether a text in this language still means the same."
        return Finding(check=NAME, verdict=Verdict.UNSURE, reason=reason)
    quoted = " ".join(fold_whitespace(quote.quote) for quote in quotes)
    return check_shape(NAME, text, quoted) or _check_words(text, quotes, passages)


def _reads(words: tuple[str, ...], facts: Sequence[Fact]) -> bool:
    if _is_garbled(words, facts):
        return False
    return any(Alignment(turned, facts).reads() for turned in turns_of(words))


def _is_garbled(words: tuple[str, ...], facts: Sequence[Fact]) -> bool:
    """Does "the" or "a" stand before a word that it can't stand before, and not so in the guidance?"""
    found = {pair for pair in pairwise(words) if pair[0] in _DETERMINERS and pair[1] in _NO_NOUN}
    return bool(found - {pair for fact in facts for pair in pairwise(fact.words)})


def _check_words(text: str, quotes: Sequence[Claim], passages: Sequence[Passage]) -> Finding:
    try:
        facts, rows = read_facts(quotes, passages)
    except ListIsCut:
        return stop(NAME, "The claim rests on some conditions of a list and leaves out others.")
    words = without_stop(read_words(text))
    if rows:
        is_read = len(rows) == 1 and not facts and reads_row(words, rows[0])
        reason = "The claim cannot be read off one row of the table that it quotes."
        return Finding(check=NAME) if is_read else stop(NAME, reason)
    return Finding(check=NAME) if facts and _reads(words, facts) else explain(NAME, words, facts)
