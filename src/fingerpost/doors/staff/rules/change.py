"""One figure: a form for its new value, what that would do, and the proposal that waits for somebody else."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import now
from fingerpost.doors.rulebook import reader
from fingerpost.doors.staff.rules import words
from fingerpost.doors.staff.rules.effects import draft_of, effects_of, titles_of
from fingerpost.doors.staff.rules.form import TEXTS, Field, change_from, fields_of
from fingerpost.doors.staff.rules.page import PLACE, PROPOSE
from fingerpost.record.rulemaking.proposing import LONGEST_REASON, CannotPropose, Change, propose
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.book import Parameter
from fingerpost.rules.faults import RulesInvalid

logger = logging.getLogger(__name__)


@needs(PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, scheme: str, figure: str) -> HttpResponse:
    """The form; with `do=check` what the change would do, and nothing is kept; with `do=propose` it waits."""
    read = reader()
    parameter = read.book.parameters.get(f"{scheme}.{figure}")
    if parameter is None:
        told = [_("The rules have no figure of this name.")]
        return show(request, "entry/words.html", {"title": _("No such figure"), "paragraphs": told}, status=404)
    if request.method != "POST":
        return _form(request, parameter, fields_of(parameter, read), read)
    return _take(request, parameter, fields_of(parameter, read, typed=request.POST), read)


def _take(request: HttpRequest, parameter: Parameter, fields: list[Field], read: Reader) -> HttpResponse:
    if request.POST.get("do") == "change":
        return _form(request, parameter, fields, read)
    wanted, problems = change_from(request.POST, parameter, fields)
    if wanted is None:
        return _form(request, parameter, fields, read, problems=problems)
    try:
        if request.POST.get("do") == "propose":
            return _propose(request, wanted)
        return _check(request, parameter, fields, wanted)
    except RulesInvalid as error:
        told = _("The rules would not hold together with this: %(words)s") % {"words": error.problems[0].words}
        return _form(request, parameter, fields, read, problems={"starts_on": told})
    except CannotPropose as error:
        return _form(request, parameter, fields, read, problems={"starts_on": _(error.public)})


def _propose(request: HttpRequest, wanted: Change) -> HttpResponse:
    draft = draft_of(wanted)
    effects_of(draft)  # as it was checked: what does not fit the rules is not proposed
    row = propose(wanted, digest=draft.digest, body=draft.body, by=request.user.get_username(), at=now())
    logger.info("staff account %s proposed change %s of the rules", request.user.pk, row.pk)
    return HttpResponseRedirect(reverse("staff:rule-proposal", kwargs={"number": row.pk}), status=303)


def _form(
    request: HttpRequest,
    parameter: Parameter,
    fields: list[Field],
    read: Reader,
    *,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    order = [*(field.name for field in fields), *TEXTS]
    texts = {name: request.POST.get(name, "") for name in TEXTS}
    context = {
        **_known(parameter, read),
        "fields": fields,
        "texts": texts,
        "longest": LONGEST_REASON,
        "history": [
            (each.first, each.last, read.value_of(parameter, each.value)) for each in reversed(parameter.values)
        ],
        "problems": {name: problems[name] for name in order if name in problems} if problems else {},
    }
    return show(request, "staff/rules/change.html", context, status=422 if problems else 200)


def _check(request: HttpRequest, parameter: Parameter, fields: list[Field], wanted: Change) -> HttpResponse:
    draft, read = draft_of(wanted), reader()
    found = effects_of(draft)
    typed = [(field.name, field.text) for field in fields] + [(name, request.POST.get(name, "")) for name in TEXTS]
    context = {
        **_known(parameter, read),
        "proposal": draft,
        "value": words.value_words(parameter, draft.value, read),
        "typed": typed,
        "effects": found,
        "schemes": titles_of(found.schemes, read),
    }
    return show(request, "staff/rules/check.html", context)


def _known(parameter: Parameter, read: Reader) -> dict[str, Any]:
    scheme, _dot, figure = parameter.name.partition(".")
    return {
        "place": PLACE,
        "parameter": parameter,
        "figure": words.figure_words(parameter, read),
        "scheme": words.scheme_words(parameter.name, read),
        "sources": [read.book.source(f"{parameter.scheme}.{each}") for each in parameter.sources],
        "address": reverse("staff:rule-change", kwargs={"scheme": scheme, "figure": figure}),
        "back": reverse("staff:rule-figures"),
        "body": settings.CONFIGURATION.body,
        "language": read.language,
        "words": words,
    }
