"""Files are hostile: what is no letter, far too large, broken or named to mislead is refused or made harmless."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from fingerpost.doors.uploads import UPLOADS, uploads_at, was_too_large
from fingerpost.record.challenges.files import kind_of, safe_name
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.site.bodies import BoundedBodies, most_bytes

MEGABYTE = 1024 * 1024
PERSON = {"kind": "person", "text": "Please look", "way": "none"}
MULTIPART = "multipart/form-data; boundary=here"


@pytest.fixture
def page(client: Client) -> str:
    """Where files are taken."""
    return f"{client.post('/ask', {'question': 'How much is the Child Grant?'}).headers['Location']}/challenge"


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing may be buffered in a file."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("an upload was put on the disk")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    yield


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.pdf", b"", "empty"),
        ("program.exe", b"MZ\x90\x00\x03", "is not a file we can take"),
        ("letter.pdf", b"MZ\x90\x00\x03", "is not a file we can take"),
        ("letter.pdf.exe", b"\x7fELF\x02", "is not a file we can take"),
        ("archive.zip", b"PK\x03\x04 some other archive", "is not a file we can take"),
        ("macros.docm", b"PK\x03\x04 word/document.xml word/vbaProject.bin", "is not a file we can take"),
        ("photo.gif", b"GIF89a\x01\x00", "is not a file we can take"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is not a file we can take"),
        ("binary.txt", b"some\x00thing", "is not a file we can take"),
        ("latin.txt", "£5".encode("latin-1"), "is not a file we can take"),
        ("large.pdf", b"%PDF-" + b"x" * (5 * MEGABYTE), "is larger than 5 MB"),
    ],
)
def test_what_is_no_letter_is_refused_with_a_reason(
    client: Client, page: str, name: str, content: bytes, told: str
) -> None:
    response = client.post(page, {**PERSON, "files": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpeg"),
        (b"PK\x03\x04 [Content_Types].xml word/document.xml", "docx"),
        ("Annwyl gyngor, mae'r bil yn £5 – nid £50.\r\n".encode(), "text"),
    ],
)
def test_letters_are_told_by_their_first_bytes(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("letter.pdf", "pdf", "letter.pdf"),
        ("../../../etc/passwd", "text", "passwd.txt"),
        ("C:\\Users\\ann\\scan.JPG", "jpeg", "scan.jpg"),
        ("invoice.pdf.exe", "pdf", "invoice.pdf"),
        ("page.html", "text", "page.txt"),
        ("a\r\nSet-Cookie: x.pdf", "pdf", "a__Set-Cookie_ x.pdf"),
        ('quote".pdf', "pdf", "quote.pdf"),
        ("\u202egnp.exe", "png", "gnp.png"),
        ("...", "pdf", "file-2.pdf"),
        ("CON.txt", "text", "file-2.txt"),
        ("=cmd().txt", "text", "cmd().txt"),
        ("llythyr Siân.docx", "docx", "llythyr Siân.docx"),
        ("x" * 300 + ".pdf", "pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_cannot_mislead(given: str, kind: str, kept: str) -> None:
    assert safe_name(given, kind=kind, number=2) == kept


def test_three_of_the_largest_are_taken_without_touching_the_disk(client: Client, page: str, no_disk: None) -> None:
    largest = b"%PDF-" + os.urandom(5 * MEGABYTE - 5)
    files = [SimpleUploadedFile(f"{number}.pdf", largest) for number in range(3)]
    assert client.post(page, {**PERSON, "files": files}).status_code == 303
    assert list(ChallengeFile.objects.values_list("size", flat=True)) == [5 * MEGABYTE] * 3


def test_a_request_that_says_200_megabytes_is_not_read(client: Client, page: str) -> None:
    told = client.generic("POST", page, b"x", MULTIPART, headers={"content-length": str(200 * MEGABYTE)})
    assert told.status_code == 413
    assert "far larger than we can take" in told.content.decode()
    assert "1,000 characters" not in told.content.decode()


def test_200_megabytes_that_stream_in_are_cut_off_soon_after_the_bound() -> None:
    path, taken = "/answers/FP-00000-00000/challenge", [0]

    async def receive() -> dict[str, Any]:
        taken[0] += MEGABYTE
        return {"type": "http.request", "body": b"x" * MEGABYTE, "more_body": taken[0] < 200 * MEGABYTE}

    handed: list[tuple[int, bytes]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        handed.append((int(dict(scope["headers"])[b"content-length"]), (await receive())["body"]))

    scope = {"type": "http", "method": "POST", "path": path, "headers": []}
    _run(BoundedBodies(application)(scope, receive, None))  # type: ignore[arg-type]
    assert taken[0] <= most_bytes(path) + MEGABYTE
    assert handed[0][0] > most_bytes(path)
    assert handed[0][1] == b""


def test_an_upload_that_trickles_in_is_let_go() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("nothing ever came")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/answers/FP-00000-00000/challenge", "headers": []}
    _run(BoundedBodies(None, patience=lambda path: 0.01)(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--here",
        b"--here\r\n\r\n",
        b"--here\r\nContent-Disposition: form-data; name=files; filename=a.pdf\r\n\r\n%PDF-",
        b"--there\r\nContent-Disposition: form-data; name=kind\r\n\r\nwrong\r\n--there--\r\n",
        b"\x00\xff" * 5000,
    ],
)
def test_a_broken_form_is_no_fault_of_ours(client: Client, page: str, body: bytes) -> None:
    assert client.generic("POST", page, body, MULTIPART).status_code in {400, 422}
    assert not Challenge.objects.exists()


def test_a_form_without_a_boundary_is_refused(client: Client, page: str) -> None:
    assert client.generic("POST", page, b"x", "multipart/form-data").status_code == 400


@pytest.mark.parametrize("part", [b"name=files; filename=a.txt", b"name=x"])
def test_a_form_of_a_thousand_parts_is_refused(client: Client, page: str, part: bytes) -> None:
    one = b"--here\r\nContent-Disposition: form-data; " + part + b"\r\n\r\nwords\r\n"
    assert client.generic("POST", page, one * 1000 + b"--here--\r\n", MULTIPART).status_code == 400


def test_a_file_in_another_field_is_refused(client: Client, page: str) -> None:
    assert client.post(page, {**PERSON, "other": SimpleUploadedFile("a.txt", b"words")}).status_code == 400


@pytest.mark.parametrize("address", ["/ask", "/contact", "/staff/sign-in"])
def test_elsewhere_a_form_with_a_file_is_refused(client: Client, address: str) -> None:
    file = SimpleUploadedFile("a.txt", b"words")
    assert client.post(address, {"question": "x", "files": file}).status_code in {400, 403, 405}


def test_a_file_that_is_too_large_is_there_by_name_and_size_alone() -> None:
    at = next(each for each in UPLOADS if each.field == "file")
    path = "/oversight/register/import"
    assert uploads_at(path) == at
    large = SimpleUploadedFile("systems.csv", b"x" * (at.each + 1))
    request = RequestFactory().post(path, {"file": large})
    (taken,) = request.FILES.getlist("file")
    assert was_too_large(taken)
    assert (taken.size, taken.read()) == (at.each + 1, b"")


def test_no_body_that_is_let_in_is_buffered_on_the_disk() -> None:
    """Django's own buffer of a request goes to a file beyond this size."""
    assert max(each.most for each in UPLOADS) < settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def test_the_files_of_a_draft_are_nowhere_in_the_clear(client: Client, page: str, tmp_path: Path) -> None:
    client.post(page, {**PERSON, "files": SimpleUploadedFile("a.txt", b"a word nobody else would write: quincunx")})
    row = ChallengeFile.objects.get()
    assert b"quincunx" not in bytes(row.sealed) + bytes(row.sealed_name)


def _run(coroutine: Any) -> None:
    """In a thread of its own: the browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()
