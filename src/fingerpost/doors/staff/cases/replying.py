"""A reply: drafted from a template, changed as the officer likes, looked over, and sent by them."""

from collections.abc import Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework import replies
from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.opened import CaseFile
from fingerpost.casework.replies import Contact, Draft, Reply, UnsourcedFigures
from fingerpost.casework.templates import Template, UnknownTemplate, find_template, list_usable
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.languages import language_name
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases import case as case_page
from fingerpost.doors.staff.cases.act_page import changed_meanwhile, read_version
from fingerpost.doors.staff.cases.guidance import passages_of
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import WORK
from fingerpost.doors.staff.cases.templates import place_words

FIELDS = ("subject", "words", "way", "template", "run")


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose a template, fill and change it, look it over, send it."""
    file = case_page.open_file(request, reference)
    if request.method != "POST":
        return _begin(request, file)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    drafted = _draft(file, typed["template"], typed["run"])
    if request.POST.get("do") == "change":
        return _write(request, file, typed, drafted, version=read_version(request))
    return _check_and_send(request, file, typed, drafted)


def _check_and_send(request: HttpRequest, file: CaseFile, typed: Mapping[str, str], drafted: Draft) -> HttpResponse:
    sent, wants_to_send = _as_sent(request, file, typed), request.POST.get("do") == "send"
    problems = {}
    try:
        replies.check_reply(sent, drafted, contact=contact_of(file))
    except UnsourcedFigures:
        problems = {"figures": _("Tick each figure that has no source, or change the words")}
    except NotAllowed as refusal:
        return _write(request, file, typed, drafted, problems={"words": refusal_words(refusal)})
    if problems or not wants_to_send:
        return _look_over(request, file, typed, drafted, problems=problems if wants_to_send else None)
    return _send(request, file, typed, sent, drafted)


def contact_of(file: CaseFile) -> Contact:
    """How the resident can be reached."""
    can = frozenset(getattr(settings, "POST_WAYS", replies.EVERY_WAY))
    return Contact(name=file.name, email=file.email, phone=file.phone, address=file.address, can=can)


def _begin(request: HttpRequest, file: CaseFile) -> HttpResponse:
    chosen, run = request.GET.get("template", ""), request.GET.get("run", "")[:40]
    if chosen:
        drafted = _draft(file, chosen, run)
        typed = {"subject": drafted.subject, "words": drafted.words, "template": chosen, "run": run}
        return _write(request, file, {**typed, "way": contact_of(file).ways()[0]}, drafted)
    usable = list_usable(service=file.case.service, body=settings.CONFIGURATION.body)
    ours = [each for each in usable if each.language == _language(file)]
    context = {
        **case_page.about(file),
        "templates": [
            {
                "template": each,
                "language": language_name(each.language),
                "address": f"?template={each.number}" + (f"&run={run}" if run else ""),
            }
            for each in (*ours, *(each for each in usable if each not in ours))
        ],
        "without_at": "?template=none" + (f"&run={run}" if run else ""),
        "templates_at": reverse("staff:case-templates"),
    }
    return show(request, "staff/cases/case_reply_choose.html", context, tab=case_page.TAB)


def _draft(file: CaseFile, chosen: str, run: str) -> Draft:
    """The draft as the template and the case make it: never what a browser says that it was. Raises Http404."""
    profile = installation().read_profile()
    template = _template(chosen)
    known = replies.facts_of(
        file.case,
        contact=contact_of(file),
        details=file.facts,
        book=book(),
        sender=replies.Sender(name=profile.body_name, phone=profile.contact_phone, email=profile.contact_email),
        language=template.language if template else _language(file),
    )
    passages = passages_of(file, run)
    if template is None:
        return replies.empty_draft(known, passages=passages)
    try:
        return replies.draft(template, known, passages=passages)
    except NotAllowed as refusal:
        raise Http404 from refusal


def _template(chosen: str) -> Template | None:
    if chosen in {"", "none"}:
        return None
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        raise Http404
    try:
        return find_template(int(chosen), body=settings.CONFIGURATION.body)
    except UnknownTemplate as unknown:
        raise Http404 from unknown


def _language(file: CaseFile) -> str:
    """The language of a reply: that of the report, where replies can be in it."""
    return file.case.language if file.case.language in {"en", "cy"} else "en"


def _as_sent(request: HttpRequest, file: CaseFile, typed: Mapping[str, str]) -> Reply:
    template = _template(typed["template"])
    return Reply(
        subject=typed["subject"],
        words=typed["words"],
        way=typed["way"],
        language=template.language if template else _language(file),
        ticked=frozenset(request.POST.getlist("ticked")),
    )


def _write(
    request: HttpRequest,
    file: CaseFile,
    typed: Mapping[str, str],
    drafted: Draft,
    *,
    problems: Mapping[str, str] | None = None,
    version: int | None = None,
) -> HttpResponse:
    """The form, with what was filled in and where each fact comes from."""
    contact = contact_of(file)
    source = _source_of(drafted.template) if drafted.template else ""
    used = [each for each in drafted.facts if not source or f"{{{each.name}}}" in source]
    context = {
        **case_page.about(file),
        "typed": typed,
        "drafted": drafted,
        "used": used,
        "missing": drafted.missing,
        "place_words": place_words,
        "ways": [
            {"value": way, "text": way_words(way, contact), "checked": way == typed["way"]} for way in contact.ways()
        ],
        "most": replies.MOST_WORDS,
        "version": version or file.case.version,
        "problems": problems or {},
        "passages": passages_of(file, typed.get("run", "")),
        "choose_at": case_page.about(file)["reply_at"],
    }
    return show(request, "staff/cases/case_reply.html", context, tab=case_page.TAB, status=422 if problems else 200)


def _look_over(
    request: HttpRequest,
    file: CaseFile,
    typed: Mapping[str, str],
    drafted: Draft,
    *,
    problems: Mapping[str, str] | None = None,
    stale: StaleCase | None = None,
    status: int = 422,
) -> HttpResponse:
    """The reply as it will go, with each figure and its source."""
    contact = contact_of(file)
    figures = drafted.trace(f"{typed['subject']}\n{typed['words']}")
    context = {
        **case_page.about(file),
        "typed": typed,
        "to": way_words(typed["way"], contact),
        "language": _as_sent(request, file, typed).language,
        "figures": figures,
        "loose": [each.text for each in figures if each.source is None],
        "ticked": request.POST.getlist("ticked"),
        "version": stale.version if stale else read_version(request) or file.case.version,
        "changes": changed_meanwhile(request, stale),
        "is_stale": stale is not None,
        "problems": problems or {},
    }
    is_wrong = bool(problems) or stale is not None
    return show(
        request, "staff/cases/case_reply_check.html", context, tab=case_page.TAB, status=status if is_wrong else 200
    )


def _send(request: HttpRequest, file: CaseFile, typed: Mapping[str, str], sent: Reply, drafted: Draft) -> HttpResponse:
    try:
        replies.send_reply(
            file.case.reference,
            sent,
            drafted,
            contact=contact_of(file),
            viewer=viewer(request),
            version=read_version(request),
            at=now(),
            keys=installation().build_keys(),
        )
    except StaleCase as stale:
        return _look_over(request, file, typed, drafted, stale=stale, status=409)
    except UnknownCase as unknown:
        raise Http404 from unknown
    except (NotAllowed, StoreUnavailable) as refusal:
        return _write(request, file, typed, drafted, problems={"words": refusal_words(refusal)})
    return HttpResponseRedirect(f"{case_page.address_of(file.case.reference)}?done=reply", status=303)


def way_words(way: str, contact: Contact) -> str:
    """By which way, and to whom."""
    if way == replies.PAGE:
        return _("On their own page only")
    said = {
        replies.EMAIL: _("By email to %(to)s"),
        replies.NOTIFY_EMAIL: _("By email to %(to)s"),
        replies.SMS: _("By text message to %(to)s"),
        replies.LETTER: _("By letter to %(to)s"),
    }
    return said[way] % {"to": ", ".join(contact.to(way).split("\n"))} if way in said else way


def _source_of(template: Template) -> str:
    return f"{template.subject}\n{template.words}"
