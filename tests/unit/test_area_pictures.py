"""Areas as pictures: rates with intervals, funnels, maps and tiles; and nothing in them of what is suppressed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from test_layout import figure

from svtool.commands.report.measures_by_area import MeasureByArea
from svtool.commands.report.rates_by_area import RatesByArea, rates_by_area
from svtool.figures.against import PRECEDING
from svtool.figures.change_verdict import BETTER, NO_CLEAR_CHANGE, RECORDING_CHANGED, WORSE
from svtool.figures.contract import SUPPRESSED, AgainstWhole, Figure, PopulationRate
from svtool.figures.notices import SYNTHETIC
from svtool.output.page.area_classes import by_rate, by_verdict
from svtool.output.page.area_data import rates_grid
from svtool.output.page.area_funnel import beyond, funnel_as_svg, has_funnel
from svtool.output.page.area_map import map_as_svg, outlines_as_svg, unlabelled
from svtool.output.page.area_rates_plot import rates_as_svg
from svtool.output.page.area_shapes import shapes_of
from svtool.output.page.area_words import beyond_words, told
from svtool.output.page.key_messages import areas_message
from svtool.output.page.picture_scale import scale_to
from svtool.output.wording.note_words import note_words
from svtool.statistics.benchmark import compare_with_benchmark
from svtool.statistics.rate_limits import crude_rate

SVG = "{http://www.w3.org/2000/svg}"
SQUARES = {
    "West": [((0, 0), (0, 100), (100, 100), (100, 0))],
    "East": [((100, 0), (100, 100), (200, 100), (200, 0))],
    "Isle": [((201, 0), (201, 2), (203, 2), (203, 0))],
}


def rated(area: str, count: int, people: int, line: float | None = None, **changes: Any) -> Figure:
    """Return the figure of an area in 2021 with its rate, set against a rate of all areas where one is given."""
    found = crude_rate(count, people)
    against = None
    if line is not None:
        verdict = compare_with_benchmark(count, line * people / 100_000)
        against = AgainstWhole(verdict.direction, verdict.level)
    rate = PopulationRate(
        population=people, population_year=2021, population_ages="all ages", rate=found.value,
        rate_lower_95=found.at_95.lower, rate_upper_95=found.at_95.upper, rate_against_whole=against,
    )  # fmt: skip
    return figure(2021, count, **{"area": area, "place": "part", "rate": rate, "column": "2021", **changes})


def hidden(area: str, people: int = 50_000) -> Figure:
    """Return the figure of an area whose count is suppressed."""
    rate = PopulationRate(population=people, population_year=2021, rate_status=SUPPRESSED)
    return figure(2021, None, area=area, place="part", status=SUPPRESSED, not_known=None, rate=rate, column="2021")


def in_areas(*figures: Figure, whole: Figure | None = None) -> RatesByArea:
    """Return the rates of a measure in some areas."""
    first = whole or rated("All", sum(each.count or 0 for each in figures), 500_000)
    all_of_it = replace(first, place="whole", area="All")
    found = rates_by_area(MeasureByArea("Thefts", {"All": [all_of_it], **{each.area: [each] for each in figures}}))
    assert found is not None
    return found


def many(number: int = 12) -> RatesByArea:
    """Return the rates of many areas, one of which is far beyond the others."""
    plain = [(f"Area {place}", 100 if place else 300, 80_000 + 1_000 * place) for place in range(number)]
    line = 100_000 * sum(count for _, count, _ in plain) / sum(people for *_, people in plain)
    return in_areas(*(rated(area, count, people, line) for area, count, people in plain))


def texts_of(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 (ours)


def marks_of(svg: str) -> int:
    """Return how many points and shapes a picture has."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (we have just written it)
    shapes = [each for each in root.iter() if each.tag == f"{SVG}circle" or each.get("d", "").endswith("z")]
    return len(shapes)


# Rates


def test_the_highest_rate_stands_first_with_its_interval_as_numbers() -> None:
    svg = rates_as_svg(in_areas(rated("Low", 50, 100_000), rated("High", 200, 100_000)), "one")
    texts = texts_of(svg)
    assert texts.index("High") < texts.index("Low")
    assert "200.0 (173.2 to 229.7)" in texts


def test_the_line_is_the_rate_of_all_areas_together_which_the_verdicts_are_against() -> None:
    found = in_areas(rated("One", 50, 100_000), rated("Two", 200, 100_000), whole=rated("All", 400, 200_000))
    assert (found.line, found.of_all_areas) == (125, True)
    assert "All areas together: 125.0" in texts_of(rates_as_svg(found, "one"))


def test_where_an_area_has_no_rate_the_line_is_the_printed_rate_of_the_whole() -> None:
    found = in_areas(rated("One", 50, 100_000), rated("Two", 200, 100_000), hidden("Three"),
                     whole=rated("All", 400, 250_000))  # fmt: skip
    assert (found.line, found.of_all_areas) == (160, False)
    assert "The whole, areas not known included: 160.0" in texts_of(rates_as_svg(found, "one"))


def test_an_image_that_may_travel_alone_says_that_its_records_are_made_up() -> None:
    svg = rates_as_svg(in_areas(rated("One", 5, 1_000), rated("Two", 7, 1_000)), "one", [SYNTHETIC])
    said = note_words(SYNTHETIC)
    assert said in texts_of(svg)
    assert f"{said} Thefts: Rate per 100,000 people" in svg


def test_fewer_than_two_areas_with_a_rate_are_no_picture() -> None:
    alone = {"All": [replace(rated("All", 5, 1_000), place="whole")], "One": [rated("One", 5, 1_000)]}
    assert rates_by_area(MeasureByArea("Thefts", alone)) is None


def test_figures_in_a_map_are_short() -> None:
    labels = [by_rate(rated("One", count, people)).label for count, people in
              ((0, 1_000), (1, 9_000_000), (37, 1_000_000), (1_234, 100_000))]  # fmt: skip
    assert labels == ["0", "<0.1", "3.7", "1,234"]


# Nothing of what is suppressed


def drawings(rates: RatesByArea, order: Sequence[str]) -> list[str]:
    """Return every picture of some rates, and their data."""
    own = {each.area: by_rate(each) for each in rates.areas}
    shapes = shapes_of({}, order)
    return [
        rates_as_svg(rates, "one"),
        *([funnel_as_svg(rates, "two")] if has_funnel(rates) else []),
        map_as_svg("Rates", [own[name] for name in order], shapes, "three"),
        str(rates_grid(rates, "four")),
    ]


@pytest.mark.parametrize("number", [3, 12])
def test_a_suppressed_area_has_no_point_no_shade_and_no_place_that_says_anything(number: int) -> None:
    shown = [rated(f"Area {place}", 50 + place, 100_000) for place in range(number - 1)]
    whole = rated("All", 60 * number, 100_000 * number)
    order = ["Area 0", "Hidden", *(each.area for each in shown[1:])]
    rates = in_areas(shown[0], hidden("Hidden"), *shown[1:], whole=whole)
    assert rates.areas[-1].area == "Hidden"
    pictures = drawings(rates, order)
    assert marks_of(pictures[0]) == number - 1 + 1  # and the key
    assert "[c] suppressed" in texts_of(pictures[0])
    assert "[c]" in texts_of(pictures[-2])
    if number >= 10:
        assert "Hidden" not in pictures[1]
        assert marks_of(pictures[1]) == number - 1 + 1  # and the key


def test_ends_of_scales_come_from_what_is_shown_alone() -> None:
    shown = [rated(f"Area {place}", 50 + place, 100_000) for place in range(11)]
    whole = rated("All", 650, 1_200_000)
    few, numerous = (in_areas(*shown, hidden("Hidden", people), whole=whole) for people in (1_000, 90_000_000))
    assert rates_as_svg(few, "one") == rates_as_svg(numerous, "one")
    assert funnel_as_svg(few, "one") == funnel_as_svg(numerous, "one")


# The funnel


def test_ten_areas_or_more_have_a_funnel() -> None:
    assert has_funnel(many(10))
    assert not has_funnel(many(9))


def test_it_names_the_area_beyond_the_wider_limits_and_agrees_with_the_verdicts() -> None:
    rates = many()
    assert [each.area for each in beyond(rates, 0.998)] == ["Area 0"]
    assert "Area 0" in texts_of(funnel_as_svg(rates, "one"))
    against = [each.rate.rate_against_whole for each in rates.rated if each.rate]
    assert len(beyond(rates, 0.95)) == sum(each is not None and each.level is not None for each in against)


def test_the_limits_of_every_area_stand_beside_it() -> None:
    grid = rates_grid(many(), "data")
    assert [heading for heading in grid.headings if heading.startswith("Funnel")] == [
        "Funnel, 95%: lower limit", "Funnel, 95%: upper limit", "Funnel, 99.8%: lower limit",
        "Funnel, 99.8%: upper limit",
    ]  # fmt: skip
    first = dict(zip(grid.headings, grid.rows[0], strict=True))
    assert float(first["Rate per 100,000"]) > float(first["Funnel, 99.8%: upper limit"])


# The map


def test_areas_with_boundaries_are_a_map_with_the_figure_in_each_and_without_are_tiles() -> None:
    drawn = shapes_of(SQUARES, ["West", "East"])
    assert drawn.is_map
    areas = [by_rate(rated("West", 300, 100_000, 150)), by_rate(rated("East", 10, 100_000, 150))]
    assert {"West", "▲ 300", "East", "▼ 10"} <= set(texts_of(map_as_svg("Rates", areas, drawn, "one")))
    assert not shapes_of({"West": SQUARES["West"]}, ["West", "East"]).is_map


def test_the_maps_of_a_page_point_at_outlines_that_it_holds_once_and_a_map_alone_has_its_own() -> None:
    drawn = shapes_of(SQUARES, ["West", "East"])
    areas = [by_rate(rated("West", 300, 100_000)), by_rate(rated("East", 10, 100_000))]
    held = set(re.findall(r'id="(outline-[^"]+)"', outlines_as_svg(drawn)))
    shared = map_as_svg("Rates", areas, drawn, "one", shares_outlines=True)
    assert len(held) == 2
    assert set(re.findall(r'href="#([^"]+)"', shared)) == held
    alone = map_as_svg("Rates", areas, drawn, "one")
    assert all(shape.path in alone and shape.path not in shared for shape in drawn.shapes.values())


def test_an_area_too_small_for_its_figure_is_named() -> None:
    drawn = shapes_of(SQUARES, list(SQUARES))
    areas = [by_rate(rated(name, 300, 100_000)) for name in SQUARES]
    assert unlabelled(areas, drawn) == ["Isle"]


def test_neighbours_meet_at_the_same_pixels() -> None:
    drawn = shapes_of(SQUARES, ["West", "East"])
    numbers = [set(re.findall(r"\d+", drawn.shapes[name].path.split("l")[0])) for name in ("West", "East")]
    assert all(numbers)
    assert drawn.shapes["East"].one_line.x - drawn.shapes["West"].one_line.x == pytest.approx(168, abs=1)


def test_what_is_suppressed_is_hatched_and_said() -> None:
    areas = [by_rate(rated("West", 300, 100_000)), by_rate(hidden("East"))]
    svg = map_as_svg("Rates", areas, shapes_of(SQUARES, ["West", "East"]), "one")
    assert "url(#one-hatch)" in svg
    assert {"[c]", "suppressed"} <= set(texts_of(svg))


@pytest.mark.parametrize(
    ("verdict", "shade", "words"),
    [(BETTER, "light", "better"), (WORSE, "dark", "worse"), (NO_CLEAR_CHANGE, "pale", "no clear change"),
     (RECORDING_CHANGED, "hatched", RECORDING_CHANGED)],
)  # fmt: skip
def test_without_rates_an_area_shows_the_verdict_on_its_change(verdict: str, shade: str, words: str) -> None:
    changed = figure(2021, 5, area="West", compared_with="Year 2020", verdict=verdict, change=-5, change_pct=-50.0)
    found = by_verdict(changed, PRECEDING.of(changed))
    assert (found.kind.shade, found.kind.words) == (shade, words)


def test_long_names_and_names_written_from_right_to_left_stay_in_their_tile() -> None:
    names = ["Bournemouth, Christchurch and Poole and all that lies beside it", "מרכז העיר", "Short"]
    areas = [by_rate(rated(name, 300, 100_000)) for name in names]
    texts = texts_of(map_as_svg("Rates", areas, shapes_of({}, names), "one"))
    assert "מרכז העיר" in texts
    assert max(len(text) for text in texts if text != "not set against all areas together") <= 30


# What is said of them


def test_the_highest_and_the_lowest_are_named_and_what_is_not_known_is_said() -> None:
    rates = in_areas(rated("Low", 50, 100_000, 125, not_known=0), rated("High", 200, 100_000, 125, not_known=20))
    assert told(rates) == [
        "Highest: High, 200.0 (173.2 to 229.7), higher at the 99.8% level. "
        "Lowest: Low, 50.0 (37.1 to 65.9), lower at the 99.8% level.",
        "For 0% to 9% of the records that may count, area by area, it is not known whether they do, and the rates "
        "leave them out: the order of the areas may come from the recording.",
    ]


def test_where_all_areas_have_one_rate_none_is_the_highest() -> None:
    assert told(in_areas(rated("One", 0, 100_000), rated("Two", 0, 50_000)))[0] == "The same rate in every area: 0."


def test_of_the_areas_shown_it_is_said_that_they_are_not_all() -> None:
    found = told(in_areas(rated("One", 50, 100_000), rated("Two", 200, 100_000), hidden("Three")))
    assert found[0].startswith("Highest of the areas shown: Two")
    assert found[1] == "Without a rate: Three (suppressed)."


def test_single_areas_beyond_a_funnel_are_counted_and_many_are_said_to_be_no_exceptions() -> None:
    assert beyond_words(many(30)) == ["3 of 30 areas lie beyond the 95% limits, 1 beyond the 99.8% limits."]
    far = in_areas(*(rated(f"Area {place}", 20 + 40 * place, 100_000, 200) for place in range(10)))
    assert beyond_words(far)[1].startswith("With so many beyond, the areas differ by more than chance")


# Scales


@pytest.mark.parametrize(
    ("highest", "most", "step", "end"),
    [(603, 5, 200, 800), (24, 5, 5, 25), (0.4, 5, 0.1, 0.4), (0, 5, 0.2, 1), (1_000, 5, 200, 1_000)],
)
def test_a_scale_ends_at_a_round_number_beyond_the_highest(highest: float, most: int, step: float, end: float) -> None:
    scale = scale_to(highest, most, 0, 100)
    assert (scale.step, scale.highest) == pytest.approx((step, end))
    assert len(list(scale.marks())) <= most + 1
    assert (scale.at(0), scale.at(end), scale.at(9 * end)) == (0, 100, 100)


def test_the_first_screen_says_where_rates_are_highest_and_whether_the_recording_may_be_why() -> None:
    sure = in_areas(rated("West", 900, 50_000, 1_000), rated("East", 100, 50_000, 1_000))
    unsure = in_areas(rated("West", 60, 50_000, 100, not_known=40), rated("East", 40, 50_000, 100, not_known=60))
    alike = in_areas(rated("West", 50, 50_000), rated("East", 50, 50_000))
    assert areas_message([sure, unsure, alike, None]) == [
        (
            "Highest rates",
            "West on 2 of 2 measures (1 of them more than chance). On 1 of the 2 so much is not known that the order "
            "may come from the recording.",
        )
    ]
    assert areas_message([None]) == []


def test_the_first_screen_ranks_no_area_whose_rate_is_hidden() -> None:
    found = in_areas(rated("West", 900, 50_000), rated("East", 100, 50_000), hidden("Isle"))
    ((_, said),) = areas_message([found])
    assert said == "West on 1 of 1 measure. Areas without a rate are left out."
