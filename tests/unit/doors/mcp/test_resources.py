"""What other programs may read: passages, pages of guidance and records of the register, and nothing else."""

import json

import pytest

from fingerpost.capabilities import discover
from fingerpost.contract.context import Access
from fingerpost.contract.ports import Engines
from fingerpost.doors.mcp import resources
from fingerpost.doors.mcp.addresses import guidance_uri, parts_of, passage_uri, register_uri
from fingerpost.doors.mcp.callers import OPERATOR, Caller
from fingerpost.doors.mcp.resources import UnknownResource, list_resources, read_resource
from fingerpost.doors.mcp.tools import call_tool
from fingerpost.doors.tokens import Rights
from fingerpost.knowledge.models import StoredPassage

STAFF = Caller(name="x", rights=Rights(access=frozenset({Access.PUBLIC, Access.STAFF})))


def test_everything_that_is_listed_can_be_read(library: Engines) -> None:
    listed, more = list_resources(None, caller=OPERATOR)
    assert more is None
    records = [f"fingerpost://register/{name}" for name in discover()]
    assert [each.uri for each in listed[: len(records) + 1]] == [*records, "fingerpost://guidance/tests/child-grant"]
    for each in listed:
        assert read_resource(each.uri, caller=OPERATOR).text
    assert "£27.05 a week" in read_resource("fingerpost://guidance/tests/child-grant", caller=OPERATOR).text
    assert json.loads(read_resource(listed[0].uri, caller=OPERATOR).text)["name"] == "answer"


def test_a_long_list_comes_in_parts(library: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = list_resources(None, caller=OPERATOR)
    monkeypatch.setattr(resources, "A_PAGE", 3)
    found, cursor = list_resources(None, caller=OPERATOR)
    while cursor:
        part, cursor = list_resources(cursor, caller=OPERATOR)
        found += part
    assert found == whole
    for made_up in ("x", "-1", "9" * 30, "²"):
        with pytest.raises(UnknownResource):
            list_resources(made_up, caller=OPERATOR)


def test_a_passage_that_was_found_can_be_read_with_its_source(library: Engines) -> None:
    found = call_tool("search", {"question": "How much is the Child Grant?"}, caller=OPERATOR).values["passages"][0]
    read = read_resource(found["uri"], caller=OPERATOR)
    assert found["text"] in read.text
    assert f"Source: {found['source']['url']}, United Kingdom, checked on 2026-11-01" in read.text


def test_staff_guidance_is_read_by_those_alone_who_may_see_it(library: Engines) -> None:
    row = StoredPassage.objects.filter(document__key="missed-bins").order_by("position").first()
    for each in StoredPassage.objects.filter(document=row.document):
        each.content["access"], each.access = "staff", "staff"
        each.save()
    for uri in (passage_uri(row.id), guidance_uri("tests", "missed-bins")):
        assert read_resource(uri, caller=STAFF).text
        with pytest.raises(UnknownResource):
            read_resource(uri, caller=OPERATOR)
    assert "missed-bins" not in str(list_resources(None, caller=OPERATOR))
    assert "missed-bins" in str(list_resources(None, caller=STAFF))


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://www.gov.uk/",
        "file:///etc/passwd",
        "fingerpost://",
        "fingerpost://passage/",
        "fingerpost://passage/none",
        "fingerpost://passage/a%00b",
        "fingerpost://guidance/tests",
        "fingerpost://guidance/tests/../../../etc/passwd",
        "fingerpost://guidance/nothing/child-grant",
        "fingerpost://register/nothing",
        "fingerpost://run/FP-00000-00000",
        "fingerpost://passage/" + "x" * 3_000,
        "FINGERPOST://passage/x",
    ],
)
def test_nothing_else_stands_at_any_address(library: Engines, uri: str) -> None:
    with pytest.raises(UnknownResource):
        read_resource(uri, caller=OPERATOR)


@pytest.mark.parametrize("name", ["a", "fernby/tests/child-grant#how-much", "ü ☂/%41?x=1#y", "a%2Fb"])
def test_an_address_gives_back_the_name_it_was_made_of(name: str) -> None:
    assert parts_of(passage_uri(name)) == ("passage", name)
    assert parts_of(guidance_uri("tests", name)) == ("guidance", "tests", name)
    assert parts_of(register_uri(name)) == ("register", name)
