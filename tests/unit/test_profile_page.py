"""The page of a profile: what its text says, in accessible tables, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from test_layout import figure
from test_sections import both_years, profile_of

from svtool.commands.measures import Result
from svtool.figures.contract import SUPPRESSED, Figure
from svtool.output.page.profile_page import profile_as_html
from svtool.output.sections import lay_out_sections

PART = {"area": "Wirral", "place": "part", "area_code": "E08000015"}


class Reader(HTMLParser):
    """Collects the cells of every table, the attributes of every tag, and every id and address within the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._table, self._cell = "", False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag == "table":
            self._table = given["id"] or ""
            self.tables[self._table] = []
        if tag in ("td", "th"):
            self.tables[self._table].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[self._table][-1] += data.replace("\N{NO-BREAK SPACE}", " ")


def read(result: Result) -> Reader:
    reader = Reader()
    reader.feed(profile_as_html(result))
    return reader


def by_area(name: str) -> list[Figure]:
    parts = [figure(2020, 4, table=name, not_known=1, **PART), figure(2021, 6, table=name, **PART)]
    return [*both_years(name), *parts]


@pytest.fixture
def profile() -> Result:
    return replace(profile_of(*both_years("whole"), *by_area("places")), by=("area",))


def test_every_line_of_the_text_stands_in_the_tables_of_its_section(profile: Result) -> None:
    tables = read(profile).tables
    for table, section in zip(profile.tables, lay_out_sections(profile).sections, strict=True):
        own = [cell for name, cells in tables.items() if name.endswith(f"-{table.id}") for cell in cells]
        wanted = [text for line in section.lines for text in (*line.cells, line.label.strip()) if text]
        details = [line.label.strip() for line in section.lines if line.kind == "detail"]
        assert [text for text in wanted if text not in own and text not in details] == []
    assert "Not known, Year 2020" in tables["figures-places"]


def test_every_table_has_a_caption_headings_and_names_of_rows(profile: Result) -> None:
    tags = read(profile).tags
    tables = sum(tag == "table" for tag, _ in tags)
    assert tables == sum(tag == "caption" for tag, _ in tags) > len(profile.tables)
    assert {given.get("scope") for tag, given in tags if tag == "th"} == {"col", "row"}


def test_the_contents_lead_to_every_section_and_no_id_stands_twice(profile: Result) -> None:
    tags = read(profile).tags
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len({*ids})
    targets = [given["href"] or "" for tag, given in tags if tag == "a"]
    assert {"#section-whole", "#section-places"} < {*targets}
    assert {each.removeprefix("#") for each in targets} <= {*ids}


def test_the_page_needs_no_script_and_nothing_of_elsewhere(profile: Result) -> None:
    page = profile_as_html(profile)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:,)", page)


def test_what_a_policy_hides_stands_nowhere_on_the_page(profile: Result) -> None:
    secret, hidden = 98_765, {"count": None, "not_known": None, "status": SUPPRESSED}

    def with_parts(**changes: Any) -> str:
        changed = [each.but(**changes) if each.place == "part" else each for each in profile.figures]
        return profile_as_html(replace(profile, figures=changed))

    assert f"{secret:,}" in with_parts(count=secret)
    assert "[c]" in with_parts(**hidden)
    assert str(secret) not in with_parts(**hidden).replace(",", "")


def test_names_are_text_and_never_markup(profile: Result) -> None:
    figures = [each.but(area="<b>Wirral</b>") if each.place == "part" else each for each in profile.figures]
    page = profile_as_html(replace(profile, figures=figures))
    assert "<b>" not in page and "&lt;b&gt;Wirral" in page
