"""Makes pages of one PDF or image that bind well; a child of ``files.children.nursery``.

Every page of the result is new: the original page drawn on an upright sheet of A4 with a free strip at its foot for the
page number. So nothing but what is seen comes along: no actions, scripts, links, forms or embedded files.
"""

from pathlib import Path

import img2pdf
import pikepdf
from pikepdf import Array, Dictionary, Name

from files.image_pages import UNREADABLE_IMAGE, ImageTooLarge, image_page
from files.page_numbers import STRIP, scale_of

MAX_PAGES = 2000
DAMAGE = ("damaged", "xref", "reconstruct", "unexpected EOF", "trailer", "error decoding", "loop")
A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
ROOMY = 1.1  # a page up to so much larger than A4 is put on A4 (Letter); drawings keep their size
ENLARGED = 1.42  # a small page is enlarged at most so much (A5 to A4)
LARGEST = 14400.0  # points a side may have in PDF
NARROWEST = 300.0  # points: the foot must have room
SEE_ORIGINAL = "请在压缩包中查看原件。"
UNLOCKED = "原件设有打印或编辑限制，并入后不再保留；压缩包中的原件保持不变。"
STRIPPED = "原件含有脚本、自动操作或内嵌文件，并入时已去除。"
UNDRAWN = "原件含有由阅读软件临时显示的表单或图层，此处的显示可能与原件不同，请以压缩包中的原件为准。"
SCALED = "图片按 A4 版面缩放。"
FIRST_FRAME = "图片含多个画面，只并入第一个。"


def prepare(request: dict) -> dict:
    """Answer ``files.merging.prepare``: ``refused``, or the number of ``pages`` and a ``remark``."""
    return (_pdf if request["kind"] == "pdf" else _image)(request["source"], request["target"])


def _pdf(source: str, target: str) -> dict:
    try:
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as pdf:
            count = len(pdf.pages)
            if count > MAX_PAGES:
                return _refused(f"PDF 有 {count} 页，超过单份 {MAX_PAGES} 页的上限，无法并入，")
            remarks = list(_remarks(pdf))
            _flatten(pdf)
            _save_sheets(pdf, target)
            damaged = any(sign in str(warning) for warning in pdf.get_warnings() for sign in DAMAGE)
    except pikepdf.PasswordError:
        return _refused("PDF 设有打开密码，无法合并，")
    except (
        pikepdf.PdfError,
        pikepdf.ForeignObjectError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
    ):
        return _refused("PDF 已损坏或过于复杂，无法合并，")
    if damaged or not count:
        Path(target).unlink(missing_ok=True)
        return _refused("PDF 不完整或没有页面，无法合并，")
    return {"refused": None, "pages": count, "remark": "".join(remarks)}


def _image(source: str, target: str) -> dict:
    try:
        moves = image_page(source, f"{target}.image")
        with pikepdf.open(f"{target}.image", access_mode=pikepdf.AccessMode.stream) as pdf:
            _save_sheets(pdf, target)
    except ImageTooLarge as refusal:
        return _refused(str(refusal))
    except UNREADABLE_IMAGE:
        return _refused("图片已损坏，无法合并，")
    finally:
        Path(f"{target}.image").unlink(missing_ok=True)
    return {"refused": None, "pages": 1, "remark": SCALED + (FIRST_FRAME if moves else "")}


def _refused(reason: str) -> dict:
    return {"refused": reason + SEE_ORIGINAL}


def _remarks(pdf: pikepdf.Pdf):
    """What a reader must know because it is lost, or may look otherwise."""
    root = pdf.Root
    names, form = root.get(Name.Names, {}), root.get(Name.AcroForm, {})
    layers = root.get(Name.OCProperties, {}).get(Name.D, {})
    if pdf.is_encrypted:
        yield UNLOCKED
    if Name.JavaScript in names or Name.EmbeddedFiles in names or Name.OpenAction in root or Name.AA in root:
        yield STRIPPED
    if Name.XFA in form or form.get(Name.NeedAppearances) or len(layers.get(Name.OFF, [])):
        yield UNDRAWN


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw seals, stamps, remarks and filled-in fields, which are annotations, as part of their pages."""
    if Name.AcroForm in pdf.Root:
        pdf.Root.AcroForm[Name.NeedAppearances] = False  # else fields are not flattened at all
    pdf.flatten_annotations("all")


def _save_sheets(pdf: pikepdf.Pdf, target: str) -> None:
    with pikepdf.new() as sheets:
        for page in pdf.pages:
            page.trimbox = _shown(page)
            sheets.pages.append(_sheet(sheets, sheets.copy_foreign(page.as_form_xobject())))
        if sheets.pages:
            sheets.save(target, deterministic_id=True)


def _shown(page: pikepdf.Page) -> Array:
    """What a viewer shows: the crop box, as far as it lies on the page."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox)
    low = [max(media[side], crop[side]) for side in (0, 1)]
    high = [min(media[side], crop[side]) for side in (2, 3)]
    overlap = low[0] < high[0] and low[1] < high[1]
    return Array([*low, *high] if overlap else media)


def _ordered(box: pikepdf.Object) -> list[float]:
    """Left, bottom, right and top of a box, whichever corners it names."""
    x0, y0, x1, y1 = (float(side) for side in box)
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


def _sheet(sheets: pikepdf.Pdf, drawn: pikepdf.Object) -> pikepdf.Page:
    """A sheet with the drawn page above its strip, upright whatever the page's rotation and box."""
    left, bottom, width, height = _seen(drawn)
    sheet_width, sheet_height = _sheet_size(width, height)
    strip = STRIP * scale_of(sheet_width, sheet_height)
    factor = min(ENLARGED, sheet_width / width, (sheet_height - strip) / height)
    x = (sheet_width - width * factor) / 2 - left * factor
    y = strip + (sheet_height - strip - height * factor) / 2 - bottom * factor
    content = f"q {factor:.6f} 0 0 {factor:.6f} {x:.4f} {y:.4f} cm /Page Do Q".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(sheet_width, 3), round(sheet_height, 3)]),
        Resources=Dictionary(XObject=Dictionary(Page=drawn)),
        Contents=sheets.make_stream(content),
    )
    return pikepdf.Page(sheets.make_indirect(page))


def _seen(drawn: pikepdf.Object) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a form as it is drawn."""
    a, b, c, d, e, f = (float(value) for value in drawn.get(Name.Matrix, [1, 0, 0, 1, 0, 0]))
    x0, y0, x1, y1 = (float(value) for value in drawn.BBox)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if not (1 <= width < float("inf") and 1 <= height < float("inf")):
        raise ValueError("a page without extent")
    return min(xs), min(ys), width, height


def _sheet_size(width: float, height: float) -> tuple[float, float]:
    sheet = A4 if width <= height else A4[::-1]
    if width <= sheet[0] * ROOMY and height <= sheet[1] * ROOMY:
        return sheet
    return min(max(width, NARROWEST), LARGEST), min(height, LARGEST)
