"""Which mail server takes our letters, as one address says it. Read before there are any tables."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PASSWORD = "FINGERPOST_SMTP_PASSWORD"  # noqa: S105 - the name of the variable
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")
EXPECTED = (
    "'smtp_url' must look like smtps://user@mail.example.org:465 or smtp+starttls://user@mail.example.org:587. "
    "smtp:// without encryption is for this machine only."
)


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """`tls` from the first byte, or `starttls` once connected; neither only on this very machine."""

    host: str
    port: int
    user: str
    tls: bool
    starttls: bool


def read_mail_server(address: str) -> MailServer:
    """The server of an address such as "smtps://user@mail.example.org". Raises ValueError with what is expected.

    A password in the address is refused: addresses end up in logs and in the list of processes.
    """
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ValueError(EXPECTED) from error
    if parts.password is not None:
        raise ValueError(f"A password does not belong in 'smtp_url': put it in 'smtp_password_file' or {PASSWORD}.")
    is_plain = parts.scheme == "smtp"
    if not host or parts.path not in {"", "/"} or parts.query or (is_plain and not _LOOPBACK.fullmatch(host)):
        raise ValueError(EXPECTED)
    return MailServer(
        host=host,
        port=port,
        user=unquote(parts.username or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )
