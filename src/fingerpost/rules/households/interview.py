"""A whole interview as a short text that fits in a link, and back again. It holds no name: only answers to questions.

    "1" + base64url( first four bytes of SHA-256 of the rest + DEFLATE of {"nation": ..., "facts": {path: answer}} )

The leading digit is the version. The four bytes tell a link that was cut or changed on its way from one that is whole;
they are no seal, so each answer is read like one that was just given. What does not fit any more is left out and named.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.contract.errors import FingerpostError
from fingerpost.rules.book import MOST, Fact, RuleBook
from fingerpost.rules.explaining.missing import NATION
from fingerpost.rules.households.household import NO_ANSWERS, Answer, Household, Range, YearsOld, split_path
from fingerpost.rules.households.reading import Misfit, read_answer

VERSION = "1"
LONGEST_TEXT = 6_000  # characters: well under what browsers and mail programs take as an address
MOST_BYTES = 24_000  # of JSON: a couple with twelve children, each question answered by a range, needs about half
DIGEST_BYTES = 4
_TEXT = re.compile(r"[A-Za-z0-9_-]+")


class InterviewUnreadable(FingerpostError):
    """A text that is not a whole interview, or answers too many for one. Its words say what to do next."""


class WhyDropped(StrEnum):
    """Why an answer in a link was left out."""

    NOT_ASKED = "not_asked"  # the rules know no such question any more
    DOES_NOT_FIT = "does_not_fit"  # the question takes other answers now


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The answers that fit today's rules, and the path of each that does not, with why."""

    household: Household
    nation: Nation | None
    dropped: Mapping[str, WhyDropped]


def pack_interview(book: RuleBook, household: Household, *, nation: Nation | str | None) -> str:
    """The answers, and the nation they are for, as text that is safe in a URL; the order of the answers is kept. Raises
    InterviewUnreadable where they are more than a link can hold."""
    facts = {path: _saved(book, path, answer) for path, answer in household.answers.items()}
    said = json.dumps({"nation": nation, "facts": facts}, separators=(",", ":")).encode()
    squeezer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    body = squeezer.compress(said) + squeezer.flush()
    text = VERSION + base64.urlsafe_b64encode(_digest(body) + body).decode().rstrip("=")
    if len(said) > MOST_BYTES or len(text) > LONGEST_TEXT:
        raise InterviewUnreadable("There are too many answers to fit in a link. Save or print the summary instead.")
    return text


def unpack_interview(book: RuleBook, text: str) -> Unpacked:
    """The interview in a text of `pack_interview`, as far as the rules of this book know its questions. Raises
    InterviewUnreadable where the text is not whole."""
    saved = _unpack(text)
    facts, nation = saved.get("facts"), saved.get("nation")
    if not isinstance(facts, dict) or not (nation is None or nation in list(Nation)):
        raise _mangled("facts or nation are missing")
    answers: dict[str, Answer] = {}
    dropped: dict[str, WhyDropped] = {}
    for path, value in facts.items():
        try:
            answers[path] = _read(book, path, value)
        except KeyError:
            dropped[path] = WhyDropped.NOT_ASKED
        except Misfit:
            dropped[path] = WhyDropped.DOES_NOT_FIT
    return Unpacked(household=Household(answers), nation=Nation(nation) if nation else None, dropped=dropped)


def _saved(book: RuleBook, path: str, answer: Answer) -> Any:
    """An answer as JSON, in the form that `read_answer` takes: money in pounds, numbers as text."""
    fact = book.facts.get(split_path(path)[0])
    if isinstance(answer, YearsOld):
        return {"age": answer.years}
    if isinstance(answer, Range):
        return {"from": _plain(fact, answer.low), "to": _plain(fact, answer.high)}
    return _plain(fact, answer)


def _plain(fact: Fact | None, value: Any) -> Any:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        outer = Decimal(value) / 100 if fact is not None and fact.unit.kind == "money" else Decimal(value)
        return f"{outer.normalize():f}"
    return repr(value)


def _read(book: RuleBook, path: str, value: Any) -> Answer:
    """One answer. Raises KeyError where there is no such question, and Misfit where it takes other answers."""
    if path == NATION and value in list(NO_ANSWERS):
        return NO_ANSWERS[value]
    try:
        key, slot = split_path(path)
    except ValueError as fault:
        raise KeyError(path) from fault
    fact = book.facts[key]
    if (slot or 0) >= MOST[fact.of]:
        raise KeyError(path)
    return read_answer(fact, value)


def _unpack(text: str) -> Mapping[str, Any]:
    text = text.strip()
    if len(text) > LONGEST_TEXT or not _TEXT.fullmatch(text):
        raise _mangled("too long, or holds characters that no link has")
    if text[0] != VERSION:
        raise InterviewUnreadable(
            "This link was made by another version of this service. Start again and give your answers once more.",
            detail=f"version {text[0]!r}",
        )
    try:
        saved = json.loads(_inflate(_checked(text[1:])), parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise _mangled("not JSON") from fault
    if not isinstance(saved, dict):
        raise _mangled("not a mapping")
    return saved


def _checked(text: str) -> bytes:
    """What follows the digest, where the digest fits."""
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as fault:
        raise _mangled("not base64") from fault
    digest, body = whole[:DIGEST_BYTES], whole[DIGEST_BYTES:]
    if digest != _digest(body):
        raise _mangled("the digest differs")
    return body


def _inflate(body: bytes) -> bytes:
    """Never more than MOST_BYTES, whatever a few bytes may claim to hold."""
    squeezed = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        said = squeezed.decompress(body, MOST_BYTES + 1)
    except zlib.error as fault:
        raise _mangled("not DEFLATE") from fault
    if len(said) > MOST_BYTES or not squeezed.eof or squeezed.unused_data:
        raise _mangled("too large, cut short, or followed by something else")
    return said


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(VERSION.encode() + body).digest()[:DIGEST_BYTES]


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no answer")


def _mangled(detail: str) -> InterviewUnreadable:
    return InterviewUnreadable(
        "This link is not complete. Open it again from where you saved it, or start again.", detail=detail
    )
