"""How a table reads: which rows it has, what each cell says, and the notes below."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from covering import covering

from svtool.commands.measures import Result
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.layout import Line, Page, lay_out, show_value
from svtool.output.page_notes import PageNote
from svtool.output.terminal import tables_as_text
from svtool.output.wording.note_words import note_words
from svtool.schema.library import Library
from svtool.schema.periods import Period
from svtool.schema.rules import EVERYTHING
from svtool.schema.tables import Measure, Table, TableRow

PERIODS = [Period(str(year), f"Year {year}", date(year, 1, 1), date(year, 12, 31)) for year in (2020, 2021)]


def measure(name: str = "thefts", title: str = "Thefts", **changes: Any) -> Measure:
    """Return a measure that counts offences, with what is changed."""
    plain: dict[str, Any] = {
        "source": "police",
        "unit": "offence",
        "date_basis": "recorded_date",
        "where": EVERYTHING,
        "rule": EVERYTHING,
        "definition": None,
        "role": None,
        "having": None,
        "part_of": None,
        "desired": None,
        "value_unit": None,
        "published_as": None,
        "note": None,
    }
    return Measure(id=name, title=title, **{**plain, **changes})


def figure(year: int, count: int | None, position: int = 1, title: str = "Thefts", **changes: Any) -> Figure:
    """Return a figure of a year, with what is changed."""
    period = PERIODS[year - 2020]
    plain: dict[str, Any] = {
        "table": "ours",
        "position": position,
        "group": "Crime",
        "measure_id": title.casefold(),
        "measure": title,
        "source": "police",
        "unit": "offence",
        "definition": "",
        "date_basis": "recorded",
        "area_basis": "incident",
        "area_code": "",
        "area": "Merseyside",
        "period": period.label,
        "period_start": period.start,
        "period_end": period.end,
        "days": period.days,
        "days_covered": period.days,
        "count": count,
        "not_known": None if count is None else 0,
        "column": period.key,
    }
    return Figure(**{**plain, **changes})


def laid_out(
    *figures: Figure, by: tuple[str, ...] = (), measures: list[Measure] | None = None, notices: list[Note] | None = None
) -> Page:
    """Return the page of a table of these figures."""
    result = result_of(*figures, by=by, measures=measures, notices=notices)
    return lay_out(result, result.tables[0])


def result_of(
    *figures: Figure, by: tuple[str, ...] = (), measures: list[Measure] | None = None, notices: list[Note] | None = None
) -> Result:
    rows = tuple(TableRow(i + 1, "Crime", each) for i, each in enumerate(measures or [measure()]))
    table = Table("ours", "Our table", compares_first_column=False, rows=rows, decisions=(), published_in=None)
    return Result(
        tables=[table],
        figures=list(figures),
        periods=PERIODS,
        by=by,
        titles={each: Library().breakdowns[each].title for each in by},
        definition=Library().definition("merseyside"),
        synthetic=False,
        coverage={"police": covering((date(2020, 1, 1), date(2021, 12, 31)))},
        notices=notices or [],
    )


def drawn(page: Page) -> list[tuple[str, ...]]:
    """Return the rows of a page below the headings of its groups."""
    return [(line.label, *line.cells) for line in page.lines if line.kind != "group"]


def test_a_page_has_its_group_its_headings_and_a_row_for_each_measure() -> None:
    page = laid_out(figure(2020, 1_234), figure(2021, 5))
    assert page.headings == ["Measure", "Year 2020", "Year 2021"]
    assert page.lines == [Line("Crime", kind="group"), Line("Thefts", ["1,234", "5"])]
    assert (page.notes, page.notices) == ([], [])


def test_above_the_table_stand_the_area_and_the_days_covered() -> None:
    page = laid_out(figure(2020, 1), figure(2021, 1))
    assert page.facts == [
        "Area: Merseyside",
        "Days covered, police: Jan 2020 to Dec 2021 (area of incident)",
    ]


@pytest.mark.parametrize(
    ("count", "not_known", "shown"),
    [(99, 1, True), (100, 1, False), (0, 1, True), (500, 0, False), (9_900, 99, False), (9_900, 100, True)],
)
def test_not_known_has_a_row_when_it_is_a_hundredth_of_what_may_be(count: int, not_known: int, shown: bool) -> None:
    page = laid_out(figure(2020, 1_000), figure(2021, count, not_known=not_known))
    assert (("  not known", "0", f"{not_known:,}") in drawn(page)) == shown


def test_not_known_stands_in_every_column_once_it_matters_in_one() -> None:
    page = laid_out(figure(2020, 10_000, not_known=3), figure(2021, 100, not_known=1_309))
    assert drawn(page)[1] == ("  not known", "3", "1,309")


def test_not_known_of_a_figure_that_is_not_available_is_blank() -> None:
    page = laid_out(figure(2020, None, status="x"), figure(2021, 100, not_known=50))
    assert drawn(page)[1] == ("  not known", "", "50")


def test_a_change_stands_behind_the_figure_in_words() -> None:
    page = laid_out(figure(2020, 100), figure(2021, 146, change=46, change_pct=46.0, comparison="full"))
    assert drawn(page) == [("Thefts", "100", "146 (46% increase)")]


def test_the_verdict_on_a_change_has_a_row() -> None:
    changed_ = figure(2021, 146, change=46, change_pct=46.0, p_value=0.003, verdict="worse")
    assert drawn(laid_out(figure(2020, 100), changed_))[1] == ("  verdict", "", "worse (p = 0.0030)")


def test_how_much_monthly_counts_vary_has_a_row_where_it_widened_an_interval() -> None:
    said = Note(Kind.WIDENED, numbers={"dispersion": 3.2})
    tested = {"change": 46, "change_pct": 46.0, "p_value": 0.2, "verdict": "no clear change"}
    page = laid_out(figure(2020, 100), figure(2021, 146, dispersion=3.2, notes=[said], **tested))
    assert drawn(page) == [
        ("Thefts", "100", "146 (46% increase)"),
        ("  verdict", "", "no clear change (p = 0.20)"),
        ("  monthly counts vary [1]", "", "3.2 times chance"),
    ]
    assert page.notes == [
        PageNote(
            "[1] The verdict allows for how much monthly counts vary: those compared where they are 24 months or more, "
            "else all months held."
        )
    ]
    plain = laid_out(figure(2020, 100), figure(2021, 146, dispersion=1.0, **tested))
    assert drawn(plain)[2:] == []


def test_the_change_against_the_baseline_has_a_row_where_it_is_not_the_change_itself() -> None:
    base = {"baseline": "Year 2019", "baseline_comparison": "full", "baseline_p_value": 0.001}
    first = figure(2020, 100, baseline_change=-50, baseline_change_pct=-33.3, baseline_verdict="better", **base)
    second = figure(
        2021, 200, compared_with="Year 2019", baseline_change=50, baseline_change_pct=33.3, baseline_verdict="worse",
        **base,
    )  # fmt: skip
    assert drawn(laid_out(first, second)) == [
        ("Thefts", "100", "200"),
        ("  against Year 2019", "33% reduction", ""),
        ("  verdict against Year 2019", "better (p = 0.0010)", ""),
    ]


def test_a_per_cent_of_a_small_base_is_marked_in_every_comparison() -> None:
    small = {"change": 3, "change_pct": 300.0, "change_status": "u", "compared_with": "Year 2020"}
    of_baseline = {
        "baseline": "Year 2019", "baseline_comparison": "full", "baseline_change": 2, "baseline_change_pct": 100.0,
        "baseline_status": "u",
    }  # fmt: skip
    page = laid_out(figure(2020, 1), figure(2021, 4, **small, **of_baseline))
    assert drawn(page) == [("Thefts", "1", "4 (300% increase) [u]"), ("  against Year 2019", "", "100% increase [u]")]
    assert page.notes == [
        PageNote(
            "[u] low reliability",
            ("A per cent of fewer than 10: Thefts (Year 2021); Thefts, against Year 2019 (Year 2021)",),
        )
    ]


def test_against_a_baseline_of_none_there_is_the_number_and_its_mark() -> None:
    base = {"baseline": "Year 2019", "baseline_comparison": "full", "baseline_change": 4, "baseline_status": "z"}
    page = laid_out(figure(2020, 2), figure(2021, 4, compared_with="Year 2020", **base))
    assert drawn(page)[1] == ("  against Year 2019", "", "+4 [z]")


def changed(title: str) -> Note:
    """Return what is said of a break in recording: `Recording changed: A.`."""
    return Note(Kind.RECORDING_CHANGED, {"title": title})


NO_FILE = Note(Kind.NO_EXTRACT, {"source": "police"})
BROKEN = {"change_status": "b", "notes": [changed("A")]}
CELLS = [
    (None, {"status": "x", "notes": [NO_FILE]}, "[x]"),
    (None, {"status": "z"}, "[z]"),
    (None, {"status": "c"}, "[c]"),
    (104, {"change": 4, "change_pct": 4.0}, "104 (4% increase)"),
    (104, {"change": 4, "change_pct": 4.0, "notes": [changed("One"), changed("Two")]}, "104 (4% increase) [1]"),
    (104, {"change": 4, "change_pct": 4.0, **BROKEN}, "104 (4% increase) [b]"),
    (104, {"comparison": "break", **BROKEN}, "104 [b]"),
    (104, {"change": 104, "change_status": "z", "notes": [changed("One")]}, "104 (+104) [z]"),
    (104, {"change_status": "x"}, "104"),
]


@pytest.mark.parametrize(("count", "changes", "cell"), CELLS)
def test_a_cell_has_at_most_one_marker(count: int | None, changes: dict[str, Any], cell: str) -> None:
    page = laid_out(figure(2020, 100), figure(2021, count, **changes))
    assert drawn(page)[0][2] == cell
    assert cell.count("[") <= 1


@pytest.mark.parametrize("status", ["p", "r"])
def test_a_provisional_or_revised_figure_is_still_a_figure(status: str) -> None:
    page = laid_out(figure(2020, 100), figure(2021, 104, status=status))
    assert drawn(page)[0][2] == f"104 [{status}]"


def test_a_true_zero_is_a_zero() -> None:
    assert drawn(laid_out(figure(2020, 0), figure(2021, 0))) == [("Thefts", "0", "0")]


def test_notes_are_numbered_in_the_order_in_which_they_are_met_and_each_text_once() -> None:
    measures = [measure("a", "A", published_as="thefts"), measure("b", "B"), measure("c", "C", published_as="thefts")]
    page = laid_out(
        figure(2020, 1, 1, "A", notes=[changed("Second")]),
        figure(2021, 1, 1, "A", notes=[changed("Third"), changed("More")]),
        figure(2020, 1, 2, "B", notes=[changed("Second")]),
        figure(2021, 1, 2, "B"),
        figure(2020, 1, 3, "C"),
        figure(2021, 1, 3, "C", notes=[changed("Fourth")]),
        measures=measures,
    )
    assert drawn(page) == [("A [1]", "1 [2]", "1 [3]"), ("B", "1 [2]", "1"), ("C [1]", "1", "1 [4]")]
    assert [each.text for each in page.notes] == [
        "[1] Published as: thefts.",
        "[2] Recording changed: Second.",
        "[3] Recording changed: Third. Recording changed: More.",
        "[4] Recording changed: Fourth.",
    ]


def test_a_status_is_explained_once_with_the_places_where_it_stands() -> None:
    why = [Note(Kind.NO_FIELD, {"titles": ("weapon",)})]
    page = laid_out(
        figure(2020, None, 1, "A", status="x", notes=why),
        figure(2021, None, 1, "A", status="x", notes=why),
        figure(2020, 1, 2, "B"),
        figure(2021, None, 2, "B", status="x", notes=why),
        figure(2020, None, 3, "C", status="x", notes=[Note(Kind.NOT_BROUGHT, {"period": "Year 2020"})]),
        figure(2021, 1, 3, "C"),
        measures=[measure("a", "A"), measure("b", "B"), measure("c", "C")],
    )
    assert page.notes == [
        PageNote(
            "[x] not available",
            (
                "These extracts have no weapon: A; B (Year 2021)",
                "No figure was brought for Year 2020: C",
            ),
        )
    ]


def test_numbered_notes_stand_before_the_statuses_and_those_in_the_order_of_their_letters() -> None:
    page = laid_out(
        figure(2020, 1, notes=[changed("A")]),
        figure(2021, 2, change=2, change_status="z"),
        figure(2020, None, 2, "B", status="x", notes=[NO_FILE]),
        figure(2021, 3, 2, "B"),
        measures=[measure(), measure("b", "B")],
    )
    assert [note.text[:3] for note in page.notes] == ["[1]", "[x]", "[z]"]


def test_a_heading_is_what_is_covered_when_all_figures_cover_just_that() -> None:
    part = {"period": "Jan to Mar 2021", "days_covered": 90}
    assert laid_out(figure(2020, 1), figure(2021, 1, **part)).headings == ["Measure", "Year 2020", "Jan to Mar 2021"]


def test_a_heading_stays_the_period_when_its_figures_cover_different_parts() -> None:
    page = laid_out(
        figure(2020, 1),
        figure(2021, 1, period="Jan to Mar 2021"),
        figure(2020, 1, 2, "B"),
        figure(2021, 1, 2, "B"),
        measures=[measure(), measure("b", "B")],
    )
    assert page.headings == ["Measure", "Year 2020", "Year 2021"]


def test_a_period_that_is_only_compared_with_has_no_column() -> None:
    page = laid_out(figure(2020, 1, column="2019", is_column=False), figure(2020, 2), figure(2021, 3))
    assert drawn(page) == [("Thefts", "2", "3")]


def test_parts_stand_indented_under_the_whole_without_the_tests_of_the_whole() -> None:
    whole = {"by": {"sex": "all"}, "change": 1, "change_pct": 10.0, "p_value": 0.5, "verdict": "no clear change"}
    part = {"by": {"sex": "female"}, "change": 1, "change_pct": 25.0, "p_value": 0.5}
    page = laid_out(
        figure(2020, 10, by={"sex": "all"}),
        figure(2021, 11, **whole),
        figure(2020, 4, by={"sex": "female"}),
        figure(2021, 5, **part),
        by=("sex",),
    )
    assert drawn(page) == [
        ("Thefts", "10", "11 (10% increase)"),
        ("  verdict", "", "no clear change (p = 0.50)"),
        ("  female", "4", "5 (25% increase)"),
    ]


def test_a_status_of_a_part_says_which_part_it_is() -> None:
    page = laid_out(
        figure(2020, 10, by={"sex": "all"}),
        figure(2021, 11, by={"sex": "all"}),
        figure(2020, 0, by={"sex": "female"}),
        figure(2021, 1, by={"sex": "female"}, change=1, change_status="z"),
        by=("sex",),
    )
    (reason,) = [line for note in page.notes for line in note.below]
    assert "female" in reason


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(4.4, "%", "4.4%"), (6.0, "%", "6%"), (9.65, "%", "9.7%"), (195.0, "exclusions", "195"), (1_200.5, "", "1200.5")],
)
def test_a_figure_that_arrived_as_a_figure(value: float, unit: str, shown: str) -> None:
    assert show_value(figure(2020, None, value=value, value_unit=unit)) == shown


def test_what_every_page_must_say_stands_above_and_below_it() -> None:
    text = tables_as_text(result_of(figure(2020, 1), figure(2021, 2), notices=[SYNTHETIC]), None)
    lines = text.splitlines()
    assert lines[0] == lines[-1] == note_words(SYNTHETIC)
    assert lines[1] == "Our table"


LONG = "Offences of possession of an article with a blade or a point in a public place or on school premises"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_fits_the_terminal_and_loses_no_word(width: int) -> None:
    result = result_of(figure(2020, 1, title=LONG), figure(2021, 2), measures=[measure(title=LONG)])
    text = tables_as_text(result, width)
    assert max(map(len, text.splitlines())) <= width
    assert [word for word in LONG.split() if word not in text] == []


def test_a_pipe_has_every_title_in_one_line() -> None:
    result = result_of(figure(2020, 1, title=LONG), figure(2021, 2), measures=[measure(title=LONG)])
    assert f"\n{LONG}  1          2\n" in tables_as_text(result, None)


def test_text_has_colours_only_where_they_are_asked_for() -> None:
    result = result_of(figure(2020, 1), figure(2021, 2))
    assert "\x1b[" in tables_as_text(result, 80, colour=True)
    assert "\x1b" not in tables_as_text(result, 80)


def test_no_line_ends_in_a_blank() -> None:
    text = tables_as_text(result_of(figure(2020, 1), figure(2021, 2)), 80)
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert text.endswith("\n")
