"""Text as the words that count: what only differs in spelling, number or auxiliary becomes the same.

A list of words and marks in small letters. "Doesn't" becomes "not", "has to" becomes "must", "benefits" becomes
"benefit", "up to" becomes one word: so that what bounds, denies or demands can never be taken apart.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from fingerpost.guard.folding import fold_characters
from fingerpost.guard.words import words

MARKS = frozenset(".,;:()")
_TOKEN = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s<>()]*[^\s<>().,;:!?]|www\.[^\s<>()]*[^\s<>().,;:!?]"
    r"|\d{4}-\d\d-\d\d|[£€$]?\d[\d,]*(?:[.:]\d+)*(?:%|\w+)?|[^\W\d_]+\d\w*|[^\W\d_]+(?:'[^\W\d_]+)?|\S"
)
_NAMES = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: str(value) for value, name in enumerate(_NAMES, start=2)}
_CONTRACTED = {"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us"}
_ENDINGS = {"'ll": "will", "'re": "are", "'ve": "have", "'d": "would", "'m": "am"}
_IS = words("it's there's that's what's here's who's he's she's")
_BE = words("is are am be been being")
_PAST_OF = {
    "paid": "pay", "got": "get", "gave": "give", "given": "give", "made": "make", "said": "say", "told": "tell",
    "took": "take", "taken": "take", "lost": "lose", "bought": "buy", "sold": "sell", "sent": "send",
    "kept": "keep", "held": "hold", "began": "begin", "begun": "begin", "went": "go", "gone": "go", "came": "come",
    "wrote": "write", "written": "write", "found": "find", "chose": "choose", "chosen": "choose", "left": "left",
    "met": "meet", "built": "build", "spent": "spend", "sacked": "sack", "born": "born", "known": "know",
    "seen": "see", "done": "do", "used": "use", "owed": "owe", "died": "die", "had": "have", "put": "put",
    "set": "set", "let": "let", "cut": "cut", "become": "become", "brought": "bring",
}  # fmt: skip
_NO_PAST = words("need feed seed speed bed red hundred indeed exceed proceed shed wed weed agreed deed greed")
_NO_PLURAL = words(
    "is was has his its this us as plus less unless always perhaps besides thus across whereas news mathematics "
    "christmas yes gas bus versus series species status previous various towards afterwards yours ours"
)
_NO_ING = words(
    "during thing nothing something anything everything evening morning wedding king ring bring spring string sing "
    "wing sling sibling ceiling according shilling"
)
_KEEPS_E = words("because before since where there these those while outside inside above alone nobody someone anyone")
_WRITTEN: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(phrase.split()): tuple(meaning.split())
    for phrase, meaning in {
        "have to": "must", "need to": "must", "at least": "at_least", "at most": "at_most", "up to": "up_to",
        "no more than": "no_more_than", "no less than": "no_less_than", "more than": "more_than",
        "less than": "less_than", "fewer than": "less_than", "or more": "or_more", "or over": "or_over",
        "or older": "or_over", "or less": "or_less", "or under": "or_under", "or younger": "or_under",
        "even if": "even_if", "only if": "only if", "so that": "so_that", "as soon as": "as_soon_as",
        "as long as": "as_long_as", "instead of": "instead_of", "at once": "at_once", "as well as": "as_well_as",
        "as well": "also", "rather than": "rather_than", "apart from": "apart_from", "because of": "because_of",
        "such as": "such_as", "no longer": "no_longer",
        "per cent": "%", "in order to": "to", "in place of": "instead_of", "no one": "nobody", "not any": "no",
        "each other": "each_other", "as if": "as_if", "at any time": "at_any_time", "other than": "other_than",
        "not just": "not_just", "not only": "not_only", "not yet": "not_yet", "how many": "how_many",
        "how much": "how_much", "even though": "even_though", "how long": "how_long", "tell us once": "tell_us_once",
    }.items()
}  # fmt: skip
_LONGEST = max(map(len, _WRITTEN))


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[str, ...]:
    """The words and marks of a text, in order, each in one way of writing."""
    return tuple(_tell_voices(_join_phrases(_name_month(list(_spell(text))))))


def _spell(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(fold_characters(text)):
        yield from filter(None, _spell_one(match[0]))  # "n't" by itself leaves no word before its "not"


def _spell_one(written: str) -> Iterator[str]:
    word = written.lower()
    if word in ("-", "'", '"'):
        return
    elif word.startswith("'") or word.endswith("'"):
        yield from _spell_one(word.strip("'"))
    elif word in _CONTRACTED:
        yield from _CONTRACTED[word].split()
    elif word in _IS:
        yield from (word.partition("'")[0], "is")
    elif word.endswith("n't"):
        yield from (_base(word[:-3]), "not")
    elif "'" in word:
        stem, quote, ending = word.partition("'")
        yield _base(stem)
        if quote + ending in _ENDINGS:
            yield _ENDINGS[quote + ending]
    elif word in "!?":
        yield "."
    elif word[0].isdigit() or word[0] in "£€$":
        yield word.rstrip(".:,")
        if word[-1] in ".:,":
            yield word[-1]
    else:
        yield _NUMBERS.get(word, _base(word)) if word[0].isalpha() else word


def _base(word: str) -> str:
    """Singular and plural, "pay", "pays" and "paying" are one; what is past stays apart, for it may be passive."""
    if word in _PAST_OF or (word.endswith("ed") and len(word) > 4 and word not in _NO_PAST):
        return word
    if word in ("has", "having"):
        return "have"
    if word in ("does", "did", "doing"):
        return "do"
    if word == "using":
        return "use"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word not in _NO_PLURAL:
        word = _without_s(word)
    if word.endswith("ing") and len(word) > 5 and word not in _NO_ING:
        word = word[:-3]
        if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "lsz":
            word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 and word not in _KEEPS_E else word


def _without_s(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


# The same with each word as `_base` leaves it: "for example" has lost its last letter by then.
_PHRASES = {tuple(map(_base, phrase)): meaning for phrase, meaning in _WRITTEN.items()}


def _name_month(spelt: Sequence[str]) -> list[str]:
    """ "1 May" and "May 2026" name a month, and grant nothing."""
    pairs = zip(("", *spelt), spelt, (*spelt[1:], ""), strict=False)
    return [
        "may_month" if word == "may" and (before.isdigit() or (after.isdigit() and len(after) == 4)) else word
        for before, word, after in pairs
    ]


def _join_phrases(spelt: Sequence[str]) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(spelt):
        for size in range(min(_LONGEST, len(spelt) - at), 1, -1):
            phrase = _PHRASES.get(tuple(spelt[at : at + size]))
            if phrase is not None:
                joined += phrase
                at += size
                break
        else:
            joined.append(spelt[at])
            at += 1
    return joined


_AFTER_TOO = words("if when once unless before after because")
_SUBJECTS = words("you they it we who i he she")
_BETWEEN = words("not also usually normally only still never always no_longer often then automatically")


def _tell_voices(joined: Sequence[str]) -> Iterator[str]:
    """ "You have paid" and "you are paid" are opposites: what is done to somebody begins with "be:", what somebody
    has done with "has:". "Do" before "not" and the "have" of "have paid" say nothing more and go."""
    for at, word in enumerate(joined):
        following = joined[at + 1] if at + 1 < len(joined) else ""
        if word == "do" and following == "not":
            continue
        if word == "have" and is_past(_next_of(joined, at)):
            continue
        if word in ("too", "either") and (following in MARKS or not following or following in _AFTER_TOO):
            yield "also"
        elif is_past(word):
            yield _voice_before(joined, at) + word
        else:
            yield word


def is_past(word: str) -> bool:
    return word in _PAST_OF or (word.endswith("ed") and len(word) > 4 and word not in _NO_PAST)


def _next_of(joined: Sequence[str], at: int) -> str:
    return next((word for word in joined[at + 1 : at + 4] if word not in _BETWEEN), "")


def _voice_before(joined: Sequence[str], at: int) -> str:
    for word in reversed(joined[max(0, at - 3) : at]):
        if word in _BETWEEN:
            continue
        if word in _BE or word in ("was", "were", "get"):
            return "be:"
        return "has:" if word == "have" or word in _SUBJECTS else ""
    return ""


def without_stop(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the full stop that ends them."""
    while said and said[-1] in MARKS - {")"}:
        said = said[:-1]
    return said


def active_of(word: str) -> str:
    """ "be:protected" as "protect"; "" where a word is no passive."""
    voice, _, past = word.partition(":")
    if voice != "be" or not past:
        return ""
    if past in _PAST_OF:
        return _base(_PAST_OF[past])
    stem = past[:-3] + "y" if past.endswith("ied") else past[:-2]
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
