"""Sums and telephone numbers are said as people say them; all else is left as it stands."""

import pytest

from fingerpost.engines.speech.spoken import as_spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It is £26.05 a week.", "It is 26 pounds 5 pence a week."),
        ("Up to £1,000 a year", "Up to 1000 pounds a year"),
        ("£1", "1 pound"),
        ("£0.50 a day", "50 pence a day"),
        ("£12,570.00", "12570 pounds"),
        ("Call 0800 328 5644.", "Call 0 8 0 0, 3 2 8, 5 6 4 4."),
        ("Text +44 7700 900123", "Text 4 4, 7 7 0 0, 9 0 0 1 2 3"),
        ("From 6 April 2026", "From 6 April 2026"),
        ("between 2026 2027", "between 2026 2027"),
        ("16 or 17, and 5%", "16 or 17, and 5%"),
        ("Form CG1", "Form CG1"),
        ("", ""),
    ],
)
def test_signs_become_words(written: str, said: str) -> None:
    assert as_spoken(written, language="en") == said


def test_welsh_sums_are_said_in_welsh() -> None:
    assert as_spoken("Mae'n £26.05 yr wythnos.", language="cy") == "Mae'n 26 punt 5 ceiniog yr wythnos."
    assert as_spoken("£1", language="cy") == "1 punt"
