"""Personal data is masked before a model, an index or a log sees it."""

import re

from fingerpost.contract.run import Run, Step
from fingerpost.guard.texts import rewrite_texts

NAME = "personal data"
_KINDS = {
    "email": re.compile(r"(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "national insurance number": re.compile(r"(?i)\b[A-Z]{2}(?:\d{6}|(?: \d\d){3} ?)[A-D]\b"),
    "phone number": re.compile(r"(?<!\d)0(?:7\d{3} ?\d{3} ?\d{3}|[12]\d{2,3} ?\d{3} ?\d{3,4})(?!\d)"),
}


def mask_personal_data(run: Run) -> Run:
    """Put a placeholder in the place of each identifier; what it stands for is kept in `run.masked`."""
    masked: dict[str, str] = dict(run.masked)
    counts: dict[str, int] = {}

    def mask(text: str) -> str:
        for kind, pattern in _KINDS.items():
            for value in dict.fromkeys(pattern.findall(text)):
                counts[kind] = counts.get(kind, 0) + 1
                masked[f"[{kind} {counts[kind]}]"] = value
                text = text.replace(value, f"[{kind} {counts[kind]}]")
        return text

    request = rewrite_texts(run.request, mask)
    return run.after(Step(name=NAME, found={"masked": counts}), request=request, masked=masked)
