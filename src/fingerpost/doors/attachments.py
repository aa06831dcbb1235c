"""Files that come with a report, by whichever door: each is cleaned, and one that is refused is told why."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from fingerpost.casework.attachments import Cleaned, FileRefused, Scanner, Why, clean, scanner_at
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.uploads import was_too_large
from fingerpost.record.challenges.files import MOST_FILES, safe_name

FIELD = "files"


def check_attachments(uploaded: Sequence["UploadedFile[Any]"], *, held: int = 0) -> tuple[Cleaned, ...]:
    """The files that came, as they may be kept. `held` is how many are there already.

    Raises InvalidRequest with one sentence under "files".
    """
    if len(uploaded) + held > MOST_FILES:
        raise InvalidRequest({FIELD: _("You can send up to 3 files. Take one away first")})
    return tuple(_check(each, held + number) for number, each in enumerate(uploaded, start=1))


def _check(file: "UploadedFile[Any]", number: int) -> Cleaned:
    name = file.name or ""
    try:
        if was_too_large(file):
            raise FileRefused(Why.TOO_LARGE, name=safe_name(name, kind="text", number=number).removesuffix(".txt"))
        return clean(name, file.read(), number=number, scanner=scanner())
    except FileRefused as refused:
        raise InvalidRequest({FIELD: refused_words(refused)}) from refused


def refused_words(refused: FileRefused) -> str:
    """Why a file was not taken, in the language of the page."""
    words = {
        Why.EMPTY: _("%(name)s is empty"),
        Why.TOO_LARGE: _("%(name)s is larger than 5 MB. Choose a smaller file"),
        Why.UNKNOWN: _(
            "%(name)s is not a file we can take. Choose a JPEG, PNG, WebP, PDF, Word (docx) or plain text file"
        ),
        Why.PHONE_PHOTO: _("%(name)s is a photo of a kind that we cannot open. Save it as a JPEG first"),
        Why.PAGE: _("%(name)s is a web page or a drawing with code in it. Send a picture or a PDF of it"),
        Why.PROGRAM: _("%(name)s can run a program. Save it without that, or send it as a PDF"),
        Why.TOO_MUCH_INSIDE: _("%(name)s is far larger once it is opened. Choose a smaller file"),
        Why.DAMAGED: _("%(name)s is damaged, so we cannot open it. Choose another file"),
        Why.INFECTED: _("%(name)s has a virus in it, so we did not keep it. Check your device"),
    }
    return words[refused.why] % {"name": refused.name}


def scanner() -> Scanner:
    """The scanner that the settings name, or that is found here."""
    return _scanner_at(settings.CONFIGURATION.clamav_socket)


@cache
def _scanner_at(where: str) -> Scanner:
    return scanner_at(where)
