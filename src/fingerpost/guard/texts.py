"""The free words of a request, wherever they stand: its free-text fields and the turns of its conversation."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fingerpost.contract.capability import free_text_of

Rewrite = Callable[[str], str]
PERSON_ROLES = ("person", "resident", "user")


def asked_in(request: Any) -> str:
    """What the person asks now: the free-text fields, one under another. The conversation is left out."""
    return "\n".join(free_text_of(request).values())


def turns_of(request: Any) -> tuple[Any, ...]:
    """The turns of the conversation, oldest first; empty where the request has none."""
    turns = getattr(request, "conversation", ())
    return tuple(turns) if isinstance(turns, (tuple, list)) else ()


def texts_of(request: Any) -> tuple[str, ...]:
    """Every free text of a request: its own fields, then each turn's."""
    said = (text for turn in turns_of(request) for text in _strings_of(turn).values())
    return (*free_text_of(request).values(), *said)


def rewrite_texts(request: Any, rewrite: Rewrite) -> Any:
    """The request with `rewrite` applied to every free text; the same object where nothing changed."""
    changes: dict[str, Any] = _rewritten(free_text_of(request), rewrite)
    turns = turns_of(request)
    new_turns = tuple(_rewrite_turn(turn, rewrite) for turn in turns)
    if any(new is not old for new, old in zip(new_turns, turns, strict=True)):
        changes["conversation"] = new_turns
    return replace(request, **changes) if changes else request


def _rewrite_turn(turn: Any, rewrite: Rewrite) -> Any:
    if isinstance(turn, str):
        return rewrite(turn)
    changes = _rewritten(_strings_of(turn), rewrite)
    return replace(turn, **changes) if changes else turn


def _rewritten(texts: dict[str, str], rewrite: Rewrite) -> dict[str, Any]:
    pairs = ((name, old, rewrite(old)) for name, old in texts.items())
    return {name: new for name, old, new in pairs if new != old}


def _strings_of(turn: Any) -> dict[str, str]:
    if isinstance(turn, str):
        return {"": turn}
    if not is_dataclass(turn) or isinstance(turn, type):
        return {}
    values = {each.name: getattr(turn, each.name) for each in fields(turn) if each.init}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def said_by_person(turn: Any) -> str:
    """What the person said in a turn: its `question`, or its `text` where its `role` is theirs. Never the answer."""
    texts = _strings_of(turn)
    if "question" in texts:
        return texts["question"]
    return texts.get("text", "") if texts.get("role", "").lower() in PERSON_ROLES else ""
