"""Measures the six kinds of charts of a report, as svtool and as matplotlib draw them; prints Markdown.

    pip install matplotlib afcharts
    python benchmarks/charts.py --beside beside.html

Both draw the sample in the colours of the Analysis Function: the same changes, months, rates and outlines, at the same
size, as SVG whose text is text. Time is processor time, the least of several rounds. `--beside` writes both side by
side, to be looked at.
"""

from __future__ import annotations

import argparse
import html
import io
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from afcharts.af_colours import get_af_colours

from svtool.commands.report import Report, report
from svtool.commands.report.changes_since import ChangesSince
from svtool.commands.report.rates_by_area import RatesByArea, rate_of
from svtool.commands.scope import Request
from svtool.commands.trend.series_points import Series
from svtool.figures.change_verdict import BY_CHANCE
from svtool.output.page.area_classes import by_rate
from svtool.output.page.area_funnel import funnel_as_svg, limits_of
from svtool.output.page.area_map import map_as_svg
from svtool.output.page.area_rates_plot import rates_as_svg
from svtool.output.page.area_shapes import shapes_of
from svtool.output.page.change_picture import changes_as_svg
from svtool.output.page.sparklines import sparkline
from svtool.output.trend.charts import chart_as_svg
from svtool.output.trend.trend_chart import chart_of
from svtool.statistics.rate_limits import LEVELS

ROUNDS = 5
PER_INCH = 72.0  # pixels of an SVG, as matplotlib writes it
DARK_BLUE, TURQUOISE, PINK, ORANGE = get_af_colours("categorical", number_of_colours=4)
NO_ENDS = {"capsize": 3, "color": DARK_BLUE}


@dataclass(frozen=True)
class Pair:
    """A kind of chart: what it is, and the two that draw it."""

    what: str
    ours: Callable[[], str]
    theirs: Callable[[], str]


def main() -> None:
    """Draw, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--beside", type=Path, help="the page to write, with both side by side")
    options = parser.parse_args()
    plt.style.use("afcharts.afcharts")
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "svtool", "font.size": 9})
    pairs = _pairs(report(Request(sample=True, rates=True)))
    _print_table(pairs)
    _print_imports()
    if options.beside:
        options.beside.write_text(_beside(pairs), encoding="utf-8")


def _pairs(found: Report) -> list[Pair]:
    changes = found.since[0]
    series = next(each.series for each in found.months if each.series)
    rates = next(each for each in found.rates if each)
    values = [point.count for point in series.months]
    areas = [by_rate(each) for each in rates.areas]
    outlines = {each.figure.area: found.outlines[each.figure.area] for each in areas}
    return [
        Pair("change since the baseline", lambda: changes_as_svg(changes, "a"), lambda: changes_by_mpl(changes)),
        Pair("month by month, with limits", lambda: chart_as_svg(chart_of(series)), lambda: months_by_mpl(series)),
        Pair("a row's months", lambda: sparkline(values, "Months", ("month", "months")), lambda: spark_by_mpl(series)),
        Pair("rates by area", lambda: rates_as_svg(rates, "b"), lambda: rates_by_mpl(rates)),
        Pair("funnel plot", lambda: funnel_as_svg(rates, "c"), lambda: funnel_by_mpl(rates)),
        Pair(
            "small map",
            lambda: map_as_svg("Rates", areas, shapes_of(outlines, list(outlines)), "d"),
            lambda: map_by_mpl(rates, found),
        ),
    ]


def figure(width: int, height: int) -> tuple[plt.Figure, plt.Axes]:
    """Return an empty figure of a size in pixels."""
    return plt.subplots(figsize=(width / PER_INCH, height / PER_INCH), layout="constrained")


def svg_of(drawn: plt.Figure) -> str:
    """Return a figure as SVG, without the day on which it was drawn."""
    out = io.StringIO()
    drawn.savefig(out, format="svg", metadata={"Date": None})
    plt.close(drawn)
    return out.getvalue()


def changes_by_mpl(changes: ChangesSince) -> str:
    """Draw the picture of changes."""
    rows = list(reversed(changes.rows))
    drawn, axes = figure(960, 42 * len(rows))
    for place, row in enumerate(rows):
        found = row.against
        said = f"{found.before} \u2192 {found.now}\n{found.verdict}"
        axes.text(1.02, place, said, transform=axes.get_yaxis_transform(), va="center")
        if found.verdict in BY_CHANCE and found.per_cent is not None:
            middle, low, high = found.per_cent, found.lower or -100.0, found.upper if found.upper is not None else 150.0
            axes.errorbar(middle, place, xerr=[[middle - low], [max(high, middle) - middle]], fmt="s", **NO_ENDS)
    axes.axvline(0, color="#0B0C0C")
    axes.set_yticks(range(len(rows)), [row.figure.measure for row in rows])
    axes.set_xlim(-100, 150)
    return svg_of(drawn)


def months_by_mpl(series: Series) -> str:
    """Draw months with their mean and limits."""
    drawn, axes = figure(720, 360)
    points = series.charted
    places = range(len(points))
    axes.plot(places, [point.value for point in points], marker="o", color=DARK_BLUE)
    for name, style in (("mean", "-"), ("lower", "--"), ("upper", "--")):
        axes.plot(places, [getattr(point, name) for point in points], style, color="#3D3D3D", drawstyle="steps-mid")
    firsts = [place for place, point in enumerate(points) if point.month.endswith("-01")]
    axes.set_xticks(firsts, [points[place].month[:4] for place in firsts])
    axes.set_ylim(0)
    axes.set_title(f"{series.measure}, month by month")
    return svg_of(drawn)


def spark_by_mpl(series: Series) -> str:
    """Draw the small line of a table's row."""
    drawn, axes = figure(132, 30)
    values = [point.count for point in series.months]
    axes.plot(range(len(values)), values, color=DARK_BLUE)
    axes.axis("off")
    return svg_of(drawn)


def rates_by_mpl(rates: RatesByArea) -> str:
    """Draw rates with their intervals."""
    drawn, axes = figure(340, 300)
    rated = [each for each in reversed(rates.rated) if each.rate]
    for place, each in enumerate(rated):
        rate, low, high = (value or 0.0 for value in (each.rate.rate, each.rate.rate_lower_95, each.rate.rate_upper_95))
        axes.errorbar(rate, place, xerr=[[rate - low], [high - rate]], fmt="o", **NO_ENDS)
        axes.text(high, place + 0.2, f"{rate:.1f} ({low:.1f} to {high:.1f})", ha="right")
    axes.axvline(rates.line or 0.0, linestyle="--", color="#0B0C0C")
    axes.set_yticks(range(len(rated)), [each.area for each in rated])
    axes.set_xlim(0)
    return svg_of(drawn)


def funnel_by_mpl(rates: RatesByArea) -> str:
    """Draw rates against people, with funnel limits."""
    drawn, axes = figure(340, 380)
    by_people = sorted(rates.rated, key=lambda each: each.rate.population if each.rate else 0)
    people = [each.rate.population if each.rate else 0 for each in by_people]
    for level in LEVELS:
        limits = [limits_of(each, rates).by_level[level] for each in by_people]
        for side in ("lower", "upper"):
            axes.plot(people, [getattr(each, side) for each in limits], color="#3D3D3D")
    axes.scatter(people, [rate_of(each) for each in by_people], color=DARK_BLUE)
    for each, number in zip(by_people, people, strict=True):
        axes.annotate(each.area, (number, rate_of(each) or 0.0))
    axes.axhline(rates.line or 0.0, color="#0B0C0C")
    return svg_of(drawn)


def map_by_mpl(rates: RatesByArea, found: Report) -> str:
    """Draw the areas in three shades, each with its name and rate."""
    drawn, axes = figure(340, 380)
    shades = {"dark": DARK_BLUE, "pale": "#E6E6E6", "light": "#FFFFFF"}
    for each in (by_rate(area) for area in rates.areas):
        rings = found.outlines[each.figure.area]
        for ring in rings:
            axes.fill(*zip(*ring, strict=True), facecolor=shades.get(each.kind.shade, "#FFFFFF"), edgecolor="#0B0C0C")
        points = max(rings, key=len)
        middle = [sum(point[axis] for point in points) / len(points) for axis in (0, 1)]
        axes.annotate(f"{each.figure.area}\n{each.number}", middle, ha="center")
    axes.set_aspect(1.6)
    axes.axis("off")
    return svg_of(drawn)


def _time_of(draw: Callable[[], str]) -> float:
    draw()  # what is loaded at the first call counts apart
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        draw()
        taken.append(time.process_time() - start)
    return 1000 * min(taken)


def _print_table(pairs: list[Pair]) -> None:
    print("| chart | svtool: KB | ms | named and described | matplotlib: KB | ms | named and described |")
    print("|---|--:|--:|---|--:|--:|---|")
    totals = [0.0] * 4
    for pair in pairs:
        cells, numbers = [], []
        for draw in (pair.ours, pair.theirs):
            svg, taken = draw(), _time_of(draw)
            numbers += [len(svg.encode()) / 1000, taken]
            cells += [f"{numbers[-2]:.1f}", f"{taken:.1f}", _accessible(svg)]
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        print(f"| {pair.what} | {' | '.join(cells)} |")
    ours, our_time, theirs, their_time = totals
    print(f"| together | {ours:.1f} | {our_time:.1f} | | {theirs:.1f} | {their_time:.1f} | |")


def _accessible(svg: str) -> str:
    named = 'role="img"' in svg and ("aria-labelledby" in svg or "aria-label" in svg)
    described = "<desc" in svg or "aria-label=" in svg
    return "yes" if named and described else "no"


def _print_imports() -> None:
    """Print what loading what draws costs a process that has counted, and has loaded what a report needs for that."""
    print()
    for what, words in (
        ("svtool's charts", "import svtool.output.trend.charts, svtool.output.page.area_pictures"),
        ("matplotlib", "import matplotlib; matplotlib.use('svg'); import matplotlib.pyplot"),
    ):
        timed = f"start = time.process_time(); {words}; print(1000 * (time.process_time() - start))"
        say = f"import svtool.commands.report, time; {timed}"
        runs = [subprocess.run([sys.executable, "-c", say], capture_output=True, check=True) for _ in range(3)]
        print(f"Loading {what}: {min(float(each.stdout) for each in runs):.0f} ms of processor time.")


def _beside(pairs: list[Pair]) -> str:
    rows = "".join(
        f"<h2>{html.escape(pair.what)}</h2><div style='display:flex;gap:24px;align-items:flex-start'>"
        f"<div>{pair.ours()}</div><div>{re.sub(r'^.*?(?=<svg)', '', pair.theirs(), flags=re.DOTALL)}</div></div>"
        for pair in pairs
    )
    return f"<!DOCTYPE html><meta charset='utf-8'><title>Charts side by side</title>{rows}"


if __name__ == "__main__":
    main()
