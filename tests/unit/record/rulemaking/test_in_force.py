"""A file of a changed figure is in force while it is what two people approved, letter for letter, and not otherwise."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import OperationalError

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.rulemaking import in_force
from fingerpost.record.rulemaking.deciding import approve
from fingerpost.record.rulemaking.in_force import (
    InForce,
    find_misplaced,
    overrides_in_force,
    put_in_force,
    read_in_force,
)
from fingerpost.record.rulemaking.models import Decision, Proposal
from fingerpost.record.rulemaking.overrides import folder_of
from fingerpost.record.rulemaking.proposing import Change, propose

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BODY = "fernby"

pytestmark = pytest.mark.django_db


def proposed(starts_on: date = date(2027, 4, 5)) -> Proposal:
    change = Change(
        parameter="child_benefit.eldest",
        value="27.55",
        starts_on=starts_on,
        source_title="Child Benefit rates",
        source_url="https://www.gov.uk/child-benefit/what-youll-get",
        reason="The rates of the new year.",
    )
    return propose(change, digest="2" * 64, body=BODY, by="pat", at=AT)


def approved() -> Decision:
    return approve(proposed().pk, body=BODY, by="dana", reason="Looked up.", at=AT, check=lambda proposal: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of an approved change."""
    approved()
    (name,) = put_in_force(body=BODY, home=tmp_path)
    return folder_of(tmp_path) / name


def now(home: Path) -> InForce:
    return read_in_force(body=BODY, home=home)


def told(home: Path) -> dict[str, str]:
    return {each.file: each.what for each in find_misplaced(body=BODY, home=home)}


def test_only_what_was_approved_gets_a_file_and_only_once(tmp_path: Path) -> None:
    approved()
    proposed(starts_on=date(2028, 4, 3))
    (name,) = put_in_force(body=BODY, home=tmp_path)
    assert name.endswith("-child_benefit.eldest.yaml")
    assert put_in_force(body=BODY, home=tmp_path) == []
    assert told(tmp_path) == {}
    assert list(now(tmp_path).texts) == [name]


def edit(path: Path) -> None:
    path.write_text(path.read_text().replace("27.55", "99.99"))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def fill_with_other_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def make_huge(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(50 * in_force.LARGEST)


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def lead_elsewhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    "alter",
    [edit, cut_short, fill_with_other_bytes, make_huge, make_a_folder, lead_elsewhere],
    ids=lambda do: do.__name__,
)
def test_one_that_was_altered_is_put_aside_and_the_approved_one_is_back(
    path: Path, tmp_path: Path, alter: Callable[[Path], None]
) -> None:
    before = path.read_text()
    alter(path)
    state = path.lstat()
    found = now(tmp_path)
    assert (found.texts, found.left_out) == ({path.name: before}, ())
    aside = path.with_name(f"{path.name}.altered-1")
    assert (aside.lstat().st_ino, aside.lstat().st_mtime_ns) == (state.st_ino, state.st_mtime_ns), "as it was"
    assert told(tmp_path) == {aside.name: "put aside"}


def test_no_altered_one_takes_the_place_of_another(path: Path, tmp_path: Path) -> None:
    for words in ("first", "second"):
        path.write_text(words)
        now(tmp_path)
    kept = [path.with_name(f"{path.name}.altered-{number}").read_text() for number in (1, 2)]
    assert kept == ["first", "second"]


def test_one_that_nobody_approved_is_left_out_and_left_alone(path: Path, tmp_path: Path) -> None:
    for name in ("000099-own.yaml", "below/000001-own.yaml"):
        own = path.parent / name
        own.parent.mkdir(exist_ok=True)
        own.write_text(path.read_text().replace("27.55", "99.99"))
    found = now(tmp_path)
    assert list(found.texts) == [path.name]
    assert told(tmp_path) == {"000099-own.yaml": "not approved", "below/000001-own.yaml": "not approved"}
    assert "99.99" in (path.parent / "000099-own.yaml").read_text()


def test_one_that_is_gone_is_told_and_written_again(path: Path, tmp_path: Path) -> None:
    path.unlink()
    assert told(tmp_path) == {path.name: "missing"}
    assert list(now(tmp_path).texts) == [path.name]


def test_what_a_writer_left_half_written_is_no_override(path: Path, tmp_path: Path) -> None:
    (path.parent / f".{path.name}.0a1b2c3d4e5f.draft").write_text("reform: chan")
    assert list(now(tmp_path).texts) == [path.name]
    assert told(tmp_path) == {}


def test_where_the_approved_one_cannot_be_written_the_altered_one_is_left_out_all_the_same(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    edit(path)
    monkeypatch.setattr(in_force, "replace_text", full)
    found = now(tmp_path)
    assert found.texts == {}
    assert [each.what for each in found.left_out] == ["missing"]
    assert "99.99" in path.with_name(f"{path.name}.altered-1").read_text()


def test_no_file_is_made_of_a_row_that_is_not_as_it_was_approved(path: Path, tmp_path: Path) -> None:
    Proposal.objects.update(value="99.99")
    assert list(now(tmp_path).texts) == [path.name], "the file still is what was approved"
    path.unlink()
    assert now(tmp_path).texts == {}
    assert not path.exists()


class TestWithoutTheDatabase:
    @pytest.fixture
    def gone(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OperationalError("the database is gone")

        monkeypatch.setattr(Decision.objects, "filter", fail)

    def test_nothing_that_cannot_be_proven_is_in_force(self, path: Path, tmp_path: Path, gone: None) -> None:
        found = overrides_in_force({}, body=BODY, home=tmp_path)
        assert found.texts == {}
        assert [(each.file, each.what) for each in found.left_out] == [(path.name, "not proven")]

    def test_what_this_process_has_seen_proven_stays_whatever_becomes_of_the_file(
        self, path: Path, tmp_path: Path, gone: None
    ) -> None:
        before = {path.name: path.read_text()}
        edit(path)
        (path.parent / "000099-own.yaml").write_text("parameters: {}\n")
        found = overrides_in_force(before, body=BODY, home=tmp_path)
        assert found.texts == before
        assert [(each.file, each.what) for each in found.left_out] == [("000099-own.yaml", "not proven")]

    def test_it_is_not_asked_where_there_is_nothing_to_prove(self, path: Path, tmp_path: Path, gone: None) -> None:
        path.unlink()
        assert overrides_in_force({}, body=BODY, home=tmp_path) == InForce()
