"""The first page: the simulations that are kept, and beginning one from the text of a reform."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.capabilities.simulate.kept import list_simulations, save_simulation
from fingerpost.capabilities.simulate.simulating import simulate, synthetic_population
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.days import read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import now
from fingerpost.doors.rulebook import rules_in_force, today
from fingerpost.doors.staff.simulations import words
from fingerpost.doors.switchable import check_runs
from fingerpost.rules.faults import RulesInvalid
from fingerpost.rules.reforms import parse_reform

PLACE = "staff:simulations"
CAPABILITY = "simulate"
RUN = "site.run_simulation"
LONGEST = 20_000  # characters of a reform
SIZES = (20_000, 100_000)  # households: more is for the command line, which uses every core
EXAMPLE = """reform: taper_at_half
title: A Universal Credit taper of 50%
parameters:
  universal_credit.taper:
    - {from: 2026-04-06, value: 0.50}
"""


@needs(RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def simulations(request: HttpRequest) -> HttpResponse:
    """The list; a form that is sent runs the reform it holds over made-up households."""
    text = request.POST.get("reform", "").replace("\r\n", "\n")[: LONGEST + 1]
    size, day = request.POST.get("size", str(SIZES[0])), request.POST.get("on", "").strip()[:10]
    if request.method != "POST":
        return _show(request, {}, text=EXAMPLE, size=size, day=f"{today()}")
    on, problems = read_day(day), {}
    if on is None:
        problems["on"] = _("Enter a date such as 2026-11-22")
    if not text.strip() or len(text) > LONGEST:
        problems["reform"] = _("Enter the reform, in at most %(most)s characters") % {"most": f"{LONGEST:,}"}
    if size not in {str(each) for each in SIZES}:
        problems["size"] = _("Choose how many households")
    if problems or on is None:
        return _show(request, problems, text=text, size=size, day=day)
    try:
        check_runs(CAPABILITY)
        reform = parse_reform(text, name=_("line"))
        name = f"{re.sub(r'[^a-z0-9]+', '-', reform.name)}-{now():%Y-%m-%d-%H%M%S}"
        drawn = synthetic_population(size=int(size), seed=1, on=on)
        by = request.user.get_username()
        found = simulate(rules_in_force(), reform, drawn, name=name, on=on, at=now(), by=by, workers=1)
        save_simulation(settings.HOME, found)
    except RulesInvalid as error:
        told = "; ".join(f"{problem.file} {problem.line}: {problem.words}" for problem in error.problems)
        return _show(request, {"reform": told}, text=text, size=size, day=day)
    except FingerpostError as error:
        return _show(request, {"reform": error.public}, text=text, size=size, day=day)
    return HttpResponseRedirect(reverse("staff:simulation", kwargs={"name": name}), status=303)


def _show(request: HttpRequest, problems: dict[str, str], *, text: str, size: str, day: str) -> HttpResponse:
    context = {
        "place": PLACE,
        "kept": [_row(each) for each in list_simulations(settings.HOME)],
        "reform": text,
        "day": day,
        "sizes": [{"value": str(each), "text": f"{each:,}", "checked": str(each) == size} for each in SIZES],
        "problems": problems,
        "words": words,
        "compare_at": reverse("staff:simulations-compared"),
    }
    return show(request, "staff/simulations/list.html", context, status=422 if problems else 200)


def _row(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": found["name"],
        "title": found["reform"]["title"],
        "address": reverse("staff:simulation", kwargs={"name": found["name"]}),
        "cost": found["cost"],
        "rows": found["rows"],
        "is_synthetic": found["population"]["is_synthetic"],
        "at": found["at"][:10],
    }
