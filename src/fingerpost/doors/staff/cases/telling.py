"""How the case page says what the machine proposed, how sure it is, and what was done: codes become sentences here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import dateformat
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.capabilities.triage.urgency import USUAL, USUAL_WORDS, load_reasons
from fingerpost.casework.history import MACHINE, RESIDENT
from fingerpost.casework.models import Decision
from fingerpost.contract.proposals import SignKind
from fingerpost.contract.services import ServiceBook, in_language
from fingerpost.doors.languages import language_name
from fingerpost.doors.staff.cases import words

Said = Callable[[], str]

SIGNS: Mapping[str, Said] = {  # those that are no reason for urgency, which has words of its own
    "baby": lambda: _("There is a baby, or somebody is pregnant"),
    "older": lambda: _("Somebody is older"),
    "disability": lambda: _("Somebody is disabled"),
    "illness": lambda: _("Somebody is ill"),
    "bereavement": lambda: _("Somebody has died"),
    "carer": lambda: _("Somebody cares for another person, or is cared for"),
    "language": lambda: _("Somebody finds English or reading hard"),
}
SIGN_KINDS: Mapping[str, Said] = {
    SignKind.DANGER: lambda: _("Danger"),
    SignKind.SAFEGUARDING: lambda: _("Safeguarding"),
    SignKind.VULNERABILITY: lambda: _("May find this harder than others"),
}
VERDICTS: Mapping[str, Said] = {
    Decision.Verdict.ACCEPTED: lambda: _("Accepted"),
    Decision.Verdict.CHANGED: lambda: _("Changed"),
    Decision.Verdict.REFUSED: lambda: _("Refused"),
}
MOVES: Mapping[str, Said] = {
    "start": lambda: _("Work started"),
    "ask": lambda: _("The resident was asked"),
    "hear": lambda: _("The resident wrote again"),
    "plan": lambda: _("Work was planned"),
    "resolve": lambda: _("Marked as done"),
    "reopen": lambda: _("Opened again"),
    "close": lambda: _("Closed"),
    "hand on": lambda: _("Handed on to another organisation"),
    "withdraw": lambda: _("Taken back by the resident"),
}
KINDS: Mapping[str, Said] = {
    "opened": lambda: _("Report received"),
    "noted": lambda: _("Note"),
    "attached": lambda: _("Files added"),
    "assigned": lambda: _("Given to somebody"),
    "routed": lambda: _("Sent another way"),
    "decided": lambda: _("Suggestion decided"),
    "related": lambda: _("Linked with another case"),
    "merged": lambda: _("Merged into another case"),
    "took-in": lambda: _("Another case was merged into this one"),
    "parted": lambda: _("The merge was undone"),
    "let-go": lambda: _("A merge into this case was undone"),
    "escalated": lambda: _("Put before others"),
    "placed": lambda: _("Place changed"),
    "replied": lambda: _("Reply sent"),
    "heard": lambda: _("The resident wrote again"),
    "new-link": lambda: _("A new private link was made"),
    "erased": lambda: _("The words were erased"),
    "published": lambda: _("A line was published"),
    "sent-on": lambda: _("Sent on to another system"),
    "sent-on/news": lambda: _("News from another system"),
    "message/failed": lambda: _("A message could not be sent"),
    "printed": lambda: _("The letter was printed"),
}
WAYS: Mapping[str, Said] = {
    "email": lambda: _("by email"),
    "notify-email": lambda: _("by email"),
    "notify-sms": lambda: _("by text message"),
    "letter": lambda: _("by letter"),
    "page": lambda: _("on their own page"),
    "webhook": lambda: _("to another program"),
    "open311": lambda: _("to another organisation"),
}


def way_words(way: str) -> str:
    """How a message goes: "by email"."""
    return WAYS[way]() if way in WAYS else plain(way)


def odds_words(probability: float) -> str:
    """A calibrated probability as people say it: "8 times in 10"."""
    if probability >= 0.995:
        return _("more than 99 times in 100")
    if probability >= 0.95:
        return _("%(n)s times in 100") % {"n": round(probability * 100)}
    tenths = round(probability * 10)
    if tenths < 1:
        return _("less than 1 time in 10")
    return ngettext("%(n)s time in 10", "%(n)s times in 10", tenths) % {"n": tenths}


def sign_words(code: str) -> str:
    """What a sign is of, without a full stop."""
    return SIGNS[code]() if code in SIGNS else reason_words(code)


def sign_kind_words(kind: str) -> str:
    return SIGN_KINDS[kind]() if kind in SIGN_KINDS else plain(kind)


def reason_words(code: str) -> str:
    """Why it is that urgent, in the words of the table that says so."""
    found = load_reasons().get(code)
    said = in_language(found.words if found else USUAL_WORDS, words.page_code())
    return said.rstrip(".") if found or code == USUAL else plain(code)


def verdict_words(code: str) -> str:
    return VERDICTS[code]() if code in VERDICTS else plain(code)


def plain(code: str) -> str:
    """What is shown of a code that has no words here."""
    return code.replace("-", " ").replace("_", " ").capitalize()


def who_words(by: str, *, me: str = "") -> str:
    """Who did something."""
    if by == RESIDENT:
        return _("The resident")
    if by == MACHINE:
        return _("This service, by itself")
    return _("You") if by == me else by


def line_words(kind: str, facts: Mapping[str, Any], *, book: ServiceBook) -> str:
    """One line of the history, without the words that stand in it."""
    if kind == "moved":
        action = str(facts.get("action", ""))
        said = MOVES[action]() if action in MOVES else plain(action)
        return f"{said}: {day_words(str(facts['on']))}" if facts.get("on") else said
    said = KINDS[kind]() if kind in KINDS else plain(kind)
    more = "; ".join(_more(kind, facts, book=book))
    return f"{said}: {more}" if more else said


def _more(kind: str, facts: Mapping[str, Any], *, book: ServiceBook) -> list[str]:
    """What the facts of a line add."""
    if kind == "assigned":
        return [str(facts.get("to") or _("nobody"))]
    if kind == "escalated":
        return [_("it is late")] if facts.get("why") == "late" else []
    if kind in {"replied", "message/failed"}:
        return [WAYS[facts["way"]]()] if facts.get("way") in WAYS else []
    told = [str(facts[name]) for name in ("into", "other") if facts.get(name)]
    if kind == "decided" and facts.get("verdict"):
        told.append(verdict_words(str(facts["verdict"])))
    return told + changes(facts, book=book)


def changes(facts: Mapping[str, Any], *, book: ServiceBook) -> list[str]:
    """What changed of service, team, urgency and attention: "Team: Parks and trees"."""
    told = []
    for name, say in (("service", _service), ("team", _team), ("urgency", _urgency), ("attention", _attention)):
        value = facts.get(name)
        if isinstance(value, Mapping) and "to" in value:
            told.append(say(value["to"], book))
    return told


def _service(code: Any, book: ServiceBook) -> str:
    return _("service: %(name)s") % {"name": words.service_words(str(code), book)}


def _team(code: Any, book: ServiceBook) -> str:
    return _("team: %(name)s") % {"name": words.team_words(str(code), book)}


def _urgency(code: Any, book: ServiceBook) -> str:
    return _("urgency: %(name)s") % {"name": words.urgency_words(str(code))}


def _attention(value: Any, book: ServiceBook) -> str:
    return _("needs attention") if value else _("needs no special attention")


def fact_words(name: str, value: str, *, service: str, book: ServiceBook) -> tuple[str, str]:
    """A detail that somebody gave: the question it answers, and the answer."""
    found = book.services.get(service)
    fact = next((each for each in found.facts if each.name == name), None) if found else None
    if fact is None:
        return plain(name), value
    code = words.page_code()
    if fact.kind == "yes-no" and value in {"yes", "no"}:
        return in_language(fact.question, code), _("Yes") if value == "yes" else _("No")
    chosen = fact.choices.get(value)
    return in_language(fact.question, code), in_language(chosen, code) if chosen else value


def language_words(code: str) -> str:
    return language_name(code) or code


def distance_words(metres: float | None) -> str:
    """How far away: "in the same place", "40 metres away", "1.2 km away"."""
    if metres is None:
        return ""
    if metres < 5:
        return _("in the same place")
    if metres < 950:
        return _("%(n)s metres away") % {"n": round(metres / 10) * 10 or 10}
    return _("%(n)s km away") % {"n": f"{metres / 1000:.1f}"}


def size_words(size: int) -> str:
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, round(size / 1024))} KB"


def scan_words(scan: str) -> str:
    """What is known of a file's safety."""
    return {
        "clean": _("Scanned: nothing bad was found"),
        "failed": _("The scan failed: open it with care"),
    }.get(scan, _("Not scanned: there is no scanner here"))


def source_words(source: str) -> str:
    """Where a filled fact comes from."""
    return {
        "person": _("The resident gave it"),
        "case": _("This case"),
        "service": _("The list of services"),
        "body": _("The settings"),
        "template": _("The approved template"),
        "guidance": _("Guidance"),
    }.get(source, plain(source))


def day_words(value: str) -> str:
    """ "8 March 2027", of a day as it is kept."""
    found = parse_date(value)
    return dateformat.format(found, "j F Y") if found else value
