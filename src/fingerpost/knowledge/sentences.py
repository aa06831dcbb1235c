"""Cuts running text into sentences, without breaking "e.g.", "£1.50", "Mr. Jones", "No. 10", dates or addresses."""

import re
from collections.abc import Iterator

# A stop, whatever closes it, then white space; or a full stop of a script that writes none after it.
_END = re.compile(r"(?:(?<![.!?؟۔।…])[.!?؟۔।…]++[\"'”’)\]»]*+(?=\s))|[。！？]+[”’」』)]*")
_LAST_WORD = re.compile(r"[\w.&/'’-]*\Z")
_AHEAD = 100  # characters that are looked at after a stop
_INITIALS = re.compile(r"\w(\.\w)*\Z")
_CLAUSE_END = re.compile(r"(?<=[;,:–])\s")

# Never the end of a sentence, whatever follows.
_TITLES = """
mr mrs ms mx dr prof rev hon rt st messrs sir e.g eg i.e ie cf viz vs v approx para paras reg regs sch art arts
fig figs pt ch vol ed eds ext tel fax capt col sgt lt gen gov supt cllr"""
_LEADS_ON = frozenset(_TITLES.split())
# An abbreviation only before a figure: "No. 10", "p. 4", "s. 21", "Jan. 5".
_REFERENCES = """
no nos p pp s ss c cl r rr sec secs jan feb mar apr jun jul aug sep sept oct nov dec max min"""
_BEFORE_FIGURES = frozenset(_REFERENCES.split())

# After an initial ("Vitamin C. You", "the U.K. The"), these begin a sentence; a name does not.
_COMMON_WORDS = """
a an and as at but by do for from he her his how if in it its my no not on or our she so that the their then
there these they this those to use we what when where who why with yes you your"""
_STARTERS = frozenset(_COMMON_WORDS.split())


def split_sentences(text: str) -> list[str]:
    """The sentences of `text`, in order, each with its white space folded. A line break also ends one."""
    return [sentence for line in text.splitlines() for sentence in _sentences_of(line)]


def split_long(sentence: str, *, limit: int) -> list[str]:
    """Pieces of at most `limit` words, cut after a comma, semicolon, colon or dash where there is one."""
    words = sentence.split()
    if len(words) <= limit:
        return [sentence]
    pieces: list[str] = []
    current: list[str] = []
    for clause in _CLAUSE_END.split(" ".join(words)):
        for part in _runs(clause.split(), limit):
            if len(current) + len(part) > limit:
                pieces.append(" ".join(current))
                current = []
            current.extend(part)
    return [piece for piece in (*pieces, " ".join(current)) if piece]


def _runs(words: list[str], limit: int) -> Iterator[list[str]]:
    for start in range(0, len(words), limit):
        yield words[start : start + limit]


def _sentences_of(line: str) -> Iterator[str]:
    text = " ".join(line.split())
    start = 0
    for end in _END.finditer(text):
        if _is_end(text, start, end):
            yield text[start : end.end()].strip()
            start = end.end()
    rest = text[start:].strip()
    if rest:
        yield rest


def _is_end(text: str, start: int, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + _AHEAD].lstrip()
    if not following or following.lstrip("\"'“‘([«")[:1].islower():
        return not following
    if end.group()[0] != "." or len(end.group().rstrip("\"'”’)]»")) > 1:
        return True
    found = _LAST_WORD.search(text, start, end.start())
    word = found.group().strip(".").lower() if found else ""
    return not _leads_on(word, following, is_first=end.start() - start <= len(word) + 1)


def _leads_on(word: str, following: str, *, is_first: bool) -> bool:
    """Is the stop after `word` part of the word? `is_first` says that nothing stands before it."""
    if word in _LEADS_ON:
        return True
    if word in _BEFORE_FIGURES and following[:1].isdigit():
        return True
    if _INITIALS.match(word) and not word[0].isdigit() and word not in {"i", "a.m", "p.m"}:  # "J. Smith", "U.K. law"
        return following.split(maxsplit=1)[0].strip(",.").lower() not in _STARTERS
    return is_first and word.isdigit()  # a number in front of what it numbers: "1. Apply"
