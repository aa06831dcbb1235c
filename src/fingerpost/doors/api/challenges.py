"""Contesting an outcome, or asking for a person, by a program on behalf of somebody. Files go by the pages only."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from fingerpost.doors.api import faults
from fingerpost.doors.api.shapes import FaultReply, Signpost
from fingerpost.doors.challenges import FORM, challenged, checked, matter_of, take
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.pipeline.reply import signpost_of
from fingerpost.record.challenges.matters import UnknownChallenge
from fingerpost.record.challenges.reading import DRAFT, Challenged

CHALLENGE = "challenge"  # the last word of its address

FAULTS = dict.fromkeys((400, 403, 404, 413, 422, 429, 503), FaultReply)

router = Router()
kept_router = Router()


class ChallengeReply(Schema):
    """What was kept, and by when a person answers."""

    reference: str = Field(description="The reference of the challenge: with it, its state can be read.")
    about: str = Field(description="The answer it is about.")
    kind: str = Field(description="person or wrong.")
    received_at: str = Field(description="When it was sent, ISO 8601 with its zone.")
    due_on: str = Field(description="The day by which a person answers.")
    signposts: list[Signpost] = Field(
        description="Help for somebody whose words sound as if they may be in danger. Show it first."
    )


class AnswerOfAPerson(Schema):
    decision: str = Field(description="upheld, partly upheld, not upheld, or a person has answered.")
    reasons: str = Field(description='The reasons in words; "" once they were erased.')
    at: str = Field(description="When a person answered, ISO 8601 with its zone.")


class ChallengeState(Schema):
    """Where it stands. What was written is not given out here."""

    reference: str
    about: str
    kind: str
    state: str = Field(description="waiting, answered or erased.")
    received_at: str
    due_on: str
    answer: AnswerOfAPerson | None = Field(description="What a person decided; null until then.")


@router.post(
    f"/{{reference}}/{CHALLENGE}",
    response={201: ChallengeReply, **FAULTS},
    summary="Say that an outcome was wrong, or ask for a person",
    operation_id=CHALLENGE,
)
def contest(request: HttpRequest, reference: str, form: FORM) -> HttpResponse:  # type: ignore[valid-type]
    """Kept as it was typed, sealed with the answer. Also for an answer that was erased or closed."""
    if wait := seconds_to_wait(request, "challenge"):
        return faults.too_many(wait)
    try:
        about = matter_of(reference)
    except UnknownChallenge as unknown:
        return faults.not_found(unknown.public)
    told = take(checked(form), about=about, language=_language(about.reply), door="api")
    body = {
        "reference": told.reference,
        "about": told.about,
        "kind": told.kind.value,
        "received_at": told.received_at.isoformat(timespec="seconds"),
        "due_on": told.due_on.isoformat(),
        "signposts": [signpost_of(each) for each in told.signposts],
    }
    return JsonResponse(body, status=201)


@kept_router.get("/{reference}", response={200: ChallengeState, 404: FaultReply}, summary="Where a challenge stands")
def read_challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """Its state, its day, and the answer with reasons once there is one. Case, spaces and hyphens do not matter."""
    found = challenged(reference)
    if found is None or found.case.state == DRAFT:
        return faults.not_found("No challenge has this reference. Check it, letter by letter.")
    response = JsonResponse(_state(found))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _state(found: Challenged) -> dict[str, Any]:
    case = found.case
    return {
        "reference": case.reference,
        "about": case.about,
        "kind": case.kind.value,
        "state": case.state,
        "received_at": case.received_at.isoformat(timespec="seconds"),
        "due_on": case.due_on.isoformat(),
        "answer": found.answer
        and {
            "decision": found.answer.decision.value,
            "reasons": found.answer.reasons or "",
            "at": found.answer.at.isoformat(timespec="seconds"),
        },
    }


def _language(reply: Any) -> str:
    """The language of the answer, in which help is shown too."""
    return str((reply or {}).get("language") or "en")
