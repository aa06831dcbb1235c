"""What the record says of the language model that writes: its own section, and the standard's fields that speak of
models. They follow the settings, so that a card never says that no model writes where one does."""

from collections.abc import Mapping
from datetime import date, timedelta

from fingerpost.contract.card import Card
from fingerpost.record.register.fields import Value, own_field, own_section
from fingerpost.record.register.public import Evidence, Fault, PublicModel, Section
from fingerpost.record.register.running import Running, ServingModel

KEY = "language_model"
NO_MODEL = "No language model: every answer is quoted."
WARNED_BEFORE = timedelta(days=90)
_NOT_STATED = "Not stated in the card"
_BETWEEN = "; "

SAID_WITHOUT: Mapping[str, str] = {
    "detailed_description": "The settings choose no language model, so no text is generated.",
    "system_architecture": "No language model is called.",
}
SAID_WITH: Mapping[str, str] = {
    "detailed_description": (
        "The settings choose the language model {supplied} of {supplier}, which puts what the guidance says into "
        "sentences. It decides nothing, and where it cannot write the guidance is quoted."
    ),
    "system_architecture": "The language model runs {where}.",
    "operational_data_processing_methods": (
        "The masked question and up to a few pages of public guidance are given to the language model, as data between "
        "marks that are drawn anew for each question."
    ),
}
SAID_OUTSIDE: Mapping[str, str] = {
    "operational_data_sharing_agreements": (
        "The masked question, what it leans on of the conversation, and passages of guidance are sent to {supplier} "
        "at {host}, which writes the answer. Nothing else is sent."
    ),
}


def tell_of_model(values: Mapping[str, Value], *, card: Card, running: Running) -> dict[str, Value]:
    """The values of the standard's fields, with what the settings choose; as they are for a system that may not write.

    What the card declares stays; a sentence is added behind it.
    """
    told = dict(values)
    if not running.may_write:
        return told
    model = running.writes
    if model is None:
        return _add(told, SAID_WITHOUT)
    words = {"supplied": model.supplied, "supplier": _supplier(model), "where": where_words(model.where)}
    sentences = {**SAID_WITH, **(SAID_OUTSIDE if model.where else {})}
    told = _add(told, {key: said.format(**words, host=model.where) for key, said in sentences.items()})
    told["models"] = (
        _BETWEEN.join([str(told["models"]), model.supplied]) if card.transparency.models else model.supplied
    )
    for key, value in _row_of(model).items():
        told[key] = (*_rows(told, key), value)
    if is_undeclared(card, model):
        told["third_party_involvement"] = "yes"
        for key, value in _third_party(model).items():
            told[key] = (*_rows(told, key), value)
    return told


def is_undeclared(card: Card, model: ServingModel) -> bool:
    """Does a model run elsewhere, with nothing said of whoever runs it?"""
    names = [each.name.casefold() for each in card.transparency.third_parties]
    return bool(model.where) and not any(
        said in name for name in names for said in (model.supplier.casefold(), model.where) if said
    )


def find_model_faults(card: Card, running: Running, *, today: date) -> list[Fault]:
    """That its supplier ends it, and that the card does not say who the supplier is."""
    model = running.writes
    if model is None:
        return []
    found = []
    if is_undeclared(card, model):
        words = (
            f"'{model.name}' is run by {_supplier(model)}, and the card says nothing of them: write it under "
            "transparency.third_parties, with the company's number, how it was procured and what it may see."
        )
        found.append(Fault(field="third_party", kind="missing", words=words))
    if model.ends_on is not None and model.ends_on < today:
        words = f"Its supplier ended '{model.name}' on {model.ends_on:%-d %B %Y}: choose another model, or none."
        found.append(Fault(field=KEY, kind="ended", words=words))
    elif model.ends_on is not None and model.ends_on - today <= WARNED_BEFORE:
        words = (
            f"Its supplier ends '{model.name}' on {model.ends_on:%-d %B %Y}: choose another, and compare the two. "
            f"Run: fingerpost models compare {model.name} none"
        )
        found.append(Fault(field=KEY, kind="ends soon", words=words, blocks_production=False))
    return found


def model_section(model: PublicModel | None, *, evidence: Evidence | None) -> tuple[Section, ...]:
    """The section of the record; none for a system for which no model may write."""
    if model is None:
        return ()
    if not model.name:
        fields = (own_field(KEY, "Language model", NO_MODEL, "computed"),)
        return (own_section(KEY, "Language model", fields),)
    told = (
        (KEY, "Language model", f"{model.supplied}, named {model.name} in the settings"),
        ("language_model_supplier", "Who supplies it", model.supplier or "This body"),
        ("language_model_where", "Where it runs", _sentence(where_words(model.where))),
        ("language_model_digest", "SHA-256 of what it is", model.digest),
        ("language_model_since", "Serves since", f"{model.since}" if model.since else "not noted yet"),
        ("language_model_evidence", "On what evidence", evidence_words(model, evidence)),
        ("language_model_ends", "When its supplier ends it", f"{model.ends_on or 'The settings give no day'}"),
        ("language_model_state", "Whether it writes", state_words(model)),
    )
    return (own_section(KEY, "Language model", tuple(own_field(*each, "computed") for each in told)),)


def evidence_words(model: PublicModel, evidence: Evidence | None) -> str:
    """Which evaluation was made with this very model."""
    if evidence is None or not model.is_measured:
        return "It was not measured with this model"
    return f"Evaluation {evidence.reference} of {evidence.at.date()}, over {evidence.cases} cases, with this model"


def state_words(model: PublicModel) -> str:
    if model.stopped:
        return f"Switched off, so every answer is quoted: {model.stopped}"
    return "It writes; where it cannot, the guidance is quoted"


def where_words(host: str) -> str:
    return f"on the servers of its supplier, at {host}" if host else "on the body's own machine"


def _supplier(model: ServingModel) -> str:
    return model.supplier or model.where or "this body"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _add(values: dict[str, Value], sentences: Mapping[str, str]) -> dict[str, Value]:
    """Each sentence behind what stands in its field."""
    return {**values, **{key: f"{values.get(key, '')} {said}".strip() for key, said in sentences.items()}}


def _rows(values: Mapping[str, Value], key: str) -> tuple[str, ...]:
    value = values.get(key, ())
    return value if isinstance(value, tuple) else (value,)


def _row_of(model: ServingModel) -> dict[str, str]:
    """Its row in the table of models."""
    return {
        "model_name": f"{model.supplied} ({model.name} in the settings)",
        "model_version": f"{model.supplied}. Running now: {model.digest}",
        "model_task": "Puts what the passages say into sentences, each with the words it rests on. It decides nothing.",
        "model_input": "A public prompt, the masked question and the passages that were found",
        "model_output": "Sentences with quotes. Any that its quotes do not bear out is taken out before it is shown.",
        "model_architecture": f"A large language model, run {where_words(model.where)}",
        "model_performance": "Measured as part of the whole, and compared with other models in this record",
        "model_datasets": f"Trained by {_supplier(model)}: see what they publish. Nothing of ours trains it.",
    }


def _third_party(model: ServingModel) -> dict[str, str]:
    return {
        "third_party": _supplier(model),
        "companies_house_number": _NOT_STATED,
        "third_party_role": f"Supplies and runs the language model {model.supplied}",
        "procurement_procedure_type": _NOT_STATED,
        "third_party_data_access_terms": _NOT_STATED,
    }
