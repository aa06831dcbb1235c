"""A case goes with its subject: when they ask, or when its time is over. Nobody can read it then, nor find it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.unit.casework.conftest import BODY, Desk, proposed

from fingerpost.casework import acting, deciding, following, queues
from fingerpost.casework.attachments import Cleaned
from fingerpost.casework.changing import keeping
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.models import Attachment, CaseVector, CaseWord, Message, Support
from fingerpost.casework.post.outbox import put
from fingerpost.casework.public import support
from fingerpost.casework.states import State
from fingerpost.casework.words import marks_of
from fingerpost.contract.proposals import Sign, SignKind
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.record.retention.ageing import count_over_age, old_keys
from fingerpost.record.retention.erasing import erase_conversation
from fingerpost.record.retention.exporting import count_subject, export_subject
from fingerpost.record.retention.schedule import SCHEDULE, Kind, read_schedule
from fingerpost.record.retention.sweeping import sweep

CANARIES = ("Quackenbush", "zephyrine@quackenbush.example", "01632 960777", "Ploughman", "Fotherington", "Grumbleby")
PHOTO = Cleaned(
    name="Fotherington.txt", kind="text", content=b"Peregrine Fotherington", was_stripped=False, scan="none"
)


def _full_case(desk: Desk) -> tuple[str, str]:
    """One with everything that can be written about somebody."""
    signs = (Sign(code="older", kind=SignKind.VULNERABILITY, words="Quackenbush is 84"),)
    opened = desk.report(
        "A hole outside my door in Ploughman Lane, says Zephyrine Quackenbush",
        name="Zephyrine Quackenbush",
        email="zephyrine@quackenbush.example",
        phone="01632 960777",
        address="1 Ploughman Lane",
        facts={"size": "as big as Quackenbush"},
        files=(PHOTO,),
        proposal=proposed(signs=signs),
        embedder=HashingEmbedder(),
    )
    reference, secret = opened.reference, opened.link_secret
    desk.open(reference)
    given = {"verdict": "changed", "chosen": {"urgency": "soon"}, "reason": "Quackenbush is old"}
    desk.act(deciding.decide, reference, services=desk.services, **given)
    desk.act(acting.note, reference, words="Ring Grumbleby first")
    desk.act(acting.ask_resident, reference, words="Which side, Ms Quackenbush?")
    following.add(reference, secret, words="By Grumbleby's shop", files=(PHOTO,), body=BODY, at=desk.at, keys=desk.keys)
    with keeping():
        content = {"to": "zephyrine@quackenbush.example", "words": "Dear Ms Quackenbush"}
        put(desk.case(reference), way="letter", key="x", content=content, due_at=desk.at, by="mair", keys=desk.keys)
    return reference, secret


def _erase(desk: Desk, reference: str) -> None:
    erase_conversation(reference, body=BODY, by="dpo", reason="asked", at=desk.at, home=settings.HOME)


def test_what_is_kept_of_a_report_is_given_to_whoever_sent_it(desk: Desk) -> None:
    reference, _ = _full_case(desk)
    held = export_subject(reference, body=BODY, by="dpo", purpose="asked", at=desk.at, keys=desk.keys)
    [case] = held.cases
    told = json.dumps(case)
    assert case["reference"] == reference
    assert all(each in told for each in CANARIES if each not in {"Fotherington"})
    assert [each.content for each in held.files] == [PHOTO.content, PHOTO.content]
    assert {each["what"] for each in held.noted} >= {"case/opened", "case/read", "case/decided", "case/heard"}
    assert count_subject(reference, body=BODY).cases == 1


def test_an_erased_case_says_that_it_was_and_nothing_else(desk: Desk) -> None:
    reference, secret = _full_case(desk)
    _erase(desk, reference)
    case = desk.case(reference)
    assert (case.state, case.is_live, case.attention, case.is_public) == (State.ERASED, False, False, False)
    assert (case.line, case.sealed, case.latitude, case.link) == (None, None, None, "")
    assert case.service == "potholes"  # what it was about is counted
    for table in (Attachment, CaseVector, CaseWord):
        assert not table._default_manager.filter(case=case).exists()
    assert not Message.objects.filter(case=case, state=Message.State.WAITING).exists()
    shown = desk.open(reference)
    assert shown.is_erased
    assert (shown.name, shown.email, shown.facts, shown.attachments) == ("", "", {}, ())
    assert [line.kind for line in shown.history][-1] == "erased"
    assert all(not line.text for line in shown.history)
    assert not any(shown.suggestion.signs)
    assert shown.suggestion.decided.reason in (None, "")
    with pytest.raises(UnknownCase):
        following.follow(reference, secret, body=BODY, at=desk.at, keys=desk.keys)


def test_no_byte_of_the_person_is_left_in_any_table(desk: Desk) -> None:
    reference, _ = _full_case(desk)
    marks = marks_of("quackenbush grumbleby zephyrine@quackenbush.example", body=BODY, keys=desk.keys)
    _erase(desk, reference)
    left = _every_value()
    assert "potholes" in left
    assert not [each for each in CANARIES if each in left]
    assert not [each for each in marks if str(each) in left]


def test_nothing_is_plain_even_before_it_is_erased(desk: Desk) -> None:
    _full_case(desk)
    left = _every_value()
    assert not [each for each in CANARIES if each in left]


def test_an_erased_case_is_found_by_no_word_and_changed_by_nobody(desk: Desk) -> None:
    reference, _ = _full_case(desk)
    _erase(desk, reference)
    every = queues.Filter(states=tuple(State), words="Quackenbush")
    assert queues.list_cases(every, viewer=desk.mair, at=desk.at, keys=desk.keys).total == 0
    with pytest.raises(NotAllowed):
        desk.act(acting.note, reference, words="Who was it?")
    with pytest.raises(NotAllowed):
        desk.act(acting.attach, reference, files=[PHOTO])


def test_a_case_under_the_key_of_its_run_goes_with_that(desk: Desk) -> None:
    from fingerpost.record.events import note_event  # noqa: PLC0415

    run = "FP-7K2M9-QX4DA"
    reference = desk.report(run_reference=run, run_subject=run).reference
    note_event("x", body=BODY, at=desk.at, facts={}, reference=run)
    erase_conversation(reference, body=BODY, by="dpo", reason="asked", at=desk.at, home=settings.HOME)
    assert desk.case(reference).state == State.ERASED
    assert desk.open(reference).is_erased


def test_another_persons_case_stays_when_one_that_was_merged_into_it_is_erased(desk: Desk) -> None:
    mine, main = desk.report().reference, desk.report("The hole in Mill Lane").reference
    desk.act(acting.merge, mine, into=main)
    _erase(desk, mine)
    assert desk.case(mine).state == State.ERASED
    assert desk.open(main).words == "The hole in Mill Lane"


def test_erasing_twice_is_as_good_as_once(desk: Desk) -> None:
    reference, _ = _full_case(desk)
    _erase(desk, reference)
    version = desk.case(reference).version
    _erase(desk, reference)
    assert desk.case(reference).version == version


def test_a_case_is_kept_two_years_from_when_it_was_over_and_the_body_may_say_otherwise() -> None:
    assert (SCHEDULE[Kind.CASES].days, SCHEDULE[Kind.CASES].can_be_set) == (730, True)
    assert read_schedule(["cases=365"])[Kind.CASES].days == 365


def test_an_old_case_is_swept_and_its_key_with_it(desk: Desk, tmp_path: Path) -> None:
    reference, _ = _full_case(desk)
    desk.act(acting.resolve, reference, words="Filled")
    young = desk.at + timedelta(days=700)
    assert count_over_age(body=BODY, at=young, schedule=SCHEDULE)[Kind.CASES] == 0
    old = desk.at + timedelta(days=731)
    assert count_over_age(body=BODY, at=old, schedule=SCHEDULE)[Kind.CASES] == 1
    done = sweep(body=BODY, at=old, schedule=SCHEDULE, home=tmp_path)
    assert (done.swept[Kind.CASES], done.swept[Kind.RUNS], done.left) == (1, 1, 0)
    assert desk.case(reference).state == State.ERASED
    assert not [each for each in CANARIES if each in _every_value()]


def test_who_supported_a_case_is_forgotten_after_a_day_and_how_many_stays(desk: Desk, tmp_path: Path) -> None:
    """A mark is made with a key that stays here: whoever has that could try who it was, as long as it is kept."""
    reference = desk.report().reference
    support(reference, "a", body=BODY, at=desk.at)
    sweep(body=BODY, at=desk.at + timedelta(hours=23), schedule=SCHEDULE, home=tmp_path)
    assert Support.objects.count() == 1
    sweep(body=BODY, at=desk.at + timedelta(hours=25), schedule=SCHEDULE, home=tmp_path)
    assert not Support.objects.exists()
    assert desk.case(reference).supporters == 1


def test_a_live_case_is_never_swept_nor_is_the_key_that_opens_it(desk: Desk) -> None:
    desk.report()
    in_ten_years = desk.at + timedelta(days=3_650)
    assert count_over_age(body=BODY, at=in_ten_years, schedule=SCHEDULE)[Kind.CASES] == 0
    assert not old_keys(body=BODY, at=in_ten_years, schedule=SCHEDULE).exists()


def _every_value() -> str:
    """All that stands in the tables of casework and the ledger, as text."""
    with connection.cursor() as cursor:
        tables = [
            each for each in connection.introspection.table_names(cursor) if each.startswith(("casework", "record"))
        ]
        values = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            values += [_plain(value) for row in cursor.fetchall() for value in row]
    return "\n".join(values)


def _plain(value: object) -> str:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else None
    return str(value) if raw is None else raw.decode("latin-1")
