"""The chart of plain characters: fitted to the terminal, with every point where it belongs."""

from __future__ import annotations

import io
from datetime import date

from rich.text import Text

from svtool.commands.trend.series_points import SeriesPoint
from svtool.dates import add_months, month_end
from svtool.output.terminal import open_console, written
from svtool.output.trend.trend_text import HEIGHT, KEY, draw, each_together


def point(number: int, count: int | None, direction: str = "", status: str = "") -> SeriesPoint:
    start = add_months(date(2019, 11, 1), number)
    return SeriesPoint(
        measure_id="own", measure="Own", source="ed", unit="attendance", area_code="", area="", series="month",
        number=number + 1, month=f"{start.year}-{start.month:02d}", start=start, end=month_end(start), days=30,
        days_covered=30, count=count, mean=10.0, lower=5.0, upper=20.0, direction=direction, status=status,
    )  # fmt: skip


def test_a_chart_has_a_sign_for_every_point_at_its_height() -> None:
    points = [
        point(0, 20, "up"),
        point(1, 10),
        point(2, 0, "down"),
        point(3, None, status="x"),
        point(4, 15, status="p"),
    ]
    lines = draw(points, None)
    assert lines[0] == "    20 |^......... upper 20"
    assert lines[HEIGHT // 2] == "       |--o------- mean 10"
    assert lines[HEIGHT - 1] == "     0 |    v x"
    assert lines[3] == "       |        p"
    assert lines[HEIGHT : HEIGHT + 2] == ["       ++---+-----", "            2020"]


def test_a_narrow_terminal_shows_the_latest_points_and_says_so() -> None:
    points = [point(number, 10) for number in range(60)]
    lines = draw(points, 60)
    assert lines[-1] == "The chart shows the last 34 of 60; the table has all."
    assert max(len(line) for line in lines[:HEIGHT]) <= 60
    assert draw(points, 200)[-1] != lines[-1]


def test_a_chart_of_nothing_but_zeros_can_be_drawn() -> None:
    zero = SeriesPoint(**{**vars(point(0, 0)), "mean": 0.0, "lower": 0.0, "upper": 0.0})
    assert draw([zero], None)[HEIGHT - 1] == "     0 |o- upper 0, mean, lower"


def test_on_a_narrow_terminal_no_sign_of_the_key_is_parted_from_its_meaning() -> None:
    stream = io.StringIO()
    open_console(stream, 80, colour=False).print(Text(each_together(KEY)))
    assert [line.split("  ")[-1] for line in written(stream).splitlines()] == ["- mean", ". limits"]
