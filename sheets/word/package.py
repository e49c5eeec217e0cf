"""The Word file around a body: A4 page, defaults and fonts of official papers, footer; equal input, equal bytes.

``word_file`` takes pieces from ``sheets.word.wordml``. What is the same in all files (styles, settings, fonts and
their substitutes) is packed once per process; a file is a copy of it with its own parts added.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from sheets.word.wordml import FANGSONG, HEITI, KAITI, LATIN, SONGTI, XIAOBIAOSONG, clean, twips

PICTURE = "rId1"  # the one relation of the footer, for ``wordml.picture_at_right``
DOCUMENT, FOOTER, CODE = "word/document.xml", "word/footer1.xml", "word/media/code.png"
CORE = "docProps/core.xml"
FIXED = datetime(2024, 1, 1, tzinfo=UTC)  # in place of the time of rendering
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
COMPRESSION = 3  # level 6 is 7 % smaller and takes a fifth longer over the whole file
TITLE_LENGTH = 255  # what Word takes
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture"'
)


@dataclass(frozen=True)
class Page:
    """Size and margins of the pages in mm; ``footer`` is the distance of the footer from the edge."""

    width: float = 210
    height: float = 297
    top: float = 20
    right: float = 22
    bottom: float = 26
    left: float = 22
    footer: float = 9

    @property
    def properties(self) -> str:
        """Size and margins as Word writes them."""
        lying = ' w:orient="landscape"' if self.width > self.height else ""
        margins = "".join(
            f' w:{side}="{twips(getattr(self, side))}"' for side in ("top", "right", "bottom", "left")
        )
        return (
            f'<w:pgSz w:w="{twips(self.width)}" w:h="{twips(self.height)}"{lying}/>'
            f'<w:pgMar{margins} w:header="{twips(self.footer)}" w:footer="{twips(self.footer)}" w:gutter="0"/>'
        )


FORM = Page()
LETTER = Page(top=37, right=26, bottom=35, left=28, footer=25)  # GB/T 9704: a type area of 156 x 225 mm


def word_file(
    body: str, *, title: str, page: Page = FORM, footer: str = "", picture: bytes | None = None
) -> bytes:
    """Return a Word file.

    Args:
        body: paragraphs and tables, a paragraph at the end.
        title: of the document, among its properties.
        footer: the paragraphs at the foot of every page.
        picture: a PNG that stands in the footer, there called ``PICTURE``.
    """
    frame = _frame(pictured=picture is not None)
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{frame.footer}"/>{page.properties}</w:sectPr>'
    )
    own = {
        CORE: _core(title),
        DOCUMENT: f"{HEAD}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
        FOOTER: f"{HEAD}<w:ftr {NAMES}>{footer or '<w:p/>'}</w:ftr>",
    } | ({CODE: picture} if picture else {})
    out = io.BytesIO()
    out.write(frame.packed)
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in own.items():
            _add(archive, name, content)
    return out.getvalue()


@dataclass(frozen=True)
class _Frame:
    """What is the same in all files: the zip of it, and the relation of the footer."""

    packed: bytes
    footer: str


@cache
def _frame(pictured: bool) -> _Frame:
    """Let python-docx relate the parts and declare their types, then keep what does not change."""
    package = OpcPackage()
    document = _part(package, DOCUMENT, CONTENT_TYPE.WML_DOCUMENT_MAIN)
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    package.relate_to(
        _part(package, CORE, CONTENT_TYPE.OPC_CORE_PROPERTIES), RELATIONSHIP_TYPE.CORE_PROPERTIES
    )
    for name, kind, relation, content in (
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, _styles()),
        ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings()),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, _font_table()),
    ):
        document.relate_to(_part(package, f"word/{name}.xml", kind, content), relation)
    footer = _part(package, FOOTER, CONTENT_TYPE.WML_FOOTER)
    footing = document.relate_to(footer, RELATIONSHIP_TYPE.FOOTER)
    if pictured:
        footer.relate_to(_part(package, CODE, CONTENT_TYPE.PNG), RELATIONSHIP_TYPE.IMAGE)
    saved, packed = io.BytesIO(), io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name not in (DOCUMENT, CORE, FOOTER, CODE):
                _add(target, name, source.read(name).decode())
    return _Frame(packed.getvalue(), footing)


def _part(package: OpcPackage, name: str, kind: str, content: str = "") -> Part:
    return Part(PackURI(f"/{name}"), kind, content.encode(), package)


def _core(title: str) -> bytes:
    package = OpcPackage()
    properties = package.core_properties
    properties.title, properties.author = clean(title)[:TITLE_LENGTH], ""
    properties.last_modified_by, properties.language, properties.revision = "", "zh-CN", 1
    properties.created = properties.modified = FIXED
    return next(part.blob for part in package.parts)


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    member = zipfile.ZipInfo(name, OLDEST)
    member.create_system = 0  # the same on every system
    packing = zipfile.ZIP_STORED if name == CODE else zipfile.ZIP_DEFLATED
    archive.writestr(member, content, packing, COMPRESSION)


def _styles() -> str:
    # No theme: fonts and size come from here, and a run names its own all the same.
    return (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{FANGSONG}" w:cs="{LATIN}"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style></w:styles>'
    )


def _settings() -> str:
    # Mode 15 is that of Word 2013 and later; without it Word opens the file as one of 2007.
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    # Substitutes for machines without the fonts of official papers, first the ones that come with Windows.
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, others, panose, family, pitch in (
            (FANGSONG, "FangSong,仿宋,STFangsong", "02010609060101010101", "modern", "fixed"),
            (HEITI, "SimHei,STHeiti", "02010609060101010101", "modern", "fixed"),
            (KAITI, "KaiTi,楷体,STKaiti", "02010609060101010101", "modern", "fixed"),
            (
                XIAOBIAOSONG,
                "FZXiaoBiaoSong-B05S,STZhongsong,SimSun,宋体",
                "02010601030101010101",
                "roman",
                "variable",
            ),
            (SONGTI, "SimSun,STSong", "02010600030101010101", "auto", "variable"),
        )
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"{HEAD}<w:fonts {W}>{fonts}{latin}</w:fonts>"
