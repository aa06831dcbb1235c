"""Why a file is not taken, as a code that doors put into words, and as a sentence of its own."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fingerpost.contract.errors import InvalidRequest


class Why(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    UNKNOWN = "unknown"  # no kind that is taken
    PHONE_PHOTO = "phone photo"  # HEIC or AVIF: some phones save photos so, and few programs open them
    PAGE = "page"  # a web page, or a drawing that can run a program
    PROGRAM = "program"  # a document that can run a program
    TOO_MUCH_INSIDE = "too much inside"  # a bomb: small as it comes, huge once it is opened
    DAMAGED = "damaged"
    INFECTED = "infected"


SENTENCES: Mapping[Why, str] = MappingProxyType(
    {
        Why.EMPTY: "{name} is empty",
        Why.TOO_LARGE: "{name} is larger than 5 MB. Choose a smaller file",
        Why.UNKNOWN: "{name} is not a file we can take. Choose a JPEG, PNG, WebP, PDF, Word (docx) or plain text file",
        Why.PHONE_PHOTO: "{name} is a photo of a kind that we cannot open. Save it as a JPEG first",
        Why.PAGE: "{name} is a web page or a drawing with code in it. Send a picture or a PDF of it",
        Why.PROGRAM: "{name} can run a program. Save it without that, or send it as a PDF",
        Why.TOO_MUCH_INSIDE: "{name} is far larger once it is opened. Choose a smaller file",
        Why.DAMAGED: "{name} is damaged, so we cannot open it. Choose another file",
        Why.INFECTED: "{name} has a virus in it, so we did not keep it. Check your device",
    }
)


class FileRefused(InvalidRequest):
    """One file that was not taken. `name` is safe to show; `why` says what is wrong with it."""

    def __init__(self, why: Why, *, name: str) -> None:
        super().__init__({"files": SENTENCES[why].format(name=name)})
        self.why = why
        self.name = name
