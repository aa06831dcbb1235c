"""Bad files: each is named with a plain reason, the others go in, and nothing harms the machine."""

import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from fingerpost.knowledge.importing import import_folder
from fingerpost.knowledge.models import Collection
from fingerpost.knowledge.models import Document as StoredDocument

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def nothing_imported(db):
    """Other tests share a small library that stays in the database; within these it is not there."""
    Collection.objects.all().delete()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "guidance"
    path.mkdir()
    return path


@pytest.fixture
def refused(folder):
    """Imports the folder and gives the reasons by name."""

    def run(**changes):
        report = import_folder(folder, body="fernby", collection="guide", title="Guide", **changes)
        return dict(report.refused)

    return run


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def word_file() -> bytes:
    document = Document()
    document.add_paragraph("Text of a Word document, long enough to be cut in the middle. " * 50)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def pdf_file(**settings: object) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, **settings)
    canvas.drawString(72, 700, "Text of a PDF file.")
    canvas.save()
    return data.getvalue()


def with_word_part(xml: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml})


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, (b"&%c;" % (97 + at)) * 10) for at in range(9))
    + b"]><d>&j;</d>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
LOCKED_MANIFEST = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"

BAD_FILES = {
    "an empty file": ("a.md", b"", "empty"),
    "only white space": ("a.txt", b" \n\n\t\n", "empty"),
    "only front matter": ("a.md", b"---\ntitle: T\n---\n", "no text"),
    "only hidden text": ("a.html", b"<html><h1>T</h1><p hidden>x y</p></html>", "no text"),
    "binary data under a text name": ("a.md", bytes(range(256)) * 40, "binary"),
    "a picture": ("a.md", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    "a program": ("a.pdf", b"\x7fELF" + b"\0" * 99, "program"),
    "broken UTF-8": ("a.md", "# Caffi\n\nCafé, tŷ, £5, naïve.\n".encode() * 9 + b"\xc3(\n", "broken character on line"),
    "characters that cannot be made out": ("a.txt", bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFE, 0xFF]) * 9, "made out"),
    "a PDF with a password": ("a.pdf", pdf_file(encrypt=StandardEncryption("secret")), "password"),
    "a Word file with a password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99, "password"),
    "an OpenDocument file with a password": (
        "a.odt",
        zipped({"content.xml": b"\x93\x01garbled", "META-INF/manifest.xml": LOCKED_MANIFEST}),
        "password",
    ),
    "an old Word file": ("a.doc", OLE, "old Office file"),
    "a malformed PDF": ("a.pdf", b"%PDF-1.7\nnothing of the kind\n%%EOF", "damaged"),
    "a PDF cut short": ("a.pdf", pdf_file()[:-200], "cut short"),
    "a Word file cut short": ("a.docx", word_file()[:-3000], "cut short"),
    "a Word file with broken XML": ("a.docx", with_word_part(b"<w:document><unclosed>"), "not valid XML"),
    "a Word file that is something else": ("a.docx", zipped({"word/document.xml": b"<a/>"}), "no body"),
    "a web page cut short": ("a.html", b"<html><h1>T</h1><p>Text</p><p class='x", "cut short"),
    "front matter cut short": ("a.md", b"---\ntitle: T\nsummary: S\n", "cut short"),
    "malformed front matter": ("a.md", b"---\ntitle: T\nsummary: [\n---\nText.\n", "on line 4"),
    "an unknown nation": ("a.md", b"---\ntitle: T\nnations: [narnia]\n---\nText.\n", "'narnia'"),
    "an impossible date": ("a.md", b"---\ntitle: T\nreview_by: 2026-02-30\n---\nText.\n", "day is out of range"),
    "JSON": ("a.json", b'{"a": 1}', "Content API"),
    "a table of data": ("a.csv", b"a,b\n1,2\n", "data (.csv)"),
    "RTF": ("a.rtf", b"{\\rtf1 text}", "RTF"),
    "a spreadsheet": ("a.xlsx", zipped({"xl/workbook.xml": b"<a/>"}), "spreadsheet"),
    "a zip of files": ("a.zip", zipped({"page.md": b"# T"}), "zip file"),
    "a zip bomb": ("a.docx", with_word_part(b"<a>" + b"0" * (60 * MB) + b"</a>"), "zip bomb"),
    "a zip of too many parts": (
        "a.odt",
        zipped({f"{at}": b"" for at in range(6000)} | {"content.xml": b"<a/>"}),
        "unpack",
    ),
    "an entity bomb in a Word file": ("a.docx", with_word_part(ENTITY_BOMB), "entities"),
    "an entity bomb in an OpenDocument file": ("a.odt", zipped({"content.xml": ENTITY_BOMB}), "entities"),
    "an alias bomb in front matter": ("a.md", b"---\na: &a [x, x]\nb: [*a, *a]\ntitle: T\n---\nText.\n", "alias"),
    "a page nested without end": ("a.html", b"<html>" + b"<div>" * 50_000 + b"x", "deep"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_named_with_its_reason_and_the_good_one_goes_in(folder, refused, case):
    name, data, reason = BAD_FILES[case]
    (folder / name).write_bytes(data)
    (folder / "good.md").write_text("# Good\n\nText.")
    reasons = refused()
    assert list(reasons) == [name]
    assert reason in reasons[name]
    assert reasons[name].endswith(".")
    assert list(StoredDocument.objects.values_list("title", flat=True)) == ["Good"]


def test_one_bad_file_among_a_hundred_leaves_ninety_nine(folder, refused):
    for number in range(100):
        (folder / f"page-{number:02}.md").write_text(f"# Page {number}\n\nText.")
    (folder / "page-41.md").write_bytes(pdf_file()[:-200])
    assert list(refused()) == ["page-41.md"]
    assert StoredDocument.objects.count() == 99


def test_an_old_windows_file_goes_in_and_that_is_noted(folder):
    (folder / "fees.txt").write_bytes("Fees\n\nThe café’s fee is £5.\n".encode("cp1252"))
    report = import_folder(folder, body="fernby", collection="guide", title="Guide")
    assert (report.added, report.refused) == (1, ())
    assert "Windows-1252" in report.notes[0][1]


def test_a_file_of_200_megabytes_is_refused_without_being_opened(folder, refused, monkeypatch):
    with (folder / "huge.md").open("wb") as file:
        file.truncate(200 * MB)  # it takes no room on the disk
    real = Path.read_bytes
    opened = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path.name) or real(path))
    (folder / "good.md").write_text("# Good\n\nText.")
    assert refused()["huge.md"].startswith("It is larger than 50 MB")
    assert opened == ["good.md"]


def test_the_largest_size_can_be_set(folder, refused):
    (folder / "page.md").write_text("# T\n\n" + "word " * 1000)
    (folder / "good.md").write_text("# Good\n\nText.")
    assert list(refused(largest_file=1000)) == ["page.md"]


def test_a_bomb_is_refused_before_it_takes_up_memory(folder, refused):
    data = with_word_part(b"<a>" + b"0" * (100 * MB) + b"</a>")
    (folder / "bomb.docx").write_bytes(data)
    del data
    tracemalloc.start()
    refused()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * MB


def test_a_link_out_of_the_folder_is_not_followed(folder, refused, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nText.")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "more.md").write_text("# More\n\nText.")
    (folder / "link.md").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "real.md").write_text("# Real\n\nText.")
    (folder / "inside.md").symlink_to(folder / "real.md")
    (folder / "nowhere.md").symlink_to(tmp_path / "gone.md")
    reasons = refused()
    assert set(reasons) == {"link.md", "folder", "nowhere.md"}
    assert "leads out of the folder" in reasons["link.md"]
    assert "leads out of the folder" in reasons["folder"]
    assert set(StoredDocument.objects.values_list("key", flat=True)) == {"real", "inside"}


def test_what_is_no_ordinary_file_is_not_opened(folder, refused):
    os.mkfifo(folder / "pipe.md")
    (folder / "good.md").write_text("# Good\n\nText.")
    assert refused() == {"pipe.md": "It is not an ordinary file."}


def test_a_file_that_may_not_be_read_is_named(folder, refused, monkeypatch):
    (folder / "closed.md").write_text("# T\n\nText.")
    (folder / "good.md").write_text("# Good\n\nText.")
    real = Path.read_bytes

    def read(path):
        if path.name == "closed.md":  # the tests may run as root, whom no permission stops
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert "lacks the permission" in refused()["closed.md"]


def test_a_name_that_cannot_be_read_is_named_as_well_as_it_can_be(folder, refused):
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("# T\n\nText.")
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "good.md").write_text("# Good\n\nText.")
    assert refused() == {"caf?.md": "Its name holds characters that cannot be read. Rename it."}


def test_comments_without_end_before_no_page_are_read_in_no_time(folder, refused):
    (folder / "a.txt").write_text("<!-- a -->" * 5_000 + "\n\nText.")
    assert refused() == {}


def test_a_fault_of_a_parser_refuses_its_file_only(folder, refused, monkeypatch):
    def fail(data, name):
        raise ZeroDivisionError

    (folder / "odd.md").write_text("# T\n\nText.")
    monkeypatch.setattr("fingerpost.knowledge.sources.folder.read_file", fail)
    assert "It could not be read (ZeroDivisionError)" in refused()["odd.md"]


def test_refused_files_do_not_count_as_lost(folder, refused):
    for number in range(4):
        (folder / f"{number}.md").write_text(f"# Page {number}\n\nText.")
    refused()
    for number in range(4):
        (folder / f"{number}.md").write_bytes(b"\0" * 99)
    assert len(refused()) == 4
    assert StoredDocument.objects.count() == 4
