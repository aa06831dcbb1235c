"""Files of forms: taken at the few addresses that `doors.uploads` names, and then in memory only; refused elsewhere.

Nothing a resident sends touches the disk before it is sealed: not here, and not in Django's own buffer of a request,
which FILE_UPLOAD_MAX_MEMORY_SIZE holds in memory (see `settings`).
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from fingerpost.doors.uploads import uploads_at


class TakenFile(InMemoryUploadedFile):
    """A file held in memory. One that was too large is empty, and `size` says how much of it came."""

    def __init__(self, *args: Any, was_too_large: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_too_large = was_too_large


class HoldUploads(FileUploadHandler):
    """Takes what the address of the request may be sent, piece by piece, and never more of it than it may have.

    A file where none is taken, in another field, or one too many ends the reading of the form at once: the reader is
    told that it could not be read (400).
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._taken = self._size = self._most = 0
        self._content = BytesIO()

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        at = uploads_at(self.request.path) if self.request is not None else None
        self._taken += 1
        if at is None or field_name != at.field or self._taken > at.files:
            raise MultiPartParserError("files are not taken here, or not so many")
        self._size, self._most, self._content = 0, at.each, BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Kept while it is small enough; what was kept of a file that is too large is let go."""
        self._size += len(raw_data)
        if self._size <= self._most:
            self._content.write(raw_data)
        elif self._content.tell():
            self._content = BytesIO()

    def file_complete(self, file_size: int) -> TakenFile:
        self._content.seek(0)
        return TakenFile(
            file=self._content,
            field_name=self.field_name,
            name=self.file_name,
            content_type="application/octet-stream",  # what a browser says of a file is never believed
            size=self._size,
            charset=None,
            was_too_large=self._size > self._most,
        )
