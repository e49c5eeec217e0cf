"""The packet of an application as the browser receives it: progress without a reload, files that are what they say."""

import hashlib
import json
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pikepdf
from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Packet:
    """The four downloaded files."""

    word: Path
    pdf: Path
    merged: Path
    archive: Path


def wait_for_packet(page: Page) -> None:
    """The packet appears on the page that is open, which is not loaded again."""
    page.evaluate("() => { window.stayed = true }")
    expect(page.locator("#packet")).to_contain_text("材料包已生成", timeout=300_000)
    assert page.evaluate("() => window.stayed"), "the page was loaded again"


def download_packet(page: Page, folder: Path) -> Packet:
    """Click the four links and keep what comes."""
    names = ("申报表（Word）", "申报表（PDF）", "申报材料合订本（PDF）", "申报材料压缩包（ZIP）")
    return Packet(*(_download(page, name, folder) for name in names))


def _download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.locator("#packet .file-links a", has_text=f"下载{name}").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def word_text(path: Path) -> str:
    """All words of a Word document without spaces, also those in tables and at the foot of its pages."""
    document = docx.Document(str(path))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]
    return _without_spaces("".join(text for part in parts for text in part.itertext()))


def pdf_text(path: Path) -> str:
    """All words of a PDF, without spaces."""
    run = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return _without_spaces(run.stdout)


def pdf_pages(path: Path) -> int:
    """The number of pages of a PDF."""
    with pikepdf.open(path) as document:
        return len(document.pages)


def manifest(path: Path) -> dict:
    """The manifest of the zip, after holding every listed file against its SHA-256."""
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read("manifest.json"))
        for file in found["files"]:
            assert hashlib.sha256(archive.read(file["path"])).hexdigest() == file["sha256"], file["path"]
        assert {"manifest.json", *(file["path"] for file in found["files"])} == set(archive.namelist())
    return found


def _without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)
