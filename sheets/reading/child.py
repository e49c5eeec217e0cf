"""Reads one Word file in a process of its own: ``sheets.reading.child:read``.

Request: ``path``, ``year`` of the definition, ``expected``, the key of the form. Answer: ``refused``, a Chinese sentence
or null, and ``reading``, what ``Reading.as_json`` wrote.
"""

from pathlib import Path

from sheets.loading import definition
from sheets.reading.read import UnreadableWord, read_form


def read(request: dict) -> dict:
    """Answer one request."""
    try:
        sheets = definition(request["year"]).sheets
        reading = read_form(Path(request["path"]).read_bytes(), sheets, request["expected"])
    except UnreadableWord as refusal:
        return {"refused": str(refusal), "reading": None}
    return {"refused": None, "reading": reading.as_json()}
