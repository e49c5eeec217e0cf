"""The fonts of the PDF: those of the machine, and the lean ones that set-up made from them (``bin/fonts.py``)."""

from pathlib import Path

from django.conf import settings
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

LEAN = {"Noto Serif CJK SC": "Ditan Song", "Noto Sans CJK SC": "Ditan Hei"}
SYMBOLS = "DejaVu Sans"  # has the boxes to tick, which the others lack


def lean_fonts() -> list[Path]:
    """The files of the lean fonts; none when set-up did not make them: PDFs look the same but take longer."""
    return sorted(settings.LEAN_FONTS.glob("*.otf"))


def configuration() -> FontConfiguration:
    """Return WeasyPrint's view of the fonts, the lean ones among them.

    They are named to fontconfig for this process alone: nothing is installed on the machine, and ``@font-face``,
    which would leave a copy in the temporary folder, is not needed.
    """
    found = FontConfiguration()
    for path in lean_fonts():
        fontconfig.FcConfigAppFontAddFile(found._config, str(path).encode())
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", found.font_map))
    return found


def lean_first(css: str) -> str:
    """Return a style sheet in which the lean font stands before each Noto font, and that of symbols behind."""
    for whole, lean in LEAN.items():
        css = css.replace(f'"{whole}"', f'"{lean}", "{whole}", "{SYMBOLS}"')
    return css
