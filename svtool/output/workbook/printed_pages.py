"""How wide columns are, and how sheets are printed: on A4, their headings on every page, pages numbered."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

PIXELS = 7  # of a unit of column width
LETTER, BOLD_LETTER = 0.6, 0.66  # pixels of an average letter of Arial, for each point of its size
CODE_LETTER = 0.76  # of one in a single word, which may be a code of digits and capitals
PLAIN, SUBTITLE = 12, 14  # points
EDGES, INDENT = 26, 12  # pixels beside a text in its cell, of which some before it
WIDEST = 420  # pixels that one long word may take

A4 = 9  # how a workbook calls it
MARGIN = 0.4  # inches
PORTRAIT, LANDSCAPE = 718, 1047  # pixels between the margins of A4
SMALLEST, COMFORTABLE = 0.42, 0.75  # scales of a page: letters of 5 and of 9 points
FOOTER = "&A, page &P of &N"


def width_of(least: int, heading: str, cells: Iterable[object]) -> int:
    """Return the pixels of a column in which no word is broken: of its heading, which is bold, or of its texts."""
    bold = max(len(word) for word in heading.split())
    plain = max((len(word) for cell in cells if isinstance(cell, str) for word in cell.split()), default=0)
    return max(least, min(WIDEST, ceil(max(plain * CODE_LETTER, bold * BOLD_LETTER) * PLAIN) + EDGES))


def letters_in(width: int, size: int) -> int:
    """Return how many letters of a size, in points, a line of a width, in pixels, has room for."""
    return max(40, int(width / (size * LETTER)))


def set_pages(sheet: Any) -> None:
    """Lay a sheet of openpyxl out on A4: upright where it fits, across where it is wide, on several where it is wider.

    On a page as wide as the sheet its letters would be too small to read where the sheet has more columns than pages
    hold; then its first column stands on each of the pages beside each other.
    """
    width = sum((each.max - each.min + 1) * each.width * PIXELS for each in sheet.column_dimensions.values())
    is_wide = width * COMFORTABLE > PORTRAIT
    across = ceil(width * SMALLEST / LANDSCAPE)
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, across), 0
    for edge in ("left", "right", "top"):
        setattr(sheet.page_margins, edge, MARGIN)
    sheet.page_margins.bottom, sheet.page_margins.footer = 2 * MARGIN, MARGIN
    sheet.oddFooter.center.text = FOOTER
    for table in sheet.tables.values():
        heading = table.ref.split(":")[0].lstrip("A")
        sheet.print_title_rows = f"{heading}:{heading}"
        if across > 1:
            sheet.print_title_cols = "A:A"
