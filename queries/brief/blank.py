"""An empty DOCX of our own: page, styles and nothing else, written out part by part."""

from __future__ import annotations

import io
import zipfile
from functools import cache

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_RELS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_DOCUMENT_RELS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
_DOCUMENT = f'<w:document {_W} xmlns:r="{_OFFICE}"><w:body><w:sectPr/></w:body></w:document>'
_CORE = f"""<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title></cp:coreProperties>"""


def _style(name: str, size: float, *, bold: bool = False, before: int = 0, after: int = 80, outline: int = -1) -> str:
    """A paragraph style; sizes in points, spaces in twentieths of one."""
    half = int(size * 2)
    weight = "<w:b/><w:bCs/>" if bold else ""
    keep, level = ("<w:keepNext/>", f'<w:outlineLvl w:val="{outline}"/>') if outline >= 0 else ("", "")
    default = ' w:default="1"' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    # Word's own headings are called "heading 1": under another name no program makes an outline of them.
    called, own = name.replace("Heading", "heading"), name.replace(" ", "")
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{own}"><w:name w:val="{called}"/>{based}'
        f"<w:pPr>{keep}{_spacing(before, after)}{level}</w:pPr>"
        f'<w:rPr>{weight}<w:sz w:val="{half}"/><w:szCs w:val="{half + 4}"/></w:rPr></w:style>'
    )


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B9C1C8"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES = (
    f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif" '
    'w:cs="Amiri"/><w:sz w:val="19"/><w:szCs w:val="23"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Normal", 9.5)
    + _style("Title", 20, bold=True, before=480, after=240)
    + _style("Heading 1", 15, bold=True, before=320, after=120, outline=0)
    + _style("Heading 2", 11.5, bold=True, before=220, after=90, outline=1)
    + _style("Heading 3", 10, bold=True, before=160, after=80, outline=2)
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>"
)


@cache
def blank_docx() -> bytes:
    """The empty document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELS), ("word/document.xml", _DOCUMENT),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELS), ("word/styles.xml", _STYLES),
            ("docProps/core.xml", _CORE),
        ):  # fmt: skip
            archive.writestr(zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0)), _HEAD + content)
    return buffer.getvalue()
