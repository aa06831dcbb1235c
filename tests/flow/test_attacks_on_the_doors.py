"""What somebody might try who means harm, at every door. Each test is one thing that was tried."""

import re

import pytest
from django.test import Client

QUESTION = {"question": "How much is the Child Grant?"}
ENDLESS = "9" * 5000  # more digits than Python reads as a number


def links_elsewhere(page: str) -> list[str]:
    """Links that a browser takes for another site, though they look like paths."""
    return re.findall(r'(?:href|action|src)="((?:[/\\]){2}[^"]*)"', page)


@pytest.mark.parametrize(
    "address",
    ["/cy//elsewhere.example", "/cy/%2Felsewhere.example", "/cy///elsewhere.example/x", "/cy/%5Celsewhere.example",
     "/embed//elsewhere.example", "/embed/%5Celsewhere.example", "/cy/embed//elsewhere.example", "//elsewhere.example",
     "/%2F%2Felsewhere.example", "/embed//elsewhere.example/embed//elsewhere.example"],
)  # fmt: skip
def test_no_address_makes_a_page_that_leads_to_another_site(client: Client, address: str) -> None:
    page = client.get("http://testserver" + address)
    assert page.status_code == 404
    assert links_elsewhere(page.content.decode()) == []
