"""The index by words: stems as HMACs under a key of this installation, so that cases can be searched but not read."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

from fingerpost.casework.models import Case, CaseWord
from fingerpost.guard.words import words
from fingerpost.record.keys import KeyStore

MOST_WORDS = 400  # of one case
SHORTEST = 2
_WORD = re.compile(r"[^\W_]+(?:@[\w.-]+)?")
_STOPS = words(
    """
    a an and are as at be been but by can did do for from had has have he her his i if in is it its me my no not of on
    or our she so that the their them there they this to up us was we were what when which who will with you your
    y yr yn ar ac mae
    """
)
_ENDINGS = ("ing", "ed", "ly")


def index_words(case: Case, texts: Iterable[str], *, keys: KeyStore) -> None:
    """Add the words of these texts to those by which the case is found, within the transaction that keeps them."""
    CaseWord.objects.bulk_create(word_rows(case, texts, keys=keys))


def word_rows(case: Case, texts: Iterable[str], *, keys: KeyStore) -> list[CaseWord]:
    """The rows that `index_words` writes."""
    found = marks_of(" \n ".join(texts), body=case.body, keys=keys)
    return [CaseWord(body=case.body, case=case, word=mark) for mark in found[:MOST_WORDS]]


def marks_of(text: str, *, body: str, keys: KeyStore) -> list[int]:
    """The marks of a text's words, each once, in their order."""
    key = hmac.digest(keys.master, f"casework/words/{body}".encode(), hashlib.sha256)
    return [_mark(each, key) for each in stems_of(text)]


def stems_of(text: str) -> list[str]:
    """The stems of a text's words, each once, in their order. Words that stand in every text are left out."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    found = (each for each in _WORD.findall(plain) if len(each) >= SHORTEST and each not in _STOPS)
    return list(dict.fromkeys(_stem(each) for each in found))


def _stem(word: str) -> str:
    """The word without its usual endings: light, so that a search for "holes" finds "hole"."""
    if any(char.isdigit() for char in word) or "@" in word:
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word.removesuffix("s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "ls" else word
            break
    return word.removesuffix("e") if len(word) > 3 else word


def _mark(stem: str, key: bytes) -> int:
    return int.from_bytes(hmac.digest(key, stem.encode(), hashlib.sha256)[:8], "big") >> 1
