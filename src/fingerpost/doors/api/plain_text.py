"""A reply as a few lines of plain text, for gateways that pass it on as a text message or read it out on the telephone.

It is cut between sentences only. A list stays whole with the words that lead into it, and a row of a table with its
head: half a list of conditions would say something else. Help for somebody in danger is never cut.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from fingerpost.doors.api.spoken import speak_plainly, spell
from fingerpost.doors.written import is_rephrased, quotes_of

SHORTEST, USUAL, LONGEST = 160, 612, 2000
"""Characters: one message; four messages sent as one (153 each in GSM 03.38); as much as any phone shows."""

_LISTED = {"bullet", "number"}
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "•": "-", "\u00a0": " ", "…": "..."}
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is shown whole or not at all. The lowest rank is chosen first; 0 is always shown.

    `shorter` may stand in its place where the whole has no room. It is left out where a part of the rank that it
    `follows` was: a quote is never shown without what stood before it.
    """

    words: str
    rank: int
    shorter: str = ""
    follows: int = -1


def as_text(reply: Mapping[str, Any], *, address: str = "", longest: int = USUAL) -> str:
    """For a screen. `address` is where the whole reply stands.

    Longer than `longest` only where help for somebody in danger is. Signs that are not in a phone's own alphabet are
    typed the plain way: quotation marks, dashes and dots.
    """
    with translation.override(str(reply["language"])):
        more = _("More: %(address)s") % {"address": address} if address else ""
        parts = [
            replace(each, words=each.words.translate(_TYPED), shorter=each.shorter.translate(_TYPED))
            for each in _parts_of(reply, aloud=False)
        ]
        return _fit(parts, longest=longest, more=more)


def as_speech(reply: Mapping[str, Any], *, longest: int = USUAL) -> str:
    """For a voice: no addresses, telephone numbers digit by digit, the reference spelled."""
    with translation.override(str(reply["language"])):
        parts = [
            replace(each, words=speak_plainly(each.words), shorter=speak_plainly(each.shorter))
            for each in _parts_of(reply, aloud=True)
        ]
        return _fit(parts, longest=longest, more=_("There is more to this answer than was read out."))


def _parts_of(reply: Mapping[str, Any], *, aloud: bool) -> list[Part]:
    """In the order in which they are read."""
    claims = reply["claims"]
    reference = spell(reply["reference"]) if aloud else reply["reference"]
    return [
        *_signposts(reply),
        *_message(reply),
        *_asks(reply, aloud=aloud),
        *(_first_claim(claims[0], aloud=aloud) if claims else ()),
        *(_second_claim(claims[1], aloud=aloud) if len(claims) > 1 else ()),
        *_not_found(reply),
        *_next_step(reply, aloud=aloud),
        *_person(reply),
        Part(words=_("Reference: %(reference)s") % {"reference": reference}, rank=0),
    ]


def _fit(parts: Sequence[Part], *, longest: int, more: str) -> str:
    """As many parts as there is room for, those of the lowest rank first; `more` is said where one is missing."""
    whole = "\n".join(each.words for each in parts)
    if len(whole) <= longest:
        return whole
    chosen = {place: each.words for place, each in enumerate(parts) if each.rank == 0}
    broken: set[int] = set()
    for place, each in sorted(enumerate(parts), key=lambda pair: pair[1].rank):
        if each.rank == 0 or each.follows in broken:
            continue
        room = longest - len("\n".join([*chosen.values(), more])) - 1
        fitting = next((words for words in (each.words, each.shorter) if words and len(words) <= room), "")
        if fitting:
            chosen[place] = fitting
        else:
            broken.add(each.rank)
    return "\n".join([*(chosen[place] for place in sorted(chosen)), *([more] if more else ())])


def _signposts(reply: Mapping[str, Any]) -> list[Part]:
    """Heading and contacts are always there; the words between them where there is room."""
    parts: list[Part] = []
    for each in reply["signposts"]:
        parts.append(Part(words=each["heading"], rank=0))
        parts.append(Part(words=each["words"], rank=1))
        parts += [Part(words=_contact(contact), rank=0) for contact in each["contacts"]]
    return parts


def _contact(contact: Mapping[str, str]) -> str:
    """Who, and the number to call, or the address where there is no number."""
    return ": ".join(filter(None, (contact["label"], contact["phone"] or contact["url"])))


def _message(reply: Mapping[str, Any]) -> list[Part]:
    """Left out where it is the very question that is asked below. Beside a quote it is a remark, and gives way."""
    is_asked = reply["message"] in {each["question"] for each in reply["asks"]}
    rank = 5 if reply["claims"] else 2
    return [] if is_asked or not reply["message"] else [Part(words=reply["message"], rank=rank)]


def _asks(reply: Mapping[str, Any], *, aloud: bool) -> list[Part]:
    """Each question, and what may be sent back: a number or the words (see `answer_given`)."""
    parts = []
    for each in reply["asks"]:
        numbered = ", ".join(f"{number} {words}" for number, (_value, words) in enumerate(each["choices"], start=1))
        reply_with = _("Say the number or the words: %(choices)s.") if aloud else _("Reply with one of: %(choices)s.")
        told = reply_with % {"choices": numbered} if numbered else ""
        parts.append(Part(words=" ".join(filter(None, (each["question"], told))), rank=1))
    return parts


def _first_claim(claim: Mapping[str, Any], *, aloud: bool) -> list[Part]:
    """What a computer wrote is said to be so, and the quotes it rests on stand under it where there is room."""
    title, link = _source(claim, aloud=aloud)
    source = Part(words=" ".join(filter(None, (title, link))), shorter=title, rank=4)
    if not is_rephrased(claim):
        return [*(Part(words=words, rank=3, follows=3) for words in quoted_sentences(claim)), source]
    quoted = (words for each in quotes_of(claim) for words in quoted_sentences(each))
    return [
        Part(words=claim["text"], rank=3),
        Part(words=_("A computer wrote this. It was checked against:"), rank=4),
        source,
        *(Part(words=f"“{words}”", rank=5, follows=5) for words in quoted),
    ]


def _second_claim(claim: Mapping[str, Any], *, aloud: bool) -> list[Part]:
    """Shown with its source or not at all."""
    return [
        Part(
            words="\n".join([*_said(claim), " ".join(filter(None, _source(claim, aloud=aloud)))]),
            rank=8,
            follows=3,
        )
    ]


def _said(claim: Mapping[str, Any]) -> list[str]:
    return [claim["text"]] if is_rephrased(claim) else quoted_sentences(claim)


def _source(claim: Mapping[str, Any], *, aloud: bool) -> tuple[str, str]:
    source = claim["source"]
    link = source["link"] if str(source["link"]).startswith("http") else source["url"]
    return _("From: %(title)s") % {"title": source["title"]}, "" if aloud else str(link)


def _not_found(reply: Mapping[str, Any]) -> list[Part]:
    words = ", ".join(reply["not_found"])
    return [Part(words=_("We did not find: %(words)s") % {"words": words}, rank=5)] if words else []


def _next_step(reply: Mapping[str, Any], *, aloud: bool) -> list[Part]:
    """The first one that the signposts do not say already."""
    said = [contact for signpost in reply["signposts"] for contact in signpost["contacts"]]
    step = next((each for each in reply["next_steps"] if each not in said), None)
    if step is None:
        return []
    where = " ".join(filter(None, (step["phone"], "" if aloud else step["url"])))
    words = _("Next: %(step)s") % {"step": step["label"]}
    return [Part(words=" ".join(filter(None, (words, where))), rank=6)]


def _person(reply: Mapping[str, Any]) -> list[Part]:
    number = reply["contact"]["phone"]
    return [Part(words=_("Ask a person: %(phone)s") % {"phone": number}, rank=7)] if number else []


def quoted_sentences(claim: Mapping[str, Any]) -> list[str]:
    """The marked lines of a claim, each as it can stand alone; all lines where none is marked.

    A list with a marked item is given whole, under the sentence that leads into it; a marked row under its table's
    head.
    """
    lines = claim["lines"] or [{"text": claim["quote"], "kind": "sentence", "block": 0, "marked": True}]
    if not any(line["marked"] for line in lines):
        lines = [{**line, "marked": True} for line in lines]
    sentences: list[str] = []
    before = ""  # the sentence that stood last, with which a list may begin
    for _block, each in groupby(lines, key=lambda line: line["block"]):
        block = list(each)
        if block[0]["kind"] in _LISTED:
            if any(line["marked"] for line in block):
                if sentences and sentences[-1] == before:
                    sentences.pop()
                sentences.append("\n".join([*filter(None, [before]), *(f"- {line['text']}" for line in block)]))
        elif block[0]["kind"].startswith("table"):
            rows = [line["text"] for line in block if line["marked"] and line["kind"] == "table-row"]
            heads = [line["text"] for line in block if line["kind"] == "table-head"]
            sentences += ["\n".join([*heads, *rows])] if rows else []
        else:
            sentences += [line["text"] for line in block if line["marked"]]
        before = block[-1]["text"] if block[-1]["kind"] == "sentence" else ""
    return sentences
