"""A real IMAP server on this machine (pymap), for tests that read e-mail."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "reports", "open sesame"


class ImapServer:
    """One that runs: letters are put into it, and looked at, by another client."""

    def __init__(self, port: int) -> None:
        self.port = port

    def put(self, raw: bytes) -> None:
        with self._inside() as server:
            server.append("INBOX", "", None, raw)

    def unseen(self) -> int:
        with self._inside() as server:
            return len(server.search(None, "UNSEEN")[1][0].split())

    @contextmanager
    def _inside(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=20) as server:
            server.login(USER, PASSWORD)
            server.select("INBOX")
            yield server


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """Runs while it lasts, on a port of its own. `folder` is an empty one that it may use."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-c",
        "from pymap.main import main; main()",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-tls",
    ]
    command += ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with (folder / "imap.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(port, process)
            server = ImapServer(port)
            _empty(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers. It takes about a second to start."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the IMAP server did not start")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the IMAP server did not answer")


def _empty(server: ImapServer) -> None:
    """It begins with letters of its own."""
    with server._inside() as inside:
        inside.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
        inside.expunge()
