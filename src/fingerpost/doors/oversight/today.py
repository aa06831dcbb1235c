"""At a glance: what happened today, what waits, and whether all that should hold holds.

Each fact is one number, one plain sentence and one link. A fact that cannot be read says so: it never looks well.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.asking import installed
from fingerpost.doors.charts import stack_columns
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.oversight.words import GROUPS, group_words, grouped, reason_words, without_references
from fingerpost.doors.switchable import list_switchable
from fingerpost.doors.systems import list_public_records
from fingerpost.record.challenges.reading import count_challenges
from fingerpost.record.overseeing.counting import Period, Wanted, add_up, count_periods
from fingerpost.record.register.evaluations import latest
from fingerpost.record.register.health import EVALUATION_LASTS
from fingerpost.record.register.phases import PRODUCTION, RETIRED

logger = logging.getLogger(__name__)

State = Literal["calm", "look", "act"]
BEFORE = 14  # days shown behind today
MANY = 0.1  # of the answers of a day: more that lost a quote are worth a look


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`number` is shown large, with what it counts in `unit`, and `words` say what it means.

    `state` says whether somebody must look, or act now.
    """

    name: str
    number: str
    unit: str
    words: str
    address: str
    state: State = "calm"


@needs(SEE)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    body, day = settings.CONFIGURATION.body, timezone.localdate(now())
    periods = count_periods(Wanted(since=day - timedelta(days=BEFORE), until=day), body=body)
    facts = [
        _read(_("Switches"), "oversight:switches", _switches),
        _read(_("Challenges"), "oversight:challenges", lambda: _challenges(body, day)),
        _read(_("Register"), "oversight:register", _register),
        _read(_("Evaluations"), "oversight:evaluations", lambda: _evaluations(body, day)),
        _read(_("Ledger"), "oversight:ledger", _ledger),
        _checks(periods[-1], day),
    ]
    context = {
        "day": day,
        "runs": _runs_of(periods[-1], usual=_usual(periods[:-1])),
        "facts": facts,
        "worst": _worst(facts),
        "groups": [(group, group_words(group)) for group in GROUPS],
        "parts": [_part(group, periods[-1], day) for group in GROUPS],
        "reasons": periods[-1].reasons.most_common(5),
        "reason_words": reason_words,
        "reason_address": lambda reason: _list_of(day, reason=reason),
        "chart": stack_columns([grouped(each.outcomes) for each in periods], series=list(GROUPS)),
        "periods": [(each, grouped(each.outcomes)) for each in periods],
        "all": add_up(periods, start=periods[0].start),
    }
    return show(request, "oversight/today.html", context, tab="oversight:today")


def _read(name: str, page: str, read: Callable[[], Fact]) -> Fact:
    """One fact; where it cannot be read, that is the fact."""
    try:
        return read()
    except FingerpostError as error:
        logger.warning("the page of today could not read %s: %s", page, error.detail or error.public)
        return Fact(name=name, number="?", unit="", words=error.public, address=reverse(page), state="act")


def _runs_of(period: Period, *, usual: int) -> dict[str, Any]:
    words = ngettext("question or report so far today", "questions and reports so far today", period.runs)
    if not usual:
        return {"number": period.runs, "words": words, "usual": ""}
    told = ngettext("A usual day has about %(n)s.", "A usual day has about %(n)s.", usual) % {"n": usual}
    return {"number": period.runs, "words": words, "usual": told}


def _usual(periods: list[Period]) -> int:
    """The middle of the days before that had any."""
    counts = sorted(each.runs for each in periods if each.runs)
    return counts[len(counts) // 2] if counts else 0


def _part(group: str, period: Period, day: date) -> dict[str, Any]:
    count = grouped(period.outcomes)[group]
    share = f"{100 * count / period.runs:.0f}%" if period.runs else ""
    kinds = [kind for kind in OutcomeKind if grouped({kind.value: 1})[group]]
    address = _list_of(day, outcome=kinds[0].value) if len(kinds) == 1 else _list_of(day)
    return {"group": group, "words": group_words(group), "count": count, "share": share, "address": address}


def _checks(period: Period, day: date) -> Fact:
    """A quote that was taken out is a check that worked; many of them are a page or a search that went wrong."""
    runs, answers = period.checks.total(), grouped(period.outcomes)["answered"]
    words = (
        ngettext(
            "From %(n)s answer: a check did not find them borne out.",
            "From %(n)s answers: a check did not find them borne out.",
            runs,
        )
        % {"n": runs}
        if runs
        else _("Every quote that was shown today passed every check.")
    )
    return Fact(
        name=_("Checks"),
        number=f"{period.taken_out:,}",
        unit=ngettext("quote taken out", "quotes taken out", period.taken_out),
        words=words,
        address=_list_of(day),
        state="look" if runs > MANY * max(answers, 1) else "calm",
    )


def _list_of(day: date, **wanted: str) -> str:
    return f"{reverse('oversight:runs')}?{urlencode({**wanted, 'since': day.isoformat(), 'until': day.isoformat()})}"


def _switches() -> Fact:
    off = [each for each in list_switchable() if each.stopped]
    words = (
        _("Switched off: %(names)s.") % {"names": ", ".join(_(each.title) for each in off)}
        if off
        else _("Everything is switched on.")
    )
    return Fact(
        name=_("Switches"),
        number=f"{len(off)}",
        unit=_("off"),
        words=words,
        address=reverse("oversight:switches"),
        state="act" if off else "calm",
    )


def _challenges(body: str, day: date) -> Fact:
    counts = count_challenges(body=body, today=day)
    waiting, overdue = sum(each.waiting for each in counts), sum(each.overdue for each in counts)
    if overdue:
        words = ngettext(
            "%(n)s of them waits longer than we promised.", "%(n)s of them wait longer than we promised.", overdue
        ) % {"n": overdue}
    else:
        words = _("Each has time left.") if waiting else _("Nobody waits for a reply.")
    state: State = "act" if overdue else "look" if waiting else "calm"
    address = reverse("oversight:challenges")
    return Fact(name=_("Challenges"), number=f"{waiting}", unit=_("waiting"), words=words, address=address, state=state)


def _register() -> Fact:
    records = [each for each in list_public_records() if each.phase != RETIRED]
    wrong = [each for each in records if each.faults]
    blocked = [each for each in wrong if each.blocking]
    if not wrong:
        words = _("Every record shows what really runs.")
    else:
        words = ngettext(
            "On %(n)s record, of %(all)s. The register shows them to everybody.",
            "On %(n)s records, of %(all)s. The register shows them to everybody.",
            len(wrong),
        ) % {"n": len(wrong), "all": len(records)}
    state: State = "act" if any(each.phase == PRODUCTION for each in blocked) else "look" if wrong else "calm"
    return Fact(
        name=_("Register"),
        number=f"{sum(len(each.faults) for each in wrong)}",
        unit=_("to put right"),
        words=words,
        address=reverse("oversight:register"),
        state=state,
    )


def _evaluations(body: str, day: date) -> Fact:
    """The age of the oldest of the newest measurements."""
    newest = {each.name: latest(each.name, body=body) for each in installed().values()}
    ages = [(day - timezone.localdate(each.at)).days for each in newest.values() if each]
    never = [name for name, found in newest.items() if found is None]
    below = [name for name, found in newest.items() if found and not found.passed]
    address = reverse("oversight:evaluations")
    if never:
        words = _("Never measured here: %(names)s.") % {"names": ", ".join(never)}
        return Fact(name=_("Evaluations"), number="–", unit="", words=words, address=address, state="look")
    oldest = max(ages)
    unit = ngettext("day old", "days old", oldest)
    if below:
        words = _("Below its threshold: %(names)s.") % {"names": ", ".join(below)}
    elif oldest > EVALUATION_LASTS.days:
        words = _("That is old. Measure again, so that the figures are those of today.")
    else:
        words = _("Every threshold was reached when it was last measured.")
    state: State = "act" if below else "look" if oldest > EVALUATION_LASTS.days else "calm"
    return Fact(name=_("Evaluations"), number=f"{oldest}", unit=unit, words=words, address=address, state=state)


def _ledger() -> Fact:
    health = installation().build_ledger().health()
    faults = [*health.faults, *health.verified_faults]
    if faults:
        words, state = without_references(faults[0]), "act"
    elif health.checkpoint_at is None:
        words, state = _("None of them is signed yet."), "look"
    else:
        words, state = _("None was changed since it was signed."), "calm"
    return Fact(
        name=_("Ledger"),
        number=f"{health.size + health.waiting:,}",
        unit=ngettext("entry", "entries", health.size + health.waiting),
        words=words,
        address=reverse("oversight:ledger"),
        state=state,  # type: ignore[arg-type]  # one of the three words
    )


def _worst(facts: list[Fact]) -> dict[str, Any]:
    """What the page says first."""
    act = [each for each in facts if each.state == "act"]
    look = [each for each in facts if each.state == "look"]
    if act:
        words = ngettext("%(n)s thing needs someone now", "%(n)s things need someone now", len(act))
        return {"state": "act", "words": words % {"n": len(act)}, "facts": act}
    if look:
        words = ngettext(
            "%(n)s thing to look at when there is time", "%(n)s things to look at when there is time", len(look)
        )
        return {"state": "look", "words": words % {"n": len(look)}, "facts": look}
    return {"state": "calm", "words": _("All is well"), "facts": []}
