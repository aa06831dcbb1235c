"""No form of ours takes a file, so none is read: not into memory, not onto the disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class RefuseUploads(FileUploadHandler):
    """Ends the reading of a form at the first file in it. The reader is told that it could not be read (400)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise MultiPartParserError("files are not taken here")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached: `new_file` has ended it."""

    def file_complete(self, file_size: int) -> None:
        """Never reached: `new_file` has ended it."""
