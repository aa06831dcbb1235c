"""Who may see a passage, apart from its words: few profiles cover many passages, so each is judged once a question.

The rule stands here once; every index turns it into a filter inside its own query. An access level that is missing
permits nobody.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from fingerpost.contract.context import Access, Context
from fingerpost.contract.passages import Passage

ALWAYS_READABLE = "en"
"""Guidance in this language is found by every reader, as most of it exists in no other."""

NO_START = 0
NO_END = date.max.toordinal()


@dataclass(frozen=True)
class Profile:
    """What decides who finds a passage. Two passages with equal profiles are open to the same readers."""

    body: str
    collection: str
    access: str
    language: str
    audience: tuple[str, ...]
    nations: tuple[str, ...]

    def permits(self, context: Context) -> bool:
        """Is a passage with this profile open to the person of this context? Dates are judged apart."""
        return (
            self.body == context.body
            and self.access in {str(access) for access in context.access}
            and context.audience in self.audience
            and (not context.collections or self.collection in context.collections)
            and (context.nation is None or str(context.nation) in self.nations)
            and self.language in {context.language, ALWAYS_READABLE}
        )

    @cached_property
    def key(self) -> str:
        """A short name that is the same in every process and every index."""
        return hashlib.sha256(json.dumps(self.packed()).encode()).hexdigest()[:24]

    def packed(self) -> list[Any]:
        """The fields as plain JSON values; `unpack_profile` gives the same profile back."""
        return [self.body, self.collection, self.access, self.language, list(self.audience), list(self.nations)]


def unpack_profile(packed: list[Any]) -> Profile:
    """The profile that was packed."""
    body, collection, access, language, audience, nations = packed
    return Profile(body, collection, access, language, tuple(audience), tuple(nations))


def profile_of(passage: Passage) -> Profile:
    """The profile of one passage."""
    return Profile(
        body=passage.body,
        collection=passage.collection,
        access=str(Access(passage.access)) if passage.access else "",
        language=passage.language,
        audience=tuple(sorted(passage.audience)),
        nations=tuple(sorted(str(nation) for nation in passage.nations)),
    )


def days_of(passage: Passage) -> tuple[int, int]:
    """The first and the last day on which it holds, as day numbers."""
    first = passage.valid_from.toordinal() if passage.valid_from else NO_START
    last = passage.valid_to.toordinal() if passage.valid_to else NO_END
    return first, last


def may_show(passage: Passage, context: Context) -> bool:
    """Does the rule of the index hold for the passage as the database has it now?"""
    first, last = days_of(passage)
    return profile_of(passage).permits(context) and first <= context.on.toordinal() <= last
