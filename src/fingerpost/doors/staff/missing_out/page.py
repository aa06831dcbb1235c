"""The first page: the runs that are kept, and beginning one with a source that stands on this machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.capabilities.missing_out.kept import list_runs
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors import missing_out
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.staff.missing_out import words
from fingerpost.rules.populations.mapping import read_mapping

PLACE = "staff:missing-out"
FIND = "site.find_missing_out"
SOURCES = "sources"
"""The folder in FINGERPOST_HOME where an operator puts NAME.toml and NAME.csv."""
LARGEST = 5_000_000  # bytes of a file that a page looks through while one waits: more is for the command line
SHOWN = 5  # problems


@needs(FIND)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The list; a form that is sent looks through the source that it names."""
    if request.method != "POST":
        return _show(request, {})
    chosen = request.POST.get("source", "")
    problem = "" if chosen in _sources() else _("Choose which data to look through")
    if not problem and _file(chosen).stat().st_size > LARGEST:
        problem = _("That file is too large for a page. Ask your operator to run: fingerpost missing-out run")
    if problem:
        return _show(request, {"source": problem})
    try:
        mapping = read_mapping(_file(chosen, ".toml"))
        found = missing_out.look(
            str(_file(chosen)), mapping, by=request.user.get_username(), progress=lambda rows: None
        )
    except FingerpostError as error:
        return _show(request, {"source": error.public})
    return HttpResponseRedirect(reverse("staff:missing-out-run", kwargs={"name": found.folder.name}), status=303)


def _show(request: HttpRequest, problems: dict[str, str]) -> HttpResponse:
    context = {
        "place": PLACE,
        "runs": [_row(each) for each in list_runs(settings.HOME)],
        "sources": [{"value": name, "text": name} for name in _sources()],
        "folder": SOURCES,
        "problems": problems,
        "words": words,
    }
    return show(request, "staff/missing_out/list.html", context, status=422 if problems else 200)


def _row(run: Any) -> dict[str, Any]:
    schemes = run.summary["schemes"]
    return {
        "address": reverse("staff:missing-out-run", kwargs={"name": run.folder.name}),
        "title": run.summary["title"],
        "at": run.summary["at"],
        "schemes": [words.scheme_words(each) for each in schemes],
        "likely": sum(each["likely"] for each in schemes.values()),
        "may": sum(each["may"] for each in schemes.values()),
        "delete_after": run.summary["delete_after"],
    }


def _sources() -> list[str]:
    """The names for which there are both a mapping and a file."""
    folder = settings.HOME / SOURCES
    return sorted(path.stem for path in folder.glob("*.toml") if path.with_suffix(".csv").is_file())


def _file(name: str, suffix: str = ".csv") -> Path:
    found: Path = settings.HOME / SOURCES / f"{name}{suffix}"
    return found
