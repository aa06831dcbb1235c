"""Hard words explained: beneath a quote, on a page of guidance, and all of them from A to Z."""

import logging
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fingerpost.contract.errors import InvalidGlossary
from fingerpost.knowledge import welsh
from fingerpost.knowledge.glossary import MOST_WORDS, explain_words, list_languages, read_glossary
from fingerpost.knowledge.glossary_files import Explained

DEFAULT = "en"
log = logging.getLogger(__name__)


def explained(lines: Iterable[Mapping[str, Any] | str], language: str, most: int = MOST_WORDS) -> tuple[Explained, ...]:
    """The hard words of lines as a reply or a page of guidance holds them. For templates.

    A glossary that is not in order costs the reader these explanations, not the answer: it is logged, and `doctor`
    says what to mend.
    """
    texts = (line if isinstance(line, str) else str(line["text"]) for line in lines)
    try:
        return explain_words(texts, language or DEFAULT, most=most)
    except InvalidGlossary as fault:
        log.error("No words are explained. %s (%s)", fault.public, fault.detail)
        return ()


@require_safe
def all_words(request: HttpRequest) -> HttpResponse:
    """Every word of the page's language from A to Z; with `?word=` those that hold it, or whose meaning does."""
    language = (get_language() or DEFAULT).partition("-")[0]
    language = language if language in list_languages() else DEFAULT
    asked = " ".join(request.GET.get("word", "").split())[:100]
    words = _find(_words(language), asked)
    shown = {
        "section": "guidance",
        "asked": asked,
        "language": language,
        "total": len(words),
        "letters": [(letter, list(group)) for letter, group in groupby(words, lambda each: _letter(each, language))],
    }
    return render(request, "citizen/dictionary.html", shown)


def _words(language: str) -> tuple[Explained, ...]:
    try:
        return read_glossary(language).words
    except InvalidGlossary as fault:
        log.error("The list of words is empty. %s (%s)", fault.public, fault.detail)
        return ()


def _find(words: Iterable[Explained], asked: str) -> list[Explained]:
    """Those that hold what was asked in one of their forms, or in their meaning."""
    wanted = asked.casefold()
    return [word for word in words if any(wanted in text.casefold() for text in (*word.spellings, word.meaning))]


def _letter(word: Explained, language: str) -> str:
    """The letter it stands under: "Ll" is one in Welsh."""
    return (welsh.letters_of(word.word)[0] if language == "cy" else word.word[0]).upper()
