"""Whether what stands beside the claims may be shown: next steps, suggestions, questions back, words not found."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

from fingerpost import guard
from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Ask, NextStep, Outcome
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.contract.run import Run, Verdict
from fingerpost.guard.texts import texts_of

KINDS = frozenset({"apply", "check", "contact"})
_NATIONS = {nation.value: nation.title for nation in Nation}


def may_offer(step: NextStep, passage: Passage | None, capability: Capability, context: Context) -> bool:
    """A next step of a page is one that the page offers, in the page's words, to this person today.

    A fixed one has a label among the capability's phrases; its link and phone number are fixed ones, or the card's.
    """
    if step.kind not in KINDS:
        return False
    if not step.source_id:
        return step.label in capability.phrases and _passes(step, None, capability)
    if passage is None or not _may_see(passage, context) or not _is_offered_by(passage, step):
        return False
    return not step.phone or _passes(step, passage, capability)


def _is_offered_by(passage: Passage, step: NextStep) -> bool:
    """Does the page have this very step, or does the step lead to the page itself under its title?"""
    if step.source_id != passage.id or not step.url:
        return False
    offered = {(each.kind, each.label, each.url) for each in passage.next_steps}
    return (step.label, step.url) == (passage.title, passage.url) or (step.kind, step.label, step.url) in offered


def _passes(step: NextStep, passage: Passage | None, capability: Capability) -> bool:
    contact = capability.card.contact
    named = {contact.url, contact.phone} - {""}
    return guard.check_next_step(step, passage, also_fixed=named).verdict is Verdict.PASS


def may_suggest(heading: str, passage: Passage | None, context: Context) -> bool:
    """A suggestion is the heading of a passage that this person may be shown today."""
    return passage is not None and heading == passage.heading and _may_see(passage, context)


def suggestions_of(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Each suggestion with the id of its passage, "" where none is named."""
    ids = (*outcome.suggested_from, *("" for _ in outcome.suggestions))
    return zip(outcome.suggestions, ids, strict=False)


def may_ask(ask: Ask, capability: Capability) -> bool:
    """The question is a fixed phrase; each choice has a value that the form knows, and a fixed label."""
    values = _values_of(ask.field, capability.request)
    if ask.question not in capability.phrases or values is None:
        return False
    return all(
        value in values and (label in capability.phrases or (ask.field == "nation" and label == _NATIONS[value]))
        for value, label in ask.choices
    )


def was_asked(words: str, run: Run) -> bool:
    """Do these words stand in what the person typed, letter for letter but for case?"""
    wanted = fold_whitespace(words).casefold()
    return bool(wanted) and any(wanted in fold_whitespace(text).casefold() for text in texts_of(run.request))


def _may_see(passage: Passage, context: Context) -> bool:
    return passage.is_permitted(context) and passage.is_current(context) and passage.is_for_nation(context)


def _values_of(field: str, request: type) -> frozenset[str] | None:
    """The values among which a field chooses; empty for one that is typed; None when there is no such field."""
    if field == "nation":
        return frozenset(_NATIONS)
    hints: Mapping[str, Any] = get_type_hints(request)
    return frozenset(_choices_in(hints[field])) if field in hints else None


def _choices_in(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (str(each) for each in get_args(hint))
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield from (str(each.value) for each in hint)
    else:
        for part in get_args(hint):
            yield from _choices_in(part)
