"""Pages of every shape, each with a frame right at its visible edge and a word in its upper left corner."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

SHAPES = {
    "A4": {"box": (0, 0, 595, 842)},
    "A4 landscape": {"box": (0, 0, 842, 595)},
    "turned right": {"box": (0, 0, 842, 595), "rotate": 90},
    "turned left": {"box": (0, 0, 595, 842), "rotate": 270},
    "upside down": {"box": (0, 0, 595, 842), "rotate": 180},
    "Letter": {"box": (0, 0, 612, 792)},
    "A5": {"box": (0, 0, 420, 595)},
    "card": {"box": (0, 0, 243, 153)},
    "A3 landscape": {"box": (0, 0, 1191, 842)},
    "drawing A0": {"box": (0, 0, 3370, 2384)},
    "moved box": {"box": (-200, 300, 395, 1142)},
    "cropped": {"box": (0, 0, 900, 1200), "crop": (100, 150, 695, 992)},
    "cropped and turned": {"box": (0, 0, 1200, 900), "crop": (100, 150, 942, 745), "rotate": 90},
    "crop beyond the page": {"box": (0, 0, 595, 842), "crop": (-100, -100, 900, 900)},
    "strip": {"box": (0, 0, 200, 2000)},
    "large units": {"box": (0, 0, 297.5, 421), "unit": 2},
    "corners swapped": {"box": (595, 842, 0, 0)},
}


def shaped(box, crop=None, rotate: int = 0, unit: float = 1) -> bytes:
    """A PDF of one page of that shape."""
    x0, y0, x1, y1 = crop or box
    x0, y0, x1, y1 = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if crop:
        x0, y0, x1, y1 = max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3])
    target = io.BytesIO()
    with pikepdf.new() as document:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        size = min(x1 - x0, y1 - y0) / 12
        corner = {0: (x0, y1, 0), 90: (x0, y0, 90), 180: (x1, y0, 180), 270: (x1, y1, 270)}[rotate]
        turn = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[corner[2]]
        content = (
            f"q 1 0 0 RG 4 w {x0 + 2} {y0 + 2} {x1 - x0 - 4} {y1 - y0 - 4} re S Q "
            f"BT {turn} {corner[0]} {corner[1]} Tm /F {size} Tf {size} {-1.5 * size} Td (Top) Tj ET"
        )
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(box)),
            Resources=Dictionary(Font=Dictionary(F=font)),
            Contents=document.make_stream(content.encode()),
        )
        if crop:
            page.CropBox = Array(list(crop))
        if rotate:
            page.Rotate = rotate
        if unit != 1:
            page.UserUnit = unit
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
        document.save(target)
    return target.getvalue()
