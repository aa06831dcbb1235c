"""The rules that are in force here, as every door reads them."""

import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from fingerpost.doors.installation import installation, now
from fingerpost.rules.authoring.examples import Example, uk_examples, with_own
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.wording import LANGUAGES
from fingerpost.rules.book import RuleBook, Scheme
from fingerpost.rules.faults import RulesInvalid

logger = logging.getLogger(__name__)


def rules_in_force() -> RuleBook:
    """The book that answers come from now. Raises RulesInvalid."""
    return installation().build_rules().book


def examples_here() -> Sequence[Example]:
    """The worked examples that come along, and the body's own. Own ones with an error are left out, all of them:
    `fingerpost rules check` names it."""
    try:
        return with_own(Path(settings.HOME) / "rules" / "examples")
    except RulesInvalid as error:
        logger.warning("The body's own worked examples are not shown. %s", error.public)
        return uk_examples()


def public_scheme_or_404(name: str) -> Scheme:
    """A scheme that people are shown. Raises Http404."""
    book = rules_in_force()
    if name not in book.public:
        raise Http404
    return book.schemes[name]


def today() -> date:
    return timezone.localdate(now())


def page_words() -> str:
    """The language in which rules are read out on this page: one of those that rule files have."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in LANGUAGES else "en"


def reader(*, on: date | None = None) -> Reader:
    """Reads the rules in force out, in the language of the page, with the figures of a day; today's without one."""
    return Reader(book=rules_in_force(), language=page_words(), on=on or today())
