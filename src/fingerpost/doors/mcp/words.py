"""Results in words, for a model that reads text: nothing is cut, and each quote has its source beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from fingerpost.contract.passages import Line, LineKind
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.doors.mcp.shapes import Result
from fingerpost.doors.written import is_reckoned


def reply_in_words(reply: Mapping[str, Any], *, has_page: bool) -> str:
    """A reply of the road. `has_page` says that anybody who has the reference may read it on a page."""
    with translation.override(str(reply["language"])):
        return "\n\n".join(filter(None, _parts_of(reply, has_page=has_page)))


def fault_in_words(kind: str, message: str, *, fields: Mapping[str, str] | None = None) -> Result:
    """What went wrong, in the shape in which the API tells it too."""
    said = ". ".join(each.rstrip(".") for each in (fields or {}).values()) or message
    return Result(
        values={"error": {"kind": kind, "message": message, "fields": dict(fields or {})}}, words=said, is_fault=True
    )


def signposts_in_words(signposts: list[dict[str, Any]]) -> Iterator[str]:
    for each in signposts:
        contacts = (": ".join(filter(None, (to["label"], to["phone"] or to["url"]))) for to in each["contacts"])
        yield "\n".join([each["heading"], each["words"], *contacts])


def source_in_words(source: Mapping[str, Any]) -> str:
    """From which page and heading, for whom, how fresh, and where to look."""
    heading = source["heading"] if source["heading"] != source["title"] else ""
    named = ", ".join(filter(None, (source["title"], heading, source["nation"], source["checked_on"])))
    return " ".join((_("From: %(title)s") % {"title": named}, whole_link(source)))


def whole_link(source: Mapping[str, Any]) -> str:
    """Straight to the heading. Our own copy has an address only where the settings say what ours is."""
    link = str(source["link"])
    if link.startswith("http"):
        return link
    base = settings.CONFIGURATION.base_url
    return f"{base}{link}" if base and link else str(source["url"])


def lines_in_words(lines: tuple[Line, ...]) -> str:
    """The lines of a passage, lists as lists."""
    return "\n".join(f"- {each.text}" if each.kind in _LISTED else each.text for each in lines)


_REASONS = frozenset(
    {"received", "either", "outside", "reason", "step", "fall", "answer", "difference", "figure", "way back"}
)
_LISTED = {LineKind.BULLET, LineKind.NUMBER}


def _parts_of(reply: Mapping[str, Any], *, has_page: bool) -> Iterator[str]:
    yield from signposts_in_words(reply["signposts"])
    yield reply["message"]
    yield from _asks(reply)
    for claim in reply["claims"]:
        yield "\n".join(_claim(claim))
    if reply["not_found"]:
        yield _("We did not find: %(words)s") % {"words": ", ".join(reply["not_found"])}
    yield "\n".join(_next_steps(reply))
    yield "\n".join(_ends(reply, has_page=has_page))


def _asks(reply: Mapping[str, Any]) -> Iterator[str]:
    """The question, and for each choice the value to send back under its field."""
    for each in reply["asks"]:
        choices = (f"- {value}: {words}" for value, words in each["choices"])
        yield "\n".join([f"{each['question']} ({each['field']})", *choices])


def _claim(claim: Mapping[str, Any]) -> Iterator[str]:
    """What is said; where it is said in other words, each quote under it. Of what rules reckoned, why it is so: working
    and papers are among the values."""
    yield claim["text"]
    if is_reckoned(claim):
        yield from (f"- {each['text']}" for each in claim["beside"] if each["reckoned"]["part"] in _REASONS)
        yield source_in_words(claim["source"])
        return
    if fold_whitespace(claim["text"]) != fold_whitespace(claim["quote"]):
        yield f"“{claim['quote']}”"
    yield source_in_words(claim["source"])
    for beside in claim.get("beside", ()):
        yield f"“{beside['quote']}”"
        yield source_in_words(beside["source"])


def _next_steps(reply: Mapping[str, Any]) -> Iterator[str]:
    said = [contact for signpost in reply["signposts"] for contact in signpost["contacts"]]
    for step in reply["next_steps"]:
        if step not in said:
            yield _("Next: %(step)s") % {"step": " ".join(filter(None, (step["label"], step["phone"], step["url"])))}


def _ends(reply: Mapping[str, Any], *, has_page: bool) -> Iterator[str]:
    if reply["contact"]["phone"]:
        yield _("Ask a person: %(phone)s") % {"phone": reply["contact"]["phone"]}
    if has_page and settings.CONFIGURATION.base_url:
        path = reverse("citizen:answer", kwargs={"reference": reply["reference"]})
        yield _("More: %(address)s") % {"address": settings.CONFIGURATION.base_url + path}
    yield _("Reference: %(reference)s") % {"reference": reply["reference"]}
