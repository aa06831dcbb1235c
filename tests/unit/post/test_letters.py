"""Letters on paper: every word on the page, the address in the window, and one file a letter."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from fingerpost.engines.post import letters
from fingerpost.engines.post.letters import (
    LetterPress,
    address_lines,
    list_letters,
    remove_letters,
    remove_old_letters,
)
from fingerpost.engines.post.sending import NotSent

LETTER = {
    "to": "Mair Ŵyn-Jones\n12 Heol y Tŷ\nFernby\nFE1 2AB",
    "subject": "Y twll yn y ffordd",
    "words": "Annwyl Mair\n\nMae’r gwaith yn costio £1,250.\n\nYn gywir\nSiân",
    "reference": "FP-7K2M9-QX4DA",
    "language": "cy",
    "key": "fernby/reply/1",
}
MM = 72 / 25.4


@pytest.fixture
def press(tmp_path):
    return LetterPress(
        folder=tmp_path / "letters",
        name=lambda: "Cyngor Fernby",
        from_lines=lambda: ["Neuadd y Dref", "01632 960100"],
        today=lambda: date(2026, 11, 23),
    )


def pages(folder):
    (path,) = folder.glob("*.pdf")
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_every_word_stands_on_the_page(press):
    press.send(LETTER)
    (page,) = pages(press.folder)
    for words in (
        "Mair Ŵyn-Jones",
        "12 Heol y Tŷ",
        "£1,250",
        "Siân",
        "23 Tachwedd 2026",
        "Ein cyfeirnod: FP-7K2M9-QX4DA",
    ):
        assert words in page
    assert "Tudalen 1 o 1" in page


def test_the_address_stands_in_the_window_and_nothing_else_does(press):
    """BS 4264: a DL envelope shows 93 by 34 mm, 20 mm from its left and at most 53 mm from the top."""
    press.send({**LETTER, "to": [f"Line {number}" for number in range(12)]})
    (path,) = press.folder.glob("*.pdf")
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage()
    window = text.get_text_bounded(left=20 * MM, right=113 * MM, top=(297 - 46) * MM, bottom=(297 - 87) * MM)
    document.close()
    lines = window.split("\r\n")
    assert lines[0] == "Line 0"
    assert lines[-1].startswith("Line 6, Line 7")
    assert all(line.startswith("Line") for line in lines)


def test_who_it_is_for_stands_above_the_address_once(press):
    press.send({**LETTER, "to": "12 High Street, Fernby", "name": "Mair Jones"})
    assert "Mair Jones\r\n12 High Street\r\nFernby" in pages(press.folder)[0]
    press.send({**LETTER, "to": "Mair Jones\n12 High Street", "name": "Mair Jones"})
    assert pages(press.folder)[0].count("Mair Jones") == 1


def test_a_long_letter_has_numbered_pages_and_loses_nothing(press):
    words = "\n\n".join(
        f"Paragraph {number} says a little more than one line of the page can hold, so it is folded."
        for number in range(60)
    )
    press.send({**LETTER, "language": "en", "words": words + "\n\n" + "x" * 500})
    found = pages(press.folder)
    assert len(found) == 4
    assert all(f"Paragraph {number} " in "".join(found) for number in range(60))
    assert sum(page.count("x") for page in found) == 500
    assert "Page 2 of 4" in found[1]


def test_the_font_is_in_the_file(press):
    press.send(LETTER)
    assert b"/FontFile2" in next(press.folder.glob("*.pdf")).read_bytes()


def test_a_sign_that_the_font_has_not_is_shown_as_missing(press):
    press.send({**LETTER, "words": "Diolch 中"})
    assert "Diolch ?" in pages(press.folder)[0]


def test_a_letter_that_is_made_twice_is_one_file_that_others_cannot_read(press):
    press.send(LETTER)
    press.send(LETTER)
    (path,) = press.folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert press.folder.stat().st_mode & 0o777 == 0o700


def test_an_address_without_a_street_is_given_up(press):
    with pytest.raises(NotSent) as told:
        press.send({**LETTER, "to": "Mair"})
    assert not told.value.try_again


def test_a_folder_that_cannot_be_written_is_tried_again(press, tmp_path):
    (tmp_path / "letters").write_text("a file")
    with pytest.raises(NotSent) as told:
        press.send(LETTER)
    assert told.value.try_again


def test_an_address_on_one_line_is_parted_at_its_commas():
    assert address_lines("1 High Street, Fernby,FE1 2AB") == ["1 High Street", "Fernby", "FE1 2AB"]


def test_a_reference_cannot_lead_out_of_the_folder(press, tmp_path):
    press.send({**LETTER, "reference": "../../etc/passwd"})
    assert [each.parent for each in tmp_path.rglob("*.pdf")] == [press.folder]


def test_letters_are_listed_and_taken_away(press):
    press.send(LETTER)
    press.send({**LETTER, "key": "fernby/reply/2", "reference": "FP-00000-00000"})
    assert len(list_letters(press.folder, zone=UTC)) == 2
    assert remove_letters(press.folder, "FP-7K2M9-QX4DA") == 1
    assert remove_old_letters(press.folder, before=datetime.now(UTC) - timedelta(days=30)) == 0
    assert remove_old_letters(press.folder, before=datetime.now(UTC) + timedelta(days=1)) == 1
    assert list_letters(press.folder, zone=UTC) == ()


def test_a_word_of_thousands_of_letters_is_cut_without_measuring_it_thousands_of_times(press, monkeypatch):
    """Tried letter by letter from its end it took 40 seconds, and every other message waited."""
    measured, width = [], letters._width
    monkeypatch.setattr(letters, "_width", lambda *given: measured.append(len(given[0])) or width(*given))
    press.send({**LETTER, "words": "W" * 5_000, "language": "en"})
    assert sum(measured) < 1_000_000  # letters; every beginning of it together were a hundred million
    assert "".join(pages(press.folder)).count("W") >= 5_000
