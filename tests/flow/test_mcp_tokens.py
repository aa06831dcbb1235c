"""Access tokens: made, shown and ended, by an owner on a page and by the operator at the command line."""

import json
import re
from html import unescape

import pytest
from click.testing import Result
from django.conf import LazySettings
from django.test import Client
from tests.accounts import signed_in
from typer.testing import CliRunner

from fingerpost.doors.cli.application import build
from fingerpost.doors.entry import proofs
from fingerpost.doors.installation import now
from fingerpost.record.models import Entry
from fingerpost.site import models
from fingerpost.site.tokens import Tokens

pytestmark = pytest.mark.django_db

TOKENS, NEW = "/staff/tokens", "/staff/tokens/new"
WISH = {"check": "1", "name": "Contact centre", "days": "30", "tools": ["ask", "search"]}
IN_WORDS = re.compile(r"fp_[A-Za-z0-9_-]{43}")


@pytest.fixture
def owner(client: Client, settings: LazySettings) -> Client:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return signed_in("owner")


def text_of(reply: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())  # type: ignore[attr-defined]


def test_a_token_is_looked_over_made_shown_once_used_and_revoked(owner: Client) -> None:
    assert "There is no token yet" in text_of(owner.get(TOKENS))
    check = text_of(owner.get(NEW, WISH))
    assert "Check the token before you make it" in check
    assert "Answer a question from guidance; Find passages of guidance" in check
    assert not models.AccessToken.objects.exists()
    made = owner.post(NEW, WISH)
    (token,) = IN_WORDS.findall(made.content.decode())
    assert made.headers["Cache-Control"] == "no-store"
    kept = Tokens().find(token, at=now())
    assert kept is not None
    assert (kept.by, kept.rights.tools) == ("owner-one", frozenset({"ask", "search"}))
    listed = owner.get(TOKENS)
    assert token not in listed.content.decode()
    assert "Valid until" in text_of(listed)
    address = f"{TOKENS}/{kept.number}/revoke"
    assert "Contact centre" in text_of(owner.get(address))
    assert owner.post(address).status_code == 422
    assert Tokens().find(token, at=now()) is not None
    assert owner.post(address, {"sure": "yes"}).headers["Location"] == f"{TOKENS}?revoked={kept.number}"
    assert Tokens().find(token, at=now()) is None
    assert "Revoked by owner-one" in text_of(owner.get(TOKENS))
    assert owner.get(address).headers["Location"] == TOKENS
    noted = [json.loads(leaf)["type"] for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    assert noted[-2:] == ["token/made", "token/revoked"]


def test_what_does_not_fit_makes_no_token_and_keeps_what_was_typed(owner: Client) -> None:
    for send in (owner.get, owner.post):
        reply = send(NEW, {**WISH, "name": " ", "days": "9999", "tools": "nothing"})
        assert reply.status_code == 422
        told = text_of(reply)
        assert all(each in told for each in ("Say which program", "from 1 to 730", "Choose from these tools: ask"))
        assert 'value="9999"' in reply.content.decode()
    assert not models.AccessToken.objects.exists()


def test_making_one_asks_once_more_who_sits_there_and_ending_one_does_not(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.post(NEW, WISH)
    monkeypatch.setattr(proofs, "are_fresh", lambda request: False)
    assert owner.post(NEW, WISH).headers["Location"].startswith("/staff/confirm")
    number = models.AccessToken.objects.get().pk
    assert owner.post(f"{TOKENS}/{number}/revoke", {"sure": "yes"}).status_code == 303
    assert models.AccessToken.objects.get().revoked_by == "owner-one"


def test_a_form_of_another_site_makes_none(owner: Client) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = owner.cookies
    assert forged.post(NEW, WISH).status_code == 403
    assert not models.AccessToken.objects.exists()


def test_the_pages_are_in_welsh_too(owner: Client) -> None:
    for address in (TOKENS, NEW):
        assert owner.get(f"/cy{address}").status_code == 200


def typed(*words: str) -> Result:
    return CliRunner().invoke(build(), ["token", *words])


def test_the_operator_makes_lists_and_revokes_one_at_the_command_line(client: Client) -> None:
    assert "There is no token yet" in typed("list").stdout
    plain = typed("make", "Phone line", "--days", "10", "--tool", "ask")
    assert IN_WORDS.fullmatch(plain.stdout.strip())
    made = json.loads(typed("make", "Intranet", "--staff", "--json").stdout)
    assert (made["access"], made["tools"], made["state"]) == (["public", "staff"], ["*"], "valid")
    assert made["by"].startswith("command line: ")
    listed = typed("list", "--json").stdout
    assert [each["name"] for each in json.loads(listed)["tokens"]] == ["Intranet", "Phone line"]
    assert not IN_WORDS.search(listed)
    assert typed("revoke", str(made["number"])).exit_code == 0
    assert json.loads(typed("revoke", str(made["number"]), "--json").stdout)["state"] == "revoked"
    assert Tokens().find(made["token"], at=now()) is None
    assert "revoked" in typed("list").stdout


@pytest.mark.parametrize(
    "words", [("make", ""), ("make", "A", "--days", "731"), ("make", "A", "--tool", "fly"), ("revoke", "99")]
)
def test_what_does_not_fit_is_told_by_its_exit_code(client: Client, words: tuple[str, ...]) -> None:
    assert typed(*words).exit_code == 2
    assert not models.AccessToken.objects.exists()


def test_without_asgi_the_address_says_that_it_is_not_there(client: Client) -> None:
    for reply in (client.get("/mcp"), client.post("/mcp", {}, content_type="application/json")):
        assert reply.status_code == 404
        assert "ASGI" in reply.json()["error"]["message"]
