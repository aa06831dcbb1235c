"""What the ledger says of cases: every change, by whom, and no word of anybody."""

import json
from datetime import timedelta

from tests.unit.casework.conftest import BODY, Desk

from fingerpost.casework import acting, deciding, following
from fingerpost.casework.models import HistoryLine
from fingerpost.record.ledger.bookkeeping import compare_with_events
from fingerpost.record.models import Entry
from fingerpost.site import wiring


def _work(desk: Desk) -> str:
    opened = desk.report("Zephyrine Quackenbush fell into a hole", name="Zephyrine Quackenbush")
    reference, main = opened.reference, desk.report().reference
    desk.open(reference)
    given = {"verdict": "changed", "chosen": {"urgency": "urgent"}, "reason": "Quackenbush is hurt"}
    desk.act(deciding.decide, reference, services=desk.services, **given)
    desk.act(acting.start, reference)
    desk.act(acting.note, reference, words="Ring Quackenbush")
    desk.act(acting.route, reference, services=desk.services, attention=True, reason="Quackenbush")
    desk.act(acting.relate, reference, other=main)
    desk.act(acting.hand_on, reference, to="Quackenbush and Sons", words="Theirs")
    desk.act(acting.reopen, reference, reason="Quackenbush rang")
    desk.act(acting.ask_resident, reference, words="Dear Ms Quackenbush")
    link = (reference, opened.link_secret)
    following.add(*link, words="I am Quackenbush", body=BODY, at=desk.at + timedelta(days=1), keys=desk.keys)
    desk.act(acting.merge, reference, into=main)
    desk.act(acting.part, reference, reason="Quackenbush says they are two")
    return reference


def test_every_line_of_a_history_has_its_entry_and_says_the_same(desk: Desk) -> None:
    _work(desk)
    lines = list(HistoryLine.objects.order_by("pk").select_related("case"))
    assert len(lines) > 15
    for line in lines:
        leaf = json.loads(Entry.objects.get(reference=line.event).leaf)
        assert leaf["type"] == f"case/{line.kind}"
        facts = {"case": line.case.reference, "by": line.by, "version": line.version, **line.facts}
        assert leaf["facts"] == facts


def test_no_word_of_anybody_stands_in_the_ledger_or_in_a_lines_facts(desk: Desk) -> None:
    _work(desk)
    assert "Quackenbush" not in str(list(Entry.objects.values_list("leaf", flat=True)))
    assert "Quackenbush" not in str(list(HistoryLine.objects.values_list("facts", flat=True)))


def test_the_ledger_holds_with_cases_in_it(desk: Desk) -> None:
    _work(desk)
    assert compare_with_events().faults == ()
    ledger = wiring.build_ledger()
    ledger.keep_up()
    assert not ledger.has_news()
