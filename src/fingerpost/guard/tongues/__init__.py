"""Telling the language of a question: by its script, by its small words, and where those do not say by a model."""
