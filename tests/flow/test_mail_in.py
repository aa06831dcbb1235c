"""E-mail in and out, by real servers: a report, its acknowledgement, an answer, and what goes round in circles."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from django.test import Client
from tests.imap import PASSWORD, USER, imap_server
from tests.mailbox import Mailbox, mail_server

from fingerpost.casework.following import follow
from fingerpost.casework.history import read_lines
from fingerpost.casework.models import Attachment, Case, HistoryLine, MailReceived, Message
from fingerpost.casework.sealing import unseal_words
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors import posting
from fingerpost.doors.installation import installation, now
from fingerpost.engines.post.inbox import Maildir
from fingerpost.site.case_checks import check_post
from fingerpost.site.post import ways_of

pytestmark = pytest.mark.django_db
US = "reports@fernby.example"


@pytest.fixture
def post(client: Client, settings, monkeypatch, tmp_path: Path) -> Iterator[tuple[Mailbox, Path]]:
    """A mail server that takes our letters, and a Maildir in which those to us lie."""
    folder = tmp_path / "maildir"
    (folder / "new").mkdir(parents=True)
    monkeypatch.setattr(posting, "MOST_TO_ONE", 1_000_000)  # the tests write as one person
    with mail_server() as mailbox:
        settings.CONFIGURATION = replace(
            settings.CONFIGURATION,
            smtp_url=f"smtp://127.0.0.1:{mailbox.port}",
            mail_from="no-reply@fernby.example",
            base_url="https://ask.fernby.example",
            mail_in=f"maildir:{folder}",
            mail_in_address=US,
            mail_a_day=1_000_000,
        )
        settings.POST_WAYS = ways_of(settings.CONFIGURATION)
        yield mailbox, folder


def letter(text="The street light outside number 4 is out.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    usual = {"From": "Mair Jones <mair@example.org>", "To": US, "Subject": "Street light", "Message-ID": make_msgid()}
    for name, value in {**usual, **{key.replace("_", "-"): each for key, each in headers.items()}}.items():
        made[name] = value
    made.set_content(text)
    return made


def deliver(folder: Path, made: EmailMessage | bytes, name: str = "1") -> None:
    (folder / "new" / name).write_bytes(made if isinstance(made, bytes) else made.as_bytes())


def taken() -> list[str]:
    return [each.became for each in posting.take_mail(at=now()) if not each.was_known]


def words_of(case: Case) -> dict[str, str]:
    return unseal_words(case, keys=installation().build_keys()) or {}


def test_a_letter_becomes_a_case_and_is_acknowledged_with_a_private_link(post):
    mailbox, folder = post
    deliver(folder, letter())
    assert taken() == ["case"]
    case = Case.objects.get()
    assert case.channel == "e-mail"
    assert words_of(case)["email"] == "mair@example.org"
    assert not list((folder / "new").iterdir())
    assert posting.send_what_is_due(at=now()).sent == 1
    assert mailbox.to == [["mair@example.org"]]
    words = mailbox.text()
    link = next(line for line in words.splitlines() if line.startswith("https://ask.fernby.example/follow/"))
    reference, secret = link.split("/")[-2:]
    found = follow(reference, secret, body=case.body, at=now(), keys=installation().build_keys())
    assert found.reference == case.reference
    assert mailbox.letters[0]["Reply-To"] == US


def test_an_answer_adds_to_the_case_without_what_it_quotes(post):
    mailbox, folder = post
    deliver(folder, letter())
    taken()
    posting.send_what_is_due(at=now())
    came = mailbox.letters[0]
    answer = letter(
        f"It is number 6, sorry.\n\nOn Monday, Fernby wrote:\n> {mailbox.text()}", Subject=f"Re: {came['Subject']}"
    )
    deliver(folder, answer, "2")
    assert taken() == ["added"]
    case = Case.objects.get()
    (heard,) = [each for each in read_lines(case, keys=installation().build_keys()) if each.kind == "heard"]
    assert (heard.text, heard.by) == ("It is number 6, sorry.", "resident")
    deliver(folder, answer, "3")
    assert taken() == []
    assert HistoryLine.objects.filter(kind="heard").count() == 1


def test_an_answer_is_known_by_what_it_answers_when_its_subject_was_changed(post):
    mailbox, folder = post
    deliver(folder, letter())
    taken()
    posting.send_what_is_due(at=now())
    deliver(folder, letter("More.", Subject="hello", In_Reply_To=mailbox.letters[0]["Message-ID"]), "2")
    assert taken() == ["added"]


def test_a_reference_without_its_token_opens_nothing(post):
    _mailbox, folder = post
    deliver(folder, letter())
    taken()
    reference = Case.objects.get().reference
    for number, subject in enumerate((f"Re: {reference}", f"Re: [{reference}.0123456789ab]")):
        deliver(folder, letter("Let me in.", Subject=subject, From="eve@example.org"), f"2{number}")
    assert taken() == ["case", "case"]
    assert not HistoryLine.objects.filter(kind="heard").exists()


def test_letters_do_not_go_round_in_circles(post):
    """Our own acknowledgement comes back, an absent person's machine answers it, and it bounces: nobody is answered."""
    mailbox, folder = post
    deliver(folder, letter())
    taken()
    posting.send_what_is_due(at=now())
    ours = mailbox.letters[0]
    deliver(folder, ours.as_bytes(), "2")
    deliver(folder, letter("I am away.", Subject=f"Re: {ours['Subject']}", Auto_Submitted="auto-replied"), "3")
    bounce = letter("failed", From="MAILER-DAEMON@example.org", In_Reply_To=ours["Message-ID"])
    bounce.replace_header("Content-Type", "multipart/report; boundary=b")
    deliver(folder, bounce, "4")
    assert sorted(taken()) == ["automatic", "automatic", "loop"]
    assert Case.objects.count() == 1
    assert not Message.objects.exclude(state="sent").exists()
    assert HistoryLine.objects.filter(kind="message/bounced").count() == 1


def test_a_machine_that_does_not_say_so_adds_once_and_is_not_answered(post):
    mailbox, folder = post
    deliver(folder, letter())
    taken()
    for number in range(3):
        posting.send_what_is_due(at=now())
        deliver(folder, letter("Got it!", Subject=f"Re: {mailbox.letters[-1]['Subject']}"), f"again{number}")
        taken()
    assert (Case.objects.count(), len(mailbox.letters)) == (1, 1)


def test_two_machines_that_acknowledge_each_other_come_to_an_end(post, monkeypatch):
    """Another help desk answers each letter with one of its own, under a new subject, and does not say it is one."""
    mailbox, folder = post
    monkeypatch.setattr(posting, "MOST_TO_ONE", 3)  # to this address no other test writes
    deliver(folder, letter("Ticket 0 has been opened.", From="desk@elsewhere.example"), "ticket0")
    for number in range(1, 9):
        if not taken():
            break
        before = len(mailbox.letters)
        posting.send_what_is_due(at=now())
        if len(mailbox.letters) > before:
            new = letter(f"Ticket {number} has been opened.", From="desk@elsewhere.example", Subject="Thank you")
            deliver(folder, new, f"ticket{number}")
    assert len(mailbox.letters) == 3
    assert HistoryLine.objects.filter(kind="message/failed").count() == 1


def test_a_letter_that_cannot_be_kept_stays_and_is_taken_later(post, monkeypatch):
    _mailbox, folder = post
    deliver(folder, letter())

    def full(*given, **more):
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(posting, "report", full)
        with pytest.raises(StoreUnavailable):
            posting.take_mail(at=now())
    assert len(list((folder / "new").iterdir())) == 1
    assert taken() == ["case"]


def test_a_letter_that_brings_up_a_fault_keeps_those_behind_it_not_waiting(post, monkeypatch):
    """It stays, is told in the log, and is taken once the fault is mended."""
    _mailbox, folder = post
    deliver(folder, letter("The first one."), "1")
    deliver(folder, letter("The second one."), "2")

    def fails(letter):
        if "first" in letter.text:
            raise ZeroDivisionError
        return opened(letter)

    opened = posting._open
    with monkeypatch.context() as broken:
        broken.setattr(posting, "_open", fails)
        assert [each.became for each in posting.take_mail(at=now())] == ["case"]
    assert [each.name for each in (folder / "new").iterdir()] == ["1"]
    assert [each.became for each in posting.take_mail(at=now())] == ["case"]
    assert Case.objects.count() == 2


def test_a_process_that_dies_after_the_case_was_opened_makes_no_second_one(post, monkeypatch):
    _mailbox, folder = post
    deliver(folder, letter())

    class Killed(BaseException):
        """As a process that ends."""

    def die(*given, **more):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(MailReceived.objects, "create", die)
        with pytest.raises(Killed):
            posting.take_mail(at=now())
    assert Case.objects.count() == 1
    assert taken() == ["case"]
    assert Case.objects.count() == 1


def test_hostile_files_are_left_out_and_said_so(post):
    _mailbox, folder = post
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"\0" * 200_000_000)
    made = letter()
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    made.add_attachment(script, maintype="image", subtype="svg+xml", filename="light.svg")
    made.add_attachment(bomb.getvalue(), maintype="application", subtype="octet-stream", filename="form.docx")
    made.add_attachment(b"A plain note.", maintype="application", subtype="octet-stream", filename="note.txt")
    deliver(folder, made)
    assert taken() == ["case"]
    case = Case.objects.get()
    assert [each.kind for each in Attachment.objects.filter(case=case)] == ["text"]
    text = words_of(case)["text"]
    assert "[light.svg: " in text
    assert "[form.docx: " in text


def test_a_huge_letter_is_put_aside(post):
    _mailbox, folder = post
    deliver(folder, letter("x" * 11_000_000))
    deliver(folder, letter(), "2")
    assert sorted(taken()) == ["case", "refused"]
    assert not list((folder / "new").iterdir())


def test_a_letter_in_welsh_is_answered_in_welsh_characters(post):
    mailbox, folder = post
    deliver(
        folder,
        letter("Mae’r golau stryd y tu allan i rif 4 wedi torri ers wythnos, ac mae’n dywyll iawn.", Subject="Golau"),
    )
    assert taken() == ["case"]
    assert "’" in words_of(Case.objects.get())["text"]
    posting.send_what_is_due(at=now())
    assert "/cy/follow/" in mailbox.text()


def test_a_mailbox_that_is_away_is_told(post, tmp_path, settings):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mail_in=f"maildir:{tmp_path / 'nowhere'}")
    with pytest.raises(StoreUnavailable, match="Nothing is lost"):
        posting.take_mail(at=now())


def test_a_real_imap_server_is_read_and_marked_only_after(post, settings, monkeypatch, tmp_path):
    with imap_server(tmp_path / "imap") as server:
        settings.CONFIGURATION = replace(settings.CONFIGURATION, mail_in=f"imap://{USER}@127.0.0.1:{server.port}/INBOX")
        server.put(letter().as_bytes())
        server.put(letter("Another one.", Subject="Pothole").as_bytes())
        monkeypatch.setenv("FINGERPOST_MAIL_IN_PASSWORD", "wrong")
        with pytest.raises(StoreUnavailable):
            posting.take_mail(at=now())
        monkeypatch.setenv("FINGERPOST_MAIL_IN_PASSWORD", PASSWORD)
        assert server.unseen() == 2
        assert taken() == ["case", "case"]
        assert server.unseen() == 0
        assert taken() == []
    assert Case.objects.count() == 2


def flood(folder: Path, sender: str, *, count: int = 4) -> None:
    for number in range(count):
        deliver(folder, letter(f"Lamp {number} is out.", From=sender), f"flood{number}")


def only(settings, most: int, **more: object) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mail_a_day=most, **more)


def test_more_letters_than_one_person_writes_are_held_and_the_operator_is_told(post, settings):
    _mailbox, folder = post
    only(settings, 2)
    flood(folder, "flood@example.org")
    deliver(folder, letter(From="another@example.org"), "other")
    assert sorted(taken()) == ["case", "case", "case", "held", "held"]
    assert len(list((folder / ".Held" / "new").iterdir())) == 2
    assert not list((folder / "new").iterdir())
    told = check_post()
    assert (told.state, told.found.startswith("2 letters are held")) == ("warning", True)
    assert "fingerpost mail take --held" in told.to_do
    assert "flood@" not in told.found


def test_what_was_held_is_taken_in_once_somebody_has_looked_at_it(post, settings):
    _mailbox, folder = post
    only(settings, 1)
    flood(folder, "looked-at@example.org")
    assert sorted(taken()) == ["case", "held", "held", "held"]
    took = [each.became for each in posting.take_mail(at=now(), is_held=True)]
    assert took == ["case", "case", "case"]
    assert Case.objects.count() == 4
    assert posting.take_mail(at=now(), is_held=True) == []
    assert not MailReceived.objects.filter(became="held").exists()
    assert check_post().state == "ok"


def test_an_answer_to_our_letter_is_never_held(post, settings):
    mailbox, folder = post
    only(settings, 1)
    deliver(folder, letter(From="answers@example.org"))
    assert taken() == ["case"]
    posting.send_what_is_due(at=now())
    subject = f"Re: {mailbox.letters[0]['Subject']}"
    for number in range(3):
        deliver(folder, letter(f"More {number}.", From="answers@example.org", Subject=subject), f"more{number}")
    assert taken() == ["added", "added", "added"]


def test_a_letter_that_is_tried_again_and_again_counts_once(post, settings, monkeypatch):
    _mailbox, folder = post
    only(settings, 1)
    deliver(folder, letter(From="again@example.org"))

    def full(*given, **more):
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(posting, "report", full)
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                posting.take_mail(at=now())
    assert taken() == ["case"]


def test_a_process_that_dies_before_it_is_put_aside_puts_it_aside_the_next_time(post, settings, monkeypatch):
    _mailbox, folder = post
    only(settings, 1)
    flood(folder, "dies@example.org", count=2)
    with monkeypatch.context() as dying:
        dying.setattr(Maildir, "_mark", lambda *_given, **_more: None)
        assert sorted(taken()) == ["case", "held"]
    assert len(list((folder / "new").iterdir())) == 2
    assert taken() == []
    assert len(list((folder / ".Held" / "new").iterdir())) == 1


def test_a_real_imap_server_keeps_what_is_held_in_a_mailbox_of_its_own(post, settings, monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_MAIL_IN_PASSWORD", PASSWORD)
    with imap_server(tmp_path / "imap") as server:
        only(settings, 1, mail_in=f"imap://{USER}@127.0.0.1:{server.port}/INBOX")
        for number in range(3):
            server.put(letter(f"Lamp {number} is out.", From="imap-flood@example.org").as_bytes())
        assert taken() == ["case", "held", "held"]
        assert taken() == []
        assert [each.became for each in posting.take_mail(at=now(), is_held=True)] == ["case", "case"]
        assert posting.take_mail(at=now(), is_held=True) == []
    assert Case.objects.count() == 3
