"""One challenge: what is known of it, its words once somebody opens them for a purpose, and the answer.

Until then neither its reference nor that of the answer it is about stands in the page or its address: with either,
words can be read at a public address, and nobody would note it.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.doors.asking import typed_of
from fingerpost.doors.challenges import ANSWER, matter_of, today
from fingerpost.doors.downloads import give_file
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.oversight.challenges import words
from fingerpost.doors.oversight.challenges.queue import SEE, TAB
from fingerpost.doors.oversight.pages import show
from fingerpost.record.challenges.answering import MOST_REASONS, answer_challenge, has_opened, open_challenge, open_file
from fingerpost.record.challenges.matters import (
    AlreadyAnswered,
    Decision,
    ErasedChallenge,
    NotOpened,
    UnknownChallenge,
)
from fingerpost.record.challenges.reading import ERASED, WAITING, Filed, find_answer, find_case
from fingerpost.record.challenges.sealing import Opened
from fingerpost.record.overseeing.openings import Purpose
from fingerpost.record.reading import find_run

OPEN = "record.open_text"


@needs(SEE)
@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of it; with its words for an officer who has opened them."""
    return _show(request, _find(number))


@needs(OPEN)
@require_POST
def open_words(request: HttpRequest, number: int) -> HttpResponse:
    """Open the words. Who, when and what for is written in the ledger first."""
    found = _find(number)
    try:
        _open(request, found)
    except ErasedChallenge:
        return _show(request, found)
    return HttpResponseRedirect(_address(found), status=303)


@needs(ANSWER)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the answer, which its writer can read from then on. Decision and reasons are both required."""
    found = _find(number)
    typed = {"decision": request.POST.get("decision", ""), "reasons": request.POST.get("reasons", "").strip()}
    problems = _problems(typed)
    if problems:
        return _show(request, found, typed=typed, problems=problems)
    try:
        answer_challenge(
            found.reference,
            decision=Decision(typed["decision"]),
            reasons=typed["reasons"].replace("\r\n", "\n"),
            by=request.user.get_username(),
            body=settings.CONFIGURATION.body,
            at=now(),
            keys=installation().build_keys(),
        )
    except (AlreadyAnswered, NotOpened, ErasedChallenge) as refusal:
        return _show(request, _find(number), typed=typed, problems={"reasons": refusal.public}, status=409)
    return HttpResponseRedirect(_address(found), status=303)


@needs(OPEN)
@require_safe
def file(request: HttpRequest, number: int, file_number: int) -> HttpResponse:
    """One file, to keep and open elsewhere: never shown by us. For an officer who has opened the words."""
    found = _find(number)
    by, body = request.user.get_username(), settings.CONFIGURATION.body
    if not has_opened(found.reference, by=by, body=body):
        return HttpResponseRedirect(_address(found), status=303)
    try:
        given = open_file(
            found.reference,
            file_number,
            by=by,
            body=body,
            at=now(),
            keys=installation().build_keys(),
            purpose=_purpose(request),
        )
    except (UnknownChallenge, ErasedChallenge) as gone:
        raise Http404 from gone
    return give_file(given.content, name=given.name, kind=given.kind)


def _show(
    request: HttpRequest,
    found: Filed,
    *,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    opened = _opened_by(request, found)
    told = find_answer(found.reference, body=body, keys=keys)
    run = find_run(found.about, body=body, keys=keys) if opened else None
    context: dict[str, Any] = {
        "case": found,
        "opened": opened,
        "run": run,
        "asked": list(typed_of(run.request or {}, of=run.capability).values()) if run else [],
        "matter": matter_of(found.about),
        "answered": told,
        "seconds": (told.at - told.opened_at).total_seconds() if told else 0,
        "may_open": request.user.has_perm(OPEN) and found.state != ERASED,
        "may_answer": request.user.has_perm(ANSWER) and found.state == WAITING,
        "decisions": [{"value": each.value, "text": say()} for each, say in words.DECISIONS.items()],
        "typed": typed or {},
        "problems": problems or {},
        "most": MOST_REASONS,
        "today": today(),
        "words": words,
        "queue": reverse("oversight:challenges"),
        "open_at": reverse("oversight:challenge_open", kwargs={"number": found.number}),
        "answer_at": reverse("oversight:challenge_answer", kwargs={"number": found.number}),
        "file_at": lambda file_number: reverse(
            "oversight:challenge_file", kwargs={"number": found.number, "file_number": file_number}
        ),
    }
    return show(request, "oversight/challenges/case.html", context, tab=TAB, status=status if problems else 200)


def _opened_by(request: HttpRequest, found: Filed) -> Opened | None:
    """The words, for an officer who chose to open them; each showing is noted. None for anybody else."""
    if not request.user.has_perm(OPEN):
        return None
    if not has_opened(found.reference, by=request.user.get_username(), body=settings.CONFIGURATION.body):
        return None
    try:
        return _open(request, found)
    except ErasedChallenge:
        return None


def _open(request: HttpRequest, found: Filed) -> Opened:
    return open_challenge(
        found.reference,
        by=request.user.get_username(),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
        purpose=_purpose(request),
    )


def _purpose(request: HttpRequest) -> str:
    """What an officer opens it for, by what they may do: those who cannot answer look whether others did it well."""
    return (Purpose.CHALLENGE if request.user.has_perm(ANSWER) else Purpose.AUDIT).value


def _problems(typed: dict[str, str]) -> dict[str, str]:
    problems = {}
    if typed["decision"] not in set(Decision):
        problems["decision"] = _("Choose what you decided")
    if not typed["reasons"]:
        problems["reasons"] = _("Give the reasons. Whoever wrote to us reads them")
    elif len(typed["reasons"]) > MOST_REASONS:
        problems["reasons"] = _("The reasons must be 5,000 characters or fewer")
    return problems


def _find(number: int) -> Filed:
    found = find_case(number, body=settings.CONFIGURATION.body)
    if found is None:
        raise Http404
    return found


def _address(found: Filed) -> str:
    return reverse("oversight:challenge", kwargs={"number": found.number})
