"""One page of a queue, with the first line of each report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OrderBy, QuerySet

from fingerpost.casework.clocks import Standing, standing
from fingerpost.casework.models import Case
from fingerpost.casework.queues.filters import Filter, Order, matching
from fingerpost.casework.sealing import unseal_lines
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.paging import place_page
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

SIZE = 25
MOST = 100  # rows of one page
_COLUMNS = (
    *("body", "reference", "service", "team", "state", "is_live", "urgency", "rank", "attention", "received_at"),
    *("due_at", "left_minutes", "escalated_at", "channel", "language", "assigned_to", "subject", "line", "nation"),
    *("is_demo", "supporters", "is_public", "version", "planned_on"),
)
_ORDERS: dict[Order, tuple[str | OrderBy, ...]] = {
    Order.QUEUE: ("-attention", "-rank", F("due_at").asc(nulls_last=True), "pk"),
    Order.DUE: (F("due_at").asc(nulls_last=True), "pk"),
    Order.NEWEST: ("-received_at", "-pk"),
    Order.OLDEST: ("received_at", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case in a list. `line` is the first line of the report; None once it was erased."""

    reference: str
    line: str | None
    service: str
    team: str
    state: str
    urgency: str
    attention: bool
    assigned_to: str
    received_at: datetime
    standing: Standing
    escalated_at: datetime | None
    channel: str
    language: str
    is_demo: bool
    supporters: int
    is_public: bool
    version: int

    @property
    def due_at(self) -> datetime | None:
        return self.standing.due_at

    @property
    def is_late(self) -> bool:
        return self.standing.is_late

    @property
    def is_soon(self) -> bool:
        return self.standing.is_soon


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list. `total` counts all that match; `pages` is 1 or more."""

    rows: tuple[Row, ...]
    number: int
    total: int
    pages: int


def list_cases(
    filter: Filter,
    *,
    viewer: Viewer,
    at: datetime,
    keys: KeyStore,
    page: int = 1,
    size: int = SIZE,
    order: Order | str = Order.QUEUE,
    total: int | None = None,
) -> Page:
    """One page of what the filter leaves; the last one where `page` lies behind it. Raises StoreUnavailable.

    `total` is how many the filter leaves, from whoever has counted them already: counting is the slowest part.
    """
    size = min(max(1, size), MOST)
    with store_faults(NOT_READ):
        found = matching(filter, viewer=viewer, at=at, keys=keys)
        ordered = found.order_by(*_ORDERS[Order(order)])
        # Words are looked for case by case: once, and not again to count.
        every = list(ordered.values_list("pk", flat=True)) if filter.words.strip() else None
        if every is not None:
            total = len(every)
        elif total is None:
            total = found.count()
        place = place_page(total, wanted=page, size=size)
        wanted = _numbers(ordered, place.number, size, total) if every is None else every[place.rows]
        by_number = Case.objects.only(*_COLUMNS).in_bulk(wanted) if wanted else {}
        cases = [by_number[each] for each in wanted if each in by_number]
        lines = unseal_lines(cases, keys=keys)
    return Page(rows=tuple(rows_of(cases, lines, at=at)), number=place.number, total=total, pages=place.pages)


def _numbers(ordered: "QuerySet[Case]", page: int, size: int, total: int) -> list[int]:
    """The numbers of a page's cases, read off an index alone; a page of the second half from the end."""
    if not total:
        return []
    first, last = (page - 1) * size, min(page * size, total)
    numbers = ordered.values_list("pk", flat=True)
    if first < total / 2:
        return list(numbers[first:last])
    return list(reversed(numbers.reverse()[total - last : total - first]))


def list_codes(wanted: Filter, *, viewer: Viewer, at: datetime) -> Iterator[Row]:
    """All that the filter leaves, oldest first, without a line of any: for counting and for exports."""
    found = matching(wanted, viewer=viewer, at=at, keys=None).order_by("received_at", "pk").only(*_COLUMNS)
    with store_faults(NOT_READ):
        for case in found.iterator(chunk_size=1_000):
            yield from rows_of([case], {}, at=at)


def rows_of(cases: Iterable[Case], lines: dict[int, str | None], *, at: datetime) -> list[Row]:
    plain = (
        *("reference", "service", "team", "state", "urgency", "attention", "assigned_to", "received_at"),
        *("escalated_at", "channel", "language", "is_demo", "supporters", "is_public", "version"),
    )
    return [
        Row(line=lines.get(case.pk), standing=standing(case, at), **{name: getattr(case, name) for name in plain})
        for case in cases
    ]
