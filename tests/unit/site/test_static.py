"""Static files: each has an address that changes when any of them does."""

from pathlib import Path

import pytest
from django.test import Client

from fingerpost.doors.citizen import environment
from fingerpost.doors.citizen.environment import asset, static_mark


def test_a_file_is_found_under_the_mark_of_today_of_yesterday_and_none() -> None:
    for address in (
        asset("fingerpost.mjs"),
        "/static/v-00000000/fingerpost/fingerpost.mjs",
        "/static/fingerpost/fingerpost.mjs",
    ):
        reply = Client().get(address)
        assert reply.status_code == 200
        assert b"initAll" in reply.content


@pytest.mark.django_db  # the page of a fault shows the body's own name
def test_nothing_but_a_mark_is_taken_out_of_an_address() -> None:
    for address in ("/static/v-0000000/fingerpost/fingerpost.mjs", "/v-00000000/static/fingerpost/fingerpost.mjs"):
        assert Client().get(address).status_code == 404


def test_what_a_module_imports_is_asked_for_under_the_same_mark() -> None:
    modules = sorted(each for folder in environment.STATIC for each in (folder / "fingerpost").rglob("*.mjs"))
    assert {"fingerpost.mjs", "queue.mjs"} <= {each.name for each in modules}
    for module in modules:
        for line in module.read_text(encoding="utf-8").splitlines():
            if line.startswith("import "):
                assert "'./" in line or "'../" in line, f"{module.name}: {line}"


@pytest.mark.parametrize("door", ["citizen", "staff"])
def test_a_file_of_any_door_that_changes_changes_every_address(
    door: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folders = tuple(tmp_path / each.parent.name / "static" for each in environment.STATIC)
    for folder in folders:
        folder.mkdir(parents=True)
    monkeypatch.setattr(environment, "STATIC", folders)
    file = tmp_path / door / "static" / "one.mjs"
    file.write_text("export const one = 1")
    static_mark.cache_clear()
    before = asset("fingerpost.mjs")
    file.write_text("export const one = 2")
    static_mark.cache_clear()
    assert asset("fingerpost.mjs") != before
    monkeypatch.undo()
    static_mark.cache_clear()
