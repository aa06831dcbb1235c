"""What of the page can be heard, and in which order: the lines that answer first, then the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fingerpost.contract.passages import LineKind
from fingerpost.doors.citizen.answers import telling
from fingerpost.doors.written import is_rephrased, quotes_of, who_wrote
from fingerpost.knowledge.reading import DocumentPage

MOST_CHARACTERS = 4_000  # read aloud at once: about four minutes, or 11 MB of sound


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words in one language. What `answers` is said before what does not."""

    text: str
    language: str
    answers: bool = False


def said_of_answer(reply: Mapping[str, Any]) -> list[Said]:
    """An answer as it is read aloud: help in danger, then what answers, then what stands around it, then what to do."""
    here = _here()
    first = [Said(text=text, language=here) for text in _opening(reply)]
    if reply["message"] and reply["message"] != telling.headline(reply):
        first.append(Said(text=reply["message"], language=reply.get("message_language") or here))
    quoted = [said for claim in reply["claims"] for said in _said_of_claim(claim)]
    steps = [" ".join(filter(None, (step["label"], step["phone"]))) for step in reply["next_steps"]]
    after = [*_missing(reply), *([_("What to do next"), *steps] if steps else [])]
    return [*first, *in_order(quoted), *(Said(text=text, language=here) for text in after)]


def said_of_page(page: DocumentPage, sections: Iterable[Mapping[str, Any]]) -> list[Said]:
    """A page of guidance as it is read aloud, from the sections that are shown."""
    summary = str(page.details.get("summary", ""))
    said = [Said(text=text, language=page.language) for text in (page.title, summary) if text]
    body = [part for section in sections for part in _lines(section["heading"], section["lines"], page.language)]
    return [*said, *in_order(body)]


def in_order(parts: Sequence[Said]) -> list[Said]:
    """What answers first, then the rest, each in its own order."""
    return [each for each in parts if each.answers] + [each for each in parts if not each.answers]


def within_bound(parts: Iterable[Said], *, languages: Iterable[str]) -> Iterator[Said]:
    """As much as is read aloud at once, in languages there is a voice for; it says so where more stands on the page."""
    left, known = MOST_CHARACTERS, frozenset(languages)
    for part in parts:
        if part.language not in known:
            continue
        left -= len(part.text)
        if left < 0:
            yield Said(text=_("The rest is on the page."), language=_here())
            return
        yield part


def _missing(reply: Mapping[str, Any]) -> list[str]:
    if not reply["not_found"]:
        return []
    shown, found = _("The guidance shown here does not mention:"), _("The guidance that we found does not mention:")
    return [shown if reply["claims"] else found, *reply["not_found"]]


def _opening(reply: Mapping[str, Any]) -> Iterator[str]:
    for signpost in reply["signposts"]:
        yield from (signpost["heading"], signpost["words"])
        yield from (f"{each['label']} {each['phone']}".strip() for each in signpost["contacts"])
    yield telling.headline(reply)
    yield from who_wrote(reply) if any(map(is_rephrased, reply["claims"])) else ()


def _said_of_claim(claim: Mapping[str, Any]) -> list[Said]:
    """What a computer wrote comes first, with the lines that answer; the rest of its quotes stands around it."""
    written = [Said(text=claim["text"], language=_here(), answers=True)] if is_rephrased(claim) else []
    return [*written, *(said for each in quotes_of(claim) for said in _said_of_quote(each))]


def _said_of_quote(claim: Mapping[str, Any]) -> list[Said]:
    source = claim["source"]
    title = ", ".join(dict.fromkeys(filter(None, (source["title"], source["heading"]))))
    lines = claim["lines"] or [{"text": claim["quote"], "kind": LineKind.SENTENCE.value, "marked": True}]
    return _lines(title, lines, source["language"] or _here())


def _lines(heading: str, lines: Iterable[Mapping[str, Any]], language: str) -> list[Said]:
    """The heading goes with the lines that answer, where there are any: without it they would hang in the air."""
    said = [Said(text=_spoken(line), language=language, answers=bool(line["marked"])) for line in lines]
    head = Said(text=heading, language=language, answers=any(each.answers for each in said))
    return [head, *said] if heading else said


def _spoken(line: Mapping[str, Any]) -> str:
    is_row = line["kind"] in {LineKind.TABLE_HEAD, LineKind.TABLE_ROW}
    return str(line["text"]).replace(" | ", ", ") if is_row else str(line["text"])


def _here() -> str:
    return (get_language() or "en").partition("-")[0]
