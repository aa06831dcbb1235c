"""Counts as they may be published: no number under ten can be worked out from any of them, nor from all together.

1. A count under `BASE` is shown as "fewer than 10", nought too: whether something happened at all is a small number
   as well. Ten is the threshold that the Office for National Statistics commonly sets for what leaves its research
   service; the NHS's rule for hospital figures hides 1 to 7 and rounds to 5.
2. Any other count is rounded to the nearest `BASE`.
3. Before anything is added up, what is under `BASE` is forgotten: a total is made of the parts that are not small, and
   says "at least". So no total, by whatever rows, columns, months or filters, holds anything of a small number, and
   taking totals from one another finds nothing. (Totals of the true counts, each rounded by itself, do not hold: four
   parts of 24 beside one of 9 make 105, shown as 110, and only 9 fits.)
4. Only whole months that are over are published, and a month stays as it was first published (`overseeing.published`).

Whoever publishes a total makes it with `publish_total`, from the smallest parts there are. No share is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

BASE = 10
SETTLED_AFTER = timedelta(days=2)  # a run that set out before midnight may close after it


@dataclass(frozen=True, kw_only=True)
class PublishedCount:
    """`value` is None where the count is under `BASE`, or where each part of a total is. `is_least` says "at least".

    `shown` says the same in English.
    """

    value: int | None
    is_least: bool = False

    @property
    def shown(self) -> str:
        if self.value is None:
            return f"fewer than {BASE} of each kind" if self.is_least else f"fewer than {BASE}"
        return f"at least {self.value:,}" if self.is_least else f"{self.value:,}"

    def as_values(self) -> dict[str, int | bool | None]:
        """The same as plain JSON values."""
        return {"value": self.value, "is_least": self.is_least}


def publish_count(count: int) -> PublishedCount:
    """One count of the smallest kind that is published, such as one outcome of one capability in one month."""
    if count < 0:
        raise ValueError("a count is nought or more")
    return PublishedCount(value=None if count < BASE else _nearest(count))


def publish_total(counts: Iterable[int]) -> PublishedCount:
    """The total of such counts, given as they truly are. Small ones are forgotten first, whatever they were."""
    parts = list(counts)
    large = [each for each in parts if each >= BASE]
    if not large:
        return PublishedCount(value=None, is_least=len(parts) != 1)
    if len(large) == len(parts):
        return PublishedCount(value=_nearest(sum(large)))
    return PublishedCount(value=sum(large) // BASE * BASE, is_least=True)


def months_to_publish(*, first: date, today: date) -> list[date]:
    """The first days of the months that are over and settled, from that of `first` on, oldest first."""
    month, found = first.replace(day=1), []
    while (following := next_month(month)) + SETTLED_AFTER <= today:
        found.append(month)
        month = following
    return found


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _nearest(count: int) -> int:
    """Halves go up."""
    return (count + BASE // 2) // BASE * BASE
