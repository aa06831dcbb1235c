"""How long each kind of record is kept, and how an installation says otherwise."""

import pytest

from fingerpost.record.challenges.receiving import DRAFTS_STAY
from fingerpost.record.retention.schedule import SCHEDULE, Kind, read_schedule


def test_every_kind_of_record_has_a_term():
    assert set(SCHEDULE) == set(Kind)


def test_an_installation_may_say_otherwise():
    changed = read_schedule(["runs=90", " feedback = 30 "])
    assert (changed[Kind.RUNS].days, changed[Kind.FEEDBACK].days) == (90, 30)
    assert changed[Kind.CHALLENGES] == SCHEDULE[Kind.CHALLENGES]


@pytest.mark.parametrize(
    "said", ["runs", "runs=0", "runs=-1", "runs=forever", "ledger=1", "sessions=9", "x=1", "runs=9e9"]
)
def test_what_does_not_fit_is_told(said):
    with pytest.raises(ValueError, match="KIND=DAYS"):
        read_schedule([said])


def test_drafts_are_kept_as_long_as_the_schedule_says():
    assert DRAFTS_STAY.days == SCHEDULE[Kind.DRAFTS].days
