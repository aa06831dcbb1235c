"""A call ends at once when another thread closes it, whatever it waits for."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.doubles import Double
from tests.unit.engines.language_models.providers.asked import GIVEN, KEY

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models import streaming
from fingerpost.engines.language_models.anthropic_api import AnthropicProvider
from fingerpost.engines.language_models.calling import Call, CallFault, Provider

LONG = 30.0
"""Seconds that a call may wait by itself; it is ended long before."""


def end_of(call: Call, *, when: threading.Event) -> CallFault:
    """The fault with which a call ends that is closed as soon as it hangs."""
    faults: list[CallFault] = []

    def read() -> None:
        try:
            list(call)
        except CallFault as fault:
            faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    assert when.wait(10)
    call.close()
    reader.join(10)
    assert not reader.is_alive()
    return faults[0]


@pytest.mark.parametrize("behaviour", ["hang", "hang after headers", "hang midway", "ping only", "slow drip"])
def test_a_call_that_hangs_ends_when_it_is_closed(double: Double, provider: Provider, behaviour: str) -> None:
    double.behave(behaviour)
    began = time.monotonic()
    fault = end_of(provider.open(GIVEN, timeout=LONG), when=busy_with_a_call(double))
    assert fault.why is WhyNoModel.SLOW
    assert time.monotonic() - began < LONG / 3


def test_the_server_sees_that_nobody_waits_any_more(double: Double, provider: Provider) -> None:
    double.behave("hang midway")
    end_of(provider.open(GIVEN, timeout=LONG), when=busy_with_a_call(double))
    assert becomes_true(lambda: double.still_open == 0)


def test_going_away_in_the_middle_ends_the_call_too(double: Double, provider: Provider) -> None:
    double.behave("hang midway")
    pieces = iter(provider.open(GIVEN, timeout=LONG))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert becomes_true(lambda: double.still_open == 0)


def test_a_call_closed_beforehand_is_not_sent(double: Double, provider: Provider) -> None:
    call = provider.open(GIVEN, timeout=LONG)
    call.close()
    call.close()
    with pytest.raises(CallFault):
        list(call)
    assert double.calls == 0


def test_closing_one_call_leaves_the_others_alone(double: Double, provider: Provider) -> None:
    double.follow("hang", "right")
    hanging = provider.open(GIVEN, timeout=LONG)
    end_of(hanging, when=busy_with_a_call(double))
    other = provider.open(GIVEN, timeout=LONG)
    pieces = iter(other)
    first = next(pieces)
    hanging.close()
    assert len(first + "".join(pieces)) > 100


def test_closing_after_the_end_is_nothing(double: Double, provider: Provider) -> None:
    call = provider.open(GIVEN, timeout=LONG)
    list(call)
    call.close()
    assert not call.spent.is_estimate


def test_a_call_over_tls_ends_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with silent_tls_server(tmp_path) as (address, certificate, has_called):
        trusting = httpx2.HTTPTransport(verify=ssl.create_default_context(cafile=str(certificate)), trust_env=False)
        monkeypatch.setattr(streaming, "build_tls", lambda: trusting)
        provider = AnthropicProvider(name="chosen", model="m", key=KEY, base_url=address)
        assert end_of(provider.open(GIVEN, timeout=LONG), when=has_called).why is WhyNoModel.SLOW


def test_a_certificate_that_nobody_vouches_for_is_not_taken(tmp_path: Path) -> None:
    with silent_tls_server(tmp_path) as (address, _, has_called):
        provider = AnthropicProvider(name="chosen", model="m", key=KEY, base_url=address)
        with pytest.raises(CallFault) as caught:
            list(provider.open(GIVEN, timeout=LONG))
        assert caught.value.why is WhyNoModel.UNREACHABLE
        assert not has_called.is_set()


def busy_with_a_call(double: Double) -> threading.Event:
    """Set once the double has a call in hand."""
    event = threading.Event()

    def watch() -> None:
        if becomes_true(lambda: double.still_open > 0):
            event.set()

    threading.Thread(target=watch, daemon=True).start()
    return event


def becomes_true(condition: object, *, within: float = 10.0) -> bool:
    until = time.monotonic() + within
    pause = threading.Event()
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return True
        pause.wait(0.002)
    return False


@contextmanager
def silent_tls_server(folder: Path) -> Iterator[tuple[str, Path, threading.Event]]:
    """Takes one call over TLS, reads it, and says nothing. The event is set once it has read."""
    certificate, key = write_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    has_called, over = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                plain, _ = listening.accept()
                with plain, context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(65_536)
                    has_called.set()
                    over.wait(20)
            except OSError:
                return  # whoever called has gone

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}", certificate, has_called
        over.set()
        thread.join(10)


def write_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
