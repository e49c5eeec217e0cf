"""What Word, WPS and LibreOffice do to a form when they save it: the same words in other XML."""

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"


def rewritten(word: bytes, *changes: Callable[[etree._Element], None]) -> bytes:
    """Return a Word file after changes to the tree of its main part."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == BODY:
                tree = etree.fromstring(data)
                for change in changes:
                    change(tree)
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            result.writestr(info.filename, data)
    return target.getvalue()


def strip_controls(tree: etree._Element) -> None:
    """Take every content control away and leave what is in it."""
    for control in list(tree.iter(f"{W}sdt")):
        _unwrap(control, control.find(f"{W}sdtContent"))


def strip_some_controls(tree: etree._Element) -> None:
    """Take every second content control away."""
    for control in list(tree.iter(f"{W}sdt"))[::2]:
        _unwrap(control, control.find(f"{W}sdtContent"))


def strip_tags(tree: etree._Element) -> None:
    """Leave the controls, take their tags away, as LibreOffice 7.4 does."""
    for tag in list(tree.iter(f"{W}tag")):
        tag.getparent().remove(tag)


def _unwrap(control: etree._Element, content: etree._Element) -> None:
    parent, place = control.getparent(), control.getparent().index(control)
    parent[place : place + 1] = list(content)


def split_runs(tree: etree._Element) -> None:
    """Write each text in several runs, with marks of spelling and revision numbers between them."""
    order = random.Random(1)
    for run in list(tree.iter(f"{W}r")):
        text = run.find(f"{W}t")
        if (
            text is None
            or len(run.findall(f"{W}t")) > 1
            or len(text.text or "") < 2
            or run.find(f"{W}br") is not None
        ):
            continue
        if run.find(f"{W}tab") is not None:
            continue
        cut = order.randrange(1, len(text.text))
        other = deepcopy(run)
        other.find(f"{W}t").text, text.text = text.text[cut:], text.text[:cut]
        for piece in (text, other.find(f"{W}t")):
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        other.set(f"{W}rsidR", f"00{order.randrange(10**6):06d}")
        run.addnext(other)
        for kind in ("spellEnd", "spellStart"):
            run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": kind}))


def wrap_runs(tree: etree._Element) -> None:
    """Put runs into smart tags, and bookmarks around paragraphs."""
    for number, paragraph in enumerate(tree.iter(f"{W}p")):
        runs = paragraph.findall(f"{W}r")
        if not runs:
            continue
        smart = etree.Element(f"{W}smartTag", {f"{W}element": "chsdate"})
        runs[0].addprevious(smart)
        smart.append(runs[0])
        paragraph.append(
            etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": f"b{number}"})
        )
        paragraph.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(number)}))


def reorder_properties(tree: etree._Element) -> None:
    """Write the properties of controls in another order, with those that Word adds."""
    for properties in tree.iter(f"{W}sdtPr"):
        holder = etree.SubElement(properties, f"{W}placeholder")
        etree.SubElement(holder, f"{W}docPart", {f"{W}val": "DefaultPlaceholder_-1854013440"})
        properties[:] = list(properties)[::-1]


def controls_to_cells(tree: etree._Element) -> None:
    """Move a control that holds all of a cell around the cell."""
    for cell in list(tree.iter(f"{W}tc")):
        controls = list(cell.iter(f"{W}sdt"))
        texts = [text for text in cell.iter(f"{W}t") if (text.text or "").strip()]
        if len(controls) != 1 or any(controls[0] not in text.iterancestors() for text in texts):
            continue
        outer = etree.Element(f"{W}sdt")
        outer.append(deepcopy(controls[0].find(f"{W}sdtPr")))
        content = etree.SubElement(outer, f"{W}sdtContent")
        _unwrap(controls[0], controls[0].find(f"{W}sdtContent"))
        cell.addprevious(outer)
        content.append(cell)


def controls_to_rows(tree: etree._Element) -> None:
    """Put a control around every row, and leave no other."""
    for row in list(tree.iter(f"{W}tr")):
        controls = list(row.iter(f"{W}sdt"))
        if not controls:
            continue
        outer = etree.Element(f"{W}sdt")
        outer.append(deepcopy(controls[0].find(f"{W}sdtPr")))
        for control in controls:
            _unwrap(control, control.find(f"{W}sdtContent"))
        content = etree.SubElement(outer, f"{W}sdtContent")
        row.addprevious(outer)
        content.append(row)


def tracked(tree: etree._Element) -> None:
    """Write every run as an insertion beside a deletion of other words."""
    for run in list(tree.iter(f"{W}r")):
        if run.find(f"{W}t") is None:
            continue
        insertion = etree.Element(f"{W}ins", {f"{W}id": "1", f"{W}author": "示例"})
        run.addprevious(insertion)
        insertion.append(run)
        deletion = etree.Element(f"{W}del", {f"{W}id": "2", f"{W}author": "示例"})
        dropped = etree.SubElement(etree.SubElement(deletion, f"{W}r"), f"{W}delText")
        dropped.text = "已经删去的文字"
        insertion.addnext(deletion)


WAYS = {
    "split": (split_runs,),
    "wrapped": (wrap_runs, reorder_properties),
    "cells": (controls_to_cells, split_runs),
    "rows": (controls_to_rows,),
    "tracked": (tracked,),
    "some": (strip_some_controls, split_runs),
    "no-tags": (strip_tags,),
    "no-controls": (strip_controls, split_runs, wrap_runs),
}
