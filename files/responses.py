"""The only way a private file leaves the portal. The view that calls it has asked ``visible_to`` before."""

import logging

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from files import store
from files.models import StoredFile

logger = logging.getLogger(__name__)

INLINE_TYPES = {"application/pdf", "image/png", "image/jpeg"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"


class ContentMissing(Http404):
    """A file that the portal knows has lost its content; the page of the error says so."""


def serve(stored: StoredFile, name: str, inline: bool = False) -> HttpResponseBase:
    """Answer with the content, with headers that keep it from acting as a page of ours.

    Args:
        name: the file name the person sees (UTF-8 by RFC 5987).
        inline: show instead of download; heeded for PDF and images only.

    Raises:
        ContentMissing: it is not in the store (``files.invariants`` reports it); logged with the checksum.
    """
    if not store.path(stored.sha256).is_file():
        logger.error("The content of stored file %s is missing.", stored.sha256)
        raise ContentMissing
    if settings.ACCEL_REDIRECT_PREFIX:
        response: HttpResponseBase = HttpResponse()
        inner = store.path(stored.sha256).relative_to(settings.PRIVATE_FILES_DIR).as_posix()
        response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT_PREFIX.rstrip('/')}/{inner}"
    else:
        response = FileResponse(store.open(stored.sha256))
        response["Content-Length"] = stored.size
    shown = inline and stored.mime in INLINE_TYPES
    response["Content-Type"] = stored.mime
    response["Content-Disposition"] = content_disposition_header(not shown, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"  # shown beside the form it belongs to
    response["Cache-Control"] = "private, no-store"
    return response
