"""What a report is about, without what it says that it is not about, and without the frame of a letter or e-mail."""

import re

LEAST_WORDS = 4
_HEADER = re.compile(
    r"(?im)^[> ]*(?:from|to|cc|bcc|date|sent|subject|fwd|fw|re)\s*:.*$|^-{3,}.*$"
    r"|^sent from my .*$|^[> ]*(?:kind |best )?regards,?.*$"
)
_CLAUSE = re.compile(
    r"(?<=[.!?;\n])\s+|\s*[\u2013\u2014]\s*|,\s+(?=(?:but|it'?s|its|not|just|i'?m|the real|that'?s|they)\b)"
)
_NOT_ABOUT = re.compile(
    r"(?i)^(?:hi|hello|dear \w+|and|but|so|well|ok|look|now|just to say"
    r"|before you ask|it is|it's|its|this is|that's|i'm|im|i am|we're)?,?\s*"
    r"(?:not (?:about|the|a|an|another|your|dog|my|after|asking|complaining|because|bothered|here"
    r"|writing|wanting|for|on about|just|missed|street)\b"
    r"|(?:isn'?t|is not|aren'?t|wasn'?t|nothing to do with|never mind|forget|don'?t worry|dont worry|no,|no it)\b"
    r"|(?:sorted|settled|paid) )"
)


def focus(text: str) -> str:
    """The text without those parts; the text itself where too little would be left."""
    body = _HEADER.sub(" ", text)
    clauses = [clause.strip(" >\t") for clause in _CLAUSE.split(body)]
    kept = " ".join(clause for clause in clauses if clause and not _NOT_ABOUT.match(clause))
    return kept if len(kept.split()) >= LEAST_WORDS else text
