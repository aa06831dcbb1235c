"""Webhooks: added with a secret that is shown once, told without personal data, and stopped."""

import json

import pytest

from fingerpost.casework import acting
from fingerpost.casework.models import Membership, Message, Webhook
from fingerpost.casework.post import hooks
from fingerpost.casework.post.hook_secrets import secret_of
from fingerpost.casework.post.outbox import Sent, send_due
from fingerpost.casework.viewing import viewer_of
from fingerpost.contract.errors import InvalidRequest
from fingerpost.engines.post.sending import NotSent
from fingerpost.record.models import Entry

from .conftest import AT, BODY, Noting, make_case, plant

pytestmark = pytest.mark.django_db
URL = "https://works.example/hook"


def added(keys, **more):
    return hooks.add_hook(
        **{"url": URL, "kinds": (), "services": (), "by": "anna", "body": BODY, "at": AT, "keys": keys, **more}
    )


def sent(sender, keys):
    return send_due(at=AT, senders={"webhook": sender}, keys=keys, body=BODY)


def test_a_hook_is_told_without_personal_data(case, keys):
    _hook, secret = added(keys)
    assert hooks.tell(case, hooks.OPENED, at=AT, keys=keys) == 1
    sender = Noting()
    assert sent(sender, keys) == Sent(sent=1)
    given = sender.given[0]
    assert (given["url"], given["secret"], given["event"]["type"]) == (URL, secret, "case/opened")
    known = "reference version service team state urgency received_at due_at closed_at outside_id"
    assert set(given["event"]["data"]) == set(known.split())


def test_only_a_public_case_gives_its_place(keys, db):
    added(keys)
    place = {"latitude": 54.6, "longitude": -2.4}
    private, public = make_case(keys=keys, **place), make_case(keys=keys, is_public=True, **place)
    codes = {"service": "potholes", "urgency": "soon"}
    assert "latitude" not in hooks.event_of(private, hooks.OPENED, codes=codes, at=AT)["data"]
    assert hooks.event_of(public, hooks.OPENED, codes=codes, at=AT)["data"]["latitude"] == 54.6


def test_other_systems_are_told_what_was_really_proposed_and_never_what_was_planted(keys, db):
    added(keys, services=["potholes"])
    added(keys, services=["street-lights"])
    case = make_case(keys=keys, service="street-lights", urgency="soon")
    plant(case, keys=keys)
    assert hooks.tell(case, hooks.OPENED, at=AT, keys=keys) == 1
    sender = Noting()
    sent(sender, keys)
    told = sender.given[0]["event"]["data"]
    assert (told["service"], told["urgency"]) == ("potholes", "routine")


def test_a_hook_is_told_of_what_it_asked_for_alone(case, keys):
    added(keys, kinds=["case/resolved"])
    added(keys, services=["potholes"])
    assert hooks.tell(case, hooks.OPENED, at=AT, keys=keys) == 0
    assert hooks.tell(case, hooks.RESOLVED, at=AT, keys=keys) == 1


def test_one_change_is_told_once(case, keys):
    added(keys)
    assert hooks.tell(case, hooks.CHANGED, at=AT, keys=keys) == 1
    assert hooks.tell(case, hooks.CHANGED, at=AT, keys=keys) == 0
    case.version += 1
    assert hooks.tell(case, hooks.CHANGED, at=AT, keys=keys) == 1


def test_what_is_done_to_a_case_is_told_as_it_is_kept(case, keys):
    """By the functions that officers' pages call, and in their transaction."""
    added(keys)
    Membership.objects.create(body=BODY, team="streets", account="anna")
    viewer = viewer_of("anna", body=BODY)
    acting.start(case.reference, viewer=viewer, version=case.version, at=AT, keys=keys)
    acting.resolve(case.reference, words="Mended.", viewer=viewer, version=None, at=AT, keys=keys)
    sender = Noting()
    assert sent(sender, keys) == Sent(sent=2)
    told = [(each["event"]["type"], each["event"]["data"]["state"]) for each in sender.given]
    assert told == [("case/changed", "open"), ("case/resolved", "resolved")]
    assert "Mended" not in json.dumps(sender.given)


def test_the_secret_is_sealed_and_never_told_again(keys, db):
    hook, secret = added(keys)
    row = Webhook.objects.get(pk=hook.number)
    assert secret.encode() not in bytes(row.secret)
    assert secret not in repr(hooks.list_hooks(body=BODY))
    assert secret_of(row, keys=keys) == secret


def test_a_stopped_hook_is_called_no_more(case, keys):
    hook, _secret = added(keys)
    hooks.tell(case, hooks.OPENED, at=AT, keys=keys)
    stopped = hooks.stop_hook(hook.number, by="anna", body=BODY, at=AT)
    assert stopped.stopped_at == AT
    sender = Noting()
    assert sent(sender, keys) == Sent(failed=1)
    assert sender.given == []
    assert hooks.tell(case, hooks.CHANGED, at=AT, keys=keys) == 0


def test_a_hook_that_is_gone_stops_itself(case, keys):
    hook, _secret = added(keys)
    hooks.tell(case, hooks.OPENED, at=AT, keys=keys)
    sent(Noting(fault=NotSent("answered 410", try_again=False, is_gone=True)), keys)
    found = hooks.list_hooks(body=BODY)[0]
    assert (found.number, found.why_stopped, found.failed) == (hook.number, "answered 410", 1)


def test_a_test_call_tells_of_nothing(keys, db):
    hook, _secret = added(keys)
    hooks.try_hook(hook.number, by="anna", body=BODY, at=AT, keys=keys)
    sender = Noting()
    assert sent(sender, keys) == Sent(sent=1)
    assert sender.given[0]["event"] == {"type": "test", "timestamp": AT.isoformat(timespec="seconds"), "data": {}}


def test_what_was_added_and_stopped_stands_in_the_ledger(keys, db):
    hook, secret = added(keys)
    hooks.stop_hook(hook.number, by="anna", body=BODY, at=AT)
    leaves = [json.loads(each.leaf) for each in Entry.objects.order_by("seq")]
    assert [each["type"] for each in leaves] == ["webhook/added", "webhook/stopped"]
    assert secret not in json.dumps(leaves)


@pytest.mark.parametrize(
    "wrong", [{"kinds": ["case/erased"]}, {"url": "ftp://works.example"}, {"url": "https://ann:x@works.example"}]
)
def test_what_does_not_fit_is_told(wrong, keys, db):
    with pytest.raises(InvalidRequest):
        added(keys, **wrong)
    assert not Webhook.objects.exists()


def test_a_hook_that_is_not_there_is_told(keys, db):
    with pytest.raises(InvalidRequest):
        hooks.stop_hook(4711, by="anna", body=BODY, at=AT)
    assert not Message.objects.exists()
