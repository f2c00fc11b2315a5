"""The pictures of areas on the page: from real projects, with and without boundaries, rates and a policy."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from command_desk import Desk
from page_reading import ReadPage
from small_project import HEADER, PROJECT

LICENCE = "Contains OS data © Crown copyright and database right."
TOWNS = "".join(f"  - {{name: Town {number}}}\n" for number in range(1, 13))


def html_of(desk: Desk, *options: str) -> str:
    """Return the page that a report writes."""
    ran = desk.run("report", "--out", "report.html", *options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return (desk.folder / "report.html").read_text(encoding="utf-8")


def areas_of(html: str) -> str:
    """Return the part of a page that compares areas."""
    return html[html.index('<h2 id="areas">') : html.index('<h2 id="known">')]


def robberies(counts: dict[str, int]) -> str:
    """Return an extract of 2020 and 2021 with so many robberies a year in each area, spread over the days."""
    lines = [HEADER]
    for year in (2020, 2021):
        for area, count in counts.items():
            days = [date(year, 1, 1) + timedelta(days=number * 365 // count) for number in range(count)]
            lines += [f"{area}{day}{number},{day},34B,N,N,N,30,{area}" for number, day in enumerate(days)]
    return "\n".join(lines) + "\n"


def test_rates_are_drawn_with_their_data_beside_and_a_map_with_its_licence(desk: Desk) -> None:
    html = html_of(desk, "--rates")
    page = ReadPage(html)
    titles = [each["title"] for each in page.images]
    assert any(title.startswith("Recorded offences: Rate per 100,000 people by area, 2021") for title in titles)
    assert any(title.endswith("against all areas together") for title in titles)
    data = page.table("Recorded offences: Rate per 100,000 people by area")
    assert data.rows[0][0] == "Wirral"
    assert LICENCE in areas_of(html)
    assert "Highest: Wirral" in page.section("Areas compared")


def test_rates_are_drawn_unasked_where_estimates_ship_and_stand_in_tables_where_asked(desk: Desk) -> None:
    titles, headings = [], []
    for options in ((), ("--rates",)):
        page = ReadPage(html_of(desk, *options))
        titles.append([each["title"] for each in page.images])
        headings.append(next(each for each in page.tables if each.caption.endswith("by area")).headings)
        assert "People: ONS mid-year estimates" in page.section("Areas compared")
    assert titles[0] == titles[1]
    assert not any("Rate per" in heading for heading in headings[0])
    assert any("Rate per" in heading for heading in headings[1])


def test_without_rates_an_area_shows_the_verdict_on_its_change(towns: Desk) -> None:
    """Of a file that the project brings, rates are asked for: what nobody asks for must not stop a run over it."""
    page = ReadPage(html_of(towns))
    first = next(each for each in page.images if each["title"].endswith("Change since 2020, and the verdict on it"))
    assert first["desc"].startswith("No clear change: Town 1,")
    assert page.table("Recorded offences: Change since 2020").headings[-1] == "Verdict"


@pytest.fixture
def towns(desk: Desk) -> Desk:
    """A project whose areas are twelve towns with no codes, of which estimates are brought."""
    desk.write("definitions/areas/towns.yaml", f"id: towns\ntitle: Towns\nareas:\n{TOWNS}")
    people = [f"Town {number},2021,,,{10_000 + 1_000 * number},our estimates,us" for number in range(1, 13)]
    desk.write("people.csv", "\n".join(["area_code,year,age_lo,age_hi,population,series,source", *people]) + "\n")
    desk.write("svtool.yaml", PROJECT.replace("areas: merseyside", "areas: towns\npopulations: people.csv").replace(
        "mapping: standard", "mapping: standard, area_basis: incident, from: 2020-01-01, to: 2021-12-31, "
        "selected_on: recorded_date"))  # fmt: skip
    desk.write("extracts/police.csv", robberies({f"Town {number}": 60 + number for number in range(1, 13)}))
    return desk


def test_twelve_areas_without_boundaries_have_a_funnel_and_tiles(towns: Desk) -> None:
    html = html_of(towns, "--rates")
    titles = [each["title"] for each in ReadPage(html).images]
    assert any(title.endswith("with funnel limits") for title in titles)
    assert "Tiles in the order of the area set" in areas_of(html)
    assert LICENCE not in html


@pytest.mark.slow
def test_no_picture_depends_on_what_a_policy_hides(towns: Desk) -> None:
    """Hidden towns change places with each other, and not a byte of the areas changes with them."""
    parts = []
    for small in ((2, 3, 4, 4), (4, 4, 3, 2)):
        counts = {f"Town {number}": 60 + number for number in range(1, 13)}
        counts |= {f"Town {number}": count for number, count in zip((3, 5, 7, 9), small, strict=True)}
        towns.write("extracts/police.csv", robberies(counts))
        parts.append(areas_of(html_of(towns, "--rates", "--disclosure", "threshold_5")))
    assert "[c] suppressed" in parts[0]
    assert "<svg" in parts[0]
    assert parts[0] == parts[1]


def test_a_page_of_33_boroughs_stays_small(desk: Desk) -> None:
    desk.write("svtool.yaml", PROJECT.replace("areas: merseyside", "areas: metropolitan"))
    pictures = re.findall(r"<svg.*?</svg>", areas_of(html_of(desk)), re.DOTALL)
    assert all(len(each) < 25_000 for each in pictures)
