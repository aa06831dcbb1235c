"""Guidance without any conversation: topics, lists, a search, and a page that leads back to the answer."""

import re

import pytest
from django.test import Client

from fingerpost.contract.context import Nation
from fingerpost.contract.ports import Engines
from fingerpost.doors import topics
from fingerpost.doors.citizen.guidance import library as browsing
from fingerpost.doors.citizen.guidance.page import mark_first
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.knowledge.models import Document
from fingerpost.knowledge.reading import find_twin, list_documents, list_topics, read_document


def test_topics_are_counted_and_lead_to_their_pages(client: Client) -> None:
    page = client.get("/guidance").content.decode()
    assert re.search(r'href="/guidance/topics/benefits">Benefits</a></h3>\s*<p>\d pages?</p>', page)
    listed = client.get("/guidance/topics/benefits").content.decode()
    assert "Child Grant" in listed
    assert "Missed bins" not in listed


def test_a_topic_that_no_page_has_is_not_found(client: Client) -> None:
    assert client.get("/guidance/topics/unicorns").status_code == 404


def test_a_topic_counts_what_the_reader_may_see_and_no_more(library: Engines) -> None:
    context = browsing.context_for("")
    assert sum(each.documents for each in list_topics(context=context)) == list_documents(context=context).total
    for each in list_topics(context=context):
        assert list_documents(context=context, topic=each.name).total == each.documents


def test_pages_that_name_no_topic_are_listed_as_other(client: Client) -> None:
    Document.objects.filter(details__topic="benefits").update(details={"nations": ["wales"]})
    assert "Other guidance" in client.get("/guidance").content.decode()
    assert "Child Grant" in client.get("/guidance/topics/other").content.decode()


def test_a_library_without_a_page_says_so_and_leads_to_a_person(client: Client) -> None:
    Document.objects.all().delete()
    page = client.get("/guidance").content.decode()
    assert "No guidance has been added yet" in page
    assert 'href="/contact"' in page


def test_a_topic_of_a_body_s_own_is_its_name() -> None:
    assert topics.topic_words("allotments-and_gardens") == "Allotments and gardens"


def test_a_search_goes_on_over_several_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "A_PAGE", 1)
    monkeypatch.setattr(browsing, "CLOSE", -1.0)
    first = client.get("/guidance?words=winter+heating&nation=england").content.decode()
    assert "?words=winter+heating&amp;nation=england&amp;page=2" in first
    assert "(page 1 of" in first
    second = client.get("/guidance?words=winter+heating&nation=england&page=2").content.decode()
    assert "(page 2 of" in second
    assert first != second


def test_words_that_stand_nowhere_find_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "CLOSE", 1.1)
    monkeypatch.setattr(browsing, "ASKED", 1.1)
    page = client.get("/guidance?words=zzqx").content.decode()
    assert "0 pages found" in page
    assert "browse by topic" in page


def test_a_list_of_one_page_has_no_pagination() -> None:
    assert pagination(1, 1) is None
    made = pagination(5, 9, words="a b", nation="")
    assert made is not None
    assert made["previous"]["href"] == "?words=a+b&page=4"
    assert [each.get("number", "…") for each in made["items"]] == [1, "…", 4, 5, 6, "…", 9]


@pytest.mark.parametrize(("typed", "page"), [("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("", 1), ("9" * 9, 100_000)])
def test_a_page_is_a_number_or_the_first(typed: str, page: int) -> None:
    assert number_of(typed) == page


def test_a_page_leads_to_its_first_marked_line_and_back_to_the_answer(client: Client) -> None:
    answer = client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"]
    page = client.get(f"/guidance/tests/child-grant?run={answer.rpartition('/')[2]}").content.decode()
    assert 'href="#marked"' in page
    assert page.count('id="marked"') == 1
    assert f'href="{answer}"' in page


def test_only_the_first_marked_line_is_led_to() -> None:
    sections = [{"lines": [{"marked": False}]}, {"lines": [{"marked": True}, {"marked": True}]}]
    assert mark_first(sections)
    assert [line.get("is_first", False) for section in sections for line in section["lines"]] == [False, True, False]
    assert not mark_first([{"lines": [{"marked": False}]}])


def test_a_page_leads_to_itself_in_the_other_language(client: Client) -> None:
    welsh = Document.objects.get(key="trwydded-barcio")
    Document.objects.filter(pk=welsh.pk).update(details={**welsh.details, "translation_of": "child-grant"})
    context = browsing.context_for("")
    english = read_document(context=context, collection="tests", key="child-grant")
    assert english is not None
    twin = find_twin(english, context=context)
    assert twin is not None
    assert twin.key == "trwydded-barcio"
    back = find_twin(twin, context=context)
    assert back is not None
    assert back.key == "child-grant"
    assert 'hreflang="cy">Darllenwch' in client.get("/guidance/tests/child-grant").content.decode()


def test_a_nation_alone_can_be_browsed(client: Client) -> None:
    for nation in Nation:
        assert client.get(f"/guidance?nation={nation.value}").status_code == 200
