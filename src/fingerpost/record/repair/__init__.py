"""Answers whose sources have changed since: which run quoted what, what was found, and who asked to be told."""
