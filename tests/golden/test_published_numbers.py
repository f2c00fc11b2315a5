"""The numbers that the strategy prints, as Tables 1 and 2 of the sample print them."""

from __future__ import annotations

import json
import re

import pytest
from goldens import only

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.figures.contract import Figure
from svtool.output.layout import lay_out
from svtool.output.machine import figures_as_csv, figures_as_json
from svtool.output.machine import rows_of as machine_rows
from svtool.output.terminal import tables_as_text
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.number_words import change_words

TABLE_1 = """
 1 | ED, knife or other sharp object                | 309 | 293 (5% reduction)  | 148 (49% reduction)
 2 | ED, knife or other sharp object, under 25      | 106 | 110 (4% increase)   | 62 (44% reduction)
 3 | possession of an article with a blade          | 634 | 673 (6% increase)   | 529 (21% reduction)
 4 | possession of a blade, suspect under 25        | 267 | 242 (9% reduction)  | 205 (15% reduction)
 5 | possession of a blade, victim under 25         | 48  | 70 (46% increase)   | 34 (51% reduction)
 6 | ambulance incidents, under 25                  | 709 | 523 (26% reduction) | 477 (9% reduction)
 7 | ED, knife or other sharp object, under 25      | 106 | 110 (4% increase)   | 62 (44% reduction)
 8 | ED, knife only, under 25                       | 75  | 59 (21% reduction)  | 53 (10% reduction)
 9 | non-domestic homicide                          | 14  | 13 (7% reduction)   | 19 (46% increase)
10 | non-domestic homicide, knife, victim under 25  | 0   | 1 (+1)              | 2 (100% increase)
"""

# The first column of Table 2 also compares with April to December 2018; here it is the count alone.
TABLE_2 = """
 1 | serious violence, as published                 | 36,875 | 39,386 (7% increase) | 40,490 (3% increase)
 3 | possession of an article with a blade          | 634    | 673 (6% increase)    | 529 (21% reduction)
 4 | its victim incidents under 25                  | 9,234  | 9,509 (3% increase)  | 11,680 (23% increase)
 5 | possession of a blade, victim incidents < 25   | 48     | 70 (46% increase)    | 34 (51% reduction)
12 | suspected more than once                       | 68     | 46 (32% reduction)   |
"""

INDICATORS = """
 6 | absence, primary                               | 4.4% |   |
 7 | absence, secondary                             | 6%   |   |
 8 | absence, special educational needs             | 11%  |   |
 9 | permanent exclusions                           | 195  |   |
10 | schools with a mentor                          |      | 8 |
11 | not in education, employment or training       | 9.7% |   |
"""

BOROUGHS = """
ed_assault          | Knowsley  | 517   | 542   | 5% increase
ed_assault          | Liverpool | 1,481 | 1,672 | 13% increase
ed_assault          | Sefton    | 701   | 714   | 2% increase
ed_assault          | St Helens | 618   | 654   | 6% increase
ed_assault          | Wirral    | 431   | 525   | 22% increase
ambulance_incidents | Knowsley  | 279   | 223   | 20% reduction
ambulance_incidents | Liverpool | 1,384 | 1,357 | 2% reduction
ambulance_incidents | Sefton    | 372   | 317   | 15% reduction
ambulance_incidents | St Helens | 332   | 335   | 1% increase
ambulance_incidents | Wirral    | 293   | 252   | 14% reduction
fire_incidents      | Knowsley  | 516   | 454   | 12% reduction
fire_incidents      | Liverpool | 1,460 | 1,564 | 7% increase
fire_incidents      | Sefton    | 440   | 406   | 8% reduction
fire_incidents      | St Helens | 487   | 614   | 26% increase
fire_incidents      | Wirral    | 703   | 852   | 21% increase
"""

SIGNIFICANT = {
    ("ed_knife_or_sharp", "2021"),
    ("ed_knife_or_sharp_under_25", "2021"),
    ("blade_possession", "2021"),
    ("blade_possession_victim_under_25", "2021"),
    ("blade_possession_victim_incidents_under_25", "2021"),
    ("ambulance_under_25", "2020"),
    ("suspected_more_than_once", "2020"),
}
LARGE = {"serious_violence_as_published", "serious_violence", "serious_violence_as_published_victims_under_25"}


def rows_of(drawn: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]


def printed_rows(result: Result, table: str) -> list[list[str]]:
    """Return the printed cells of a table's measures in order, without markers of notes and statuses."""
    page = lay_out(only(result, table), next(each for each in result.tables if each.id == table))
    lines = [line for line in page.lines if line.kind == "figure"]
    return [[re.sub(r" ?\[\w+\]", "", cell) for cell in line.cells] for line in lines]


def the(result: Result, measure_id: str, year: str, area: str | None = None) -> Figure:
    """Return the first figure of a measure in a year; of the whole area, or of one borough."""
    return next(
        figure
        for figure in result.figures
        if figure.measure_id == measure_id
        and figure.column == year
        and (area is None or figure.area.replace(".", "") == area)
    )


def test_table_1(sample: Result) -> None:
    printed = printed_rows(sample, "home_office")
    assert len(printed) == 10
    assert [printed[int(place) - 1] for place, *_ in rows_of(TABLE_1)] == [cells for _, _, *cells in rows_of(TABLE_1)]


def test_table_2(sample: Result) -> None:
    printed = [[first.split(" (")[0], *others] for first, *others in printed_rows(sample, "mvrp_local")]
    assert len(printed) == 12
    drawn = TABLE_2 + INDICATORS.lstrip("\n")
    assert [printed[int(place) - 1] for place, *_ in rows_of(drawn)] == [cells for _, _, *cells in rows_of(drawn)]


def test_table_1_repeats_its_second_row_as_its_seventh(sample: Result) -> None:
    printed = printed_rows(sample, "home_office")
    assert printed[6] == printed[1]


def test_people_suspected_more_than_once_in_2021_are_not_available(sample: Result) -> None:
    figure = the(sample, "suspected_more_than_once", "2021")
    assert (figure.count, figure.not_known, figure.status) == (None, None, "x")
    assert notes_in_words(figure.notes) == ["Not available: these extracts have no suspect reference."]


@pytest.mark.parametrize("row", rows_of(BOROUGHS), ids=lambda row: f"{row[0]}, {row[1]}")
def test_boroughs(row: list[str], agencies_by_area: Result) -> None:
    measure_id, borough, before, now, change = row
    figure = the(agencies_by_area, measure_id, "2021", borough)
    earlier = the(agencies_by_area, measure_id, "2020", borough)
    assert [f"{earlier.count:,}", f"{figure.count:,}"] == [before, now]
    assert change_words(figure.change_pct, figure.change) == change


def test_agencies_as_a_whole(agencies_by_area: Result) -> None:
    names = ("ed_assault", "ambulance_incidents", "fire_incidents")
    found = [(the(agencies_by_area, name, "2020").count, the(agencies_by_area, name, "2021").count) for name in names]
    assert found == [(3_748, 4_107), (2_660, 2_484), (3_606, 3_890)]


def test_what_is_more_than_chance(sample: Result) -> None:
    compared = {
        (figure.measure_id, figure.column): figure.p_value
        for figure in sample.figures
        if figure.p_value is not None and figure.column != "2019" and figure.measure_id not in LARGE
    }
    assert {key for key, p in compared.items() if p < 0.05} == SIGNIFICANT
    assert round(compared["blade_possession_victim_under_25", "2020"], 3) == 0.055  # 48 to 70
    assert round(compared["non_domestic_homicide", "2021"], 2) == 0.37  # 13 to 19


@pytest.mark.parametrize(
    ("measure_id", "preceding", "since_2019"),
    [
        ("ambulance_under_25", "no clear change", "better"),  # 709, 523, 477
        ("blade_possession_victim_under_25", "better", "no clear change"),  # 48, 70, 34
        ("blade_possession", "better", "better"),  # 634, 673, 529
        ("non_domestic_homicide", "no clear change", "no clear change"),  # 14, 13, 19
        ("ed_knife_or_sharp", "no verdict: recording changed", "no verdict: recording changed"),  # 309, 293, 148
    ],
)
def test_each_of_the_two_changes_of_2021_has_its_own_verdict(
    measure_id: str, preceding: str, since_2019: str, sample: Result
) -> None:
    figure = the(sample, measure_id, "2021")
    assert (figure.verdict, figure.baseline_verdict) == (preceding, since_2019)


def test_the_change_against_the_baseline_is_tested_like_the_other(sample: Result) -> None:
    figure = the(sample, "ambulance_under_25", "2021")
    assert (figure.baseline_now, figure.baseline_before, figure.baseline_change) == (477, 709, -232)
    assert figure.baseline_p_value < 0.001 < figure.p_value
    assert figure.baseline_lower_pct < figure.baseline_change_pct < figure.baseline_upper_pct < 0


def test_what_is_not_known_stands_beside_the_knife_rows(sample: Result) -> None:
    years = ("2019", "2020", "2021")
    assert [the(sample, "ed_knife_or_sharp", year).not_known for year in years] == [438, 450, 1_309]


def test_the_knife_fall_of_2021_is_printed_with_the_drift_and_its_range(sample: Result) -> None:
    figure = the(sample, "ed_knife_or_sharp", "2021")
    assert (figure.drift_field, figure.change_status, figure.comparison) == ("weapon", "", "full")
    assert (round(100 * figure.drift_before), round(100 * figure.drift_now)) == (12, 32)
    # Were all of them knives in one year and none in the other: 148 against 743, or 1,457 against 293.
    assert figure.change_if_known_min_pct == pytest.approx(100 * (148 / (293 + 450) - 1))
    assert figure.change_if_known_max_pct == pytest.approx(100 * ((148 + 1_309) / 293 - 1))
    assert notes_in_words(figure.notes) == [
        "The weapon or method of the assault was not recorded for 32% of the attendances in question in 2021, 12% in "
        "2020: the fall may come from recording alone.",
        "If all were known, the change could lie between −80% and +397%.",
        # Against the baseline: 148 against 309 + 438, or 1,457 against 309.
        "It was 12% in 2019: that fall, too, may come from recording alone.",
        "If all were known, the change could lie between −80% and +372%.",
    ]


def test_the_knife_change_of_2020_has_no_drift(sample: Result) -> None:
    assert the(sample, "ed_knife_or_sharp", "2020").drift_field == ""


def test_possession_of_a_blade_has_hardly_any_victim_and_that_is_known(sample: Result) -> None:
    years = ("2019", "2020", "2021")
    assert [the(sample, "blade_possession_victim_under_25", year).not_known for year in years] == [4, 5, 3]


def test_from_zero_only_the_number_is_printed(sample: Result) -> None:
    figure = the(sample, "non_domestic_knife_homicide_under_25", "2020")
    assert (figure.count, figure.change, figure.change_pct, figure.change_status) == (1, 1, None, "z")


RAW = {
    "serious_violence_as_published": "45% increase",
    "blade_possession": "64% increase",
    "serious_violence_as_published_victims_under_25": "46% increase",
    "blade_possession_victim_incidents_under_25": "336% increase",
}


@pytest.mark.slow
def test_raw_compares_2019_with_nine_months_as_the_published_table_does() -> None:
    result = measure(Request(sample=True, tables=("mvrp_local",), partial="raw"))
    found = {name: the(result, name, "2019") for name in RAW}
    assert {name: change_words(figure.change_pct) for name, figure in found.items()} == RAW
    for figure in found.values():
        assert (figure.comparison, figure.compared_with, figure.p_value) == ("raw", "Apr to Dec 2018", None)
        assert notes_in_words(figure.notes)[0] == (
            "Only Apr to Dec 2018 was available for this comparison with Jan to Dec 2019: 365 days against 275."
        )


def test_by_default_the_same_months_of_both_years_are_compared(sample: Result) -> None:
    figure = the(sample, "blade_possession", "2019")
    assert figure.count == 634  # home_office does not compare its first column
    found = {each.measure_id: each for each in sample.figures if each.table == "mvrp_local" and each.column == "2019"}
    for name, raw in RAW.items():
        figure = found[name]
        assert (figure.comparison, figure.compared_with) == ("like_for_like", "Apr to Dec 2018")
        assert figure.compared_count < figure.count
        assert change_words(figure.change_pct) != raw
        like_for_like, *others = notes_in_words(figure.notes)
        assert like_for_like == (
            f"Like for like, Apr to Dec: {figure.compared_count:,} against {figure.comparator_count:,} "
            "in Apr to Dec 2018."
        )
        widened = [each for each in others if "Recording changed" not in each]
        # Eighteen months are too few to tell how much they vary; all that are held tell.
        assert bool(widened) == (figure.dispersion > 1)
        assert all("the test takes all months held" in each for each in widened)


@pytest.mark.slow
def test_refuse_prints_no_change_on_a_partly_covered_year() -> None:
    result = measure(Request(sample=True, tables=("mvrp_local",), partial="refuse"))
    figure = the(result, "serious_violence_as_published", "2019")
    assert (figure.count, figure.comparison, figure.change, figure.p_value) == (36_875, "refused", None, None)
    assert notes_in_words(figure.notes) == ["Not compared: the extracts cover Jan to Dec 2019 and Apr to Dec 2018."]
    assert change_words(the(result, "serious_violence_as_published", "2020").change_pct) == "7% increase"


@pytest.mark.parametrize("made_from", ["terminal", "csv", "json", "frame"])
def test_every_output_of_the_sample_says_that_it_is_synthetic(made_from: str, sample: Result) -> None:
    if made_from == "terminal":
        for table in sample.tables:
            assert tables_as_text(only(sample, table.id), 80).count("SYNTHETIC") == 2  # above and below
    elif made_from == "csv":
        header, *rows = figures_as_csv(sample).splitlines()
        assert header.endswith(",notes")
        assert rows
        assert all("SYNTHETIC: made-up records" in row for row in rows)
    elif made_from == "json":
        found = json.loads(figures_as_json(sample))
        assert found["synthetic"] is True
        assert all(row["notes"][0].startswith("SYNTHETIC") for row in found["figures"])
    else:
        assert all(row["notes"].startswith("SYNTHETIC") for row in machine_rows(sample))
