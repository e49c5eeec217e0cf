"""Reads the text out of a Word file as it stands in its body."""

import io
import zipfile

from lxml import etree

T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def word_text(data: bytes, part: str = "word/document.xml") -> str:
    """Return the text of a part, without white space."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(part))
    return "".join("".join(element.text or "" for element in root.iter(T)).split())
