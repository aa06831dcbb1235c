"""Keeps what a visitor thought of an answer: whether it was useful, what was wrong, and what they were trying to do.

What they write is looked at as a question is: hidden characters are taken out, personal details are masked, and
somebody who may be in danger is shown where help is. Then it is sealed under the key of the run itself.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from fingerpost.contract.capability import ask_for
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.run import Run, Signpost
from fingerpost.guard.before.crisis import check_crisis
from fingerpost.guard.before.hidden_characters import clean
from fingerpost.guard.before.personal_data import mask_text
from fingerpost.knowledge.topics import topic_of_copy, topic_of_kept
from fingerpost.record.commits import committing
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.models import Entry, Feedback
from fingerpost.record.reading import KeptRun, find_run

MOST_CHARACTERS = 1000
NO_TOPIC = "none"
WAITS = ("handed over", "waits for a person")
NOT_KEPT = "We could not keep your feedback. Nothing else is lost. Try again in a minute."


class Useful(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Problem(StrEnum):
    WRONG = "wrong"
    NOT_MY_QUESTION = "not-my-question"
    HARD_TO_UNDERSTAND = "hard-to-understand"
    OUT_OF_DATE = "out-of-date"
    SOMETHING_MISSING = "something-missing"


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody thought of an answer. What they were trying to do is in their own words."""

    useful: Useful = ask_for("Whether it was useful", free_text=False)
    problem: Problem | None = ask_for("What went wrong", free_text=False, default=None)
    wanted: str = ask_for(
        "What you were trying to do",
        hint="Do not give names or numbers.",
        max_length=MOST_CHARACTERS,
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class KeptOpinion:
    """What was kept. `signposts` is help for somebody whose words sound as if they may be in danger: show it first."""

    reference: str
    at: datetime
    opinion: Opinion
    signposts: tuple[Signpost, ...] = ()


class UnknownAnswer(FingerpostError):
    """No closed run of that body has this reference."""


class ErasedAnswer(FingerpostError):
    """The run was erased: nothing may be added to it."""


def keep_feedback(
    opinion: Opinion, *, reference: str, body: str, at: datetime, keys: KeyStore, language: str = "en"
) -> KeptOpinion:
    """Keep what somebody thought of the answer with that reference; a later opinion on it counts in place of this one.

    `language` is that of the page it came from. Raises UnknownAnswer, ErasedAnswer, and StoreUnavailable when it
    cannot be kept.
    """
    kept = find_run(reference, body=body, keys=keys)
    if kept is None:
        raise UnknownAnswer("No answer has this reference. Check it, letter by letter.")
    if kept.reply is None:
        raise _erased()
    read = _look_at(opinion, kept, language=language)
    row = Feedback(
        body=body,
        reference=kept.reference,
        at=at,
        useful=read.opinion.useful,
        problem=read.opinion.problem or "",
        **_columns(kept, body=body),
    )
    with store_faults(NOT_KEPT), committing():
        _seal(row, read.opinion.wanted, keys)
        row.save(force_insert=True)
    return KeptOpinion(reference=kept.reference, at=at, opinion=read.opinion, signposts=read.signposts)


@dataclass(frozen=True, kw_only=True)
class _Read:
    opinion: Opinion
    signposts: tuple[Signpost, ...]


def _look_at(opinion: Opinion, kept: KeptRun, *, language: str) -> _Read:
    """The opinion with its words masked, and help where they call for it."""
    wanted = mask_text(clean(opinion.wanted, Counter())[:MOST_CHARACTERS])
    safe = Opinion(useful=opinion.useful, problem=opinion.problem, wanted=wanted)
    nation = (kept.reply or {}).get("nation")
    context = Context(body=kept.leaf["body"], at=kept.at, nation=Nation(nation) if nation else None, language=language)
    run = Run(reference=kept.reference, capability="feedback", request=safe, context=context)
    return _Read(opinion=safe, signposts=check_crisis(run).signposts if wanted else ())


def _seal(row: Feedback, wanted: str, keys: KeyStore) -> None:
    """Put the words into the row, under the key of the run. No run, no row: what was erased takes no feedback."""
    entry = Entry.objects.get(body=row.body, reference=row.reference, event=Entry.Event.CLOSED)
    row.subject = entry.subject
    try:
        row.sealed = keys.seal_beside(
            wanted.encode(),
            beside=bytes(entry.sealed or b""),
            subject=entry.subject,
            body=row.body,
            bound_to=bound_to(row.reference),
        )
    except Erased as error:
        raise _erased() from error
    if not wanted:
        row.sealed = None


def bound_to(reference: str) -> str:
    """What the words of an opinion are bound to, so that they open as nothing else."""
    return f"{reference}/feedback"


def _columns(kept: KeptRun, *, body: str) -> dict[str, str]:
    """What is counted: facts of the answer as its reader saw it."""
    reply = kept.reply or {}
    outcome, reason = _outcome(kept)
    claims = reply.get("claims") or ()
    source: Mapping[str, Any] = claims[0].get("source", {}) if claims else {}
    return {
        "capability": kept.capability,
        "outcome": outcome,
        "reason": reason[:100],
        "topic": _topic(source, reply, body=body),
        "nation": reply.get("nation") or "",
        "language": reply.get("language") or "en",
        "page": str(source.get("title", ""))[:500],
    }


def _outcome(kept: KeptRun) -> tuple[str, str]:
    """Kind and code, as the leaf has them: of a run that a guard stopped, only which guard."""
    if kept.leaf.get("route") == "review":
        return WAITS
    outcome = kept.leaf["outcome"]
    return outcome["kind"], outcome["reason"]


def _topic(source: Mapping[str, Any], reply: Mapping[str, Any], *, body: str) -> str:
    """The topic of the page quoted first, as that page was then, else of the first page suggested, else "none"."""
    if source.get("digest"):
        topic = topic_of_kept(str(source["digest"]), body=body)
    else:
        suggested = next((each.get("copy") for each in reply.get("suggested") or ()), "")
        topic = topic_of_copy(suggested, body=body) if suggested else ""
    return topic[:100] or NO_TOPIC


def _erased() -> ErasedAnswer:
    return ErasedAnswer("What was asked and answered under this reference has been erased, so nothing can be added.")
