"""Cases go to another Open311 server once, and what it says of them comes back once."""

import http.server
import json
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from fingerpost.casework.history import read_lines
from fingerpost.casework.models import Case, Decision, HistoryLine
from fingerpost.casework.post.outbox import LEASE, Sent, send_due
from fingerpost.casework.post.outward import poll, put_new
from fingerpost.casework.sealing import seal
from fingerpost.engines.post.open311 import Endpoint, Open311Sender, read_endpoints
from fingerpost.engines.post.sending import NotSent

from .conftest import AT, BODY, make_case, plant

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=10)


@pytest.fixture
def case(db, keys):
    row = make_case(keys=keys, service="potholes", latitude=54.61, longitude=-2.41)
    words = {"text": "A deep hole.", "name": "Mair Jones", "email": "mair@example.org", "address": "12 High Street"}
    row.sealed = seal(row, words, "words", keys=keys, at=AT)
    row.save()
    return row


def sender(url):
    endpoint = Endpoint(service="potholes", url=url, code="POT", jurisdiction="works.example")
    return Open311Sender(endpoints=(endpoint,), key=lambda: "secret", seconds=5)


def put_all(keys, at=LATER):
    return put_new(services=frozenset({"potholes"}), body=BODY, at=at, keys=keys)


def sent(url, keys, at=LATER):
    return send_due(at=at, senders={"open311": sender(url)}, keys=keys, body=BODY)


def test_a_case_whose_suggestion_was_planted_goes_to_no_other_organisation_before_somebody_decided(case, keys):
    row = plant(case, keys=keys)
    assert put_all(keys) == 0
    Decision.objects.create(body=BODY, suggestion=row, verdict="changed", by="anna", at=AT)
    assert put_all(keys) == 1


def test_a_case_goes_there_once_without_who_sent_it(case, keys):
    with works() as (url, other):
        assert (put_all(keys), put_all(keys)) == (1, 0)
        assert sent(url, keys) == Sent(sent=1)
        assert sent(url, keys) == Sent()
    form = other.forms[0]
    assert (form["service_code"], form["lat"], form["api_key"]) == ("POT", "54.61", "secret")
    assert form["jurisdiction_id"] == "works.example"
    assert form["description"] == f"A deep hole.\n\n[{case.reference}]"
    assert "mair" not in json.dumps(form).lower()
    line = HistoryLine.objects.get(case=case, kind="sent-on")
    assert line.facts["number"] == "W-1"


def test_a_case_that_was_just_opened_may_be_routed_elsewhere_first(case, keys):
    assert put_all(keys, at=AT + timedelta(minutes=1)) == 0
    Case.objects.update(service="trees")
    assert put_all(keys) == 0


def test_a_try_whose_answer_was_lost_makes_no_second_request(case, keys):
    class Killed(BaseException):
        """As a process that ends after the other side has it."""

    class Dying(Open311Sender):
        def send(self, content):
            super().send(content)
            raise Killed

    with works() as (url, other):
        put_all(keys)
        dying = Dying(endpoints=sender(url).endpoints, key=lambda: "", seconds=5)
        with pytest.raises(Killed):
            send_due(at=LATER, senders={"open311": dying}, keys=keys, body=BODY)
        assert sent(url, keys, LATER + LEASE) == Sent(sent=1)
        assert len(other.forms) == 1


def test_what_they_say_comes_back_once_and_closes_the_case(case, keys):
    with works() as (url, other):
        put_all(keys)
        sent(url, keys)
        assert poll(sender(url), body=BODY, at=LATER, keys=keys) == 0
        other.say(status="open", notes="Planned for Monday.")
        assert [poll(sender(url), body=BODY, at=LATER, keys=keys) for _ in range(2)] == [1, 0]
        other.say(status="closed", notes="Filled.")
        assert [poll(sender(url), body=BODY, at=LATER, keys=keys) for _ in range(2)] == [1, 0]
    case.refresh_from_db()
    assert (case.state, case.is_live) == ("resolved", False)
    kinds = list(HistoryLine.objects.filter(case=case).order_by("number").values_list("kind", flat=True))
    assert kinds == ["sent-on", "sent-on/news", "sent-on/news", "moved"]


def test_that_they_touched_it_again_is_no_news(case, keys):
    """A server that says another time whenever it is asked makes no line of history each round."""
    with works() as (url, other):
        put_all(keys)
        sent(url, keys)
        other.say(status="open", notes="Planned for Monday.")
        poll(sender(url), body=BODY, at=LATER, keys=keys)
        version = Case.objects.get(pk=case.pk).version
        for number in range(3):
            other.told["updated_datetime"] = f"2026-11-23T0{number}:00:00Z"
            assert poll(sender(url), body=BODY, at=LATER, keys=keys) == 0
    assert Case.objects.get(pk=case.pk).version == version


def test_a_server_that_is_away_changes_nothing(case, keys):
    with works() as (url, _other):
        put_all(keys)
        sent(url, keys)
    assert poll(sender(url), body=BODY, at=LATER, keys=keys) == 0


@pytest.mark.parametrize(("status", "again"), [(400, False), (403, True), (500, True)])
def test_what_they_answer_decides_whether_it_is_tried_again(case, keys, status, again):
    with works(status=status) as (url, _other):
        put_all(keys)
        assert sent(url, keys) == (Sent(later=1) if again else Sent(failed=1))


def test_an_answer_without_end_or_sense_is_let_go(case):
    for answer in (b"x" * 3_000_000, b"<html>", b"[" * 100_000):
        with works(answer=answer) as (url, _other), pytest.raises(NotSent) as told:
            sender(url).send({"service": "potholes", "description": "x", "reference": case.reference})
        assert told.value.try_again


def test_an_answer_that_drips_is_let_go(case):
    """One server that answers a byte a second keeps no other message waiting."""
    with dripping() as url, pytest.raises(NotSent) as told:
        Open311Sender(endpoints=sender(url).endpoints, key=lambda: "", seconds=0.3).standing("potholes", "W-1")
    assert (told.value.why, told.value.try_again) == ("no answer in time", True)


def test_what_no_text_can_hold_is_left_out_of_what_they_say(case, keys):
    """Nothing of it could be kept, and what is asked of all others would wait for it."""
    with works() as (url, other):
        put_all(keys)
        sent(url, keys)
        other.say(status="open", notes="A\0 \ud800planned\u202e day")
        assert poll(sender(url), body=BODY, at=LATER, keys=keys) == 1
    line = HistoryLine.objects.get(case=case, kind="sent-on/news")
    assert read_lines(case, keys=keys)[-1].text == "A planned day"
    assert line.facts["updated"] == "openA planned day"


@contextmanager
def dripping():
    """A server that sends its headers a byte at a time, for longer than anybody waits."""

    class Api(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with suppress(OSError):
                for _ in range(200):
                    self.wfile.write(b"H")
                    over.wait(0.05)

        def log_message(self, *_args):
            pass

    over = threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/open311/v2"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("wrong", ["potholes", "=https://x.example#A", "a=http://x.example#A", "a=https://x.example"])
def test_a_setting_that_does_not_fit_is_told(wrong):
    with pytest.raises(ValueError, match="open311_out"):
        read_endpoints([wrong])
    assert read_endpoints(["a=https://x.example/v2/#A@j"])[0].jurisdiction == "j"


class Works:
    """What the other organisation has."""

    def __init__(self):
        self.forms = []
        self.told = {"status": "open", "status_notes": "", "updated_datetime": "1"}

    def say(self, *, status, notes):
        self.told = {"status": status, "status_notes": notes, "updated_datetime": status + notes}


@contextmanager
def works(*, status=201, answer=None):
    """Another organisation's Open311 server."""
    other = Works()

    class Api(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if answer is not None:
                return self._say(200, answer)
            rows = [
                {"service_request_id": f"W-{number}", "description": form["description"], **other.told}
                for number, form in enumerate(other.forms, start=1)
            ]
            return self._say(200, json.dumps(rows).encode())

        def do_POST(self):
            read = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if status == 201:
                other.forms.append({name: values[0] for name, values in parse_qs(read).items()})
            assert urlsplit(self.path).path == "/open311/v2/requests.json"
            self._say(status, json.dumps([{"service_request_id": f"W-{len(other.forms)}"}]).encode())

        def _say(self, code, content):
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *given):
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/open311/v2", other
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
