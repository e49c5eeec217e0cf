"""Writing a PDF quickly: WeasyPrint's writer renders and compresses all twice, at zlib's slowest; this one once.

``sheets.pdf.quick`` puts ``as_bytes`` in pydyf, which asks it twenty thousand times for a form.
"""

from concurrent.futures import ThreadPoolExecutor
from hashlib import md5

import deflate
import pydyf
from pydyf import _to_bytes
from weasyprint import Document

LEVEL = 1  # of libdeflate: as small as zlib's 3, in two fifths of its time; more saves a twentieth at most


def as_bytes(item) -> bytes:
    """Do what ``_to_bytes`` of pydyf does, the frequent kinds first."""
    kind = type(item)
    if kind is str:
        return item.encode("ascii")
    if kind is bytes:
        return item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    return b"%d" % item if kind is int else _to_bytes(item)


class Bytes(pydyf.Object):
    """An object of a PDF with its bytes, in the place of one that would make them anew each time it is asked."""

    compressible = False
    data = b""

    def __init__(self, number: int, data: bytes) -> None:
        super().__init__()
        self.number, self.data = number, data


class Writer(pydyf.PDF):
    """A PDF that is written as one stream of small objects, the large ones, and the table of both (PDF 1.5)."""

    def write(self, output, version=b"1.7", identifier=False, compress=False) -> None:
        """Write to ``output``; the identifier is made from all that is in the PDF. The arguments are pydyf's."""
        self.add_object(self.info)
        used = [found for found in self.objects if found.free != "f"]
        loose = [found for found in used if isinstance(found, pydyf.Stream) and _is_loose(found)]
        with ThreadPoolExecutor(1) as beside:  # libdeflate lets Python go on
            packed = beside.map(_pack, map(_content, loose))
            small = {found.number: found.data for found in used if found.compressible}
            for stream, data in zip(loose, packed, strict=True):
                _fill(stream, data)
        plain = {found.number: small.get(found.number) or found.data for found in used}
        self.write_line(b"%PDF-" + as_bytes(version or b"1.7"), output)
        self.write_line(b"%\xf0\x9f\x96\xa4", output)
        places = {0: (0, 0, 65535)}
        for position, number in enumerate(small):
            places[number] = (2, len(self.objects), position)
        for number, data in plain.items():
            if number not in places:
                places[number] = self._put(number, data, output)
        places[len(self.objects)] = self._put(len(self.objects), _together(small), output)
        self._finish(places, md5(b"".join(plain.values()), usedforsecurity=False).hexdigest(), output)

    def _put(self, number: int, data: bytes, output) -> tuple[int, int, int]:
        """Write one object and return its entry in the table."""
        place = self.current_position
        self.write_line(Bytes(number, data).indirect, output)
        return (1, place, 0)

    def _finish(self, places: dict[int, tuple[int, int, int]], identifier: str, output) -> None:
        """Write the table of objects, itself among them, and the end."""
        number, start = len(places), self.current_position
        places[number] = (1, start, 0)
        widths = (1, 4, 2)
        entries = b"".join(
            value.to_bytes(width, "big")
            for number in sorted(places)
            for value, width in zip(places[number], widths, strict=True)
        )
        table = pydyf.Stream([entries], {"Type": "/XRef", "W": pydyf.Array(widths), "Size": number + 1}, True)
        table.extra |= {"Root": self.catalog.reference, "Info": self.info.reference}
        table.extra["ID"] = pydyf.Array([pydyf.String(identifier).data] * 2)
        _fill(table, _pack(_content(table)))
        self._put(number, table.data, output)
        for line in (b"startxref", str(start).encode(), b"%%EOF"):
            self.write_line(line, output)


def settle(document: Document, pdf: pydyf.PDF) -> None:
    """Let ``pdf`` be written by ``Writer``; a ``finisher`` of WeasyPrint."""
    pdf.__class__ = Writer
    if "AF" in pdf.catalog:  # WeasyPrint names each embedded file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _together(objects: dict[int, bytes]) -> bytes:
    """A stream of small objects: their numbers and places, then the objects."""
    head, place = [], 0
    for number, data in objects.items():
        head += (number, place)
        place += len(data) + 1
    index = " ".join(map(str, head)).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(index) + 1}
    stream = pydyf.Stream([index, *objects.values()], extra, True)
    _fill(stream, _pack(_content(stream)))
    return stream.data


def _is_loose(stream: pydyf.Stream) -> bool:
    """Whether a stream is to be packed; an embedded Word is packed already."""
    wanted = stream.compress and stream.extra.get("Type") != "/EmbeddedFile"
    stream.compress = False  # pydyf would do it again each time it is asked
    return wanted


def _content(stream: pydyf.Stream) -> bytes:
    return b"\n".join(as_bytes(item) for item in stream.stream)


def _pack(content: bytes) -> bytes:
    return bytes(deflate.zlib_compress(content, LEVEL))


def _fill(stream: pydyf.Stream, packed: bytes) -> None:
    stream.stream, stream.compress = [packed], False
    stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})
