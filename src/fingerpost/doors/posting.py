"""What goes out from here and what comes in: the senders by the settings, the words of letters, and the mailbox.

Called by the command line, and each minute while a server runs.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fingerpost.casework.attachments import Cleaned, clean, scanner_at
from fingerpost.casework.mailbox.marks import mark_of
from fingerpost.casework.mailbox.taking import HELD, Taken, take
from fingerpost.casework.post import outward
from fingerpost.casework.post.outbox import (
    EMAIL,
    LETTER,
    NOTIFY_EMAIL,
    NOTIFY_SMS,
    OPEN311,
    WEBHOOK,
    Sent,
    send_due,
)
from fingerpost.casework.reports import Report
from fingerpost.contract.errors import FingerpostError, StoreUnavailable, steps_to
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import count, counters_over
from fingerpost.doors.mailing.secrets import read_secret
from fingerpost.doors.mailing.sending import build_smtp
from fingerpost.doors.reporting import FOLLOW, report
from fingerpost.engines.post.inbox import PASSWORD as INBOX_PASSWORD
from fingerpost.engines.post.inbox import ImapInbox, Inbox, InboxAway, Maildir, Waiting, read_inbox_address
from fingerpost.engines.post.letters import FOLDER, KEPT, LetterPress, remove_old_letters
from fingerpost.engines.post.notify import KEY, NotifySender
from fingerpost.engines.post.open311 import Open311Sender, read_endpoints
from fingerpost.engines.post.sending import NotSent, Sender
from fingerpost.engines.post.smtp import SmtpSender
from fingerpost.engines.post.webhooks import WebhookSender
from fingerpost.guard.welsh import looks_welsh
from fingerpost.record.repair.addresses import tidy_address

MOST_AT_ONCE = 200
HOUR, DAY = 3600, 86_400
MOST_TO_ONE = 10  # acknowledgements to one address in an hour: whoever reports more follows them by their references
OPEN311_KEY = "FINGERPOST_OPEN311_KEY"

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A sender whose letters are written when they go: `content` may hold codes, of which the words are made here."""

    sender: Sender

    def send(self, content: Mapping[str, Any]) -> str | None:
        _check_circle(content)
        return self.sender.send(_whole(content))


def send_what_is_due(*, at: datetime, limit: int = MOST_AT_ONCE) -> Sent:
    """Send what is due, by the ways that are set up. Quick when there is nothing. Raises StoreUnavailable."""
    here = installation()
    folder = settings.HOME / FOLDER
    if endpoints := read_endpoints(settings.CONFIGURATION.open311_out):
        services = frozenset(each.service for each in endpoints)
        outward.put_new(services=services, body=settings.CONFIGURATION.body, at=at, keys=here.build_keys())
    try:
        remove_old_letters(folder, before=at - timedelta(days=KEPT))
    except OSError as error:
        words = "The folder of letters cannot be read. Check who may read it, then run fingerpost doctor."
        raise StoreUnavailable(words, detail=str(error)) from error
    return send_due(
        at=at, senders=build_senders(), keys=here.build_keys(), body=settings.CONFIGURATION.body, limit=limit, clock=now
    )


def hear_from_others(*, at: datetime) -> int:
    """Ask the other Open311 servers how what we sent them stands; gives how many cases changed."""
    if not settings.CONFIGURATION.open311_out:
        return 0
    keys = installation().build_keys()
    return outward.poll(_open311(), body=settings.CONFIGURATION.body, at=at, keys=keys)


def build_senders() -> dict[str, Sender]:
    """A sender for each way that the settings name."""
    given, ways = settings.CONFIGURATION, settings.POST_WAYS
    makers: dict[str, Any] = {
        EMAIL: lambda: Written(sender=_smtp()),
        NOTIFY_EMAIL: lambda: Written(sender=_notify(given.notify_email_template, is_text=False)),
        NOTIFY_SMS: lambda: Written(sender=_notify(given.notify_sms_template, is_text=True)),
        LETTER: _press,
        WEBHOOK: lambda: WebhookSender(allow_private=given.webhooks_inside),
        OPEN311: _open311,
    }
    return {way: make() for way, make in makers.items() if way in ways}


def take_mail(*, at: datetime, is_held: bool = False) -> list[Taken]:
    """Take in the e-mail that waits; gives what each letter became. Nothing where no mailbox is set up. `is_held` takes
    those in that were put aside, however many one person wrote.

    Raises StoreUnavailable: a letter that could not be kept stays where it is.
    """
    inbox = build_inbox()
    if inbox is None:
        return []
    taken = []
    try:
        for waiting, mark in (inbox.held() if is_held else inbox).letters():
            became = _try_to_take(waiting, at=at, is_held=is_held)
            if became is not None:
                taken.append(became)
                mark(is_held=became.became == HELD)
    except InboxAway as away:
        raise StoreUnavailable(f"{away} Nothing is lost. Check 'mail_in'.", detail=str(away.__cause__ or "")) from away
    return taken


def _try_to_take(waiting: Waiting, *, at: datetime, is_held: bool) -> Taken | None:
    """None where one letter brings up a fault that nobody foresaw: it stays, and those behind it do not wait for it."""
    try:
        return take_letter(waiting.raw, name=waiting.name, at=at, is_held=is_held)
    except FingerpostError:
        raise
    except Exception as error:  # noqa: BLE001 - letters behind it do not wait
        log.error(  # nothing of the letter stands in a log
            "A letter could not be taken in. It stays in the mailbox, and is tried again: %s", steps_to(error)
        )
        return None


def take_letter(raw: bytes | None, *, name: str, at: datetime, is_held: bool = False) -> Taken:
    """Take one letter in; `is_held`: one that somebody looked at. Raises StoreUnavailable."""
    given = settings.CONFIGURATION
    return take(
        raw,
        name=name,
        ours=frozenset(each.casefold() for each in (given.mail_from, given.mail_in_address) if each),
        open_report=_open,
        may_open=None if is_held else _may_open,
        clean=_clean,
        body=given.body,
        at=at,
        keys=installation().build_keys(),
    )


def build_inbox() -> Inbox | None:
    """The mailbox of the settings; None where there is none."""
    if not settings.CONFIGURATION.mail_in:
        return None
    address = read_inbox_address(settings.CONFIGURATION.mail_in)
    if address.folder is not None:
        return Maildir(folder=address.folder)
    secret = partial(read_secret, INBOX_PASSWORD, settings.CONFIGURATION.mail_in_password_file)
    return ImapInbox(address=address, password=secret)


def _open(letter: Report) -> str:
    try:
        return report(replace(letter, language=_language(letter.text)), door="e-mail").reference
    except BaseException:  # it is taken again, and must not count twice
        counters_over(DAY).take_back(_counted(letter.email), at=time.time(), times=1)
        raise


def _may_open(sender: str) -> bool:
    return not count([(_counted(sender), settings.CONFIGURATION.mail_a_day)], seconds=DAY)


def _counted(sender: str) -> str:
    """Those whose address cannot be answered count as one."""
    return f"mail from {sender.casefold()}"


def _language(text: str) -> str:
    """Welsh where it looks so, else English: what else it is, triage tells."""
    return "cy" if looks_welsh(text) else "en"


def _clean(name: str, content: bytes) -> Cleaned:
    return clean(name, content, scanner=scanner_at(settings.CONFIGURATION.clamav_socket))


def _check_circle(content: Mapping[str, Any]) -> None:
    """Two machines that acknowledge each other's letters would never end. Raises NotSent, which officers see."""
    if content.get("what") == "opened" and count([(f"acknowledged {content['to']}", MOST_TO_ONE)], seconds=HOUR):
        raise NotSent("too many to one address in this hour", try_again=False)


def _whole(content: Mapping[str, Any]) -> dict[str, Any]:
    """A letter with its words, and with the mark by which an answer to it is known."""
    reference = str(content.get("reference", ""))
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    mark = mark_of(reference, body=body, keys=keys) if reference and settings.CONFIGURATION.mail_in else ""
    language = "cy" if content.get("language") == "cy" else "en"
    with translation.override(language):
        subject, words = _words(content, reference)
    if mark and mark not in subject:
        subject = f"{subject} [{mark}]"
    return {**content, "subject": subject, "words": words, "mark": mark, "language": language}


def _words(content: Mapping[str, Any], reference: str) -> tuple[str, str]:
    """What stands in it: as a person wrote it, or by what happened."""
    what = str(content.get("what", ""))
    if not what:
        return str(content.get("subject", "")), str(content["words"])
    body = installation().read_profile().body_name
    said, subject = _about(what), _("Your report %(reference)s") % {"reference": reference}
    lines = [said % {"body": body, "reference": reference}, str(content.get("words", "")).strip()]
    if secret := content.get("secret"):
        lines += [_("Follow what happens, or add to it, by your own private link:"), _link(reference, str(secret))]
        lines += [_("Whoever has this link can read your report. Do not pass it on.")]
    if settings.CONFIGURATION.mail_in:
        lines += [_("You can answer this e-mail. Leave the subject line as it is.")]
    return subject, "\n\n".join(each for each in lines if each)


def _about(what: str) -> str:
    said = {
        "opened": _("%(body)s has your report. Its reference is %(reference)s. A person looks at it."),
        "moved/resolve": _("%(body)s has dealt with your report %(reference)s. If it is not done, tell us."),
        "moved/close": _("%(body)s has closed your report %(reference)s."),
        "moved/plan": _("%(body)s has set a day for the work on your report %(reference)s."),
        "moved/ask": _("%(body)s needs to know more about your report %(reference)s."),
        "moved/hand on": _("%(body)s has passed your report %(reference)s to others."),
        "moved/reopen": _("%(body)s looks at your report %(reference)s again."),
    }
    return said.get(what, _("There is news about your report %(reference)s."))


def _link(reference: str, secret: str) -> str:
    prefix = "/cy" if translation.get_language() == "cy" else ""
    return f"{settings.CONFIGURATION.base_url}{prefix}{FOLLOW}/{reference}/{secret}"


def _smtp() -> SmtpSender:
    given = settings.CONFIGURATION
    return build_smtp(reply_to=tidy_address(given.mail_in_address) if given.mail_in else "")


def _notify(template: str, *, is_text: bool) -> NotifySender:
    given = settings.CONFIGURATION
    secret = partial(read_secret, KEY, given.notify_key_file)
    return NotifySender(key=secret, template=template, is_text=is_text, url=given.notify_url)


def _open311() -> Open311Sender:
    given = settings.CONFIGURATION
    secret = partial(read_secret, OPEN311_KEY, given.open311_key_file)
    return Open311Sender(endpoints=read_endpoints(given.open311_out), key=secret)


def _press() -> LetterPress:
    profile = installation().read_profile()
    lines = [*profile.contact_address.splitlines(), profile.contact_phone, profile.contact_email]
    return LetterPress(
        folder=settings.HOME / FOLDER,
        name=lambda: profile.body_name,
        from_lines=lambda: [each for each in lines if each],
        today=lambda: timezone.localdate(now()),
    )
