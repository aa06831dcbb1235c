"""Fields and sections of our own, which the standard does not have."""

from datetime import date

from fingerpost.record.register.public import Field, Origin, Section

Value = str | tuple[str, ...]


def own_section(key: str, title: str, fields: tuple[Field, ...]) -> Section:
    """A section of ours: detail, so tier 2."""
    return Section(key=key, title=title, tier=2, fields=fields)


def own_field(
    key: str, title: str, value: Value, origin: Origin = "declared", as_of: date | None = None, *, group: str = ""
) -> Field:
    """A field that the standard does not have: it has no number."""
    return Field(key=key, title=title, number="", value=value, origin=origin, as_of=as_of, group=group)
