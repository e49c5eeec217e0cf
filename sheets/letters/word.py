"""A letter or table as Word, from the same pieces as the forms."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from sheets.letters.letter import Letter, Part, Picture, Signature, Table, Text
from sheets.word.package import LETTER, Page, word_file
from sheets.word.wordml import HEITI, SONGTI, XIAOBIAOSONG, cell, page_field, paragraph, run, table, table_row

TYPE, LINE = 16, 28.95  # 3号, and the distance that gives 22 lines on 225 mm
TIGHT = -0.25  # lets 28 characters stand on 156 mm
TITLE_TYPE, TITLE_LINE = 22, 36  # 2号
PAGE_TYPE = 14
POINT = 25.4 / 72  # mm
WIDE = Page(width=297, height=210, top=24, right=22, bottom=24, left=22, footer=16)
INDENT = {"text": 2 * TYPE, "heading": 2 * TYPE, "note": 0, "plain": 0}
GAP_BEFORE_SEAL = 2 * LINE * POINT


def render_letter_word(letter: Letter) -> bytes:
    """Return a letter as Word (A4); equal data give equal bytes."""
    page = WIDE if letter.landscape else LETTER
    number = (
        run("— ", PAGE_TYPE, SONGTI) + page_field("PAGE", PAGE_TYPE, SONGTI) + run(" —", PAGE_TYPE, SONGTI)
    )
    footer = paragraph(number, "right", indent_right=PAGE_TYPE * POINT)
    return word_file("".join(_body(letter, page)), title=letter.plain_title, page=page, footer=footer)


def _body(letter: Letter, page: Page) -> Iterator[str]:
    width = page.width - page.left - page.right
    if letter.mark:
        yield _line(letter.mark, HEITI, after=1 if letter.landscape else LINE * POINT / 2)
    yield _title(letter.title, letter.landscape)
    if letter.reference:
        yield _line(letter.reference, align="center", after=LINE * POINT)
    if letter.addressee:
        yield _line(f"{letter.addressee}：", keep_next=True)
    ends = bool(letter.signature or letter.blanks)  # what is signed does not leave the signature alone
    yield from _parts(letter.parts, width, letter.landscape, held=ends and not letter.annex)
    if letter.annex:
        annexed = f"附件：{letter.annex.title}"
        yield _line(annexed, before=LINE * POINT, indent_first=2 * TYPE, keep_next=ends)
    if letter.signature:
        yield from _signature(letter.signature)
    if letter.blanks:
        yield paragraph(run(("　" * 7).join(letter.blanks), 12), before=9, line_points=20)
    if letter.annex:
        yield _on_new_page(_line("附件", HEITI, after=LINE * POINT / 2))
        yield _title(letter.annex.title)
        yield from _parts(letter.annex.parts, width, letter.landscape)


def _line(text: str, font: str = "", align: str = "left", **options) -> str:
    runs = run(text, TYPE, font, spacing=TIGHT) if font else run(text, TYPE, spacing=TIGHT)
    return paragraph(runs, align, line_points=LINE, **options)


def _title(title: str, small: bool = False) -> str:
    size, line, after = (18, 26, 3) if small else (TITLE_TYPE, TITLE_LINE, LINE * POINT)
    words = run(title, size, XIAOBIAOSONG)
    return paragraph(words, "center", after=after, line_points=line, keep_next=True)


def _on_new_page(xml: str) -> str:
    return xml.replace("<w:pPr>", "<w:pPr><w:pageBreakBefore/>", 1)


def _parts(parts: Sequence[Part], width: float, landscape: bool, held: bool = False) -> Iterator[str]:
    """``held`` keeps the end of the last part, and of the table over its notes, on the page of what follows."""
    for position, part in enumerate(parts, start=1):
        keep = held and all(later.role == "note" for later in parts[position:])
        if isinstance(part, Picture):
            continue
        if isinstance(part, Table):
            yield _table(part, width, landscape, keep)
            yield paragraph(run("", 1), line_points=1, keep_next=keep)  # Word wants one behind a table
        else:
            yield _text(part, landscape, keep)


def _text(part: Text, landscape: bool, held: bool) -> str:
    if part.role == "note":
        size, line = (10.5, 16) if landscape else (12, 20)
        return paragraph(run(part.text, size, color="333333"), before=2, line_points=line, keep_next=held)
    if landscape:
        return paragraph(run(part.text, 12), line_points=20, keep_next=True)
    heading = part.role == "heading"
    align = "left" if heading or part.role == "plain" else "both"
    first, keep = INDENT[part.role], heading or held
    return _line(
        part.text, HEITI if heading else "", align, before=2 * heading, indent_first=first, keep_next=keep
    )


def _table(part: Table, width: float, small: bool, held: bool) -> str:
    """``held`` keeps the last row on the page of what follows; a short table upright stays on one page, and no row
    of a longer one stands alone on a page.
    """
    size, line = (10.5, 15) if small else (12, 17)
    widths = [width * share for share in part.shares]

    def box(text: str, share: float, align: str, font: str = "", keep: bool = False, span: int = 1) -> str:
        runs = run(text, size, font) if font else run(text, size)
        return cell(share, paragraph(runs, align, line_points=line, keep_next=keep), span=span)

    head = [
        box(column.label, share, "center", HEITI, keep=True)
        for column, share in zip(part.columns, widths, strict=True)
    ]
    rows = [table_row(head, heading=True)]
    texts = part.texts
    for position, row in enumerate(texts, start=1):
        left = len(texts) - position
        together = (part.short and not small) or (position == 1 and not part.long) or left == 1
        keep = held if left == 0 else together
        pairs = zip(row, widths, strict=True)
        rows.append(
            table_row(
                [box(text, share, align, keep=keep) for (text, align), share in pairs], keep=not part.long
            )
        )
    if not texts:
        rows.append(table_row([box(part.empty, width, "center", keep=held, span=len(widths))]))
    return table(widths, rows)


def _signature(signature: Signature) -> Iterator[str]:
    """The day stands four characters from the right; the name is centred over it, for the seal."""
    day, name = _characters(signature.day), _characters(signature.name)
    indent = 4 + max(0, name - day) / 2
    over = max(0, indent + (day - name) / 2)
    em = (TYPE + TIGHT) * POINT
    yield _line(signature.name, align="right", before=GAP_BEFORE_SEAL, indent_right=over * em, keep_next=True)
    yield _line(signature.day, align="right", indent_right=indent * em)


def _characters(text: str) -> float:
    """Width of a text in characters; Latin ones take half."""
    return sum(1 if east_asian_width(each) in "WFA" else 0.5 for each in text)
