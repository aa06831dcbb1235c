"""The result of one run, as the record holds it, sorted by how sure it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.conf import settings

from fingerpost.contract.context import Nation
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.entitlements.curve import picture_of
from fingerpost.doors.citizen.entitlements.fields import field_of
from fingerpost.doors.citizen.entitlements.interview import CHECK, QUESTION, TRAIL, Interview
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.installation import installation
from fingerpost.record.conversations import references_in
from fingerpost.record.reading import KeptRun
from fingerpost.rules.book import RuleBook
from fingerpost.rules.hearing import Change, changes_to
from fingerpost.rules.households.household import Household
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.saying.changes import ANSWER, BACK, CHANGE, DIFFERENCE, FIGURE
from fingerpost.rules.saying.claims import NOTHING
from fingerpost.rules.saying.wording import amount

NAME = "entitlements"
QUESTIONS = "answer"  # the capability that leads here
LATEST = 3  # runs of a conversation that are opened, newest first, to find one that is still there
PAYS = "pays"
ORDER = ("likely", "may", "unlikely", PAYS)
KINDS_OF_GUIDANCE = frozenset({"guidance"})


def is_result(kept: KeptRun) -> bool:
    """Is it a run of this capability that worked something out? Others have the page of any answer."""
    return kept.capability == NAME and bool((kept.reply or {}).get("claims"))


def shown_result(kept: KeptRun) -> dict[str, Any]:
    """What the page of a result needs. Nothing is worked out anew: all of it stands in the reply."""
    reply = kept.reply or {}
    question = question_of(kept)
    interview = _interview_of(kept, after=question)
    schemes = [_scheme(claim, interview, str(reply["language"])) for claim in reply["claims"] if _is_scheme(claim)]
    groups = {sure: [each for each in schemes if each["sure"] == sure] for sure in ORDER}
    groups["unlikely"].sort(key=lambda each: not each["received"])  # whoever gets it has to see it
    curve = next((claim for claim in reply["claims"] if claim["reckoned"]["part"] == "earnings"), None)
    return {
        "groups": groups,
        "effect": effect_of(reply["claims"]),
        "led_here": link_to("answer", reference=question) if question else "",
        "documents": _documents(groups["likely"] + groups["may"]),
        "curve": _curve(curve) if curve else None,
        "change": interview.address("entitlements_check") if interview else "",
        "more": interview.address("entitlements_question") if interview and groups["may"] else "",
        "on": (kept.request or {}).get("on") or str(reply["at"])[:10],
    }


def _is_scheme(claim: Mapping[str, Any]) -> bool:
    return bool(claim["reckoned"]["part"] == "scheme")


def question_of(kept: KeptRun) -> str:
    """The reference of the question in whose conversation it was worked out: the latest one. "" where there is none."""
    if not kept.subject:
        return ""
    found = references_in(kept.subject, body=settings.CONFIGURATION.body, capability=QUESTIONS)
    newest = ((reference, find_kept(reference)) for reference in found[-LATEST:][::-1])
    return next((reference for reference, question in newest if question is not None and question.reply), "")


def _interview_of(kept: KeptRun, *, after: str) -> Interview | None:
    """The answers, to be changed; None where today's rules no longer ask them so."""
    book = cast(RuleBook, installation().build_engines().one("rules"))
    nation = (kept.reply or {}).get("nation")
    try:
        household = read_household(book, (kept.request or {}).get("facts", {}))
        interview = Interview(
            book=book,
            household=household,
            nation=Nation(nation) if nation else None,
            has_begun=True,
            after=after,
            changes=_changes_of(book, household, kept),
        )
        return interview if interview.packed else None
    except FingerpostError:
        return None


def _changes_of(book: RuleBook, household: Household, kept: KeptRun) -> tuple[Change, ...]:
    """The changes of the run, as the address of its interview has them."""
    changed = (kept.request or {}).get("changes")
    return changes_to(household, read_household(book, changed)) if changed else ()


def effect_of(claims: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What a change would do, where one was asked about: in a sentence, and scheme by scheme, each with its source."""
    claim = next((each for each in claims if each.get("reckoned", {}).get("part") == CHANGE), None)
    if claim is None:
        return None
    parts: dict[str, list[Mapping[str, Any]]] = {}
    schemes: dict[str, list[Mapping[str, Any]]] = {}
    for each in claim["beside"]:
        part = each["reckoned"]["part"]
        parts.setdefault(part, []).append(each)
        if part in {DIFFERENCE, FIGURE, "reason"}:
            schemes.setdefault(each["reckoned"]["about"], []).append(each)
    return {
        "words": claim["text"],
        "answers": [each["text"] for each in parts.get(ANSWER, [])],
        "schemes": [
            {"lines": [each["text"] for each in told], "sources": each_source(told)} for told in schemes.values()
        ],
        "back": [each["text"] for each in parts.get(BACK, [])],
        "notes": [each["text"] for each in (*parts.get("note", []), *parts.get("left out", []))],
    }


def _scheme(claim: Mapping[str, Any], interview: Interview | None, language: str) -> dict[str, Any]:
    reckoned = claim["reckoned"]
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for each in claim["beside"]:
        parts.setdefault(each["reckoned"]["part"], []).append(each)
    steps = [each for each in parts.get("working", []) if not _is_nothing(each)]
    return {
        "id": reckoned["about"],
        "kind": reckoned.get("kind", ""),
        "sure": reckoned["verdict"],
        "title": claim["source"]["heading"],
        "words": claim["text"],
        "amount": _amount(reckoned, language),
        "received": _texts(parts, "received"),
        "either": parts.get("either", []),
        "reasons": parts.get("reason", []),
        "figures": _texts(parts, "figure"),
        "working": steps or parts.get("working", []),
        "came_to_nothing": [each["text"] for each in parts.get("working", []) if steps and _is_nothing(each)],
        "outside": _texts(parts, "outside"),
        "notes": parts.get("note", []),
        "documents": _texts(parts, "document"),
        "left_out": _texts(parts, "left out"),
        "apply": None if "received" in parts else next(iter(parts.get("apply", [])), None),
        "missing": list(_missing(reckoned.get("missing", []), interview, language)),
        "sources": _sources(claim),
    }


def _is_nothing(step: Mapping[str, Any]) -> bool:
    """Did a step of the working come to nought?"""
    return bool(step["reckoned"].get("verdict") == NOTHING)


def _texts(parts: Mapping[str, Sequence[Mapping[str, Any]]], *names: str) -> list[str]:
    """The words of those parts of a claim."""
    return [each["text"] for name in names for each in parts.get(name, [])]


def _amount(reckoned: Mapping[str, Any], language: str) -> str:
    if "low" not in reckoned or not reckoned["high"]:
        return ""
    return amount(reckoned["low"], reckoned["high"], reckoned.get("period", ""), language)


def _missing(paths: list[str], interview: Interview | None, language: str) -> Iterator[dict[str, str]]:
    """The answers that would settle it, by their short names, each with where to give it."""
    for path in paths:
        field = field_of(interview.book, path, language) if interview else None
        if field is not None and interview is not None:
            address = interview.address("entitlements_question", **{QUESTION: path, TRAIL: CHECK})
            yield {"label": field.label, "address": address}


def _sources(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each page or Act once, in order. Where to apply stands elsewhere."""
    parts = [claim, *(each for each in claim["beside"] if each["reckoned"]["part"] != "apply")]
    return each_source(parts)


def each_source(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each source of some claims once, in order."""
    found = {each["source"]["url"]: each["source"] for each in reversed(parts) if each["source"]["url"]}
    return list(found.values())[::-1]


def _documents(schemes: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Each document once, with the schemes that ask for it, of what is still to be applied for."""
    found: dict[str, list[str]] = {}
    for scheme in (each for each in schemes if not each["received"]):
        for words in scheme["documents"]:
            found.setdefault(words, []).append(scheme["title"])
    return list(found.items())


def _curve(claim: Mapping[str, Any]) -> dict[str, Any]:
    parts: dict[str, list[str]] = {}
    for each in claim["beside"]:
        parts.setdefault(each["reckoned"]["part"], []).append(each["text"])
    return {
        "words": claim["text"],
        "picture": picture_of(claim),
        "steps": parts.get("step", []),
        "falls": parts.get("fall", []),
        "notes": [*parts.get("note", []), *parts.get("left out", [])],
    }
