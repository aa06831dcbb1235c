"""Which tables carry effects, and what the event of each row must say. A new kind is one function and one line here.

Only what the leaf holds in the clear stands here: words that were erased or swept are sealed, so that they may go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.challenges.models import Opening as FirstOpening
from fingerpost.record.models import SubjectKey
from fingerpost.record.overseeing.models import Opening
from fingerpost.record.overseeing.openings import OPENED
from fingerpost.record.register.choices import CHOSEN
from fingerpost.record.register.comparisons import COMPARED, facts_of
from fingerpost.record.register.evaluations import FINISHED
from fingerpost.record.register.evaluations import digest_of as digest_of_figures
from fingerpost.record.register.models import EvaluationRun, ModelChoice, ModelComparison, PhaseMove, RecordVersion
from fingerpost.record.register.phases import MOVED
from fingerpost.record.register.versions import KEPT, digest_of
from fingerpost.record.rulemaking.deciding import EVENTS as DECIDED
from fingerpost.record.rulemaking.deciding import facts_of as facts_of_decision
from fingerpost.record.rulemaking.models import Decision, Proposal
from fingerpost.record.rulemaking.overrides import digest_of as digest_of_file
from fingerpost.record.rulemaking.proposing import PROPOSED
from fingerpost.record.rulemaking.proposing import facts_of as facts_of_proposal
from fingerpost.record.switches.models import Switch
from fingerpost.record.switches.turning import STARTED, STOPPED

RECEIVED, ANSWERED = "challenge/received", "challenge/answered"

Said = dict[str, Any]
"""What a row or an event says, by the names of the leaf and of its facts."""


@dataclass(frozen=True, kw_only=True)
class Book:
    """A table and the kinds of its events.

    `says` gives what the event of a row must say, or None for a row that has no event. `key` names what finds the one
    by the other. `newest` groups the rows whose last one is in force, and `effect` is what that one sets. `is_sound`
    looks at a row by itself. Of several events of one key, `first` takes the oldest; `only` says which events count.
    """

    name: str
    kinds: tuple[str, ...]
    rows: "Callable[[], QuerySet[Any]]"
    says: Callable[[Any], Said | None]
    key: tuple[str, ...] = ("reference",)
    newest: tuple[str, ...] = ()
    effect: str = ""
    is_sound: Callable[[Any], bool] = lambda row: True
    first: bool = False
    only: Callable[[Said], bool] = lambda event: True


def said_at(at: datetime) -> str:
    """A time as a leaf says it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _switch(row: Switch) -> Said:
    return {
        "type": STOPPED if row.is_stopped else STARTED,
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.at),
        "capability": row.name if row.kind == Switch.Kind.CAPABILITY else "",
        "kind": row.kind,
        "name": row.name,
        "by": row.by,
        "reason": row.reason,
    }


def _move(row: PhaseMove) -> Said:
    return {
        "body": row.body,
        "at": said_at(row.at),
        "name": row.name,
        "from": row.moved_from,
        "to": row.moved_to,
        "by": row.by,
        "owner": row.owner,
        "reason": row.reason,
    }


def _version(row: RecordVersion) -> Said:
    """The digest is made anew, so that neither it nor the content can be another."""
    digest = row.digest if _digest(row.content) == row.digest else "of another content"
    return {
        "body": row.body,
        "at": said_at(row.at),
        "name": row.name,
        "number": row.number,
        "digest": digest,
        "why": row.why,
    }


def _digest(content: Any) -> str:
    try:
        return digest_of(content)
    except (KeyError, TypeError, AttributeError):
        return ""


def _evaluation(row: EvaluationRun) -> Said:
    """By counts, as the event holds it: the shares follow from those, and whether it passed stands beside them."""
    return {
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.at),
        "capability": row.capability,
        "version": row.version,
        "half": row.half,
        "cases": row.cases,
        "passed": row.passed,
        "figures": [{name: each.get(name) for name in ("name", "yes", "n")} for each in row.figures],
        "system": row.system,
        **({"more": digest_of_figures(row.more)} if row.more else {}),
    }


def _comparison(row: ModelComparison) -> Said:
    return {
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.at),
        "capability": row.capability,
        **facts_of(row),
    }


def _choice(row: ModelChoice) -> Said:
    return {
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.at),
        "capability": row.capability,
        "number": row.number,
        "model": row.model,
        "supplied": row.supplied,
        "digest": row.digest,
    }


def _opening(row: Opening) -> Said:
    return {
        "reference": row.event,
        "body": row.body,
        "at": said_at(row.at),
        "about": row.reference,
        "by": row.by,
        "purpose": row.purpose,
    }


def _first_opening(row: FirstOpening) -> Said:
    return {"body": row.body, "at": said_at(row.at), "of": row.challenge.reference, "by": row.by}


def _challenges() -> "QuerySet[Challenge]":
    erased = SubjectKey.objects.filter(body=OuterRef("body"), subject=OuterRef("subject"), erased_at__isnull=False)
    return Challenge.objects.annotate(
        held=Count("files"),
        is_answered=Exists(ChallengeAnswer.objects.filter(challenge=OuterRef("pk"))),
        is_erased=Exists(erased),
    )


def _challenge(row: Any) -> Said | None:
    """A draft has no event. Files go with the words, when the subject is erased or the challenge is swept."""
    if row.state == Challenge.State.DRAFT:
        return None
    files = {"files": row.held} if row.sealed else {}
    return {
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.received_at),
        "capability": row.capability,
        "about": row.about,
        "kind": row.kind,
        "due_on": row.due_on.isoformat(),
        "working_days": row.working_days,
        **files,
    }


def _is_in_its_state(row: Any) -> bool:
    """Answered by an answer, erased with the key of its subject, and otherwise still there to be read."""
    if row.state == Challenge.State.ANSWERED or row.is_answered:
        return bool(row.state == Challenge.State.ANSWERED and row.is_answered)
    return bool(row.is_erased) if row.state == Challenge.State.ERASED else row.sealed is not None


def _answer(row: ChallengeAnswer) -> Said:
    return {
        "reference": row.event,
        "body": row.body,
        "at": said_at(row.at),
        "challenge": row.challenge.reference,
        "about": row.challenge.about,
        "decision": row.decision,
        "by": row.by,
        "seconds_on_case": max(0, int((row.at - row.opened_at).total_seconds())),
    }


def _is_first_of_a_challenge(event: Said) -> bool:
    return event.get("what") == "words" and event.get("of") != event.get("about")


def _proposal(row: Proposal) -> Said:
    return {"reference": row.reference, "body": row.body, "at": said_at(row.at), **facts_of_proposal(row)}


def _ruling(row: Decision) -> Said:
    """The digest of the file is made anew from the proposal, so that neither can be another."""
    wanted = digest_of_file(row.proposal) if row.kind == Decision.Kind.APPROVED else ""
    return {
        "type": DECIDED.get(row.kind, ""),
        "reference": row.reference,
        "body": row.body,
        "at": said_at(row.at),
        **facts_of_decision(row),
        "file": wanted,
    }


BOOKS = (
    Book(
        name="switches",
        kinds=(STOPPED, STARTED),
        rows=Switch.objects.all,
        says=_switch,
        newest=("kind", "name"),
        effect="type",
    ),
    Book(
        name="phases",
        kinds=(MOVED,),
        rows=PhaseMove.objects.all,
        says=_move,
        key=("name", "at"),
        newest=("name",),
        effect="to",
    ),
    Book(
        name="versions of records", kinds=(KEPT,), rows=RecordVersion.objects.all, says=_version, key=("name", "number")
    ),
    Book(name="evaluations", kinds=(FINISHED,), rows=EvaluationRun.objects.all, says=_evaluation),
    Book(name="comparisons", kinds=(COMPARED,), rows=ModelComparison.objects.all, says=_comparison),
    Book(
        name="chosen models",
        kinds=(CHOSEN,),
        rows=ModelChoice.objects.all,
        says=_choice,
        newest=("capability",),
        effect="digest",
    ),
    Book(name="opened texts", kinds=(OPENED,), rows=Opening.objects.all, says=_opening),
    Book(name="challenges", kinds=(RECEIVED,), rows=_challenges, says=_challenge, is_sound=_is_in_its_state),
    Book(
        name="answers to challenges",
        kinds=(ANSWERED,),
        rows=lambda: ChallengeAnswer.objects.select_related("challenge"),
        says=_answer,
    ),
    Book(
        name="first openings of challenges",
        kinds=(OPENED,),
        rows=lambda: FirstOpening.objects.select_related("challenge"),
        says=_first_opening,
        key=("of", "by"),
        first=True,
        only=_is_first_of_a_challenge,
    ),
    Book(name="proposed changes of rules", kinds=(PROPOSED,), rows=Proposal.objects.all, says=_proposal),
    Book(
        name="decided changes of rules",
        kinds=tuple(DECIDED.values()),
        rows=lambda: Decision.objects.select_related("proposal"),
        says=_ruling,
    ),
)
"""The tables of the record that are held to their events: a new one is one more `Book`."""

_ADDED: dict[str, Book] = {}


def add_books(*books: Book) -> None:
    """Called as an app that stands above the record starts, such as casework. One a name: the later one counts."""
    _ADDED.update({each.name: each for each in books})


def added_books() -> tuple[Book, ...]:
    """Those of others."""
    return tuple(_ADDED.values())
