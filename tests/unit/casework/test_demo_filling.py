"""The made-up year in the database: opened, decided on and ended as real cases are, marked, and taken away again."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fingerpost.casework.demo.filling import Filled, Setting, fill
from fingerpost.casework.demo.removing import count_demo, remove_demo
from fingerpost.casework.demo.year import Made, make_year
from fingerpost.casework.models import Case, Decision, HistoryLine, Membership
from fingerpost.casework.reports import Report
from fingerpost.casework.sealing import unseal_words
from fingerpost.casework.services import starter_services
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.contract.classifying import Ranked
from fingerpost.contract.proposals import Proposal
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import SubjectKey

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SEED = 5


def setting_of(folder: Path, year: list[Made]) -> Setting:
    """A machine that is right nine times in ten, and now and then says nothing."""
    services = starter_services()
    truth = {each.text: each.truth for each in year}
    rng = random.Random(1)

    def propose(report: Report, _at: datetime) -> Proposal | None:
        right = truth[report.text].service
        service = right if rng.random() < 0.9 else rng.choice(sorted(services.services))
        if rng.random() < 0.05:
            return None
        return Proposal(
            service=service,
            team=services.team_of(service),
            urgency=truth[report.text].urgency,
            services=(Ranked(label=service, probability=0.9),),
        )

    return Setting(body="fernby", services=services, keys=KeyStore(folder / "master.key"), propose=propose, now=NOW)


@pytest.fixture
def year() -> list[Made]:
    return make_year(reports=60, seed=SEED, ends=NOW)


@pytest.fixture
def setting(tmp_path: Path, year: list[Made]) -> Setting:
    return setting_of(tmp_path, year)


def test_every_report_becomes_a_marked_case_with_its_words_sealed(setting: Setting, year: list[Made]) -> None:
    told: list[tuple[int, int]] = []
    filled = fill(year, setting=setting, seed=SEED, told=lambda done, of: told.append((done, of)))
    cases = list(Case.objects.filter(body="fernby", is_demo=True).order_by("received_at", "pk"))
    assert filled.opened == len(cases) == len(year)
    assert told[-1] == (60, 60)
    assert [each.received_at for each in cases] == [each.at for each in year]
    words = [unseal_words(each, keys=setting.keys) for each in cases]
    assert [(each or {})["text"] for each in words] == [each.text for each in year]
    assert not [each for each in words if each and "@" in each["email"]]


def test_old_cases_are_over_and_new_ones_wait(setting: Setting, year: list[Made]) -> None:
    fill(year, setting=setting, seed=SEED)
    old = Case.objects.filter(received_at__lt=NOW - timedelta(days=120))
    assert old.filter(is_live=False).count() > 0.9 * old.count()
    assert Case.objects.filter(is_live=True).exists()
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states[State.RESOLVED] > 30
    assert all(each.is_live == (State(each.state) in IS_LIVE) for each in Case.objects.all())


def test_history_runs_forward_and_never_into_the_future(setting: Setting, year: list[Made]) -> None:
    fill(year, setting=setting, seed=SEED)
    for case in Case.objects.all():
        times = list(HistoryLine.objects.filter(case=case).order_by("number").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] <= NOW


def test_wrong_suggestions_are_changed_and_right_ones_accepted(setting: Setting, year: list[Made]) -> None:
    filled = fill(year, setting=setting, seed=SEED)
    verdicts = Counter(Decision.objects.values_list("verdict", flat=True))
    assert filled.decided == sum(verdicts.values())
    assert verdicts["accepted"] > verdicts["changed"] > 0
    right = {each.at: each.truth.service for each in year}
    decided = Case.objects.filter(suggestions__decision__isnull=False)
    assert all(case.service == right[case.received_at] for case in decided)


def test_doing_it_again_adds_nothing(setting: Setting, year: list[Made]) -> None:
    fill(year, setting=setting, seed=SEED)
    again = fill(year, setting=setting, seed=SEED)
    assert again == Filled(opened=0, known=60, decided=0, merged=0)
    assert count_demo("fernby") == 60


def test_all_of_it_is_taken_away_and_nothing_else(setting: Setting, year: list[Made]) -> None:
    fill(year[:20], setting=setting, seed=SEED)
    real = Case.objects.filter(is_demo=True).first()
    assert real is not None
    Case.objects.filter(pk=real.pk).update(is_demo=False)
    subjects = list(Case.objects.filter(is_demo=True).values_list("subject", flat=True))
    removed = remove_demo(body="fernby", by="anna", at=NOW)
    assert removed.cases == 19
    assert list(Case.objects.all()) == [real]
    assert not Membership.objects.exists()
    assert not SubjectKey.objects.filter(subject__in=subjects, erased_at=None).exists()
    assert SubjectKey.objects.filter(subject=real.subject, erased_at=None).exists()
