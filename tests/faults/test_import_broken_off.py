"""An import that is killed, starved or locked out loses nothing, is never half visible, and goes on from there."""

import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from tests.faults.import_processes import command, environment, run_python

PAGES = 60  # more than are staged at once, fewer than three times as many


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its tables made, to be copied."""
    home = tmp_path_factory.mktemp("import-installed") / "home"
    run_python(home, "call_command('migrate', verbosity=0)")
    return home


@pytest.fixture
def home(installed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(installed, tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "guidance"
    path.mkdir()
    for number in range(PAGES):
        (path / f"page-{number:02}.md").write_text(f"# Page {number}\n\nText {number}.")
    return path


def kill_when_waiting(home: Path, code: str) -> None:
    """Run it until it prints "waiting", then kill -9."""
    with subprocess.Popen(
        command(code), env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGKILL)


def test_an_import_killed_while_reading_is_invisible_and_goes_on_where_it_stopped(home, folder):
    kill_when_waiting(home, f"bring_in({str(folder)!r}, progress=Wait(55))")
    seen, staged = run_python(home, "print(Document.objects.count(), count_passages(), OutboxEntry.objects.count())\n"
                                    "print(StagedDocument.objects.count())")  # fmt: skip
    assert seen == "0 0 0"
    assert int(staged) >= 50
    said, parsed, left = run_python(
        home, f"print(try_it({str(folder)!r}))\nprint(len(parsed))\nprint(StagedDocument.objects.count())"
    )
    assert said == f"added {PAGES}, changed 0, resumed {staged}"
    assert int(parsed) == PAGES - int(staged)
    assert left == "0"


def test_an_import_killed_while_publishing_is_invisible_and_parses_nothing_again(home, folder):
    run_python(home, f"bring_in({str(folder)!r})")
    for path in folder.iterdir():
        path.write_text(path.read_text().replace("Text", "New text"))
    kill_when_waiting(
        home,
        f"""
        def stop(*arguments, **named):
            print("waiting", flush=True)
            sys.stdin.read()
        publishing.write_outbox = stop
        bring_in({str(folder)!r})
        """,
    )
    look = "print(sum(each.text.startswith('New') for each in iterate_passages()), OutboxEntry.objects.count())"
    assert run_python(home, look) == [f"0 {PAGES}"]
    said, parsed, seen = run_python(home, f"print(try_it({str(folder)!r}))\nprint(len(parsed))\n{look}")
    assert (said, parsed) == (f"added 0, changed {PAGES}, resumed {PAGES}", "0")
    assert seen == f"{PAGES} {PAGES}"


def test_what_changed_between_the_kill_and_the_next_import_is_read_anew(home, folder):
    kill_when_waiting(home, f"bring_in({str(folder)!r}, progress=Wait(55))")
    (folder / "page-00.md").write_text("# Page 0\n\nChanged meanwhile.")
    (folder / "page-01.md").unlink()
    said, first = run_python(
        home, f"print(try_it({str(folder)!r}))\nprint(next(iterate_passages()).text, Document.objects.count())"
    )
    assert said.startswith(f"added {PAGES - 1},")
    assert first == f"Changed meanwhile. {PAGES - 1}"


def test_two_imports_of_one_collection_do_not_mix(home, folder):
    code = f"bring_in({str(folder)!r}, progress=Wait(5))"
    with subprocess.Popen(
        command(code), env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "waiting\n"
        second, other = run_python(
            home, f"print(try_it({str(folder)!r}))\nprint(try_it({str(folder)!r}, collection='other'))"
        )
        assert second.startswith("ImportFault: Another import of this collection is running, since ")
        assert other == f"added {PAGES}, changed 0, resumed 0"
        first.communicate("", timeout=60)
    assert first.returncode == 0
    assert run_python(home, "print(count_passages())") == [str(2 * PAGES)]


def test_an_import_within_an_import_of_the_same_process_is_refused_too(home, folder):
    said = run_python(
        home,
        f"""
        class Again:
            said = set()
            def start(self, total): pass
            def finish(self): pass
            def advance(self, name):
                self.said.add(try_it({str(folder)!r}).partition(",")[0])
        print(try_it({str(folder)!r}, progress=Again()))
        print(Again.said)
        """,
    )
    assert said == [
        f"added {PAGES}, changed 0, resumed 0",
        "{'ImportFault: Another import of this collection is running'}",
    ]


def test_an_import_that_failed_can_be_run_again_at_once(home, folder):
    said = run_python(
        home,
        f"""
        real = publishing.write_outbox
        def fail(*arguments, **named):
            raise RuntimeError("power cut")
        publishing.write_outbox = fail
        try:
            bring_in({str(folder)!r})
        except RuntimeError as fault:
            print(fault, count_passages())
        publishing.write_outbox = real
        print(try_it({str(folder)!r}))
        """,
    )
    assert said == ["power cut 0", f"added {PAGES}, changed 0, resumed {PAGES}"]


def test_one_whose_turn_was_taken_over_stops_without_publishing(home, folder):
    said = run_python(
        home,
        f"""
        class TakenOver:
            def start(self, total): pass
            def finish(self): pass
            def advance(self, name):
                ImportRun.objects.update(holder="elsewhere:1:1:x")
        print(try_it({str(folder)!r}, progress=TakenOver()))
        print(count_passages())
        """,
    )
    assert said == [
        "ImportFault: Another import of this collection has taken over from this one, which has stopped.",
        "0",
    ]


@pytest.mark.parametrize(("minutes", "refused"), [(1, True), (11, False)])
def test_an_import_on_another_machine_counts_as_dead_after_ten_silent_minutes(home, folder, minutes, refused):
    said = run_python(
        home,
        f"""
        from datetime import timedelta
        from django.utils import timezone
        then = timezone.now() - timedelta(minutes={minutes})
        ImportRun.objects.create(body="fernby", collection="guide", state="running", started_at=then, seen_at=then,
                                 holder="another-machine:1:1:x")
        print(try_it({str(folder)!r}))
        """,
    )
    assert said[0].startswith("ImportFault" if refused else f"added {PAGES}")


def test_a_full_disk_is_a_clear_fault_and_loses_nothing(home, folder, tmp_path):
    (tmp_path / "more").mkdir()
    for number in range(400):
        (tmp_path / "more" / f"{number}.md").write_text(f"# Page {number}\n\n" + f"Sentence {number} of many. " * 400)
    said = run_python(
        home,
        f"""
        print(try_it({str(folder)!r}))
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {{pages + 200}}")
        print(try_it({str(tmp_path / "more")!r}, collection="more"))
        print(count_passages(), Document.objects.count())
        cursor.execute("PRAGMA max_page_count = 1000000")
        print(try_it({str(tmp_path / "more")!r}, collection="more"))
        """,
    )
    assert said[0].startswith(f"added {PAGES}")
    assert said[1].startswith("StoreUnavailable: The disk is full. Nothing already accepted is lost.")
    assert said[2] == f"{PAGES} {PAGES}"
    assert said[3].startswith("added 400")


@pytest.mark.parametrize("when", ["at the start", "while publishing"])
def test_a_locked_database_is_a_clear_fault_and_loses_nothing(home, folder, when):
    said = run_python(
        home,
        f"""
        import sqlite3
        from django.conf import settings
        print(try_it({str(folder)!r}))
        connection.close()
        connection.settings_dict["OPTIONS"] = {{**connection.settings_dict["OPTIONS"], "timeout": 0.05}}
        intruder = sqlite3.connect(settings.HOME / "fingerpost.sqlite3", isolation_level=None)
        real = importing.publish
        def publish(*arguments, **named):
            intruder.execute("BEGIN IMMEDIATE")
            return real(*arguments, **named)
        if {when!r} == "at the start":
            intruder.execute("BEGIN IMMEDIATE")
        else:
            importing.publish = publish
        print(try_it({str(folder)!r}, language="cy"))
        intruder.execute("COMMIT")
        print(count_passages(), {{each.language for each in iterate_passages()}})
        importing.publish = real
        print(try_it({str(folder)!r}, language="cy"))
        """,
    )
    assert said[1].startswith("StoreUnavailable: The database is busy with other work.")
    assert said[2] == f"{PAGES} {{'en'}}"
    assert said[3].startswith(f"added 0, changed {PAGES}")


def test_a_file_that_takes_the_process_down_twice_is_left_out_and_named(home, folder):
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 takes the parser down")
    crash = f"""
        import os
        from fingerpost.knowledge.formats import kinds
        kinds.read_pdf = lambda data: os._exit(139)
        report = bring_in({str(folder)!r})
        print(report.added, *report.refused)
        """
    for _ in range(2):
        done = subprocess.run(command(crash), env=environment(home), capture_output=True, timeout=60, check=False)
        assert done.returncode == 139
    (said,) = run_python(home, crash)
    assert said == f"{PAGES} ('bad.pdf', 'The import broke off twice while reading it. Make the file again.')"
