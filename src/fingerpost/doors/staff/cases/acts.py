"""What an officer may do with one case: its words, the fields it asks for, and the one call that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.casework import acting, deciding
from fingerpost.casework.models import Decision
from fingerpost.casework.opened import CaseFile
from fingerpost.casework.public import publish_line
from fingerpost.casework.states import Action
from fingerpost.contract.services import Urgency
from fingerpost.doors.days import read_day
from fingerpost.doors.staff.cases.words import is_live

Said = Callable[[], str]
Typed = Mapping[str, str]
LONGEST = 5_000  # characters of a text
KEEP = "-"  # what stays as it is


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing to do. `title` heads its page and `button` does it; `about` says what comes of it.

    `may` is whether it can be done to the case as it stands. `call` takes what was typed and gives the function of
    casework with what it is given besides who, when and which version. `wants_book` is for those that need the body's
    services.
    """

    title: Said
    button: Said
    call: Callable[[Typed], tuple[Callable[..., Any], dict[str, Any]]]
    may: Callable[[CaseFile], bool]
    about: Said = lambda: ""
    fields: tuple[str, ...] = ()
    wants_book: bool = False
    in_list: bool = True


def moves(action: Action) -> Callable[[CaseFile], bool]:
    return lambda file: action in file.actions


def live(file: CaseFile) -> bool:
    return is_live(file.case.state)


def readable(file: CaseFile) -> bool:
    return not file.is_erased


def undecided(file: CaseFile) -> bool:
    return live(file) and file.suggestion is not None and file.suggestion.decided is None


def decided(file: CaseFile) -> bool:
    return live(file) and not undecided(file)


def _decide(verdict: str) -> Callable[[Typed], tuple[Callable[..., Any], dict[str, Any]]]:
    def call(typed: Typed) -> tuple[Callable[..., Any], dict[str, Any]]:
        chosen = {} if verdict == Decision.Verdict.ACCEPTED else _way(typed)
        return deciding.decide, {"verdict": verdict, "chosen": chosen, "reason": typed.get("reason", "")}

    return call


def _way(typed: Typed) -> dict[str, Any]:
    """The codes that were chosen; None where something stays. A service brings its own team."""
    way: dict[str, Any] = {
        name: None if typed.get(name, KEEP) == KEEP else typed[name] for name in ("service", "team", "urgency")
    }
    if "attention" in typed:
        way["attention"] = typed["attention"] == "yes"
    return way


def _words(call: Callable[..., Any], name: str = "words", field: str = "words") -> Callable[[Typed], Any]:
    return lambda typed: (call, {name: typed[field]})


WAY = ("service", "team", "urgency", "attention")

ACTS: Mapping[str, Act] = {
    "accept": Act(
        title=lambda: _("Accept the suggestion"),
        button=lambda: _("Accept"),
        may=undecided,
        call=_decide(Decision.Verdict.ACCEPTED),
        wants_book=True,
        in_list=False,
    ),
    "change": Act(
        title=lambda: _("Change the suggestion"),
        button=lambda: _("Save what you chose"),
        about=lambda: _("Your choice counts from now on. Your reason helps the suggestions get better."),
        fields=(*WAY, "reason"),
        may=undecided,
        call=_decide(Decision.Verdict.CHANGED),
        wants_book=True,
        in_list=False,
    ),
    "refuse": Act(
        title=lambda: _("Refuse the suggestion"),
        button=lambda: _("Refuse it"),
        about=lambda: _("Say why it is of no use. Choose what fits, if you know it."),
        fields=(*WAY, "reason"),
        may=undecided,
        call=_decide(Decision.Verdict.REFUSED),
        wants_book=True,
        in_list=False,
    ),
    "start": Act(
        title=lambda: _("Start work"),
        button=lambda: _("Start work"),
        may=moves(Action.START),
        call=lambda typed: (acting.start, {}),
    ),
    "assign": Act(
        title=lambda: _("Give it to somebody"),
        button=lambda: _("Save"),
        fields=("to_officer",),
        may=live,
        call=lambda typed: (acting.assign, {"to": typed["to_officer"]}),
    ),
    "plan": Act(
        title=lambda: _("Plan the work"),
        button=lambda: _("Save the day"),
        about=lambda: _("The resident is shown the day and your words."),
        fields=("on", "told"),
        may=moves(Action.PLAN),
        call=lambda typed: (acting.plan, {"on": date.fromisoformat(typed["on"]), "words": typed["told"]}),
    ),
    "ask": Act(
        title=lambda: _("Ask the resident"),
        button=lambda: _("Ask"),
        about=lambda: _("The resident is shown your words. The clock stands still until they write."),
        fields=("words",),
        may=moves(Action.ASK),
        call=_words(acting.ask_resident),
    ),
    "resolve": Act(
        title=lambda: _("Say that it is done"),
        button=lambda: _("It is done"),
        about=lambda: _("The resident is shown your words, and can say that it is not done."),
        fields=("words",),
        may=moves(Action.RESOLVE),
        call=_words(acting.resolve),
    ),
    "hand-on": Act(
        title=lambda: _("Hand it on to another organisation"),
        button=lambda: _("Hand it on"),
        about=lambda: _("The resident is shown who takes it over, and your words. Tell that organisation yourself."),
        fields=("to", "words"),
        may=moves(Action.HAND_ON),
        call=lambda typed: (acting.hand_on, {"to": typed["to"], "words": typed["words"]}),
    ),
    "close": Act(
        title=lambda: _("Close the case"),
        button=lambda: _("Close it"),
        about=lambda: _("Nothing more is done. The resident is shown your words."),
        fields=("words",),
        may=moves(Action.CLOSE),
        call=_words(acting.close, "reason"),
    ),
    "reopen": Act(
        title=lambda: _("Open it again"),
        button=lambda: _("Open it again"),
        about=lambda: _("The resident sees that it is open again, and not your reason."),
        fields=("reason",),
        may=moves(Action.REOPEN),
        call=_words(acting.reopen, "reason", "reason"),
    ),
    "route": Act(
        title=lambda: _("Send it another way"),
        button=lambda: _("Save"),
        about=lambda: _("Choose another service, team or urgency."),
        fields=(*WAY, "reason"),
        may=decided,
        call=lambda typed: (acting.route, {**_way(typed), "reason": typed["reason"]}),
        wants_book=True,
    ),
    "escalate": Act(
        title=lambda: _("Put it before others"),
        button=lambda: _("Put it first"),
        about=lambda: _("It then stands first in the queue, and whoever leads the team sees it."),
        fields=("reason",),
        may=live,
        call=_words(acting.escalate, "reason", "reason"),
    ),
    "place": Act(
        title=lambda: _("Change the place"),
        button=lambda: _("Save the place"),
        fields=("address", "latitude", "longitude"),
        may=readable,
        call=lambda typed: (
            acting.set_place,
            {
                "address": typed["address"],
                "latitude": float(typed["latitude"]) if typed["latitude"] else None,
                "longitude": float(typed["longitude"]) if typed["longitude"] else None,
            },
        ),
        wants_book=True,
    ),
    "publish": Act(
        title=lambda: _("Publish a line about it"),
        button=lambda: _("Publish it"),
        about=lambda: _("Everybody sees it beside the place. Name nobody. Leave it empty to take it back."),
        fields=("line",),
        may=lambda file: file.case.is_public,
        call=_words(publish_line, "line", "line"),
    ),
    "note": Act(
        title=lambda: _("Write a note"),
        button=lambda: _("Save the note"),
        fields=("note", "shown"),
        may=readable,
        call=lambda typed: (acting.note, {"words": typed["note"], "shown": typed.get("shown") == "yes"}),
    ),
    "attach": Act(
        title=lambda: _("Add files"),
        button=lambda: _("Add them"),
        about=lambda: _("Photos lose the place where they were taken. Files are checked before they are kept."),
        fields=("files",),
        may=readable,
        call=lambda typed: (acting.attach, {}),
    ),
    "relate": Act(
        title=lambda: _("Link another case"),
        button=lambda: _("Link it"),
        about=lambda: _("For cases that have to do with each other. Both stay as they are."),
        fields=("other",),
        may=readable,
        call=lambda typed: (acting.relate, {"other": typed["other"]}),
    ),
    "merge": Act(
        title=lambda: _("Merge into another case"),
        button=lambda: _("Merge them"),
        about=lambda: _("For two reports of the same thing. This case ends, and the other goes on for both."),
        fields=("other",),
        may=moves(Action.MERGE),
        call=lambda typed: (acting.merge, {"into": typed["other"]}),
    ),
    "part": Act(
        title=lambda: _("Undo the merge"),
        button=lambda: _("Undo the merge"),
        about=lambda: _("This case stands again as it stood before."),
        fields=("reason",),
        may=moves(Action.PART),
        call=_words(acting.part, "reason", "reason"),
    ),
}
"""By the word in the address, in the order in which they are offered."""

NEEDED: Mapping[str, Said] = {
    "words": lambda: _("Write a few words. The resident reads them"),
    "note": lambda: _("Write the note first"),
    "reason": lambda: _("Say why, in a few words"),
    "to": lambda: _("Say which organisation takes it over"),
    "other": lambda: _("Enter the reference of the other case"),
}
NEED_NOT: Mapping[str, frozenset[str]] = {"route": frozenset({"reason"}), "part": frozenset({"reason"})}


def problems_of(name: str, typed: Typed) -> dict[str, str]:
    """A sentence for each field that does not fit."""
    act = ACTS[name]
    problems = {}
    for field in act.fields:
        if field in NEEDED and not typed[field] and field not in NEED_NOT.get(name, frozenset()):
            problems[field] = NEEDED[field]()
        elif len(typed.get(field, "")) > LONGEST:
            problems[field] = _("Use 5,000 characters or fewer here")
    if "on" in act.fields and read_day(typed["on"]) is None:
        problems["on"] = _("Enter a date such as 2026-11-22")
    if "latitude" in act.fields:
        problems |= _about_place(typed)
    if "service" in act.fields:
        problems |= _about_way(typed)
    return problems


def _about_place(typed: Typed) -> dict[str, str]:
    pair = [typed["latitude"], typed["longitude"]]
    if pair == ["", ""]:
        return {}
    try:
        latitude, longitude = (float(each) for each in pair)
    except ValueError:
        return {"latitude": _("Enter both numbers, such as 54.6012 and -2.4034, or leave both empty")}
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return {"latitude": _("Latitude is from -90 to 90, and longitude from -180 to 180")}
    return {}


def _about_way(typed: Typed) -> dict[str, str]:
    if typed["urgency"] not in {KEEP, *list(Urgency)}:
        return {"urgency": _("Choose an urgency from the list")}
    return {}


def offered(file: CaseFile) -> Sequence[str]:
    """The acts that stand in the list of the page, as the case stands now."""
    return [name for name, act in ACTS.items() if act.in_list and act.may(file)]
