"""Letters and tables as downloads: the same headers as private files, made when they are asked for."""

from collections.abc import Sequence
from typing import BinaryIO, TypeVar, cast

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from files.inspection import MIMES
from files.responses import POLICY
from sheets.excel.tables import Page, render_excel
from sheets.letters.letter import Letter
from sheets.letters.pdf import render_letter_pdf
from sheets.letters.word import render_letter_word

R = TypeVar("R", bound=HttpResponseBase)

FORMATS = {"word": ("docx", render_letter_word), "pdf": ("pdf", render_letter_pdf)}


def letter_file(letter: Letter, kind: str, name: str) -> HttpResponse:
    """Answer with a letter as Word or PDF.

    Args:
        kind: word or pdf. name: of the file, without its ending.

    Raises:
        Http404: another kind.
    """
    if kind not in FORMATS:
        raise Http404
    ending, render = FORMATS[kind]
    return made_file(render(letter), ending, name)


def workbook_file(pages: Sequence[Page], name: str) -> HttpResponse:
    """Answer with tables as Excel; ``name`` is that of the file, without its ending."""
    return made_file(render_excel(pages), "xlsx", name)


def attachment_header(filename: str) -> str:
    """The value of ``Content-Disposition`` that makes a browser keep the answer as a file of this name."""
    return cast(str, content_disposition_header(True, filename))  # None only for what is shown in place


def made_file(content: bytes, ending: str, name: str) -> HttpResponse:
    """Answer with a file that was made just now, as a download."""
    return _as_download(HttpResponse(content, content_type=MIMES[ending]), f"{name}.{ending}")


def opened_file(content: BinaryIO, ending: str, name: str) -> HttpResponseBase:
    """Answer with a file that lies open on disk, piece by piece, as a download; it is closed when it was sent."""
    return _as_download(FileResponse(content, content_type=MIMES[ending]), f"{name}.{ending}")


def _as_download(response: R, filename: str) -> R:
    response["Content-Disposition"] = attachment_header(filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response
