"""What the pages of a challenge say: the matter, the four safeguards, where it stands, and what to do after it."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.casework.bank_holidays import bank_holidays
from fingerpost.casework.working_days import working_days_between
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.doors.asking import typed_of
from fingerpost.doors.challenges import capability_of
from fingerpost.doors.citizen.answers import telling
from fingerpost.doors.installation import installation
from fingerpost.doors.profile.hours import say_date
from fingerpost.record.challenges.files import MEGABYTE
from fingerpost.record.challenges.matters import Decision, Due, Kind, Matter, Way
from fingerpost.record.challenges.reading import Challenged

# Who looks at complaints about public services that a body has answered already: by law, for each nation.
# Public Services Ombudsman (Wales) Act 2019; Scottish Public Services Ombudsman Act 2002; Public Services Ombudsman Act
# (Northern Ireland) 2016; in England for councils and social care, Local Government Act 1974 Part III.
_OMBUDSMEN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Nation.ENGLAND: ("Local Government and Social Care Ombudsman", "https://www.lgo.org.uk/"),
        Nation.SCOTLAND: ("Scottish Public Services Ombudsman", "https://www.spso.org.uk/"),
        Nation.WALES: ("Public Services Ombudsman for Wales", "https://www.ombudsman.wales/"),
        Nation.NORTHERN_IRELAND: ("Northern Ireland Public Services Ombudsman", "https://www.nipso.org.uk/"),
    }
)


def what_happened(matter: Matter) -> dict[str, Any]:
    """The matter in short, from the record: what was asked and said, when, by which function, and why."""
    capability = capability_of(matter.capability)
    reply = matter.reply
    return {
        "reference": matter.reference,
        "at": matter.at,
        "asked": list(typed_of(matter.request, of=matter.capability).values()),
        "made_by": _(capability.card.title) if capability else matter.capability,
        "owner": capability.card.owner if capability else "",
        "ended": telling.headline(reply) if reply else _ended(matter),
        "language": reply["language"] if reply else "",
        "why": telling.reasons(reply) if reply else [],
        "is_shown": reply is not None and not (capability and capability.card.is_for_staff),
        "is_erased": matter.run is not None and matter.run.reply is None,
        "is_closed": matter.is_closed,
    }


def _ended(matter: Matter) -> str:
    """How it ended, where what was said can be shown to nobody: the record goes on to say that much."""
    return {
        OutcomeKind.ANSWERED: _("It was answered from guidance"),
        OutcomeKind.PARTLY_ANSWERED: _("It was answered in part"),
        OutcomeKind.NEEDS_DETAIL: _("We asked for one more detail"),
        OutcomeKind.CANNOT_ANSWER: _("We could not answer it"),
        OutcomeKind.HANDED_OVER: _("We pointed to a person"),
        OutcomeKind.STOPPED: _("We did not take it"),
        OutcomeKind.FAILED: _("Something went wrong on our side"),
    }[OutcomeKind(matter.outcome)]


def safeguards(due: Due) -> list[tuple[str, str]]:
    """What the law asks of a decision that a computer makes alone, and what this body does of each."""
    body = installation().read_profile().body_name
    day = {"body": body, "day": say_date(due.on)}
    return [
        (
            _("You are told"),
            _("A computer program made this. Its page says what it used, each step it took, and why. We keep that."),
        ),
        (
            _("You can have your say"),
            _("Tell us below what we missed or got wrong. You can send files with it."),
        ),
        (
            _("You can get a person"),
            _("Choose “Ask for a person”. Somebody at %(body)s reads it and answers you by %(day)s.") % day,
        ),
        (
            _("You can challenge it"),
            _("Choose “I think this is wrong”. A person looks at it again. They can change it, and they tell you why."),
        ),
    ]


def clock_of(found: Challenged, today: date) -> str:
    """How long there still is, or by how much it is late."""
    due = found.case.due_on
    left = working_days_between(today, due, nation=found.case.nation)
    if found.case.state != "waiting":
        return ""
    if left < 0 or due < today:
        late = max(1, -left)
        words = ngettext(
            "We are %(n)s working day late. We are sorry. Contact us if you need an answer now.",
            "We are %(n)s working days late. We are sorry. Contact us if you need an answer now.",
            late,
        )
        return words % {"n": late}
    if due == today:
        return _("A person answers today.")
    return ngettext("There is %(n)s working day left.", "There are %(n)s working days left.", left) % {"n": left}


def counted_words(due: Due) -> str:
    """How the day was worked out."""
    words = ngettext(
        "That is %(n)s working day from now, without weekends and the bank holidays of %(nation)s.",
        "That is %(n)s working days from now, without weekends and the bank holidays of %(nation)s.",
        due.working_days,
    )
    return words % {"n": due.working_days, "nation": _(Nation(due.nation).title)}


def counted_from(due: Due, received_at: datetime) -> str:
    """How the day was worked out, on the page of one that was sent."""
    words = ngettext(
        "That is %(n)s working day after %(day)s, without weekends and the bank holidays of %(nation)s.",
        "That is %(n)s working days after %(day)s, without weekends and the bank holidays of %(nation)s.",
        due.working_days,
    )
    sent = say_date(timezone.localdate(received_at))
    return words % {"n": due.working_days, "day": sent, "nation": _(Nation(due.nation).title)}


def holidays_until(first: date, due: Due) -> list[str]:
    """The bank holidays on the way, which do not count."""
    found = bank_holidays(due.nation, first.year)
    return [say_date(day) for day in sorted(found) if first < day <= due.on and day.weekday() < 5]


def kind_words(kind: Kind) -> str:
    return {Kind.PERSON: _("Ask for a person"), Kind.WRONG: _("I think this is wrong")}[kind]


def way_words(way: Way) -> str:
    return {
        Way.NONE: _("I will come back to this service with my reference"),
        Way.EMAIL: _("Email"),
        Way.PHONE: _("Phone"),
        Way.POST: _("Post"),
    }[way]


def decision_words(decision: Decision) -> str:
    """What was decided, as the one concerned reads it."""
    return {
        Decision.UPHELD: _("You were right"),
        Decision.PARTLY_UPHELD: _("You were right in part"),
        Decision.NOT_UPHELD: _("We stand by what we said"),
        Decision.PERSON_ANSWERED: _("A person has answered"),
    }[decision]


def state_words(state: str) -> str:
    return {
        "draft": _("Not sent yet"),
        "waiting": _("A person is looking at it"),
        "answered": _("Answered"),
        "erased": _("Erased"),
    }[state]


def size_words(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} KB"


def ombudsman() -> tuple[str, str] | None:
    """Name and address of the ombudsman of the body's nation."""
    return _OMBUDSMEN.get(installation().read_profile().holidays_of)
