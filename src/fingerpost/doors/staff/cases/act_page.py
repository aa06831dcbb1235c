"""One page for each thing that may be done with a case. What was typed is never lost: not to a mistake, nor to somebody
who saved meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.members import list_members
from fingerpost.casework.models import Case
from fingerpost.casework.opened import CaseFile
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.errors import FingerpostError, InvalidRequest, StoreUnavailable
from fingerpost.contract.references import tidy_reference
from fingerpost.contract.services import Urgency
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases import case as case_page
from fingerpost.doors.staff.cases import telling, words
from fingerpost.doors.staff.cases.acts import ACTS, KEEP, LONGEST, Act, problems_of
from fingerpost.doors.staff.cases.attachments import read_files
from fingerpost.doors.staff.cases.merging import side_by_side
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import WORK

SHOWN_TO_RESIDENT = frozenset({"words", "told"})


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """The form of one action; what is sent does it and leads back to the case."""
    act = ACTS.get(action)
    if act is None:
        raise Http404
    file = case_page.open_file(request, reference)
    if request.method != "POST":
        return show_form(request, file, action, _typed_before(request, file, act))
    typed = _typed(request, act)
    version = read_version(request)
    problems = problems_of(action, typed)
    files: Sequence[Any] = ()
    if "files" in act.fields:
        try:
            files = read_files(request)
        except InvalidRequest as error:
            problems |= error.problems
    if problems:
        return show_form(request, file, action, typed, problems=problems, version=version)
    if action == "merge" and request.POST.get("sure") != tidy_reference(typed["other"]):  # of the one compared with
        return show_form(request, file, action, typed, version=version)
    return _do(request, file, action, typed, version=version, files=files)


def _do(
    request: HttpRequest, file: CaseFile, action: str, typed: Mapping[str, str], *, version: int, files: Sequence[Any]
) -> HttpResponse:
    act, looking = ACTS[action], viewer(request)
    call, given = act.call(typed)
    more = ({"files": files} if files else {}) | ({"services": book()} if act.wants_book else {})
    try:
        done = call(
            file.case.reference,
            viewer=looking,
            version=version,
            at=now(),
            keys=installation().build_keys(),
            **given,
            **more,
        )
    except StaleCase as stale:
        return show_form(request, file, action, typed, stale=stale, version=stale.version, status=409)
    except UnknownCase:
        where = {"other": _("There is no such case that you can see. Check the reference, letter by letter")}
        return show_form(request, file, action, typed, problems=where, version=version)
    except NotAllowed as refusal:
        return show_form(request, file, action, typed, problems=_problem(act, refusal), version=version, status=409)
    except StoreUnavailable as fault:
        return show_form(request, file, action, typed, problems=_problem(act, fault), version=version, status=503)
    return _done(request, done, action)


def _done(request: HttpRequest, done: Case, action: str) -> HttpResponse:
    """Back to the case; where it is another team's now, a page that says so."""
    looking = viewer(request)
    if done.team in looking.teams or (not done.team and looking.may_lead):
        return HttpResponseRedirect(f"{case_page.address_of(done.reference)}?done={action}", status=303)
    context = {
        "reference": done.reference,
        "team": words.team_words(done.team, book()),
        "queue_at": reverse(case_page.TAB),
    }
    return show(request, "staff/cases/case_gone.html", context, tab=case_page.TAB)


def show_form(
    request: HttpRequest,
    file: CaseFile,
    action: str,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str] | None = None,
    stale: StaleCase | None = None,
    version: int | None = None,
    status: int = 422,
) -> HttpResponse:
    """The page of an action. `stale` is what somebody else saved meanwhile: it stands above what was typed, and the
    form then carries their version, so that saving again is a choice that was made with both in view."""
    act = ACTS[action]
    other = typed.get("other", "") if action == "merge" else ""
    compared = side_by_side(request, file, other) if other and not problems else None
    if other and not problems and compared is None:
        problems = {"other": _("There is no such case that you can see. Check the reference, letter by letter")}
    context: dict[str, Any] = {
        **case_page.about(file),
        "name": action,
        "act": act,
        "typed": typed,
        "problems": problems or {},
        "version": version or file.case.version,
        "changes": changed_meanwhile(request, stale),
        "is_stale": stale is not None,
        "can": act.may(file),
        "compared": compared,
        "items": _items(file, act, typed, looking=viewer(request)),
        "longest": LONGEST,
        "proposal": case_page.proposal_of(file, viewer(request)) if action in {"accept", "change", "refuse"} else None,
    }
    is_wrong = bool(problems) or stale is not None
    return show(request, "staff/cases/case_act.html", context, tab=case_page.TAB, status=status if is_wrong else 200)


def changed_meanwhile(request: HttpRequest, stale: StaleCase | None) -> list[dict[str, Any]]:
    """What others did since this officer's page was made."""
    if stale is None:
        return []
    me = request.user.get_username()
    return [
        {
            "who": telling.who_words(each.by, me=me),
            "at": each.at,
            "words": telling.line_words(each.kind, each.facts, book=book()),
            "text": each.text,
        }
        for each in stale.changes
    ]


def read_version(request: HttpRequest) -> int:
    """The version that the form was made for; 0, which none has, where it does not say."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _typed(request: HttpRequest, act: Act) -> dict[str, str]:
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in act.fields if name != "files"}
    for name in ("service", "team", "urgency"):
        if name in typed and name not in request.POST:
            typed[name] = KEEP
    return typed


def _typed_before(request: HttpRequest, file: CaseFile, act: Act) -> dict[str, str]:
    """The form as it opens: what stands there now."""
    found, proposed = file.case, file.suggestion.proposed if file.suggestion else {}
    shown = proposed if act.fields and act.may(file) and file.suggestion and not file.suggestion.decided else {}
    now_there = {
        "service": shown.get("service") or found.service,
        "team": KEEP,
        "urgency": shown.get("urgency") or found.urgency,
        "attention": "yes" if found.attention else "",
        "to_officer": found.assigned_to,
        "on": found.planned_on.isoformat() if found.planned_on else "",
        "address": file.address,
        "latitude": "" if file.latitude is None else str(file.latitude),
        "longitude": "" if file.longitude is None else str(file.longitude),
        "other": request.GET.get("other", "")[:40],
    }
    return {name: str(now_there.get(name, "")) for name in act.fields}


def _problem(act: Act, fault: FingerpostError) -> dict[str, str]:
    """Beside the first field; where there is none, beside the button."""
    return {act.fields[0] if act.fields else "do": refusal_words(fault)}


def _items(file: CaseFile, act: Act, typed: Mapping[str, str], *, looking: Viewer) -> dict[str, list[dict[str, Any]]]:
    """What may be chosen in the fields that have a list."""
    services, items = book(), {}
    if "service" in act.fields:
        named = sorted((words.service_words(each, services), each) for each in services.services)
        items["service"] = [
            {"value": "", "text": _("No service chosen"), "selected": typed["service"] == ""},
            *({"value": code, "text": name, "selected": code == typed["service"]} for name, code in named),
        ]
        teams = sorted((words.team_words(each, services), each) for each in services.teams)
        items["team"] = [
            {"value": KEEP, "text": _("The team of the service"), "selected": typed["team"] == KEEP},
            *({"value": code, "text": name, "selected": code == typed["team"]} for name, code in teams),
        ]
        items["urgency"] = [
            {"value": each.value, "text": words.urgency_words(each), "checked": each.value == typed["urgency"]}
            for each in Urgency
        ]
    if "to_officer" in act.fields:
        here = [each.account for each in list_members(file.case.team, viewer=looking)]
        items["to_officer"] = [
            {"value": "", "text": _("Nobody"), "selected": not typed["to_officer"]},
            *({"value": each, "text": each, "selected": each == typed["to_officer"]} for each in here),
        ]
    return items
