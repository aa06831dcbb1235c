"""What a tool gives: values for programs, the same in words, and the schemas that describe the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.contract.claims import OutcomeKind


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one call gave. `words` say the same as `values`, for a model that reads text."""

    values: Mapping[str, Any]
    words: str
    is_fault: bool = False


def _text(about: str) -> dict[str, Any]:
    return {"type": "string", "description": about}


def _list_of(each: Mapping[str, Any], about: str) -> dict[str, Any]:
    return {"type": "array", "items": dict(each), "description": about}


def _object(properties: Mapping[str, Any], *needed: str, about: str = "") -> dict[str, Any]:
    described = {"description": about} if about else {}
    return {"type": "object", "properties": dict(properties), "required": list(needed), **described}


_SOURCE = _object(
    {
        "id": _text("The passage: read it whole at fingerpost://passage/ID."),
        "title": _text("The title of the page."),
        "heading": _text("The heading it stands under."),
        "url": _text("The official page."),
        "link": _text("Straight to the heading."),
        "nation": _text("The nations it holds for."),
        "checked_on": {"type": ["string", "null"], "description": "The day on which a person last checked it."},
    },
    "id",
    "title",
    "url",
    about="Where it can be checked. Always show it.",
)

_SIGNPOSTS = _list_of(
    _object({"heading": _text("Who it is for."), "words": _text("Fixed words: do not reword them.")}, "heading"),
    "Help for somebody who may be in danger. Show it first, word for word.",
)

_REFERENCE = _text("What to quote when asking about this.")

REPLY = _object(
    {
        "reference": _REFERENCE,
        "outcome": {"type": "string", "enum": [each.value for each in OutcomeKind]},
        "reason": _text("A stable code for why, or empty. 'switched off': an owner stopped this service."),
        "message": _text("A fixed sentence for the reader, or empty."),
        "signposts": _SIGNPOSTS,
        "claims": _list_of(
            _object(
                {
                    "text": _text("What is said."),
                    "quote": _text("The words of the source that bear it out."),
                    "source": _SOURCE,
                },
                "text",
                "quote",
                "source",
            ),
            "What the guidance says, best first.",
        ),
        "asks": {"type": "array", "description": "Details that are needed first, each with its choices."},
        "next_steps": {"type": "array", "description": "What to do next."},
        "not_found": {"type": "array", "description": "Words of the question that no quoted passage has."},
        "confidence": {"type": ["number", "null"], "description": "The chance that it answers what was asked."},
        "explanation": {"type": "object", "description": "Why, in six kinds."},
    },
    "reference",
    "outcome",
    "message",
    "claims",
    "signposts",
)

PASSAGES = _object(
    {
        "reference": _REFERENCE,
        "message": _text("A fixed sentence for the reader, or empty."),
        "signposts": _SIGNPOSTS,
        "passages": _list_of(
            _object(
                {"uri": _text("To read it again."), "text": _text("Its lines, as they stand."), "source": _SOURCE},
                "uri",
                "text",
                "source",
            ),
            "Best first. An empty list means that nothing fits.",
        ),
    },
    "reference",
    "message",
    "passages",
    "signposts",
)

GENUINE = _object(
    {
        "genuine": {"type": "boolean", "description": "Does it prove what it says?"},
        "message": _text("What was found, in plain English."),
        "proof": {"type": ["object", "null"], "description": "What it proves, with every disclosed word."},
    },
    "genuine",
    "message",
)

FAULT = _object(
    {
        "error": _object(
            {
                "kind": _text("A stable word."),
                "message": _text("A sentence."),
                "fields": {"type": "object", "description": "A sentence for each field that does not fit."},
            },
            "kind",
            "message",
        )
    },
    "error",
)
