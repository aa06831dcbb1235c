"""The pages of a report on its way: it starts from free text, and then asks only what is missing, one thing a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.services import in_language
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.reporting import drafts, steps
from fingerpost.doors.citizen.reporting.answers import read_contact, read_fact
from fingerpost.doors.citizen.reporting.choosing import nearby, service
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.files import read_files, uploaded
from fingerpost.doors.citizen.reporting.placing import place
from fingerpost.doors.citizen.reporting.showing import Step, go, gone, onwards, show_step
from fingerpost.doors.citizen.reporting.writing import change_words
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft: str, step: str) -> HttpResponse:
    """One page of the draft of that secret."""
    found = drafts.read(draft)
    if found is None:
        return gone(request)
    if found.sent:
        return go(draft, steps.SENT)
    view = _view_of(step)
    if request.method != "POST":
        return kept_private(view(request, draft, found))
    if wait := seconds_to_wait(request, "search"):
        return too_many(request, wait)
    with drafts.alone_with(draft):
        found = drafts.read(draft)  # as it is now: another page may have changed it
        if found is None:
            return gone(request)
        return go(draft, steps.SENT) if found.sent else kept_private(view(request, draft, found))


def _view_of(step: str) -> Step:
    if step.startswith(steps.FACT):
        return _fact
    try:
        return _STEPS[step]
    except KeyError:
        raise Http404 from None


def _fact(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """One detail that the service needs. Nobody is held up who does not know it."""
    step = str(request.resolver_match.kwargs["step"]) if request.resolver_match else ""
    fact = steps.fact_named(draft, step.removeprefix(steps.FACT))
    if fact is None:
        raise Http404
    context = {
        "fact": fact,
        "say": lambda text: in_language(text, page_language()),
        "typed": request.POST.get("answer", draft.facts.get(fact.name, "")),
    }
    if request.method != "POST":
        return show_step(request, secret, draft, step, context)
    if "skip" in request.POST:
        draft.facts.pop(fact.name, None)
        return onwards(secret, draft, step)
    try:
        if fact.kind == "photo":
            if not uploaded(request):
                raise InvalidRequest({"files": _("Choose a photo, or “I have no photo”")})
            drafts.add_files(secret, draft, read_files(request, held=len(draft.files)))
        else:
            draft.facts[fact.name] = read_fact(fact, request.POST.get("answer", ""))
    except InvalidRequest as error:
        return show_step(request, secret, draft, step, context, problems=error.problems)
    return onwards(secret, draft, step)


def _contact(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """How to reach them, if they want that."""
    typed = {name: request.POST.get(name, getattr(draft, name)) for name in ("name", "email", "phone")}
    if request.method != "POST":
        return show_step(request, secret, draft, steps.CONTACT, {"typed": typed})
    try:
        given = read_contact(request.POST)
    except InvalidRequest as error:
        return show_step(request, secret, draft, steps.CONTACT, {"typed": typed}, problems=error.problems)
    draft.name, draft.email, draft.phone = given["name"], given["email"], given["phone"]
    return onwards(secret, draft, steps.CONTACT)


_STEPS: dict[str, Step] = {
    steps.WORDS: change_words,
    steps.SERVICE: service,
    steps.PLACE: place,
    steps.NEARBY: nearby,
    steps.CONTACT: _contact,
}
