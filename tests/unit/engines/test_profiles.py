"""The rule of who finds a passage is that of the contract, whatever the order of sets."""

from datetime import UTC, datetime

from tests.unit.engines.guidance import passage

from fingerpost.contract.context import Access, Context, Nation
from fingerpost.engines.search.profiles import may_show, profile_of, unpack_profile

CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))


def test_packed_profile_comes_back_whole() -> None:
    profile = profile_of(passage("a", nations=frozenset({Nation.WALES, Nation.ENGLAND})))
    assert unpack_profile(profile.packed()) == profile
    assert unpack_profile(profile.packed()).key == profile.key


def test_profiles_that_differ_have_different_keys() -> None:
    one = profile_of(passage("a", audience=frozenset({"a", "b"}), collection="c"))
    other = profile_of(passage("a", audience=frozenset({"a"}), collection="b c"))
    assert one.key != other.key


def test_passage_without_an_access_level_is_open_to_nobody() -> None:
    everything = Context(body="fernby", at=CONTEXT.at, access=frozenset(Access))
    assert not may_show(passage("a", access=None), everything)


def test_rule_is_that_of_the_contract() -> None:
    for changes in ({}, {"access": Access.STAFF}, {"body": "other"}, {"audience": frozenset({"officers"})}):
        made = passage("a", **changes)
        assert may_show(made, CONTEXT) == (made.is_permitted(CONTEXT) and made.is_current(CONTEXT))
