"""Facts out of a resident's own words, by rules alone: `hear` in hearing.py. What is unsure is not taken."""

from fingerpost.rules.hearing.changing import Change, apply_changes, changes_to, read_changes, write_changes
from fingerpost.rules.hearing.heard import Heard, Told
from fingerpost.rules.hearing.hearing import hear
from fingerpost.rules.hearing.topics import topics_in

__all__ = [
    "Change",
    "Heard",
    "Told",
    "apply_changes",
    "changes_to",
    "hear",
    "read_changes",
    "topics_in",
    "write_changes",
]
