"""Which mail server takes our letters, as one address says it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from fingerpost.engines.post.mail_server import MailServer, read_mail_server
from fingerpost.site.configuration import read_configuration

WHOLE = {
    "FINGERPOST_SMTP_URL": "smtps://ann@mail.fernby.org",
    "FINGERPOST_MAIL_FROM": "no-reply@fernby.org",
    "FINGERPOST_BASE_URL": "https://ask.fernby.org",
    "FINGERPOST_SMTP_PASSWORD_FILE": "secret",
}


def test_the_scheme_says_how_it_is_encrypted_and_which_port():
    assert read_mail_server("smtps://ann%40x@mail.fernby.org") == MailServer(
        host="mail.fernby.org", port=465, user="ann@x", tls=True, starttls=False
    )
    assert read_mail_server("smtp+starttls://mail.fernby.org").port == 587
    assert read_mail_server("smtp://localhost:2525").port == 2525


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mail.fernby.org",
        "http://mail.fernby.org",
        "smtp://mail.fernby.org",  # nothing goes over a network unencrypted
        "smtps://",
        "smtps://mail.fernby.org:many",
        "smtps://mail.fernby.org/path",
        "smtps://ann:secret@mail.fernby.org",
    ],
)
def test_what_does_not_fit_is_told_without_the_password(address):
    with pytest.raises(ValueError, match="smtp_url") as told:
        read_mail_server(address)
    assert "secret" not in str(told.value)


def test_e_mail_is_set_up_whole_or_not_at_all(tmp_path):
    assert read_configuration(tmp_path, WHOLE).smtp_url
    assert read_configuration(tmp_path, {}).smtp_url == ""
    for name in WHOLE:
        with pytest.raises(ImproperlyConfigured):
            read_configuration(tmp_path, {**WHOLE, name: ""})


@pytest.mark.parametrize(("name", "value"), [("MAIL_FROM", "somebody"), ("REPAIR_DAYS", "0"), ("REPAIR_DAYS", "x")])
def test_a_setting_that_does_not_fit_stops_the_start(tmp_path, name, value):
    with pytest.raises(ImproperlyConfigured):
        read_configuration(tmp_path, {**WHOLE, f"FINGERPOST_{name}": value})
