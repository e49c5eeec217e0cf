"""Attachments of the demo: real small files that say that they are samples."""

import io

from PIL import Image, ImageDraw

from files import store
from files.models import StoredFile
from sheets.pdf.render import from_html

PDF_NAMES = {
    "licence": "营业执照复印件",
    "approval": "项目备案证明",
    "study": "可行性研究报告",
    "carbon": "碳减排量核算说明",
    "certificate": "检测报告",
    "plan": "实施方案",
}
PICTURE_NAME = "现场照片"
PAGE = """<html lang="zh-Hans"><meta charset="utf-8"><title>示例材料：{name}</title>
<style>@page {{ size: A4; margin: 30mm }} body {{ font: 14pt/2 "Noto Serif CJK SC", serif; text-align: center }}
h1 {{ margin-top: 60mm; font-size: 24pt }}</style>
<h1>示例材料：{name}</h1><p>本文件仅供演示，不代表任何真实单位或项目。</p></html>"""
SLOTS = {"study": "study", "licence": "licence", "approval": "approval", "carbon": "carbon"}


class Materials:
    """The sample files, each made once; under which line of the material list each goes."""

    def __init__(self) -> None:
        self._files = {
            key: store.put(from_html(PAGE.format(name=name)), "application/pdf")
            for key, name in PDF_NAMES.items()
        }
        self._files["picture"] = store.put(_picture(), "image/png")

    def file(self, key: str) -> StoredFile:
        """The stored file of a material."""
        return self._files[key]

    @staticmethod
    def slot(key: str) -> str:
        """The line of the material list that a material belongs under."""
        return SLOTS.get(key, "other")

    @staticmethod
    def file_name(key: str) -> str:
        """What the file is called."""
        return f"{PICTURE_NAME}.png" if key == "picture" else f"{PDF_NAMES[key]}.pdf"


def _picture() -> bytes:
    """A drawn roof with solar panels: a picture that nobody takes for a photograph."""
    image = Image.new("RGB", (960, 600), "#dfeaf2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 420, 960, 600), fill="#c9b899")
    draw.rectangle((150, 240, 810, 480), fill="#8a5a44")
    for column in range(6):
        left = 180 + column * 102
        draw.polygon(
            [(left, 230), (left + 26, 140), (left + 112, 140), (left + 86, 230)],
            fill="#234b7a",
            outline="#ffffff",
        )
    draw.ellipse((800, 50, 880, 130), fill="#f2c14e")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()
