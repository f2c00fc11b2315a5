"""The arithmetic of published tables: what their own numbers contradict, and that nothing right is called wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.commands.check.arithmetic import check_arithmetic
from svtool.commands.check.published_figures import read_published
from svtool.errors import ExtractError
from svtool.output.wording.note_words import note_words

# Two strategies as they were printed: MVRP 2022-25 (000) and West Mercia 2024-27 (003); the ids are line references.
PRINTED = Path(__file__).parent / "strategies_as_printed.csv"
HEADER = "measure,period_start,period_end,n,published_change_pct,published_direction,note"


def remarks(path: Path) -> dict[str, tuple[str, str]]:
    return {each.figure.label: (each.kind, note_words(each.note)) for each in check_arithmetic(read_published(path))}


def table(tmp_path: Path, rows: str, header: str = HEADER) -> dict[str, tuple[str, str]]:
    path = tmp_path / "published.csv"
    path.write_text(header + "\n" + "\n".join(line.strip() for line in rows.strip().splitlines()) + "\n", "utf-8")
    return remarks(path)


def test_the_faults_of_two_strategies_are_found_and_nothing_else() -> None:
    assert remarks(PRINTED) == {
        "000-T1-10-2021": ("label", "the cell says 2020, its column Jan to Dec 2021"),
        "000-T2-01-2019": (
            "part year",
            "the baseline is Apr to Dec 2018, 9 months against 12; the change implies 25,344 to 25,519 in those "
            "months, and against 12 months at that pace it would be +8% to +9%",
        ),
        "000-T2-01-2021": ("change", "39,386 to 40,490 is +2.80% (+1,104), published as 15% increase"),
        "000-T2-02-2019": (
            "part year",
            "the baseline is Apr to Dec 2018, 9 months against 12; the change implies 385 to 388 in those months, and "
            "against 12 months at that pace it would be +23% to +23%",
        ),
        "000-T2-03-2019": (
            "part year",
            "the baseline is Apr to Dec 2018, 9 months against 12; the change implies 6,303 to 6,346 in those months, "
            "and against 12 months at that pace it would be +9% to +10%",
        ),
        "000-T2-04-2019": (
            "part year",
            "the baseline is Apr to Dec 2018, 9 months against 12; the change implies 11 in those months, and against "
            "12 months at that pace it would be +227% to +227%",
        ),
        "000-X-25": ("change", "2,660 to 2,484 is -6.62% (-176), published as 8% reduction"),
        "003-S-02": ("share", "740,948 is 69.37% of the 1,068,138 that the 4 parts come to, published as 71%"),
        "003-S-08": ("share", "202,306 is 18.94% of the 1,068,138 that the 4 parts come to, published as 9%"),
        # 8% asks for a whole of at most 1,063,120, and the parts alone are more.
        "003-S-11": ("share", "79,734 is 7.46% of the 1,068,138 that the 4 parts come to, published as 8%"),
    }


YEARS = ("2019-01-01,2019-12-31", "2020-01-01,2020-12-31", "2021-01-01,2021-12-31")


@pytest.mark.parametrize(
    ("before", "now", "published", "direction"),
    [
        ("293", "148", "49", "reduction"),
        ("1", "2", "100", "increase"),
        ("200", "201", "1", "increase"),  # exactly half, rounded away from zero
        ("200", "201", "0", "increase"),  # and to even
        ("39,386", "40,490", "2.8", "increase"),
        ("100", "100", "0", ""),
        ("293", "148", "49", ""),  # a direction that nobody gave is not wrong
    ],
)
def test_a_change_that_follows_from_its_counts_is_right(
    tmp_path: Path, before: str, now: str, published: str, direction: str
) -> None:
    assert table(tmp_path, f'Knives,{YEARS[1]},"{before}",,,\nKnives,{YEARS[2]},"{now}",{published},{direction},') == {}


@pytest.mark.parametrize(
    ("before", "now", "published", "words"),
    [
        ("293", "148", "49,increase", "293 to 148 is -49.49% (-145), published as 49% increase"),
        ("100", "103", "4,increase", "100 to 103 is +3.00% (+3), published as 4% increase"),
        ("0", "3", "300,increase", "from 0 to 3 no per cent can be given, but one is published"),
    ],
)
def test_a_change_that_does_not_follow_is_said_with_what_would(
    tmp_path: Path, before: str, now: str, published: str, words: str
) -> None:
    found = table(tmp_path, f"Knives,{YEARS[1]},{before},,,\nKnives,{YEARS[2]},{now},{published},")
    assert found == {"Knives": ("change", words)}


def test_a_change_is_against_the_span_of_equal_length_just_before(tmp_path: Path) -> None:
    # Nine months before, or a year further back, is no comparator that the table could have meant.
    assert table(tmp_path, f"Knives,2020-04-01,2020-12-31,90,,,\nKnives,{YEARS[2]},180,50,increase,") == {}
    assert table(tmp_path, f"Knives,{YEARS[0]},90,,,\nKnives,{YEARS[2]},180,50,increase,") == {}


def test_what_was_not_available_is_no_number(tmp_path: Path) -> None:
    rows = (
        f"Schools,{YEARS[1]},Data not yet available,,,\nSchools,{YEARS[2]},[x],,,\nSchools,{YEARS[0]},Not Applicable,,,"
    )
    assert table(tmp_path, rows) == {}


def test_a_figure_printed_twice_must_be_the_same(tmp_path: Path) -> None:
    header = "table,measure,period_start,period_end,n,unit"
    rows = f"Table 1,Knives,{YEARS[1]},673,offences\nTable 2,Knives,{YEARS[1]},637,offences"
    assert table(tmp_path, rows, header) == {"Knives": ("twice", "printed as 637 here and as 673 in line 2")}


def test_shares_of_areas_come_to_no_more_than_all(tmp_path: Path) -> None:
    header = "measure,geography,n,unit,period_start,period_end"
    shares = {"A": 40, "B": 40, "C": 22}
    rows = "\n".join(f"share of knife crime,{area},{n},% of knife crime,{YEARS[2]}" for area, n in shares.items())
    assert table(tmp_path, rows, header) == {"share of knife crime": ("whole", "the shares of 3 areas come to 102%")}
    assert table(tmp_path, rows.replace(",22,", ",21,"), header) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column measure"),
        ("measure,count\n", "no column n"),
        ("measure,n\n", "has a header but no figures"),
        ("measure,n\nKnives,12;5\n", "line 2: the figure is not a number"),
        ("measure,n,period_start\nKnives,12,31/02/2021\n", "period_start is not a date"),
        ("measure,n,period_start,period_end\nKnives,12,2021-12-31,2021-01-01\n", "period_end lies before"),
        (
            "measure,n,published_change_pct,published_direction\nKnives,12,5,sideways\n",
            "published_direction is not one",
        ),
    ],
)
def test_a_table_that_can_t_be_read_is_said_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "published.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExtractError, match=words):
        read_published(path)
