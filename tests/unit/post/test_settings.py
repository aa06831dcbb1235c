"""The settings of what goes out and comes in: whole or not at all, and never a password in them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from fingerpost.engines.post.inbox import read_inbox_address
from fingerpost.site.configuration import read_configuration
from fingerpost.site.post import ways_of

IMAP = {
    "FINGERPOST_MAIL_IN": "imaps://ann%40x@mail.fernby.org/Reports",
    "FINGERPOST_MAIL_IN_ADDRESS": "reports@fernby.org",
    "FINGERPOST_MAIL_IN_PASSWORD_FILE": "secret",
}


def test_where_e_mail_waits_is_read_from_one_address():
    found = read_inbox_address(IMAP["FINGERPOST_MAIL_IN"])
    assert (found.host, found.port, found.user, found.mailbox, found.tls) == (
        "mail.fernby.org",
        993,
        "ann@x",
        "Reports",
        True,
    )
    assert str(read_inbox_address("maildir:/var/mail/reports").folder) == "/var/mail/reports"


@pytest.mark.parametrize(
    "wrong",
    [
        "maildir:reports",
        "imap://ann@mail.fernby.org",  # nothing goes over a network unencrypted
        "imaps://mail.fernby.org",
        "imaps://ann:secret@mail.fernby.org",
        "pop3://ann@mail.fernby.org",
        "imaps://ann@mail.fernby.org:many",
    ],
)
def test_what_does_not_fit_is_told_without_the_password(tmp_path, wrong):
    with pytest.raises(ImproperlyConfigured, match="mail_in") as told:
        read_configuration(tmp_path, {**IMAP, "FINGERPOST_MAIL_IN": wrong})
    assert "secret" not in str(told.value)


def test_e_mail_in_is_set_up_whole_or_not_at_all(tmp_path):
    assert read_configuration(tmp_path, IMAP).mail_in
    for name in IMAP:
        if name != "FINGERPOST_MAIL_IN":
            with pytest.raises(ImproperlyConfigured):
                read_configuration(tmp_path, {**IMAP, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFY_SMS_TEMPLATE", "f33517ff"),  # and no key
        ("NOTIFY_URL", "http://notify.example"),
        ("OPEN311_OUT", "potholes"),
    ],
)
def test_a_setting_that_does_not_fit_stops_the_start(tmp_path, name, value):
    with pytest.raises(ImproperlyConfigured):
        read_configuration(tmp_path, {f"FINGERPOST_{name}": value})


def test_only_what_is_set_up_is_a_way(tmp_path):
    assert ways_of(read_configuration(tmp_path, {})) == {"letter", "webhook"}
    assert ways_of(read_configuration(tmp_path, {"FINGERPOST_LETTERS": "false"})) == {"webhook"}
    notify = {"FINGERPOST_NOTIFY_SMS_TEMPLATE": "f33517ff", "FINGERPOST_NOTIFY_KEY_FILE": "key"}
    assert "notify-sms" in ways_of(read_configuration(tmp_path, notify))
