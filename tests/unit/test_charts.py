"""Charts: an image with a name and words for those who do not see it, told apart by shape as well as by colour."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.output.svg_marks import BLUE, FILLS, GREY, INK, ORANGE, TEAL, Shape, draw_dots
from svtool.output.trend.charts import SLIM, LineChart, Mark, chart_as_svg

SPACE = "{http://www.w3.org/2000/svg}"
KEY: dict[Shape, str] = {"circle": "no signal", "triangle": "signal of concern", "ring": "provisional"}
CHART = LineChart(
    name="trend-own",
    title="Attendances, month by month",
    description="Line chart of 4 months.",
    marks=[Mark(each, mean=20.0, lower=10.0, upper=30.0) for each in (20, 25, 15, 22)],
    ticks=[(0, "2020"), (3, "2021")],
    key=KEY,
)


def drawn(chart: LineChart) -> Element:
    return ElementTree.fromstring(chart_as_svg(chart))  # noqa: S314 (our own)


def shapes_of(root: Element) -> list[str]:
    """Return the closed lines of an image: its points that are no circles."""
    drawn_as = [each.get("d", "") for each in root.iter(f"{SPACE}path")]
    return [each for each in drawn_as if each.endswith("z")]


def texts(root: Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SPACE}text")]


def test_it_is_one_image_named_by_its_title_and_description() -> None:
    root = drawn(CHART)
    assert (root.get("role"), root.get("lang")) == ("img", "en-GB")
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named == {
        "trend-own-title": "Attendances, month by month",
        "trend-own-description": "Line chart of 4 months.",
    }
    assert root.get("aria-labelledby") == " ".join(named)


def test_a_second_drawing_on_one_page_is_named_by_the_first() -> None:
    root = ElementTree.fromstring(chart_as_svg(replace(CHART, name="slim"), SLIM, "trend-own"))  # noqa: S314 (our own)
    assert root.get("aria-labelledby") == drawn(CHART).get("aria-labelledby")
    assert [each for each in root if each.get("id")] == []


def test_text_is_text_and_the_lines_are_named_where_they_end() -> None:
    assert set(texts(drawn(CHART))) >= {"Mean 20.0", "Upper 30.0", "Lower 10.0", "2020", "2021", "0", "no signal"}


def test_names_of_lines_that_nearly_meet_do_not_lie_on_each_other() -> None:
    root = drawn(replace(CHART, marks=[Mark(20, mean=20.0, lower=19.9, upper=20.1)] * 3))
    names = [each for each in root.iter(f"{SPACE}text") if (each.text or "").startswith(("Mean", "Upper", "Lower"))]
    heights = sorted(float(each.get("y", "")) for each in names)
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 14


def test_a_slim_chart_names_its_lines_in_the_key_with_letters_as_large_as_those_of_a_wide_one() -> None:
    root = ElementTree.fromstring(chart_as_svg(CHART, SLIM))  # noqa: S314 (our own)
    assert {"Mean 20.0", "Limits 10.0 to 30.0"} <= set(texts(root))
    assert root.get("font-size") == drawn(CHART).get("font-size")
    assert int(root.get("width", "")) <= 340
    places = [float(each.get("x", "")) for each in root.iter(f"{SPACE}text")]
    assert max(places) <= 340


def test_what_a_title_holds_can_not_break_the_image() -> None:
    root = drawn(replace(CHART, title='Under <25 & "over"', description="a < b"))
    assert root.findtext(f"{SPACE}title") == 'Under <25 & "over"'


@given(spots=st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900)), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_dots_stand_where_they_belong_to_a_tenth_of_a_pixel(spots: list[tuple[float, float]]) -> None:
    root = Element("svg")
    draw_dots(root, spots, GREY, 7)
    place = [0.0, 0.0]
    for (x, y), step in zip(spots, root[0].get("d", "").split("h0"), strict=False):
        place = [begun + float(each) for begun, each in zip(place, step[1:].split(), strict=True)]
        assert place == pytest.approx([x, y], abs=0.051)
    assert root[0].get("d", "").count("h0") == len(spots)


def test_a_gap_breaks_the_line_and_is_shaded() -> None:
    marks = [Mark(20), Mark(21), Mark(None), Mark(22), Mark(23)]
    root = drawn(replace(CHART, marks=marks))
    lines = [each.get("points", "").split() for each in root.iter(f"{SPACE}polyline")]
    assert [len(points) for points in lines] == [2, 2]
    assert "not available" in texts(root)


def test_each_shape_is_drawn_and_explained_only_where_it_stands() -> None:
    plain, marked = drawn(CHART), drawn(replace(CHART, marks=[*CHART.marks, Mark(40, "triangle"), Mark(5, "ring")]))
    assert "signal of concern" not in texts(plain)
    assert {"signal of concern", "provisional", "no signal"} <= set(texts(marked))
    # One at its place and one in the key.
    assert len(shapes_of(marked)) == 2
    assert not shapes_of(plain)


def test_every_shape_can_be_drawn() -> None:
    root = drawn(replace(CHART, marks=[Mark(10, shape) for shape in FILLS], key=dict.fromkeys(FILLS, "here")))
    assert texts(root).count("here") == len(FILLS)


def test_lines_begin_anew_and_a_break_is_marked() -> None:
    marks = [Mark(20, mean=20.0)] * 3 + [Mark(40, mean=40.0)] * 3
    root = drawn(replace(CHART, marks=marks, breaks=[3]))
    means = [each.get("d", "") for each in root.iter(f"{SPACE}path") if each.get("stroke") == GREY]
    levels = {mean.split()[1].split("H")[0] for mean in means}
    assert len(levels) == 2
    assert "recording changed" in texts(root)


def test_what_is_not_known_has_bars_of_its_own_below() -> None:
    below = ("Not known", [5, None, 0, 120])
    root = drawn(replace(CHART, below=below))
    assert {"Not known", "120"} <= set(texts(root))
    greys = [each.get("d", "") for each in root.iter(f"{SPACE}path") if each.get("stroke") == GREY]
    (bars,) = [each for each in greys if "V" in each]
    assert bars.count("V") == 2
    assert int(root.get("height", "")) > int(drawn(CHART).get("height", ""))


@pytest.mark.parametrize("highest", [0, 1, 3, 7, 30, 99, 134, 1_000, 49_999, 1e6])
def test_the_scale_reaches_the_highest_value_with_few_round_marks(highest: float) -> None:
    root = drawn(replace(CHART, marks=[Mark(highest), Mark(0)]))
    marks = [int(each.replace(",", "")) for each in texts(root) if each.replace(",", "").isdigit()]
    scale = [mark for mark in marks if mark not in (2020, 2021)] or marks
    assert max(scale) >= highest
    assert len(scale) <= 7


def test_a_chart_without_points_is_still_one() -> None:
    assert drawn(replace(CHART, marks=[], ticks=[])).get("role") == "img"


def test_the_same_chart_is_the_same_bytes() -> None:
    assert chart_as_svg(CHART) == chart_as_svg(replace(CHART))


def _contrast_with_white(colour: str) -> float:
    """Return the contrast ratio by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize(("colour", "least"), [(INK, 4.5), (BLUE, 4.5), (GREY, 4.5), (ORANGE, 3), (TEAL, 3)])
def test_colours_stand_out_as_wcag_asks_of_text_and_of_shapes(colour: str, least: float) -> None:
    assert _contrast_with_white(colour) >= least
