"""From one report to a proposal: where it may belong, how soon, what stands out, what is missing. Open this first."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from fingerpost.capabilities.triage.duplicates.comparing import Place
from fingerpost.capabilities.triage.duplicates.finding import find_duplicates
from fingerpost.capabilities.triage.missing import find_missing
from fingerpost.capabilities.triage.phrases import say
from fingerpost.capabilities.triage.request import ReportToSort
from fingerpost.capabilities.triage.routing import Routed, route
from fingerpost.capabilities.triage.signs.seeing import see_signs
from fingerpost.capabilities.triage.urgency import needs_attention, weigh_urgency
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.classifying import Classifier
from fingerpost.contract.context import Context
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import OpenCases, Proposal
from fingerpost.contract.services import ServiceBook, Services

_LETTER = re.compile(r"[^\W\d_]")
AT_ONCE = 2  # reports of a batch: the encoder lets others run beside it


def handle(
    request: ReportToSort,
    *,
    context: Context,
    services: Services,
    classifier: Classifier,
    open_cases: OpenCases,
    embedder: Embedder | None,
) -> Outcome:
    """A proposal for a person. Its confidence is the chance that the first team is the right one.

    Raises StoreUnavailable, and whatever the classifier raises.
    """
    book = services.book
    if not _LETTER.search(request.text):
        return _nothing("no words", context)
    proposal, routed = propose(
        request, context=context, book=book, classifier=classifier, open_cases=open_cases, embedder=embedder
    )
    is_known = bool(proposal.service)
    reason = "" if is_known else "not known"
    return Outcome(
        kind=OutcomeKind.ANSWERED if is_known else OutcomeKind.PARTLY_ANSWERED,
        message=say(reason or "sorted", context.language),
        reason=reason,
        complete=is_known,
        confidence=routed.teams[0].probability if routed.teams else 0.0,
        proposal=proposal,
        found={
            "signs": len(proposal.signs),
            "duplicates": len(proposal.duplicates),
            "missing": len(proposal.missing),
            "urgency": proposal.urgency.rank,
            "attention": int(proposal.needs_attention),
        },
    )


def handle_many(
    requests: Sequence[tuple[ReportToSort, Context]],
    *,
    services: Services,
    classifier: Classifier,
    open_cases: OpenCases,
    embedder: Embedder | None,
) -> list[Outcome]:
    """The same of many, in their order, on two processors. Each report is read on its own, so that it gets the same in
    any company. Reports of one batch are not compared with one another."""
    one = partial(handle, services=services, classifier=classifier, open_cases=open_cases, embedder=embedder)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda asked: one(asked[0], context=asked[1]), requests))


def propose(
    request: ReportToSort,
    *,
    context: Context,
    book: ServiceBook,
    classifier: Classifier,
    open_cases: OpenCases,
    embedder: Embedder | None,
) -> tuple[Proposal, Routed]:
    """The proposal, and how it was routed."""
    signs = see_signs(request.text, embedder=embedder)
    routed = route(request.text, language=context.language, signs=signs, classifier=classifier, book=book)
    service = book.services.get(routed.service)
    urgency, reasons = weigh_urgency(request.text, signs=signs, service=service)
    return (
        Proposal(
            service=routed.service,
            team=book.team_of(routed.service),
            urgency=urgency,
            services=routed.services,
            teams=routed.teams,
            urgency_reasons=reasons,
            signs=signs,
            needs_attention=needs_attention(signs),
            duplicates=find_duplicates(
                request.text,
                services={each.label: each.probability for each in routed.services},
                place=_place(request, context),
                book=book,
                open_cases=open_cases,
                context=context,
            ),
            missing=find_missing(
                request.text,
                service=service,
                given=request.facts,
                has_photo=request.has_photo,
            ),
            language=context.language,
            outside=round(routed.first.outside, 4),
            near=routed.first.near[:3],
            words=routed.first.words[:8],
            classifier=routed.first.version,
        ),
        routed,
    )


def _place(request: ReportToSort, context: Context) -> Place | None:
    if request.latitude is None or request.longitude is None:
        return None
    return Place(latitude=request.latitude, longitude=request.longitude, at=context.at)


def _nothing(reason: str, context: Context) -> Outcome:
    return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason=reason, message=say(reason, context.language))
