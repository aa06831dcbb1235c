"""Questions that got no answer, or only part of one: what the ledger says is missing from the guidance.

Counted from the leaves, which are plain JSON, so that no key is needed and nothing anybody said is read. Only the words
that were not found come from the newest replies, which are opened for that.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.contract.claims import OutcomeKind
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Entry, Feedback

KINDS = (OutcomeKind.CANNOT_ANSWER, OutcomeKind.PARTLY_ANSWERED)
NOT_PEOPLE = frozenset({"evaluate", "bench"})  # doors through which no resident comes
OPENED = 200  # newest replies whose words are read
MOST_WORDS = 20
MOST_REFERENCES = 5


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """Runs that ended in one way. `missing` are words of the questions that no quoted page has, with how often, from
    the newest runs; `newest` are references of some, newest first."""

    outcome: str
    reason: str
    runs: int
    without_feedback: int
    missing: tuple[tuple[str, int], ...] = ()
    newest: tuple[str, ...] = ()


def count_unanswered(
    *, body: str, keys: KeyStore, since: datetime | None = None, until: datetime | None = None
) -> list[Unanswered]:
    """The runs of a body that could not be answered, or only in part, by reason, most often first.

    Raises StoreUnavailable.
    """
    runs: dict[tuple[str, str], list[_Run]] = defaultdict(list)
    with store_faults(NOT_READ):
        for run in _runs(_entries(body, since, until)):
            runs[run.outcome, run.reason].append(run)
        missing = _missing_words((run for each in runs.values() for run in each), body=body, keys=keys)
    counted = [_count(ended, found, missing) for ended, found in runs.items()]
    return sorted(counted, key=lambda each: (-each.runs, each.outcome, each.reason))


@dataclass(frozen=True, kw_only=True)
class _Run:
    seq: int
    reference: str
    outcome: str
    reason: str
    has_feedback: bool


def _entries(body: str, since: datetime | None, until: datetime | None) -> QuerySet[Entry]:
    """Leaves that name such an outcome. They are canonical JSON, so the database can look for it as text."""
    ended = Q()
    for kind in KINDS:
        ended |= Q(leaf__contains=f'"kind":"{kind.value}"')
    found = Entry.objects.filter(ended, body=body, event=Entry.Event.CLOSED)
    if since is not None:
        found = found.filter(at__gte=since)
    return found.filter(at__lt=until) if until is not None else found


def _runs(entries: QuerySet[Entry]) -> Iterator[_Run]:
    told = Feedback.objects.filter(body=OuterRef("body"), reference=OuterRef("reference"))
    rows = entries.annotate(told=Exists(told)).order_by("-seq").values_list("seq", "reference", "leaf", "told")
    for seq, reference, text, told_of in rows.iterator():
        leaf: Mapping[str, Any] = json.loads(text)
        outcome = leaf["outcome"]
        if leaf["door"] not in NOT_PEOPLE and leaf.get("route") != "review" and outcome["kind"] in KINDS:
            yield _Run(
                seq=seq,
                reference=reference,
                outcome=outcome["kind"],
                reason=outcome["reason"],
                has_feedback=told_of,
            )


def _missing_words(runs: Iterable[_Run], *, body: str, keys: KeyStore) -> dict[str, tuple[str, ...]]:
    """The words not found, by reference, of the newest runs. Those of an erased run are gone."""
    partly = (run.seq for run in runs if run.outcome == OutcomeKind.PARTLY_ANSWERED)  # others name no words
    newest = sorted(partly, reverse=True)[:OPENED]
    entries = list(Entry.objects.filter(body=body, seq__in=newest))
    sealed = [Sealed(text=bytes(e.sealed or b""), subject=e.subject, bound_to=e.reference) for e in entries]
    opened = keys.unseal_many(sealed, body=body)
    return {
        entry.reference: _not_found(json.loads(text))
        for entry, text in zip(entries, opened, strict=True)
        if text is not None
    }


def _not_found(kept: Mapping[str, Any]) -> tuple[str, ...]:
    reply = json.loads(kept["texts"]["reply"])
    return tuple(words.casefold() for words in reply.get("not_found") or ())


def _count(ended: tuple[str, str], runs: list[_Run], missing: Mapping[str, tuple[str, ...]]) -> Unanswered:
    words = Counter(word for run in runs for word in dict.fromkeys(missing.get(run.reference, ())))
    return Unanswered(
        outcome=ended[0],
        reason=ended[1],
        runs=len(runs),
        without_feedback=sum(not run.has_feedback for run in runs),
        missing=tuple(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]),
        newest=tuple(run.reference for run in runs[:MOST_REFERENCES]),
    )
