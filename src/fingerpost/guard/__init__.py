"""What comes in and what goes out is looked at here. One file a check; the order below is the order they run in.

`BEFORE` looks at the request: each check takes a run and gives it back with exactly one more step. `AFTER` looks at
each claim of an outcome against the passage as the database has it. Both are data: a verdict, never an exception.
"""

from collections.abc import Callable

from fingerpost.contract.run import Run
from fingerpost.guard.after.citation import check_citation
from fingerpost.guard.after.current import check_current
from fingerpost.guard.after.digest import check_digest
from fingerpost.guard.after.figures import check_figures
from fingerpost.guard.after.finding import ClaimCheck, Finding
from fingerpost.guard.after.language import check_language_known
from fingerpost.guard.after.nation import check_nation
from fingerpost.guard.after.next_step import check_next_step
from fingerpost.guard.after.permitted import check_permitted
from fingerpost.guard.after.quote import check_quote
from fingerpost.guard.after.rephrased import check_rephrased
from fingerpost.guard.after.source import check_source
from fingerpost.guard.after.wording import check_wording
from fingerpost.guard.before.crisis import check_crisis
from fingerpost.guard.before.hidden_characters import remove_hidden_characters
from fingerpost.guard.before.language import check_language
from fingerpost.guard.before.nation import decide_nation
from fingerpost.guard.before.other_uses import check_other_uses, load_uses
from fingerpost.guard.before.personal_data import mask_personal_data
from fingerpost.guard.before.size import check_size
from fingerpost.guard.danger.signposts import load_answers
from fingerpost.guard.danger.signs import load_signs
from fingerpost.guard.fixed_links import FIXED_LINKS
from fingerpost.guard.languages import load_sentences
from fingerpost.guard.tongues.model import load_model

Check = Callable[[Run], Run]

BEFORE: tuple[Check, ...] = (
    check_size,
    remove_hidden_characters,
    mask_personal_data,
    check_crisis,
    check_language,
    check_other_uses,
    decide_nation,
)

AFTER: tuple[ClaimCheck, ...] = (
    check_source,
    check_digest,
    check_permitted,
    check_current,
    check_nation,
    check_language_known,
    check_citation,
    check_quote,
    check_wording,
    check_figures,
)


def warm_up() -> None:
    """Read the fixed words and load the language model now, so that the first question does not wait for them."""
    load_signs()
    load_answers()
    load_sentences()
    load_uses()
    load_model()


__all__ = [
    "AFTER",
    "BEFORE",
    "FIXED_LINKS",
    "Check",
    "ClaimCheck",
    "Finding",
    "check_next_step",
    "check_rephrased",
    "warm_up",
]
