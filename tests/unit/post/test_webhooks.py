"""Calls to other systems: signed so that they can be checked, bounded in time, and never into our own network."""

import base64
import hashlib
import hmac
import http.server
import json
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from fingerpost.engines.post.sending import NotSent
from fingerpost.engines.post.webhooks import WebhookSender, is_public, new_secret

SECRET = new_secret()
EVENT = {"type": "case/opened", "timestamp": "2026-11-23T09:00:00+00:00", "data": {"reference": "FP-7K2M9-QX4DA"}}


def content(port, **more):
    return {
        "url": f"http://127.0.0.1:{port}/hook?a=1",
        "secret": SECRET,
        "event": EVENT,
        "key": "fernby/hook/1",
        **more,
    }


def test_a_call_is_signed_as_standard_webhooks_says():
    with listening() as (port, calls):
        WebhookSender(allow_private=True, clock=lambda: 1_800_000_000.5).send(content(port))
    call = calls[0]
    assert json.loads(call["body"]) == EVENT
    assert call["path"] == "/hook?a=1"
    assert call["host"] == f"127.0.0.1:{port}"
    signed = b".".join((call["webhook-id"].encode(), b"1800000000", call["body"]))
    made = hmac.digest(base64.b64decode(SECRET.removeprefix("whsec_")), signed, hashlib.sha256)
    assert call["webhook-signature"] == f"v1,{base64.b64encode(made).decode()}"


def test_each_try_has_one_id():
    with listening() as (port, calls):
        for _ in range(2):
            WebhookSender(allow_private=True).send(content(port))
    assert calls[0]["webhook-id"] == calls[1]["webhook-id"]


def test_a_call_that_hangs_is_ended():
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(NotSent) as told:
        WebhookSender(allow_private=True, seconds=0.2).send(content(server.getsockname()[1]))
    assert told.value.try_again


def test_a_call_that_drips_is_ended_too():
    """Each byte comes in time; the whole answer never does."""

    def drip(connection, stopped):
        while not stopped.wait(0.02):
            connection.sendall(b"H")

    with dripping(drip) as port, pytest.raises(NotSent) as told:
        WebhookSender(allow_private=True, seconds=0.3).send(content(port))
    assert told.value.why in {"no answer in time", "not reached: RemoteProtocolError"}
    assert told.value.try_again


def test_no_redirect_is_followed():
    with listening() as (port, calls), listening(status=302, location=f"http://127.0.0.1:{port}/") as (other, _):
        with pytest.raises(NotSent) as told:
            WebhookSender(allow_private=True).send(content(other))
        assert calls == []
    assert told.value.why == "answered 302"


def test_a_fault_of_the_other_side_is_tried_again_and_gone_is_gone():
    with listening(status=500) as (port, _), pytest.raises(NotSent) as told:
        WebhookSender(allow_private=True).send(content(port))
    assert (told.value.try_again, told.value.is_gone) == (True, False)
    with listening(status=410) as (port, _), pytest.raises(NotSent) as told:
        WebhookSender(allow_private=True).send(content(port))
    assert (told.value.try_again, told.value.is_gone) == (False, True)


def test_our_own_network_is_not_called():
    with listening() as (port, calls):
        for url in (
            f"http://127.0.0.1:{port}/",
            f"http://localhost:{port}/",
            "http://[::1]/",
            "http://169.254.169.254/",
        ):
            with pytest.raises(NotSent) as told:
                WebhookSender().send(content(port, url=url))
            assert (told.value.why, told.value.try_again) == ("private address", False)
    assert calls == []


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org/", "https://", "https://ann:secret@example.org/", "http://a:b/"]
)
def test_an_address_that_is_none_is_given_up(url):
    with pytest.raises(NotSent) as told:
        WebhookSender().send(content(1, url=url))
    assert not told.value.try_again


def test_which_addresses_are_of_the_open_internet():
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert is_public("64:ff9b::93.184.215.14")  # where a network has IPv6 alone
    assert not any(map(is_public, ("10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "224.0.0.1", "100.64.0.1")))


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "2002:a00:1::", "2002:7f00:1::", "::10.0.0.1", "::ffff:0:10.0.0.1"],
)
def test_an_address_of_our_own_network_stays_one_however_it_is_wrapped(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["fec0::1", "192.0.0.192", "168.63.129.16", "ff02::1"])
def test_what_only_looks_public_is_not(address):
    assert not is_public(address)


@contextmanager
def listening(*, status=204, location=""):
    """A server that notes each call and answers with one status."""
    calls = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            calls.append({**{k.lower(): v for k, v in self.headers.items()}, "path": self.path})
            calls[-1]["body"] = self.rfile.read(length)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given):
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port, calls
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@contextmanager
def dripping(drip):
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                try:
                    drip(connection, stopped)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        began = time.monotonic()
        yield server.getsockname()[1]
        assert time.monotonic() - began < 60
        stopped.set()
        thread.join(timeout=5)
