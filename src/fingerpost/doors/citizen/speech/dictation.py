"""Dictation: a recording comes in, its words go out for correction, and nothing of either is kept or recorded."""

import logging

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fingerpost.contract.errors import ModelUnavailable, SpeechBusy, SpeechUnavailable, UnreadableSound
from fingerpost.doors.installation import installation
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.engines.speech.sound import MOST_BYTES

logger = logging.getLogger(__name__)

DICTATE = "/dictate"  # its address: the one that takes more bytes than a form has
MOST_CHARACTERS = 1000  # of a question
BUSY_FOR = 5  # seconds after which it is worth trying again


@require_POST
def dictate(request: HttpRequest) -> JsonResponse:
    """The words of the WAV file that is the body: {"words"}, or {"problem"} with a sentence for the speaker."""
    listener = installation().build_listener()
    if listener is None:
        raise Http404
    if wait := seconds_to_wait(request, "dictate"):
        said = _("You have recorded often in the last minute. Type instead, or try again in %(seconds)s seconds.")
        return _problem(said % {"seconds": wait}, status=429, wait=wait)
    try:
        words = listener.listen(request.read(MOST_BYTES + 1))
    except UnreadableSound as error:
        return _problem(_sentence(error.reason), status=422)
    except SpeechBusy:
        said = _("Someone else is speaking to this service just now. Try again in a few seconds, or type.")
        return _problem(said, status=503, wait=BUSY_FOR)
    except (SpeechUnavailable, ModelUnavailable) as error:
        logger.error("%s: %s", type(error).__name__, error.detail or error.public)
        return _problem(_("We cannot write down speech just now. Type your question instead."), status=503)
    return JsonResponse({"words": words[:MOST_CHARACTERS]}, headers={"Cache-Control": "no-store"})


def too_large() -> JsonResponse:
    """The answer to a body beyond the bound, which is never read."""
    return _problem(_sentence("too large"), status=413)


def _sentence(reason: str) -> str:
    """What to tell the speaker, by the reason for which a recording was refused (see `engines.speech.sound`)."""
    told = {
        "too large": _("The recording is too long. Speak for 60 seconds or less."),
        "too long": _("The recording is too long. Speak for 60 seconds or less."),
        "too short": _("The recording is too short. Press the button, speak, then press stop."),
        "cut off": _("The recording did not arrive whole. Record it again, or type."),
    }
    return told.get(reason) or _("We could not read the recording. Record it again, or type.")


def _problem(said: str, *, status: int, wait: int = 0) -> JsonResponse:
    response = JsonResponse({"problem": said}, status=status, headers={"Cache-Control": "no-store"})
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
