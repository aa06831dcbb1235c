"""Sentences turned round: "is protected by the Act" and "the Act protects", "if a tenant lives there, they pay" and
"a tenant who lives there pays", "gives advice" and "you can get advice from".

Each turn of a sentence says the same as the sentence. Both the text and the guidance are turned, so that they may meet.
"""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.tokens import active_of
from fingerpost.guard.after.rephrased.vocabulary import MODALS, NEGATIONS, PREPOSITIONS, SUBORDINATE

Words = tuple[str, ...]
_BE = frozenset({"is", "are", "be", "been", "being"})
_AUXILIARY = _BE | MODALS | NEGATIONS | {"will", "also", "still", "usually"}
_STOPS = (PREPOSITIONS - {"as"}) | SUBORDINATE | {",", ";", ".", ":", "and", "but", "which", "who", "that"}


def turns_of(said: Words) -> tuple[Words, ...]:
    """The words themselves first, then what they say turned round."""
    return tuple(dict.fromkeys((said, *_made_active(said), *_made_plain(said), *_given(said))))


def _made_active(said: Words) -> Iterator[Words]:
    """ "A is done by B" as "B does A"."""
    for at, word in enumerate(said):
        active = active_of(word)
        if not active or "by" not in said[at + 1 :]:
            continue
        by = said.index("by", at + 1)
        start = next((n + 1 for n in range(at - 1, -1, -1) if said[n] in (",", ";", ".", ":")), 0)
        first = next((n for n in range(start, at) if said[n] in _AUXILIARY), at)
        end = next((n for n in range(by + 1, len(said)) if said[n] in _STOPS - {"and", ","}), len(said))
        helped = tuple(each for each in said[first:at] if each not in _BE)
        if first > start and not set(said[start:first]) & SUBORDINATE and set(said[first:at]) <= _AUXILIARY:
            doer, done_to = said[by + 1 : end], said[start:first]
            yield (*said[:start], *doer, *helped, active, *done_to, *said[at + 1 : by], *said[end:])


def _made_plain(said: Words) -> Iterator[Words]:
    """ "If a tenant lives there, they pay" as "a tenant who lives there pays"."""
    if said[:1] != ("if",) or "," not in said:
        return
    for at, word in enumerate(said[:-1]):
        if word != "," or said[at + 1] not in ("they", "it", "you"):
            continue
        who = said[4:at] if said[:4] in (("if", "you", "are", "a"), ("if", "you", "are", "an")) else said[1:at]
        if who and (said[at + 1] == "you") == (len(who) < at - 1) and who[0] not in ("you", "it", "they"):
            yield (*who, "that-plain", *said[at + 2 :])
        return


def _given(said: Words) -> Iterator[Words]:
    """ "You can get advice from Acas" as "Acas gives advice"; "call Acas on 0300" as "Acas is on 0300"."""
    if said[:3] == ("you", "can", "get") and "from" in said[4:]:
        at = said.index("from", 4)
        end = next((n for n in range(at + 1, len(said)) if said[n] in _STOPS), len(said))
        yield (*said[at + 1 : end], "give", *said[3:at], *said[end:])
