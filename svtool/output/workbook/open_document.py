"""A workbook as OpenDocument (.ods), which GOV.UK asks for: the cells of the .xlsx, the same bytes each time.

The writer is our own: of a document without charts or formulas it is a few elements, and what libraries for it offer is
to spell these. Its sheets are those of the .xlsx, so that both always say the same.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from svtool.output.workbook.open_sheets import content_of
from svtool.output.workbook.package_bytes import UNTIMED
from svtool.output.workbook.printed_pages import MARGIN

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
VERSION = "1.3"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "meta": "meta",
        "fo": "xsl-fo-compatible", "number": "datastyle", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
NAMESPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
MANIFEST = f"""{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="{VERSION}">
<manifest:file-entry manifest:full-path="/" manifest:version="{VERSION}" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""


def open_document_of(book: Any) -> bytes:
    """Return an openpyxl workbook as an .ods file: its sheets, cells, formats, links, named tables, pages."""
    parts = {
        "mimetype": MEDIA_TYPE,
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": _document("content", f"{_fonts()}{content_of(book)}"),
        "styles.xml": _document("styles", f"{_fonts()}{_styles(book)}"),
        "meta.xml": _document("meta", _meta(book.properties)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            # Whoever looks for the type of a document finds it at the beginning of the file, as it is.
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, UNTIMED), text.encode("utf-8"), how)
    return stream.getvalue()


def _document(kind: str, inside: str) -> str:
    return f'{XML}<office:document-{kind} {NAMESPACES} office:version="{VERSION}">{inside}</office:document-{kind}>\n'


def _fonts() -> str:
    return (
        '<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial" '
        'style:font-family-generic="swiss"/></office:font-face-decls>'
    )


def _meta(properties: Any) -> str:
    said = {
        "meta:generator": "svtool",
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "meta:keyword": properties.keywords,
        "meta:initial-creator": properties.creator,
        "dc:creator": properties.creator,
        "dc:language": properties.language,
    }
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items() if text)
    return f"<office:meta>{inside}</office:meta>"


def _styles(book: Any) -> str:
    """Return what all cells have in common, the styles that a screen reader lists as headings, and the pages."""
    language, country = book.properties.language.split("-")
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="table-cell" '
        f'style:parent-style-name="Default"/>'
        for level in (1, 2)
    )
    return (
        '<office:styles><style:default-style style:family="table-cell">'
        f'<style:text-properties style:font-name="Arial" fo:font-size="12pt" fo:language="{language}" '
        f'fo:country="{country}"/></style:default-style>'
        f'<style:style style:name="Default" style:family="table-cell"/>{headings}</office:styles>'
        f"<office:automatic-styles>{''.join(map(_layout, book.worksheets))}</office:automatic-styles>"
        f"<office:master-styles>{''.join(map(_page, book.worksheets))}</office:master-styles>"
    )


def _layout(sheet: Any) -> str:
    """Return the printed pages of a sheet: A4, as many side by side as the .xlsx has, numbered below."""
    is_wide = sheet.page_setup.orientation == "landscape"
    size = (297, 210) if is_wide else (210, 297)
    return (
        f"<style:page-layout style:name={_named('layout', sheet)}><style:page-layout-properties "
        f'fo:page-width="{size[0]}mm" fo:page-height="{size[1]}mm" '
        f'style:print-orientation="{"landscape" if is_wide else "portrait"}" fo:margin="{MARGIN}in" '
        f'style:scale-to-X="{sheet.page_setup.fitToWidth or 1}" style:scale-to-Y="0" '
        'style:first-page-number="continue" style:print="objects charts drawings zero-values"/>'
        "<style:footer-style><style:header-footer-properties "
        f'fo:min-height="{MARGIN}in" fo:margin-top="2mm"/></style:footer-style></style:page-layout>'
    )


def _page(sheet: Any) -> str:
    return (
        f"<style:master-page style:name={_named('page', sheet)} style:page-layout-name={_named('layout', sheet)}>"
        '<style:header style:display="false"/><style:footer><text:p><text:sheet-name>???</text:sheet-name>, page '
        "<text:page-number>1</text:page-number> of <text:page-count>1</text:page-count></text:p></style:footer>"
        "</style:master-page>"
    )


def _named(kind: str, sheet: Any) -> str:
    return quoteattr(f"{kind}_{sheet.parent.worksheets.index(sheet) + 1}")
