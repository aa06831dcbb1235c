"""What was shown of an answer while it was still being written, and did not stay."""

from django.conf import settings

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.installation import installation
from fingerpost.record.early import find_shown_early
from fingerpost.record.reading import KeptRun


def count_withdrawn(kept: KeptRun) -> int:
    """How many claims were shown early that the answer does not hold: the last check took them out, or it broke off.

    Only a run in which a language model wrote, or that failed, can have any. Raises StoreUnavailable.
    """
    reply = kept.reply or {}
    wrote = any(step.get("language_model") for step in reply.get("steps", ()))
    if not wrote and reply.get("outcome") != OutcomeKind.FAILED:
        return 0
    keys, body = installation().build_keys(), settings.CONFIGURATION.body
    early = find_shown_early(kept.reference, subject=kept.subject, body=body, keys=keys)
    stayed = {claim["text"] for claim in reply["claims"]}
    return sum(claim["text"] not in stayed for claim in early)
