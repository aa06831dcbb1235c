"""What is looked at: the facts of one household as a body's own data has them, and what it receives already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.contract.capability import ask_for


@dataclass(frozen=True, kw_only=True)
class HouseholdOnRecord:
    """One household, as a row of a source says it: {"gets_universal_credit": true, "adults": [...]}.

    Money is in pounds for the period that the fact names. A fact that is left out is not known: it never counts as no.
    `receives` says of each scheme whether the household gets it already; one that is left out is not known either.
    `schemes` are those to look for, by name. `on` is the day whose rules count, today where none is given.
    """

    facts: Mapping[str, Any] = ask_for(
        "Facts about the household",
        hint="A JSON object of facts by name. Money is in pounds. Leave out what is not known.",
        free_text=False,
    )
    schemes: tuple[str, ...] = ask_for(
        "Schemes to look for", hint="By their names, such as free_school_meals.", max_length=60, free_text=False
    )
    receives: Mapping[str, bool] | None = ask_for(
        "What it receives already",
        hint='Such as {"free_school_meals": false}. Leave out what is not known.',
        max_length=None,
        free_text=False,
        default=None,
    )
    on: date | None = ask_for(
        "The day whose rules count", hint="Such as 2026-04-06.", max_length=None, free_text=False, default=None
    )
