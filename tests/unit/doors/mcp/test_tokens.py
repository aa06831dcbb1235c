"""Access tokens as they are kept: a digest, rights and days; never the words of one."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from fingerpost.contract.context import Access
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.tokens import EVERY_TOOL, Rights, State, Wish, digest_of, new_token, read_wish
from fingerpost.record.models import Entry
from fingerpost.site import models
from fingerpost.site.tokens import Tokens

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
KNOWN = ("ask", "search", "verify")


def test_a_token_is_256_random_bits() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert {len(each) for each in made} == {3 + 43}


def test_a_wish_is_read_with_a_year_and_public_access_unless_more_is_said() -> None:
    assert read_wish(name="  A   b ", known=KNOWN) == Wish(name="A b", days=365, rights=Rights())
    wish = read_wish(name="A", days="730", staff=True, tools=["ask"], known=KNOWN)
    assert wish.rights == Rights(access=frozenset({Access.PUBLIC, Access.STAFF}), tools=frozenset({"ask"}))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "a", "days": "0"}, "days"),
        ({"name": "a", "days": 731}, "days"),
        ({"name": "a", "days": "ten"}, "days"),
        ({"name": "a", "days": "²"}, "days"),
        ({"name": "a", "days": "-5"}, "days"),
        ({"name": "a", "tools": ["nothing"]}, "tools"),
        ({"name": "a", "tools": [EVERY_TOOL]}, "tools"),
    ],
)
def test_a_wish_that_does_not_fit_is_told_by_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as fault:
        read_wish(**values, known=KNOWN)  # type: ignore[arg-type]
    assert list(fault.value.problems) == [field]


@pytest.mark.django_db
def test_nothing_that_is_kept_opens_anything() -> None:
    token, made = Tokens().make(Wish(name="A", days=10), by="olwen", at=AT)
    row = models.AccessToken.objects.values().get()
    assert row["digest"] == digest_of(token)
    kept = f"{row} {made} {list(Entry.objects.values())}"
    assert token not in kept
    assert token[3:] not in kept


@pytest.mark.django_db
def test_making_and_revoking_stand_in_the_ledger_once_each() -> None:
    tokens = Tokens()
    _, made = tokens.make(Wish(name="A", days=10), by="olwen", at=AT)
    ended = tokens.revoke(made.number, by="delyth", at=AT)
    assert tokens.revoke(made.number, by="edith", at=AT) == ended
    assert (ended.revoked_by, ended.state(AT.date())) == ("delyth", State.REVOKED)
    noted = [json.loads(each.leaf) for each in Entry.objects.order_by("seq")]
    assert [(each["type"], each["facts"]["by"]) for each in noted] == [
        ("token/made", "olwen"),
        ("token/revoked", "delyth"),
    ]
    assert noted[0]["facts"]["tools"] == "*"
    with pytest.raises(InvalidRequest):
        tokens.revoke(made.number + 1, by="olwen", at=AT)


@pytest.mark.django_db
def test_a_token_is_valid_on_its_last_day_and_found_by_its_words_alone() -> None:
    token, made = Tokens().make(Wish(name="A", days=10), by="olwen", at=AT)
    assert Tokens().find(token, at=AT + timedelta(days=10)) is not None
    assert Tokens().find(token, at=AT + timedelta(days=11)) is None
    assert Tokens().find(digest_of(token), at=AT) is None
    assert made.state((AT + timedelta(days=11)).date()) is State.EXPIRED


@pytest.mark.django_db
def test_a_token_of_another_body_is_none() -> None:
    token, _ = Tokens().make(Wish(name="A", days=10), by="olwen", at=AT)
    models.AccessToken.objects.update(body="elsewhere")
    assert Tokens().find(token, at=AT) is None
    assert Tokens().list() == []
