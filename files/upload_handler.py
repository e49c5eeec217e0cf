"""Uploads on their way in, when the disk is full: the page still answers, and says what happened."""

import contextlib
import io
import logging

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class LostUpload(InMemoryUploadedFile):
    """An upload that could not be written down: its name and size are known, its content is gone."""


class UploadHandler(TemporaryFileUploadHandler):
    """Django's handler of large uploads, which loses one file instead of the whole request (MAT-*)."""

    lost = False

    def new_file(self, *args, **kwargs):
        """Open the temporary file of an upload."""
        self.lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._lose()

    def receive_data_chunk(self, raw_data, start):
        """Write a piece; once that failed, let the rest pass by."""
        if self.lost:
            return
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError:
            self._lose()
            with contextlib.suppress(OSError):
                self.file.close()

    def file_complete(self, file_size):
        """Hand over the upload, or what is known of it when it is lost."""
        if not self.lost:
            return super().file_complete(file_size)
        facts = (self.field_name, self.file_name, self.content_type, file_size, self.charset)
        return LostUpload(io.BytesIO(), *facts, self.content_type_extra)

    def _lose(self) -> None:
        logger.exception("An upload could not be written to a temporary file.")
        self.lost = True
