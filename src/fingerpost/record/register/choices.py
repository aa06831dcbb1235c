"""Which language model the settings choose for a capability: each change is a row with its event in the ledger."""

from datetime import datetime

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register.models import ModelChoice
from fingerpost.record.register.running import ServingModel

CHOSEN = "model/chosen"
NOT_NOTED = "We could not note which language model serves. Try again in a minute."


def note_choice(capability: str, model: ServingModel | None, *, body: str, at: datetime) -> str:
    """Note what the settings choose now, if it is not what they chose before; gives why the record changes, or "".

    Where a capability never had a model and has none, there is nothing to note. Raises StoreUnavailable.
    """
    before = latest(capability, body=body)
    if _is_same(before, model):
        return ""
    number = before.number + 1 if before else 1
    name, supplied, digest = (model.name, model.supplied, model.digest) if model else ("", "", "")
    facts = {
        "number": number,
        "model": name,
        "supplied": supplied,
        "digest": digest,
        "supplier": model.supplier if model else "",
        "where": model.where if model else "",
    }
    with store_faults(NOT_NOTED), committing():
        reference = note_event(CHOSEN, body=body, at=at, capability=capability, facts=facts)
        ModelChoice(
            body=body,
            capability=capability,
            number=number,
            reference=reference,
            at=at,
            model=name,
            supplied=supplied,
            digest=digest,
        ).save(force_insert=True)
    return f"The language model is now {_said(name, supplied)}; it was {_said_before(before)}"


def latest(capability: str, *, body: str) -> ModelChoice | None:
    """The choice that stands; None where none was ever noted. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return ModelChoice.objects.filter(body=body, capability=capability).order_by("-number").first()


def _is_same(before: ModelChoice | None, model: ServingModel | None) -> bool:
    stood = (before.model, before.digest) if before else ("", "")
    return stood == ((model.name, model.digest) if model else ("", ""))


def _said_before(before: ModelChoice | None) -> str:
    return _said(before.model, before.supplied) if before else "none"


def _said(name: str, supplied: str) -> str:
    return f"{name} ({supplied})" if name else "none"
