"""Writing a PDF quickly: WeasyPrint's writer renders and compresses all twice, at zlib's slowest; this one once."""

import zlib
from hashlib import md5

import pydyf
from weasyprint import Document

LEVEL = 3  # zlib's best takes three times as long and saves a fiftieth of the size


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
        for found in self.objects:
            if isinstance(found, pydyf.Stream):
                _compress(found)
        plain = {found.number: found.data for found in self.objects if found.free != "f"}
        small = [found for found in self.objects if found.free != "f" and found.compressible]
        self.write_line(b"%PDF-" + pydyf._to_bytes(version or b"1.7"), output)
        self.write_line(b"%\xf0\x9f\x96\xa4", output)
        places = {0: (0, 0, 65535)}
        for position, found in enumerate(small):
            places[found.number] = (2, len(self.objects), position)
        for number, data in plain.items():
            if number not in places:
                places[number] = self._put(number, data, output)
        packed = _packed([(found.number, plain[found.number]) for found in small])
        places[len(self.objects)] = self._put(len(self.objects), packed, output)
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
        _compress(table)
        self._put(number, table.data, output)
        for line in (b"startxref", str(start).encode(), b"%%EOF"):
            self.write_line(line, output)


def settle(document: Document, pdf: pydyf.PDF) -> None:
    """Let ``pdf`` be written by ``Writer``; a ``finisher`` of WeasyPrint."""
    pdf.__class__ = Writer
    if "AF" in pdf.catalog:  # WeasyPrint names each embedded file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _packed(objects: list[tuple[int, bytes]]) -> bytes:
    """A stream of small objects: their numbers and places, then the objects."""
    head, place = [], 0
    for number, data in objects:
        head += (number, place)
        place += len(data) + 1
    index = " ".join(map(str, head)).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(index) + 1}
    stream = pydyf.Stream([index, *(data for _, data in objects)], extra, True)
    _compress(stream)
    return stream.data


def _compress(stream: pydyf.Stream) -> None:
    """Compress a stream here; an embedded Word is compressed already."""
    if not stream.compress:
        return
    stream.compress = False
    if stream.extra.get("Type") == "/EmbeddedFile":
        return
    content = b"\n".join(item if type(item) is bytes else pydyf._to_bytes(item) for item in stream.stream)
    stream.stream = [zlib.compress(content, LEVEL)]
    stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})
