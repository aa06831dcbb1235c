"""Where sentences begin and end: the text may join two of the guidance's, or split one."""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.clauses import DETERMINERS, has_subject, is_topic, match, says_what_it_is
from fingerpost.guard.after.rephrased.facts import Fact
from fingerpost.guard.after.rephrased.position import Move, Position
from fingerpost.guard.after.rephrased.vocabulary import MODALS, NEGATIONS, QUANTITIES, SUBORDINATE, bare

_SUBJECTS = frozenset({"it", "they", "this", "these", "you"})


def join_sentences(here: Position, second: Fact) -> Iterator[Move]:
    """Where the text goes on with the next sentence of the guidance, and how many of that sentence's words are
    skipped."""
    at, word, following = here.at, here.word, here.following
    if word == "." or (word in (";", ",", "and") and _may_join(here.about, second)):
        yield at + 1, 0
    if (word, following) == (",", "and") and _may_follow(here, second):
        yield at + 2, 0
    if word in (",", "and", ";") and following in ("and", "which", "but") and _may_join(here.about, second):
        skips = following == "which" and second.words[:1] and second.words[0] in _SUBJECTS
        yield at + 2, 1 if skips else 0


def _may_follow(here: Position, second: Fact) -> bool:
    """Behind "A if C" a comma, "and" and a new subject end what C covers; behind "if C, A" they don't."""
    return (
        not set(here.said[:1]) & SUBORDINATE
        and not SUBORDINATE & set(second.words)
        and has_subject(second.words, second)
    )


def _may_join(first: Fact, second: Fact) -> bool:
    """Not where a condition, a duty or a denial of the first would seem to cover the second as well."""
    owns_subject = has_subject(second.words, second) or bool(SUBORDINATE & set(second.words[:1]))
    if not owns_subject and (MODALS | NEGATIONS) & set(first.words):
        return False
    return bool(SUBORDINATE & set(first.words)) == bool(SUBORDINATE & set(second.words))


def split_sentence(here: Position) -> Iterator[Move]:
    """The text ends a sentence where the guidance goes on with "and", "but", "which", "because" or a semicolon."""
    said, place = here.said, here.place
    start = place
    marked = place < len(said) and said[place] in (",", ";", ":")
    if marked:
        start += 1
    elif place and said[place - 1] in (",", ";", ":"):
        marked = True
    connector = said[start] if start < len(said) else ""
    if connector in ("which", "who") and here.following in _SUBJECTS - {"you"} and marked:
        yield here.at + 2, start + 1
    if said[:1] and said[0] in SUBORDINATE:
        return
    yield from _split_at_and(here, start, marked=marked)
    yield from _split_elsewhere(here, start, marked=marked)


def _split_at_and(here: Position, start: int, *, marked: bool) -> Iterator[Move]:
    at, said = here.at, here.said
    connector = said[start] if start < len(said) else ""
    owns_subject = has_subject(said[start + 1 :], here.about)
    unbound = owns_subject or not (MODALS | NEGATIONS | QUANTITIES) & set(said[: here.place])
    if connector in ("and", "but", "or", "so") and here.following == connector and marked and unbound:
        yield at + 2, start + 1
    if connector in ("and", "but") and ((marked and owns_subject) or not set(said) & SUBORDINATE):
        if unbound:
            yield at + 1, start + 1
        yield from repeat_subject(here, at + 1, start + 1)


def _split_elsewhere(here: Position, start: int, *, marked: bool) -> Iterator[Move]:
    text, at, said, place, _ = here
    connector = said[start] if start < len(said) else ""
    following = here.following
    if marked and connector not in ("and", "or", "but", "which", "because", "so") and said[start - 1] in (";", ":"):
        yield at + 1, start
    if connector in ("so", "then") and marked:
        yield at + 1, start + 1
    if connector == "that" and following in ("it", "they") and says_what_it_is(said[:place]):
        yield at + 2, start + 1
    if connector == "because" and text[at + 1 : at + 4] == ("this", "is", "because"):
        yield at + 4, start + 1


def repeat_subject(here: Position, at: int, place: int) -> Iterator[Move]:
    """Behind "and" the guidance leaves the subject unsaid; the text says it again, with all that binds it."""
    text, said = here.text, here.said
    binding = [n for n in range(place - 1) if said[n] in MODALS | NEGATIONS | QUANTITIES]
    if said[place : place + 1] and said[place] in MODALS and binding and said[binding[0]] in MODALS:
        yield from _repeat_name(here, at, place, most=binding[0])
        return
    least = binding[0] + 1 if binding else 1
    while binding and least in binding:
        least += 1
    for size in range(least, min(10, place)):
        end = match(text, at, tuple(bare(said[:size])))
        if end is not None:
            yield end, place
    if text[at] in _SUBJECTS - {"you"} and said[0] not in ("you", "they", "i") and _stands_alone(here, place, text[at]):
        bound = match(text, at + 1, [said[n] for n in binding]) if binding else at + 1
        if bound is not None:
            yield bound, place


def _repeat_name(here: Position, at: int, place: int, *, most: int) -> Iterator[Move]:
    """The same where what follows has a "can" or "must" of its own: then only the subject is said again."""
    text, said = here.text, here.said
    end = match(text, at, tuple(bare(said[:most])))
    if end is not None:
        yield end, place
    if text[at] == "it" and said[0] not in ("you", "they", "i") and _stands_alone(here, place, "it"):
        yield at + 1, place


def _stands_alone(here: Position, place: int, pronoun: str) -> bool:
    """Where two things are named, "it" could be either, unless the first is what the page is about."""
    if not DETERMINERS & set(here.said[2:place]):
        return True
    return pronoun == "it" and is_topic(here.said[:place], here.about)
