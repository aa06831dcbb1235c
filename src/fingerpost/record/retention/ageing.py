"""What is older than the schedule lets it be. Counting it and sweeping it ask the same questions."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from fingerpost.record.challenges.models import Challenge
from fingerpost.record.challenges.receiving import DRAFTS_STAY
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import Entry, Feedback, SubjectKey
from fingerpost.record.repair import alerts
from fingerpost.record.retention.keepers import keepers
from fingerpost.record.retention.schedule import Kind, Schedule

RUNS = (Entry.Event.OPENED, Entry.Event.CLOSED)


def count_over_age(*, body: str, at: datetime, schedule: Schedule) -> dict[Kind, int]:
    """How many of each kind are kept for longer than they may be: 0 of each after a sweep. Raises StoreUnavailable.

    Backups are counted where they stand (see `backups.old_backups`).
    """
    with store_faults(NOT_READ):
        return {
            Kind.RUNS: old_keys(body=body, at=at, schedule=schedule).count(),
            Kind.FEEDBACK: old_feedback(body=body, at=at, schedule=schedule).count(),
            Kind.CHALLENGES: old_challenges(body=body, at=at, schedule=schedule).count(),
            **{each.kind: each.old(body=body, at=at, schedule=schedule).count() for each in keepers()},
            Kind.DRAFTS: old_drafts(body=body, at=at).count(),
            Kind.ALERTS: alerts.over_age(body=body, at=at).count(),
            Kind.SESSIONS: old_sessions(at=at).count(),
        }


def count_held(*, body: str, at: datetime, schedule: Schedule) -> int:
    """How many conversations are past their age and are kept, because a challenge about them is not over."""
    with store_faults(NOT_READ):
        past = _keys_past_age(body=body, at=at, schedule=schedule)
        return past.filter(Exists(_challenges_that_hold(at, schedule))).count()


def old_keys(*, body: str, at: datetime, schedule: Schedule) -> QuerySet[SubjectKey]:
    """The living keys of those who have asked nothing since, and have no challenge or case that is not over."""
    past = _keys_past_age(body=body, at=at, schedule=schedule).filter(~Exists(_challenges_that_hold(at, schedule)))
    for keeper in keepers():
        past = past.filter(~Exists(keeper.holding(at=at, schedule=schedule)))
    return past


def old_feedback(*, body: str, at: datetime, schedule: Schedule) -> QuerySet[Feedback]:
    """Feedback whose words are still there."""
    has_words = Q(sealed__isnull=False) | ~Q(page="")
    return Feedback.objects.filter(has_words, body=body, at__lt=_before(Kind.FEEDBACK, at, schedule))


def old_challenges(*, body: str, at: datetime, schedule: Schedule) -> QuerySet[Challenge]:
    """Challenges that were answered so long ago, and whose words are still there."""
    long_ago = _before(Kind.CHALLENGES, at, schedule)
    return Challenge.objects.filter(body=body, sealed__isnull=False, answer__at__lt=long_ago)


def old_drafts(*, body: str, at: datetime) -> QuerySet[Challenge]:
    """Challenges that nobody sent."""
    return Challenge.objects.filter(body=body, state=Challenge.State.DRAFT, received_at__lt=at - DRAFTS_STAY)


def old_sessions(*, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=at)


def _keys_past_age(*, body: str, at: datetime, schedule: Schedule) -> QuerySet[SubjectKey]:
    long_ago = _before(Kind.RUNS, at, schedule)
    since = Entry.objects.filter(body=OuterRef("body"), subject=OuterRef("subject"), at__gte=long_ago, event__in=RUNS)
    living = SubjectKey.objects.filter(body=body, erased_at__isnull=True, created_at__lt=long_ago)
    return living.filter(~Exists(since))


def _challenges_that_hold(at: datetime, schedule: Schedule) -> QuerySet[Challenge]:
    """Those that wait for an answer, and those whose answer is not old enough."""
    waits = Q(state__in=(Challenge.State.DRAFT, Challenge.State.WAITING))
    is_young = Q(answer__at__gte=_before(Kind.CHALLENGES, at, schedule))
    return Challenge.objects.filter(waits | is_young, body=OuterRef("body"), subject=OuterRef("subject"))


def _before(kind: Kind, at: datetime, schedule: Schedule) -> datetime:
    days = schedule[kind].days
    if days is None:
        raise ValueError(f"{kind} are kept for good")
    return at - timedelta(days=days)
