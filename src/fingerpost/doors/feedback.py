"""What every door does with somebody's opinion of an answer: check it, keep it, and say what may help them now."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ValidationError

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.forms import form_from, problems_of
from fingerpost.doors.installation import installation, now
from fingerpost.record.feedback.keeping import KeptOpinion, Opinion, keep_feedback

FORM = form_from(Opinion, "Feedback")


def take_feedback(reference: str, values: Mapping[str, Any] | BaseModel, *, language: str = "en") -> KeptOpinion:
    """Keep what somebody thought of the answer with that reference, however it was typed.

    `values` are the fields of `Opinion` by name, or a form that was already checked. Raises InvalidRequest with a
    sentence for each field that is wrong, UnknownAnswer, ErasedAnswer, and StoreUnavailable.
    """
    given = values if isinstance(values, BaseModel) else _fill(values)
    return keep_feedback(
        Opinion(**dict(given)),
        reference=tidy_reference(reference),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
        language=language,
    )


def _fill(values: Mapping[str, Any]) -> BaseModel:
    try:
        return FORM(**values)
    except ValidationError as error:
        raise InvalidRequest(problems_of(error.errors(), Opinion)) from error
