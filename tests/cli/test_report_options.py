"""`svtool report` takes the options of `svtool measures`: the same meanings, checks and messages."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk
from page_reading import ReadPage


def page_of(desk: Desk, *options: str) -> ReadPage:
    """Return the page that a report writes."""
    ran = desk.run("report", "--out", "report.html", *options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ReadPage((desk.folder / "report.html").read_text(encoding="utf-8"))


def figures_of(desk: Desk, *options: str) -> list[dict[str, str]]:
    """Return the figures that measures prints."""
    ran = desk.run("measures", "--format", "csv", *options)
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize(
    "words",
    ["--periods financial:2020/21..2021/22", "--partial raw --periods calendar:2019..2021", "--as-at 2021-06-30"],
)
def test_the_table_of_the_page_shows_the_periods_and_counts_of_measures(words: str, desk: Desk) -> None:
    figures = figures_of(desk, *words.split())
    table = page_of(desk, *words.split()).table("Table 1")
    for row in table.rows:
        shown = {heading: cell.split()[0].replace(",", "") for heading, cell in zip(table.headings, row, strict=True)}
        own = {each["period"]: each["count"] or f"[{each['status']}]" for each in figures if each["measure"] == row[0]}
        assert {period: shown[period] for period in own} == own


def test_a_breakdown_stands_in_tables_of_its_own(desk: Desk) -> None:
    figures = figures_of(desk, "--by", "age_band")
    page = page_of(desk, "--by", "age_band")
    assert "By age group" in [title for level, title in page.headings if level == 2]
    assert "Areas compared" not in page.text
    table = next(each for each in page.tables if each.caption.endswith(", by age group"))
    name = table.caption.removesuffix(", by age group")
    of_bands = {
        each["age_band"]: f"{int(each['count']):,}"
        for each in figures
        if (each["measure"], each["period"]) == (name, "2021")
    }
    assert dict(zip([row[0] for row in table.rows], [row[2] for row in table.rows], strict=True)) == {
        "Merseyside": of_bands.pop("all"), **of_bands
    }  # fmt: skip


@pytest.mark.slow
def test_areas_and_bands_together_keep_the_areas_and_name_both_in_a_row(desk: Desk) -> None:
    page = page_of(desk, "--by", "area,age_band")
    assert "Areas compared" in page.text
    table = next(each for each in page.tables if each.caption.endswith(", by age group"))
    assert {"10–17", "Wirral, 10–17"} <= {row[0] for row in table.rows}


@pytest.mark.parametrize(
    "words",
    [
        "--by nonsense",
        "--by clause --table agencies",
        "--periods calendar:2021..2019",
        "--periods decades:2019",
        "--as-at 2000-01-01",
        "--as-at yesterday",
        "--partial perhaps",
    ],
)
def test_what_is_impossible_is_said_as_measures_says_it(words: str, desk: Desk) -> None:
    asked = words.split()
    of_measures = desk.run("measures", *asked)
    of_page = desk.run("report", "--out", "report.html", *asked)
    assert of_measures.code == of_page.code != 0
    assert of_page.err.replace("svtool report", "svtool measures") == of_measures.err
    assert "report.html" not in desk.files()
