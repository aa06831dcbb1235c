"""After an erasure nothing of the person stands in any byte that is kept, and every proof holds. On a real server."""

import base64
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.faults.byte_scan import find_in, ways_to_write, ways_to_write_bytes

from fingerpost.record.receipts.verifier import verify

ROOT = Path(__file__).resolve().parents[2]
NAME = "Zéphyrine Quackenbush"
SAID = {
    "asked on a page": f"My child benefit stopped, says {NAME} of Ploughman Lane. What now?",
    "asked as a stream": "Does Xanthippe Ploughwright lose the Child Grant?",
    "asked in a follow-up": "And what about Bartholomew Nightingale-Frobisher?",
    "asked by a program": "Is Cuthbert Wigglesworth-Snood entitled to the Child Grant?",
    "feedback": "Thaddeus Blatherwick wanted to know of his landlord",
    "challenge": "Wilhelmina Grumbleby says this is wrong",
}
CANARIES = {
    "asked on a page": "Quackenbush",
    "a letter beyond ASCII": "Zéphyrine",
    "asked as a stream": "Ploughwright",
    "asked in a follow-up": "Nightingale-Frobisher",
    "asked by a program": "Wigglesworth-Snood",
    "feedback": "Blatherwick",
    "challenge": "Grumbleby",
    "where to reach them": "wilhelmina@grumbleby.example",
    "name of a file": "Obadiah-Fotherington",
    "in a file": "Peregrine Fotheringay-Phipps",
}
CONTROL = "Melchizedek Unsealed"

LOOK = """
import json, sys
from importlib.metadata import version
import django
django.setup()
from django.conf import settings
from django.db import connection
from django.utils import timezone
from fingerpost.doors import retention
from fingerpost.doors.installation import installation
from fingerpost.record.models import SubjectKey
from fingerpost.site.models import ProfileVersion
keys = installation().build_keys()
rows = list(SubjectKey.objects.all())
ProfileVersion.objects.create(body="x", at=timezone.now(), by="x", values={"control": CONTROL})
backup = retention.make_backup(None)
receipts = {each: installation().build_receipts().make(each) for each in REFERENCES}
print(json.dumps({
    "wrapped": [bytes(row.wrapped).hex() for row in rows],
    "plain": [keys._unwrap(row).hex() for row in rows],
    "receipts": receipts,
    "backup": str(backup.folder),
}))
"""
ERASE = """
import json
import django
django.setup()
from fingerpost.doors import retention
from fingerpost.doors.installation import installation
from fingerpost.site.models import ProfileVersion
ProfileVersion.objects.filter(body="x").delete()
for reference in REFERENCES:
    retention.erase_subject(reference, by="dana", reason=retention.Reason.ASKED)
retention.sweep_here()
receipts = {each: installation().build_receipts().make(each, with_words=False) for each in ALL}
report = installation().build_ledger().verify(keys=installation().build_keys())
print(json.dumps({
    "receipts": receipts,
    "keys": installation().build_receipts().key_file(),
    "faults": [each.words for each in report.faults],
    "opened": report.opened,
}))
"""


@dataclass
class Service:
    """A served installation, as a browser sees it."""

    url: str
    env: dict[str, str]
    server: "subprocess.Popen[str]"
    references: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return Path(self.env["FINGERPOST_HOME"])

    def python(self, code: str, **names: Any) -> dict[str, Any]:
        said = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        done = subprocess.run(
            [sys.executable, "-c", said + code], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told


@pytest.fixture
def service(own_home: Callable[..., dict[str, str]]) -> Iterator[Service]:
    env = own_home(NO_COLOR="1", DJANGO_SETTINGS_MODULE="fingerpost.site.settings", FINGERPOST_LOG_LEVEL="DEBUG")
    command = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    logged = Path(env["FINGERPOST_HOME"]).parent / "server.log"
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            yield Service(url=found[0], env=env, server=server)
            break
    server.terminate()
    logged.write_text(server.communicate(timeout=60)[1], encoding="utf-8")


def plant(service: Service) -> None:
    """Leave something at every door, with one browser and one program."""
    with httpx.Client(base_url=service.url, headers={"Origin": service.url}, timeout=60) as browser:
        asked = browser.post("/ask", data={"question": SAID["asked on a page"]})
        first = service.references["page"] = asked.headers["Location"].rpartition("/")[2]
        stream = browser.post(
            "/ask",
            data={"question": SAID["asked as a stream"], "after": first},
            headers={"Accept": "text/event-stream"},
        )
        second = re.search(r"FP-[0-9A-Z]{5}-[0-9A-Z]{5}", stream.text)
        assert second, stream.text
        service.references["stream"] = second[0]
        follow = browser.post("/ask", data={"question": SAID["asked in a follow-up"], "after": second[0]})
        service.references["follow-up"] = follow.headers["Location"].rpartition("/")[2]
        told = browser.post(
            f"/answers/{first}/feedback", data={"useful": "no", "more": "1", "wanted": SAID["feedback"]}
        )
        assert told.status_code in {200, 303}, told.text
        written = browser.post(
            f"/answers/{first}/challenge",
            data={"kind": "wrong", "text": SAID["challenge"], "way": "email", "to": CANARIES["where to reach them"]},
            files={"files": ("Obadiah-Fotherington.txt", CANARIES["in a file"].encode(), "text/plain")},
        )
        assert written.status_code == 303, written.text
        sent = browser.post(written.headers["Location"])
        service.references["challenge"] = sent.headers["Location"].rpartition("/")[2]
        program = browser.post("/api/v1/ask", json={"question": SAID["asked by a program"]})
        service.references["program"] = program.json()["reference"]


@pytest.mark.timeout(170)
def test_after_an_erasure_no_byte_of_the_person_is_left_and_every_proof_holds(service: Service, tmp_path: Path) -> None:
    plant(service)
    (empty := tmp_path / "empty").mkdir()
    runs = [service.references[each] for each in ("page", "stream", "follow-up", "program")]
    before = service.python(LOOK, REFERENCES=runs, CONTROL=CONTROL)
    words = {name: ways_to_write(word) for name, word in CANARIES.items()}
    wrapped = {
        f"wrapped key {number}": ways_to_write_bytes(bytes.fromhex(each))
        for number, each in enumerate(before["wrapped"])
    }
    plain = {f"key {number}": ways_to_write_bytes(bytes.fromhex(each)) for number, each in enumerate(before["plain"])}
    control = {"control": ways_to_write(CONTROL)}
    handed_out = list(before["receipts"].values())
    assert len(wrapped) == 2, "one key for the conversation, one for the program"

    # Sealed words stand nowhere even before; wrapped keys, and what was not sealed, are found: the scan can see.
    seen = find_in(service.home, {**words, **plain, **wrapped, **control})
    assert [each for each in seen if named(each) in {*words, *plain}] == []
    assert {named(each) for each in seen} == {*wrapped, "control"}
    assert "/keyring" in str(seen) and "fingerpost.sqlite3" in str(seen)
    assert find_in(empty, words, besides=[base64.b64decode(_extra_of(each)) for each in handed_out]) != []

    after = service.python(ERASE, REFERENCES=[service.references["follow-up"], runs[3]], ALL=runs)
    left = find_in(service.home, {**words, **wrapped, **plain, **control})
    # What was never sealed stays in the copies, and leaves the database without a trace.
    assert [each for each in left if named(each) != "control"] == []
    assert {each.partition(" in ")[2].partition("/")[0] for each in left} == {"backups"}

    # The words are gone for every door, and every proof holds, also of receipts that were handed out before.
    assert (after["faults"], after["opened"]) == ([], 0)
    for reference in runs:
        assert httpx.get(f"{service.url}/answers/{reference}").status_code == 410
        verify(after["receipts"][reference].encode(), after["keys"].encode())
        verify(before["receipts"][reference].encode(), after["keys"].encode())
    service.server.terminate()
    logged = service.server.stderr.read()  # type: ignore[union-attr]
    assert find_in(empty, words, besides=[logged.encode()]) == []


def named(found: str) -> str:
    """What was found, without how and where."""
    return found.partition(" (")[0]


def _extra_of(receipt: str) -> str:
    """The part of a receipt that holds the words."""
    return next(line.partition(" ")[2] for line in receipt.splitlines() if line.startswith("extra "))


def test_the_scan_finds_a_word_however_it_was_written(tmp_path: Path) -> None:
    word = CANARIES["a letter beyond ASCII"]
    packed = zlib.compress(f"...{word}...".encode())
    ways: dict[str, bytes] = {
        "utf-8": f"a {word} b".encode(),
        "utf-16": f"a {word} b".encode("utf-16"),
        "json": json.dumps({"a": word}).encode(),
        "zlib": b"before" + packed + b"after",
        "session": b"." + base64.urlsafe_b64encode(packed + b"\0" * 40),
        **{f"base64 {shift}": base64.b64encode(b"x" * shift + word.encode() + b"yyy") for shift in range(3)},
    }
    for name, data in ways.items():
        (tmp_path / "file").write_bytes(data)
        assert find_in(tmp_path, {"it": ways_to_write(word)}), name
    (tmp_path / "file").write_bytes(b"nothing of the kind")
    assert find_in(tmp_path, {"it": ways_to_write(word)}) == []
