"""Bounds for what reaches the disk while a request is being read."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from portal.foundation.uploads.refusing import MAX_BYTES

MAX_TOTAL_BYTES = 60_000_000


class BoundedUploads(FileUploadHandler):
    """Drops a file as soon as it is too large, and all that follow when together they are.

    The rest of the request is read on, so that no word that was typed is lost. Names of dropped
    files, and whether they were too large by themselves, stand in `request.dropped_uploads`, those of
    their fields in `request.dropped_fields`; the form says what happened.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.total = 0
        if request is not None:
            request.dropped_uploads = []
            request.dropped_fields = set()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.total += len(raw_data)
        is_too_large = start + len(raw_data) > MAX_BYTES
        if is_too_large or self.total > MAX_TOTAL_BYTES:
            self.request.dropped_uploads.append((self.file_name, is_too_large))
            self.request.dropped_fields.add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
