"""Compares an index with the database, passage by passage, and with its own files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Embedder
from fingerpost.engines.search.index import IndexState, SearchIndex
from fingerpost.knowledge.outbox import latest_seq, read_outbox
from fingerpost.knowledge.reading import iterate_passages

_EXAMPLES = 3
_AT_ONCE = 5_000


class FindingKind(StrEnum):
    DAMAGED = "damaged"
    BEHIND = "behind"
    AHEAD = "ahead"
    MISSING = "missing"
    EXTRA = "extra"
    STALE = "stale"
    OTHER_MODEL = "other model"
    WITHOUT_VECTORS = "without vectors"


@dataclass(frozen=True, kw_only=True)
class IndexFinding:
    """One thing that is wrong: `count` of them, in `words` for the operator, with a few `examples`."""

    kind: FindingKind
    count: int
    words: str
    examples: tuple[str, ...] = ()


def check_index(index: SearchIndex, *, embedder: Embedder | None = None) -> list[IndexFinding]:
    """All that is wrong with the index; empty where it is in step with the database. Changes nothing."""
    try:
        state = index.state()
        damaged = index.verify()
        held = index.digests()
    except IndexUnavailable as error:
        return [IndexFinding(kind=FindingKind.DAMAGED, count=1, words=error.public)]
    if not state.made:
        return [IndexFinding(kind=FindingKind.MISSING, count=1, words="The search index has not been made yet.")]
    waiting = _waiting(state)
    return [
        *_found(FindingKind.DAMAGED, damaged, "files of the index are damaged"),
        *_found(FindingKind.BEHIND, waiting, "changes are not in the index yet"),
        *_compare(held, but=waiting),
        *_check_state(state, embedder),
    ]


def _waiting(state: IndexState) -> list[str]:
    """The passages that changed since the index last looked: a difference there is no fault."""
    waiting: list[str] = []
    after = state.seq
    while items := read_outbox(after=after, limit=_AT_ONCE):
        waiting += [item.passage_id for item in items]
        after = items[-1].seq
    return waiting


def _compare(held: Mapping[str, str], *, but: Collection[str]) -> list[IndexFinding]:
    skipped = set(but)
    stored = {passage.id: passage.digest for passage in iterate_passages() if passage.id not in skipped}
    missing = sorted(stored.keys() - held.keys())
    extra = sorted(held.keys() - stored.keys() - skipped)
    stale = sorted(each for each, digest in stored.items() if held.get(each, digest) != digest)
    return [
        *_found(FindingKind.MISSING, missing, "passages are missing from the index"),
        *_found(FindingKind.EXTRA, extra, "passages are in the index but not in the database"),
        *_found(FindingKind.STALE, stale, "passages have changed since they were indexed"),
    ]


def _check_state(state: IndexState, embedder: Embedder | None) -> list[IndexFinding]:
    findings: list[IndexFinding] = []
    newest = latest_seq()
    if state.seq > newest:
        words = f"The index is {state.seq - newest} changes ahead of the database: it was made from another one."
        findings.append(IndexFinding(kind=FindingKind.AHEAD, count=state.seq - newest, words=words))
    if embedder is not None and state.count and state.model != embedder.digest:
        words = "The index was made with another search model, or without one."
        findings.append(IndexFinding(kind=FindingKind.OTHER_MODEL, count=1, words=words))
    elif state.bare:
        words = f"{state.bare} passages were indexed while the search model was missing, and are found by words only."
        findings.append(IndexFinding(kind=FindingKind.WITHOUT_VECTORS, count=state.bare, words=words))
    return findings


def _found(kind: FindingKind, which: Collection[str], words: str) -> list[IndexFinding]:
    if not which:
        return []
    examples = tuple(list(which)[:_EXAMPLES])
    said = f"{len(which)} {words}, such as {examples[0]}."
    return [IndexFinding(kind=kind, count=len(which), words=said, examples=examples)]
