"""A scanner for viruses, where one is installed: ClamAV, by the socket of its daemon or by its own program.

The protocol is that of clamd: INSTREAM, pieces with their length before them, and one line back.
"""

import logging
import shutil
import socket
import struct
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

USUAL_SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl", "/run/clamd.scan/clamd.sock")
SECONDS = 20.0
PIECE = 64 * 1024
MOST_SAID = 4096  # bytes of its reply


class Scan(StrEnum):
    """What a scanner says of a file. NONE: there is no scanner here. FAILED: there is one, and it did not answer."""

    CLEAN = "clean"
    INFECTED = "infected"
    NONE = "none"
    FAILED = "failed"


class Scanner(Protocol):
    """Looks into the bytes of a file. Never raises: where it fails, it says so."""

    def scan(self, content: bytes) -> Scan:
        """What it says of them."""
        ...


class NoScanner:
    """Where none is installed."""

    def scan(self, content: bytes) -> Scan:
        """Nobody looked."""
        return Scan.NONE


@dataclass(frozen=True)
class Clamd:
    """The daemon of ClamAV, asked over a connection that `connect` makes anew for each file."""

    connect: Callable[[], socket.socket]

    def scan(self, content: bytes) -> Scan:
        """What the daemon says."""
        try:
            with self.connect() as line:
                line.settimeout(SECONDS)
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), PIECE):
                    piece = content[start : start + PIECE]
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
                return _meant(_read(line))
        except OSError as error:
            return _failed(type(error).__name__)


@dataclass(frozen=True)
class Clamdscan:
    """The program of ClamAV that asks its daemon. What is scanned goes by a pipe, and touches no disk."""

    program: str

    def scan(self, content: bytes) -> Scan:
        """What the program says: 0 clean, 1 infected, 2 that it failed."""
        command = [self.program, "--no-summary", "--stdout", "-"]
        try:
            done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            return _failed(type(error).__name__)
        if done.returncode == 1:
            return _infected(done.stdout)
        return Scan.CLEAN if done.returncode == 0 else _failed(f"its end was {done.returncode}")


def scanner_at(where: str) -> Scanner:
    """The scanner of the setting `clamav_socket`: the path of a socket, or "host:port". "" for what is found here, and
    "off" for none."""
    if where == "off":
        return NoScanner()
    if where:
        return Clamd(_connection(where))
    if found := next((each for each in USUAL_SOCKETS if Path(each).is_socket()), ""):
        return Clamd(_connection(found))
    program = shutil.which("clamdscan")
    return Clamdscan(program) if program else NoScanner()


def _connection(where: str) -> Callable[[], socket.socket]:
    def by_path() -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(SECONDS)
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line

    host, _, port = where.rpartition(":")
    if host and port.isdigit() and not where.startswith("/"):
        return lambda: socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    return by_path


def _read(line: socket.socket) -> bytes:
    said = b""
    while len(said) < MOST_SAID and (piece := line.recv(MOST_SAID)):
        said += piece
        if said.endswith((b"\0", b"\n")):
            break
    return said.rstrip(b"\0\n")


def _meant(said: bytes) -> Scan:
    if said.endswith(b"OK"):
        return Scan.CLEAN
    return _infected(said) if said.endswith(b"FOUND") else _failed("it gave no verdict")


def _infected(said: bytes) -> Scan:
    """The name that the scanner has for it is noted; neither the file nor its name is."""
    name = said.decode("ascii", "replace").rpartition(":")[2].strip().removesuffix("FOUND").strip()
    log.warning("A file was refused: the scanner found %s.", "".join(c for c in name if c.isprintable())[:80])
    return Scan.INFECTED


def _failed(why: str) -> Scan:
    log.warning("A file was not scanned: %s. See docs/how-to/report-page.md.", why)
    return Scan.FAILED
