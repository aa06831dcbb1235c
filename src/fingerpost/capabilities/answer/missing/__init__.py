"""What the question asked that no shown passage mentions. `details` names it; each other file finds one kind."""

from fingerpost.capabilities.answer.missing.details import asks_beyond, find_missing, share_of_words_found

__all__ = ["asks_beyond", "find_missing", "share_of_words_found"]
