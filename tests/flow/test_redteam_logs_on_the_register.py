"""Where the logs of attacks stand, as the public record says it."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.registered import measured

from fingerpost.site.configuration import read_configuration

LOGS = "https://www.fernby.example/attacks/"


def test_the_record_of_what_was_measured_links_to_the_logs_where_a_body_publishes_them(
    client: Client, settings
) -> None:
    measured()
    assert LOGS not in client.get("/register/answer").content.decode()
    settings.CONFIGURATION = replace(settings.CONFIGURATION, evaluation_logs_url=LOGS)
    assert f'href="{LOGS}"' in client.get("/register/answer").content.decode()


@pytest.mark.parametrize("wrong", ["attacks/", "javascript:alert(1)", "https://a b", "//fernby.example"])
def test_an_address_that_is_none_is_told_so(tmp_path, wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="evaluation_logs_url"):
        read_configuration(tmp_path, {"FINGERPOST_EVALUATION_LOGS_URL": wrong})
