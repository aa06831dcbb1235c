"""How text becomes the words that are matched: the same analysis at import and at question time, in every index.

Letters and digits only, lower case, common words dropped, English endings cut. A question is taken as words and never
as query syntax, and a word said twice counts once: a long account of someone's situation repeats itself (counting
each word once raised hit@1 from .449 to .605 on `conditionalqa_tune`).
"""

import re
from functools import cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from fingerpost.contract.passages import Passage

_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_THOUSANDS = re.compile(r"\b(\d{1,3})(?:k\b| ?grand\b| thousand\b)", re.IGNORECASE)

LONGEST_WORD = 40
ANALYSER = "fingerpost_words"


@cache
def analyser() -> TextAnalyzer:
    """The analysis, to be registered under ANALYSER with any tantivy index."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stopword("english"))
        .filter(Filter.stemmer("english"))
        .build()
    )


def split_words(text: str) -> list[str]:
    """The words of a text, in order, as they stand in an index."""
    return analyser().analyze(text)


def question_words(question: str) -> list[str]:
    """The words to look for, each once. Empty where the question holds none."""
    return list(dict.fromkeys(split_words(write_out_numbers(question))))


def write_out_numbers(text: str) -> str:
    """Numbers as they are typed without commas: "£100,000", "100k" and "100 grand" all become 100000."""
    text = _COMMA.sub("", text)
    return _THOUSANDS.sub(r"\g<1>000", text)


def head_of(passage: Passage) -> str:
    """The page's title and the headings above the passage: what goes before its words in both methods."""
    headings = [heading for heading in passage.heading_path if heading != passage.title]
    return " ".join([passage.title, *headings])


def searched_text(passage: Passage) -> str:
    """All that lexical search reads of a passage. The title counts twice: it says what every passage is about."""
    parts = [passage.title, head_of(passage), *passage.keywords, *passage.asked, passage.text]
    return write_out_numbers(" ".join(parts))
