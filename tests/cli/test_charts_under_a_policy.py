"""The charts of a page under a disclosure policy: what it hides is said, and no number or coordinate gives it away."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from statistics import fmean
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
from command_desk import Desk
from often import slow_but
from page_reading import ReadPage, ReadTable
from scipy.optimize import Bounds, LinearConstraint, milp
from small_project import HEADER, PROJECT

EVERY = re.compile(r", (?:month by month|quarter by quarter|year by year)")
SVG = "{http://www.w3.org/2000/svg}"
MEASURES = {"Robberies": "offence: robbery", "Knife robberies": "offence: robbery, knife: yes"}
AREAS = ("Wirral", "Sefton", "Knowsley")
MONTHS = [f"{year}-{month:02d}" for year in (2020, 2021) for month in range(1, 13)]
LEAST, MOST = 3, 2_000  # how far the range of a suppressed count must reach; far above every count


def extract(seed: int) -> str:
    """Return robberies of two years in three boroughs, few enough that some months must not be told."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    busy = chance.choice([4, 7, 12])
    lines = [HEADER]
    for month in MONTHS:
        for area in AREAS:
            for number in range(chance.randint(0, busy)):
                knife = "Y" if chance.random() < 0.7 else "N"
                lines.append(f"R{len(lines)},{month}-{number + 1:02d},34B,{knife},N,N,30,{area}")
    return "\n".join(lines) + "\n"


def html_of(desk: Desk, seed: int) -> str:
    """Return the page of generated robberies under a policy."""
    return page_of(desk, extract(seed), MEASURES)


def page_of(desk: Desk, records: str, measures: Mapping[str, str], *options: str) -> str:
    """Return the page of some records under a policy."""
    desk.write("svtool.yaml", PROJECT.replace("recorded_crime", "own") + "disclosure: threshold_5\n")
    desk.write("extracts/police.csv", records)
    rows = "".join(
        f"      - {{id: {title.lower().replace(' ', '_')}, title: {title}, source: police, unit: offence, "
        f"where: {{{where}}}, desired: fall}}\n"
        for title, where in measures.items()
    )
    desk.write("definitions/tables/own.yaml", f"id: own\ntitle: Own\ngroups:\n  - title: R\n    measures:\n{rows}")
    ran = desk.run("report", "--out", "report.html", *options)
    assert ran.code == 0, ran.err
    return (desk.folder / "report.html").read_text(encoding="utf-8")


def number_of(cell: str) -> int | None:
    """Return the number that a cell begins with; None where it has none."""
    found = re.match(r"[\d,]+", cell)
    return int(found[0].replace(",", "")) if found else None


def charted(page: ReadPage) -> dict[str, ReadTable]:
    """Return the data of every chart by its measure."""
    tables = [each for each in page.tables if EVERY.search(each.caption)]
    return {each.caption.rpartition(",")[0]: each for each in tables}


class Attacker:
    """Knows each sum of a page: of months of the whole, and of years of boroughs."""

    def __init__(self) -> None:
        self.unknowns: dict[tuple[str, str, str], int] = {}
        self.rows: list[tuple[dict[int, int], float, float]] = []
        self.wanted: dict[str, dict[int, int]] = {}

    def unknown(self, *what: str) -> int:
        return self.unknowns.setdefault((what[0], what[1], what[2]), len(self.unknowns))

    def whole(self, measure: str, days: str) -> dict[int, int]:
        """Return the sum of the months of some days, such as `Jan to Mar 2020`."""
        names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        year, found = days[-4:], [names.index(each) + 1 for each in re.findall(r"[A-Z][a-z]{2}", days)] or [1, 12]
        months = range(found[0], found[-1] + 1)
        return {self.unknown(measure, "whole", f"{year}-{month:02d}"): 1 for month in months}

    def read(self, what: str, sum_: dict[int, int], cell: str) -> None:
        number = number_of(cell)
        if number is None:
            assert cell == "[c]", f"{what}: {cell}"
            self.wanted[what] = sum_
        self.rows.append((sum_, 1 if number is None else number, MOST if number is None else number))

    def know(self) -> None:
        """Add what everybody knows: boroughs make the whole, and a knife robbery is a robbery."""
        for (measure, place, days), number in list(self.unknowns.items()):
            if measure == "Knife robberies":
                self.rows.append(({number: -1, self.unknown("Robberies", place, days): 1}, 0, MOST))
        for measure in MEASURES:
            for year in ("2020", "2021"):
                parts = {number: -1 for (of, place, days), number in self.unknowns.items()
                         if (of, days) == (measure, year) and place != "whole"}  # fmt: skip
                self.rows.append(({**self.whole(measure, year), **parts}, 0, 0))

    def narrow(self) -> list[str]:
        """Return the suppressed counts whose range is too narrow."""
        matrix = np.zeros((len(self.rows), len(self.unknowns)))
        for i, (sum_, _, _) in enumerate(self.rows):
            matrix[i, list(sum_)] = list(sum_.values())
        known = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = []
        for what, sum_ in self.wanted.items():
            cost = np.zeros(len(self.unknowns))
            cost[list(sum_)] = 1
            ends = [
                milp(sign * cost, constraints=known, bounds=Bounds(0, MOST), integrality=np.ones(len(cost)))
                for sign in (1, -1)
            ]
            assert all(each.x is not None for each in ends), "the page contradicts itself"
            low, high = (float(cost @ np.round(each.x)) for each in ends)
            found += [f"{what}: {low:.0f} to {high:.0f}"] if high - low < LEAST else []
        return found


def attack(page: ReadPage) -> list[str]:
    """Return what the numbers of a page give away of what it hides."""
    attacker = Attacker()
    for measure, table in charted(page).items():
        for row in table.rows:
            attacker.read(f"{measure}, {row[0]}", attacker.whole(measure, row[0]), row[1])
    for measure in MEASURES:
        table = next(each for each in page.tables if each.caption == f"{measure}, by area")
        for row in table.rows:
            for year in ("2020", "2021"):
                cell = row[table.headings.index(year)]
                is_whole = row[0] == "Merseyside"
                sum_ = attacker.whole(measure, year) if is_whole else {attacker.unknown(measure, row[0], year): 1}
                attacker.read(f"{measure}, {row[0]}, {year}", sum_, cell)
    attacker.know()
    return attacker.narrow()


def plotted(svg: Element) -> Iterator[float]:
    """Yield the value of every point that a chart draws, from where it stands on the scale."""
    scale = [
        (float(each.text.replace(",", "")), float(each.attrib["y"]) - 4)
        for each in svg.iter(f"{SVG}text")
        if each.attrib.get("text-anchor") == "end" and each.text
    ]
    (low, bottom), (high, top) = min(scale), max(scale)
    for line in svg.iter(f"{SVG}polyline"):
        for spot in line.attrib["points"].split():
            yield low + (high - low) * (bottom - float(spot.split(",")[1])) / (bottom - top)


SEEDS = range(12)


@pytest.mark.parametrize("seed", slow_but(lambda seed: seed == 7, SEEDS))
def test_no_number_and_no_coordinate_of_a_page_gives_away_what_it_hides(seed: int, desk: Desk) -> None:
    html = html_of(desk, seed)
    page = ReadPage(html)
    assert attack(page) == []
    drawings = [fromstring(each) for each in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 (svtool's own)
    titles = [each.findtext(f"{SVG}title") or "" for each in drawings]
    images = {EVERY.split(title)[0]: each for title, each in zip(titles, drawings, strict=True) if EVERY.search(title)}
    for measure, table in charted(page).items():
        shown = [number for row in table.rows if (number := number_of(row[1])) is not None]
        drawn = [round(value) for value in plotted(images[measure])]
        assert set(drawn) <= set(shown)
        assert len(drawn) <= len(shown)
        if "Mean" in table.headings:
            means = {row[table.headings.index("Mean")] for row in table.rows}
            assert means == {f"{fmean(shown):.1f}".removesuffix(".0")}, "the mean is that of what is shown"


def few(when: Mapping[str, Mapping[str, int]]) -> str:
    """Return twenty robberies a month in Wirral, except where other areas and numbers are given for a month."""
    lines = [HEADER]
    for month in MONTHS:
        for area, number in when.get(month, {"Wirral": 20}).items():
            lines += [f"R{month}{place},{month}-{place + 1:02d},34B,N,N,N,30,{area}" for place in range(number)]
    return "\n".join([lines[0], *sorted(lines[1:])]) + "\n"


HIDDEN = {
    "two areas": [{"2021-05": {"Wirral": 15, "Sefton": own, "Knowsley": 5 - own}} for own in (2, 3)],
    "two months": [{"2021-02": {"Wirral": own}, "2021-03": {"Wirral": 5 - own}} for own in (2, 3)],
}
ROBBERIES = {"Robberies": MEASURES["Robberies"]}
ALONE = ("--periods", "calendar:2021")  # nothing is compared, so nothing says how much months vary


@pytest.mark.parametrize("where", HIDDEN)
def test_what_is_hidden_may_be_otherwise_and_the_page_is_the_same(where: str, desk: Desk) -> None:
    one, other = (page_of(desk, few(when), ROBBERIES, *ALONE) for when in HIDDEN[where])
    assert "[c]" in one
    assert one == other


def test_a_suppressed_month_is_said_in_the_table_in_words_and_in_the_chart(desk: Desk) -> None:
    html = page_of(desk, few(HIDDEN["two months"][0]), ROBBERIES, *ALONE)
    page = ReadPage(html)
    (table,) = charted(page).values()
    assert [row[:2] for row in table.rows if row[1] == "[c]"] == [["Feb 2021", "[c]"], ["Mar 2021", "[c]"]]
    assert "[c] Suppressed: Feb to Mar 2021; the mean and the limits are of those" in page.section("Month by month")
    assert html.count(">suppressed</text>") == 2  # in both drawings


def test_months_are_not_charted_beside_a_table_whose_variation_would_name_a_hidden_one(desk: Desk) -> None:
    # 2020 and 2021 are compared, so how much their months vary is printed: a sum of squares of all of them.
    page = ReadPage(page_of(desk, few(HIDDEN["two months"][0]), ROBBERIES))
    assert "By quarter, for the disclosure policy does not let its months be shown." in page.section("Month by month")
