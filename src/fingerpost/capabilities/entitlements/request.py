"""What a person, or a program for them, sends: facts about one household, none of which must be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.contract.capability import ask_for


@dataclass(frozen=True, kw_only=True)
class Household:
    """Facts by name, as the rule files call them: {"in_couple": false, "rent": 600, "adults": [{"earnings": 12000}]}.

    Money is in pounds for the period that the fact names. A fact that is left out is not known: it never counts as no.
    `on` is the day asked about, today where none is given. `schemes` are those to look at, all where none is named.
    `changes` are facts that would be otherwise, such as more pay: what they would do is worked out too.
    """

    facts: Mapping[str, Any] = ask_for(
        "Facts about the household",
        hint="A JSON object of facts by name. Money is in pounds. Leave out what is not known.",
        free_text=False,
    )
    on: date | None = ask_for(
        "The day asked about", hint="Such as 2026-04-06.", max_length=None, free_text=False, default=None
    )
    schemes: tuple[str, ...] = ask_for(
        "Schemes to look at", hint="By their names, such as child_benefit.", max_length=60, free_text=False, default=()
    )
    changes: Mapping[str, Any] | None = ask_for(
        "The facts that would change",
        hint="Only those that would be otherwise, in the same form: what the change would do is worked out too.",
        max_length=None,
        free_text=False,
        default=None,
    )
