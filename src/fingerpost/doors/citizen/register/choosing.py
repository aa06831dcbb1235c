"""Which records somebody wants to see: what the form of the list holds, and the records that fit it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from fingerpost.doors.register.health import health_of
from fingerpost.record.register.public import PublicRecord

PREFIX = "algorithmic_transparency_record_"  # of the finder's keys
FACETS = ("capability", "function")
MOST_TYPED = 100  # characters of any one field


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What was chosen; "" is all. `words` must all stand somewhere in the record, in any case and order."""

    words: str = ""
    phase: str = ""
    capability: str = ""
    function: str = ""
    kind: str = ""
    health: str = ""


def chosen_from(typed: Mapping[str, str]) -> Chosen:
    """What an address says, tidied."""
    return Chosen(**{each.name: " ".join(typed.get(each.name, "").split())[:MOST_TYPED] for each in fields(Chosen)})


def choose(records: Iterable[PublicRecord], chosen: Chosen) -> list[PublicRecord]:
    """Those that fit everything that was chosen, in the order given."""
    return [each for each in records if _fits(each, chosen)]


def filed_under(record: PublicRecord, facet: str) -> tuple[str, ...]:
    """The finder's codes of one facet, such as "function"."""
    value = record.metadata.get(f"{PREFIX}{facet}", ())
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)


def _fits(record: PublicRecord, chosen: Chosen) -> bool:
    return (
        chosen.phase in {"", record.phase}
        and chosen.kind in {"", record.kind}
        and chosen.health in {"", health_of(record)}
        and all(not (code := getattr(chosen, each)) or code in filed_under(record, each) for each in FACETS)
        and _holds(record, chosen.words)
    )


def _holds(record: PublicRecord, words: str) -> bool:
    if not words:
        return True
    text = "\n".join(_texts(record)).casefold()
    return all(word in text for word in words.casefold().split())


def _texts(record: PublicRecord) -> Iterable[str]:
    yield from (record.name, record.title, record.summary, record.owner, *record.limits)
    for section in record.sections:
        for field in section.fields:
            yield from (field.value,) if isinstance(field.value, str) else field.value
