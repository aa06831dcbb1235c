"""What a program tells of an answer on behalf of whoever read it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from fingerpost.doors.api import faults
from fingerpost.doors.api.shapes import FaultReply, Signpost
from fingerpost.doors.asking import find_kept
from fingerpost.doors.feedback import FORM, take_feedback
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.pipeline.reply import signpost_of

FEEDBACK = "feedback"  # the last word of its address

router = Router()
FAULTS = dict.fromkeys((400, 403, 404, 410, 413, 422, 429, 503), FaultReply)


class FeedbackReply(Schema):
    """What was kept."""

    reference: str = Field(description="The answer it is about.")
    at: str = Field(description="When it was kept, ISO 8601 with its zone.")
    signposts: list[Signpost] = Field(
        description="Help for somebody whose words sound as if they may be in danger. Show it first."
    )


@router.post(
    f"/{{reference}}/{FEEDBACK}",
    response={201: FeedbackReply, **FAULTS},
    summary="Say whether an answer was useful",
    operation_id=FEEDBACK,
)
def give_feedback(request: HttpRequest, reference: str, form: FORM) -> HttpResponse:  # type: ignore[valid-type]
    """Kept with the answer, masked and sealed. A later one on the same answer counts in place of this one."""
    if wait := seconds_to_wait(request, "feedback"):
        return faults.too_many(wait)
    kept = find_kept(reference)
    if kept is None:
        return faults.not_found("No answer has this reference. Check it, letter by letter.")
    if kept.reply is None:
        return faults.no_longer_shown(kept)
    told = take_feedback(kept.reference, form)
    signposts = [signpost_of(each) for each in told.signposts]
    body = {"reference": told.reference, "at": told.at.isoformat(timespec="seconds"), "signposts": signposts}
    return JsonResponse(body, status=201)
