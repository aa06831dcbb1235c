"""From a question to an outcome. Open this first."""

from collections.abc import Sequence
from dataclasses import replace

from fingerpost.capabilities.answer.calculating import asks_to_calculate, working_it_out
from fingerpost.capabilities.answer.confidence import confidence_in, is_near_topic
from fingerpost.capabilities.answer.conversation import leaned_on, without_doubts
from fingerpost.capabilities.answer.declining import CITIZENS_ADVICE, decline_by_kind, in_language
from fingerpost.capabilities.answer.finding import (
    Sought,
    find_each_part,
    is_out_of_reach,
    seek,
    what_is_missing,
)
from fingerpost.capabilities.answer.nations import (
    ask_for_nation,
    leave_out_others,
    nations_compared,
    nations_that_differ,
)
from fingerpost.capabilities.answer.person import find_for_anybody
from fingerpost.capabilities.answer.phrases import ENGLISH, say
from fingerpost.capabilities.answer.request import Question
from fingerpost.capabilities.answer.selecting import Margins, choose_hits, claim_from, put_first_of_each
from fingerpost.capabilities.answer.small_talk import reply_to_small_talk
from fingerpost.capabilities.answer.writing.writer import write_answer
from fingerpost.contract.claims import NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.language_models import LanguageModel, Reader
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Hit, Search

CLAIMS = 5
CLAIMS_A_NATION = 2  # where nations are compared
LOOKED_AT = 20
MOST_NEXT_STEPS = 3
MOST_SUGGESTIONS = 3
NEAREST = 2  # hits whose pages are offered where none surely answers
OFF_TOPIC, CALCULATION = "off topic", "calculation"
NOT_TO_RECKON = frozenset({"own account", "opinion", "prediction"})  # no rule can work these out


def handle(
    request: Question,
    *,
    context: Context,
    search: Search,
    language_model: LanguageModel | None = None,
    reader: Reader | None = None,
) -> Outcome:
    """Answer from the guidance this person may see. Raises IndexUnavailable; finding nothing is an outcome.

    Whether there is an answer, and how sure it is, is decided before a language model is asked to write. It is asked
    only for answers in English: nothing could check what it writes in Welsh.
    """
    small_talk = reply_to_small_talk(request.question, language=context.language)
    if small_talk is not None:
        return small_talk
    request = without_doubts(request)
    outcome = _from_guidance(request, context=context, search=search, language_model=language_model, reader=reader)
    return _hand_over(outcome, context) if asks_to_calculate(request.question) else outcome


def _hand_over(outcome: Outcome, context: Context) -> Outcome:
    """What guidance says, and first of what to do next: to have it worked out. Where guidance says nothing, that is
    what there is to say."""
    if outcome.reason in NOT_TO_RECKON:
        return outcome
    step = working_it_out(context.language)
    if outcome.reason != OFF_TOPIC:
        return replace(outcome, next_steps=(step, *outcome.next_steps))
    return replace(
        outcome,
        kind=OutcomeKind.HANDED_OVER,
        reason=CALCULATION,
        message=say(CALCULATION, context.language),
        next_steps=(step, *outcome.next_steps),
    )


def _from_guidance(
    request: Question,
    *,
    context: Context,
    search: Search,
    language_model: LanguageModel | None,
    reader: Reader | None,
) -> Outcome:
    """What the guidance says, or why it says nothing."""
    declined = decline_by_kind(seek(request, language=context.language).question)
    if declined is not None:
        return _decline(declined.reason, context, next_steps=declined.next_steps)
    sought, found = find_for_anybody(request, context=context, search=search)
    if not found.on_topic:
        return _decline_off_topic(sought, found.hits, context)
    sought, hits = replace(sought, told=request.question), found.hits
    compared = nations_compared(request.question, context=context)
    if compared:
        return _compare(sought, hits, compared, context=context, search=search)
    nations = nations_that_differ(hits, context=context)
    if nations and not is_out_of_reach(sought, hits):
        return _ask_nation(nations, context, missing=what_is_missing(sought, [hit.passage for hit in hits]))
    firsts = find_each_part(sought, context=context, search=search)
    shown = put_first_of_each(choose_hits(hits, most=CLAIMS, margins=Margins()), firsts, most=CLAIMS)
    return write_answer(
        _answer(sought, hits, shown, context=context),
        asked=(request.question, leaned_on(request)),
        context=context,
        shown=shown,
        hits=hits,
        model=language_model,
        reader=reader,
    )


def _compare(
    sought: Sought, hits: Sequence[Hit], nations: Sequence[Nation], *, context: Context, search: Search
) -> Outcome:
    """The best of what each nation's guidance says, in the order of the nations."""
    shown: dict[str, Hit] = {}
    for nation in nations:
        text = leave_out_others(sought.text, nation)
        found = search.find(text, context=replace(context, nation=nation), limit=LOOKED_AT)
        own = [hit for hit in found if nation in hit.passage.nations]
        shown.update((hit.passage.id, hit) for hit in choose_hits(own, most=CLAIMS_A_NATION, margins=Margins()))
    outcome = _answer(
        sought, hits, list(shown.values()) or choose_hits(hits, most=CLAIMS, margins=Margins()), context=context
    )
    return replace(outcome, compares=tuple(nations))


def _answer(sought: Sought, hits: Sequence[Hit], shown: Sequence[Hit], *, context: Context) -> Outcome:
    missing = what_is_missing(sought, [hit.passage for hit in shown])
    others = _others(hits, shown)
    return Outcome(
        kind=OutcomeKind.PARTLY_ANSWERED if missing else OutcomeKind.ANSWERED,
        claims=tuple(claim_from(hit) for hit in shown),
        complete=not missing,
        message=_message(shown, is_partial=bool(missing), language=context.language),
        confidence=confidence_in(hits, question=sought.question),
        not_found=tuple(missing),
        next_steps=_next_steps(shown),
        suggestions=tuple(passage.heading for passage in others),
        suggested_from=tuple(passage.id for passage in others),
        found={"hits": len(hits), "top_cosine": round(hits[0].dense, 3), "shown": len(shown)},
    )


def _message(shown: Sequence[Hit], *, is_partial: bool, language: str) -> str:
    """Says that only a part is answered, and that guidance is quoted in English to somebody who asked in Welsh."""
    in_english = [hit.passage.language == ENGLISH for hit in shown] if language != ENGLISH else []
    if not any(in_english):
        return say("partial", language) if is_partial else ""
    if is_partial:
        return say("partial english", language)
    return say("english" if all(in_english) else "some english", language)


def _next_steps(shown: Sequence[Hit]) -> tuple[NextStep, ...]:
    """What the best page offers to do next: apply, check, contact."""
    best = shown[0].passage
    return tuple(
        NextStep(kind=step.kind, label=step.label, url=step.url, source_id=best.id)
        for step in best.next_steps[:MOST_NEXT_STEPS]
    )


def _others(hits: Sequence[Hit], shown: Sequence[Hit]) -> list[Passage]:
    """Other passages of the best page that were found but not shown, best first, one a heading."""
    best = shown[0].passage.document
    seen = {hit.passage.heading for hit in shown}
    others: dict[str, Passage] = {}
    for passage in (hit.passage for hit in hits):
        if passage.document == best and passage.heading not in seen:
            others.setdefault(passage.heading, passage)
    return list(others.values())[:MOST_SUGGESTIONS]


def _ask_nation(nations: Sequence[Nation], context: Context, *, missing: Sequence[str]) -> Outcome:
    """The question back; and what nothing that was found mentions, for no nation's page will have it."""
    question = say("which nation", context.language)
    return Outcome(
        kind=OutcomeKind.NEEDS_DETAIL,
        message=question,
        reason="nation",
        not_found=tuple(missing),
        asks=(ask_for_nation(nations, question=question, language=context.language),),
    )


def _decline_off_topic(sought: Sought, hits: Sequence[Hit], context: Context) -> Outcome:
    """Nothing is quoted. Where guidance speaks of something like it, the nearest pages are offered to look at."""
    declined = _decline(OFF_TOPIC, context, next_steps=(CITIZENS_ADVICE,))
    if not is_near_topic(hits, question=sought.question):
        return declined
    pages = _lead_to_pages(hits[:NEAREST])
    return replace(declined, message=say("near topic", context.language), next_steps=(*pages, *declined.next_steps))


def _lead_to_pages(hits: Sequence[Hit]) -> list[NextStep]:
    """The pages that these passages stand on, each once, in their order."""
    passages = {hit.passage.document: hit.passage for hit in hits}
    return [NextStep(kind="check", label=each.title, url=each.url, source_id=each.id) for each in passages.values()]


def _decline(reason: str, context: Context, *, next_steps: tuple[NextStep, ...] = ()) -> Outcome:
    return Outcome(
        kind=OutcomeKind.CANNOT_ANSWER,
        reason=reason,
        message=say(reason, context.language),
        next_steps=tuple(in_language(step, context.language) for step in next_steps),
    )
