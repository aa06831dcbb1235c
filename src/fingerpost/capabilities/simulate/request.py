"""What is tried: the text of a reform, and how many made-up households from which seed."""

from dataclasses import dataclass
from datetime import date

from fingerpost.contract.capability import ask_for


@dataclass(frozen=True, kw_only=True)
class ReformAsked:
    """One reform over made-up households. The same text, number, seed and day give the same figures.

    `on` is the day whose rules count, today where none is given. A reform must be in force then.
    """

    reform: str = ask_for(
        "The reform", hint="Its text, as a file of reforms has it.", max_length=20_000, free_text=False
    )
    households: int = ask_for(
        "How many made-up households", hint="From 100 to 20,000.", max_length=None, free_text=False, default=2_000
    )
    seed: int = ask_for(
        "Which households", hint="Another number draws others.", max_length=None, free_text=False, default=1
    )
    on: date | None = ask_for(
        "The day whose rules count", hint="Such as 2026-04-06.", max_length=None, free_text=False, default=None
    )
