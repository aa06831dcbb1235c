"""Which nation is the question about? Most guidance differs by nation."""

from dataclasses import replace
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.contract.run import Run, Step
from fingerpost.guard.places import nations_named
from fingerpost.guard.texts import asked_in, said_by_person, turns_of

NAME = "nation"


def decide_nation(run: Run) -> Run:
    """The nation that the question names wins over the one that was given; two named decide nothing.

    Where neither question nor context says, the last turn of the conversation in which the person named one does.
    """
    named = nations_named(asked_in(run.request))
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


def _named_earlier(request: Any) -> Nation | None:
    for turn in reversed(turns_of(request)):
        named = nations_named(said_by_person(turn))
        if named:
            return named[0] if len(named) == 1 else None
    return None
