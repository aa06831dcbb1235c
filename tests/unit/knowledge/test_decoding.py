"""Text files are UTF-8; older ones are worked out where that is safe, and refused where it is a guess."""

import pytest

from fingerpost.knowledge.formats.decoding import decode_text
from fingerpost.knowledge.formats.unreadable import Unreadable

TEXT = "The fee is £5 – see “Fees”. Tŷ Hywel’s café."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_remark(encoding):
    decoded = decode_text(TEXT.encode(encoding))
    assert (decoded.text, decoded.note) == (TEXT, "")


def test_an_old_windows_file_is_read_and_noted():
    text = "The fee is £5 – see “Fees”. A café’s licence costs €20."
    decoded = decode_text(text.encode("cp1252"))
    assert decoded.text == text
    assert "Windows-1252" in decoded.note


def test_another_encoding_is_worked_out_from_enough_text_and_noted():
    text = "Вы можете подать заявление на помощь с оплатой жилья, если у вас низкий доход. Обратитесь в совет. " * 5
    decoded = decode_text(text.encode("cp1251"))
    assert decoded.text == text
    assert decoded.note


def test_utf8_with_a_broken_character_is_refused_with_its_line():
    data = ("Line one: café, naïve, déjà vu, £5.\n" * 3).encode() + b"broken \xc3 here\n" + "£6\n".encode()
    with pytest.raises(Unreadable, match="line 4"):
        decode_text(data)


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"abc\x00def" * 50])
def test_binary_data_is_refused(data):
    with pytest.raises(Unreadable, match="binary"):
        decode_text(data)


def test_a_wrong_mark_of_unicode_is_refused():
    with pytest.raises(Unreadable, match="UTF-16"):
        decode_text(b"\xff\xfea\x00b")


def test_characters_that_cannot_be_made_out_are_refused():
    with pytest.raises(Unreadable, match="could not be made out"):
        decode_text(bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFE, 0xFF]) * 9)


def test_line_ends_of_all_systems_become_one():
    assert decode_text(b"a\r\nb\rc\n").text == "a\nb\nc\n"
