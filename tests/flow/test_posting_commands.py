"""`fingerpost post` and `fingerpost webhooks`: what is sent, what was given up, and who is told."""

import json

import pytest
from django.conf import settings
from typer.testing import CliRunner

from fingerpost.casework.models import Message
from fingerpost.casework.post import hooks
from fingerpost.casework.post.outbox import put
from fingerpost.doors.cli import mail, post, webhooks
from fingerpost.doors.installation import installation, now
from fingerpost.engines.post.letters import FOLDER
from fingerpost.engines.post.webhooks import WebhookSender

pytestmark = pytest.mark.django_db
LETTER = {
    "to": "Mair Jones\n12 High Street\nFernby",
    "subject": "Your report",
    "words": "We have mended it.",
    "reference": "FP-7K2M9-QX4DA",
    "language": "en",
}


@pytest.fixture
def run(client, monkeypatch):
    for each in (post, mail, webhooks):
        monkeypatch.setattr(each, "get_ready", installation)
    apps = {"post": post.app, "mail": mail.app, "webhooks": webhooks.app}
    return lambda *typed: CliRunner().invoke(apps[typed[0]], [str(each) for each in typed[1:]])


def put_in(way: str, content: dict[str, str], key: str = "one") -> None:
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    put(None, way=way, key=key, content=content, due_at=now(), by="anna", keys=keys, body=body)


def test_a_letter_is_made_listed_and_taken_away_once_printed(run):
    put_in("letter", LETTER)
    assert "1 sent, 0 to be tried again later, 0 given up." in run("post", "send").output
    (told,) = json.loads(run("post", "letters", "--json").output)["letters"]
    assert told["file"].startswith(str(settings.HOME / FOLDER / "FP-7K2M9-QX4DA-"))
    run("post", "letters", "--printed")
    assert json.loads(run("post", "letters", "--json").output)["letters"] == []


def test_what_was_given_up_is_listed_and_tried_again(run):
    put_in("letter", {**LETTER, "to": "Mair"})
    assert "1 given up" in run("post", "send").output
    (told,) = json.loads(run("post", "list", "--state", "failed", "--json").output)["messages"]
    assert (told["fault"], told["way"]) == ("address too short", "letter")
    listed = run("post", "list", "--state", "failed").output
    assert "address too short" in listed
    assert "Mair" not in listed
    assert "1 will be tried again." in run("post", "retry", told["number"]).output
    assert Message.objects.get().state == "waiting"
    assert run("post", "retry", 4711).exit_code == 2


def test_a_state_that_is_none_is_told(run):
    assert run("post", "list", "--state", "lost").exit_code == 2
    assert "There are none." in run("post", "list").output


def test_a_webhook_is_added_tried_and_stopped(run, monkeypatch):
    calls = []
    monkeypatch.setattr(WebhookSender, "send", lambda self, content: calls.append(content))
    added = json.loads(run("webhooks", "add", "https://works.example/hook", "--service", "potholes", "--json").output)
    assert added["secret"].startswith("whsec_")
    assert (added["services"], added["kinds"]) == (["potholes"], list(hooks.KINDS))
    assert run("webhooks", "test", added["number"]).output.strip() == "It was taken."
    assert calls[0]["event"]["type"] == "test"
    assert added["secret"] not in run("webhooks", "list").output
    assert run("webhooks", "stop", added["number"]).exit_code == 0
    assert json.loads(run("webhooks", "list", "--json").output)["webhooks"][0]["stopped_at"]
    assert run("webhooks", "test", added["number"]).exit_code == 2


def test_a_webhook_into_our_own_network_is_not_called(run):
    number = json.loads(run("webhooks", "add", "http://127.0.0.1:9/hook", "--json").output)["number"]
    done = run("webhooks", "test", number)
    assert done.exit_code == 1
    assert "private address" in done.output


@pytest.mark.parametrize(
    "typed",
    [("add", "ftp://x"), ("add", "https://x.example", "--kind", "case/eaten"), ("add", "https://x", "--service", "y")],
)
def test_a_webhook_that_does_not_fit_is_told(run, typed):
    done = run("webhooks", *typed)
    assert done.exit_code == 2
    assert done.output.strip()


def test_mail_says_what_to_set_up(run):
    done = run("mail", "take", "--once")
    assert done.exit_code == 2
    assert "mail_in" in done.output
