"""One case: the resident's words first, then what was suggested and how sure that is, then what may be done."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.models import Case, Message
from fingerpost.casework.opened import CaseFile, Other, open_for, still_here
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.services import in_language
from fingerpost.doors.challenges import today
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.maps import Map, may_map, with_map
from fingerpost.doors.staff.cases import telling, words
from fingerpost.doors.staff.cases.acts import ACTS, offered, undecided
from fingerpost.doors.staff.cases.duplicates import likely_cases
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import WORK
from fingerpost.doors.streets import street_at
from fingerpost.record.challenges.reading import CaseFilter, list_challenges

TAB = "staff:cases"
SEE_CHALLENGES = "challenges.view_challenge"


@needs(WORK)
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a case. Opening it is noted, and tells others who have it open."""
    return show_case(request, open_file(request, reference))


@needs(WORK)
@require_safe
def present(request: HttpRequest, reference: str) -> HttpResponse:
    """Who else has the case open now, in a sentence for the page; asked every 20 seconds while it is open."""
    try:
        others = still_here(reference, viewer=viewer(request), at=now())
    except UnknownCase as unknown:
        raise Http404 from unknown
    found = Case.objects.filter(body=settings.CONFIGURATION.body, reference=reference).values_list("version", flat=True)
    return JsonResponse({"words": others_words(others), "version": found.first() or 0})


def open_file(request: HttpRequest, reference: str) -> CaseFile:
    """The whole case, for whoever may see it. Raises Http404: one of another team looks as if there were none."""
    try:
        return open_for(reference, viewer=viewer(request), at=now(), keys=installation().build_keys())
    except UnknownCase as unknown:
        raise Http404 from unknown


def show_case(
    request: HttpRequest, file: CaseFile, *, problems: Mapping[str, str] | None = None, status: int = 422
) -> HttpResponse:
    """The page, with what is wrong where something is."""
    me, services = request.user.get_username(), book()
    context: dict[str, Any] = {
        **about(file),
        "me": me,
        "book": services,
        "proposal": proposal_of(file, viewer(request)),
        "history": [_line(each, me=me) for each in reversed(file.history)],
        "others": others_words(file.others),
        "acts": [{"name": name, "words": ACTS[name].title(), "address": do_at(file, name)} for name in offered(file)],
        "is_mine": file.case.assigned_to == me,
        "may_decide": undecided(file),
        "challenges": _challenges(request, file),
        "unsent": _unsent(file),
        "done": _done_words(request.GET.get("done", "")),
        "problems": problems or {},
        "question": question_of(file),
        "street": street_at(file.latitude, file.longitude),
        "map": _map(request, file),
    }
    return show(request, "staff/cases/case.html", context, tab=TAB, status=status if problems else 200)


def _map(request: HttpRequest, file: CaseFile) -> Map | None:
    """The map, where the body allows one and the case has a place in the street."""
    found = may_map() if file.latitude is not None else None
    if found:
        with_map(request)
    return found


def about(file: CaseFile) -> dict[str, Any]:
    """What every page of one case shows: the case, its words, and where its parts stand."""
    return {
        "file": file,
        "case": file.case,
        "title": title_of(file),
        "due": _due(file),
        "details": [
            telling.fact_words(name, value, service=file.case.service, book=book())
            for name, value in file.facts.items()
        ],
        "telling": telling,
        "do_at": lambda name: do_at(file, name),
        "case_at": address_of(file.case.reference),
        "address_of": address_of,
        "file_at": lambda number: _at(file, "case-file", number=number),
        "present_at": _at(file, "case-present"),
        "reply_at": _at(file, "case-reply"),
        "guidance_at": _at(file, "case-guidance"),
        "queue_at": reverse(TAB),
        "book": book(),
    }


def title_of(file: CaseFile) -> str:
    """The name of the service; of a case that has none, that it is to be sorted."""
    return words.service_words(file.case.service, book()) if file.case.service else _("To be sorted")


def question_of(file: CaseFile) -> str:
    """What the library of guidance is asked about a case: its service, and how the words begin."""
    said = " ".join((file.words or "").split())[:300]
    found = book().services.get(file.case.service)
    return f"{in_language(found.name, file.case.language)}: {said}" if found else said


def proposal_of(file: CaseFile, looking: Viewer) -> dict[str, Any] | None:
    """What was proposed, in words: None where nothing was, or nobody may say of it."""
    found = file.suggestion
    if found is None:
        return None
    proposed, services = found.proposed, book()
    ranked = proposed.get("services") or []
    return {
        "found": found,
        "service": words.service_words(proposed.get("service", ""), services) if proposed.get("service") else "",
        "team": words.team_words(proposed.get("team", ""), services) if proposed.get("team") else "",
        "urgency": words.urgency_words(proposed.get("urgency", "")),
        "odds": telling.odds_words(found.confidence) if found.confidence is not None else "",
        "is_unsure": not proposed.get("service") or (found.confidence or 0) < 0.6,
        "others": [
            (words.service_words(each["label"], services), telling.odds_words(each["probability"]))
            for each in ranked
            if each["label"] != proposed.get("service") and each["probability"] >= 0.05
        ][:3],
        "outside": telling.odds_words(proposed["outside"]) if proposed.get("outside", 0) >= 0.2 else "",
        "reasons": [telling.reason_words(each) for each in proposed.get("urgency_reasons") or []],
        "needs_attention": proposed.get("needs_attention", False),
        "signs": [
            {
                "words": telling.sign_words(each["code"]),
                "kind": telling.sign_kind_words(each["kind"]),
                "seen": each.get("words", ""),
            }
            for each in found.signs
        ],
        "near": [{**each, "service": words.service_words(each["label"], services)} for each in found.near],
        "counted": [word for word, _share in sorted(found.words, key=lambda each: -each[1])],
        "missing": [_question(file, name) for name in proposed.get("missing") or []],
        "duplicates": likely_cases(file, proposed.get("duplicates") or [], viewer=looking),
        "decided": _decided(file),
    }


def others_words(others: tuple[Other, ...]) -> str:
    """ "Mair is reading this too."; "" where nobody else has it open."""
    names = [each.name for each in others]
    if not names:
        return ""
    several = _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    listed = names[0] if len(names) == 1 else several
    said = ngettext("%(names)s is reading this too.", "%(names)s are reading this too.", len(names))
    return said % {"names": listed}


def do_at(file: CaseFile, name: str) -> str:
    return _at(file, "case-do", action=name)


def address_of(reference: str) -> str:
    return reverse("staff:case", kwargs={"reference": reference})


def _at(file: CaseFile, name: str, **parts: Any) -> str:
    return reverse(f"staff:{name}", kwargs={"reference": file.case.reference, **parts})


def _due(file: CaseFile) -> dict[str, Any]:
    found, at = file.case, now()
    return {
        "words": words.due_words(found.due_at, state=found.state, at=at),
        "is_late": file.standing.is_late,
    }


def _line(line: Any, *, me: str) -> dict[str, Any]:
    return {
        "line": line,
        "who": telling.who_words(line.by, me=me),
        "words": telling.line_words(line.kind, line.facts, book=book()),
    }


def _question(file: CaseFile, name: str) -> str:
    proposed = str(file.suggestion.proposed.get("service", "")) if file.suggestion else ""
    return telling.fact_words(name, "", service=proposed, book=book())[0]


def _decided(file: CaseFile) -> dict[str, Any] | None:
    made = file.suggestion.decided if file.suggestion else None
    if made is None:
        return None
    services, meant, chosen = book(), made.meant, made.chosen
    return {
        "made": made,
        "verdict": telling.verdict_words(made.verdict),
        "service": words.service_words(chosen.get("service", ""), services),
        "team": words.team_words(chosen.get("team", ""), services),
        "urgency": words.urgency_words(chosen.get("urgency", "")),
        "seconds": words.seconds_words(made.seconds),
        "was_planted": made.was_planted,
        "was_caught": made.verdict != "accepted",
        "meant": words.service_words(meant.get("service", ""), services) if meant.get("service") else "",
        "meant_urgency": words.urgency_words(meant.get("urgency", "")) if meant.get("urgency") else "",
    }


def _challenges(request: HttpRequest, file: CaseFile) -> list[dict[str, Any]]:
    """What was contested of the run of this case; those who may see challenges are led to them."""
    if not file.case.run:
        return []
    found = list_challenges(
        CaseFilter(reference=file.case.run), body=settings.CONFIGURATION.body, today=today(), size=5
    )
    may_see = request.user.has_perm(SEE_CHALLENGES)
    return [
        {
            "filed": each,
            "is_answered": each.state == "answered",
            "address": reverse("oversight:challenge", kwargs={"number": each.number}) if may_see else "",
        }
        for each in found.rows
    ]


def _unsent(file: CaseFile) -> list[dict[str, Any]]:
    """Messages that could not be sent, or wait to be."""
    rows = Message.objects.filter(case=file.case).exclude(way="webhook").exclude(state=Message.State.SENT)
    return [
        {"way": telling.way_words(row.way), "has_failed": row.state == "failed"}
        for row in rows.only("way", "state").order_by("pk")
    ]


def _done_words(name: str) -> str:
    if name == "reply":
        return _("Your reply was kept and is on its way")
    if name == "new":
        return _("The report was taken down")
    return _("Saved: %(what)s") % {"what": ACTS[name].title()} if name in ACTS else ""
