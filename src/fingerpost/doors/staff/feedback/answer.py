"""One answer as the record holds it, for staff: also where whoever asked has closed it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.references import tidy_reference
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation, now
from fingerpost.doors.staff.feedback import words
from fingerpost.record.closing import is_closed
from fingerpost.record.feedback.reading import find_feedback
from fingerpost.record.overseeing.openings import Purpose, note_opening
from fingerpost.record.reading import KeptRun, find_run


@needs("record.view_feedback")
@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """What was asked and answered under that reference, however it is typed, with what was thought of it.

    That somebody opened it is noted before it is shown, as behind the oversight door.
    """
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    kept = find_run(tidy_reference(reference), body=body, keys=keys)
    if kept is None:
        title, told = _("No such answer"), _("No answer has this reference. Check it, letter by letter.")
        return show(request, "entry/words.html", {"title": title, "paragraphs": [told]}, status=404)
    if kept.reply is not None:
        note_opening(kept, purpose=Purpose.FEEDBACK, by=request.user.get_username(), body=body, at=now())
    context = {
        "place": "",
        "kept": kept,
        "asked": _asked(kept),
        "reply": kept.held or kept.reply,
        "is_held": kept.held is not None,
        "is_closed": is_closed(kept.reference, body=body),
        "feedback": find_feedback(kept.reference, body=body, keys=keys),
        "back": reverse("staff:feedback"),
        "words": words,
    }
    return show(request, "staff/answer.html", context)


def _asked(kept: KeptRun) -> list[str]:
    """What was typed, with personal details masked."""
    return [value for value in (kept.request or {}).values() if isinstance(value, str) and value]
