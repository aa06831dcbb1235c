"""What every door does with answers whose sources have changed: find them, ask again, and say of one what changed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import is_quoted
from fingerpost.doors.asking import installed
from fingerpost.doors.changes import SideBySide, set_side_by_side
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.days import read_day
from fingerpost.doors.installation import Progress, installation, now
from fingerpost.doors.profile.contacts import with_own_contact
from fingerpost.doors.retention import ClockDoubted, clock_doubt
from fingerpost.knowledge.reading import fetch_passages, read_kept
from fingerpost.pipeline.repairing import Again, Answer, answer_again
from fingerpost.record.keys import Erased
from fingerpost.record.reading import KeptRun, find_run
from fingerpost.record.repair.affected import Why, changes_of, find_affected, quotations_of
from fingerpost.record.repair.comparing import quotes_in
from fingerpost.record.repair.findings import Found, note_otherwise, note_put_off, note_sweep, note_the_same
from fingerpost.record.repair.forgetting import forget_quotes
from fingerpost.record.repair.reading import FoundRow, active_finding

FAULTS_IN_A_ROW = 3  # after which it is not one odd record, but the database


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep came to: `affected` answers were asked again; `counts` says how each came out; `found` are the
    references of those that would come out otherwise, and were not known to."""

    since: date
    affected: int
    counts: Mapping[str, int]
    found: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """A page that was quoted and stands there otherwise: what became of it (`why`), and its lines then and now."""

    title: str
    heading: str
    language: str
    why: str
    copy: str = ""
    anchor: str = ""
    lines: SideBySide = field(default_factory=lambda: SideBySide(then=(), now=()))


@dataclass(frozen=True, kw_only=True)
class Moved:
    """That the guidance of an answer has changed since. `finding` and `said` are there once it was asked again and
    came out otherwise."""

    changes: tuple[ShownChange, ...]
    finding: FoundRow | None = None
    said: Mapping[str, Any] | None = None


def sweep_here(
    progress: Progress = lambda what, done, total: None, *, since: str = "", unattended: bool = False
) -> Swept:
    """Find the answers whose sources changed, ask each again, and keep what was found.

    Broken off, the next sweep goes on; done again, it finds nothing new. `since` is a day; without it the answers of
    the last `repair_days` are looked at. Raises InvalidRequest, StoreUnavailable, and ClockDoubted where `unattended`.
    """
    if unattended and (doubt := clock_doubt()):
        raise ClockDoubted(doubt)
    body, today = settings.CONFIGURATION.body, timezone.localdate(now())
    first = _first_day(since, today)
    references = find_affected(body=body, on=today, since=first)
    counts: Counter[str] = Counter()
    found: list[str] = []
    in_a_row = 0
    for number, reference in enumerate(references, start=1):
        try:
            result, is_news = _repair(reference, body=body, today=today)
            counts[result] += 1
            found += [reference] if is_news else []
            in_a_row = 0
        except StoreUnavailable:  # one record that cannot be opened must not keep the others from being looked at
            counts["faults"] += 1
            in_a_row += 1
            if in_a_row == FAULTS_IN_A_ROW:
                raise
        progress("Asking again", number, len(references))
    told = {name.replace(" ", "_"): count for name, count in counts.items()}
    note_sweep({"affected": len(references), "found": len(found), **told}, body=body, at=now())
    return Swept(since=first, affected=len(references), counts=dict(counts), found=tuple(found))


def what_moved(kept: KeptRun) -> Moved | None:
    """What has changed of the guidance that an answer quotes, as its reader may see it; None where nothing has.

    The quotes are looked up on the pages as they are now, so a change shows at once. Raises StoreUnavailable.
    """
    if not kept.reply or not kept.reply["claims"]:
        return None
    active = active_finding(kept.reference, body=settings.CONFIGURATION.body, keys=installation().build_keys())
    changes = tuple(_moved_quotes(kept))
    if active is None and not changes:
        return None
    row, said = active or (None, None)
    return Moved(changes=changes or tuple(map(_from_finding, row.changes if row else ())), finding=row, said=said)


def show_change(change: Mapping[str, Any], passages: Mapping[str, Passage]) -> ShownChange:
    """One change of a finding, with the lines of both passages where they are kept: for staff."""
    then, today = passages.get(change["then"]), passages.get(change["now"])
    lines = set_side_by_side(_lines(then), _lines(today) if change["why"] == Why.CHANGED else [])
    return ShownChange(**{**_known(change), "lines": lines})


def _repair(reference: str, *, body: str, today: date) -> tuple[str, bool]:
    """How it came out, and whether that is news."""
    keys, at = installation().build_keys(), now()
    kept = find_run(reference, body=body, keys=keys)
    if kept is None or kept.reply is None:
        forget_quotes(reference, body=body)
        return Again.ERASED, False
    quotations = quotations_of(reference, body=body, on=today)
    changes = changes_of(quotations, body=body)
    answer = _ask_again(kept) if changes else Answer(result=Again.SAME)
    if answer.hindrance is not None:
        is_over = note_put_off(kept, answer.hindrance, quotations, changes=changes, body=body, at=at)
        return Again.GIVEN_UP if is_over else answer.result, False
    if answer.result is not Again.DIFFERENT:
        note_the_same(reference, quotations, body=body, at=at)
        return answer.result, False
    try:
        return answer.result, note_otherwise(kept, _found(answer, changes), quotations, body=body, at=at, keys=keys)
    except Erased:  # meanwhile
        forget_quotes(reference, body=body)
        return Again.ERASED, False


def _ask_again(kept: KeptRun) -> Answer:
    return answer_again(kept, capability=_capability(kept.capability), engines=installation().build_engines(), at=now())


def _capability(name: str) -> Capability | None:
    found = next((each for each in installed().values() if each.name == name), None)
    return with_own_contact(found) if found else None


def _found(answer: Answer, changes: list[dict[str, Any]]) -> Found:
    return Found(
        what=tuple(map(str, answer.what)),
        kind_then=answer.kind_then,
        kind_now=answer.kind_now,
        now_digest=answer.now_digest,
        said=answer.said or {},
        changes=changes,
    )


def _first_day(since: str, today: date) -> date:
    if not since:
        return today - timedelta(days=settings.CONFIGURATION.repair_days)
    day = read_day(since)
    if day is None:
        raise InvalidRequest({"since": "--since must be a day such as 2026-11-22."})
    return day


def _moved_quotes(kept: KeptRun) -> Iterator[ShownChange]:
    """Each passage once that no longer says what was quoted from it, or may no longer be quoted."""
    here = circumstances(door="web", language=(kept.reply or {}).get("language", "en"), nation=None)
    quotes = [each for each in quotes_in(kept.reply or {}) if each["source"].get("id")]
    passages = fetch_passages((each["source"]["id"] for each in quotes), body=here.body)
    seen = set()
    for each in quotes:
        source = each["source"]
        passage = passages.get(source["id"])
        if passage is not None and not passage.is_permitted(here):
            passage = None
        why = _why(each["quote"], passage, is_current=passage is not None and passage.is_current(here))
        if why is not None and source["id"] not in seen:
            seen.add(source["id"])
            yield _shown_to_reader(source, passage, why)


def _why(quote: str, passage: Passage | None, *, is_current: bool) -> Why | None:
    if passage is None:
        return Why.GONE
    if not is_current:
        return Why.OUT_OF_FORCE
    return None if is_quoted(quote, passage.text) else Why.CHANGED


def _shown_to_reader(source: Mapping[str, Any], passage: Passage | None, why: Why) -> ShownChange:
    lines = SideBySide(then=(), now=())
    if why is Why.CHANGED and passage is not None:
        then = read_kept([source["digest"]], body=passage.body).get(source["digest"])
        lines = set_side_by_side(_lines(then), _lines(passage))
    return ShownChange(
        title=source["title"],
        heading=source.get("heading", ""),
        language=source.get("language", "en"),
        why=str(why),
        copy=passage.copy if passage else "",
        anchor=passage.anchor if passage else "",
        lines=lines,
    )


def _from_finding(change: Mapping[str, Any]) -> ShownChange:
    return ShownChange(**_known(change))


def _known(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: change.get(name, "") for name in ("title", "heading", "language", "why", "copy", "anchor")}


def _lines(passage: Passage | None) -> list[str]:
    return [line.text for line in passage.lines] if passage else []
