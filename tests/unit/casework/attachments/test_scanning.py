"""The scanner is asked in its own words; where it is away or slow, that is said and nothing is lost."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fingerpost.casework.attachments import scanning
from fingerpost.casework.attachments.scanning import Clamdscan, NoScanner, Scan, scanner_at

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def daemon(folder: Path, answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """A clamd that speaks INSTREAM, once for each connection, until the block ends."""
    path = str(folder / "clamd.ctl")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                held = line.makefile("rb")
                assert held.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", held.read(4))[0]:
                    content += held.read(length)
                line.sendall(answer(content))
                held.close()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    try:
        yield path
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        serving.join(timeout=5)


def by_name(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def test_the_daemon_is_asked_by_its_socket(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with daemon(tmp_path, by_name) as path:
        scanner = scanner_at(path)
        assert scanner.scan(b"x" * 200_000) is Scan.CLEAN
        assert scanner.scan(b"y" * 70_000 + EICAR) is Scan.INFECTED
    assert "Eicar-Test-Signature" in caplog.text


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"what?\0"])
def test_a_daemon_that_gives_no_verdict_has_failed(tmp_path: Path, said: bytes) -> None:
    with daemon(tmp_path, lambda content: said) as path:
        assert scanner_at(path).scan(b"hello") is Scan.FAILED


def test_a_daemon_that_is_away_has_failed(tmp_path: Path) -> None:
    assert scanner_at(str(tmp_path / "nobody")).scan(b"hello") is Scan.FAILED
    assert scanner_at("localhost:1").scan(b"hello") is Scan.FAILED


@pytest.mark.parametrize(("end", "meant"), [(0, Scan.CLEAN), (1, Scan.INFECTED), (2, Scan.FAILED)])
def test_the_program_says_it_by_how_it_ends(tmp_path: Path, end: int, meant: Scan) -> None:
    program = tmp_path / "clamdscan"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\nexit {end}\n", encoding="ascii")
    program.chmod(0o755)
    assert Clamdscan(str(program)).scan(b"hello") is meant


def test_no_scanner_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "USUAL_SOCKETS", ())
    monkeypatch.setattr(scanning.shutil, "which", lambda name: None)
    assert isinstance(scanner_at(""), NoScanner)
    assert scanner_at("off").scan(b"hello") is Scan.NONE
