"""Replies to residents: drafted from a template that two people approved, read by an officer, and sent by them alone.

The draft is a suggestion and what the officer made of it a decision, kept apart like any other. A figure that nobody
can trace must be ticked before it goes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext_noop

from fingerpost.casework.changing import change
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.figures import Figure, FilledFact, Source, trace_figures, unsourced
from fingerpost.casework.history import MACHINE, RESIDENT, Told
from fingerpost.casework.models import Case, Decision, Suggestion
from fingerpost.casework.post.outbox import put
from fingerpost.casework.sealing import seal
from fingerpost.casework.states import State
from fingerpost.casework.templates import PLACE, Template
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.services import ServiceBook, Urgency, in_language
from fingerpost.record.keys import KeyStore

PAGE, EMAIL, NOTIFY_EMAIL, SMS, LETTER = "page", "email", "notify-email", "notify-sms", "letter"
"""The ways. PAGE: it stands on the resident's own page only."""
EVERY_WAY = frozenset({EMAIL, SMS, LETTER})
REPLIED = "replied"
MOST_WORDS, MOST_SUBJECT, MOST_SMS = 5_000, 150, 612


TOO_LONG_REPLY = gettext_noop("This is too long. Write %(most)s characters at most, and a subject of %(subject)s.")


class UnsourcedFigures(FingerpostError):
    """Figures that nobody can trace and nobody has ticked: `figures`."""

    def __init__(self, figures: Sequence[str]) -> None:
        super().__init__(gettext_noop("Some figures have no source. Check each one and tick it, or take it out."))
        self.figures = tuple(figures)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How somebody can be reached, as they gave it: empty where they gave nothing. `can` are the ways that are set up
    here."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    can: frozenset[str] = EVERY_WAY

    def ways(self) -> tuple[str, ...]:
        """The ways a reply can take, best first. Their own page is always there."""
        by_email = EMAIL if EMAIL in self.can else NOTIFY_EMAIL
        given = ((by_email, self.email), (SMS, self.phone), (LETTER, self.address))
        return (*(way for way, to in given if to.strip() and way in self.can), PAGE)

    def to(self, way: str) -> str:
        """Where a message of that way goes; "" for none."""
        return {EMAIL: self.email, NOTIFY_EMAIL: self.email, SMS: self.phone, LETTER: self.address}.get(way, "").strip()


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who writes: the body, as its settings have it."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A reply before anybody has read it. `facts` are those that were filled in; `texts` hold figures that are sourced
    too: the template's own, and passages of guidance. `missing` are names of facts that nobody knows, left in braces.
    """

    template: Template | None
    subject: str
    words: str
    facts: tuple[FilledFact, ...] = ()
    texts: tuple[FilledFact, ...] = ()
    missing: tuple[str, ...] = ()

    def trace(self, words: str) -> tuple[Figure, ...]:
        """The figures of the words as an officer made them, each with its source, or with None."""
        return trace_figures(words, facts=self.facts, texts=self.texts)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an officer sends. `ticked` are figures without a source that they say are right."""

    subject: str
    words: str
    way: str
    language: str = "en"
    ticked: frozenset[str] = field(default_factory=frozenset)


def facts_of(
    case: Case, *, contact: Contact, details: Mapping[str, str], book: ServiceBook, sender: Sender, language: str
) -> dict[str, FilledFact]:
    """All that may be filled in for a case, by the names of `templates.PLACES`, without those that nobody knows."""
    service, team = book.services.get(case.service), book.teams.get(case.team)
    days = service.days.get(Urgency(case.urgency)) if service else None
    told = [
        ("name", contact.name, Source.PERSON),
        ("place", contact.address, Source.PERSON),
        ("reference", case.reference, Source.CASE),
        ("received_on", day_words(case.received_at, language), Source.CASE),
        ("due_on", day_words(case.due_at, language), Source.CASE),
        ("planned_on", day_words(case.planned_on, language), Source.CASE),
        ("service", in_language(service.name, language) if service else "", Source.SERVICE),
        ("team", in_language(team.name, language) if team else "", Source.SERVICE),
        ("days", "" if days is None else str(days), Source.SERVICE),
        ("body", sender.name, Source.BODY),
        ("phone", sender.phone, Source.BODY),
        ("email", sender.email, Source.BODY),
        *((f"fact.{name}", value, Source.PERSON) for name, value in details.items()),
    ]
    return {
        name: FilledFact(name=name, value=value.strip(), source=source) for name, value, source in told if value.strip()
    }


def draft(template: Template, known: Mapping[str, FilledFact], *, passages: Iterable[FilledFact] = ()) -> Draft:
    """Fill the facts into an approved template. What nobody knows stays in its braces. Raises NotAllowed."""
    if not template.is_approved:
        raise NotAllowed(gettext_noop("Nobody has approved this template, or it is used no more. Choose another."))
    both = f"{template.subject}\n{template.words}"
    named = dict.fromkeys(PLACE.findall(both))
    own = FilledFact(
        name="template",
        value=PLACE.sub(" ", both),
        source=Source.TEMPLATE,
        detail=f"{template.title}, {template.version}",
    )
    return Draft(
        template=template,
        subject=_filled(template.subject, known),
        words=_filled(template.words, known),
        facts=tuple(known.values()),
        texts=(own, *passages),
        missing=tuple(each for each in named if each not in known),
    )


def empty_draft(known: Mapping[str, FilledFact], *, passages: Iterable[FilledFact] = ()) -> Draft:
    """A reply that is written without a template: its figures are traced alike."""
    return Draft(template=None, subject="", words="", facts=tuple(known.values()), texts=tuple(passages))


def check_reply(reply: Reply, drafted: Draft, *, contact: Contact) -> None:
    """Raises NotAllowed with what is wrong, or UnsourcedFigures."""
    if not reply.words.strip():
        raise NotAllowed(gettext_noop("Write the reply first."))
    most = MOST_SMS if reply.way == SMS else MOST_WORDS
    if len(reply.words) > most or len(reply.subject) > MOST_SUBJECT:
        raise NotAllowed(TOO_LONG_REPLY, most=f"{most:,}", subject=MOST_SUBJECT)
    if "\n" in reply.subject or "\r" in reply.subject:
        raise NotAllowed(gettext_noop("The subject must stand on one line."))
    if left := [each for each in PLACE.findall(f"{reply.subject}\n{reply.words}") if each in _open(drafted)]:
        raise NotAllowed(gettext_noop("Fill in %(place)s, or take it out."), place=f"{{{left[0]}}}")
    if reply.way not in contact.ways():
        raise NotAllowed(gettext_noop("They did not say how to reach them that way. Choose another."))
    loose = unsourced(drafted.trace(f"{reply.subject}\n{reply.words}"))
    if unticked := [each for each in loose if each not in reply.ticked]:
        raise UnsourcedFigures(unticked)


def send_reply(
    reference: str,
    reply: Reply,
    drafted: Draft,
    *,
    contact: Contact,
    viewer: Viewer,
    version: int,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """Keep the reply and put it into the outbox, as the person `viewer` is. Nothing else ever sends one.

    Raises NotAllowed, UnsourcedFigures, UnknownCase, StaleCase, and StoreUnavailable: then nothing goes.
    """
    if viewer.name in {"", MACHINE, RESIDENT}:
        raise NotAllowed(gettext_noop("Only a person sends a reply."))
    check_reply(reply, drafted, contact=contact)

    def do(case: Case) -> Told:
        if case.state == State.ERASED:
            raise NotAllowed(gettext_noop("This case was erased. Nobody can be written to about it."))
        suggested = _keep_draft(case, drafted, at=at, keys=keys)
        _keep_decision(case, suggested, reply, drafted, by=viewer.name, at=at)
        _put(case, reply, f"reply/{suggested.pk}", contact=contact, by=viewer.name, at=at, keys=keys)
        words = f"{reply.subject.strip()}\n\n{reply.words.strip()}".strip()
        return Told(kind=REPLIED, facts={"way": reply.way, **_named(drafted)}, text=words, is_shown=True)

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def day_words(day: date | datetime | None, language: str) -> str:
    """ "8 March 2027" in the language of a reply; "" for none."""
    if day is None:
        return ""
    local = timezone.localdate(day) if isinstance(day, datetime) else day
    with translation.override(language if language in {"en", "cy"} else "en"):
        return dateformat.format(local, "j F Y")


def _filled(text: str, known: Mapping[str, FilledFact]) -> str:
    return PLACE.sub(lambda found: known[found[1]].value if found[1] in known else found[0], text)


def _open(drafted: Draft) -> set[str]:
    return set(drafted.missing)


def _named(drafted: Draft) -> dict[str, Any]:
    chosen = drafted.template
    return {"template": chosen.slug, "template_version": chosen.version} if chosen else {}


def _keep_draft(case: Case, drafted: Draft, *, at: datetime, keys: KeyStore) -> Suggestion:
    """What was drafted, as it was before the officer touched it."""
    row = Suggestion.objects.create(
        body=case.body, case=case, kind=Suggestion.Kind.REPLY, proposed=_named(drafted), at=at
    )
    if drafted.words:
        plain = {"subject": drafted.subject, "reply": drafted.words}
        row.sealed = seal(case, plain, f"suggestion/{row.pk}", keys=keys, at=at)
        row.save(update_fields=["sealed"])
    return row


def _keep_decision(case: Case, row: Suggestion, reply: Reply, drafted: Draft, *, by: str, at: datetime) -> None:
    as_drafted = (reply.subject.strip(), reply.words.strip()) == (drafted.subject.strip(), drafted.words.strip())
    first = case.present.filter(by=by).values_list("first_at", flat=True).first()
    Decision.objects.create(
        body=case.body,
        suggestion=row,
        verdict=Decision.Verdict.ACCEPTED if as_drafted and drafted.template else Decision.Verdict.CHANGED,
        chosen={"way": reply.way, "ticked": len(reply.ticked)},
        by=by,
        at=at,
        seconds=max(0, int((at - first).total_seconds())) if first else 0,
    )


def _put(case: Case, reply: Reply, key: str, *, contact: Contact, by: str, at: datetime, keys: KeyStore) -> None:
    if reply.way == PAGE:
        return
    content: dict[str, Any] = {
        "to": contact.to(reply.way),
        "name": contact.name,
        "subject": reply.subject.strip(),
        "words": reply.words.strip(),
        "language": reply.language,
        "reference": case.reference,
    }
    put(case, way=reply.way, key=key, content=content, due_at=at, by=by, keys=keys, at=at)
