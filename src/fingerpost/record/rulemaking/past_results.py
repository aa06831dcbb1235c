"""How many results that people were given would be others under changed rules. A number only: no household is shown.

Only runs whose words are still kept can be looked at: what was erased or swept is gone for this too.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.record.disclosure import PublishedCount, publish_count
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.reading import KeptRun, find_run
from fingerpost.rules.book import RuleBook
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.faults import FactsInvalid, OutsideDates
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.results import Verdict

CAPABILITY = "entitlements"
NEWEST = 200
"""How many runs are looked at: each is opened and worked out twice, while somebody waits for the page."""


@dataclass(frozen=True, kw_only=True)
class PastResults:
    """How many runs were looked at, and how many of them would come out otherwise, both as they may be shown."""

    looked_at: PublishedCount
    changed: PublishedCount


def count_changed(
    before: RuleBook, after: RuleBook, *, schemes: Collection[str], body: str, keys: KeyStore, newest: int = NEWEST
) -> PastResults:
    """Work out the newest runs under both books, on their own days, and count those that differ in one of the schemes.

    Raises StoreUnavailable.
    """
    looked_at = changed = 0
    for kept in _newest(body=body, keys=keys, most=newest):
        results = [_results(book, kept, schemes) for book in (before, after)]
        if None not in results:
            looked_at += 1
            changed += results[0] != results[1]
    return PastResults(looked_at=publish_count(looked_at), changed=publish_count(changed))


def _newest(*, body: str, keys: KeyStore, most: int) -> Iterator[KeptRun]:
    with store_faults(NOT_READ):
        closed = Entry.objects.filter(body=body, capability=CAPABILITY, event=Entry.Event.CLOSED).order_by("-seq")
        references = list(closed.values_list("reference", flat=True)[:most])
    for reference in references:
        kept = find_run(reference, body=body, keys=keys)
        if kept is not None and kept.request is not None:
            yield kept


def _results(book: RuleBook, kept: KeptRun, schemes: Collection[str]) -> list[Any] | None:
    """Verdict and amount of each scheme; None where the facts of the run do not fit these rules."""
    request = kept.request or {}
    nation = (kept.reply or {}).get("nation")
    try:
        household = read_household(book, request.get("facts") or {})
    except FactsInvalid:
        return None
    on = date.fromisoformat(request["on"][:10]) if request.get("on") else kept.at.date()
    evaluation = evaluate(book, household, on=on, nation=Nation(nation) if nation else None)
    return [_result(book, evaluation, scheme) for scheme in schemes]


def _result(book: RuleBook, evaluation: Evaluation, scheme: str) -> tuple[Verdict, Any]:
    verdict, name = evaluation.verdict(scheme), book.schemes[scheme].amount
    if not name or verdict is Verdict.NO:
        return verdict, None
    try:
        found = evaluation.value(name)
    except OutsideDates:
        return verdict, None
    return verdict, (round(found.low), round(found.high))
