"""`search`: passages for a question. What comes in is guarded as on the road, and what goes out is looked up anew."""

from dataclasses import dataclass
from typing import Any, Literal, cast

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from fingerpost import guard
from fingerpost.capabilities.answer.welsh.english import in_english
from fingerpost.contract.capability import ask_for
from fingerpost.contract.citing import cite
from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Passages, Search
from fingerpost.contract.references import new_reference
from fingerpost.contract.run import Route, Run
from fingerpost.doors.forms import form_from, problems_of
from fingerpost.doors.installation import installation, now
from fingerpost.doors.languages import ENGLISH
from fingerpost.doors.mcp.addresses import passage_uri
from fingerpost.doors.mcp.callers import Caller
from fingerpost.doors.mcp.shapes import Result
from fingerpost.doors.mcp.words import lines_in_words, signposts_in_words, source_in_words
from fingerpost.pipeline.reply import claim_of, signpost_of
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_KEPT, store_faults

NAME = "search"
SEARCHED = "mcp/searched"
LOOKED_AT, GIVEN = 20, 8  # passages
CLOSE, ASKED = 0.3, 0.5  # cosines: a passage without any of the words is given only where its meaning is this close


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for."""

    question: str = ask_for("Question", hint="In plain words. Leave out names and numbers of people.", max_length=1000)
    nation: Nation | None = ask_for("Nation", hint="Leave it out if not known.", free_text=False, default=None)
    language: Literal["en", "cy"] = ask_for("Language", hint="Of the passages.", free_text=False, default="en")


def takes() -> dict[str, Any]:
    """The schema of what is sent."""
    return form_from(Wanted, "SearchRequest").model_json_schema()


def search(arguments: dict[str, Any], caller: Caller) -> Result:
    """Passages, best first. Raises InvalidRequest, IndexUnavailable and StoreUnavailable: no record, no passages."""
    run = _guarded(_read(arguments), caller)
    found = [] if run.route is Route.STOP else _find(run)
    with store_faults(NOT_KEPT), committing():
        note_event(
            SEARCHED,
            body=settings.CONFIGURATION.body,
            at=now(),
            facts={"by": caller.name, "found": len(found)},
            reference=run.reference,
        )
    return _result(run, found)


def _read(arguments: dict[str, Any]) -> Wanted:
    try:
        form = form_from(Wanted, "SearchRequest")(**arguments)
    except ValidationError as error:
        raise InvalidRequest(problems_of(error.errors(), Wanted)) from error
    return Wanted(**dict(form))


def _guarded(wanted: Wanted, caller: Caller) -> Run:
    """As the first stages of the road have it: hidden letters go, personal details are masked, danger is seen."""
    usual = settings.CONFIGURATION.nation  # assumed when a person has not said
    nation = wanted.nation or (Nation(usual) if usual else None)
    context = caller.circumstances(language=wanted.language, nation=nation)
    run = Run(reference=new_reference(), capability=NAME, request=wanted, context=context)
    for check in guard.BEFORE:
        run = check(run)
        if run.route is Route.STOP:
            break
    return run


def _find(run: Run) -> list[Passage]:
    """What the search finds, as the database has it now: a passage that has changed or gone since is left out."""
    engines, context = installation().build_engines(), run.context
    words = run.request.question
    sought = words if context.language == ENGLISH else f"{words}\n{in_english(words)}"
    hits = cast(Search, engines.one("search")).find(sought, context=context, limit=LOOKED_AT)
    near = [each.passage for each in hits if each.lexical > 0 or each.dense >= CLOSE or each.asked >= ASKED]
    stand = cast(Passages, engines.one("passages")).fetch([each.id for each in near], context=context)
    now_there = [stand[each.id] for each in near if each.id in stand and stand[each.id].digest == each.digest]
    return [
        each
        for each in now_there
        if each.is_permitted(context) and each.is_current(context) and each.is_for_nation(context)
    ][:GIVEN]


def _result(run: Run, found: list[Passage]) -> Result:
    signposts = [signpost_of(each) for each in run.signposts]
    message = run.outcome.message if run.outcome else ""
    passages = [_values(each) for each in found]
    with translation.override(run.context.language):
        words = [*signposts_in_words(signposts), message]
        words += [f"{each['text']}\n{source_in_words(each['source'])}\n{each['uri']}" for each in passages]
        words += [] if passages or message else [_("Nothing in the guidance fits this.")]
        words.append(_("Reference: %(reference)s") % {"reference": run.reference})
    return Result(
        values={"reference": run.reference, "message": message, "signposts": signposts, "passages": passages},
        words="\n\n".join(filter(None, words)),
    )


def _values(passage: Passage) -> dict[str, Any]:
    """Word for word, with its source. No score: it would be taken for a measure of truth."""
    claim = claim_of(Claim(text=passage.text, quote=passage.text, source=cite(passage)))
    return {"uri": passage_uri(passage.id), "text": lines_in_words(passage.lines), "source": claim["source"]}
