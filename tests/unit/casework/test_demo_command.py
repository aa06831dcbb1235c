"""`fingerpost demo`: what is typed, what is told, and who can sign in afterwards."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from typer.testing import CliRunner, Result

from fingerpost.casework.models import Case, Membership
from fingerpost.contract.ports import Engines
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import Urgency
from fingerpost.doors.cli import demo
from fingerpost.doors.cli.application import build
from fingerpost.site import wiring

pytestmark = pytest.mark.django_db

OTHER_SERVICES = """
[[team]]
slug = "roads"
name.en = "Roads"
[[service]]
slug = "kerbs"
team = "roads"
name.en = "Kerbs"
description.en = "Kerbs that are loose."
group.en = "Streets"
"""


@pytest.fixture(autouse=True)
def at_home(
    library: Engines, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    settings.HOME = tmp_path
    wiring.build_services.forget()  # type: ignore[attr-defined]  # see `once`
    said = Proposal(service="potholes", team="highways", urgency=Urgency.ROUTINE)
    monkeypatch.setattr(demo, "_propose_by_triage", lambda: lambda _report, _at: said)
    yield
    wiring.build_services.forget()  # type: ignore[attr-defined]


def run(*typed: str, answers: str = "") -> Result:
    return CliRunner().invoke(build(), list(typed), input=answers)


def test_a_year_is_put_in_and_two_can_sign_in_to_see_it() -> None:
    done = run("demo", "--reports", "12")
    assert done.exit_code == 0, done.output
    assert "12 made-up cases" in done.output
    password = re.search(r"shown\s+this\s+once:\s+(\S+)", done.output)
    assert password is not None
    assert len(password[1]) >= 16
    assert all(User.objects.get(username=name).check_password(password[1]) for name in ("demo-lead", "demo-officer"))
    assert Membership.objects.filter(account="demo-lead").count() == 13
    assert Case.objects.filter(is_demo=True).count() == 12


def test_a_second_time_adds_nothing_unless_it_is_asked_for() -> None:
    run("demo", "--reports", "8", "--no-accounts")
    assert "8 made-up cases here already" in run("demo", "--reports", "8").output
    assert "Password" not in run("demo", "--reports", "8").output
    run("demo", "--reports", "5", "--again", "--seed", "3", "--no-accounts")
    assert Case.objects.count() == 13


def test_taking_it_away_asks_first_and_ends_the_accounts() -> None:
    run("demo", "--reports", "6")
    assert run("demo", "remove", answers="n\n").exit_code == 1
    assert Case.objects.count() == 6
    done = run("demo", "remove", answers="y\n")
    assert done.exit_code == 0, done.output
    assert "6 made-up cases were taken away" in done.output
    assert not Case.objects.exists()
    assert not User.objects.filter(is_active=True, username__startswith="demo-").exists()
    again = run("demo", "--reports", "6")
    assert again.exit_code == 0, again.output
    assert User.objects.get(username="demo-lead").is_active


def test_other_services_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text(OTHER_SERVICES, encoding="utf-8")
    done = run("demo", "--reports", "6")
    assert done.exit_code == 1
    assert "services.toml describes others" in " ".join(done.output.split())
    assert not Case.objects.exists()


@pytest.mark.parametrize("reports", ["0", "50001", "many"])
def test_a_number_that_does_not_fit_is_refused(reports: str) -> None:
    assert run("demo", "--reports", reports).exit_code == 2


def test_real_cases_are_not_mixed_with_made_up_ones_by_accident() -> None:
    run("demo", "--reports", "3", "--no-accounts")
    Case.objects.update(is_demo=False)
    done = run("demo", "--reports", "4", "--seed", "9", "--no-accounts")
    assert done.exit_code == 1
    assert "There are real cases here" in done.output
    assert Case.objects.count() == 3
    assert run("demo", "--reports", "4", "--seed", "9", "--no-accounts", "--beside-real").exit_code == 0
    assert Case.objects.filter(is_demo=True).count() == 4
