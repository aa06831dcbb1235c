"""A row that carries an effect and its event in the ledger tell of each other: neither changes without the other."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F
from tests.faults.ledgers import intruder
from tests.unit.record.ledger_runs import NOON, make_run, reply_to
from tests.unit.record.register.systems import SYSTEM, evaluation, own_card, system_with

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.challenges.answering import answer_challenge, open_challenge, open_file
from fingerpost.record.challenges.matters import Attached, Decision, Due, Filing, Kind, Way, Words, find_matter
from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.challenges.models import Opening as FirstOpening
from fingerpost.record.challenges.receiving import challenge, keep_draft
from fingerpost.record.ledger.bookkeeping import BOOKS, compare_with_events
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.overseeing.models import Opening
from fingerpost.record.overseeing.openings import list_openings, open_text
from fingerpost.record.register.choices import note_choice
from fingerpost.record.register.comparisons import keep_comparison
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.models import EvaluationRun, ModelChoice, ModelComparison, PhaseMove, RecordVersion
from fingerpost.record.register.phases import move_phase
from fingerpost.record.register.records import read_record
from fingerpost.record.register.running import ServingModel
from fingerpost.record.register.versions import keep_version
from fingerpost.record.retention.erasing import erase_conversation
from fingerpost.record.retention.schedule import SCHEDULE
from fingerpost.record.retention.sweeping import sweep
from fingerpost.record.rulemaking.deciding import approve, refuse, withdraw
from fingerpost.record.rulemaking.models import Decision as RuleDecision
from fingerpost.record.rulemaking.models import Proposal
from fingerpost.record.rulemaking.proposing import Change, propose
from fingerpost.record.switches.models import Switch
from fingerpost.record.switches.reading import is_stopped
from fingerpost.record.switches.turning import start, stop

pytestmark = pytest.mark.django_db

BODY = "fernby"
RUN = "FP-F1RST-00000"
DAY = timedelta(days=1)
LATER = NOON + 1.234567 * DAY
FILING, DUE = Filing(language="en", door="citizen"), Due(on=(NOON + 10 * DAY).date(), working_days=10, nation="england")
CLAUDE = ServingModel(
    name="claude", supplier="Anthropic", supplied="claude-9", where="api.anthropic.com", digest="1" * 64
)
WORDS = Words(kind=Kind.WRONG, text="It is wrong", way=Way.EMAIL, to="sam@example.com")
FILE = Attached(name="letter.txt", kind="text", content=b"A letter")


@pytest.fixture
def full(recorder, keys):
    """Something in every table: what was stopped, moved, measured, kept, opened, contested and answered."""
    run = make_run(RUN)
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))
    for turn, at in ((stop, NOON), (start, NOON), (stop, LATER)):
        turn(kind="capability", name="answer", body=BODY, by="dana", reason="A wrong amount.", at=at)
    stop(kind="model", name="embedder", body=BODY, by="dana", reason="It is slow.", at=NOON)
    told = {"by": "dana", "owner": "Head of Digital", "reason": "It went well.", "declared": "pre-deployment"}
    for phase in ("beta-pilot", "public-beta", "production"):
        move_phase("answer", to=phase, blocking=(), body=BODY, at=NOON, **told)
    keep_version(read_record(system_with(), body=BODY, at=NOON), why="Looked", body=BODY, at=NOON)
    changed = system_with(own_card(owner="Head of Libraries"))
    keep_version(read_record(changed, body=BODY, at=LATER), why="Looked", body=BODY, at=LATER)
    keep_evaluation(evaluation(), system=SYSTEM, body=BODY, at=LATER)
    keep_compared()
    note_choice("answer", CLAUDE, body=BODY, at=NOON)
    given = {"by": "pat", "body": BODY, "keys": keys}
    open_text(RUN, purpose="audit", why="To see how it does", at=LATER, **given)
    sent = [send(keys) for _ in range(2)]
    keep_draft(
        WORDS, about=find_matter(RUN, body=BODY, keys=keys), filing=FILING, due=DUE, body=BODY, at=NOON, keys=keys
    )
    for days in (1, 2):
        open_challenge(sent[0], at=NOON + days * DAY, **given)
    open_file(sent[0], 1, at=NOON + 2 * DAY, **given)
    answer_challenge(sent[0], decision=Decision.UPHELD, reasons="Right.", at=NOON + 3.333333 * DAY, **given)
    change_rules()
    return sent


def change_rules():
    """A change that waits, and one decided in each way."""
    first, *others = [
        propose(
            Change(
                parameter="child_benefit.eldest",
                value="27.05",
                starts_on=(NOON + days * DAY).date(),
                source_title="Rates",
                source_url="https://www.gov.uk/child-benefit",
                reason="A new year.",
            ),
            digest="2" * 64,
            body=BODY,
            by="pat",
            at=NOON,
        )
        for days in range(4)
    ]
    assert first.pk < others[0].pk
    given = {"body": BODY, "reason": "Looked up.", "at": LATER}
    approve(others[0].pk, by="dana", check=lambda proposal: None, **given)
    refuse(others[1].pk, by="dana", **given)
    withdraw(others[2].pk, by="pat", **given)


def keep_compared():
    """Two evaluations and a comparison."""
    sides = {side: {"name": side, "system": {**SYSTEM, "language_model": side}} for side in "ab"}
    values = {"capability": "answer", "half": "all", "cases": 341, "rows": [], **sides}
    keep_comparison(values, evaluations=(evaluation(), evaluation()), body=BODY, at=LATER)


def send(keys):
    return challenge(
        WORDS, about=RUN, files=[FILE], filing=FILING, due=DUE, body=BODY, at=NOON + 0.1234567 * DAY, keys=keys
    ).reference


def found():
    return {fault.kind.value for fault in compare_with_events().faults}


def test_tables_that_nobody_touched_raise_no_alarm(full):
    compared = compare_with_events()
    assert compared.faults == ()
    assert compared.rows == sum(book.rows().count() for book in BOOKS) == 30


EDITS = [
    (Switch, {"is_stopped": False}),
    (Switch, {"name": "triage"}),
    (Switch, {"by": "somebody"}),
    (Switch, {"reason": "Another."}),
    (Switch, {"at": NOON - DAY}),
    (Switch, {"body": "otherby"}),
    (PhaseMove, {"moved_to": "retired"}),
    (PhaseMove, {"owner": "Nobody"}),
    (PhaseMove, {"at": NOON - DAY}),
    (RecordVersion, {"content": {"fields": {}}}),
    (RecordVersion, {"content": []}),
    (RecordVersion, {"digest": "0" * 64}),
    (EvaluationRun, {"passed": False}),
    (EvaluationRun, {"figures": [{"name": "right_page_first", "yes": 100, "n": 100}]}),
    (EvaluationRun, {"system": {}}),
    (Opening, {"by": "somebody"}),
    (Opening, {"reference": "FP-0THER-00000"}),
    (FirstOpening, {"at": NOON}),
    (FirstOpening, {"by": "somebody"}),
    (Challenge, {"about": "FP-0THER-00000"}),
    (Challenge, {"due_on": (NOON + 99 * DAY).date()}),
    (ChallengeAnswer, {"decision": "not upheld"}),
    (ChallengeAnswer, {"by": "somebody"}),
    (ChallengeAnswer, {"opened_at": NOON}),
    (Proposal, {"value": "99.00"}),
    (Proposal, {"by": "somebody"}),
    (RuleDecision, {"kind": "refused"}),
    (RuleDecision, {"by": "somebody"}),
]


@pytest.mark.parametrize(
    ("model", "changes"), EDITS, ids=lambda each: getattr(each, "__name__", None) or next(iter(each))
)
def test_an_edited_row_is_found(full, model, changes):
    row = model.objects.order_by("pk").first()
    assert model.objects.filter(pk=row.pk).update(**changes)
    assert found() & {"row differs", "row without event"}


TABLES = [
    Switch,
    PhaseMove,
    RecordVersion,
    EvaluationRun,
    ModelComparison,
    ModelChoice,
    Opening,
    FirstOpening,
    Challenge,
    ChallengeAnswer,
    Proposal,
    RuleDecision,
]


@pytest.mark.parametrize("model", TABLES)
def test_a_deleted_row_is_found(full, model):
    model.objects.order_by("pk").first().delete()
    assert "row gone" in found()


@pytest.mark.parametrize(
    "model", [Switch, PhaseMove, RecordVersion, EvaluationRun, Opening, FirstOpening, Challenge, Proposal]
)
def test_an_added_row_is_found(full, model):
    row, names = model.objects.order_by("pk").first(), {each.name for each in model._meta.fields}
    row.pk = None
    other = {"reference": "FP-ADDED-00000", "number": 99, "by": "somebody", "event": "FP-ADDED-00000"}
    for name in names & other.keys():
        setattr(row, name, other[name])
    row.save(force_insert=True)
    assert "row without event" in found()


def test_an_added_answer_is_found(full):
    row = ChallengeAnswer.objects.get()
    row.pk, row.challenge, row.event = None, Challenge.objects.get(reference=full[1]), "FP-ADDED-00000"
    row.save(force_insert=True)
    assert found() == {"row without event", "row differs"}


def test_a_row_that_is_there_twice_is_found(full):
    row = Switch.objects.order_by("pk").first()
    row.pk = None
    row.save(force_insert=True)
    assert found() == {"row without event"}


def test_a_service_that_was_started_by_renumbering_rows_is_found(full):
    """The rows say what their events say, but another is in force."""
    started = Switch.objects.get(is_stopped=False)
    Switch.objects.filter(pk=started.pk).update(id=F("id") + 1_000)
    assert not is_stopped("capability", "answer", body=BODY)
    assert found() == {"row differs"}


@pytest.mark.parametrize(("number", "state"), [(0, "waiting"), (1, "answered"), (1, "erased"), (1, "draft")])
def test_a_challenge_that_was_taken_off_the_queue_by_hand_is_found(full, number, state):
    Challenge.objects.filter(reference=full[number]).update(state=state)
    assert found()


def test_words_that_were_taken_from_a_challenge_that_waits_are_found(full):
    Challenge.objects.filter(reference=full[1]).update(sealed=None)
    assert found() == {"row differs"}


@pytest.mark.parametrize("kind", sorted({kind for book in BOOKS for kind in book.kinds} - {"switch/started"}))
def test_an_event_that_is_gone_is_found_by_its_row(full, kind):
    with intruder() as run:
        run("DELETE FROM record_entry WHERE leaf LIKE %s", f'%"type":"{kind}"%')
        assert "row without event" in found()


def test_what_is_wrong_is_named_with_its_entry(full):
    row = Switch.objects.filter(kind="model").get()
    Switch.objects.filter(pk=row.pk).update(by="somebody", reason="Another.")
    (fault,) = compare_with_events().faults
    entry = Entry.objects.get(reference=row.reference)
    assert (fault.entry, fault.reference) == (entry.seq, row.reference)
    assert "switches" in fault.words and "by, reason" in fault.words


def test_verifying_the_ledger_finds_it_and_tells_what_was_compared(full, keys, tmp_path):
    ledger = Ledger(folder=tmp_path / "ledger", now=lambda: LATER, host="fernby.example", witnesses=())
    ledger.keep_up()
    assert (ledger.verify(keys=keys).faults, ledger.verify(keys=keys).rows) == ((), 30)
    Switch.objects.filter(name="answer").delete()
    assert {fault.kind.value for fault in ledger.verify(keys=keys).faults} == {"row gone"}


def test_erasing_raises_no_alarm(full, tmp_path):
    erase_conversation(RUN, body=BODY, by="dana", reason="asked", at=LATER, home=tmp_path)
    assert set(Challenge.objects.values_list("state", "sealed")) == {("answered", None), ("erased", None)}
    assert found() == set()


def test_sweeping_raises_no_alarm(full, tmp_path):
    for years in (1, 3, 5):
        sweep(body=BODY, at=NOON + years * 367 * DAY, schedule=SCHEDULE, home=tmp_path)
        assert found() == set()
    assert Challenge.objects.get(reference=full[0]).sealed is None


def test_sweeping_everything_raises_no_alarm(full, keys, tmp_path):
    given = {"by": "pat", "body": BODY, "keys": keys}
    open_challenge(full[1], at=NOON + DAY, **given)
    answer_challenge(full[1], decision=Decision.NOT_UPHELD, reasons="No.", at=NOON + 2 * DAY, **given)
    sweep(body=BODY, at=NOON + 5 * 367 * DAY, schedule=SCHEDULE, home=tmp_path)
    assert not SubjectKey.objects.filter(erased_at__isnull=True).exists()
    assert found() == set()


def test_what_is_turned_between_two_looks_raises_no_alarm(full, monkeypatch):
    """Rows are read before their events: an event that came in between has its row at the second look."""
    book, came = BOOKS[0], []

    def rows():
        listed = Switch.objects.filter(pk__in=list(Switch.objects.values_list("pk", flat=True)))
        if not came:
            came.append(start(kind="model", name="embedder", body=BODY, by="dana", reason="Well again.", at=LATER))
        return listed

    monkeypatch.setattr("fingerpost.record.ledger.bookkeeping.BOOKS", (replace(book, rows=rows),))
    assert compare_with_events().faults == ()
    assert came


def test_the_list_of_opened_texts_says_what_to_do_when_an_event_is_gone(full, keys):
    Opening.objects.filter(by="pat").update(event="FP-N0NE0-00000")
    with pytest.raises(StoreUnavailable, match="fingerpost ledger verify"):
        list_openings(body=BODY, keys=keys)
