"""What Word demands of a file before it opens it without offering a repair (ECMA-376, transitional)."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
BLOCKS = ("p", "tbl", "sdt")
FACES = {"ascii", "hAnsi", "eastAsia", "cs", "hint"}

# The elements that may stand in an element, in the order of the schema; what is not named is a fault.
ORDER = {
    name: order.split()
    for name, order in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
        "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
        "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
        "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
        "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
        "vertAlign rtl cs em lang eastAsianLayout specVanish",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tblBorders": "top left bottom right insideH insideV",
        "tblCellMar": "top left bottom right",
        "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
        "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding text richText",
        "sdt": "sdtPr sdtEndPr sdtContent",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
        "anchor": "simplePos positionH positionV extent effectExtent wrapNone docPr cNvGraphicFramePr graphic",
        "docDefaults": "rPrDefault pPrDefault",
        "style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
        "settings": "view zoom defaultTabStop characterSpacingControl compat themeFontLang",
        "font": "altName panose1 charset family notTrueType pitch sig",
        "tbl": "tblPr tblGrid tr",
        "tr": "trPr tc",
    }.items()
}
MANY = {"tr", "tc", "headerReference", "footerReference"}


def faults(data: bytes) -> list[str]:
    """Return what Word would not accept in a file, each as a sentence."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    trees = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    found = [f"part twice: {name}" for name, times in Counter(names).items() if times > 1]
    found += _package_faults(trees, names)
    roots = [root for name, root in trees.items() if name.startswith("word/") and name.endswith(".xml")]
    for kind, path in (("control", f"{W}sdtPr/{W}id"), ("drawing", f"{WP}docPr")):
        ids = [node.get(f"{W}val", node.get("id")) for root in roots for node in root.findall(f".//{path}")]
        found += [f"{kind} id twice: {key}" for key, times in Counter(ids).items() if times > 1]
        found += [f"{kind} id out of range: {key}" for key in ids if not -(2**31) <= int(key) < 2**31]
    for root in roots:
        found += [*_order_faults(root), *_text_faults(root), *_table_faults(root)]
    fonts = {font.get(f"{W}name") for font in trees["word/fontTable.xml"].iter(f"{W}font")}
    used = {name for root in roots for node in root.iter(f"{W}rFonts") for name in _faces(node)}
    return found + [f"font without substitute: {name}" for name in sorted(used - fonts)]


def _faces(fonts: etree._Element) -> list[str]:
    return [value for name, value in fonts.attrib.items() if name != f"{W}hint"]


def _package_faults(trees: dict, names: list[str]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = {node.get("PartName").lstrip("/") for node in types.iter(f"{TYPES}Override")}
    defaults = {node.get("Extension") for node in types.iter(f"{TYPES}Default")}
    yield from (f"type of a part that is missing: {name}" for name in overrides - set(names))
    for name in set(names) - {"[Content_Types].xml"}:
        ending = name.rpartition(".")[2]
        if name not in overrides and (ending not in defaults or ending == "xml"):
            yield f"part without a type: {name}"
    for name in names:
        if name.endswith(".xml") and name != "[Content_Types].xml":
            yield from _relation_faults(trees, names, name)


def _relation_faults(trees: dict, names: list[str], part: str) -> Iterator[str]:
    folder, _, file = part.rpartition("/")
    relations = trees.get(f"{folder}/_rels/{file}.rels")
    known = {} if relations is None else {node.get("Id"): node for node in relations.iter(RELATION)}
    if relations is not None and len(known) < len(relations):
        yield f"relation twice in {part}"
    for key, relation in known.items():
        target = posixpath.normpath(posixpath.join(folder, relation.get("Target")))
        if target not in names:
            yield f"relation {key} of {part} leads nowhere: {target}"
    for node in trees[part].iter(etree.Element):
        for name, value in node.attrib.items():
            if name.startswith(R) and value not in known:
                yield f"{part} names a relation that is missing: {value}"


def _order_faults(root: etree._Element) -> Iterator[str]:
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        if name not in ORDER:
            continue
        children = [etree.QName(child).localname for child in node]
        for child in children:
            if child not in ORDER[name]:
                yield f"{child} in {name}"
        places = [ORDER[name].index(child) for child in children if child in ORDER[name]]
        if places != sorted(places):
            yield f"order in {name}: {' '.join(children)}"
        yield from (
            f"{child} twice in {name}"
            for child, times in Counter(children).items()
            if times > 1 and child not in MANY
        )


def _text_faults(root: etree._Element) -> Iterator[str]:
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for node in root.iter(f"{W}t"):
        text = node.text or ""
        if text != text.strip() and node.get(space) != "preserve":
            yield f"white space is lost: {text!r}"
        if re.search("[\n\t\r]", text):
            yield f"break inside a text: {text!r}"
    for run in root.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        if run.find(f"{W}t") is None:
            continue
        if fonts is None or not fonts.get(f"{W}eastAsia"):
            yield "run without an East-Asian font"
        elif {etree.QName(name).localname for name in fonts.attrib} - FACES:
            yield "run with a font of the theme"


def _table_faults(root: etree._Element) -> Iterator[str]:
    body = root.find(f"{W}body")
    if body is not None:
        kinds = [etree.QName(child).localname for child in body]
        if kinds[-1] != "sectPr" or kinds[-2] != "p":
            yield "the body does not end in a paragraph and its section"
        if any(pair == ("tbl", "tbl") for pair in pairwise(kinds)):
            yield "tables without a paragraph between"
    for table in root.iter(f"{W}tbl"):
        yield from _grid_faults(table)


def _grid_faults(table: etree._Element) -> Iterator[str]:
    columns = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    if sum(columns) != int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")):
        yield "width of the table is not that of its columns"
    above: dict[int, int] = {}  # first column -> span of the cells that reach down
    for row in table.findall(f"{W}tr"):
        place, below = 0, {}
        for cell in row.findall(f"{W}tc"):
            span_node = cell.find(f"{W}tcPr/{W}gridSpan")
            span = 1 if span_node is None else int(span_node.get(f"{W}val"))
            width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
            if abs(sum(columns[place : place + span]) - width) > span:
                yield f"cell is {width} wide over columns {place} to {place + span}"
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(f"{W}val") != "restart" and above.get(place) != span:
                    yield "merged cell without one above"
                below[place] = span
            if not _ends_in_paragraph(cell):
                yield "cell that does not end in a paragraph"
            place += span
        if place != len(columns):
            yield f"row of {place} columns in a table of {len(columns)}"
        above = below


def _ends_in_paragraph(node: etree._Element) -> bool:
    blocks = [child for child in node if etree.QName(child).localname in BLOCKS]
    if not blocks:
        return False
    last = blocks[-1]
    if last.tag == f"{W}sdt":
        content = last.find(f"{W}sdtContent")
        return content is not None and _ends_in_paragraph(content)
    return last.tag == f"{W}p"
