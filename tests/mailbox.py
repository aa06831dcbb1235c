"""A real mail server on this machine, for tests: it takes letters, or does not, and keeps them for us to read."""

import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "fingerpost", "open sesame"


class Mailbox:
    """What came. `says` is what the server answers a recipient with; None takes them."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.says: str | None = None
        self.port = 0
        self.logins: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.says is not None:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append(message_from_bytes(bytes(envelope.content or b""), policy=policy.default))  # type: ignore[arg-type]
        self.to.append(envelope.rcpt_tos)
        return "250 OK"

    def let_in(self, server: Any, session: Any, envelope: Any, mechanism: str, given: object) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        self.logins.append(mechanism if right else "refused")
        return AuthResult(success=right, handled=False)

    def text(self, number: int = -1) -> str:
        """The words of one letter."""
        return str(self.letters[number].get_content())


@contextmanager
def mail_server(*, with_login: bool = False) -> Iterator[Mailbox]:
    """Runs while it lasts, on a port of its own."""
    mailbox = Mailbox()
    more: dict[str, Any] = (
        {"authenticator": mailbox.let_in, "auth_require_tls": False, "auth_required": True} if with_login else {}
    )
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port(), **more)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Requiring AUTH")  # it warns at each call: there is no TLS in tests
        controller.start()
        mailbox.port = controller.port
        try:
            yield mailbox
        finally:
            controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
