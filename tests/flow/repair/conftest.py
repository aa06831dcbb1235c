"""Guidance that changes, and a mail server that takes what residents are told of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.guidance import change_guidance
from tests.mailbox import Mailbox, mail_server

from fingerpost.doors import alerts
from fingerpost.doors.limits.throttle import counters_over

QUESTION = "How much is the Child Grant a year?"
DEARER = ("£1,406.60", "£1,999.00")
SITE = "https://ask.fernby.example"

Change = Callable[..., None]


def ask(client: Client, question: str = QUESTION, place: str = "") -> str:
    """Ask, and give the reference of the answer."""
    return str(client.post(f"{place}/ask", {"question": question}).headers["Location"]).rpartition("/")[2]


def text_of(client: Client, address: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(address).content.decode())).split())


@pytest.fixture
def asked(client: Client) -> str:
    return ask(client)


@pytest.fixture
def change(client: Client, pages: Path, tmp_path: Path) -> Iterator[Change]:
    """Changes the guidance for one test: afterwards it is as it was, for those that share the index."""
    yield lambda **changed: change_guidance(pages, tmp_path / "pages", **changed)
    change_guidance(pages, tmp_path / "pages")


@pytest.fixture(scope="package")
def server() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """An empty one, which this installation sends to."""
    server.letters.clear()
    server.to.clear()
    server.says = None
    set_up_mail(monkeypatch, f"smtp://127.0.0.1:{server.port}")
    return server


def set_up_mail(monkeypatch: pytest.MonkeyPatch, url: str, **more: str) -> None:
    """E-mail goes to that server, and nobody has been sent any today."""
    for seconds in (alerts.DAY, alerts.HOUR):
        counters_over(seconds).clear()
    sender = {"mail_from": "no-reply@fernby.example.org", "base_url": SITE}
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, smtp_url=url, **sender, **more))
