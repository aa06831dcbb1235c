"""What the assurance page says can be looked up: each test that it names is there, each file, each live check."""

import ast
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from tests.reading_age import count_words, grade, split_sentences

from fingerpost.record.register.assurance import STATES, Principle, assess, count_states, read_lists
from fingerpost.record.register.assurance.live import CHECKS, Seen
from fingerpost.record.register.public import Assessment, ChallengeRoute, Fault, Measure, PublicRecord

ROOT = Path(__file__).resolve().parents[2]
PRINCIPLES = [(f"{each.key} {one.number}", one) for each in read_lists() for one in each.principles]
EACH = pytest.mark.parametrize("principle", [one for _, one in PRINCIPLES], ids=[name for name, _ in PRINCIPLES])
TODAY = date(2026, 11, 22)


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the tests that a file defines, read and not run."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def a_record(**more: object) -> PublicRecord:
    values: dict[str, object] = {
        "name": "answer",
        "title": "Answer a question",
        "summary": "It quotes guidance.",
        "phase": "public-beta",
        "owner": "Head of Digital",
        "kind": "run here",
        "version": 1,
        "at": datetime(2026, 11, 22, tzinfo=UTC),
        "sections": (),
        "metadata": {},
        **more,
    }
    return PublicRecord(**values)  # type: ignore[arg-type]


def seen(*records: PublicRecord, signed_size: int | None = 3) -> Seen:
    return Seen(records=records, installed=frozenset({"answer"}), signed_size=signed_size, on=TODAY)


def test_both_lists_are_whole_and_in_order() -> None:
    numbers = {each.key: [one.number for one in each.principles] for each in read_lists()}
    assert numbers == {"en-304-223": list(range(1, 14)), "ai-playbook": list(range(1, 11))}


@EACH
def test_every_test_that_is_named_is_there(principle: Principle) -> None:
    for node in principle.tests:
        path, _, name = node.partition("::")
        assert (ROOT / path).is_file(), node
        assert name in functions_of(path), node


@EACH
def test_every_document_that_is_named_is_there(principle: Principle) -> None:
    assert [path for path in principle.documents if not (ROOT / path).is_file()] == []


@EACH
def test_a_state_says_what_it_must(principle: Principle) -> None:
    """Nothing is met without a test; what is met in part or not met says what is missing; the body's part is said."""
    words = principle.words["en"]
    assert principle.declared in STATES
    assert words["name"] and words["how"]
    if principle.declared == "met":
        assert principle.tests and "missing" not in words
    if principle.declared in {"met in part", "not met"}:
        assert words["missing"]
    if principle.declared == "for the body":
        assert words["body"]


@EACH
def test_what_is_said_is_said_in_welsh_too_and_plainly(principle: Principle) -> None:
    english, welsh = principle.words["en"], principle.words["cy"]
    assert set(english) == set(welsh)
    sentences = [s for name in ("how", "missing", "body") for s in split_sentences(english.get(name, ""))]
    assert [s for s in sentences if count_words(s) > 30] == []
    assert grade(sentences) <= 11  # for those who answer for systems: a little harder than a resident's page


def test_every_live_check_is_known_used_and_runs() -> None:
    used = {name for _, one in PRINCIPLES for name in one.checks}
    assert used == set(CHECKS)
    assert all(check(seen()).of >= 0 for check in CHECKS.values())


def test_a_live_check_that_fails_takes_met_back() -> None:
    """A system without a record: what was declared met is met in part, and the page can name which."""
    _, principles = assess(seen())[0]
    tracked = next(each for each in principles if each.principle.number == 5)
    assert tracked.principle.declared == "met"
    assert tracked.state == "met in part"
    assert tracked.found["all-listed"].wrong == ("answer",)
    assert sum(count_states(principles).values()) == 13


def test_nothing_to_look_at_bears_nothing_out() -> None:
    assert not CHECKS["owners-named"](seen()).holds


@pytest.mark.parametrize(
    ("check", "record", "holds"),
    [
        ("owners-named", a_record(owner=" "), False),
        ("owners-named", a_record(), True),
        ("challenge-route", a_record(), False),
        ("challenge-route", a_record(challenge=ChallengeRoute(address="/challenge", days=20, what=())), True),
        (
            "records-in-step",
            a_record(faults=(Fault(field="models", kind="out of step", words="Other weights."),)),
            False,
        ),
        ("records-complete", a_record(faults=(Fault(field="team", kind="placeholder", words="TBC."),)), False),
        ("evaluations-current", a_record(), False),
        ("production-unblocked", a_record(), True),
        (
            "production-unblocked",
            a_record(phase="production", faults=(Fault(field="team", kind="missing", words="No team."),)),
            False,
        ),
        ("limits-stated", a_record(limits=("It quotes.",)), True),
        ("legal-basis-stated", a_record(), False),
    ],
)
def test_a_live_check_looks_at_the_records(check: str, record: PublicRecord, holds: bool) -> None:
    assert CHECKS[check](seen(record)).holds is holds


def test_a_measure_is_late_after_its_day_and_an_assessment_must_be_there() -> None:
    def of(status: str, due: date | None) -> PublicRecord:
        measure = Measure(words="Mask names", owner="DPO", evidence="", due=due, status=status)  # type: ignore[arg-type]
        assessment = Assessment(
            kind="data protection", name="DPIA", date=TODAY, summary="", link="", measures=(measure,)
        )
        return a_record(assessments=(assessment,))

    late = CHECKS["measures-on-time"]
    assert late(seen(of("planned", TODAY))).holds
    assert not late(seen(of("planned", date(2026, 11, 21)))).holds
    assert late(seen(of("in place", date(2020, 1, 1)))).holds
    assert not late(seen(a_record())).holds


def test_a_retired_record_asks_nothing_of_anybody() -> None:
    retired = a_record(name="old", title="Old", phase="retired", owner="")
    assert CHECKS["owners-named"](seen(a_record(), retired)).holds


def test_the_ledger_counts_as_signed_once_a_checkpoint_is() -> None:
    assert CHECKS["ledger-signed"](seen(signed_size=0)).holds
    assert not CHECKS["ledger-signed"](seen(signed_size=None)).holds
