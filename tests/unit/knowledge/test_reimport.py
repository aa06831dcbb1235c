"""A second import touches only what changed, removes what is gone, and tells the indexer of nothing else."""

import pytest

from fingerpost.contract.context import Access
from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge import staging
from fingerpost.knowledge.models import Document, StoredPassage
from fingerpost.knowledge.outbox import latest_seq, read_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten_pages(write_page, bring_in):
    for number in range(10):
        write_page(f"page-{number}.md", f"Text {number}.")
    bring_in()
    return latest_seq()


@pytest.fixture
def parsed(monkeypatch):
    """The keys of the documents that were parsed."""
    keys = []
    real = staging.pack_draft
    monkeypatch.setattr(staging, "pack_draft", lambda draft, defaults: keys.append(draft.key) or real(draft, defaults))
    return keys


def changes_after(seq):
    return [(item.action, item.passage_id.rpartition("/")[2]) for item in read_outbox(after=seq)]


def counts(report):
    return report.added, report.changed, report.unchanged, report.removed


def test_nothing_changed_means_that_nothing_is_parsed_or_told(ten_pages, bring_in, parsed):
    assert counts(bring_in()) == (0, 0, 10, 0)
    assert parsed == []
    assert latest_seq() == ten_pages


def test_only_the_page_that_changed_is_parsed_and_told(ten_pages, write_page, bring_in, parsed):
    write_page("page-3.md", "New text.")
    assert counts(bring_in()) == (0, 1, 9, 0)
    assert parsed == ["page-3"]
    assert changes_after(ten_pages) == [("upsert", "page-3#about")]


def test_only_the_section_that_changed_is_told(write_page, bring_in):
    write_page("a.md", "One.\n\n## Middle\nTwo.\n\n## End\nThree.")
    bring_in()
    before = latest_seq()
    write_page("a.md", "One.\n\n## Middle\nTwo, but new.\n\n## End\nThree.")
    bring_in()
    assert changes_after(before) == [("upsert", "a#middle")]


def test_a_new_section_moves_the_rest_without_telling_of_them(write_page, bring_in):
    write_page("a.md", "One.\n\n## End\nThree.")
    bring_in()
    before = latest_seq()
    write_page("a.md", "One.\n\n## Middle\nTwo.\n\n## End\nThree.")
    bring_in()
    assert changes_after(before) == [("upsert", "a#middle")]
    rows = StoredPassage.objects.order_by("position").values_list("position", "content__anchor", "content__position")
    assert list(rows) == [(0, "about", 0), (1, "middle", 1), (2, "end", 2)]


def test_a_section_that_is_gone_is_told_as_gone(write_page, bring_in):
    write_page("a.md", "One.\n\n## End\nThree.")
    bring_in()
    before = latest_seq()
    write_page("a.md", "One.")
    bring_in()
    assert changes_after(before) == [("delete", "a#end")]


def test_a_page_that_is_gone_is_removed_with_its_passages(ten_pages, guidance, bring_in):
    (guidance / "page-3.md").unlink()
    assert counts(bring_in()) == (0, 0, 9, 1)
    assert not Document.objects.filter(key="page-3").exists()
    assert not StoredPassage.objects.filter(pk__contains="page-3").exists()
    assert changes_after(ten_pages) == [("delete", "page-3#about")]


def test_who_may_see_it_is_part_of_what_changes(ten_pages, bring_in):
    assert counts(bring_in(access=Access.STAFF)) == (0, 10, 0, 0)
    assert set(StoredPassage.objects.values_list("access", flat=True)) == {"staff"}
    assert len(changes_after(ten_pages)) == 10


def test_a_page_that_can_no_longer_be_read_stays_as_it_was(ten_pages, guidance, bring_in):
    (guidance / "page-3.md").write_bytes(b"\x00\x01\x02" * 100)
    report = bring_in()
    assert counts(report) == (0, 0, 10, 0)
    (name, reason) = report.refused[0]
    assert name == "page-3.md"
    assert reason.endswith("What was imported of it before stays in use.")
    assert StoredPassage.objects.filter(pk="fernby/guide/page-3#about").exists()


def test_a_renamed_page_is_a_new_one(ten_pages, guidance, bring_in):
    (guidance / "page-3.md").rename(guidance / "page-x.md")
    assert counts(bring_in()) == (1, 0, 9, 1)


@pytest.mark.parametrize("left", [0, 4])
def test_a_source_that_has_lost_most_of_its_pages_changes_nothing(ten_pages, guidance, bring_in, left):
    for path in sorted(guidance.iterdir())[left:]:
        path.unlink()
    with pytest.raises(ImportFault, match="nothing was changed"):
        bring_in()
    assert Document.objects.count() == 10
    assert latest_seq() == ten_pages


def test_unless_it_is_told_that_this_is_meant(ten_pages, guidance, bring_in):
    for path in sorted(guidance.iterdir())[4:]:
        path.unlink()
    assert counts(bring_in(allow_shrink=True)) == (0, 0, 4, 6)


def test_another_collection_and_another_body_are_left_alone(ten_pages, guidance, bring_in):
    bring_in(collection="other")
    bring_in(body="riverton")
    for path in sorted(guidance.iterdir())[4:]:
        path.unlink()
    bring_in(allow_shrink=True)
    assert Document.objects.filter(body="fernby", collection__name="other").count() == 10
    assert Document.objects.filter(body="riverton").count() == 10


def test_a_passage_that_changes_twice_stands_in_the_outbox_once_with_its_newest_change(ten_pages, write_page, bring_in):
    write_page("page-3.md", "Second text.")
    bring_in()
    write_page("page-3.md", "Third text.")
    bring_in()
    assert changes_after(ten_pages) == [("upsert", "page-3#about")]
    assert len({item.passage_id for item in read_outbox(after=0)}) == 10


def test_the_outbox_is_read_in_order_and_in_pieces(ten_pages):
    first = read_outbox(after=0, limit=4)
    rest = read_outbox(after=first[-1].seq, limit=100)
    assert len(first) == 4
    assert len(rest) == 6
    seqs = [item.seq for item in first + rest]
    assert seqs == sorted(seqs)
    assert seqs[-1] == latest_seq()
