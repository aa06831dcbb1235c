"""What every index must do, whatever it is made of. Each test runs over all of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.postgres import running_postgres
from tests.unit.engines.guidance import passage

from fingerpost.contract.context import ALL_NATIONS, Access, Context, Nation
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.passages import Passage
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.embedded.vectors_index import DenseSizes
from fingerpost.engines.search.embedded.writer import SegmentSizes
from fingerpost.engines.search.index import LINE_SCALE, Candidate, Entry, Question, SearchIndex, entry_of
from fingerpost.engines.search.memory import MemoryIndex
from fingerpost.engines.search.spelling import MENDED_WEIGHT
from fingerpost.engines.search.words import head_of

EMBEDDER = HashingEmbedder()
MODEL = EMBEDDER.digest
TODAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
CONTEXT = Context(body="fernby", at=TODAY)
ENGINES = ["memory", "embedded", "embedded in many small segments", "embedded with an approximate index", "postgres"]


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    with running_postgres() as address:
        yield address


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchIndex]:
    yield from make_index(request.param, tmp_path, lambda: request.getfixturevalue("postgres_address"))


def make_index(kind: str, folder: Path, postgres_address: Callable[[], str]) -> Iterator[SearchIndex]:
    if kind == "memory":
        yield MemoryIndex()
    elif kind == "embedded":
        yield EmbeddedIndex(folder / "index", look_again=0.0)
    elif kind == "embedded in many small segments":
        sizes = SegmentSizes(small=5, small_ones=2, dead=0.5, anew=4)
        yield EmbeddedIndex(folder / "index", look_again=0.0, segments=sizes, dense=DenseSizes(in_memory=0))
    elif kind == "embedded with an approximate index":
        sizes = SegmentSizes(near_above=0)
        yield EmbeddedIndex(folder / "index", look_again=0.0, segments=sizes, dense=DenseSizes(in_memory=0, exact=0))
    else:
        from fingerpost.engines.search.postgres import PostgresIndex  # noqa: PLC0415  # needs the psycopg driver

        made = PostgresIndex(postgres_address(), wait=0.2)
        made.replace(entries=[], seq=0, model="")
        yield made
        made.close()


def entry(of: Passage) -> Entry:
    (vectors,) = EMBEDDER.embed_sections([(head_of(of), [line.text for line in of.lines])])
    return entry_of(of, vector=vectors.passage, lines=np.rint(vectors.lines * LINE_SCALE).astype(np.int8))


def fill(index: SearchIndex, *passages: Passage, seq: int = 1) -> None:
    index.apply(upserts=[entry(each) for each in passages], deletes=(), seq=seq, model=MODEL)


def find(index: SearchIndex, text: str, *, context: Context = CONTEXT, limit: int = 10) -> list[Candidate]:
    question = Question(text=text, vector=EMBEDDER.embed_question(text), model=MODEL)
    return index.search(question, context=context, limit=limit)


def ids(candidates: list[Candidate]) -> list[str]:
    return [candidate.id for candidate in candidates]


BINS = passage("bins", "Put your bin out by 7am.", "Garden waste is collected every two weeks.", title="Bin collection")
TAX = passage("tax", "You may get a discount if you live alone.", title="Council tax")
SCHOOL = passage("school", "Apply for a school place by 15 January.", title="School admissions")


def test_best_passage_comes_first(index: SearchIndex) -> None:
    fill(index, BINS, TAX, SCHOOL)
    assert ids(find(index, "when is garden waste collected"))[0] == "bins"
    assert ids(find(index, "council tax discount living alone"))[0] == "tax"


def test_candidate_carries_both_scores_and_one_cosine_a_line(index: SearchIndex) -> None:
    fill(index, BINS, TAX)
    best = find(index, "garden waste")[0]
    assert best.lexical > 0
    assert -1 <= best.dense <= 1.001
    assert len(best.lines) == 2
    assert best.lines[1] > best.lines[0]


def test_title_is_searched_with_every_passage(index: SearchIndex) -> None:
    fill(index, passage("fine", "You pay £60.", title="Parking"), TAX)
    assert ids(find(index, "parking"))[0] == "fine"


def test_keywords_are_searched(index: SearchIndex) -> None:
    fill(index, replace(BINS, keywords=("wheelie", "rubbish")), TAX)
    assert ids(index.search(Question(text="rubbish"), context=CONTEXT, limit=5)) == ["bins"]


def test_limit_is_kept_and_scores_fall(index: SearchIndex) -> None:
    fill(index, *(passage(f"p{number:02}", f"Waste rule number {number}.") for number in range(30)))
    found = find(index, "waste rule", limit=7)
    assert len(found) == 7
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_limit_above_the_pool_is_met(index: SearchIndex) -> None:
    fill(index, *(passage(f"p{number:03}", "Waste rule.") for number in range(130)))
    assert len(find(index, "waste", limit=120)) == 120


def test_words_alone_find_where_there_is_no_vector(index: SearchIndex) -> None:
    fill(index, BINS, TAX)
    found = index.search(Question(text="garden"), context=CONTEXT, limit=5)
    assert ids(found) == ["bins"]
    assert found[0].lines == ()


def test_vector_of_another_model_is_left_aside(index: SearchIndex) -> None:
    fill(index, BINS, TAX)
    vector = EMBEDDER.embed_question("garden")
    found = index.search(Question(text="garden", vector=vector, model="another"), context=CONTEXT, limit=5)
    assert ids(found) == ["bins"]
    assert found[0].dense == 0


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🙂🙂🙂", '"', "title:secret AND (", "bins*~2 OR [a TO z]", "'); DROP TABLE x; --", "\\", "a" * 5000,
     "ما هي مواعيد", "'quoted' & | ! <-> words", "null\x01byte"],
)  # fmt: skip
def test_question_is_words_and_never_syntax(index: SearchIndex, text: str) -> None:
    fill(index, BINS, TAX)
    find(index, text)
    index.search(Question(text=text), context=CONTEXT, limit=5)


def test_nothing_matches_gives_nothing_without_a_vector(index: SearchIndex) -> None:
    fill(index, BINS)
    assert index.search(Question(text="zebra"), context=CONTEXT, limit=5) == []


def test_changed_passage_replaces_the_old(index: SearchIndex) -> None:
    fill(index, BINS, TAX)
    fill(index, passage("bins", "Zebra crossings.", title="Roads", digest="new"), seq=2)
    assert index.state().count == 2
    assert index.digests() == {"bins": "new", "tax": "digest of tax"}
    assert index.search(Question(text="garden"), context=CONTEXT, limit=5) == []
    assert ids(find(index, "zebra"))[0] == "bins"


def test_deleted_passage_is_gone(index: SearchIndex) -> None:
    fill(index, BINS, TAX)
    index.apply(upserts=(), deletes=["bins", "never there"], seq=2, model=MODEL)
    assert ids(find(index, "garden waste")) == ["tax"]
    assert index.state().count == 1


def test_applying_a_batch_again_changes_nothing(index: SearchIndex) -> None:
    fill(index, BINS, TAX, SCHOOL)
    before = find(index, "garden waste")
    fill(index, BINS, TAX, SCHOOL)
    after = find(index, "garden waste")
    assert ids(before) == ids(after)
    assert index.state().count == 3


def test_many_batches_give_what_one_would(index: SearchIndex) -> None:
    twin = MemoryIndex()
    passages = [passage(f"p{number}", f"Rule {number % 7} on waste {number}.") for number in range(16)]
    for number, each in enumerate(passages, start=1):
        fill(index, each, seq=number)
        fill(twin, each, seq=number)
    for number in range(0, 16, 4):
        for one in (index, twin):
            one.apply(upserts=(), deletes=[f"p{number}"], seq=100 + number, model=MODEL)
    assert index.digests() == twin.digests()
    assert set(ids(find(index, "rule 3", limit=50))) == set(ids(find(twin, "rule 3", limit=50)))


def test_seq_never_falls(index: SearchIndex) -> None:
    fill(index, BINS, seq=9)
    fill(index, TAX, seq=4)
    assert index.state().seq == 9


def test_replace_makes_everything_anew(index: SearchIndex) -> None:
    fill(index, BINS, TAX, seq=9)
    index.replace(entries=(entry(each) for each in (SCHOOL, TAX)), seq=3, model=MODEL)
    assert index.state().seq == 3
    assert set(index.digests()) == {"school", "tax"}
    assert ids(find(index, "school place"))[0] == "school"


def test_another_model_is_refused_until_everything_is_made_anew(index: SearchIndex) -> None:
    fill(index, BINS)
    with pytest.raises(IndexUnavailable, match="index rebuild"):
        index.apply(upserts=[entry(TAX)], deletes=(), seq=2, model="another")
    index.replace(entries=[entry(TAX)], seq=2, model="another")
    assert index.state().model == "another"


def test_passage_without_a_vector_is_counted_and_found_by_words(index: SearchIndex) -> None:
    fill(index, BINS)
    index.apply(upserts=[entry_of(TAX)], deletes=(), seq=2, model=MODEL)
    assert index.state().bare == 1
    assert "tax" in ids(index.search(Question(text="discount"), context=CONTEXT, limit=5))


def test_empty_index_finds_nothing(index: SearchIndex) -> None:
    index.replace(entries=[], seq=0, model=MODEL)
    assert find(index, "bins") == []
    assert index.verify() == []


def test_turn_can_be_taken_again_by_its_holder(index: SearchIndex) -> None:
    with index.turn():
        fill(index, BINS)
    assert index.state().count == 1


@pytest.mark.parametrize(
    ("changes", "context"),
    [
        ({"body": "elsewhere"}, CONTEXT),
        ({"access": None}, replace(CONTEXT, access=frozenset(Access))),
        ({"access": Access.STAFF}, CONTEXT),
        ({"audience": frozenset({"officers"})}, CONTEXT),
        ({"audience": frozenset()}, CONTEXT),
        ({"nations": frozenset({Nation.WALES})}, replace(CONTEXT, nation=Nation.SCOTLAND)),
        ({"nations": frozenset()}, replace(CONTEXT, nation=Nation.SCOTLAND)),
        ({"language": "cy"}, CONTEXT),
        ({"language": "pl"}, replace(CONTEXT, language="cy")),
        ({"collection": "other"}, replace(CONTEXT, collections=frozenset({"starter"}))),
        ({"valid_from": date(2026, 6, 2)}, CONTEXT),
        ({"valid_to": date(2026, 5, 31)}, CONTEXT),
        ({}, replace(CONTEXT, access=frozenset())),
    ],
)
def test_filter_acts_inside_the_query(index: SearchIndex, changes: dict[str, object], context: Context) -> None:
    fill(index, replace(BINS, **changes))  # type: ignore[arg-type]
    assert find(index, "garden waste collection bin", context=context) == []


@pytest.mark.parametrize(
    ("changes", "context"),
    [
        ({"access": Access.STAFF}, replace(CONTEXT, access=frozenset({Access.PUBLIC, Access.STAFF}))),
        ({"nations": frozenset({Nation.WALES})}, CONTEXT),
        ({"nations": frozenset({Nation.WALES})}, replace(CONTEXT, nation=Nation.WALES)),
        ({"language": "cy"}, replace(CONTEXT, language="cy")),
        ({"language": "en"}, replace(CONTEXT, language="cy")),
        ({"valid_from": date(2026, 6, 1), "valid_to": date(2026, 6, 1)}, CONTEXT),
        ({"collection": "other"}, CONTEXT),
    ],
)
def test_what_is_permitted_is_found(index: SearchIndex, changes: dict[str, object], context: Context) -> None:
    fill(index, replace(BINS, **changes))  # type: ignore[arg-type]
    assert ids(find(index, "garden waste", context=context)) == ["bins"]


def test_own_language_comes_first(index: SearchIndex) -> None:
    fill(index, replace(BINS, id="cymraeg", language="cy"), replace(BINS, id="english"), TAX)
    found = ids(find(index, "garden waste", context=replace(CONTEXT, language="cy")))
    assert found[:2] == ["cymraeg", "english"]


def test_filtered_passages_do_not_crowd_out_permitted_ones(index: SearchIndex) -> None:
    hidden = [replace(BINS, id=f"hidden{number}", access=Access.STAFF) for number in range(150)]
    fill(index, *hidden, passage("open", "Garden waste, in passing.", title="Other matters"))
    assert ids(find(index, "garden waste collected bin")) == ["open"]


def test_every_index_finds_the_same_with_nearly_the_same_scores(index: SearchIndex) -> None:
    passages = [
        passage(f"p{number}", f"Rule {number} on {topic}.", f"It costs £{number}.", title=topic.title())
        for number, topic in enumerate(["garden waste", "council tax", "school meals", "parking permits"] * 6)
    ]
    twin = MemoryIndex()
    for one in (index, twin):
        fill(one, *passages)
    for text in ("garden waste rule 4", "how much are school meals", "parking permit cost £7"):
        found = {each.id: each for each in find(index, text, limit=30)}
        wanted = {each.id: each for each in find(twin, text, limit=30)}
        assert found.keys() == wanted.keys()
        for key, each in wanted.items():
            assert found[key].dense == pytest.approx(each.dense, abs=2e-3)
            assert found[key].lexical == pytest.approx(each.lexical, rel=2e-2, abs=1e-3)
            assert found[key].lines == pytest.approx(each.lines, abs=1e-5)


MONEY = passage("money", "Your pension is paid every month.", title="Retirement")
DEBT = passage("debt", "Bailiffs may come to your home.", title="Debt")
VOTE = passage("vote", "Register for elections by post.", title="Elections")
TRAVEL = passage("travel", "Renew a passport online.", title="Travel")


def find_by_words(index: SearchIndex, text: str) -> list[str]:
    return ids(index.search(Question(text=text), context=CONTEXT, limit=10))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("penshion", "money"),
        ("balifs", "debt"),
        ("regster", "vote"),
        ("pasport", "travel"),
    ],
)
def test_misspelt_word_finds_what_was_meant(index: SearchIndex, text: str, wanted: str) -> None:
    fill(index, MONEY, DEBT, VOTE, TRAVEL)
    assert find_by_words(index, text) == [wanted]


@pytest.mark.parametrize("text", ["pasword", "bassport", "zebras"])
def test_word_near_to_none_finds_nothing(index: SearchIndex, text: str) -> None:
    fill(index, MONEY, DEBT, VOTE, TRAVEL)
    assert find_by_words(index, text) == []


def test_first_two_letters_may_be_swapped(index: SearchIndex) -> None:
    fill(index, MONEY, DEBT)
    assert find_by_words(index, "epnsion") == ["money"]


def test_word_that_stands_somewhere_is_not_mended(index: SearchIndex) -> None:
    fill(index, passage("noise", "A tension."), MONEY, passage("stage", "A pensiom."))
    assert find_by_words(index, "pensiom") == ["stage"]


@pytest.mark.parametrize("text", ["form12346", "2026x", "binz", "rats"])
def test_digits_and_short_words_are_looked_for_as_typed(index: SearchIndex, text: str) -> None:
    fill(index, passage("forms", "Ask for form12345 in 2026y."), passage("rates", "Put a bin out. Pay rate."))
    assert find_by_words(index, text) == []


def test_closest_word_is_chosen_and_of_equals_the_one_in_most_passages(index: SearchIndex) -> None:
    fill(index, passage("a", "A parkinx."), *(passage(f"b{number}", "A parking.") for number in range(3)))
    fill(index, passage("c", "The charged."), passage("d", "The chargen."), passage("e", "Chargen again."), seq=2)
    assert set(find_by_words(index, "chargeq")) == {"d", "e"}


def test_word_that_stands_nowhere_any_longer_is_not_chosen(index: SearchIndex) -> None:
    fill(index, MONEY, passage("old", "Pensiox.", "Pensiox."), TAX)
    index.apply(upserts=(), deletes=["old"], seq=2, model=MODEL)
    assert find_by_words(index, "pensiox") == ["money"]


def test_mended_word_counts_less_than_one_as_typed(index: SearchIndex) -> None:
    fill(index, MONEY, TAX)
    (typed,) = index.search(Question(text="pension"), context=CONTEXT, limit=5)
    (mended,) = index.search(Question(text="penshion"), context=CONTEXT, limit=5)
    assert mended.lexical == pytest.approx(typed.lexical * MENDED_WEIGHT, rel=1e-3)


def test_mending_shows_nobody_what_they_may_not_see(index: SearchIndex) -> None:
    fill(index, replace(MONEY, access=Access.STAFF), TAX)
    assert find_by_words(index, "penshion") == []


WORLD = [
    passage(
        f"{body}/{access}/{language}/{'-'.join(sorted(nations))}/{collection}/{first}/{last}/{audience}",
        "The canary sings about garden waste.",
        title="Canary",
        body=body,
        access=access,
        language=language,
        nations=frozenset(nations),
        collection=collection,
        valid_from=first,
        valid_to=last,
        audience=frozenset({audience}),
    )
    for body in ("fernby", "elsewhere")
    for access in (Access.PUBLIC, Access.STAFF, None)
    for language, nations, collection in (
        ("en", ALL_NATIONS, "starter"),
        ("cy", {Nation.WALES}, "starter"),
        ("en", {Nation.SCOTLAND, Nation.ENGLAND}, "papers"),
    )
    for first, last, audience in (
        (None, None, "residents"),
        (date(2026, 1, 1), date(2026, 5, 31), "residents"),
        (date(2026, 7, 1), None, "officers"),
    )
]

CONTEXTS = st.builds(
    Context,
    body=st.sampled_from(["fernby", "elsewhere", "nowhere"]),
    at=st.sampled_from([TODAY, TODAY.replace(month=1), TODAY.replace(month=7), TODAY.replace(year=2027)]),
    access=st.frozensets(st.sampled_from(Access)),
    audience=st.sampled_from(["residents", "officers"]),
    nation=st.none() | st.sampled_from(Nation),
    language=st.sampled_from(["en", "cy", "pl"]),
    collections=st.frozensets(st.sampled_from(["starter", "papers", "none"])),
)


@pytest.fixture(scope="module", params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("world")
    for made in make_index(request.param, folder, lambda: request.getfixturevalue("postgres_address")):
        fill(made, *WORLD)
        yield made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(context=CONTEXTS)
def test_canaries_are_found_by_those_who_may_see_them_and_by_nobody_else(world: SearchIndex, context: Context) -> None:
    permitted = {
        each.id
        for each in WORLD
        if each.is_permitted(context)
        and each.is_current(context)
        and each.is_for_nation(context)
        and each.language in {context.language, "en"}
    }
    assert set(ids(find(world, "canary garden waste", context=context, limit=200))) == permitted
