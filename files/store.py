"""The private, content-addressed store: ``PRIVATE_FILES_DIR / ab / cd / <sha256>`` (design "Files").

The same content is kept once. A file is complete under its name or not there at all: it is written under a
temporary name, synced, and moved into place before its row exists.
"""

import errno
import hashlib
import io
import logging
import os
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from files.models import StoredFile
from files.refusals import StoreFull

logger = logging.getLogger(__name__)

CHUNK_BYTES = 1024 * 1024
INCOMING = ".incoming-"  # how the temporary names of files begin that are being written
ABANDONED = timedelta(days=1)


def put(source: BinaryIO | bytes, mime: str) -> StoredFile:
    """Keep content and return its row; content that is there already is kept once.

    Args:
        source: bytes, or anything with ``read`` and ``seek`` (uploaded file, open file); read from its start.
        mime: type it is served with, as ``files.inspection`` found it.

    Raises:
        StoreFull: it could not be written; nothing is left behind.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    try:
        sha256, size = _write(stream)
    except OSError as error:
        logger.exception("The private store could not take a file.")
        raise StoreFull from error
    stored, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": size, "mime": mime})
    return stored


def path(sha256: str) -> Path:
    """Where the content of this checksum lies."""
    return Path(settings.PRIVATE_FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def open(sha256: str) -> BinaryIO:
    """Open the content of this checksum for reading.

    Raises:
        FileNotFoundError: it is not in the store.
    """
    return path(sha256).open("rb")


def checksum(stream: BinaryIO) -> str:
    """SHA-256 of an open file, read in pieces."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def drop_abandoned() -> int:
    """Delete what processes that were killed left half written, a day ago or earlier; return how many files."""
    oldest = time.time() - ABANDONED.total_seconds()
    found = [
        each
        for each in Path(settings.PRIVATE_FILES_DIR).glob(f"{INCOMING}*")
        if each.stat().st_mtime < oldest
    ]
    for each in found:
        each.unlink(missing_ok=True)
    return len(found)


def used_share() -> float:
    """How much of the disk of the store is used, from 0 to 1."""
    usage = shutil.disk_usage(settings.PRIVATE_FILES_DIR)
    return 1 - usage.free / usage.total


def _write(stream: BinaryIO) -> tuple[str, int]:
    """Write, hash and sync under a temporary name on the same disk, then move into place."""
    root = Path(settings.PRIVATE_FILES_DIR)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < settings.MIN_FREE_BYTES:
        raise OSError(errno.ENOSPC, "Less room is left than MIN_FREE_MB keeps for the database and the logs.")
    handle, name = tempfile.mkstemp(prefix=INCOMING, dir=root)
    incoming = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as target:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = path(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        incoming.replace(final)
        _sync_folder(final.parent)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
