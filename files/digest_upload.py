"""An upload of which only the SHA-256 is wanted: read piece by piece, never written anywhere."""

import hashlib
import io

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Digested(UploadedFile):
    """An upload that has passed by; ``sha256`` is "" when it was larger than ``MAX_FILE_BYTES``."""

    def __init__(self, sha256: str, **facts):
        super().__init__(file=io.BytesIO(), **facts)
        self.sha256 = sha256


class DigestHandler(FileUploadHandler):
    """Hashes an upload while it comes in; set it as the only handler of a request before its body is read."""

    def new_file(self, *args, **kwargs):
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.digest, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data, start):
        """Hash a piece and let it go; what comes after the largest size is only counted."""
        self.size += len(raw_data)
        if self.size <= settings.MAX_FILE_BYTES:
            self.digest.update(raw_data)

    def file_complete(self, file_size):
        """Hand over what is left of the file: its name, its size, its SHA-256."""
        sha256 = self.digest.hexdigest() if self.size <= settings.MAX_FILE_BYTES else ""
        return Digested(sha256, name=self.file_name, content_type=self.content_type, size=file_size)
