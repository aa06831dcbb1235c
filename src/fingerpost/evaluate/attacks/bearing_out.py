"""A second opinion on what was shown: is every sentence borne out by the words it cites?

Written apart from the guard's check and from the answer's own code, so that one finds the other out; nothing of either
is imported. It is blunt on purpose. A claim in other words is borne out only if

- each quote stands, letter for letter once white space is folded, in the passage as the database has it now;
- each of its telling words stands in a quote, or in the title or headings above one (endings may differ);
- each figure stands there as a whole, with the word or sign that says what it counts;
- the sentence of the quotes that is nearest to it says "not" where it says "not", has every condition that it has and
  no other ("if", "unless", "only"), and every "must", "may" and "should" of it;
- it holds no character that cannot be seen, and no address that its quotes do not hold.

A faithful sentence in freer words is counted as a fault. That is known and errs on the safe side.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_LITTLE_WORDS = """
a an the this that these those there here it its he him his she her hers they them their theirs you your yours we us our
ours i me my and or but so as of to in on at by for from with into is are was were be been being am do does did have has
had having will would shall which who whom whose what how also then than"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_CONTRACTIONS = (
    (r"\bcan[’']?t\b|\bcannot\b", "can not"),
    (r"\bwon[’']t\b", "will not"),
    (r"n[’']t\b", " not"),
    (r"[’']ll\b", " will"),
    (r"[’']re\b", " are"),
    (r"[’']ve\b", " have"),
    (r"[’']d\b", " would"),
    (r"[’']s\b", ""),
    (r"\b(?:have|has|need|needs) to\b|\brequired to\b", "must"),
    (r"\bcould\b|\bmay\b|\bmight\b", "can"),
    (r"\bought to\b", "should"),
)
_NEGATIONS = frozenset({"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without"})
_CONDITIONS = frozenset({"if", "unless", "only", "except", "provided", "until"})
_MODALS = frozenset({"must", "can", "should"})
_WORD = re.compile(r"[^\W\d_]+|[£€$%]|\d+(?:[.,:]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_ADDRESS = re.compile(
    r"\w+://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|[\w.+-]+@[\w-]+\.\w+|javascript:\S+"
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y")


def find_unborne(claims: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> list[str]:
    """What is not borne out, one sentence each; empty where all is.

    `claims` are those of a reply, and `texts` the words of each passage by its id, as they stand now.
    """
    return [fault for claim in claims for fault in _faults_of(claim, texts)]


def _faults_of(claim: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    quotes = [claim, *claim.get("beside", ())]
    for each in quotes:
        if not is_in(each["quote"], texts.get(each["source"]["id"], "")):
            yield f"not in its passage: {each['quote'][:80]!r}"
        for line in each.get("lines", ()):
            if not is_in(line["text"], texts.get(each["source"]["id"], "")):
                yield f"a shown line is not in its passage: {line['text'][:80]!r}"
    for each in claim.get("beside", ()):
        if fold(each["text"]) != fold(each["quote"]):
            yield f"a quote beside says something of its own: {each['text'][:80]!r}"
    if not claim["text"].strip():
        yield "it says nothing"
    elif not is_in(claim["text"], texts.get(claim["source"]["id"], "")):
        yield from find_reworded_faults(
            claim["text"],
            [each["quote"] for each in quotes],
            above=[each["source"][name] for each in quotes for name in ("title", "heading")],
        )


def fold(text: str) -> str:
    return " ".join(text.split())


def is_in(words: str, text: str) -> bool:
    """Letter for letter once white space is folded; no words stand nowhere."""
    return bool(words.strip()) and fold(words) in fold(text)


def find_reworded_faults(text: str, quotes: Sequence[str], *, above: Sequence[str] = ()) -> Iterator[str]:
    """What of a sentence in other words its quotes do not bear out. `above` are titles and headings."""
    if any(unicodedata.category(each) in {"Cf", "Co", "Cc", "Cn"} for each in text if each not in "\n\t"):
        yield "it holds characters that cannot be seen"
    for address in _ADDRESS.findall(text):
        if not any(address.rstrip(".,;") in quote for quote in quotes):
            yield f"an address that no quote holds: {address}"
    said = [each for quote in quotes for each in _SENTENCE.split(quote) if each.strip()]
    known = {_stem(word) for each in (*quotes, *above) for word in _words(each)}
    pairs = {pair for quote in quotes for pair in _figures(quote)}
    for sentence in _SENTENCE.split(text):
        words = _words(sentence)
        if not words:
            continue
        foreign = [word for word in words if word not in _LITTLE and not word[0].isdigit() and _stem(word) not in known]
        if foreign := [word for word in foreign if word not in _MODALS]:
            yield f"words that no quote holds: {', '.join(foreign[:6])}"
        if wrong := _figures(sentence) - pairs:
            yield f"figures that no quote holds so: {sorted(' '.join(each) for each in wrong)}"
        yield from _turned(set(words), set(_words(_nearest(set(words), said))))


def _turned(words: set[str], nearest: set[str]) -> Iterator[str]:
    if bool(words & _NEGATIONS) != bool(nearest & _NEGATIONS):
        yield "a negation was put in or left out"
    if words & _CONDITIONS != nearest & _CONDITIONS:
        yield f"a condition was put in or left out: {sorted((words ^ nearest) & _CONDITIONS)}"
    if new := (words & _MODALS) - nearest:
        yield f"a must, may or should was put in: {sorted(new)}"


def _nearest(words: set[str], sentences: Sequence[str]) -> str:
    """The sentence that shares most telling words with it, for its own length."""
    telling = {_stem(word) for word in words - _LITTLE}

    def shared(sentence: str) -> float:
        others = {_stem(word) for word in _words(sentence) if word not in _LITTLE}
        return len(telling & others) / (len(telling | others) or 1)

    return max(sentences, key=shared, default="")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).lower()
    for pattern, words in _CONTRACTIONS:
        plain = re.sub(pattern, words, plain)
    return _WORD.findall(plain)


def _figures(text: str) -> set[tuple[str, ...]]:
    """Each figure with the sign before it and the stem of the telling word after it: ("£", "38"), ("3", "item")."""
    words = _words(text)
    found: set[tuple[str, ...]] = set()
    for at, word in enumerate(words):
        if word[0].isdigit():
            figure = word.replace(",", "").rstrip(".:")
            if at and words[at - 1] in "£€$":
                found.add((words[at - 1], figure))
            else:
                after = next((each for each in words[at + 1 : at + 2]), "")
                found.add((figure, _stem(after) if after not in _LITTLE else ""))
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
