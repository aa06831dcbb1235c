"""What the parts of an answer's page need, from the run as the record holds it. The page and the stream share it."""

from collections.abc import Sequence
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Claim, OutcomeKind
from fingerpost.doors.asking import capabilities, typed_of
from fingerpost.doors.citizen.answers import telling
from fingerpost.doors.citizen.answers.early import count_withdrawn
from fingerpost.doors.citizen.links import link_to, link_to_copy
from fingerpost.doors.nations import nation_name
from fingerpost.doors.turns import earlier_turns
from fingerpost.doors.written import is_rephrased, who_wrote
from fingerpost.guard.fixed_links import WORK_IT_OUT
from fingerpost.pipeline.reply import claim_of
from fingerpost.record.reading import KeptRun


def shown(kept: KeptRun) -> dict[str, Any]:
    """The context of the templates in citizen/answer. The run is one whose text was not erased."""
    reply = kept.reply or {}
    claims = [_claim(claim, number, reply["reference"]) for number, claim in enumerate(reply["claims"], start=1)]
    columns, shared = columns_of(claims, compared=reply.get("compares", ()))
    return {
        "reply": {**reply, "claims": [claim for column in columns for claim in column["claims"]] + shared},
        "columns": columns,
        "shared": shared,
        "headline": telling.headline(reply),
        "who_wrote": who_wrote(reply),
        "withdrawn": count_withdrawn(kept),
        "asked": _asked(kept),
        "ask_at": _ask_at(kept),
        "earlier": earlier_turns(kept),
        "can_follow": "conversation" in (kept.request or {}),
        "reasons": telling.reasons(reply),
        "steps": telling.steps(reply),
        "message_parts": _message_parts(reply),
        "said_in": _said_in(reply),
        "next": _next_steps(reply),
        "page_said_in": _page_said_in(reply),
        "suggestions": _suggestions(reply),
        "question": "",
        "problems": {},
        "is_arriving": False,
    }


def columns_of(
    claims: Sequence[dict[str, Any]], *, compared: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One column for each nation that is compared, with the claims for it alone, and the claims for more than one.

    Where no nation has a claim of its own there is nothing to set side by side, and no column. `slot` names the column
    in the page; `level` is that of the claim's heading, one lower under the heading of a column.
    """
    owners = [_only_nation(claim, compared) for claim in claims]
    if not any(owners):
        return [], [{**claim, "slot": "", "level": 2} for claim in claims]
    placed = [{**claim, "slot": owner, "level": 3} for claim, owner in zip(claims, owners, strict=True)]
    columns = [
        {"slot": code, "name": nation_name(code), "claims": [each for each in placed if each["slot"] == code]}
        for code in compared
    ]
    return columns, [each for each in placed if not each["slot"]]


def _only_nation(claim: dict[str, Any], compared: Sequence[str]) -> str:
    """The one of the compared nations that the claim is for; "" where it is for several of them, or for none."""
    fitting = [code for code in compared if code in claim["source"].get("nations", ())]
    return fitting[0] if len(fitting) == 1 else ""


def shown_early(claim: Claim, number: int, *, reference: str) -> dict[str, Any]:
    """A claim that is shown before its run is over: just as it is in the answer, where it stays in its place."""
    return {**_claim(claim_of(claim), number, reference), "slot": "", "level": 2}


def _claim(claim: dict[str, Any], number: int, reference: str) -> dict[str, Any]:
    """A claim with its number, and each of its quotes with where to read it in its place: our copy at that heading,
    with the lines marked."""
    quotes = [{**each, "read": _read_at(each["source"], reference)} for each in (claim, *claim.get("beside", ()))]
    return {**claim, "number": number, "quotes": quotes, "is_rephrased": is_rephrased(claim)}


def _read_at(source: dict[str, Any], reference: str) -> str:
    if not source.get("copy"):
        return str(source["link"] or source["url"])
    anchor = f"#{source['anchor']}" if source["anchor"] else ""
    return f"{link_to_copy(source['copy'])}?{urlencode({'run': reference})}{anchor}"


def _ask_at(kept: KeptRun) -> str:
    """Where to ask the same capability again; the front door's where it is no longer installed."""
    capability = _capability(kept)
    return link_to(capability.card.command if capability else "ask")


def _message_parts(reply: dict[str, Any]) -> list[tuple[str, str]]:
    """The message by paragraph, each with its language: it may say the same again in the language of the run."""
    first, *others = reply["message"].split("\n\n")
    language = reply.get("message_language") or reply["language"]
    return [(language, first), *((reply["language"], each) for each in others)]


def _said_in(reply: dict[str, Any]) -> str:
    """The language of the fixed words. Words that hand over stand in that of the person, before the guard tells it."""
    handed_over = reply["outcome"] == OutcomeKind.HANDED_OVER
    return str((handed_over and reply.get("message_language")) or reply["language"])


def _page_said_in(reply: dict[str, Any]) -> str:
    """The language of the page quoted first, from which next steps and other headings come; else that of the run."""
    return str(reply["claims"][0]["source"]["language"] if reply["claims"] else reply["language"])


def _next_steps(reply: dict[str, Any]) -> list[dict[str, str]]:
    """What to do next, without what the signposts above already say.

    Somebody whose language is not served is shown first whom to call.
    """
    said = [contact for signpost in reply["signposts"] for contact in signpost["contacts"]]
    ours = [_contact_step(reply["contact"])] if reply["reason"] == telling.LANGUAGE else []
    steps = [_led_to(step, reply["reference"]) for step in reply["next_steps"] if step not in said]
    return [*ours, *steps]


def _led_to(step: dict[str, str], reference: str) -> dict[str, str]:
    """A step to the pages that work it out leads to what was heard in this very question."""
    if step["url"] != WORK_IT_OUT:
        return step
    return {**step, "url": link_to("entitlements_heard", reference=reference)}


def _contact_step(contact: dict[str, str]) -> dict[str, str]:
    address = contact["url"] or (f"mailto:{contact['email']}" if contact["email"] else "")
    return {"kind": "contact", "label": _(contact["team"]), "url": address, "phone": contact["phone"]}


def _suggestions(reply: dict[str, Any]) -> list[tuple[str, str]]:
    """Other headings of the page quoted first, each with its address in our copy."""
    if "suggested" in reply:
        return [(each["heading"], _place_of(each["copy"], each["anchor"])) for each in reply["suggested"]]
    first = reply["claims"][0]["source"] if reply["claims"] else {}  # a run recorded before headings kept their place
    return [(words, link_to_copy(first.get("copy", "")) or str(first.get("url", ""))) for words in reply["suggestions"]]


def _place_of(copy: str, anchor: str) -> str:
    return f"{link_to_copy(copy)}#{anchor}" if copy and anchor else link_to_copy(copy)


def _asked(kept: KeptRun) -> list[tuple[str, str]]:
    """What was asked, as the record holds it: personal details are placeholders. Empty fields are left out."""
    capability = _capability(kept)
    texts = typed_of(kept.request or {}, of=kept.capability)
    if list(texts) == ["question"]:
        return [(_("You asked"), texts["question"])]
    return [(_label(capability, name), value) for name, value in texts.items()]


def _capability(kept: KeptRun) -> Capability | None:
    return next((each for each in capabilities().values() if each.name == kept.capability), None)


def _label(capability: Capability | None, name: str) -> str:
    """The label of a field; its name where the capability is no longer installed."""
    found = getattr(capability.request, "__dataclass_fields__", {}).get(name) if capability else None
    return _(str(found.metadata.get("label") or name)) if found else name
