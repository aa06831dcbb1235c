"""Which nation is the question about? Most guidance differs by nation."""

import re
from dataclasses import replace
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.contract.run import Run, Step
from fingerpost.guard.places import nations_named
from fingerpost.guard.texts import asked_in, said_by_person, turns_of

NAME = "nation"
_CAME_FROM = re.compile(
    r"\b(?:born|grew up|brought up|raised|schooled|originally|came|come|moved(?: \w+)?|used to live|lived) (?:in|from) "
    r".*?(?=\b(?:but|and|to|then|now)\b|[,.;?!\n]|$)",
    re.IGNORECASE,
)
_LIVES = re.compile(r"\b(?:live|lives|living|settled|moved|resident|based)(?: \w+)? (?:in|to)\b", re.IGNORECASE)


def decide_nation(run: Run) -> Run:
    """The nation that the question names wins over the one that was given; two named decide nothing, unless one of them
    is where the person lives and the other only where they come from.

    Where neither question nor context says, the last turn of the conversation in which the person named one does.
    """
    named = _named_in(asked_in(run.request))
    given = run.context.nation
    if named:
        nation, by = (named[0] if len(named) == 1 else None), "question"
    elif given is None and (earlier := _named_earlier(run.request)):
        nation, by = earlier, "conversation"
    else:
        nation, by = given, "context" if given else "nobody"
    found: dict[str, object] = {"nations": [str(each) for each in named], "nation": str(nation) if nation else None}
    found["by"] = by
    if given is not None and nation is not given:
        found["instead_of"] = str(given)
    return run.after(Step(name=NAME, found=found), context=replace(run.context, nation=nation))


def _named_in(text: str) -> tuple[Nation, ...]:
    named = nations_named(text)
    if len(named) < 2:
        return named
    here = _CAME_FROM.sub(" ", text)
    return nations_named(here) if _LIVES.search(here) and nations_named(here) else named


def _named_earlier(request: Any) -> Nation | None:
    for turn in reversed(turns_of(request)):
        named = _named_in(said_by_person(turn))
        if named:
            return named[0] if len(named) == 1 else None
    return None
