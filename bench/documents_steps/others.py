"""What people would use instead: LibreOffice on the Word, Chromium on the HTML, each started once or each time."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from sheets import html
from sheets.pdf import render as pdf_render

Way = Callable[[], object]
UNO = Path(__file__).with_name("uno_convert.py")
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def chromium() -> str | None:
    """Path of the machine's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def soffice() -> str | None:
    """Path of the machine's LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def uno_python() -> str | None:
    """A Python that can speak to LibreOffice (Debian: python3-uno)."""
    own = Path(soffice() or "/nowhere").resolve().with_name("python")
    for candidate in (str(own), "/usr/bin/python3", "python3"):
        with contextlib.suppress(OSError):
            if (
                subprocess.run([candidate, "-c", "import uno"], capture_output=True, check=False).returncode
                == 0
            ):
                return candidate
    return None


@contextlib.contextmanager
def warm_office(word: Path, folder: Path) -> Iterator[tuple[Way, Way]]:
    """Two ways to turn ``word`` into PDF by a LibreOffice that runs: as it is, and as tagged PDF/A-3."""
    pipe = f"bench-{os.getpid()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    office = subprocess.Popen(
        [*_office_command(folder / "warm-profile"), f"--accept=pipe,name={pipe};urp;"], **quiet
    )
    speaker = subprocess.Popen(
        [uno_python(), UNO, pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def convert(version: int) -> bytes:
        target = folder / f"warm-{version}.pdf"
        print(word, target, version, sep="\t", file=speaker.stdin, flush=True)
        if speaker.stdout.readline() != "done\n":
            raise RuntimeError("LibreOffice 没有完成转换。")
        return target.read_bytes()

    try:
        if speaker.stdout.readline() != "ready\n":
            raise RuntimeError("LibreOffice 没有启动。")
        yield lambda: convert(0), lambda: convert(3)
    finally:
        speaker.stdin.close()
        speaker.wait(10)
        speaker.stdout.close()
        _end(office)


def cold_office(word: Path, folder: Path) -> Way:
    """Start LibreOffice for one file, as a script would; its profile is made before."""
    command = [
        *_office_command(folder / "cold-profile"),
        "--convert-to",
        "pdf",
        "--outdir",
        folder / "cold",
        word,
    ]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _office_command(profile: Path) -> list[str]:
    return [soffice(), "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]


def _end(office: subprocess.Popen) -> None:
    """Stop the office: its launcher and the program itself, which are one session."""
    for signal in (15, 9):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(5)


@contextlib.contextmanager
def warm_chromium(document: str) -> Iterator[Way]:
    """Print an HTML document by a Chromium that runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page()

        def convert() -> bytes:
            page.set_content(document)
            return page.pdf(prefer_css_page_size=True)

        yield convert
        browser.close()


def cold_chromium(document: str, folder: Path) -> Way:
    """Start Chromium for one document."""
    source, target = folder / "form.html", folder / "cold-chromium.pdf"
    source.write_text(document, "utf-8")
    options = ["--headless", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    profile = f"--user-data-dir={folder / 'chromium-profile'}"
    command = [chromium(), *CHROMIUM_FLAGS, *options, profile, source.as_uri()]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def standalone(grid, stamp) -> str:
    """The HTML of which our PDF is made, with its style sheets inside."""
    styles = "".join(path.read_text("utf-8") for path in (pdf_render.PAPER, pdf_render.PAGE))
    return html.page(grid, stamp).replace("</head>", f"<style>{styles}</style></head>", 1)
