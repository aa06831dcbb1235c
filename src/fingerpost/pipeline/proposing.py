"""Whether a proposal holds: each code in it must be one of the body's own lists, or of the capability's tables.

What fails is taken out, and the case goes to a person. Attention is never lowered by it: signs that hold stay, with the
urgency that they ask for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import isfinite
from typing import Any, cast

from pydantic import TypeAdapter

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.classifying import Ranked
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Engines
from fingerpost.contract.proposals import OpenCases, Proposal, ProposalCodes, Sign
from fingerpost.contract.run import Run
from fingerpost.contract.services import ServiceBook, Services, Urgency

MOST = 20  # of anything that a proposal lists
MOST_WORDS = 400  # characters of the words of a sign
OLDEST = timedelta(days=120)
ROUNDING = 0.01


def check_proposal(outcome: Outcome, run: Run, capability: Capability, engines: Engines) -> tuple[Proposal | None, str]:
    """The proposal as it may stand, and a code for what was wrong with it; "" where nothing was.

    None where nothing of it can stand, or where there was none.
    """
    proposal, codes = outcome.proposal, capability.proposes
    if proposal is None:
        return None, ""
    if codes is None:
        return None, "not declared"
    if not outcome.speaks:
        return _bare(proposal, codes), "outcome"
    try:
        book = cast(Services, engines.one("services")).book
        wrong = next(_faults(proposal, run, book, codes, engines), "")
    except FingerpostError as error:
        wrong = type(error).__name__
    return (_bare(proposal, codes), wrong) if wrong else (proposal, "")


def settle_proposal(checked: Outcome, kept: Proposal | None, *, wrong: str, reason: str, message: str) -> Outcome:
    """The outcome with what was kept of its proposal. One that failed is no answer: a person sorts it."""
    if not wrong:
        return replace(checked, proposal=kept)
    kind = OutcomeKind.CANNOT_ANSWER if kept is None else OutcomeKind.PARTLY_ANSWERED
    return Outcome(kind=kind, reason=reason, message=message, proposal=kept)


def plain_proposal(proposal: Proposal) -> dict[str, Any]:
    """As plain JSON values."""
    plain: dict[str, Any] = TypeAdapter(Proposal).dump_python(proposal, mode="json")
    return plain


def proposal_from(plain: Mapping[str, Any]) -> Proposal:
    """The proposal that `plain_proposal` gave. Raises pydantic's ValidationError."""
    proposal: Proposal = TypeAdapter(Proposal).validate_python(plain)
    return proposal


def _faults(proposal: Proposal, run: Run, book: ServiceBook, codes: ProposalCodes, engines: Engines) -> Iterator[str]:
    """A code for each thing that does not hold, the cheap ones first."""
    if not _is_routed(proposal, book):
        yield "service or team"
    if not _are_chances(proposal):
        yield "probability"
    if not _are_known(proposal.signs, codes) or proposal.needs_attention != _asks_attention(proposal.signs, codes):
        yield "sign"
    if proposal.urgency is not _urgency_of(proposal, book, codes):
        yield "urgency"
    if not _is_asked(proposal, book):
        yield "fact"
    if _is_too_long(proposal):
        yield "length"
    if proposal.duplicates and not _are_there(proposal, run, engines):
        yield "duplicate"


def _is_routed(proposal: Proposal, book: ServiceBook) -> bool:
    listed = all(each.label in book.services for each in proposal.services)
    teams = all(each.label in book.teams for each in proposal.teams)
    named = proposal.service == "" or proposal.service in book.services
    return listed and teams and named and proposal.team == book.team_of(proposal.service)


def _are_chances(proposal: Proposal) -> bool:
    chances = [proposal.outside, *(each.probability for each in proposal.duplicates)]
    return all(map(_is_chance, chances)) and _is_ranking(proposal.services) and _is_ranking(proposal.teams)


def _is_ranking(ranked: tuple[Ranked, ...]) -> bool:
    chances = [each.probability for each in ranked]
    ordered = all(before >= after for before, after in pairwise(chances))
    once = len({each.label for each in ranked}) == len(ranked)
    return all(map(_is_chance, chances)) and ordered and once and sum(chances) <= 1 + ROUNDING


def _is_chance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and 0 <= value <= 1


def _are_known(signs: Iterable[Sign], codes: ProposalCodes) -> bool:
    return all(codes.signs.get(each.code) is each.kind and len(each.words) <= MOST_WORDS for each in signs)


def _asks_attention(signs: Iterable[Sign], codes: ProposalCodes) -> bool:
    return any(each.code in codes.attention for each in signs)


def _urgency_of(proposal: Proposal, book: ServiceBook, codes: ProposalCodes) -> Urgency | None:
    """What the reasons allow; None where one is unknown, or a sign that is a reason too was left out of them."""
    owed = {each.code for each in proposal.signs} & set(codes.reasons)
    given = set(proposal.urgency_reasons)
    if not given or not owed <= given or not given <= {*codes.reasons, codes.usual}:
        return None
    service = book.services.get(proposal.service)
    usual = service.usual_urgency if service else Urgency.ROUTINE
    levels = [codes.reasons[code] for code in given if code != codes.usual]
    return max([*levels, *([usual] if codes.usual in given else [])], key=lambda each: each.rank)


def _is_asked(proposal: Proposal, book: ServiceBook) -> bool:
    service = book.services.get(proposal.service)
    return set(proposal.missing) <= {each.name for each in (service.facts if service else ())}


def _is_too_long(proposal: Proposal) -> bool:
    lists = (proposal.services, proposal.teams, proposal.duplicates, proposal.near, proposal.words)
    return any(len(each) > MOST for each in lists)


def _are_there(proposal: Proposal, run: Run, engines: Engines) -> bool:
    """Does each stand among the open cases that this body has there?"""
    latitude, longitude = getattr(run.request, "latitude", None), getattr(run.request, "longitude", None)
    metres = [each.metres for each in proposal.duplicates]
    if latitude is None or longitude is None or any(each is None or not isfinite(each) for each in metres):
        return False
    found = cast(OpenCases, engines.one("open_cases")).near(
        latitude=latitude,
        longitude=longitude,
        metres=max(each for each in metres if each is not None) + 1,
        since=run.context.at - OLDEST,
        context=run.context,
    )
    return {each.reference for each in proposal.duplicates} <= {each.reference for each in found}


def _bare(proposal: Proposal, codes: ProposalCodes) -> Proposal | None:
    """The signs that hold, with the urgency that they ask for, and nothing else; None where there is none."""
    signs = tuple(each for each in proposal.signs if _are_known((each,), codes))
    reasons = tuple(dict.fromkeys(each.code for each in signs if each.code in codes.reasons))
    if not signs:
        return None
    levels = [codes.reasons[each] for each in reasons] or [Urgency.ROUTINE]
    return Proposal(
        service="",
        team="",
        urgency=max(levels, key=lambda each: each.rank),
        urgency_reasons=reasons or (codes.usual,),
        signs=signs,
        needs_attention=_asks_attention(signs, codes),
        outside=1.0,
    )
