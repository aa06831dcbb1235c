"""Letters by e-mail, in plain text, through one mail server."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from fingerpost.engines.post.mail_server import MailServer
from fingerpost.engines.post.sending import NotSent

SECONDS = 20  # for each answer of the server
REFUSED_FOR_GOOD = range(500, 600)
_TOO_BIG_OR_WRONG = frozenset({552, 554})  # of the letter itself
# A link longer than a line would be encoded, and no mail program finds it then. Mail allows lines of 998.
_WHOLE_LINES = SMTP.clone(max_line_length=998)


@dataclass(frozen=True, kw_only=True)
class SmtpSender:
    """Sends through `server`. `sender` is our address, `name` who it is from as people read it.

    `password` is read when it is needed. `reply_to` is where answers go; "" where nobody reads them.
    """

    server: MailServer
    password: Callable[[], str]
    sender: str
    name: Callable[[], str]
    reply_to: str = ""
    seconds: float = SECONDS

    def send(self, content: Mapping[str, Any]) -> None:
        """`content`: to, subject, words and key; "what" where no person wrote it; "stop_at" where one says stop.

        Raises NotSent, which never names the address.
        """
        try:
            letter = self._letter(content)
            with self._connected() as server:
                server.send_message(letter, self.sender, [str(content["to"])])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            for_good = all(code in REFUSED_FOR_GOOD for code in codes)
            raise NotSent("address refused", try_again=not for_good) from error
        except smtplib.SMTPDataError as error:
            raise NotSent("letter refused", try_again=error.smtp_code not in _TOO_BIG_OR_WRONG) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"mail server: {type(error).__name__}", try_again=True) from error
        except (ValueError, UnicodeError) as error:  # a header that no letter can have
            raise NotSent(f"not a letter: {type(error).__name__}", try_again=False) from error

    def _letter(self, content: Mapping[str, Any]) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["From"] = formataddr((one_line(self.name()), self.sender))
        letter["To"] = str(content["to"])
        letter["Subject"] = one_line(str(content["subject"]))
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Message-ID"] = message_id(str(content["key"]), mark=str(content.get("mark", "")), sender=self.sender)
        if self.reply_to:
            letter["Reply-To"] = self.reply_to
        if content.get("what"):  # no person wrote it: so that no machine answers it (RFC 3834)
            letter["Auto-Submitted"] = "auto-generated"
            letter["X-Auto-Response-Suppress"] = "All"
        if content.get("stop_at"):  # one of many that somebody asked for: no list holds it for one of its own
            letter["Precedence"] = "bulk"
            letter["List-Unsubscribe"] = f"<{one_line(str(content['stop_at']))}>"
        letter["X-Loop"] = self.sender  # our own is known when it comes back
        letter.set_content(str(content["words"]))  # takes away every header that begins with Content-
        if content.get("language"):
            letter["Content-Language"] = one_line(str(content["language"]))
        letter.policy = _WHOLE_LINES
        return letter

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Closed afterwards, whatever happened. Raises OSError where the password cannot be read."""
        context = ssl.create_default_context()
        host, port = self.server.host, self.server.port
        server = (
            smtplib.SMTP_SSL(host, port, timeout=self.seconds, context=context)
            if self.server.tls
            else smtplib.SMTP(host, port, timeout=self.seconds)
        )
        try:
            if self.server.starttls:
                server.starttls(context=context)
            if self.server.user:
                server.login(self.server.user, self.password())
            yield server
            with suppress(smtplib.SMTPException, OSError):  # the letter was taken: a lost goodbye changes nothing
                server.quit()
        finally:
            server.close()


def message_id(key: str, *, mark: str, sender: str) -> str:
    """The same for each try of one letter, so that whoever gets it twice can tell. `mark` names the case in it."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"<{mark}.{digest}@{sender.rpartition('@')[2]}>" if mark else f"<{digest}@{sender.rpartition('@')[2]}>"


def one_line(words: str) -> str:
    """A header has one line: a name of two must not keep a letter from going."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
