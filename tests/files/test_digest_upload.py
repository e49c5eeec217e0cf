"""An upload of which only the SHA-256 is wanted: nothing of it is kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from files.digest_upload import DigestHandler


def received(content: bytes):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("表.pdf", content)})
    request.upload_handlers = [DigestHandler(request)]
    return request.FILES["file"]


@pytest.mark.parametrize("content", [b"", b"x", b"abc" * 100_000])
def test_the_checksum_is_that_of_the_content_and_the_content_is_gone(content):
    file = received(content)
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.name, file.size, file.read()) == ("表.pdf", len(content), b"")


def test_what_is_too_large_has_no_checksum(settings):
    settings.MAX_FILE_BYTES = 1000
    assert received(b"x" * 1000).sha256
    assert received(b"x" * 1001).sha256 == ""
