"""Templates of replies: one person writes the words, another approves them, and only then may they be used.

Each change is a new version; older ones stay as they were. A place for a fact stands in braces: `{reference}`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Max, QuerySet
from django.utils.text import slugify

from fingerpost.casework.models import ReplyTemplate
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults

WRITTEN, APPROVED, RETIRED = "template/written", "template/approved", "template/retired"
NOT_SAVED = "We could not save the template. Nothing has changed. Try again in a minute."
LANGUAGES = ("en", "cy")
LONGEST_TITLE, LONGEST_SUBJECT, LONGEST_WORDS = 100, 150, 5_000
LONGEST_SLUG = 60

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "name": "the name that the person gave",
        "reference": "the reference of the case",
        "service": "the name of the service",
        "team": "the name of the team",
        "place": "the address that the person gave",
        "received_on": "the day on which it came",
        "due_on": "the day by which it should be dealt with",
        "planned_on": "the day on which the work is planned",
        "days": "working days in which the service deals with it",
        "body": "the name of the body",
        "phone": "its phone number",
        "email": "its email address",
    }
)
"""What may stand in braces. A service's own facts may too, as `{fact.NAME}`."""

PLACE = re.compile(r"\{([^{}]*)\}")
_FACT = re.compile(r"fact\.[a-z0-9][a-z0-9_-]*\Z")


class UnknownTemplate(FingerpostError):
    """There is no template of that number here."""


class CannotApprove(FingerpostError):
    """The person who wrote it cannot approve it, it was approved already, or it is used no more."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """One version of a template. `number` is its own; `slug` that of all its versions in all languages."""

    number: int
    slug: str
    version: int
    service: str
    language: str
    title: str
    subject: str
    words: str
    by: str
    at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    retired_at: datetime | None = None

    @property
    def is_approved(self) -> bool:
        """May it be used, as far as this version goes? A newer one that was approved too comes before it."""
        return bool(self.approved_by) and self.retired_at is None

    @property
    def waits(self) -> bool:
        """Does it wait for a second person?"""
        return not self.approved_by and self.retired_at is None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What somebody typed for a template. `service` is a code of the body's services, "" where it fits any."""

    title: str
    subject: str
    words: str
    service: str = ""
    language: str = "en"


def write_template(wording: Wording, *, slug: str = "", by: str, body: str, at: datetime) -> Template:
    """Keep a new version; `slug` is that of the template it is one of, "" for a new one.

    Raises InvalidRequest with a sentence a field, UnknownTemplate and StoreUnavailable.
    """
    _check(wording)
    with store_faults(NOT_SAVED), committing():
        if slug and not _rows(body).filter(slug=slug).exists():
            raise _unknown()
        named = slug or _free_slug(wording.title, body=body)
        versions = _rows(body).filter(slug=named, language=wording.language)
        last = versions.aggregate(last=Max("version"))["last"] or 0
        row = ReplyTemplate(body=body, slug=named, version=last + 1, by=by, at=at, **vars(wording))
        row.save(force_insert=True)
        _note(WRITTEN, row, by=by, at=at)
    return _template(row)


def approve_template(number: int, *, by: str, body: str, at: datetime) -> Template:
    """Approve one version, as a person other than its writer. From then on it is the one that is used.

    Raises CannotApprove, UnknownTemplate and StoreUnavailable.
    """
    with store_faults(NOT_SAVED), committing():
        row = _locked(number, body=body)
        if row.by == by:
            raise CannotApprove("You wrote these words. Somebody else must read and approve them.")
        if row.approved_by or row.retired_at:
            raise CannotApprove("These words do not wait for approval any more. Open the list again.")
        row.approved_by, row.approved_at = by, at
        row.save(update_fields=["approved_by", "approved_at"])
        _note(APPROVED, row, by=by, at=at)
    return _template(row)


def retire_template(number: int, *, by: str, body: str, at: datetime) -> Template:
    """Take one version out of use, with all that came before it. Replies that were sent stay as they were.

    Raises UnknownTemplate and StoreUnavailable.
    """
    with store_faults(NOT_SAVED), committing():
        row = _locked(number, body=body)
        older = _rows(body).filter(slug=row.slug, language=row.language, version__lte=row.version)
        older.filter(retired_at__isnull=True).update(retired_at=at)
        row.retired_at = row.retired_at or at
        _note(RETIRED, row, by=by, at=at)
    return _template(row)


def find_template(number: int, *, body: str) -> Template:
    """One version. Raises UnknownTemplate and StoreUnavailable."""
    with store_faults(NOT_READ):
        row = _rows(body).filter(pk=number).first()
    if row is None:
        raise _unknown()
    return _template(row)


def list_templates(*, body: str) -> list[Template]:
    """Every version there is, by title, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return [_template(row) for row in _rows(body).order_by("slug", "language", "-version")]


def list_usable(*, service: str, body: str) -> list[Template]:
    """The templates that may be used for a case of that service: of each, the last version that was approved.

    Those of the service come first, then those that fit any; by title. Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        rows = _rows(body).filter(service__in={service, ""}, retired_at__isnull=True).exclude(approved_by="")
        newest = {(row.slug, row.language): row for row in rows.order_by("version")}
    found = sorted(newest.values(), key=lambda row: (not row.service, row.title.casefold(), row.language))
    return [_template(row) for row in found]


def places_in(words: str) -> list[str]:
    """The names that stand in braces, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(words)))


def unknown_places(words: str) -> list[str]:
    """Those of them that no case can fill."""
    return [each for each in places_in(words) if each not in PLACES and not _FACT.match(each)]


def _check(wording: Wording) -> None:
    problems = {}
    for field, most in (("title", LONGEST_TITLE), ("subject", LONGEST_SUBJECT), ("words", LONGEST_WORDS)):
        typed = getattr(wording, field)
        if not typed.strip():
            problems[field] = _EMPTY[field]
        elif len(typed) > most:
            problems[field] = f"Use {most:,} characters or fewer here"
        elif unknown := unknown_places(typed):
            problems[field] = f"There is no fact called {{{unknown[0]}}}. Take it out, or use one from the list"
    if "\n" in wording.subject or "\r" in wording.subject:
        problems["subject"] = "The subject must stand on one line"
    if wording.language not in LANGUAGES:
        problems["language"] = "Choose English or Welsh"
    if problems:
        raise InvalidRequest(problems)


_EMPTY = {
    "title": "Enter a title, so that others find it",
    "subject": "Enter the subject of the message",
    "words": "Enter the words of the reply",
}


def _free_slug(title: str, *, body: str) -> str:
    stem = slugify(title)[: LONGEST_SLUG - 4].strip("-") or "reply"
    taken = set(_rows(body).filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _rows(body: str) -> "QuerySet[ReplyTemplate]":
    return ReplyTemplate.objects.filter(body=body)


def _locked(number: int, *, body: str) -> ReplyTemplate:
    row = _rows(body).select_for_update().filter(pk=number).first()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> UnknownTemplate:
    return UnknownTemplate("There is no such template here. Open the list of templates again.")


def _note(kind: str, row: ReplyTemplate, *, by: str, at: datetime) -> None:
    """In the ledger: who did what to which version."""
    facts = {"template": row.slug, "language": row.language, "version": row.version, "service": row.service, "by": by}
    note_event(kind, body=row.body, at=at, facts=facts)


def _template(row: ReplyTemplate) -> Template:
    return Template(
        number=row.pk,
        slug=row.slug,
        version=row.version,
        service=row.service,
        language=row.language,
        title=row.title,
        subject=row.subject,
        words=row.words,
        by=row.by,
        at=row.at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        retired_at=row.retired_at,
    )
