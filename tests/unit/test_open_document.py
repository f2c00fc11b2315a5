"""A workbook as OpenDocument: the same cells, numbers that are numbers, text that stays text, the same bytes again."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook
from test_layout import figure, result_of
from test_workbook import compared

from svtool.commands.measures import Result
from svtool.output.content import cells_fingerprint
from svtool.output.workbook.assembly import figures_as_open_document, figures_as_workbook
from svtool.output.workbook.cover_sheet import NO_CONTACT
from svtool.output.workbook.open_document import MEDIA_TYPE, open_document_of
from svtool.output.workbook.sheet_columns import PLACES

OFFICE, TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
LOOKS_LIKE_A_FORMULA = ["=1+1", "+1", "-1+2", "@cell", "of:=1+1", "12", "http://example.org", "'12"]


def book_of(*rows: list[Any]) -> Any:
    """Return a workbook of one sheet with rows."""
    book = openpyxl.Workbook()
    book.properties.language = "en-GB"
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    return book


def cells_of(document: bytes) -> list[list[Any]]:
    """Return the cells of the first sheet, read as any extract is."""
    return CalamineWorkbook.from_filelike(io.BytesIO(document)).get_sheet_by_index(0).to_python()


def content_of(document: bytes, part: str = "content.xml") -> ElementTree.Element:
    """Return a part of a document."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return ElementTree.fromstring(package.read(part))  # noqa: S314 (it is ours)


@pytest.fixture(scope="module")
def result() -> Result:
    """Thefts of 2020, and of 2021 compared with it."""
    return result_of(figure(2020, 1000, not_known=2), compared(not_known=1, change=-5, comparator_count=10))


@pytest.fixture(scope="module")
def document(result: Result) -> bytes:
    """These as an OpenDocument spreadsheet."""
    return figures_as_open_document(result)


def test_it_has_the_sheets_and_cells_of_the_workbook(result: Result, document: bytes) -> None:
    assert cells_fingerprint(document) == cells_fingerprint(figures_as_workbook(result))


def test_a_second_run_gives_the_same_bytes(result: Result, document: bytes) -> None:
    assert figures_as_open_document(result) == document


def test_whom_to_ask_may_be_written_into_it(document: bytes) -> None:
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(found, "w") as after:
        for part in before.infolist():
            text = before.read(part).replace(NO_CONTACT.encode(), b"Ask us</text:p><text:p>01234 567890")
            after.writestr(part, text)
    assert "Ask us" in "".join(content_of(found.getvalue()).itertext())
    assert cells_fingerprint(found.getvalue()) == cells_fingerprint(document)


def test_what_it_is_stands_first_in_the_file(document: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, package.read(first)) == ("mimetype", 0, MEDIA_TYPE.encode())
        listed = content_of(document, "META-INF/manifest.xml")
        names = {each.attrib[f"{listed.tag.rpartition('}')[0]}}}full-path"] for each in listed}
        assert names == {"/", *package.namelist()} - {"mimetype", "META-INF/manifest.xml"}


def test_numbers_have_their_value_and_their_look() -> None:
    book = book_of([-1234.5, 1234567, 0.00034, -0.5])
    for cell, shown in zip(book.active[1], ("#,##0.0", "#,##0", "0.0000", "#,##0"), strict=True):
        cell.number_format = shown
    document = open_document_of(book)
    cells = list(content_of(document).iter(f"{TABLE}table-cell"))
    assert {each.attrib[f"{OFFICE}value-type"] for each in cells} == {"float"}
    assert [float(each.attrib[f"{OFFICE}value"]) for each in cells] == [-1234.5, 1234567, 0.00034, -0.5]
    assert ["".join(each.itertext()) for each in cells] == ["-1,234.5", "1,234,567", "0.0003", "-1"]
    assert cells_of(document) == [[-1234.5, 1234567.0, 0.00034, -0.5]]


def test_a_small_p_value_is_shown_as_small_and_stays_a_number() -> None:
    book = book_of([0.0000123, 0.0001, 0.0234])
    for cell in book.active[1]:
        cell.number_format = PLACES
    document = open_document_of(book)
    cells = list(content_of(document).iter(f"{TABLE}table-cell"))
    assert ["".join(each.itertext()) for each in cells] == ["< 0.0001", "0.0001", "0.0234"]
    assert cells_of(document) == [[0.0000123, 0.0001, 0.0234]]
    (small,) = content_of(document).iter(f"{STYLE}map")
    assert small.attrib[f"{STYLE}condition"] == "value()<0.0001"


@pytest.mark.parametrize("text", LOOKS_LIKE_A_FORMULA)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    (cell,) = content_of(open_document_of(book_of([text]))).iter(f"{TABLE}table-cell")
    assert cell.attrib[f"{OFFICE}value-type"] == "string"
    assert f"{TABLE}formula" not in cell.attrib
    assert "".join(cell.itertext()) == text


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(' <&>"\n'), min_size=1)


@given(text=TEXTS.filter(lambda text: text.strip()))
def test_every_text_comes_back(text: str) -> None:
    (row,) = cells_of(open_document_of(book_of([text, 1])))
    assert row == [text, 1]


@pytest.mark.parametrize("title", ["Thefts\x08", "Thefts\uffff", "Thefts\x1b[2J"])
def test_a_letter_that_no_document_can_hold_is_shown_as_such(title: str) -> None:
    result = result_of(figure(2021, 5, title=title))
    document = figures_as_open_document(result)
    assert cells_fingerprint(document) == cells_fingerprint(figures_as_workbook(result))
    assert "Thefts\ufffd" in "".join(content_of(document).itertext())


def test_sheets_headings_and_links_can_be_found_by_name(document: bytes) -> None:
    content = content_of(document)
    ranges = {each.attrib[f"{TABLE}name"]: each for each in content.iter(f"{TABLE}database-range")}
    assert set(ranges) == {"contents_table", "table_ours", "table_ours_2021"}
    assert ranges["table_ours_2021"].attrib[f"{TABLE}contains-header"] == "true"
    links = [each.attrib["{http://www.w3.org/1999/xlink}href"] for each in content.iter(f"{TEXT}a")]
    assert "#'ours_2021'.A1" in links
    parents = {each.attrib.get(f"{STYLE}parent-style-name") for each in content.iter(f"{STYLE}style")}
    assert {"Heading_20_1", "Heading_20_2"} <= parents


def test_it_says_its_language_title_and_author(document: bytes) -> None:
    said = {each.tag.rpartition("}")[2]: each.text for each in content_of(document, "meta.xml")[0]}
    assert (said["language"], said["creator"], said["title"]) == ("en-GB", "svtool", "Our table")
    assert not {"date", "creation-date"} & set(said)


def test_a_named_table_is_where_its_cells_are() -> None:
    book = book_of(["Measure", "Count"], ["Thefts", 3])
    book.active.add_table(Table(displayName="thefts", ref="A1:B2"))
    (named,) = content_of(open_document_of(book)).iter(f"{TABLE}database-range")
    assert named.attrib[f"{TABLE}target-range-address"] == "'Sheet'.A1:'Sheet'.B2"
