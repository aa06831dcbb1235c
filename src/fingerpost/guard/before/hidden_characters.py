"""Characters nobody can see are taken out, and counted."""

import unicodedata

from fingerpost.contract.run import Run, Step
from fingerpost.guard.texts import rewrite_texts

NAME = "hidden characters"


def remove_hidden_characters(run: Run) -> Run:
    """Take out format, control and private-use characters, and compose the rest (NFC)."""
    removed = 0

    def clean(text: str) -> str:
        nonlocal removed
        kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cs"))
        removed += len(text) - len(kept)
        return unicodedata.normalize("NFC", kept)

    request = rewrite_texts(run.request, clean)
    return run.after(Step(name=NAME, found={"removed": removed}), request=request)
