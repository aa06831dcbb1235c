"""Letters through a real mail server on this machine: taken, refused, and never answered."""

import socket
import threading
from contextlib import contextmanager

import pytest
from tests.mailbox import PASSWORD, USER, mail_server

from fingerpost.engines.post.mail_server import read_mail_server
from fingerpost.engines.post.sending import NotSent
from fingerpost.engines.post.smtp import SmtpSender

LETTER = {
    "to": "mair@example.org",
    "subject": "Eich adroddiad\r\nBcc: everybody@example.org",
    "words": "Mae’r golau wedi torri ar Heol y Tŷ.\n\nDiolch",
    "language": "cy",
    "key": "fernby/opened",
    "mark": "FP-7K2M9-QX4DA.k3j9",
}


def sender(port, *, user="", password=PASSWORD, seconds=5.0):
    address = f"smtp://{user + '@' if user else ''}127.0.0.1:{port}"
    return SmtpSender(
        server=read_mail_server(address),
        password=lambda: password,
        sender="no-reply@fernby.example",
        name=lambda: "Fernby Council\nTown Hall",
        reply_to="reports@fernby.example",
        seconds=seconds,
    )


def test_a_letter_arrives_with_every_letter_of_welsh():
    with mail_server() as mailbox:
        sender(mailbox.port).send(LETTER)
    came = mailbox.letters[0]
    assert mailbox.text().splitlines() == LETTER["words"].splitlines()
    assert (came["Reply-To"], came["Content-Language"]) == ("reports@fernby.example", "cy")
    assert came["From"].addresses[0].display_name == "Fernby Council Town Hall"
    assert (came["Auto-Submitted"], came["X-Loop"]) == (None, "no-reply@fernby.example")


def test_what_no_person_wrote_says_so():
    with mail_server() as mailbox:
        sender(mailbox.port).send({**LETTER, "what": "opened"})
    assert mailbox.letters[0]["Auto-Submitted"] == "auto-generated"


def test_where_one_says_stop_arrives_whole_however_long_it_is():
    stop = f"https://ask.fernby.example/alerts/stop/{'a' * 200}"
    with mail_server() as mailbox:
        sender(mailbox.port).send({**LETTER, "stop_at": stop})
    headers = mailbox.letters[0].as_bytes(policy=mailbox.letters[0].policy.clone(refold_source="none"))
    assert f"List-Unsubscribe: <{stop}>\n".encode() in headers.replace(b"\r\n", b"\n")
    assert mailbox.letters[0]["Precedence"] == "bulk"


def test_no_header_can_be_slipped_in():
    with mail_server() as mailbox:
        sender(mailbox.port).send(LETTER)
    assert mailbox.to == [["mair@example.org"]]
    assert mailbox.letters[0]["Bcc"] is None


def test_each_try_of_a_letter_has_one_message_id_that_names_the_case():
    with mail_server() as mailbox:
        sender(mailbox.port).send(LETTER)
        sender(mailbox.port).send(LETTER)
    first, second = (each["Message-ID"] for each in mailbox.letters)
    assert first == second
    assert first.startswith("<FP-7K2M9-QX4DA.k3j9.")


def test_an_address_that_is_refused_is_not_tried_again():
    with mail_server() as mailbox:
        mailbox.says = "550 No such user"
        with pytest.raises(NotSent) as told:
            sender(mailbox.port).send(LETTER)
    assert (told.value.why, told.value.try_again) == ("address refused", False)


def test_a_busy_server_is_asked_again():
    with mail_server() as mailbox:
        mailbox.says = "451 Greylisted"
        with pytest.raises(NotSent) as told:
            sender(mailbox.port).send(LETTER)
    assert told.value.try_again


def test_a_server_that_is_away_is_asked_again():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotSent) as told:
        sender(port).send(LETTER)
    assert told.value.try_again


def test_a_server_that_says_nothing_is_let_go():
    with silent() as port, pytest.raises(NotSent) as told:
        sender(port, seconds=0.2).send(LETTER)
    assert told.value.try_again


def test_the_password_opens_the_server_and_a_wrong_one_is_told():
    with mail_server(with_login=True) as mailbox:
        sender(mailbox.port, user=USER).send(LETTER)
        with pytest.raises(NotSent) as told:
            sender(mailbox.port, user=USER, password="wrong").send(LETTER)
    assert len(mailbox.letters) == 1
    assert told.value.why == "mail server: SMTPAuthenticationError"
    assert told.value.try_again


def test_an_address_that_is_none_is_given_up():
    with mail_server() as mailbox, pytest.raises(NotSent) as told:
        sender(mailbox.port).send({**LETTER, "to": "mair@example.org\r\nRCPT TO:<all@example.org>"})
    assert not told.value.try_again
    assert mailbox.letters == []


@contextmanager
def silent():
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []
        thread = threading.Thread(target=lambda: held.append(server.accept()), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=5)
        for connection, _ in held:
            connection.close()
