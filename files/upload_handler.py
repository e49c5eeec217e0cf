"""Uploads on their way in: names as they were sent, sizes watched, a full disk survived (MAT-*)."""

import contextlib
import io
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from files.refusals import StoreFull

logger = logging.getLogger(__name__)

BESIDE_FILES = 10 * 1024 * 1024  # bytes of fields and boundaries that a request may have beside its files


class LostUpload(InMemoryUploadedFile):
    """An upload that was not written down, too large or for want of room: name and size are known, content is not."""


def given_name(uploaded: File) -> str:
    """The name of an upload as the browser sent it, before Django took path and control characters out of it."""
    return getattr(uploaded, "given_name", uploaded.name or "")


class NamingParser(MultiPartParser):
    """Django's parser of uploads, which remembers the names it changed."""

    def __init__(self, *args):
        super().__init__(*args)
        self.given_names = {}

    def sanitize_file_name(self, file_name: str) -> str | None:
        """Take path and control characters out of a name, as Django does."""
        clean = super().sanitize_file_name(file_name)
        kept = clean and UploadedFile(name=clean).name
        if kept != file_name:
            self.given_names[kept] = file_name
        return clean

    def parse(self):
        """Parse the request; files whose names were changed know the name that was given."""
        post, files = super().parse()
        for upload in (each for _, uploads in files.lists() for each in uploads):
            if upload.name in self.given_names:
                upload.given_name = self.given_names[upload.name]
        return post, files


class NameKeeper(FileUploadHandler):
    """Comes first of the handlers and has the request parsed by ``NamingParser``, on to the other handlers.

    A request that is larger than all files of an application together is not read at all: 400.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Return the POST data and the files of a request."""
        if content_length > settings.MAX_APPLICATION_BYTES + BESIDE_FILES:
            raise RequestDataTooBig("The request is larger than all files of an application together.")
        handlers = [handler for handler in self.request.upload_handlers if handler is not self]
        return NamingParser(META, input_data, handlers, encoding).parse()

    def receive_data_chunk(self, raw_data, start):
        """Hand a piece on; nothing comes here, because ``NamingParser`` does not know this handler."""
        return raw_data

    def file_complete(self, file_size):
        """Leave the file to the other handlers."""


class UploadHandler(TemporaryFileUploadHandler):
    """Django's handler of large uploads. A file too many or too large is lost alone, not the whole request."""

    lost = False

    def new_file(self, *args, **kwargs):
        """Open the temporary file of an upload."""
        self.lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            logger.exception("An upload could not be written to a temporary file.")
            self.lost = True

    def receive_data_chunk(self, raw_data, start):
        """Write a piece; once that failed, or the file is beyond its limit, let the rest pass by."""
        if self.lost:
            return
        if start + len(raw_data) > settings.MAX_FILE_BYTES:
            self._lose()
            return
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError:
            logger.exception("An upload could not be written to a temporary file.")
            self._lose()

    def file_complete(self, file_size):
        """Hand over the upload, or what is known of it when it is lost."""
        if not self.lost:
            return super().file_complete(file_size)
        facts = (self.field_name, self.file_name, self.content_type, file_size, self.charset)
        return LostUpload(io.BytesIO(), *facts, self.content_type_extra)

    def _lose(self) -> None:
        """Give the room on the disk back at once."""
        self.lost = True
        with contextlib.suppress(OSError):
            self.file.close()


@contextlib.contextmanager
def written_copy(upload: UploadedFile) -> Iterator[str]:
    """Give the path of a copy of the upload, which goes when it was read.

    Raises:
        StoreFull: there is no room for it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix="upload-")
    except OSError as error:
        raise StoreFull from error
    try:
        try:
            with os.fdopen(handle, "wb") as copy:
                copy.writelines(upload.chunks())
        except OSError as error:
            raise StoreFull from error
        yield name
    finally:
        Path(name).unlink(missing_ok=True)
