"""A resident who asks to be told that an answer changes is told, once, by a real mail server, and then forgotten."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.flow.repair.conftest import DEARER, SITE, Change, ask, set_up_mail
from tests.mailbox import PASSWORD, USER, Mailbox, mail_server

from fingerpost.doors import alerts as letters
from fingerpost.doors import repairs
from fingerpost.doors.mailing import sending
from fingerpost.doors.retention import Purpose, Reason, erase_subject, export_subject
from fingerpost.record.repair import alerts
from fingerpost.record.repair.models import Alert, Quoted
from fingerpost.record.retention.ageing import count_over_age
from fingerpost.record.retention.schedule import SCHEDULE, Kind
from fingerpost.record.retention.sweeping import sweep

ADA = "ada.lovelace@fernby-post.co.uk"
LINK = re.compile(rf"{SITE}(/\S+)")


@pytest.fixture
def confirmed(client: Client, asked: str, mailbox: Mailbox) -> str:
    """An answer that somebody is to be told of. The reference."""
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    client.post(links_in(mailbox)[0])
    mailbox.letters.clear()
    return asked


def links_in(mailbox: Mailbox) -> list[str]:
    return LINK.findall(mailbox.text())


def test_the_form_stands_on_the_answer_only_where_mail_is_set_up(client: Client, asked: str) -> None:
    page = client.get(f"/answers/{asked}").content.decode()
    assert "Tell me if this answer changes" in page and "changes.atom" in page
    assert 'name="email"' not in page
    assert 'name="email"' not in client.post(f"/answers/{asked}/alert", {"email": ADA}).content.decode()
    assert not Alert.objects.exists()


def test_whoever_asks_is_sent_a_link_and_only_the_button_behind_it_confirms(
    client: Client, asked: str, mailbox: Mailbox
) -> None:
    assert 'name="email"' in client.get(f"/answers/{asked}").content.decode()
    reply = client.post(f"/answers/{asked}/alert", {"email": f" {ADA} "}, follow=True)
    assert "Check your e-mail" in reply.content.decode()
    assert mailbox.to == [[ADA]]
    confirm, stop = links_in(mailbox)
    assert "Confirm" in client.get(confirm).content.decode()
    assert Alert.objects.get().confirmed_at is None  # a mail program opened it, and nothing happened
    assert "You will be told" in client.post(confirm, follow=True).content.decode()
    assert Alert.objects.get().confirmed_at is not None
    assert stop.startswith("/alerts/stop/")


def test_the_letter_is_plain_and_says_nothing_of_what_was_asked(client: Client, asked: str, mailbox: Mailbox) -> None:
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    letter = mailbox.letters[0]
    assert letter.get_content_type() == "text/plain"
    assert asked in mailbox.text()
    assert "Child" not in letter.as_string()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "/alerts/stop/" in letter["List-Unsubscribe"]
    assert letter["From"].endswith("<no-reply@fernby.example.org>")
    assert letter["Content-Language"] == "en"


def test_a_welsh_page_writes_a_welsh_letter(client: Client, mailbox: Mailbox) -> None:
    reference = ask(client, place="/cy")
    client.post(f"/cy/answers/{reference}/alert", {"email": ADA})
    assert all(link.startswith("/cy/alerts/") for link in links_in(mailbox))


def test_who_confirmed_is_told_once_and_forgotten(confirmed: str, change: Change, mailbox: Mailbox) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    assert letters.send_waiting() == {"told": 1}
    assert mailbox.to[-1] == [ADA]
    assert f"/answers/{confirmed}" in links_in(mailbox)
    assert "Child" not in mailbox.letters[-1].as_string()
    assert not Alert.objects.exists()
    assert letters.send_waiting() == {}
    assert len(mailbox.letters) == 1


def test_who_has_not_confirmed_is_not_told(
    client: Client,
    asked: str,
    change: Change,
    mailbox: Mailbox,
) -> None:
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    change(child_grant=DEARER)
    repairs.sweep_here()
    assert letters.send_waiting() == {}
    assert len(mailbox.letters) == 1


def test_the_link_to_stop_takes_the_address_away(client: Client, asked: str, mailbox: Mailbox) -> None:
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    stop = links_in(mailbox)[1]
    assert "Delete my address" in client.get(stop).content.decode()
    assert Alert.objects.exists()
    assert "You will not be told" in client.post(stop, follow=True).content.decode()
    assert not Alert.objects.exists()
    assert "You will not be told" in client.get(stop, follow=True).content.decode()


def test_a_link_that_is_old_forged_or_used_for_something_else_confirms_nothing(
    client: Client, asked: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    confirm, stop = links_in(mailbox)
    identity = Alert.objects.get().id
    for forged in (f"{confirm}x", f"/alerts/confirm/{identity}", stop.replace("/stop/", "/confirm/")):
        assert client.post(forged).headers["Location"] == "/alerts/old"
    monkeypatch.setattr(letters, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert "does not work any more" in client.get(confirm, follow=True).content.decode()
    assert client.post(confirm).headers["Location"] == "/alerts/old"
    assert Alert.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@fernby.org",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@10.0.0.1",
        "ada@fernby.internal",
        '"ada lovelace"@fernby.org',
        "ada@fernby.org, eve@evil.org",
        "ada@fernby.org;eve@evil.org",
        "ada%evil.org@fernby.org",
        "evil.org!ada@fernby.org",
        "ada@fernby.org\nBcc: eve@evil.org",
        "ada@fernby.org\r\n\r\nbuy",
        "ada\u0000@fernby.org",
        "<ada@fernby.org>",
        "-oQ/tmp@fernby.org",
        "ada..b@fernby.org",
        "ada.@fernby.org",
        "ада@fernby.org",
        "ada@ferńby.org",
        f"{'a' * 65}@fernby.org",
        f"ada@{'a.' * 125}org",
        "no-reply@fernby.example.org",
        "No-Reply@FERNBY.example.org",
    ],
)
def test_what_is_no_plain_address_or_our_own_is_refused(
    client: Client, asked: str, mailbox: Mailbox, typed: str
) -> None:
    reply = client.post(f"/answers/{asked}/alert", {"email": typed})
    assert reply.status_code == 422
    assert "Enter an e-mail address" in reply.content.decode()
    assert not Alert.objects.exists() and not mailbox.letters


def test_a_name_of_two_lines_makes_no_second_header(
    client: Client, asked: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faces:
        def read_profile(self) -> object:
            return type("Face", (), {"body_name": "Fernby\r\nBcc: eve@evil.org"})()

    monkeypatch.setattr(sending, "installation", Faces)
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    assert mailbox.letters[0]["Bcc"] is None
    assert mailbox.to == [[ADA]]


def test_a_mail_server_that_is_away_is_tried_again_by_the_daily_job(
    client: Client, asked: str, mailbox: Mailbox
) -> None:
    mailbox.says = "451 Come back later"
    assert "Check your e-mail" in client.post(f"/answers/{asked}/alert", {"email": ADA}, follow=True).content.decode()
    assert letters.send_waiting() == {"waiting": 1}
    assert Alert.objects.get().tries == 2
    mailbox.says = None
    assert letters.send_waiting() == {"links": 1}
    assert "/alerts/confirm/" in mailbox.text()


def test_news_that_could_not_be_sent_is_kept_and_sent_later(
    confirmed: str,
    change: Change,
    mailbox: Mailbox,
) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    mailbox.says = "451 Come back later"
    assert letters.send_waiting() == {"waiting": 1}
    mailbox.says = None
    assert letters.send_waiting() == {"told": 1}


def test_an_address_that_is_refused_for_good_is_forgotten(client: Client, asked: str, mailbox: Mailbox) -> None:
    mailbox.says = "550 No such person"
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    assert not Alert.objects.exists()


def test_a_letter_is_given_up_after_many_days(client: Client, asked: str, mailbox: Mailbox) -> None:
    mailbox.says = "451 Come back later"
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    Alert.objects.update(tries=alerts.MOST_TRIES - 1)
    assert letters.send_waiting() == {"refused": 1}
    assert not Alert.objects.exists()


def test_a_server_that_takes_nothing_is_left_alone_after_a_few_letters(
    client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LETTERS_A_DAY", 100)
    mailbox.says = "451 Come back later"
    for number in range(5):
        client.post(f"/answers/{ask(client)}/alert", {"email": f"ada{number}@fernby-post.co.uk"})
    tried: list[str] = []
    monkeypatch.setattr(letters, "send", lambda to, **_: tried.append(to) or sending.Sent.TRY_AGAIN)
    assert letters.send_waiting() == {"waiting": 5}
    assert len(tried) == letters.GIVE_UP_AFTER


def test_no_address_is_in_the_log_or_in_the_clear_in_the_database(
    client: Client, asked: str, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.says = "451 Come back later"
    with caplog.at_level(logging.DEBUG):
        client.post(f"/answers/{asked}/alert", {"email": ADA})
    said = [each.getMessage() for each in caplog.records if each.name != "mail.log"]  # that is the server's own
    assert "A letter was not sent: address refused." in said
    assert "lovelace" not in "".join(said)
    row = Alert.objects.get()
    assert b"lovelace" not in bytes(row.sealed)
    assert all("lovelace" not in str(value) for value in vars(row).values())


def test_nobody_is_flooded_through_us(client: Client, mailbox: Mailbox) -> None:
    for _ in range(letters.LETTERS_A_DAY):
        assert client.post(f"/answers/{ask(client)}/alert", {"email": ADA}).status_code == 303
    refused = client.post(f"/answers/{ask(client)}/alert", {"email": ADA.upper().replace("@F", "@f")})
    assert refused.status_code == 422
    assert len(mailbox.letters) == letters.LETTERS_A_DAY


def test_asking_twice_sends_one_letter_and_one_answer_is_told_to_a_few_only(
    client: Client, asked: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LETTERS_A_DAY", 100)
    for _ in range(2):
        client.post(f"/answers/{asked}/alert", {"email": ADA})
    assert len(mailbox.letters) == 1
    for number in range(alerts.MOST_OF_A_RUN - 1):
        client.post(f"/answers/{asked}/alert", {"email": f"ada{number}@fernby-post.co.uk"})
    refused = client.post(f"/answers/{asked}/alert", {"email": "one@too-many.org"})
    assert (refused.status_code, Alert.objects.count()) == (422, alerts.MOST_OF_A_RUN)


def test_what_is_not_confirmed_in_time_or_is_a_year_old_goes(client: Client, confirmed: str, mailbox: Mailbox) -> None:
    client.post(f"/answers/{confirmed}/alert", {"email": "eve@fernby-post.co.uk"})
    at = repairs.now()
    body = settings.CONFIGURATION.body
    assert alerts.forget_over_age(body=body, at=at + timedelta(hours=47)) == 0
    assert alerts.forget_over_age(body=body, at=at + timedelta(hours=49)) == 1
    assert alerts.forget_over_age(body=body, at=at + timedelta(days=364)) == 0
    assert alerts.forget_over_age(body=body, at=at + timedelta(days=366)) == 1


def test_a_letter_that_was_claimed_by_a_process_that_died_is_never_sent_twice(
    confirmed: str,
    change: Change,
    mailbox: Mailbox,
) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    (letter,) = alerts.due(body=settings.CONFIGURATION.body, keys=letters.installation().build_keys())
    assert alerts.claim_news(letter, at=repairs.now())
    assert letters.send_waiting() == {}
    assert not mailbox.letters


def test_a_closed_answer_is_not_linked_to(
    client: Client,
    confirmed: str,
    change: Change,
    mailbox: Mailbox,
) -> None:
    client.post("/leave", {"answer": confirmed})
    change(child_grant=DEARER)
    repairs.sweep_here()
    assert letters.send_waiting() == {"told": 1}
    assert f"{SITE}/" in mailbox.text().splitlines()
    assert f"/answers/{confirmed}" not in mailbox.text()


def test_the_password_is_read_from_its_file_and_stands_nowhere_else(
    asked: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "smtp"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    with mail_server(with_login=True) as mailbox, caplog.at_level(logging.DEBUG):
        set_up_mail(monkeypatch, f"smtp://{USER}@127.0.0.1:{mailbox.port}", smtp_password_file=str(file))
        client.post(f"/answers/{asked}/alert", {"email": ADA})
        assert len(mailbox.letters) == 1
        file.write_text("wrong", encoding="utf-8")
        assert sending.send(ADA, subject="A", words="B", stop_at=SITE) is sending.Sent.TRY_AGAIN
    file.unlink()
    assert sending.send(ADA, subject="A", words="B", stop_at=SITE) is sending.Sent.TRY_AGAIN
    assert PASSWORD not in "".join(each.getMessage() for each in caplog.records if each.name != "mail.log")


@pytest.mark.parametrize("typed", ["x" * 100_000, "\ufeff" * 300])
def test_odd_input_is_refused_plainly(client: Client, asked: str, mailbox: Mailbox, typed: str) -> None:
    assert client.post(f"/answers/{asked}/alert", {"email": typed}).status_code in {413, 422}


def test_the_address_is_given_to_whom_it_belongs_and_erased_with_the_conversation(confirmed: str) -> None:
    held = export_subject(confirmed, by="somebody", purpose=Purpose.ASKED)
    assert [each["address"] for each in held.alerts] == [ADA]
    erase_subject(confirmed, by="somebody", reason=Reason.ASKED)
    assert not Alert.objects.exists()
    assert not Quoted.objects.exists()


def test_the_sweep_of_what_is_over_age_takes_them_too(
    client: Client, asked: str, mailbox: Mailbox, tmp_path: Path
) -> None:
    client.post(f"/answers/{asked}/alert", {"email": ADA})
    at, body = repairs.now() + timedelta(days=3), settings.CONFIGURATION.body
    assert count_over_age(body=body, at=at, schedule=SCHEDULE)[Kind.ALERTS] == 1
    done = sweep(body=body, at=at, schedule=SCHEDULE, home=tmp_path)
    assert (done.swept[Kind.ALERTS], done.left) == (1, 0)
    assert not Alert.objects.exists()


def test_an_erased_answer_takes_no_address(client: Client, asked: str, mailbox: Mailbox) -> None:
    erase_subject(asked, by="somebody", reason=Reason.ASKED)
    assert client.post(f"/answers/{asked}/alert", {"email": ADA}).status_code == 410
    assert not mailbox.letters
