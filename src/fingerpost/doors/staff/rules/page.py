"""The first page: what waits for a decision, what is wrong with rule files, and what was decided before."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation
from fingerpost.doors.rulebook import reader
from fingerpost.doors.staff.rules import words
from fingerpost.record.rulemaking.in_force import find_misplaced, put_in_force
from fingerpost.record.rulemaking.models import Proposal
from fingerpost.record.rulemaking.reading import list_decided, list_waiting
from fingerpost.rules.authoring.formulas import Reader

PLACE = "staff:rules"
SEE, PROPOSE, DECIDE = "rulemaking.view_proposal", "rulemaking.add_proposal", "rulemaking.add_decision"


@needs(SEE)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Everything at a glance. A rule file with an error is told here: what ran before goes on."""
    body, read = settings.CONFIGURATION.body, reader()
    context = {
        "place": PLACE,
        "waiting": [row_of(each, read) for each in list_waiting(body=body)],
        "decided": [
            {**row_of(each.proposal, read), "decision": each, "kind": words.decision_words(each.kind)}
            for each in list_decided(body=body)
        ],
        "problems_of_files": installation().build_rules().problems,
        "misplaced": find_misplaced(body=body, home=settings.HOME),
        "may_propose": request.user.has_perm(PROPOSE),
        "may_decide": request.user.has_perm(DECIDE),
        "figures_at": reverse("staff:rule-figures"),
        "restore_at": reverse("staff:rule-files"),
        "digest": read.book.digest[:12],
        "words": words,
    }
    return show(request, "staff/rules/list.html", context)


@needs(DECIDE)
@require_POST
def files(request: HttpRequest) -> HttpResponse:
    """Write each approved file that is missing, from its record."""
    put_in_force(body=settings.CONFIGURATION.body, home=settings.HOME)
    return HttpResponseRedirect(reverse(PLACE), status=303)


def row_of(proposal: Proposal, read: Reader) -> dict[str, Any]:
    """A proposal as a list shows it. A figure that the rules no longer know is told by its name."""
    parameter = read.book.parameters.get(proposal.parameter)
    return {
        "proposal": proposal,
        "address": reverse("staff:rule-proposal", kwargs={"number": proposal.pk}),
        "scheme": words.scheme_words(proposal.parameter, read),
        "figure": words.figure_words(parameter, read) if parameter else proposal.parameter,
        "value": words.value_words(parameter, proposal.value, read) if parameter else "",
    }
