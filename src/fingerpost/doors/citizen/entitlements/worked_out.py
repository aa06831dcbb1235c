"""What was worked out in a conversation, for the page of its questions: the result comes back with its sources."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.entitlements.results import LATEST, NAME, each_source, effect_of, is_result
from fingerpost.doors.citizen.links import link_to
from fingerpost.record.conversations import references_in
from fingerpost.record.reading import KeptRun

MOST_TOLD = 5  # schemes of a result: its own page has them all


def worked_out_in(kept: KeptRun) -> dict[str, Any] | None:
    """The newest result of the conversation that this answer stands in; None where nothing was worked out in it."""
    if not kept.subject:
        return None
    found = references_in(kept.subject, body=settings.CONFIGURATION.body, capability=NAME)
    for reference in found[-LATEST:][::-1]:
        result = find_kept(reference)
        if result is not None and is_result(result):
            return _told(result)
    return None


def _told(result: KeptRun) -> dict[str, Any]:
    claims = (result.reply or {})["claims"]
    likely = [claim for claim in claims if _is_likely(claim)]
    return {
        "effect": effect_of(claims),
        "likely": [{"words": claim["text"], "sources": each_source([claim])} for claim in likely[:MOST_TOLD]],
        "address": link_to("answer", reference=result.reference),
        "language": (result.reply or {})["language"],
    }


def _is_likely(claim: Mapping[str, Any]) -> bool:
    return bool(claim["reckoned"]["part"] == "scheme" and claim["reckoned"].get("verdict") == "likely")
