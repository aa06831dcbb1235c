"""What only real files and several processes can show: kill -9, two at once, a locked database, a full disk."""

import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.record.ledger_processes import command, environment, start_python

RECORD_ONE = """
run = make_run({reference!r}, question={question!r})
with recorder.open(run) as entry:
    entry.close(run, reply=reply_to(run))
"""
TRY_ONE = """
from fingerpost.contract.errors import StoreUnavailable
def try_one(reference):
    run = make_run(reference)
    try:
        with recorder.open(run) as entry:
            entry.close(run, reply=reply_to(run))
        return "kept"
    except StoreUnavailable as error:
        return error.public
"""
LIST = """
from datetime import timedelta
print(",".join(list_unclosed(body="fernby", before=NOON + timedelta(hours=1))))
"""


def record_one(reference: str, question: str = "When is my bin day?") -> str:
    return RECORD_ONE.format(reference=reference, question=question)


def bytes_of(home: Path) -> bytes:
    """Every byte that the installation keeps, but the keys."""
    return b"".join(each.read_bytes() for each in home.glob("fingerpost.sqlite3*"))


def said(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_file_of_the_database_holds_a_word_that_was_asked_or_said(python_at, home):
    """The process ends without tidying up, so that the write-ahead log is still there to be looked through."""
    said(python_at(record_one("FP-7K2M9-QX4DA", "Xylophone lessons in Zanzibar") + "sys.stdout.flush(); os._exit(0)"))
    assert (home / "fingerpost.sqlite3-wal").stat().st_size > 0
    kept = bytes_of(home)
    assert b"FP-7K2M9-QX4DA" in kept
    for word in (b"Xylophone", b"lessons", b"Zanzibar", b"emptied", b"Tuesdays"):
        assert word not in kept


def test_an_erased_key_stands_in_no_file_of_the_database(python_at, home):
    wrapped = bytes.fromhex(
        said(python_at(record_one("FP-7K2M9-QX4DA") + "print(SubjectKey.objects.get().wrapped.hex())"))
    )
    assert wrapped in bytes_of(home)
    said(python_at("keys.erase(subject='FP-7K2M9-QX4DA', body='fernby', at=NOON)\nsys.stdout.flush(); os._exit(0)"))
    assert wrapped not in bytes_of(home)


READER_IN_THE_WAY = """
import sqlite3
from django.db import connection
from fingerpost.contract.errors import StoreUnavailable
connection.close()
connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": 0.05}
reader = sqlite3.connect(settings.HOME / "fingerpost.sqlite3", isolation_level=None)
reader.execute("BEGIN")
reader.execute("SELECT count(*) FROM record_entry").fetchone()
try:
    keys.erase(subject="FP-7K2M9-QX4DA", body="fernby", at=NOON)
except StoreUnavailable as error:
    print(error.public)
reader.execute("COMMIT")
keys.erase(subject="FP-7K2M9-QX4DA", body="fernby", at=NOON)
print(find_run("FP-7K2M9-QX4DA", body="fernby", keys=keys).reply)
"""


def test_an_erasure_that_a_reader_holds_up_says_so_and_can_be_finished(python_at):
    printed = said(python_at(record_one("FP-7K2M9-QX4DA") + READER_IN_THE_WAY)).splitlines()
    assert "Erase it again" in printed[0]
    assert printed[1] == "None"


def test_a_process_killed_on_the_way_leaves_a_run_that_is_listed_as_unclosed(python_at, home):
    waiting = "with recorder.open(make_run('FP-KILLD-00000')):\n    print('open', flush=True)\n    sys.stdin.read()"
    with subprocess.Popen(
        command(record_one("FP-BEFOR-00000") + waiting),
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        process.send_signal(signal.SIGKILL)
    after = record_one("FP-AFTER-00000") + LIST
    assert said(python_at(after)) == "FP-KILLD-00000"


def test_several_processes_that_start_at_once_agree_on_one_master_key(home):
    waiting = f"print('ready', flush=True)\nsys.stdin.readline()\n{record_one('FP-PROC0-0000X')}"
    processes = [
        subprocess.Popen(
            command(waiting.replace("0000X", f"0000{number}")),
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    results = [process.communicate("go\n", timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, results
    assert [each.name for each in (home / "keys").iterdir() if each.name.startswith("record")] == ["record-master"]
    read_all = "print([find_run(f'FP-PROC0-0000{n}', body='fernby', keys=keys).request is not None for n in range(4)])"
    assert said(start_python(home, read_all)) == "[True, True, True, True]"


def test_a_locked_database_gives_no_reply_loses_nothing_and_works_again(python_at):
    printed = said(
        python_at(
            record_one("FP-BEFOR-00000")
            + TRY_ONE
            + """
import sqlite3
from django.db import connection
connection.close()
connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": 0.05}
intruder = sqlite3.connect(settings.HOME / "fingerpost.sqlite3", isolation_level=None)
intruder.execute("BEGIN IMMEDIATE")
print(try_one("FP-LOCK1-00000"))
intruder.execute("COMMIT")
run = make_run("FP-LOCK2-00000")
with recorder.open(run) as entry:
    intruder.execute("BEGIN IMMEDIATE")
    try:
        entry.close(run, reply=reply_to(run))
    except StoreUnavailable as error:
        print(error.public)
    intruder.execute("COMMIT")
print(try_one("FP-AFTER-00000"))
cursor = connection.cursor()
print(cursor.execute("PRAGMA synchronous").fetchone()[0])
references = ("FP-BEFOR-00000", "FP-AFTER-00000", "FP-LOCK2-00000")
print([find_run(each, body="fernby", keys=keys) is not None for each in references])
"""
        )
    ).splitlines()
    assert printed[0] == printed[1]
    assert "have not answered" in printed[0]
    assert printed[2] == "kept"
    assert printed[3] == "2", "the database waits for the disk again after an entry was opened"
    assert printed[4] == "[True, True, False]"


FILL_UP = """
from django.db import connection
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")
    answers = [try_one(f"FP-FULL{n}-00000") for n in range(9)]
    print(answers[-1])
    cursor.execute("PRAGMA max_page_count = 1000000")
print(try_one("FP-AFTER-00000"))
kept = [find_run(f"FP-FULL{n}-00000", body="fernby", keys=keys) for n in range(9)]
print([run is not None for run in kept] == [answer == "kept" for answer in answers])
print(find_run("FP-BEFOR-00000", body="fernby", keys=keys).request)
"""


def test_a_database_that_can_grow_no_more_gives_no_reply_loses_nothing_and_works_again(python_at):
    printed = said(python_at(record_one("FP-BEFOR-00000") + TRY_ONE + FILL_UP)).splitlines()
    assert "have not answered" in printed[0]
    assert printed[1:] == ["kept", "True", "{'question': 'When is my bin day?'}"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where the machine lets us have one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


FILL_DISK = """
filler = settings.HOME / "filler"
with filler.open("wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError as error:
        print(error.errno)
answers = [try_one(f"FP-FULL{n}-00000") for n in range(9)]
print(answers[-1])
filler.unlink()
print(try_one("FP-AFTER-00000"))
kept = [find_run(f"FP-FULL{n}-00000", body="fernby", keys=keys) for n in range(9)]
print([run is not None for run in kept] == [answer == "kept" for answer in answers])
print(find_run("FP-BEFOR-00000", body="fernby", keys=keys).request)
"""


def test_a_full_disk_gives_no_reply_loses_nothing_and_works_again(installed, small_disk):
    home = Path(shutil.copytree(installed, small_disk / "home"))
    printed = said(start_python(home, record_one("FP-BEFOR-00000") + TRY_ONE + FILL_DISK)).splitlines()
    assert printed[0] == "28", "no space left on device"
    assert "have not answered" in printed[1]
    assert printed[2:] == ["kept", "True", "{'question': 'When is my bin day?'}"]
    with closing(sqlite3.connect(home / "fingerpost.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_master_key_that_cannot_be_written_gives_no_reply(installed, tmp_path):
    home = Path(shutil.copytree(installed, tmp_path / "home"))
    (home / "keys" / "record-master").mkdir()
    printed = said(start_python(home, TRY_ONE + "print(try_one('FP-7K2M9-QX4DA'))\n" + LIST)).splitlines()
    assert "have not answered" in printed[0]
    assert printed[1] == "FP-7K2M9-QX4DA"
