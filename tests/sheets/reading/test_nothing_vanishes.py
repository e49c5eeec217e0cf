"""A law: whatever somebody puts anywhere into a Word form is an answer, or is told with where it stands."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from sheets.answers import display, load
from sheets.grid import grid
from sheets.kinds import kind_of
from sheets.reading.read import Reading, read_form
from sheets.word.render import render_word
from tests.sheets.fillings import typical
from tests.sheets.official import official, saved
from tests.sheets.rewriting import BODY, W
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import SHEETS

MARK = "标记甲乙"
YEAR = 2026
NAMES = nsdecls("w", "wp", "a") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RUN = f"<w:r><w:t>{MARK}</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
    f"<wps:wsp><wps:txbx><w:txbxContent>{PARAGRAPH}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    f"<w:txbxContent>{PARAGRAPH}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
PIECES = {  # what is put at the end of a paragraph
    "typed": RUN,
    "inserted": f'<w:ins w:id="9" w:author="示例">{RUN}</w:ins>',
    "moved": f'<w:moveTo w:id="9" w:author="示例">{RUN}</w:moveTo>',
    "box": BOX,
    "old box": BOX.replace("wps:txbx>", "wps:none>").replace(
        f"<wps:none><w:txbxContent>{PARAGRAPH}", "<wps:none><w:txbxContent>"
    ),
    "drawn letters": f'<w:r><w:pict><v:shape><v:textpath string="{MARK}"/></v:shape></w:pict></w:r>',
    "control": f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
    "tagged control": f'<w:sdt><w:sdtPr><w:tag w:val="own"/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent></w:sdt>',
    "prompt": f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
    "hidden": f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{MARK}</w:t></w:r>",
    "said beside": f"<w:r><w:ruby><w:rt>{RUN}</w:rt><w:rubyBase/></w:ruby></w:r>",
    "line": f"<w:r><w:br/><w:t>{MARK}</w:t></w:r>",
    "colon": f"<w:r><w:t>：{MARK}</w:t></w:r>",
    "brackets": f"<w:r><w:t>（{MARK}）</w:t></w:r>",
}
BLOCKS = {  # what is put behind the paragraphs of a cell
    "paragraph": PARAGRAPH,
    "nested table": f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>",
    "block control": f"<w:sdt><w:sdtPr/><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt>",
}


def piece(xml: str) -> etree._Element:
    """An element of these words of XML."""
    name, _, rest = xml.partition(">")
    slash = "/" if name.endswith("/") else ""
    return parse_xml(f"{name.removesuffix('/')} {NAMES}{slash}>{rest}")


def at_the_end(paragraph: etree._Element, xml: str) -> None:
    paragraph.append(piece(xml))


def at_the_start(paragraph: etree._Element, xml: str) -> None:
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, piece(xml))


def within(paragraph: etree._Element, _: str) -> None:
    """Into the middle of the words of a paragraph."""
    words = next((text for text in paragraph.iter(f"{W}t") if text.text), None)
    if words is None:
        at_the_end(paragraph, RUN)
    else:
        middle = len(words.text) // 2
        words.text = words.text[:middle] + MARK + words.text[middle:]


WAYS: list[tuple[str, Callable, str]] = [
    *((name, at_the_end, xml) for name, xml in PIECES.items()),
    ("first", at_the_start, RUN),
    ("within", within, RUN),
]


def of_ours(form: str, answers: dict) -> bytes:
    return render_word(grid(SHEETS[form], answers, YEAR))


def of_the_city(form: str, answers: dict) -> bytes:
    values = load(SHEETS[form], answers)
    typed = {
        field.key: kind_of(field).text(field, values[field.key])
        for part in SHEETS[form].parts
        for field in part.answer_fields
        if field.key in values
    }
    return saved(official(form, typed))


SOURCES = {"ours": of_ours, "city's": of_the_city}
FILES = [(form, source, filled) for form in SHEETS for source in SOURCES for filled in (False, True)]


@cache
def file(form: str, source: str, filled: bool) -> bytes:
    return SOURCES[source](form, typical(SHEETS[form]) if filled else {})


def parts(word: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target.getvalue()


def changed(content: dict[str, bytes], change: Callable[[etree._Element], None]) -> bytes:
    tree = etree.fromstring(content[BODY])
    change(tree)
    return packed(content | {BODY: etree.tostring(tree)})


def told(reading: Reading) -> Iterator[str]:
    """All that the applicant sees of a file, answers as they are understood."""
    for place in reading.found:
        yield display(place.slot.leaf, place.value)
    for where, text in reading.stray:
        assert where
        yield text


def lost(word: bytes) -> bool:
    return not any(MARK in text for text in told(read_form(word, SHEETS)))


def places(content: dict[str, bytes], tag: str) -> range:
    """The numbers of these elements in the body."""
    return range(len(list(etree.fromstring(content[BODY]).iter(f"{W}{tag}"))))


def lost_in_paragraph(content: dict[str, bytes], number: int, way: tuple[str, Callable, str]) -> bool:
    _, put, xml = way
    return lost(changed(content, lambda tree: put(list(tree.iter(f"{W}p"))[number], xml)))


def lost_in_cell(content: dict[str, bytes], number: int, xml: str) -> bool:
    return lost(changed(content, lambda tree: list(tree.iter(f"{W}tc"))[number].append(piece(xml))))


@pytest.mark.parametrize(("form", "source", "filled"), FILES)
def test_a_mark_anywhere_is_an_answer_or_told(form, source, filled):
    """Each place in one way, the ways in turn."""
    content = parts(file(form, source, filled))
    turn = count(FILES.index((form, source, filled)))
    for number in places(content, "p"):
        way = WAYS[next(turn) % len(WAYS)]
        assert not lost_in_paragraph(content, number, way), (way[0], number)
    for number in places(content, "tc"):
        name = list(BLOCKS)[next(turn) % len(BLOCKS)]
        assert not lost_in_cell(content, number, BLOCKS[name]), (name, number)


@pytest.mark.slow
@pytest.mark.parametrize(("form", "source", "filled"), FILES)
def test_a_mark_anywhere_in_every_way_is_an_answer_or_told(form, source, filled):
    content = parts(file(form, source, filled))
    for number in places(content, "p"):
        assert [way[0] for way in WAYS if lost_in_paragraph(content, number, way)] == [], number
    for number in places(content, "tc"):
        assert [name for name, xml in BLOCKS.items() if lost_in_cell(content, number, xml)] == [], number


RELATIONS = "word/_rels/document.xml.rels"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MARGINS = {
    "header": (f"<w:hdr {NAMES}>{PARAGRAPH}</w:hdr>", "页眉"),
    "footer": (f"<w:ftr {NAMES}><w:p><w:r><w:t>第 3 页</w:t></w:r></w:p>{PARAGRAPH}</w:ftr>", "页脚"),
    "footnotes": (
        f'<w:footnotes {NAMES}><w:footnote w:id="3">{PARAGRAPH}</w:footnote></w:footnotes>',
        "脚注",
    ),
    "endnotes": (f'<w:endnotes {NAMES}><w:endnote w:id="3">{PARAGRAPH}</w:endnote></w:endnotes>', "尾注"),
    "comments": (
        f'<w:comments {NAMES}><w:comment w:id="3" w:author="王某">{PARAGRAPH}</w:comment></w:comments>',
        "批注（王某） · “法定代表人”处",
    ),
}


@pytest.mark.parametrize("kind", MARGINS)
@pytest.mark.parametrize(("form", "source", "filled"), [file for file in FILES if file[2]])
def test_a_mark_beside_the_body_is_told_with_where_it_stands(form, source, filled, kind):
    content = parts(file(form, source, filled))
    xml, where = MARGINS[kind]
    relation = f'<Relationship Id="own9" Type="{TYPE}{kind}" Target="own9.xml"/></Relationships>'
    content[RELATIONS] = content[RELATIONS].replace(b"</Relationships>", relation.encode())
    content["word/own9.xml"] = xml.encode()

    def refer(tree):
        label = next(line for line in tree.iter(f"{W}p") if "".join(line.itertext()).strip() == "法定代表人")
        label.append(piece('<w:r><w:commentReference w:id="3"/></w:r>'))

    stray = read_form(changed(content, refer), SHEETS).stray
    assert (where, MARK) in stray and not any("页" in text for _, text in stray)


def before_the_form(tree: etree._Element) -> None:
    tree[0].insert(0, piece(PARAGRAPH))


def in_a_file_of_its_own(tree: etree._Element) -> None:
    tree[0].insert(1, piece("<w:altChunk/>"))


def in_a_chart(tree: etree._Element) -> None:
    drawn = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    cell = next(tree.iter(f"{W}tc"))
    cell.append(piece(f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"))


@pytest.mark.parametrize(
    ("put", "says"),
    [(before_the_form, MARK), (in_a_file_of_its_own, "（嵌入的文件）"), (in_a_chart, "（图表）")],
)
@pytest.mark.parametrize("form", SHEETS)
def test_what_is_no_text_of_the_form_is_told_by_its_name(form, put, says):
    content = parts(file(form, "ours", False))
    assert any(says in text for _, text in read_form(changed(content, put), SHEETS).stray)


def test_what_another_form_in_the_same_file_says_is_told():
    both = official("park", {"applicant_name": "园区甲"})
    other = official("technology", {"project_name": "项目乙"})
    for element in list(other.element.body)[:-1]:
        both.element.body.insert(len(both.element.body) - 1, element)
    reading = read_form(saved(both), SHEETS, "park")
    assert reading.answers == {"applicant_name": "园区甲"}
    assert reading.stray == ((f"{YEAR} 年北京市先进低碳技术试点项目申报表 · 项目名称", "项目乙"),)


def test_our_stamp_and_page_numbers_are_not_told():
    word = render_word(grid(SHEETS["park"], {}, YEAR), STAMP)
    assert read_form(word, SHEETS).stray == ()


def test_the_entry_chosen_in_an_old_list_is_read():
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲区"/>'
        '<w:listEntry w:val="乙区"/></w:ddList></w:ffData></w:fldChar></w:r>'
    )
    document = official("park", {})
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "所处位置")
    row.cells[1].paragraphs[0]._p.append(piece(chosen))
    assert read_form(saved(document), SHEETS).answers == {"location": "乙区"}
