"""What every door does with a challenge: say by when a person answers, check what was sent, and keep it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from fingerpost.casework.working_days import add_working_days
from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.accounts import list_members
from fingerpost.doors.asking import installed
from fingerpost.doors.forms import form_from, problems_of
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import count
from fingerpost.doors.limits.visitors import network_of
from fingerpost.doors.roles import ROLES
from fingerpost.doors.uploads import was_too_large
from fingerpost.record.challenges.files import MOST_FILES, kind_of, safe_name
from fingerpost.record.challenges.matters import Attached, Due, Filing, Kind, Matter, Way, Words, find_matter
from fingerpost.record.challenges.reading import Challenged, find_challenge
from fingerpost.record.challenges.receiving import (
    Received,
    challenge,
    keep_draft,
    send_draft,
    throw_away_draft,
    throw_away_drafts,
)

FORM = form_from(Words, "Challenge")
USUAL_DAYS = 20  # working days, where a card names none
ANSWER = "challenges.answer_challenge"
HOUR = 3600
# Forms with files in an hour for one question that may be asked in a minute: 20 from one network, where that is 60, and
# 240 from everybody, as what is kept must fit on the disk.
OF_ONE_NETWORK, OF_EVERYBODY = 1 / 3, 4

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+\Z")


@dataclass(frozen=True, kw_only=True)
class Given:
    """A form that was filled in rightly."""

    words: Words
    files: tuple[Attached, ...] = ()


def matter_of(reference: str) -> Matter:
    """The outcome of that reference, however it was typed. Raises UnknownChallenge and StoreUnavailable."""
    body = settings.CONFIGURATION.body
    return find_matter(tidy_reference(reference), body=body, keys=installation().build_keys())


def challenged(reference: str) -> Challenged | None:
    """The challenge of that reference, however it was typed; None where there is none."""
    body = settings.CONFIGURATION.body
    return find_challenge(tidy_reference(reference), body=body, keys=installation().build_keys())


def due_for(capability: str) -> Due:
    """By when a person answers what is sent now: working days by the card, bank holidays by the body's nation."""
    nation = installation().read_profile().holidays_of
    days = _days_of(capability)
    return Due(on=add_working_days(today(), days, nation=nation), working_days=days, nation=nation)


def today() -> date:
    """The day by the clock of this installation, in the United Kingdom."""
    return timezone.localdate(now())


def check_words(values: Mapping[str, str]) -> Words:
    """The words of a form by their names in `Words`. Raises InvalidRequest with a sentence for each that is wrong."""
    try:
        return checked(FORM(**values))
    except ValidationError as error:
        raise InvalidRequest(problems_of(error.errors(), Words)) from error


def checked(form: BaseModel) -> Words:
    """What a form that was already parsed holds. Raises InvalidRequest."""
    words = Words(**dict(form))
    words = replace(words, to=words.to if words.way is not Way.NONE else "")
    problems = {name: say for name, say in (_about_text(words), _about_contact(words)) if say}
    if problems:
        raise InvalidRequest(problems)
    return words


def check_files(uploaded: Sequence["UploadedFile[Any]"], *, held: int = 0) -> tuple[Attached, ...]:
    """The files that came, each by what it is. `held` is how many a draft holds already.

    Raises InvalidRequest with one sentence under "files".
    """
    if len(uploaded) + held > MOST_FILES:
        raise InvalidRequest({"files": _("You can send up to 3 files. Take one away first")})
    return tuple(_check_file(each, held + number) for number, each in enumerate(uploaded, start=1))


def wait_for_files(request: Any) -> int:
    """Count one form with files; 0 when it may be kept, else the seconds until one may."""
    a_minute = settings.CONFIGURATION.questions_a_minute
    one, everybody = (max(1, int(a_minute * share)) for share in (OF_ONE_NETWORK, OF_EVERYBODY))
    limits = [(f"challenge files {network_of(request)}", one), ("challenge files", everybody)]
    return count(limits, seconds=HOUR)


def draft(given: Given, *, about: Matter, language: str, reference: str = "", without: Sequence[int] = ()) -> str:
    """Keep what was written, for its writer to look over; gives the reference of the draft."""
    if not reference:
        throw_away_drafts(body=settings.CONFIGURATION.body, at=now())
    return keep_draft(
        given.words,
        about=about,
        files=given.files,
        without=without,
        filing=Filing(language=language, door="citizen"),
        due=due_for(about.capability),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
        reference=reference,
    )


def send(found: Challenged) -> Received:
    """Send a draft: the clock runs from now."""
    return send_draft(
        found.case.reference,
        due=due_for(found.case.capability),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
    )


def throw_away(found: Challenged) -> None:
    """Delete a draft, as its writer asks."""
    throw_away_draft(found.case.reference, body=settings.CONFIGURATION.body)


def take(words: Words, *, about: Matter, language: str, door: str) -> Received:
    """Keep and send at once, as programs do."""
    return challenge(
        words,
        about=about.reference,
        filing=Filing(language=language, door=door),
        due=due_for(about.capability),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
    )


def list_officers() -> list[str]:
    """The accounts that may answer, by name."""
    return [each.name for each in list_members() if ANSWER in ROLES.get(each.role, ())]


def capability_of(name: str) -> Capability | None:
    """The capability of that name; None where it is no longer installed."""
    return next((each for each in installed().values() if each.name == name), None)


def _days_of(capability: str) -> int:
    found = capability_of(capability)
    return (found.card.challenge.days if found else 0) or USUAL_DAYS


def _about_text(words: Words) -> tuple[str, str]:
    wants = _("Tell us what you think is wrong") if words.kind is Kind.WRONG and not words.text else ""
    return "text", wants


def _about_contact(words: Words) -> tuple[str, str]:
    if words.way is Way.EMAIL and not _EMAIL.match(words.to):
        return "to", _("Enter an email address in the right format, such as name@example.com")
    if words.way is Way.PHONE and not 3 <= sum(char.isdigit() for char in words.to) <= 20:
        return "to", _("Enter a phone number, such as 01632 960 001")
    if words.way is Way.POST and not words.to:
        return "to", _("Enter the address to write to")
    return "to", ""


def _check_file(file: "UploadedFile[Any]", number: int) -> Attached:
    shown = safe_name(file.name or "", kind="text", number=number).removesuffix(".txt")
    if was_too_large(file):
        raise InvalidRequest({"files": _("%(name)s is larger than 5 MB. Choose a smaller file") % {"name": shown}})
    content = file.read()
    if not content:
        raise InvalidRequest({"files": _("%(name)s is empty") % {"name": shown}})
    kind = kind_of(content)
    if not kind:
        words = _("%(name)s is not a file we can take. Choose a PDF, PNG, JPEG, Word (docx) or plain text file")
        raise InvalidRequest({"files": words % {"name": shown}})
    return Attached(name=safe_name(file.name or "", kind=kind, number=number), kind=kind, content=content)
