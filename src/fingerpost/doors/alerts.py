"""What every door does for somebody who wants to be told when an answer changes: ask, confirm, stop, and letters."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.installation import Progress, installation, now
from fingerpost.doors.limits.throttle import count
from fingerpost.doors.mailing.sending import Sent, can_send, is_ours, send
from fingerpost.record.closing import is_closed
from fingerpost.record.reading import KeptRun
from fingerpost.record.repair import alerts
from fingerpost.record.repair.addresses import tidy_address
from fingerpost.record.repair.alerts import CONFIRM_WITHIN, Letter

DAY, HOUR = 86_400, 3_600
LETTERS_A_DAY = 3  # links to confirm that one address is sent: nobody can be flooded through us
LETTERS_AN_HOUR = 300  # links to confirm in all
GIVE_UP_AFTER = 3  # letters in a row that the server did not take: then it is the server

Link = Literal["alert_confirm", "alert_stop"]


def ask_to_be_told(kept: KeptRun, typed: str, *, language: str) -> None:
    """Keep the address and send it the link to confirm. Raises InvalidRequest, under "email", with what does not fit.

    A letter that cannot go now is sent by the daily job. Raises also TooMany, NothingToTell and StoreUnavailable.
    """
    address = tidy_address(typed)
    if not address or is_ours(address):
        raise InvalidRequest({"email": _("Enter an e-mail address in the correct format, such as name@example.com")})
    told = [(f"alert to {address.casefold()}", LETTERS_A_DAY)]
    if count(told, seconds=DAY) or count([("alerts", LETTERS_AN_HOUR)], seconds=HOUR):
        raise InvalidRequest({"email": _("Too many letters were asked for. Try again tomorrow.")})
    letter = alerts.ask_to_be_told(
        kept.reference,
        address=address,
        language=language,
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
    )
    if letter is not None:
        _send_link(letter)


def read_link(kind: Link, link: str) -> str:
    """The row that a link of a letter names; "" where it is not one of ours, or too old to confirm."""
    try:
        if kind == "alert_confirm":
            return str(TimestampSigner(salt=kind).unsign(link, max_age=CONFIRM_WITHIN))
        return str(Signer(salt=kind).unsign(link))
    except BadSignature:
        return ""


def write_link(kind: Link, identity: str) -> str:
    """What `read_link` reads."""
    signer = TimestampSigner(salt=kind) if kind == "alert_confirm" else Signer(salt=kind)
    return str(signer.sign(identity))


def send_waiting(progress: Progress = lambda what, done, total: None) -> Mapping[str, int]:
    """Send every letter that waits; gives how many of each kind went, how many wait on, and how many never will.

    Whoever is told is forgotten. Safe to run twice at once, and again after it was broken off. Raises StoreUnavailable.
    """
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    alerts.forget_over_age(body=body, at=now())
    jobs = [(_send_link, "links", each) for each in alerts.unsent(body=body, keys=keys)]
    jobs += [(_tell, "told", each) for each in alerts.due(body=body, keys=keys)]
    counts: Counter[str] = Counter()
    in_a_row = 0
    for number, (write, name, letter) in enumerate(jobs, start=1):
        if not can_send() or in_a_row == GIVE_UP_AFTER:
            counts["waiting"] += 1
            continue
        sent = write(letter)
        counts[{Sent.YES: name, Sent.TRY_AGAIN: "waiting", Sent.NEVER: "refused"}[sent] if sent else "others"] += 1
        in_a_row = in_a_row + 1 if sent is Sent.TRY_AGAIN else 0
        progress("Sending letters", number, len(jobs))
    return dict(counts)


def _send_link(letter: Letter) -> Sent | None:
    """None where another process sends it."""
    if not alerts.claim_link(letter, at=now()):
        return None
    with translation.override(letter.language):
        subject = _("Confirm that you want to be told about an answer")
        words = _(
            "Somebody, we think you, asked %(body)s to write to this address when the answer with the reference "
            "%(reference)s changes.\n\n"
            "If it was you, open this address within 48 hours and confirm it:\n%(confirm)s\n\n"
            "If it was not you, do nothing. We will not write about it again, and this address is deleted. To delete "
            "it now:\n%(stop)s\n\n"
            "A machine sent this letter. Nobody reads replies to it.\n"
        ) % {
            "body": _body_name(),
            "reference": letter.reference,
            "confirm": _address("alert_confirm", letter),
            "stop": _address("alert_stop", letter),
        }
    return _settle(letter, _post(letter, subject, words))


def _tell(letter: Letter) -> Sent | None:
    """Whoever was told is forgotten: one letter is all that they asked for."""
    if not alerts.claim_news(letter, at=now()):
        return None
    with translation.override(letter.language):
        subject = _("An answer that you asked about has changed")
        words = _(
            "You asked %(body)s to tell you when the answer with the reference %(reference)s changes. The guidance "
            "that it quotes has changed, and today we would answer otherwise.\n\n"
            "See what changed, and ask again:\n%(answer)s\n\n"
            "This is the only letter: we delete your e-mail address now. If you want to be told again, ask for it on "
            "that page. If you think that we still have your address, delete it here:\n%(stop)s\n\n"
            "A machine sent this letter. Nobody reads replies to it.\n"
        ) % {
            "body": _body_name(),
            "reference": letter.reference,
            "answer": _answer_address(letter),
            "stop": _address("alert_stop", letter),
        }
    sent = _post(letter, subject, words)
    if sent is Sent.YES:
        alerts.stop(letter.id, body=settings.CONFIGURATION.body)
    return _settle(letter, sent)


def _post(letter: Letter, subject: str, words: str) -> Sent:
    if not can_send():
        return Sent.TRY_AGAIN
    with translation.override(letter.language):
        return send(letter.address, subject=subject, words=words, stop_at=_address("alert_stop", letter))


def _settle(letter: Letter, sent: Sent) -> Sent:
    if sent is Sent.NEVER:
        alerts.stop(letter.id, body=settings.CONFIGURATION.body)
    elif sent is Sent.TRY_AGAIN and not alerts.give_back(letter):
        return Sent.NEVER
    return sent


def _body_name() -> str:
    return installation().read_profile().body_name or settings.CONFIGURATION.body_name


def _address(kind: Link, letter: Letter) -> str:
    """In the language of the letter."""
    return f"{settings.CONFIGURATION.base_url}{reverse(f'citizen:{kind}', args=[write_link(kind, letter.id)])}"


def _answer_address(letter: Letter) -> str:
    """Of an answer that its reader closed, no address: it shows it to nobody."""
    base = settings.CONFIGURATION.base_url
    if is_closed(letter.reference, body=settings.CONFIGURATION.body):
        return f"{base}{reverse('citizen:start')}"
    return f"{base}{reverse('citizen:answer', args=[letter.reference])}"
