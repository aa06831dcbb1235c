"""All that is kept of one person: how much it is, given as a file, or erased for ever after a second look."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.doors import held
from fingerpost.doors import retention as kept
from fingerpost.doors.entry.access import needs
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.retention.page import ERASE, TAB
from fingerpost.record.retention.erasing import UnknownSubject
from fingerpost.record.retention.exporting import Count


@needs(ERASE)
@require_safe
def subject(request: HttpRequest, reference: str) -> HttpResponse:
    """How much is kept, without opening any of it, and what can be done with it."""
    found = _find(reference)
    if found is None:
        return _unknown(request)
    return show(request, "oversight/retention/subject.html", _context(reference, found), tab=TAB)


@needs(ERASE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what for, and get the file. That it was opened stands in the ledger first."""
    found = _find(reference)
    if found is None:
        return _unknown(request)
    problems = {}
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        if purpose in set(kept.Purpose):
            return _file(request, reference, kept.Purpose(purpose))
        problems["purpose"] = _("Choose what you open it for")
    context = {**_context(reference, found), "problems": problems, "choices": _items(kept.Purpose, kept.purpose_words)}
    return show(request, "oversight/retention/export.html", context, tab=TAB, status=422 if problems else 200)


@needs(ERASE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why; look once more and mean it; then it is gone."""
    found = _find(reference)
    if found is None:
        return _unknown(request)
    reason, problems = request.POST.get("reason", ""), {}
    if request.method == "POST":
        if reason not in set(kept.Reason):
            problems["reason"] = _("Choose why it is erased")
        elif request.POST.get("do") == "erase":
            if request.POST.get("sure") == "yes":
                return _erase(request, reference, kept.Reason(reason))
            problems["sure"] = _("Tick the box to say that you mean it")
    is_second = request.method == "POST" and "reason" not in problems
    context = {
        **_context(reference, found),
        "problems": problems,
        "reason": reason,
        "reason_words": kept.reason_words(reason) if is_second else "",
        "choices": _items(kept.Reason, kept.reason_words),
    }
    template = "oversight/retention/confirm.html" if is_second else "oversight/retention/erase.html"
    return show(request, template, context, tab=TAB, status=422 if problems else 200)


def _file(request: HttpRequest, reference: str, purpose: kept.Purpose) -> HttpResponse:
    gathered = kept.export_subject(reference, by=request.user.get_username(), purpose=purpose)
    name = held.name_of(gathered.references[0] if gathered.references else reference)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(held.file_of(gathered), content_type=held.FILE_TYPE, headers=headers)


def _erase(request: HttpRequest, reference: str, reason: kept.Reason) -> HttpResponse:
    done = kept.erase_subject(reference, by=request.user.get_username(), reason=reason)
    if done.out_of_reach:
        context = {"done": done, "back": reverse("oversight:retention")}
        return show(request, "oversight/retention/out_of_reach.html", context, tab=TAB)
    return HttpResponseRedirect(reverse("oversight:subject", kwargs={"reference": reference}), status=303)


def _find(reference: str) -> Count | None:
    try:
        return kept.count_subject(reference)
    except UnknownSubject:
        return None


def _unknown(request: HttpRequest) -> HttpResponse:
    words = [_("Nothing is kept under this reference. Check it, letter by letter.")]
    context = {"title": _("No such reference"), "paragraphs": words}
    return show(request, "entry/words.html", context, tab=TAB, status=404)


def _context(reference: str, found: Count) -> dict[str, object]:
    return {
        "found": found,
        "reference": reference,
        "back": reverse("oversight:retention"),
        "here": reverse("oversight:subject", kwargs={"reference": reference}),
        "to_export": reverse("oversight:subject_export", kwargs={"reference": reference}),
        "to_erase": reverse("oversight:subject_erase", kwargs={"reference": reference}),
    }


def _items(codes: type[kept.Purpose] | type[kept.Reason], words: object) -> list[dict[str, str]]:
    say = words if callable(words) else str
    return [{"value": each.value, "text": say(each.value)} for each in codes]
