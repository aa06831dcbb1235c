"""What a text message and a voice may say of a reply: whole sentences, whole lists, and help before all else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.doors.api.plain_text import LONGEST, SHORTEST, as_speech, as_text, quoted_sentences
from fingerpost.doors.api.spoken import speak_plainly, spell

ADDRESS = "https://ask.fernby.example/answers/FP-ABCDE-FGHJK"


def line(text: str, kind: str = "sentence", block: int = 0, *, marked: bool = True) -> dict[str, Any]:
    return {"text": text, "kind": kind, "block": block, "marked": marked}


def claim(*lines: dict[str, Any], title: str = "Child Grant") -> dict[str, Any]:
    source = {
        "title": title,
        "link": "/guidance/tests/child-grant#how",
        "url": "https://www.fernby.example/child-grant",
    }
    return {"quote": " ".join(each["text"] for each in lines), "lines": list(lines), "source": source}


def reply(**parts: Any) -> dict[str, Any]:
    nothing = {"signposts": [], "message": "", "asks": [], "claims": [], "not_found": [], "next_steps": []}
    contact = {"team": "Customer services", "phone": "01632 960000", "email": "", "url": ""}
    return {"reference": "FP-ABCDE-FGHJK", "language": "en", "contact": contact, **nothing, **parts}


CONDITIONS = (
    line("You can get it if:", marked=False),
    line("a child under 16 lives with you", "bullet", 1),
    line("you do not get the other grant", "bullet", 1, marked=False),
)


def test_a_list_with_a_marked_item_is_whole_and_keeps_the_words_that_lead_into_it() -> None:
    assert quoted_sentences(claim(*CONDITIONS)) == [
        "You can get it if:\n- a child under 16 lives with you\n- you do not get the other grant"
    ]
    led_by_a_marked_line = claim(line("You can get it if:"), *CONDITIONS[1:])
    assert quoted_sentences(led_by_a_marked_line) == quoted_sentences(claim(*CONDITIONS))


def test_a_marked_row_stands_under_the_head_of_its_table() -> None:
    rows = claim(
        line("Children | A week", "table-head", 1, marked=False),
        line("1 | £27.05", "table-row", 1),
        line("2 | £44.95", "table-row", 1, marked=False),
    )
    assert quoted_sentences(rows) == ["Children | A week\n1 | £27.05"]
    assert "Children, A week\n1, £27.05" in as_speech(reply(claims=[rows]))


def test_where_nothing_is_marked_all_is_said() -> None:
    lines = [line("It is £27.05 a week.", marked=False), line("It is paid on a Monday.", block=1, marked=False)]
    assert quoted_sentences(claim(*lines)) == ["It is £27.05 a week.", "It is paid on a Monday."]


def test_a_list_that_has_no_room_is_left_out_whole() -> None:
    words = as_text(reply(claims=[claim(*CONDITIONS)]), address=ADDRESS, longest=SHORTEST)
    assert "You can get it" not in words
    assert words.endswith(f"More: {ADDRESS}")


def test_a_later_sentence_is_never_shown_without_the_one_before_it() -> None:
    long = line("The grant is paid to whoever is responsible for the child, " + "and so on " * 20 + "as said.")
    short = line("It is not paid twice.", block=1)
    assert "It is not paid twice." not in as_text(reply(claims=[claim(long, short)]), address=ADDRESS, longest=200)


def test_a_second_page_is_quoted_with_its_source_or_not_at_all() -> None:
    first, second = claim(line("It is £27.05.")), claim(line("It is £1.50."), title="Pocket money")
    whole = as_text(reply(claims=[first, second]), address=ADDRESS)
    assert "It is £1.50.\nFrom: Pocket money https://" in whole
    for longest in range(SHORTEST, len(whole)):
        cut = as_text(reply(claims=[first, second]), address=ADDRESS, longest=longest)
        assert ("£1.50" in cut) == ("From: Pocket money https://" in cut)


def test_help_stands_first_and_is_whole_however_little_room_there_is() -> None:
    contacts = [
        {"kind": "contact", "label": "Emergency services", "phone": "999", "url": ""},
        {"kind": "contact", "label": "Samaritans, free", "phone": "116 123", "url": "https://www.samaritans.org/"},
        {"kind": "contact", "label": "Shout: text SHOUT to 85258", "phone": "", "url": "https://giveusashout.org/"},
    ]
    signpost = {"name": "suicide", "heading": "You are not alone", "words": "Talk. " * 60, "contacts": contacts}
    danger = reply(signposts=[signpost], next_steps=contacts, message="Please get help from a person.")
    words = as_text(danger, address=ADDRESS, longest=SHORTEST)
    assert words.startswith("You are not alone\nEmergency services: 999\nSamaritans, free: 116 123\nShout: text SHOUT")
    assert "Talk." not in words
    assert "Next:" not in as_text(danger, address=ADDRESS, longest=LONGEST)  # said already


def test_signs_that_double_the_cost_of_a_message_are_typed_plainly() -> None:
    words = as_text(reply(claims=[claim(line("It’s “free” – for now… • £5"))]))
    assert 'It\'s "free" - for now... - £5' in words


@given(
    sentences=st.lists(
        st.from_regex(r"[A-Z][a-z]{1,30} £[1-9][0-9]{0,2}(,[0-9]{3})?\.[0-9]{2} [a-z ]{0,80}\.", fullmatch=True),
        max_size=6,
    ),
    longest=st.integers(SHORTEST, LONGEST),
    missing=st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), max_size=4),
)
def test_no_sentence_and_no_figure_is_ever_cut(sentences: list[str], longest: int, missing: list[str]) -> None:
    lines = [line(text, block=number) for number, text in enumerate(sentences)] or [line("Nothing.")]
    told = reply(claims=[claim(*lines)], not_found=missing)
    words = as_text(told, address=ADDRESS, longest=longest)
    assert len(words) <= longest
    whole = {
        *(each["text"] for each in lines),
        "From: Child Grant", "From: Child Grant https://www.fernby.example/child-grant",
        f"We did not find: {', '.join(missing)}", "Ask a person: 01632 960000", "Reference: FP-ABCDE-FGHJK",
        f"More: {ADDRESS}",
    }  # fmt: skip
    assert set(words.splitlines()) <= whole
    assert "Reference: FP-ABCDE-FGHJK" in words
    assert (f"More: {ADDRESS}" in words) == (len(as_text(told, longest=100_000)) > longest)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 01632 960123 today.", "Call 0 1 6 3 2, 9 6 0 1 2 3 today."),
        ("Call 08081570192.", "Call 0 8 0 8 1 5 7 0 1 9 2."),
        ("Samaritans: 116 123", "Samaritans: 1 1 6, 1 2 3"),
        ("In danger call 999, or 111.", "In danger call 9 9 9, or 1 1 1."),
        ("It is £111.50, £999 or 999.5%, from 2026 to 2027.", "It is £111.50, £999 or 999.5%, from 2026 to 2027."),
        ("It is £1,111 for 1,999 homes.", "It is £1,111 for 1,999 homes."),
        ("See https://www.gov.uk/child-benefit/how-to-claim.", "See gov.uk."),
        ("See www.gov.wales/live-fear-free, then call.", "See gov.wales, then call."),
        ("Children | A week", "Children, A week"),
    ],
)
def test_what_is_dialled_is_said_digit_by_digit_and_money_is_not(written: str, said: str) -> None:
    assert speak_plainly(written) == said


def test_a_reference_is_spelled() -> None:
    assert spell("FP-1EH9J-7SYE7") == "F P, 1 E H 9 J, 7 S Y E 7"
