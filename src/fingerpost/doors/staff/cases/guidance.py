"""What guidance says that helps with a case: the library is asked as staff may ask it, and answers in quoted lines.

The officer edits the question and sends it; nothing of it goes to the resident by itself.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework.figures import FilledFact, Source
from fingerpost.casework.guided import is_guidance_of, note_guidance
from fingerpost.casework.opened import CaseFile
from fingerpost.contract.context import Access
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.doors.asking import answer, prepare
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.languages import page_language
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases import case as case_page
from fingerpost.doors.staff.cases.pages import show
from fingerpost.doors.staff.cases.tabs import WORK
from fingerpost.record.reading import find_run

AS_STAFF = frozenset({Access.PUBLIC, Access.STAFF})
LONGEST = 1_000


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def guidance(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the library about the case; the answer stands at an address of its own until it is erased with the case."""
    file = case_page.open_file(request, reference)
    if request.method != "POST":
        return _show(request, file, question=case_page.question_of(file))
    question = request.POST.get("question", "").replace("\r\n", "\n").strip()[: LONGEST * 2]
    if problem := _problem(question):
        return _show(request, file, question=question, problems={"question": problem})
    try:
        asked = prepare(
            "ask",
            {"question": question, "language": page_language()},
            subject=file.case.subject,  # so that erasing the case erases what was asked about it
            access=AS_STAFF,
        )
        reply = answer(asked, door="staff")
        note_guidance(file.case, run=reply["reference"], at=now())
    except InvalidRequest as error:
        return _show(request, file, question=question, problems={"question": next(iter(error.problems.values()))})
    except FingerpostError as fault:
        return _show(request, file, question=question, problems={"question": refusal_words(fault)}, status=503)
    where = f"{request.path}?{urlencode({'run': reply['reference']})}"
    return HttpResponseRedirect(where, status=303)


def passages_of(file: CaseFile, run: str) -> tuple[FilledFact, ...]:
    """The lines that an answer about this case quoted, with where they stand; nothing for a run of anything else."""
    reply = reply_of(file, run)
    return tuple(
        FilledFact(
            name="guidance",
            value="\n".join(each["text"] for each in claim["lines"]) or claim["quote"],
            source=Source.GUIDANCE,
            detail=claim["source"]["title"],
            link=claim["source"]["link"],
        )
        for claim in (reply or {}).get("claims", ())
    )


def reply_of(file: CaseFile, run: str) -> Mapping[str, Any] | None:
    """What was answered, as it was kept; None where it was erased, or is about something else."""
    if not run or not is_guidance_of(file.case, run):
        return None
    kept = find_run(run, body=settings.CONFIGURATION.body, keys=installation().build_keys())
    return {**kept.reply, "question": (kept.request or {}).get("question", "")} if kept and kept.reply else None


def _problem(question: str) -> str:
    if not question:
        return _("Write what you want to know")
    return _("Use 1,000 characters or fewer here") if len(question) > LONGEST else ""


def _show(
    request: HttpRequest,
    file: CaseFile,
    *,
    question: str,
    problems: Mapping[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    run = request.GET.get("run", "")[:40]
    reply = reply_of(file, run)
    context = {
        **case_page.about(file),
        "question": (reply or {}).get("question") or question,
        "longest": LONGEST,
        "reply": reply,
        "was_asked": bool(run),
        "problems": problems or {},
        "search_at": f"{reverse('citizen:library')}?{urlencode({'words': case_page.title_of(file)})}",
        "use_at": f"{case_page.about(file)['reply_at']}?{urlencode({'run': run})}",
    }
    return show(
        request, "staff/cases/case_guidance.html", context, tab=case_page.TAB, status=status if problems else 200
    )
