"""What is written, opened in LibreOffice: sheets have the numbers that they have, tables of the page can be copied."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from libre_office import EVERY_SHEET, convert, needs_office
from python_calamine import CalamineWorkbook
from tenth import write_tenth

from svtool.cli import run
from svtool.output.content import cells_fingerprint

NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "text"))

pytestmark = [pytest.mark.slow, needs_office]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenth of the sample."""
    return write_tenth(tmp_path_factory.mktemp("tenth"))


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
@pytest.mark.parametrize("options", [[], ["--by", "area", "--rates", "--disclosure", "threshold_5"]])
def test_every_cell_of_every_sheet_is_read_as_it_is(
    format_: str, options: list[str], project: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"tables.{format_}"
    words = ["measures", "--project", str(project), *options, "--format", format_, "--out", str(path)]
    assert run(words) == 0
    convert([path], EVERY_SHEET, tmp_path)
    book = CalamineWorkbook.from_path(path)
    numbers = 0
    for name in book.sheet_names:
        with (tmp_path / f"tables-{name}.csv").open(encoding="utf-8", newline="") as stream:
            read = list(csv.reader(stream))
        written = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert len(read) == len(written)
        for row, cells in zip(written, read, strict=True):
            for value, cell in zip(row, cells, strict=True):
                if isinstance(value, str):
                    assert cell == value
                else:
                    assert float(cell) == pytest.approx(value, rel=1e-12)
                    numbers += 1
    assert numbers > 200


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
def test_saving_it_again_changes_nothing(format_: str, project: Path, tmp_path: Path) -> None:
    path = tmp_path / f"tables.{format_}"
    words = ["measures", "--project", str(project), "--by", "area", "--rates", "--format", format_]
    assert run([*words, "--out", str(path)]) == 0
    convert([path], format_, tmp_path / "again")
    assert cells_fingerprint((tmp_path / "again" / path.name).read_bytes()) == cells_fingerprint(path.read_bytes())


class Tables(HTMLParser):
    """The tables of a page: each as rows of what its cells say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def one_line(text: object) -> str:
    """Return a text without its line breaks."""
    return " ".join(str(text).split())


@pytest.fixture(scope="module")
def copied(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[list[list[str]]]]:
    """Each table of a page as a file, as it is when somebody copies it, and what its cells say."""
    folder = tmp_path_factory.mktemp("copied")
    out = folder / "report.html"
    assert run(["report", "--project", str(project), "--rates", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    files = []
    for number, table in enumerate(re.findall(r"<table\b.*?</table>", page, flags=re.DOTALL)):
        files.append(folder / f"table_{number:03}.html")
        files[-1].write_text(f'<html><head><meta charset="utf-8"></head><body>{table}</body></html>', encoding="utf-8")
    return files, Tables(page).tables


def test_a_table_copied_into_a_spreadsheet_has_numbers_minus_signs_included(
    copied: tuple[list[Path], list[list[list[str]]]], tmp_path: Path
) -> None:
    files, tables = copied
    convert(files, "ods", tmp_path, as_="HTML (StarCalc)")
    numbers: list[float] = []
    for path, rows in zip(files, tables, strict=True):
        sheet = CalamineWorkbook.from_path(tmp_path / f"{path.stem}.ods").get_sheet_by_index(0).to_python()
        pasted = [[each if isinstance(each, float) else one_line(each) for each in row] for row in sheet]
        for row in rows[1:]:  # the caption is pasted into the first heading
            wanted = [_as_number(one_line(cell)) for cell in row]
            assert wanted in [each[: len(wanted)] for each in pasted], path.name
            numbers += [each for each in wanted if isinstance(each, float)]
    assert len(numbers) > 500
    assert min(numbers) < 0


def _as_number(text: str) -> float | str:
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else text


def test_a_table_copied_into_a_document_is_as_it_is_on_the_page(
    copied: tuple[list[Path], list[list[list[str]]]], tmp_path: Path
) -> None:
    files, tables = copied
    convert(files, "fodt:OpenDocument Text Flat XML", tmp_path, as_="HTML (StarWriter)")
    for path, rows in zip(files, tables, strict=True):
        document = ElementTree.parse(tmp_path / f"{path.stem}.fodt").getroot()  # noqa: S314 (LibreOffice wrote it)
        rows_pasted = document.iter(f"{TABLE}table-row")
        pasted = [[one_line(_said(cell)) for cell in row.iter(f"{TABLE}table-cell")] for row in rows_pasted]
        assert pasted == [[one_line(cell) for cell in row] for row in rows], path.name


def _said(element: Any) -> str:
    """Return what a cell of a document says; several spaces in it are one element."""
    inside = "".join(_said(each) + (each.tail or "") for each in element)
    return f" {inside}" if element.tag == f"{TEXT}s" else (element.text or "") + inside
