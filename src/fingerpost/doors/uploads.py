"""Where files are taken, and how many bytes: one table. Everywhere else a form with a file in it is refused.

A line here is all that another page needs: `site.bodies` and `site.requests` let in no more bytes than it says, and
`site.uploads` takes no more files, and none in a field that it does not name. The view then reads `request.FILES`, in
which a file that was too large is there by its name and size, without what was in it (`was_too_large`).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from fingerpost.record.challenges.files import MEGABYTE, MOST_BYTES, MOST_FILES

FORM = 64 * 1024  # bytes of the other fields, and of what parts them


@dataclass(frozen=True, kw_only=True)
class UploadsAt:
    """What one address takes. `path` is what its path must match as a whole, after /cy and /embed.

    `each` and the bound on all files are in bytes.
    """

    path: re.Pattern[str]
    field: str
    files: int
    each: int

    @property
    def most(self) -> int:
        """The bytes of the whole form."""
        return self.files * self.each + FORM


UPLOADS: tuple[UploadsAt, ...] = (
    UploadsAt(
        path=re.compile(r"/answers/[^/]{1,40}/challenge|/challenges/[^/]{1,40}/change"),
        field="files",
        files=MOST_FILES,
        each=MOST_BYTES,
    ),
    UploadsAt(
        path=re.compile(r"/report|/report/[^/]{1,40}/(?:words|fact-[^/]{1,60})|/follow/[^/]{1,40}/[^/]{1,60}/add"),
        field="files",
        files=MOST_FILES,
        each=MOST_BYTES,
    ),
    UploadsAt(
        path=re.compile(r"/staff/cases/new|/staff/cases/[^/]{1,40}/do/attach"),
        field="files",
        files=MOST_FILES,
        each=MOST_BYTES,
    ),
    UploadsAt(path=re.compile(r"/oversight/register/.+"), field="file", files=1, each=MEGABYTE),
)

_BEFORE = re.compile(r"/(?:cy/)?(?:embed/)?")


def uploads_at(path: str) -> UploadsAt | None:
    """What is taken at that path, in whichever language or place; None where no file is."""
    plain = "/" + path[len(found[0]) :] if (found := _BEFORE.match(path)) else path
    return next((each for each in UPLOADS if each.path.fullmatch(plain)), None)


def was_too_large(file: "UploadedFile[Any]") -> bool:
    """Was it larger than its address takes? Then nothing of what was in it was kept."""
    return bool(getattr(file, "was_too_large", False))
