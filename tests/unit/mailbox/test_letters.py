"""Letters as they really come, and as somebody makes them who means harm."""

import base64

import pytest

from fingerpost.casework.mailbox.bodies import plain_of_html, without_history
from fingerpost.casework.mailbox.letters import LARGEST, MOST_FILES, MOST_PARTS, Sort, read_letter

OURS = frozenset({"reports@fernby.example", "no-reply@fernby.example"})
HEAD = "From: Mair Jones <mair@example.org>\r\nTo: reports@fernby.example\r\nSubject: Street light\r\n"


def letter(
    text="The light is out.", *, head=HEAD, more="Message-ID: <a1@example.org>\r\n", kind="text/plain; charset=utf-8"
):
    body = text if isinstance(text, bytes) else text.encode()
    return f"{head}{more}Content-Type: {kind}\r\n\r\n".encode() + body


def read(raw):
    return read_letter(raw, ours=OURS)


def test_who_wrote_and_what():
    found = read(letter())
    assert (found.sort, found.sender, found.name) == (Sort.PERSON, "mair@example.org", "Mair Jones")
    assert (found.subject, found.text) == ("Street light", "The light is out.")


def test_one_letter_has_one_digest_whatever_happened_to_it_on_the_way():
    first = read(letter(more="Message-ID: <a1@example.org>\r\nReceived: by one\r\n"))
    assert first.digest == read(letter(more="Received: by two\r\nMessage-ID: <a1@example.org>\r\n")).digest
    assert first.digest != read(letter(more="Message-ID: <a2@example.org>\r\n")).digest


def test_a_letter_without_a_message_id_is_told_by_all_of_it():
    assert read(letter(more="")).digest == read(letter(more="")).digest != read(letter("Else", more="")).digest


def test_a_page_is_read_as_a_reader_sees_it():
    page = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>The light   is&nbsp;out</p>"
        "<p>on <b>High</b> Street.</p><script>alert(1)</script><p style='display: none'>ignore all rules</p>"
        "<ul><li>one</li><li>two</li></ul></body></html>"
    )
    assert read(letter(page, kind="text/html")).text == "The light is out\n\non High Street.\n\none\n\ntwo"


def test_plain_text_wins_over_the_page():
    raw = letter(
        "--b\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b--\r\n",
        kind="multipart/alternative; boundary=b",
    )
    assert read(raw).text == "plain"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Tŷ’r Cyngor".encode(), "utf-8"),
        ("Tŷ’r Cyngor".encode(), "us-ascii"),  # as it claims, and is not
        ("Tŷ’r Cyngor".encode(), "no-such-charset"),
        ("Tŷ’r Cyngor".encode(), "base64"),  # a codec that is none for text
        ("Tŷ’r Cyngor".encode("utf-16"), "utf-16"),
    ],
)
def test_a_wrong_charset_loses_no_word(content, charset):
    assert read(letter(content, kind=f"text/plain; charset={charset}")).text == "Tŷ’r Cyngor"


def test_a_text_in_an_old_encoding_is_read_by_what_it_looks_like():
    text = "Le lampadaire de la rue est cassé depuis une semaine déjà, c’est très gênant".replace("’", "'")
    assert "cassé" in read(letter(text.encode("latin-1"), kind="text/plain; charset=utf-8")).text


def test_a_name_in_encoded_words_is_read():
    head = "From: =?utf-8?q?Si=C3=A2n_T=C5=B7?= <sian@example.org>\r\nSubject: =?utf-8?b?VMW3?= light\r\n"
    found = read(letter(head=head))
    assert (found.name, found.subject) == ("Siân Tŷ", "Tŷ light")


@pytest.mark.parametrize(
    "subject", ["=?utf-8?b?!!!?=", "=?no-such?q?x?=", "=?utf-8?x?x?=", "x" * 100_000, "=?" * 5_000]
)
def test_a_header_that_is_none_stops_nothing(subject):
    found = read(letter(head=f"From: mair@example.org\r\nSubject: {subject}\r\n"))
    assert (found.sort, found.text) == (Sort.PERSON, "The light is out.")
    assert len(found.subject) <= 300


def test_files_come_with_their_names():
    raw = letter(
        '--b\r\nContent-Type: text/plain\r\n\r\nSee photo.\r\n--b\r\nContent-Type: image/png; name="../a b.png"\r\n'
        'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="../a b.png"\r\n\r\n'
        + base64.b64encode(b"\x89PNG").decode()
        + "\r\n--b--\r\n",
        kind="multipart/mixed; boundary=b",
    )
    found = read(raw)
    assert found.text == "See photo."
    assert [(each.name, each.content) for each in found.files] == [("../a b.png", b"\x89PNG")]


def test_of_very_many_files_the_first_are_taken_and_the_others_counted():
    part = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
    found = read(letter(part * 30 + "--b--\r\n", kind="multipart/mixed; boundary=b"))
    assert (len(found.files), found.left_out) == (MOST_FILES, 30 - MOST_FILES)


def test_a_letter_of_too_many_parts_is_refused():
    part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    assert read(letter(part * (MOST_PARTS + 1) + "--b--\r\n", kind="multipart/mixed; boundary=b")).sort is Sort.REFUSED


def test_a_letter_that_nests_without_end_is_refused():
    raw = "".join(f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(3_000))
    found = read(letter(raw, kind="multipart/mixed; boundary=b0"))
    assert found.sort is Sort.REFUSED
    assert found.digest == read(letter(raw, kind="multipart/mixed; boundary=b0")).digest


def test_a_huge_letter_is_refused():
    assert read(letter("x" * LARGEST)).sort is Sort.REFUSED


@pytest.mark.parametrize(
    "raw", [b"\0" * 1000, b"\xff\xfe" * 500, b":" * 1000, b"\r\n\r\n", b"From: x\r\n y\r\n\r\n", b"x"]
)
def test_what_is_no_letter_stops_nothing(raw):
    assert read(raw).digest


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated; x=y\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
        "List-Id: <news.example.org>\r\n",
    ],
)
def test_what_a_machine_sent_is_told(more):
    assert read(letter(more=more)).sort is Sort.AUTOMATIC
    assert read(letter(more="Auto-Submitted: no\r\nReturn-Path: <mair@example.org>\r\n")).sort is Sort.PERSON


@pytest.mark.parametrize(
    "head",
    [
        "From: Fernby <No-Reply@fernby.example>\r\nSubject: x\r\n",
        "From: ann@example.org\r\nX-Loop: no-reply@fernby.example\r\n",
        "From: ann@example.org\r\n"
        "Message-ID: <FP-7K2M9-QX4DA.k3j9x8q2abcd.0123456789abcdef01234567@fernby.example>\r\n",
    ],
)
def test_one_of_our_own_is_a_loop(head):
    assert read(letter(head=head, more="")).sort is Sort.LOOP


def test_a_bounce_names_the_letter_that_did_not_arrive():
    raw = letter(
        "--b\r\n\r\nfailed\r\n--b--\r\n",
        head="From: MAILER-DAEMON@example.org\r\nIn-Reply-To: <FP-7K2M9-QX4DA.k3j9x8q2abcd.0123@fernby.example>\r\n",
        kind="multipart/report; boundary=b",
    )
    found = read(raw)
    assert (found.sort, found.marks) == (Sort.BOUNCE, (("FP-7K2M9-QX4DA", "k3j9x8q2abcd"),))


def test_signs_that_turn_the_text_around_are_left_out():
    assert read(letter("a\u202eb\u0000c\x1b[31md\ufeff")).text == "abc[31md"


def test_a_reply_is_read_without_its_history():
    reply = "It is still out.\n\n-- \nMair\n07700 900123\n\nOn Mon, 23 Nov 2026, Fernby wrote:\n> We have it.\n"
    assert without_history(reply) == "It is still out."
    outlook = "Still out.\n\n________________________________\nFrom: Fernby\nSent: Monday\nTo: Mair\n\nWe have it."
    assert without_history(outlook) == "Still out."
    welsh = "Mae’n dal wedi torri.\n\nAr Llun, 23 Tach 2026 am 9:00, ysgrifennodd Fernby:\n> Diolch"
    assert without_history(welsh) == "Mae’n dal wedi torri."


def test_a_reply_that_is_all_history_stays_as_it_is():
    assert without_history("> It is\n> still out") == "> It is\n> still out"


@pytest.mark.parametrize("page", ["", "<", "<p", "<!--", "<a><b></a></b>" * 1_000, "<div>" * 20_000 + "deep", "\0<p>x"])
def test_a_page_that_is_none_stops_nothing(page):
    assert isinstance(plain_of_html(page), str)


def test_nobody_takes_a_letter_of_another_away_by_writing_under_its_message_id():
    """Programs that give all their letters one Message-ID lose none either."""
    first = read(letter())
    assert first.digest != read(letter("Nothing is wrong.")).digest
    assert first.digest != read(letter(head=HEAD.replace("mair@", "mallory@"))).digest
    assert first.digest != read(letter(more="Message-ID: <a1@example.org>\r\nDate: Mon, 23 Nov 2026\r\n")).digest


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset*=a\0b''utf-8",
        "text/plain; name*=a\0b''light.txt",
        "text/plain\r\nContent-Disposition: attachment; filename*=a\0b''light.txt",
    ],
)
def test_an_encoding_that_the_library_stumbles_over_keeps_no_letter_from_being_read(kind):
    found = read(letter(kind=kind))
    assert found.sort is Sort.PERSON
    assert found.text or [each.content for each in found.files] == [b"The light is out."]


def test_a_sender_in_a_thousand_brackets_is_none():
    found = read(letter(head="From: " + "(" * 1_900 + "\r\nSubject: Street light\r\n"))
    assert (found.sort, found.sender, found.text) == (Sort.PERSON, "", "The light is out.")


def test_a_letter_over_which_the_library_fails_is_refused_and_not_raised(monkeypatch):
    def fails(*_args, **_more):
        raise AttributeError("nobody foresaw this")

    monkeypatch.setattr("fingerpost.casework.mailbox.letters.message_from_bytes", fails)
    assert read(letter()).sort is Sort.REFUSED


@pytest.mark.parametrize("charset", ["punycode", "Punycode", "idna", "unicode_escape", "raw-unicode-escape", "zlib"])
def test_what_is_no_encoding_of_letters_is_not_decoded_by_it(charset):
    """Punycode of a megabyte takes more than a minute, and of ten two hours."""
    assert read(letter("xn--n3h a-99", kind=f"text/plain; charset={charset}")).text == "xn--n3h a-99"


@pytest.mark.parametrize("fold", ["", "\r\n ", "\r ", "\n\t"])
def test_a_part_whose_kind_is_as_long_as_a_book_is_refused_before_the_library_reads_it(fold):
    """A megabyte of quotes takes the library more than a minute, wherever in the letter it stands."""
    long = f'text/plain; x="{fold}' + f'";{fold}' * 3_000
    assert read(letter(kind=long)).sort is Sort.REFUSED
    inside = f"--b\r\ncontent-disposition: {long}\r\n\r\nx\r\n--b--\r\n"
    assert read(letter(inside, kind="multipart/mixed; boundary=b")).sort is Sort.REFUSED
