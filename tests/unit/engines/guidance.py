"""Passages for the tests of the engines. Needs no Django: processes that tests start use it too."""

from dataclasses import replace

from fingerpost.contract.context import ALL_NATIONS, Access
from fingerpost.contract.passages import Line, Passage


def passage(key: str, *lines: str, title: str = "Guidance", **changes: object) -> Passage:
    made = Passage(
        id=key,
        document="page",
        collection="starter",
        body="fernby",
        title=title,
        heading_path=(),
        anchor="",
        lines=tuple(Line(text=line) for line in lines or ("Something is said here.",)),
        url="https://example.org/page",
        copy="/guidance/page",
        language="en",
        nations=ALL_NATIONS,
        audience=frozenset({"residents"}),
        access=Access.PUBLIC,
        digest=f"digest of {key}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]
