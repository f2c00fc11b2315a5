"""What earlier releases print and suppress, told as what must be suppressed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from linked_counts import YEAR, figure, linked, measures, name_of, released

from svtool.disclosure.explained_suppression import explain_suppression
from svtool.disclosure.linked_cells import LinkedCells
from svtool.disclosure.linked_tables import linked_tables
from svtool.disclosure.released_cells import ReleasedCell
from svtool.disclosure.suppression import suppress, suppress_tables
from svtool.figures.contract import Figure
from svtool.schema.policies import CountRule, DisclosurePolicy

KNIFE, SHARP, EVERYONE, UNDER_25, FISTS = measures("""
    knife: source: ed, where: {weapon: knife}, unit: attendance
    sharp: source: ed, where: {weapon: [knife, other_sharp]}, unit: attendance
    everyone: source: ed, unit: attendance
    under_25: source: ed, where: {age: {lt: 25}}, unit: attendance
    fists: source: ed, where: {weapon: fists}, unit: attendance
""")
POLICY = DisclosurePolicy(id="own", title="Own", hide_below=5)
YEAR_BEFORE = (date(2020, 1, 1), date(2020, 12, 31))
HALF, REST = (date(2021, 1, 1), date(2021, 6, 30)), (date(2021, 7, 1), date(2021, 12, 31))
BEFORE = [
    released(KNIFE, 30),
    released(KNIFE, 20, "North"),
    released(KNIFE, None, "South"),
    released(KNIFE, None, "East"),
]


def cells_of(figures: Sequence[Figure], before: Sequence[ReleasedCell]) -> LinkedCells:
    return linked(figures, [KNIFE, SHARP], before=before)


def hidden(figures: Sequence[Figure], before: Sequence[ReleasedCell] = ()) -> set[str]:
    """Return the counts of a table that must be suppressed beside a release."""
    cells = cells_of(figures, before)
    return {name_of(key) for key in suppress(cells, POLICY) if cells.cells[key].printed}


def by_area(**counts: int) -> list[Figure]:
    return [figure(KNIFE, number, area) for area, number in counts.items()]


def test_what_a_release_suppresses_stays_suppressed_however_large() -> None:
    alone = by_area(South=7)
    assert hidden(alone) == set()
    assert hidden(alone, BEFORE) == {"knife, South"}


def test_what_a_release_prints_hides_nothing_any_more() -> None:
    # By itself the table would suppress North beside South; but North is known, so that it has to be East.
    table = by_area(Town=30, North=9, South=3, East=18)
    assert hidden(table) == {"knife, South", "knife, North"}
    before = [released(KNIFE, 30), released(KNIFE, 9, "North")]
    assert hidden(table, before) == {"knife, South", "knife, East"}


def test_parts_that_make_up_a_suppressed_count_are_not_all_printed() -> None:
    bands = [figure(KNIFE, number, "South", age_band=band) for band, number in (("10–17", 0), ("18–24", 0), ("25+", 7))]
    assert hidden(bands) == set()
    assert "knife, South, 25+" in hidden(bands, BEFORE)


def test_halves_of_a_year_are_not_both_printed_beside_a_suppressed_year() -> None:
    halves = [figure(KNIFE, number, "South", span) for number, span in ((6, HALF), (9, REST))]
    assert hidden(halves) == set()
    assert len(hidden(halves, BEFORE)) == 1


def test_a_month_is_not_what_the_year_to_date_leaves() -> None:
    assert hidden([figure(KNIFE, 23)]) == set()
    assert hidden([figure(KNIFE, 23)], [released(KNIFE, 20, span=HALF)]) == {"knife"}
    assert hidden([figure(KNIFE, 29)], [released(KNIFE, 20, span=HALF)]) == set()


def test_a_measure_is_not_what_another_leaves_of_a_released_one() -> None:
    assert hidden([figure(KNIFE, 28)], [released(SHARP, 30)]) == {"knife"}
    assert hidden([figure(KNIFE, 30)], [released(SHARP, 30)]) == set()


def test_what_is_undated_is_audited_by_all_that_rules_say_of_it() -> None:
    # A release of half the year has 11 undated, 6 of whom may be under 25: the other 5 are 25 or older.
    before = [
        released(measure, number, area, HALF, "undated")
        for measure, number in ((EVERYONE, 11), (UNDER_25, 6))
        for area in ("Town", "North")
    ]
    bands = {
        EVERYONE: {"all": 11, "10–17": 5, "25+": 5, "not known": 1},
        UNDER_25: {"all": 6, "10–17": 5, "not known": 1},
    }
    now, year_before = (
        [
            figure(measure, 0, "Town", span, undated=number if span == YEAR else 0, age_band=band)
            for measure, numbers in bands.items()
            for band, number in numbers.items()
        ]
        for span in (YEAR, YEAR_BEFORE)
    )
    cells = linked([*now, *year_before], [EVERYONE, UNDER_25], with_people=False, before=before)
    hides = {name_of(key) for key in suppress(cells, POLICY) if cells.cells[key].printed}
    # Those of 25 or older are as many as those under 18, but known already: to suppress them leaves nothing open.
    assert hides == {f"{who}, {band}, undated" for who in ("everyone", "under_25") for band in ("10–17", "not known")}


@pytest.mark.parametrize("area", ["Town", "area not known"])
def test_bands_of_a_release_are_not_all_bands_of_what_it_does_not_count(area: str) -> None:
    # Nobody of 25 or older is in the bands of those under 25; in no known area, they are in one all the same.
    whole = [figure(EVERYONE, 20, place) for place in ("Town", "North") if area != "Town"]
    before = [released(UNDER_25, 9, area, age_band="10–17")]
    cells = linked([*whole, figure(EVERYONE, 30, area)], [EVERYONE], with_people=False, before=before)
    (table,) = (each for each in linked_tables(cells, POLICY) if each.has_releases)
    taken = {name_of(key): value for key, value in zip(table.keys, table.values, strict=True)}
    place = "" if area == "Town" else f", {area}"
    # Neither is the release taken for revised, nor what the rules say given up.
    assert (taken[f"under_25{place}, 10–17"], taken[f"everyone{place}"]) == (9, 30)


def test_a_late_report_changes_nothing_of_what_is_safe() -> None:
    # The whole and North have one more; a reader takes South and East for what they were.
    assert hidden(by_area(Town=31, North=21, South=3, East=7), BEFORE) == {"knife, South", "knife, East"}
    bands = [figure(KNIFE, number, "East", age_band=band) for band, number in (("10–17", 0), ("18–24", 0), ("25+", 7))]
    assert "knife, East, 25+" in hidden([figure(KNIFE, 31), figure(KNIFE, 21, "North"), *bands], BEFORE)


def test_what_has_become_small_is_suppressed_though_it_was_printed() -> None:
    assert hidden([figure(KNIFE, 4)], [released(KNIFE, 5)]) == {"knife"}


def test_late_reports_where_nobody_was_are_not_what_the_whole_has_more() -> None:
    # The release prints all four; South was 0. What was not revised is known, so that it has to be the whole.
    printed = {"Town": 30, "North": 20, "South": 0, "East": 10}
    before = [released(KNIFE, number, area) for area, number in printed.items()]
    assert hidden(by_area(Town=33, North=20, South=3, East=10), before) == {"knife, South", "knife"}
    assert hidden(by_area(Town=30, North=17, South=3, East=10), before) == {"knife, South", "knife, North"}


def test_what_two_old_counts_left_is_nothing_that_is_known_today() -> None:
    # Everybody was hurt by something sharp, for nobody was hurt at all; that twelve were by fists contradicts nothing.
    before = [released(measure, 0, area) for measure in (EVERYONE, SHARP) for area in ("Town", "North", "South")]
    table = [figure(FISTS, number, area) for area, number in (("Town", 12), ("North", 9), ("South", 3))]
    cells = linked(table, [FISTS], with_people=False, before=before)
    (found,) = [each for each in linked_tables(cells, POLICY) if each.has_releases]
    assert found.fits and found.is_possible()
    values = {name_of(key): value for key, value in zip(found.keys, found.values, strict=True)}
    assert values["everyone"] >= values["fists"] == 12


def test_what_a_release_rounds_may_be_suppressed_where_it_would_now_be_exact() -> None:
    rounded = CountRule(hide_below=5, rounding="nearest 5")
    printed = {"Town": 30, "North": 20, "South": None, "East": 10}
    before = [
        replace(each, shown=replace(each.shown, rule=rounded))
        for each in (released(KNIFE, number, area) for area, number in printed.items())
    ]
    assert hidden(by_area(Town=32, North=19, South=3, East=10), before) >= {"knife, South"}
    assert hidden(by_area(Town=32, North=19, South=3, East=10), before) != {"knife, South"}


def test_a_small_count_is_not_what_today_has_more_than_a_release() -> None:
    before = [released(SHARP, 30, "North"), released(SHARP, 50)]
    assert hidden([figure(KNIFE, 28, "North")], before) == {"knife, North"}
    assert hidden([figure(KNIFE, 33, "North")], before) == set()


def test_what_releases_give_away_already_is_told_and_suppressed_all_the_same() -> None:
    before = [released(KNIFE, 30), released(KNIFE, 27, "North"), released(KNIFE, None, "South")]
    table = by_area(Town=30, North=27, South=3)
    assert hidden(table, before) == {"knife, South"}
    (told,) = explain_suppression(cells_of(table, before), POLICY)
    assert (told.given_away, told.open) == (True, (3, 3))


def test_counts_that_contradict_each_other_are_all_suppressed_but_what_is_known() -> None:
    table = by_area(Town=30, North=20, South=7)
    (found,) = [each for each in suppress_tables(cells_of(table, BEFORE), POLICY) if each.table.has_releases]
    assert found.table.fits
    found.table.hide_all()
    shown = {name_of(key) for key, hides in zip(found.table.keys, found.table.hidden, strict=True) if not hides}
    assert shown & {"knife", "knife, North", "knife, South"} == {"knife", "knife, North"}


def test_the_reason_names_the_sum() -> None:
    table = by_area(Town=30, North=9, South=3, East=18)
    found = {name_of(each.key): each for each in explain_suppression(cells_of(table, []), POLICY)}
    small, other = found["knife, South"], found["knife, North"]
    assert (small.why, small.otherwise) == ("size", (3, 3))
    assert (other.why, name_of(other.for_ or "")) == ("others", "knife, South")
    assert other.by is not None
    assert {name_of(key) for key, _ in other.by.terms()} == {"knife", "knife, North", "knife, South", "knife, East"}
