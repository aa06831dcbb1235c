"""What an operator may set, and what happens when it does not fit."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from fingerpost.site.configuration import Configuration, home, read_configuration
from fingerpost.site.databases import choose_database


def write(folder: Path, text: str) -> Path:
    (folder / "fingerpost.toml").write_text(text, encoding="utf-8")
    return folder


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    assert read_configuration(tmp_path, {}) == Configuration()


def test_file_is_read_and_variables_win_over_it(tmp_path: Path) -> None:
    folder = write(tmp_path, 'body = "hill"\nbody_name = "Hill Council"\nquestions_a_minute = 5')
    found = read_configuration(folder, {"FINGERPOST_BODY_NAME": "Hill District", "FINGERPOST_STARTER_LIBRARY": "no"})
    assert (found.body, found.body_name, found.questions_a_minute) == ("hill", "Hill District", 5)
    assert found.starter_library is False


def test_lists_may_be_written_with_commas_in_a_variable(tmp_path: Path) -> None:
    found = read_configuration(tmp_path, {"FINGERPOST_ALLOWED_HOSTS": "a.example, b.example"})
    assert found.allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('bodi = "hill"', "Unknown setting 'bodi' in fingerpost.toml"),
        ('body = "Hill Council"', "'body' must be small letters"),
        ('nation = "mars"', "'nation' must be one of england"),
        ('base_url = "fernby.example"', "'base_url' must begin with http"),
        ("questions_a_minute = 0", "must be 1 or more"),
        ('questions_a_minute = "many"', "'questions_a_minute' must be a whole number"),
        ("body = ", "could not be read"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        read_configuration(write(tmp_path, text), {})


@pytest.mark.parametrize("own", ['body = "millbeck"', 'contact_phone = "01632 960999"'])
def test_made_up_contacts_go_as_soon_as_a_body_has_its_own_name_or_contact(tmp_path: Path, own: str) -> None:
    assert read_configuration(tmp_path / "nothing", {}).contact_email == "help@fernby.example"
    read = read_configuration(write(tmp_path, own), {})
    assert "fernby" not in read.contact_email + read.contact_url
    assert read.contact_phone in {"", "01632 960999"}


def test_home_is_where_it_is_set_or_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "kept"))
    assert home() == tmp_path / "kept"
    monkeypatch.delenv("FINGERPOST_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert home() == tmp_path / "data" / "fingerpost"


def test_sqlite_waits_its_turn_and_flushes_each_commit(tmp_path: Path) -> None:
    chosen = choose_database("", tmp_path)
    assert chosen["NAME"] == tmp_path / "fingerpost.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in chosen["OPTIONS"]["init_command"]


def test_postgresql_is_chosen_by_its_address(tmp_path: Path) -> None:
    chosen = choose_database("postgresql://ann:p%40ss@db.example:5433/finger?sslmode=require", tmp_path)
    assert (chosen["USER"], chosen["PASSWORD"], chosen["HOST"], chosen["PORT"]) == ("ann", "p@ss", "db.example", "5433")
    assert chosen["NAME"] == "finger"
    assert chosen["OPTIONS"] == {"sslmode": "require"}


def test_any_other_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        choose_database("mysql://localhost/finger", tmp_path)
