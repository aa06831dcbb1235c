"""Is this Welsh? Asked by the checks that answer in fixed words before the language check has run."""

from fingerpost.guard.tongues.small_words import count_small_words, tokens_of


def looks_welsh(text: str) -> bool:
    """Do Welsh small words outnumber English ones, and make up a good part of it?"""
    tokens = tokens_of(text)
    counts = count_small_words(tokens)
    return counts["cy"] > counts["en"] and (counts["cy"] >= 2 or counts["cy"] * 3 >= len(tokens) or not counts["en"])
