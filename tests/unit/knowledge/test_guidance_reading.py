"""Others read guidance by id, by document, and as it once was; what a reader may not see is not there for them."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from fingerpost.contract.context import Access
from fingerpost.contract.ports import SectionVectors
from fingerpost.knowledge.content import pack_passage, unpack_passage, with_digest, words_digest
from fingerpost.knowledge.models import KeptPassage
from fingerpost.knowledge.reading import (
    StoredPassages,
    count_passages,
    fetch_passages,
    iterate_passages,
    keep_passages,
    list_documents,
    read_document,
    read_kept,
)
from fingerpost.knowledge.vectors import SCALE, forget_unused_vectors, load_vectors, save_vectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_pages(write_page, bring_in):
    write_page("a.md", "One.\n\n## More\nTwo.", title="Alpha")
    write_page("b.md", title="Beta", matter="access: staff")
    write_page("c.md", title="Gamma", matter="audience: [advisers]")
    bring_in()


def unit(*shape):
    values = np.random.default_rng(7).normal(size=shape).astype(np.float32)
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


def test_passages_are_fetched_by_id_in_the_order_asked_for(three_pages):
    ids = ["fernby/guide/b#about", "fernby/guide/nowhere#x", "fernby/guide/a#more"]
    assert list(fetch_passages(ids, body="fernby")) == [ids[0], ids[2]]


def test_passages_of_another_body_are_not_there(three_pages, reader):
    assert fetch_passages(["fernby/guide/a#about"], body="riverton") == {}
    assert StoredPassages().fetch(["fernby/guide/a#about"], context=reader(body="riverton")) == {}


def test_twenty_passages_are_one_query(three_pages, django_assert_num_queries):
    ids = [passage.id for passage in iterate_passages()]
    with django_assert_num_queries(1):
        fetch_passages(ids * 5, body="fernby")


def test_more_than_a_database_takes_at_once_are_fetched_in_turns(three_pages):
    ids = [f"fernby/guide/x{number}#0" for number in range(1200)]
    assert list(fetch_passages([*ids, "fernby/guide/a#about"], body="fernby")) == ["fernby/guide/a#about"]


def test_a_passage_comes_back_as_it_was_kept(three_pages):
    for passage in iterate_passages(body="fernby"):
        assert unpack_passage(pack_passage(passage)) == passage
        assert with_digest(passage) == passage


def test_every_passage_is_swept_once(write_page, bring_in):
    write_page("a.md", "\n".join(f"\n## Heading {number}\nText {number}." for number in range(1203)))
    bring_in()
    ids = [passage.id for passage in iterate_passages(collection="guide")]
    assert len(ids) == len(set(ids)) == count_passages(body="fernby") == 1203
    assert list(iterate_passages(body="riverton")) == []


def test_the_words_of_a_passage_decide_its_vectors_and_nothing_else(three_pages):
    (passage,) = fetch_passages(["fernby/guide/a#about"], body="fernby").values()
    assert words_digest(replace(passage, access=None, keywords=("x",), url="y", position=9)) == words_digest(passage)
    for changed in (
        replace(passage, title="Other"),
        replace(passage, heading_path=("Other",)),
        replace(passage, heading_path=("About", "One.")),
        replace(passage, lines=passage.lines * 2),
    ):
        assert words_digest(changed) != words_digest(passage)


def test_a_list_of_documents_shows_only_what_the_reader_may_see(three_pages, reader, officer):
    assert [each.title for each in list_documents(context=reader()).documents] == ["Alpha"]
    assert [each.title for each in list_documents(context=officer).documents] == ["Alpha", "Beta"]
    assert [each.title for each in list_documents(context=reader(audience="advisers")).documents] == ["Gamma"]
    assert list_documents(context=reader(access=frozenset())).documents == ()
    assert list_documents(context=reader(collections=frozenset({"other"}))).documents == ()
    assert list_documents(context=reader(), collection="other").total == 0


def test_a_list_of_documents_comes_in_pages(write_page, bring_in, reader):
    for number in range(5):
        write_page(f"p{number}.md", title=f"Page {number}")
    bring_in()
    listed = list_documents(context=reader(), page=2, size=2)
    assert [each.title for each in listed.documents] == ["Page 2", "Page 3"]
    assert (listed.page, listed.pages, listed.total) == (2, 3, 5)
    assert list_documents(context=reader(), page=9, size=2).documents == ()


def test_a_document_is_read_whole_and_in_order(three_pages, reader, officer):
    page = read_document(context=reader(), collection="guide", key="a")
    assert page is not None
    assert [passage.heading for passage in page.passages] == ["About", "More"]
    assert (page.title, page.copy) == ("Alpha", "/guidance/guide/a")
    assert read_document(context=reader(), collection="guide", key="b") is None
    assert read_document(context=officer, collection="guide", key="b") is not None
    assert read_document(context=reader(), collection="guide", key="nowhere") is None


def test_a_passage_that_was_used_stays_as_it_was(write_page, bring_in):
    write_page("a.md", "Old words.")
    bring_in()
    used = list(iterate_passages())
    keep_passages(used, body="fernby", at=datetime(2026, 11, 22, tzinfo=UTC))
    keep_passages(used, body="fernby")
    write_page("a.md", "New words.")
    bring_in()
    assert KeptPassage.objects.count() == 1
    assert read_kept([used[0].digest], body="fernby") == {used[0].digest: used[0]}
    assert read_kept([used[0].digest], body="riverton") == {}


def test_vectors_are_kept_by_their_words_and_model():
    made = SectionVectors(passage=unit(384), lines=unit(3, 384))
    save_vectors({"w1": made}, model_digest="m1")
    save_vectors({"w1": SectionVectors(passage=unit(384) * 0, lines=unit(1, 384))}, model_digest="m1")
    loaded = load_vectors(["w1", "w2"], model_digest="m1")
    assert list(loaded) == ["w1"]
    assert np.allclose(loaded["w1"].passage, made.passage, atol=1e-3)
    assert np.allclose(loaded["w1"].lines / SCALE, made.lines, atol=0.5 / SCALE + 1e-6)
    assert (loaded["w1"].passage.dtype, loaded["w1"].lines.dtype) == (np.float16, np.int8)
    assert load_vectors(["w1"], model_digest="m2") == {}


def test_vectors_of_words_that_stand_nowhere_any_more_are_forgotten(three_pages):
    kept = words_digest(next(iterate_passages()))
    empty = SectionVectors(passage=unit(384), lines=np.zeros((0, 384), dtype=np.float32))
    save_vectors({kept: empty, "gone": empty}, model_digest="m")
    assert forget_unused_vectors() == 1
    assert load_vectors([kept, "gone"], model_digest="m")[kept].lines.shape == (0, 384)


def test_no_access_level_means_that_nobody_may_see_it(three_pages, reader):
    (passage,) = fetch_passages(["fernby/guide/a#about"], body="fernby").values()
    assert not replace(passage, access=None).is_permitted(reader(access=frozenset(Access)))
