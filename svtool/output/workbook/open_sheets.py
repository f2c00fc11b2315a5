"""The sheets of an OpenDocument spreadsheet: its rows and cells, and the formats that they share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from svtool.output.workbook.printed_pages import PIXELS
from svtool.statistics.rounding import round_half_away

PIXELS_OF_AN_INCH = 96
HEADINGS = {"Headline 1": "Heading_20_1", "Headline 2": "Heading_20_2"}  # a style of openpyxl → of this document
SMALL = re.compile(r'\[<([\d.]+)\]"([^"]*)";')  # of a format that shows small numbers in words
SPACES = re.compile(r"  +|^ | $")


class Formats:
    """The formats that cells, columns and rows share: each is written once, under a name."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: dict[str, str] = {}

    def name(self, prefix: str, format_: str) -> str:
        """Return the name of a format, whose element has `{name}` in the place of it."""
        return self._names.setdefault(format_, f"{prefix}{len(self._names) + 1}")

    def elements(self) -> str:
        """Return all formats; those of numbers come before the cells that name them."""
        return "".join(format_.replace("{name}", quoteattr(name)) for format_, name in self._names.items())


def content_of(book: Any) -> str:
    """Return the content of a document: formats, sheets, and the names of their tables."""
    formats = Formats()
    sheets = "".join(_sheet(sheet, number, formats) for number, sheet in enumerate(book.worksheets, start=1))
    ranges = "".join(_range(sheet.title, table) for sheet in book.worksheets for table in sheet.tables.values())
    return (
        f"<office:automatic-styles>{formats.elements()}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{sheets}<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet></office:body>"
    )


def _sheet(sheet: Any, number: int, formats: Formats) -> str:
    style = formats.name(
        "ta",
        f'<style:style style:name={{name}} style:family="table" style:master-page-name="page_{number}">'
        '<style:table-properties table:display="true"/></style:style>',
    )
    columns = [_column(sheet, column, formats) for column in range(1, sheet.max_column + 1)]
    rows = [_row(row, sheet.row_dimensions[row[0].row].height, formats) for row in sheet.iter_rows()]
    return (
        f'<table:table table:name={quoteattr(sheet.title)} table:style-name="{style}">'
        f"{_repeated('columns', columns, sheet.print_title_cols, 'A')}"
        f"{_repeated('rows', rows, sheet.print_title_rows, '1')}</table:table>"
    )


def _repeated(what: str, elements: list[str], titles: str | None, first: str) -> str:
    """Return columns or rows, with those marked that stand on every printed page: `$7:$7`, `$A:$A`."""
    if not titles:
        return "".join(elements)
    start = titles.replace("$", "").split(":")[0]
    place = 0 if start == first else int(start) - 1
    marked = f"<table:table-header-{what}>{elements[place]}</table:table-header-{what}>"
    return "".join([*elements[:place], marked, *elements[place + 1 :]])


def _column(sheet: Any, column: int, formats: Formats) -> str:
    # Columns of one width are kept as a range under the first of them.
    dimensions = sheet.column_dimensions.values()
    width = next((each.width for each in dimensions if each.min <= column <= each.max), sheet.sheet_format.baseColWidth)
    style = formats.name(
        "co",
        '<style:style style:name={name} style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * PIXELS / PIXELS_OF_AN_INCH:.4f}in"/></style:style>',
    )
    return f'<table:table-column table:style-name="{style}"/>'


def _row(row: tuple[Any, ...], height: float | None, formats: Formats) -> str:
    cells = "".join(_cell(cell, formats) for cell in row)
    if height is None:
        return f"<table:table-row>{cells}</table:table-row>"
    style = formats.name(
        "ro",
        '<style:style style:name={name} style:family="table-row"><style:table-row-properties '
        f'style:row-height="{height:.2f}pt" style:use-optimal-row-height="false"/></style:style>',
    )
    return f'<table:table-row table:style-name="{style}">{cells}</table:table-row>'


def _cell(cell: Any, formats: Formats) -> str:
    if cell.value is None:
        return "<table:table-cell/>"
    style = f'table:style-name="{_style(cell, formats)}"'
    if isinstance(cell.value, str):
        said = "".join(f"<text:p>{_linked(cell, _text(line))}</text:p>" for line in cell.value.split("\n"))
        return f'<table:table-cell {style} office:value-type="string">{said}</table:table-cell>'
    return (
        f'<table:table-cell {style} office:value-type="float" office:value="{cell.value!r}">'
        f"<text:p>{escape(_shown(cell.value, cell.number_format))}</text:p></table:table-cell>"
    )


def _text(line: str) -> str:
    """Return a line in which no space gets lost: of several in a row, a reader of XML keeps one."""
    return SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line))


def _linked(cell: Any, text: str) -> str:
    if cell.hyperlink is None or not cell.hyperlink.location:
        return text
    sheet, place = cell.hyperlink.location.rsplit("!", 1)
    return f'<text:a xlink:type="simple" xlink:href={quoteattr(f"#{sheet}.{place}")}>{text}</text:a>'


def _shown(number: float, format_: str) -> str:
    """Return a number as its format shows it, for readers that look at the words alone."""
    bound, words, plain = _parts_of(format_)
    if bound and number < float(bound):
        return words
    return f"{round_half_away(number, _decimals(plain)):{',' if ',' in plain else ''}}"


def _parts_of(format_: str) -> tuple[str, str, str]:
    """Return below which number a format shows words, these words, and how it shows all others: `0.0000`."""
    small = SMALL.match(format_)
    return (small[1], small[2], format_[small.end() :]) if small else ("", "", format_)


def _decimals(plain: str) -> int:
    return len(plain.partition(".")[2])


def _style(cell: Any, formats: Formats) -> str:
    parent = HEADINGS.get(cell.style, "Default")
    data = f' style:data-style-name="{_number_style(cell.number_format, formats)}"' if "0" in cell.number_format else ""
    return formats.name(
        "ce",
        f'<style:style style:name={{name}} style:family="table-cell" style:parent-style-name="{parent}"{data}>'
        f"<style:table-cell-properties {' '.join(_cell_properties(cell))}/>"
        f"<style:paragraph-properties {' '.join(_paragraph_properties(cell))}/>"
        f"<style:text-properties {' '.join(_text_properties(cell))}/></style:style>",
    )


def _cell_properties(cell: Any) -> Iterator[str]:
    yield f'style:vertical-align="{cell.alignment.vertical or "bottom"}"'
    yield f'fo:wrap-option="{"wrap" if cell.alignment.wrap_text else "no-wrap"}"'
    if cell.alignment.horizontal:
        yield 'style:text-align-source="fix"'
    if cell.border.bottom.style:
        yield 'fo:border-bottom="0.75pt solid #000000"'


def _paragraph_properties(cell: Any) -> Iterator[str]:
    if cell.alignment.horizontal:
        yield f'fo:text-align="{ {"left": "start", "right": "end"}[cell.alignment.horizontal] }"'
    if cell.alignment.indent:
        yield f'fo:margin-left="{0.1 * cell.alignment.indent:.1f}in"'


def _text_properties(cell: Any) -> Iterator[str]:
    yield f'style:font-name="{cell.font.name}" fo:font-size="{cell.font.size:g}pt"'
    if cell.font.bold:
        yield 'fo:font-weight="bold"'
    if cell.font.underline:
        yield 'style:text-underline-style="solid" style:text-underline-width="auto" fo:color="#0000ff"'


def _number_style(format_: str, formats: Formats) -> str:
    bound, words, plain = _parts_of(format_)
    places = _decimals(plain)
    grouping = ' number:grouping="true"' if "," in plain else ""
    below = ""
    if bound:
        shown = f"<number:number-style style:name={{name}}><number:text>{escape(words)}</number:text>"
        name = formats.name("nu", f"{shown}</number:number-style>")
        below = f'<style:map style:condition="value()&lt;{bound}" style:apply-style-name="{name}"/>'
    return formats.name(
        "nu",
        f'<number:number-style style:name={{name}}><number:number number:decimal-places="{places}" '
        f'number:min-decimal-places="{places}" number:min-integer-digits="1"{grouping}/>{below}</number:number-style>',
    )


def _range(sheet: str, table: Any) -> str:
    """Return the name of a table, and where it is."""
    first, last = table.ref.split(":")
    address = quoteattr(f"'{sheet}'.{first}:'{sheet}'.{last}")
    return (
        f"<table:database-range table:name={quoteattr(table.displayName)} table:target-range-address={address} "
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )
