"""The words of a letter, and their approval by whoever has signed in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.capabilities.missing_out.letters import BLANKS, read_template
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors import missing_out
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.staff.missing_out import words
from fingerpost.doors.staff.missing_out.page import FIND, PLACE


@needs(FIND, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, scheme: str, language: str) -> HttpResponse:
    """The words as they stand; a form that is sent approves these very words."""
    try:
        template = read_template(settings.HOME, scheme=scheme, language=language)
    except InvalidRequest as error:
        raise Http404 from error
    problems = {}
    if request.method == "POST":
        by = request.user.get_username()
        person = (request.user.get_full_name() or by) if request.user.is_authenticated else by
        if request.POST.get("words") != template.digest:
            problems = {"read": _("The letter has changed since you opened it. Read it again.")}
        elif request.POST.get("read") != "yes":
            problems = {"read": _("Tick the box to say that you have read it")}
        else:
            missing_out.approve(scheme=scheme, language=language, person=person, by=by)
            return HttpResponseRedirect(request.path, status=303)
    context = {
        "place": PLACE,
        "template": template,
        "scheme": words.scheme_words(scheme),
        "blanks": sorted(BLANKS),
        "problems": problems,
        "back": reverse(PLACE),
    }
    return show(request, "staff/missing_out/letter.html", context, status=422 if problems else 200)
