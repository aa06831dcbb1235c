"""The language models: which serves what, how each is doing, and what it has taken today against its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.doors.asking import installed
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import ModelState, installation
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.engines.language_models.guarding.breaker import Standing
from fingerpost.record.switches.reading import Stopped, find_stopped

TAB = "oversight:models"
MICROPOUNDS = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One model as the page shows it. `sign` is "calm", "look" or "act", and `state` the words beside it."""

    of: ModelState
    sign: str
    state: str
    used_by: tuple[str, ...]
    tokens: str
    pounds: str


@needs(SEE)
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    here = installation().build_language_models()
    stopped = find_stopped(settings.CONFIGURATION.body)
    states = here.list_states() if here else ()
    context = {
        "models": [_shown(each, stopped.get(("model", each.name))) for each in states],
        "why_words": why_words,
        "switches": reverse("oversight:switches"),
    }
    return show(request, "oversight/models.html", context, tab=TAB)


def _shown(of: ModelState, stopped: Stopped | None) -> Shown:
    sign, state = _state_of(of, stopped)
    titles = {each.name: _(each.card.title) for each in installed().values()}
    return Shown(
        of=of,
        sign=sign,
        state=state,
        used_by=tuple(titles[name] for name in of.used_by),
        tokens=_tokens(of),
        pounds=_pounds(of),
    )


def _state_of(of: ModelState, stopped: Stopped | None) -> tuple[str, str]:
    """The worst that is true of it, in one sentence."""
    standing = of.breaker.standing
    states = (
        (stopped is not None, "look", _("Switched off. Answers quote the guidance.")),
        (bool(of.faults), "act", _("It cannot write. Answers quote the guidance.")),
        (
            standing is Standing.OPEN,
            "act",
            _("It rests after faults. Answers quote the guidance until it is tried again."),
        ),
        (standing is Standing.HALF_OPEN, "look", _("It had faults. The next question tries it again.")),
        (_is_spent(of), "look", _("Today’s budget is spent, or nearly. Answers quote the guidance until midnight.")),
        (bool(of.doubts), "look", _("It writes. Something about it should be looked at.")),
        (not of.used_by, "calm", _("Nothing uses it.")),
    )
    return next(((sign, words) for holds, sign, words in states if holds), ("calm", _("It writes.")))


def _is_spent(of: ModelState) -> bool:
    """Is less left than one part in a hundred? A call that would go over the budget is not sent, so that it is seldom
    used up to the last token."""
    if of.spent is None:
        return False
    tokens = of.spent.tokens + of.spent.tokens_reserved
    micropounds = of.spent.micropounds + of.spent.micropounds_reserved
    pairs = ((of.tokens_a_day, tokens), (of.micropounds_a_day, micropounds))
    return any(most and taken * 100 > most * 99 for most, taken in pairs)


def _tokens(of: ModelState) -> str:
    if of.spent is None:
        return _("It could not be read.")
    taken = f"{of.spent.tokens + of.spent.tokens_reserved:,}"
    if not of.tokens_a_day:
        return _("%(taken)s. No bound is set.") % {"taken": taken}
    return _("%(taken)s of %(most)s") % {"taken": taken, "most": f"{of.tokens_a_day:,}"}


def _pounds(of: ModelState) -> str:
    if of.spent is None:
        return _("It could not be read.")
    if not of.has_prices:
        return _("No prices are set, so nothing is counted in pounds.")
    taken = _money(of.spent.micropounds + of.spent.micropounds_reserved)
    if not of.micropounds_a_day:
        return _("%(taken)s. No bound is set.") % {"taken": taken}
    return _("%(taken)s of %(most)s") % {"taken": taken, "most": _money(of.micropounds_a_day)}


def _money(micropounds: int) -> str:
    return f"£{micropounds / MICROPOUNDS:,.2f}"


def why_words(why: str) -> str:
    """Why a model did not write, for whoever oversees it."""
    told: Mapping[str, str] = {
        WhyNoModel.NOT_CHOSEN: _("none was chosen"),
        WhyNoModel.SWITCHED_OFF: _("it was switched off"),
        WhyNoModel.OVER_BUDGET: _("the budget of the day was spent"),
        WhyNoModel.RESTING: _("it rested after faults"),
        WhyNoModel.UNREACHABLE: _("its server could not be reached"),
        WhyNoModel.BUSY: _("it was too busy"),
        WhyNoModel.FAILED: _("its server failed"),
        WhyNoModel.SLOW: _("it was too slow"),
        WhyNoModel.REFUSED: _("its supplier refused the call"),
        WhyNoModel.WRONG_MODEL: _("another model answered in its place"),
        WhyNoModel.TOO_LARGE: _("the question or the answer was too long"),
        WhyNoModel.UNREADABLE: _("what came could not be read"),
        WhyNoModel.NOTHING_BORNE_OUT: _("the guidance bore out nothing that it wrote"),
    }
    return told.get(why, why)
