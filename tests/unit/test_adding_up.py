"""What adds up, told as what a reader can work out: days to longer days, areas and bands to their whole."""

from __future__ import annotations

from datetime import date

from linked_counts import MOST, figure, linked, measures, ranges

(KNIFE,) = measures("knife: source: ed, where: {weapon: knife}, unit: attendance")
(PEOPLE,) = measures("people: source: police, where: {offence: robbery}, unit: victim")
QUARTERS = [
    (date(2021, first, 1), date(2021, first + 2, last)) for first, last in ((1, 31), (4, 30), (7, 30), (10, 31))
]


def test_the_last_quarter_is_what_the_others_leave_of_the_year() -> None:
    quarters = [figure(KNIFE, count, span=span) for count, span in zip((9, 8, 7, 3), QUARTERS, strict=True)]
    assert ranges(linked([figure(KNIFE, 27), *quarters], [KNIFE])) == {"knife, from Oct": (3, 3)}
    assert ranges(linked(quarters, [KNIFE])) == {"knife, from Oct": (1, MOST)}
    assert ranges(linked([figure(KNIFE, 27), *quarters[1:]], [KNIFE])) == {"knife, from Oct": (1, 12)}


def test_days_that_overlap_are_sums_of_the_same_pieces() -> None:
    first, second, _, _ = QUARTERS
    spans = {(first[0], second[1]): 12, (second[0], date(2021, 12, 31)): 20, first: 4}
    counts = [figure(KNIFE, n, span=span) for span, n in spans.items()]
    # The first half has 12 with the quarter that both have; the year is the first quarter and the rest.
    assert ranges(linked(counts, [KNIFE])) == {"knife, from Jan": (1, 12)}
    assert ranges(linked([figure(KNIFE, 24), *counts], [KNIFE])) == {"knife, from Jan": (4, 4)}


def test_an_area_is_what_the_others_leave_of_the_whole_and_the_outside_is_no_part() -> None:
    areas = {"Town": 20, "North": 17, "South": 3, "outside Town": 9}
    assert ranges(linked([figure(KNIFE, n, area) for area, n in areas.items()], [KNIFE])) == {"knife, South": (3, 3)}


def test_two_suppressed_areas_share_what_is_left() -> None:
    areas = {"Town": 20, "North": 14, "South": 3, "East": 3}
    found = ranges(linked([figure(KNIFE, n, area) for area, n in areas.items()], [KNIFE]))
    assert found == {"knife, South": (1, 5), "knife, East": (1, 5)}


def test_areas_that_leave_something_out_are_each_no_more_than_the_whole() -> None:
    areas = {"Town": 20, "North": 15, "South": 3}
    found = ranges(linked([figure(KNIFE, n, area) for area, n in areas.items()], [KNIFE]))
    assert found == {"knife, South": (1, 5)}


def test_bands_that_count_someone_twice_are_each_no_more_than_the_whole() -> None:
    bands = {"all": 20, "10–17": 19, "18–24": 3}
    found = ranges(linked([figure(KNIFE, n, age_band=band) for band, n in bands.items()], [KNIFE]))
    assert found == {"knife, 18–24": (1, 20)}


def test_an_area_by_band_adds_up_both_ways() -> None:
    counts = {
        ("Town", "all"): 30, ("North", "all"): 18, ("South", "all"): 12, ("Town", "10–17"): 15, ("Town", "18–24"): 15,
        ("North", "10–17"): 9, ("North", "18–24"): 9, ("South", "10–17"): 6, ("South", "18–24"): 6,
    }  # fmt: skip
    found = linked([figure(KNIFE, n, area, age_band=band) for (area, band), n in counts.items()], [KNIFE])
    hidden = ["knife, North, 10–17", "knife, South, 10–17"]
    assert ranges(found, *hidden) == {hidden[0]: (9, 9), hidden[1]: (6, 6)}  # 18 without 9, 12 without 6
    square = [f"knife, {area}, {band}" for area in ("North", "South") for band in ("10–17", "18–24")]
    assert ranges(found, *square)[square[0]] == (4, 14)


def test_people_of_a_year_are_no_fewer_than_those_of_a_quarter_and_do_not_add_up() -> None:
    counts = [figure(PEOPLE, 9), *(figure(PEOPLE, 3, span=span) for span in QUARTERS)]
    assert ranges(linked(counts, [PEOPLE]))["people, from Jan"] == (1, 9)
