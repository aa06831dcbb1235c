"""Answers about a household: read, written, packed into a link, and held against one another."""
