"""What was heard in a question: shown to the person, who says which of it is right before any of it is used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.entitlements.answers import shown_value
from fingerpost.doors.citizen.entitlements.asking import COMMAND, SECTION
from fingerpost.doors.citizen.entitlements.fields import field_of
from fingerpost.doors.citizen.entitlements.interview import Interview, read_interview
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.installation import now
from fingerpost.doors.languages import page_language
from fingerpost.doors.switchable import is_off
from fingerpost.doors.turns import earlier_turns
from fingerpost.record.reading import KeptRun
from fingerpost.rules.figures import write_value
from fingerpost.rules.hearing import Change, Heard, hear, topics_in
from fingerpost.rules.hearing.changing import BORN, BY, TIMES
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.household import Household, split_path
from fingerpost.rules.saying.wording import amount

USED = "use"  # the name of the boxes: each holds a path, or a change


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing heard: what it is called, what it came to, and the person's own words. `name` is that of its box."""

    name: str
    label: str
    value: str
    words: tuple[str, ...]
    paths: tuple[str, ...] = ()
    change: Change | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@of_kept_answer
def heard(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """Show what was heard in the question of that answer and in those before; take what is right into an interview."""
    interview = _begun(request, kept)
    found = hear(interview.book, text_of(kept), on=now().date())
    rows = rows_of(found, interview)
    if request.method == "POST":
        wanted = frozenset(request.POST.getlist(USED))
        return HttpResponseRedirect(_go_on(interview, found, [row for row in rows if row.name in wanted]), status=303)
    if not rows:
        return HttpResponseRedirect(interview.address("entitlements_question"))
    context = {
        "section": SECTION,
        "rows": rows,
        "here": link_to("entitlements_heard", reference=kept.reference),
        "back": link_to("answer", reference=kept.reference),
        "without": interview.address("entitlements_question"),
        "is_off": is_off(COMMAND),
        "used": USED,
    }
    return kept_private(render(request, "citizen/entitlements/heard.html", context))


def text_of(kept: KeptRun) -> str:
    """What the person wrote in this conversation, oldest first, as the record holds it."""
    said = [turn.get("question", "") for turn in earlier_turns(kept)]
    return "\n".join([*said, (kept.request or {}).get("question", "")])


def rows_of(found: Heard, interview: Interview) -> list[Row]:
    """A row for each answer that fits, in the order it was said, then one for each change. What follows from another
    answer, such as that somebody works who earns, stands with it."""
    household = Household(found.answers)
    troubled = {path for each in find_contradictions(household, on=now().date()) for path in each.paths}
    shown = replace(interview, household=household)
    told = [each for each in found.told if each.path not in troubled]
    rows = []
    for each in sorted(told, key=lambda told: (told.start, told.path)):
        field = field_of(interview.book, each.path, page_language())
        main = _follows_from(each.path, [other.path for other in told])
        if field is None or main:
            continue
        paths = (each.path, *(other.path for other in told if _follows_from(other.path, [each.path])))
        rows.append(
            Row(
                name=each.path,
                label=field.label,
                value=shown_value(shown, field),
                words=(found.words_of(each),),
                paths=paths,
            )
        )
    return [*rows, *(_change_row(change, found, interview) for change in found.changes)]


_FOLLOWS = {
    "works": ("earnings", "self_employed_profit", "hours_worked"),
    "cares_35_hours": ("gets_carers_allowance",),
    "has_health_condition": ("gets_disability_benefit", "work_capability"),
}


def _follows_from(path: str, others: Iterable[str]) -> bool:
    who, _dot, name = path.partition(".")
    return any(f"{who}.{other}" in others for other in _FOLLOWS.get(name, ()))


def _change_row(change: Change, found: Heard, interview: Interview) -> Row:
    field = field_of(interview.book, change.path, page_language())
    return Row(
        name=f"change {change.path}",
        label=_("What you ask about: %(label)s") % {"label": _small(field.label) if field else change.path},
        value=_effect(change, interview),
        words=(found.words_of(change),),
        change=change,
    )


def _effect(change: Change, interview: Interview) -> str:
    """How much more, or what it would come to."""
    if change.how == BORN:
        return _("One more child")
    if change.how == TIMES:
        return _("%(percent)s%% more") % {"percent": f"{(change.value - 1) * 100:.4g}"}
    unit = interview.book.facts[split_path(change.path)[0]].unit
    pence = abs(int(change.value))
    words = (
        amount(pence, pence, unit.period, page_language())
        if unit.kind == "money"
        else write_value(abs(change.value), unit, language=page_language())
    )
    if change.how != BY:
        return words
    return (_("%(amount)s more") if change.value > 0 else _("%(amount)s less")) % {"amount": words}


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _begun(request: HttpRequest, kept: KeptRun) -> Interview:
    """An interview that leads back to the answer, for its nation where that is known."""
    nation = (kept.reply or {}).get("nation")
    read = read_interview(request)
    begun = replace(read, after=kept.reference, about=topics_in(read.book, text_of(kept)))
    return begun.with_nation(Nation(nation)) if nation else begun


def _go_on(interview: Interview, found: Heard, rows: list[Row]) -> str:
    """The address of the next question, with what the person agreed to."""
    paths = {path for row in rows for path in row.paths}
    answers: dict[str, Any] = {path: value for path, value in found.answers.items() if path in paths}
    changes = tuple(row.change for row in rows if row.change is not None)
    nation = interview.nation or found.nation
    going = replace(interview, changes=changes)
    if answers:
        going = going.with_household(Household(answers))
    return (going.with_nation(nation) if nation else going).address("entitlements_question")
