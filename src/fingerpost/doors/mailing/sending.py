"""Sends one letter, in plain text, to one person. What went wrong is told by its code: no address is ever logged."""

import logging
from enum import StrEnum
from functools import partial

from django.conf import settings
from django.utils import translation

from fingerpost.doors.installation import installation
from fingerpost.doors.mailing.secrets import read_secret
from fingerpost.engines.post.mail_server import PASSWORD, read_mail_server
from fingerpost.engines.post.sending import NotSent
from fingerpost.engines.post.smtp import SECONDS, SmtpSender

WHILE_SOMEBODY_WAITS = 8.0  # seconds: as long as a resident waits for the page that says a letter is on its way

log = logging.getLogger(__name__)


class Sent(StrEnum):
    """What became of a letter. TRY_AGAIN: the server was away or busy. NEVER: it will not take letters to there."""

    YES = "yes"
    TRY_AGAIN = "try again"
    NEVER = "never"


def can_send() -> bool:
    """Is e-mail set up here?"""
    return bool(settings.CONFIGURATION.smtp_url)


def is_ours(address: str) -> bool:
    """Is it the address that our letters come from? A letter to it would go round in a circle."""
    return address.casefold() == settings.CONFIGURATION.mail_from.strip().casefold()


def build_smtp(*, reply_to: str = "", seconds: float = SECONDS) -> SmtpSender:
    """The sender through the mail server of the settings. Answers go to `reply_to`; it waits so many seconds."""
    given = settings.CONFIGURATION
    return SmtpSender(
        server=read_mail_server(given.smtp_url),
        password=partial(read_secret, PASSWORD, given.smtp_password_file),
        sender=given.mail_from,
        name=lambda: installation().read_profile().body_name,
        reply_to=reply_to,
        seconds=seconds,
    )


def send(to: str, *, subject: str, words: str, stop_at: str) -> Sent:
    """Send it now. `to` is an address that `tidy_address` gave, `stop_at` where one says stop."""
    content = {
        "to": to,
        "subject": subject,
        "words": words,
        "what": "alert",
        "language": translation.get_language() or "en",
        "stop_at": stop_at,
        "key": f"{stop_at}/{subject}",
    }
    try:
        build_smtp(seconds=WHILE_SOMEBODY_WAITS).send(content)
    except NotSent as fault:
        log.warning("A letter was not sent: %s.", fault.why)
        return Sent.TRY_AGAIN if fault.try_again else Sent.NEVER
    return Sent.YES
