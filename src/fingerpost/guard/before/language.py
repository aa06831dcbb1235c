"""Which language is the question in?"""

from dataclasses import replace

from fingerpost.contract.run import Run, Step
from fingerpost.guard.texts import asked_in

NAME = "language"
_WELSH = frozenset(
    [
        "sut",
        "mae",
        "yn",
        "ydw",
        "i'n",
        "beth",
        "pryd",
        "fy",
        "am",
        "gyfer",
        "gael",
        "cymru",
        "gallaf",
        "alla",
        "i'r",
        "oes",
        "faint",
    ]
)


def check_language(run: Run) -> Run:
    """Set the language of the context."""
    words = asked_in(run.request).lower().split()
    language = "cy" if sum(word in _WELSH for word in words) >= 2 else run.context.language
    return run.after(Step(name=NAME, found={"language": language}), context=replace(run.context, language=language))
