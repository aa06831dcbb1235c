"""Words: two questions at once do not spoil each other's."""

import sys
from concurrent.futures import ThreadPoolExecutor

from fingerpost.capabilities.answer.words import stem

WORDS = [f"{word}{ending}" for word in ("relation", "hopeful", "claim", "benefit") for ending in ("s", "ness", "ally")]


def test_a_word_has_the_same_stem_however_many_ask_at_once():
    alone = [stem.__wrapped__(word) for word in WORDS]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(stem.__wrapped__, WORDS * 200))
    finally:
        sys.setswitchinterval(usual)
    assert found == alone * 200
