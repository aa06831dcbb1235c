"""Keeps an index in step with the database: one indexer at a time applies what the outbox says.

Whatever is cut short can be done again: vectors once made are kept in the database, a batch counts only when the index
has committed it, and applying an entry twice changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder
from fingerpost.engines.search.index import Entry, IndexState, SearchIndex, entry_of
from fingerpost.engines.search.sections import embed_missing
from fingerpost.knowledge.content import words_digest
from fingerpost.knowledge.outbox import OutboxItem, latest_seq, read_outbox
from fingerpost.knowledge.reading import count_passages, fetch_passages, iterate_passages
from fingerpost.knowledge.vectors import load_vectors

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

ANEW_ABOVE = 25_000
"""A backlog longer than this is not applied as one batch: everything is made anew, which needs less memory."""

_OUTBOX_AT_ONCE = 5_000
_PASSAGES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What an update did: how many passages went in and out, how many of them were embedded, and up to which entry."""

    upserted: int = 0
    deleted: int = 0
    embedded: int = 0
    seq: int = 0

    @property
    def changed(self) -> int:
        return self.upserted + self.deleted


def keep_in_step(index: SearchIndex, *, embedder: Embedder | None, progress: Progress | None = None) -> Applied:
    """What a start and the end of an import call: apply the outbox, or make anew an index that is damaged.

    Quick where nothing has changed. Raises IndexUnavailable where another process is at it for too long, or the disk
    is full; StoreUnavailable where the database cannot be read.
    """
    try:
        return apply_outbox(index, embedder=embedder, progress=progress)
    except IndexUnavailable:
        if _is_readable(index):
            raise  # not the index but the disk, or another writer
        return rebuild_index(index, embedder=embedder, progress=progress)


def apply_outbox(index: SearchIndex, *, embedder: Embedder | None, progress: Progress | None = None) -> Applied:
    """Apply what has changed since the index last looked, as one batch. Raises as `keep_in_step` does."""
    if _is_done(index.state(), embedder):
        return Applied(seq=index.state().seq)
    with index.turn():
        state = index.state()  # another indexer may have been at it while we waited
        if _is_done(state, embedder):
            return Applied(seq=state.seq)
        if _starts_anew(state, embedder):
            return rebuild_index(index, embedder=embedder, progress=progress)
        items = _read_items(after=state.seq, limit=ANEW_ABOVE)
        if len(items) >= ANEW_ABOVE:
            return rebuild_index(index, embedder=embedder, progress=progress)
        return _apply(index, items, model=_model(state, embedder), embedder=embedder, tell=progress or _say_nothing)


def rebuild_index(index: SearchIndex, *, embedder: Embedder | None, progress: Progress | None = None) -> Applied:
    """Make the index anew from the database. The old one answers meanwhile; vectors that are kept are used again."""
    tell = progress or _say_nothing
    with index.turn():
        model = embedder.digest if embedder else ""
        seq = latest_seq()  # read first: what changes from here on is applied afterwards
        total = count_passages()
        embedded = embed_missing(iterate_passages(), embedder=embedder, total=total, tell=tell)
        index.replace(entries=_told(_entries(iterate_passages(), model=model), total, tell), seq=seq, model=model)
        return Applied(upserted=index.state().count, embedded=embedded, seq=seq)


def _apply(
    index: SearchIndex, items: Sequence[OutboxItem], *, model: str, embedder: Embedder | None, tell: Progress
) -> Applied:
    passages = _read_passages(item for item in items if item.action == "upsert")
    here = {passage.id for passage in passages}
    gone = [item.passage_id for item in items if item.passage_id not in here]
    embedded = embed_missing(passages, embedder=embedder, total=len(passages), tell=tell)
    entries = list(_told(_entries(passages, model=model), len(passages), tell))
    seq = items[-1].seq
    index.apply(upserts=entries, deletes=gone, seq=seq, model=model)
    return Applied(upserted=len(entries), deleted=len(gone), embedded=embedded, seq=seq)


def _is_done(state: IndexState, embedder: Embedder | None) -> bool:
    return state.seq == latest_seq() and not _starts_anew(state, embedder)


def _starts_anew(state: IndexState, embedder: Embedder | None) -> bool:
    """Is there none? Was it made with another model, without one, or from another database, younger than it is?"""
    if not state.made:
        return True
    other = embedder is not None and state.count > 0 and (state.model != embedder.digest or state.bare > 0)
    return other or state.seq > latest_seq()


def _model(state: IndexState, embedder: Embedder | None) -> str:
    """Without an embedder the vectors that are there stay, and new passages are found by words until it is back."""
    return embedder.digest if embedder else state.model


def _is_readable(index: SearchIndex) -> bool:
    """Is it whole? Reads all its files, as what is open already would hide what has happened to them."""
    try:
        index.state()
        return not index.verify()
    except IndexUnavailable:
        return False


def _read_items(*, after: int, limit: int) -> list[OutboxItem]:
    items: list[OutboxItem] = []
    while len(items) < limit:
        more = read_outbox(after=items[-1].seq if items else after, limit=_OUTBOX_AT_ONCE)
        if not more:
            break
        items += more
    return items


def _read_passages(items: Iterable[OutboxItem]) -> list[Passage]:
    """The passages as they are now. One that has gone meanwhile is left out."""
    by_body: dict[str, list[str]] = {}
    for item in items:
        by_body.setdefault(item.body, []).append(item.passage_id)
    return [passage for body, ids in by_body.items() for passage in fetch_passages(ids, body=body).values()]


def _entries(passages: Iterable[Passage], *, model: str) -> Iterator[Entry]:
    """Each passage with the vectors that are kept for its words."""
    left = iter(passages)
    while batch := list(islice(left, _PASSAGES_AT_ONCE)):
        kept = load_vectors((words_digest(passage) for passage in batch), model_digest=model) if model else {}
        for passage in batch:
            vectors = kept.get(words_digest(passage))
            yield entry_of(
                passage,
                vector=vectors.passage if vectors else None,
                lines=vectors.lines if vectors else None,
                asked=vectors.asked if vectors else None,
            )


def _told(entries: Iterable[Entry], total: int, tell: Progress) -> Iterator[Entry]:
    for number, entry in enumerate(entries, start=1):
        yield entry
        if number % _PASSAGES_AT_ONCE == 0 or number == total:
            tell("Indexing passages", number, total)


def _say_nothing(_what: str, _done: int, _total: int) -> None:
    pass
