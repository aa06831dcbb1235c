"""GOV.UK Notify through its own client, against a double of its HTTP API on this machine."""

import base64
import http.server
import json
import threading
from contextlib import contextmanager

import pytest

from fingerpost.engines.post.notify import NotifySender
from fingerpost.engines.post.sending import NotSent

pytest.importorskip("notifications_python_client")

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"fernby-{SERVICE}-{SECRET}"
TEXT = {"to": "07700 900123", "words": "We have mended the light.", "key": "fernby/reply/1"}


def sender(url, *, is_text=True, key=KEY):
    return NotifySender(
        key=lambda: key, template="f33517ff-2a88-4f6e-b855-c550268ce08a", is_text=is_text, url=url, seconds=2
    )


def test_a_text_message_goes_with_its_template_and_a_signed_token():
    with notify() as (url, calls):
        sender(url).send(TEXT)
    call = calls[0]
    assert call["path"] == "/v2/notifications/sms"
    assert call["body"] == {
        "phone_number": "07700 900123",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "personalisation": {"words": "We have mended the light."},
        "reference": "fernby/reply/1",
    }
    claims = json.loads(base64.urlsafe_b64decode(call["token"].split(".")[1] + "=="))
    assert claims["iss"] == SERVICE


def test_an_e_mail_goes_with_its_subject():
    with notify() as (url, calls):
        sender(url, is_text=False).send({**TEXT, "to": "mair@example.org", "subject": "Your report"})
    assert calls[0]["path"] == "/v2/notifications/email"
    assert calls[0]["body"]["personalisation"] == {"subject": "Your report", "words": TEXT["words"]}


@pytest.mark.parametrize(("status", "again"), [(400, False), (403, True), (429, True), (500, True), (503, True)])
def test_what_notify_says_decides_whether_it_is_tried_again(status, again):
    with notify(status) as (url, _), pytest.raises(NotSent) as told:
        sender(url).send(TEXT)
    assert (told.value.why, told.value.try_again) == (f"Notify answered {status}", again)
    assert "07700" not in str(told.value)


def test_notify_away_or_a_key_that_is_none_is_tried_again():
    with notify() as (url, _):
        pass
    for each in (sender(url), sender(url, key="nothing")):
        with pytest.raises(NotSent) as told:
            each.send(TEXT)
        assert told.value.try_again


@contextmanager
def notify(status=201):
    calls = []

    class Api(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            calls.append(
                {"path": self.path, "body": body, "token": self.headers["Authorization"].removeprefix("Bearer ")}
            )
            said = (
                {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}
                if status == 201
                else {"status_code": status, "errors": []}
            )
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given):
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
