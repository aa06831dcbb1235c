"""Files that people sent are given out to be kept: no browser shows them, runs them or guesses what they are."""

import pytest

from fingerpost.casework.attachments.pictures import FORMATS
from fingerpost.doors.downloads import MEDIA_TYPES, give_file
from fingerpost.record.challenges.files import ENDINGS as OF_CHALLENGES


def test_a_file_is_kept_and_never_shown() -> None:
    given = give_file(b"%PDF-1.7", name="letter.pdf", kind="pdf")
    assert given.content == b"%PDF-1.7"
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ['a"; filename="b.exe', "a\r\nSet-Cookie: b=c", "llun tŷ.png", ""])
def test_no_name_makes_a_second_header_or_a_second_name(name: str) -> None:
    given = give_file(b"x", name=name, kind="png")
    told = given.headers["Content-Disposition"]
    assert told.startswith("attachment")
    assert "\n" not in told and "\r" not in told
    assert 'filename="b.exe' not in told
    assert "Set-Cookie" not in given.headers


def test_what_is_not_known_is_given_as_bytes() -> None:
    assert give_file(b"x", name="x", kind="odd").headers["Content-Type"] == "application/octet-stream"


def test_each_kind_that_is_taken_in_has_its_media_type() -> None:
    assert set(FORMATS) | set(OF_CHALLENGES) == set(MEDIA_TYPES)
