"""`svtool trend`: months, gaps, provisional months, breaks, rare events, and every way to write them."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from calendar import monthrange
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from svtool.cli import run
from svtool.commands.trend.series_points import COLUMNS

QUIET = 40  # attendances a month that are no assaults, so that a month without any is a gap
TABLE = """
    id: own
    title: Own table
    groups:
      - title: Attendances
        measures:
          - {id: assaults, title: Assaults, source: ed, unit: attendance, where: {assault: yes}, desired: fall}
          - {id: knives, title: Knives, source: ed, unit: attendance, where: {assault: yes, weapon: knife}}
          - {id: stabbings, title: Stabbings, source: ed, unit: attendance, where: {assault: yes, weapon: knife},
             desired: fall}
          - {id: reports, title: Reports, source: ed, unit: attendance, where: {assault: yes}}
          - {id: schools, title: Schools, source: indicators, unit: figure}
          - {id: fires, title: Fires, source: fire, unit: incident}
"""
BREAK = """
    id: own
    breaks:
      - {id: own, title: A new form, source: ed, date: DAY, effect: note, measures: [assaults]}
"""
Ran = tuple[int, str, str]
Row = dict[str, str]


class Department:
    """An emergency department whose attendances are so many a month."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.write("definitions/tables/own.yaml", TABLE)
        self.project()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def project(self, extract: str = "", areas: str = "merseyside") -> None:
        """Write the project file, with something more said of its extract."""
        self.write(
            "svtool.yaml",
            f"tables: own\n{f'areas: {areas}' if areas else ''}\nperiods: {{kind: calendar, years: [2020]}}\n"
            f"sources: {{ed: {{files: ed.csv, mapping: standard, area_unknown: inside{extract}}}}}\n",
        )

    def attend(self, counts: Mapping[str, int | None], unknown: Mapping[str, int] | None = None) -> None:
        """Write an extract with so many assaults with a knife in each month; none at all where it is a gap."""
        lines = ["reference,recorded_date,assault,weapon,area"]
        for month, count in counts.items():
            year, number = map(int, month.split("-"))
            last = monthrange(year, number)[1]
            kinds = [("Y", "knife")] * (count or 0) + [("Y", "not specified")] * (unknown or {}).get(month, 0)
            kinds += [("N", "not specified")] * (QUIET if count is not None else 0)
            for i, (assault, weapon) in enumerate(kinds):
                # Spread over the month, its first and last day included.
                day = 1 + (i * (last - 1)) // max(len(kinds) - 1, 1)
                lines.append(f"E{len(lines)},{month}-{day:02d},{assault},{weapon},Wirral")
        self.write("ed.csv", "\n".join(lines) + "\n")

    def run(self, *arguments: str) -> Ran:
        self._capsys.readouterr()
        code = run(["trend", *arguments])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def rows(self, *arguments: str, measure: str = "assaults") -> list[Row]:
        code, out, err = self.run("--measure", measure, "--format", "csv", *arguments)
        assert code == 0, err
        return list(csv.DictReader(io.StringIO(out)))

    def said(self, *arguments: str, measure: str = "assaults") -> tuple[list[str], list[str]]:
        """Return the signals and the notes of a series."""
        (series,) = json.loads(self.run("--measure", measure, "--format", "json", *arguments)[1])["series"]
        return series["signals"], series["notes"]


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Department:
    monkeypatch.chdir(tmp_path)
    return Department(tmp_path, capsys)


def months(*counts: int | None, first: int = 2019) -> dict[str, int | None]:
    """Return counts by month from January on."""
    return {f"{first + i // 12}-{1 + i % 12:02d}": count for i, count in enumerate(counts)}


STEADY = (20, 22) * 12  # mean 21, moving ranges of 2: limits 15.68 and 26.32


def test_a_month_has_its_count_lines_and_days(department: Department) -> None:
    department.attend(months(*STEADY))
    rows = department.rows()
    assert len(rows) == 24
    assert tuple(rows[0]) == COLUMNS
    first = {name: rows[0][name] for name in ("month", "start", "end", "days", "days_covered", "count", "not_known")}
    assert first == {
        "month": "2019-01", "start": "2019-01-01", "end": "2019-01-31", "days": "31", "days_covered": "31",
        "count": "20", "not_known": "0",
    }  # fmt: skip
    assert (rows[0]["mean"], float(rows[0]["lower"]), float(rows[0]["upper"])) == (
        "21", pytest.approx(15.68, abs=0.01), pytest.approx(26.32, abs=0.01),
    )  # fmt: skip
    assert {(row["signal"], row["status"], row["limits_status"]) for row in rows} == {("", "", "")}
    assert rows[0]["method"] == "XmR by Making Data Count, moving ranges not screened"


def test_a_run_is_said_in_words_with_what_it_means(department: Department) -> None:
    department.attend(months(*STEADY, 20, *[24] * 7))
    signals, _ = department.said("--fix-after", "24")
    assert signals == ["7 months in a row above the mean, Feb to Aug 2021 (concern)."]
    rows = department.rows("--fix-after", "24")
    assert [row["rule"] for row in rows[24:]] == ["", *["shift"] * 7]
    assert {(row["signal"], row["direction"], row["notes"]) for row in rows[25:]} == {
        ("concern", "up", "7 months in a row above the mean, Feb to Aug 2021 (concern).")
    }


def test_a_measure_of_which_nothing_is_desired_has_neutral_signals(department: Department) -> None:
    department.attend(months(*STEADY, 40))
    signals, _ = department.said(measure="reports")
    assert signals == ["Above the upper limit, Jan 2021."]
    assert department.rows(measure="reports")[-1]["signal"] == "neutral"


def test_a_missing_month_is_a_gap_and_never_zero(department: Department) -> None:
    """Counted as zero, March would be far below the lower limit."""
    department.attend(months(*STEADY[:14], None, *STEADY[15:]))
    rows = department.rows()
    gap = rows[14]
    assert (gap["month"], gap["days_covered"], gap["count"], gap["not_known"], gap["status"]) == (
        "2020-03", "0", "", "", "x",
    )  # fmt: skip
    signals, notes = department.said()
    assert signals == []
    assert "[x] Not available, and not zero: Mar 2020, which the extracts do not cover." in notes


def test_no_run_goes_on_across_a_gap(department: Department) -> None:
    department.attend(months(*STEADY, *[24] * 4, None, *[24] * 4))
    assert department.said("--fix-after", "24")[0] == []


def test_a_partly_covered_month_is_a_gap(department: Department) -> None:
    department.project(", from: 2019-01-10, to: 2020-12-15")
    department.attend(months(*STEADY))
    rows = department.rows()
    assert [(row["days_covered"], row["count"], row["status"]) for row in (rows[0], rows[-1])] == [
        ("22", "", "x"),
        ("15", "", "x"),
    ]
    _, notes = department.said()
    assert any("Jan 2019 and Dec 2020, of which the extracts cover a part" in note for note in notes)


def test_provisional_months_are_marked_and_neither_make_limits_nor_are_judged(department: Department) -> None:
    department.project(", provisional: {months: 2}")
    department.attend(months(*STEADY, 2, 1))
    rows = department.rows()
    assert [(row["count"], row["status"], row["signal"], row["mean"]) for row in rows[-2:]] == [
        ("2", "p", "", "21"),
        ("1", "p", "", "21"),
    ]
    assert "  2 [p]  " in department.run("--measure", "assaults")[1]


def test_lines_begin_anew_at_a_registered_break(department: Department) -> None:
    department.write("definitions/breaks/own.yaml", BREAK.replace("DAY", "2020-01-01"))
    department.attend(months(*(20, 22) * 6, *(40, 42) * 6))
    rows = department.rows()
    assert [row["mean"] for row in (rows[0], rows[11], rows[12], rows[23])] == ["21", "21", "41", "41"]
    assert [row["rebased"] for row in rows if row["rebased"]] == [rows[12]["rebased"]] == ["A new form"]
    signals, notes = department.said()
    assert signals == []
    assert "Recording changed on 1 January 2020: A new form. The mean and the limits begin anew." in notes
    # Another measure of the same records is not touched, and its level jumps.
    assert department.said(measure="reports")[0] != []


def test_a_break_that_is_noted_leaves_the_lines_where_the_months_did_not_move(department: Department) -> None:
    """A cause alone makes no lines anew, and seven months of another level are not yet eight."""
    department.write("definitions/breaks/own.yaml", BREAK.replace("DAY", "2020-01-01"))
    for counts in ((22, 20) * 12, (*(22, 20) * 6, *[30] * 7)):
        department.attend(months(*counts))
        assert len({row["mean"] for row in department.rows()}) == 1
        assert "The months did not move with it, so mean and limits go on." in " ".join(department.said()[1])


def test_a_break_that_withholds_begins_the_lines_anew_whatever_the_months_do(department: Department) -> None:
    department.write("definitions/breaks/own.yaml", BREAK.replace("DAY", "2020-01-01").replace("note", "withhold"))
    department.attend(months(*(20, 22) * 12))
    assert [row["month"] for row in department.rows() if row["rebased"]] == ["2020-01"]


def test_a_level_that_moved_without_a_known_cause_is_two_means_and_one_sentence(department: Department) -> None:
    department.attend(months(*(20, 22) * 12, *(10, 12) * 6))
    signals, _ = department.said()
    assert signals == [
        "A lasting fall in Jan 2021: 11 a month since then, 21 before (improvement). No cause is registered."
    ]
    rows = department.rows()
    assert [row["mean"] for row in (rows[0], rows[23], rows[24], rows[-1])] == ["21", "21", "11", "11"]
    assert [(row["month"], row["rule"], row["signal"]) for row in rows if row["rule"]] == [
        ("2021-01", "lasting_shift", "improvement")
    ]
    assert {row["rebased"] for row in rows} == {""}
    assert "improvement: lasting shift from here on" in department.run("--measure", "assaults")[1]


def test_against_a_baseline_that_is_asked_for_no_level_is_new(department: Department) -> None:
    department.attend(months(*(20, 22) * 12, *(10, 12) * 6))
    assert {row["mean"] for row in department.rows("--fix-after", "24")} == {"21"}


def test_days_between_events_have_two_centres_too(department: Department) -> None:
    department.attend(months(*[1, 0] * 14, *[4] * 8))
    (moved, *_), _ = department.said()
    assert moved.startswith("A lasting change to more in ")
    assert "days between events since then" in moved and "(concern)" in moved


def test_a_month_with_a_break_within_is_on_neither_side(department: Department) -> None:
    department.write("definitions/breaks/own.yaml", BREAK.replace("DAY", "2020-01-15"))
    department.attend(months(*(20, 22) * 6, 90, 40, *(42, 40) * 5))
    rows = department.rows()
    assert (rows[12]["count"], rows[12]["mean"], rows[12]["signal"]) == ("90", "21", "")
    assert (rows[13]["mean"], rows[13]["rebased"]) == ("40.90909091", "A new form")
    assert "this month lies on both sides" in rows[12]["notes"]


def test_limits_of_under_13_months_are_on_trial(department: Department) -> None:
    department.attend(months(*STEADY[:12]))
    assert {row["limits_status"] for row in department.rows()} == {"u"}
    assert "[u] Trial limits: 12 points; 13 are needed for limits that can be relied on." in department.said()[1]
    assert " [u]" in department.run("--measure", "assaults")[1]
    department.attend(months(*STEADY[:13]))
    assert {row["limits_status"] for row in department.rows()} == {""}


def test_a_constant_series_has_no_signal_and_says_so(department: Department) -> None:
    department.attend(months(*[9] * 24))
    for dialect in ("making-data-count", "plotthedots"):
        rows = department.rows("--dialect", dialect)
        assert {(row["mean"], row["lower"], row["upper"], row["signal"]) for row in rows} == {("9", "9", "9", "")}
    assert "All points are alike: there is no variation, so there are no signals." in department.said()[1]


def test_no_events_at_all_are_a_constant_series(department: Department) -> None:
    department.attend(months(*[0] * 24))
    rows = department.rows()
    assert {(row["series"], row["count"], row["mean"], row["upper"], row["signal"]) for row in rows} == {
        ("month", "0", "0", "0", "")
    }


def test_a_lower_limit_of_a_count_is_not_below_zero(department: Department) -> None:
    department.attend(months(*(2, 30) * 8))
    assert {row["lower"] for row in department.rows()} == {"0"}
    assert any(note.startswith("A count can't be below 0") for note in department.said()[1])


def test_the_dialects_differ_in_outlying_moving_ranges(department: Department) -> None:
    """The series of NHSRplotthedots' own vignette, twenty higher."""
    department.attend(months(*(20 + each for each in (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1))))
    uppers = [department.rows("--dialect", each)[0]["upper"] for each in ("making-data-count", "plotthedots")]
    assert [round(float(each), 2) for each in uppers] == [26.95, 24.6]


def test_what_is_not_known_stands_beside_the_count_and_its_drift_is_said(department: Department) -> None:
    counts = months(*STEADY)
    department.attend(counts, dict.fromkeys(list(counts)[12:], 20))
    rows = department.rows(measure="knives")
    assert [row["not_known"] for row in (rows[0], rows[23])] == ["0", "20"]
    _, notes = department.said(measure="knives")
    assert notes[0] == (
        "The weapon or method of the assault was not recorded for 49% of the attendances in question in Jan to Dec "
        "2020, 0% in Jan to Dec 2019: changes in between may come from recording."
    )
    out = department.run("--measure", "knives")[1]
    assert "Not known" in out


def test_a_fall_under_which_recording_moved_is_no_improvement_and_the_picture_says_so(department: Department) -> None:
    """In the second year half of the knives are not specified any more."""
    counts = months(*[30] * 6, *[32] * 6, *[15] * 6, *[17] * 6)
    department.attend(counts, dict.fromkeys(list(counts)[12:], 20))
    signals, notes = department.said(measure="stabbings")
    assert signals and all("(no verdict: recording changed)" in each for each in signals)
    assert {row["signal"] for row in department.rows(measure="stabbings")} <= {"neutral", ""}
    picture = ElementTree.fromstring(department.run("--measure", "stabbings", "--format", "svg")[1])  # noqa: S314 (our own)
    seen = " ".join(each.text or "" for each in picture.iter("{http://www.w3.org/2000/svg}text"))
    assert notes[0] in seen


def test_a_fall_that_not_known_could_not_undo_is_an_improvement(department: Department) -> None:
    counts = months(*[60] * 6, *[62] * 6, *[10] * 6, *[12] * 6)
    department.attend(counts, dict.fromkeys(list(counts)[12:], 3))
    signals, notes = department.said(measure="stabbings")
    assert "changes in between may come from recording" in notes[0]
    assert any("(improvement)" in each for each in signals)


def test_a_target_is_judged_by_the_limits(department: Department) -> None:
    department.attend(months(*STEADY))
    for target, words in (("30", "meet it every month"), ("10", "miss it every month"), ("21", "meet it in some")):
        notes = department.said("--target", target)[1]
        assert any(note.startswith(f"Target {target} a month: ") and words in note for note in notes)


def test_the_target_of_a_project_is_judged_by_the_limits_of_its_months(department: Department) -> None:
    department.attend(months(*STEADY))
    path = department.folder / "svtool.yaml"
    plain = path.read_text(encoding="utf-8")
    for target, words in (("360", "meet it every month"), ("252", "meet it in some"), ("120", "miss it every month")):
        path.write_text(f"{plain}targets: {{assaults: {{at_most: {target}, by: 2022-12-31}}}}\n", encoding="utf-8")
        notes = department.said()[1]
        assert any(note.startswith(f"Target at most {target} a year by 31 December 2022, ") for note in notes)
        assert any(words in note for note in notes)


def test_json_tells_the_two_answers_for_machines(department: Department) -> None:
    department.attend(months(*(20, 22) * 12, *(10, 12) * 6))
    out = department.run("--measure", "assaults", "--target", "21", "--format", "json")[1]
    (series,) = json.loads(out)["series"]
    assert (series["variation"], series["assurance"]) == ("improvement", "consistent_pass")
    (series,) = json.loads(department.run("--measure", "reports", "--format", "json")[1])["series"]
    assert (series["variation"], series["assurance"]) == ("neutral", None)


def test_what_is_not_known_may_leave_a_target_open(department: Department) -> None:
    counts = months(*STEADY)
    department.attend(counts, dict.fromkeys(counts, 20))
    notes = department.said("--target", "30", measure="stabbings")[1]
    assert any("can't be told, because of what is not known" in note for note in notes)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("assault: {at_most: 5, by: 2022-12-31}", "targets.assault: is no measure of own; expected assaults"),
        ("assault: {at_most: 5, by: 2022-12-31}", "did you mean assaults? Correct the name."),
        ("assaults: {at_least: 5, by: 2022-12-31}", "targets.assaults: is at_least 5, and a fall of the measure"),
    ],
)
def test_a_target_that_fits_no_measure_says_why(department: Department, target: str, said: str) -> None:
    department.attend(months(20, 22))
    path = department.folder / "svtool.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}targets: {{{target}}}\n", encoding="utf-8")
    code, _, err = department.run("--measure", "assaults")
    assert code == 10
    assert said in err


# Rare events: seven days in each month on which nothing else happens tell the days apart.


def test_rare_events_are_charted_as_days_between(department: Department) -> None:
    department.attend(months(*(1, 0, 2) * 6))
    rows = department.rows()
    between = [row for row in rows if row["series"] == "days_between"]
    assert len([row for row in rows if row["series"] == "month"]) == 18
    assert len(between) == 18 - 1
    assert all(row["days_between"].isdigit() and not row["count"] for row in between)
    assert {row["limits_status"] for row in rows if row["series"] == "month"} == {"z"}
    assert "Nelson 1994" in between[0]["method"]
    centre, lower, upper = (float(between[0][name]) for name in ("mean", "lower", "upper"))
    assert 0 <= lower < centre < upper
    assert "Days since the one before" in department.run("--measure", "assaults")[1]


def test_days_of_rare_events_are_dates_of_records_and_stand_nowhere(department: Department) -> None:
    department.attend(months(*(1, 0, 2) * 6))
    dates = {line.split(",")[1] for line in (department.folder / "ed.csv").read_text().splitlines() if ",Y," in line}
    ends = {row[name] for row in department.rows() for name in ("start", "end")}
    for form in ("table", "csv", "json", "svg"):
        out = department.run("--measure", "assaults", "--format", form)[1]
        assert [day for day in dates - ends if day in out] == []
        assert "Internal, not for publication" in out or form == "csv"


def test_longer_days_between_events_are_an_improvement_where_a_fall_is_desired(department: Department) -> None:
    department.attend(months(*[3] * 12, *[1, 0] * 12))
    signals, _ = department.said()
    assert any("longer than the centre line" in each and "(improvement)" in each for each in signals)


def test_a_latest_month_without_a_figure_is_said_to_be_so_in_the_picture(department: Department) -> None:
    department.project(extract=", to: 2020-06-20")
    department.attend(months(*STEADY[:18]))
    picture = ElementTree.fromstring(department.run("--measure", "assaults", "--format", "svg")[1])  # noqa: S314 (our own)
    description = picture.find("{http://www.w3.org/2000/svg}desc")
    assert description is not None and "The latest month, Jun 2020, is not available." in str(description.text)


def test_days_between_events_do_not_reach_across_a_gap(department: Department) -> None:
    counts = months(*[1] * 8, None, None, *[1] * 8)
    department.attend(counts)
    between = [row for row in department.rows() if row["series"] == "days_between"]
    assert [row["month"] for row in between if not row["days_between"]] == ["2019-11"]
    assert max(int(row["days_between"]) for row in between if row["days_between"]) <= 31
    assert department.said()[0] == []


def test_too_few_rare_events_fall_back_on_months_and_say_so(department: Department) -> None:
    department.attend(months(0, 1, *[0] * 15, 1))
    assert {(row["series"], row["limits_status"]) for row in department.rows()} == {("month", "u")}
    assert any("too few for days between events" in note for note in department.said()[1])


def test_months_that_are_all_the_date_there_is_fall_back_and_say_so(department: Department) -> None:
    department.write(
        "definitions/mappings/monthly.yaml",
        """
        id: monthly
        title: Attendances by month
        source: ed
        row: record
        columns:
          reference: reference
          recorded_date: {column: month, format: YYYY-MM}
          assault: assault
          area: area
        """,
    )
    lines = [f"E{i},{month},{'Y' if i % 40 == 0 else 'N'},Wirral" for month in months(*[0] * 14) for i in range(40)]
    text = "\n".join(f"R{number}{line}" for number, line in enumerate(lines))
    department.write("ed.csv", f"reference,month,assault,area\n{text}\n")
    department.write(
        "svtool.yaml",
        "tables: own\nareas: merseyside\nperiods: {kind: calendar, years: [2020]}\n"
        "sources: {ed: {files: ed.csv, mapping: monthly}}\n",
    )
    assert {row["count"] for row in department.rows()} == {"1"}
    assert any("the dates are months" in note for note in department.said()[1])


# One area, several measures, formats


def test_one_area(department: Department) -> None:
    department.attend(months(*STEADY))
    assert {(row["area"], row["area_code"], row["count"]) for row in department.rows("--area", "Wirral")} == {
        ("Wirral", "E08000015", "20"), ("Wirral", "E08000015", "22"),
    }  # fmt: skip
    assert {row["count"] for row in department.rows("--area", "E08000012")} == {"0"}


def test_several_measures_stand_one_after_the_other(department: Department) -> None:
    department.attend(months(*STEADY))
    rows = department.rows("--measure", "reports")
    assert [row["measure_id"] for row in rows] == ["assaults"] * 24 + ["reports"] * 24
    out = department.run("--measure", "assaults", "--measure", "reports")[1]
    assert out.count("month by month") == 2


@pytest.mark.slow
def test_every_format_is_the_same_on_a_second_run_and_in_a_file(department: Department) -> None:
    department.attend(months(*STEADY, 40))
    for form in ("table", "csv", "json", "svg"):
        first = department.run("--measure", "assaults", "--format", form)[1]
        assert department.run("--measure", "assaults", "--format", form)[1] == first
        code, out, _ = department.run("--measure", "assaults", "--format", form, "--out", "found")
        assert (code, out) == (0, "")
        assert (department.folder / "found").read_text(encoding="utf-8") == first


def test_the_svg_is_one_image_with_a_title_and_a_description(department: Department) -> None:
    department.attend(months(*STEADY, 40))
    root = ElementTree.fromstring(department.run("--measure", "assaults", "--format", "svg")[1])  # noqa: S314 (our own)
    space = "{http://www.w3.org/2000/svg}"
    title, description = root.findtext(f"{space}title"), root.findtext(f"{space}desc")
    assert title == "Assaults, month by month, Merseyside"
    assert description is not None
    assert description.startswith("Line chart of 25 months, Jan 2019 to Jan 2021. The values run from 20 to 40.")
    assert "Above the upper limit, Jan 2021 (concern)." in description


def test_the_printed_page_is_plain_characters_that_every_console_has(department: Department) -> None:
    department.attend(months(*STEADY, 40, None, 20))
    department.run("--measure", "assaults")[1].encode("ascii")


# What can't be asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--measure", "asaults"], "--measure asaults: is not in own; expected assaults, fires, knives"),
        (["--measure", "asaults"], "did you mean assaults? Name the table with --table."),
        (["--measure", "schools"], "--measure schools: arrives as a figure for a whole year or school year"),
        (["--measure", "fires"], "--measure fires: the project has no fire extract. Add it under sources."),
        (["--measure", "assaults", "--area", "Liverpol"], "--area Liverpol: is not an area of merseyside; expected"),
        (["--measure", "assaults", "--area", "Liverpol"], "did you mean Liverpool?"),
        (["--measure", "assaults", "--fix-after", "5"], "--fix-after 5: is too short a baseline; expected 12"),
        (["--measure", "reports", "--target", "5"], "--target: neither a fall nor a rise of reports is desired"),
        (["--measure", "assaults", "--measure", "knives", "--target", "5"], "--target: is the target of one measure"),
        (["--measure", "assaults", "--measure", "knives", "--format", "svg"], "--format svg: is a chart of one"),
        (["--measure", "assaults", "--sample", "--project", "svtool.yaml"], "--project and --sample exclude"),
        ([], "Missing option '--measure'"),
    ],
)  # fmt: skip
def test_a_question_that_can_not_be_answered_says_why(department: Department, arguments: list[str], said: str) -> None:
    department.attend(months(*STEADY))
    code, out, err = department.run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_an_area_of_a_project_without_areas(department: Department) -> None:
    department.project(areas="")
    department.attend(months(*STEADY))
    code, _, err = department.run("--measure", "assaults", "--area", "Wirral")
    assert code == 2
    assert "--area Wirral: the project names no areas" in err
    assert department.rows()[0]["count"] == "20"


def test_extracts_that_cover_no_whole_month_say_what_they_hold(department: Department) -> None:
    department.project(", from: 2019-01-03, to: 2019-01-20")
    department.attend(months(20))
    assert [(row["count"], row["status"], row["limits_status"]) for row in department.rows()] == [("", "x", "z")]
    assert any(note.startswith("No month is wholly covered: the ED extracts hold ") for note in department.said()[1])
    assert department.run("--measure", "assaults")[0] == 0
    assert department.run("--measure", "assaults", "--format", "svg")[0] == 0


def test_an_extract_without_dates_has_no_months_and_warns(department: Department) -> None:
    department.write("ed.csv", "reference,recorded_date,assault,weapon,area\nE1,,Y,knife,Wirral\n")
    for form in ("table", "csv", "json", "svg"):
        code, _, err = department.run("--measure", "assaults", "--format", form)
        assert code == 0
        assert "warning: assaults: No month is wholly covered: the ED extracts hold no days." in err


def test_dates_that_are_quarters_have_no_months(department: Department) -> None:
    department.write(
        "definitions/mappings/quarterly.yaml",
        """
        id: quarterly
        title: Attendances by quarter
        source: ed
        row: record
        columns: {reference: reference, recorded_date: {column: quarter, format: YYYY/YY Q}, assault: assault}
        """,
    )
    department.write("ed.csv", "reference,quarter,assault\n" + "".join(f"E{i},2019/20 Q{i},Y\n" for i in (1, 2, 3, 4)))
    department.write(
        "svtool.yaml",
        "tables: own\nperiods: {kind: calendar, years: [2020]}\nsources: {ed: {files: ed.csv, mapping: quarterly}}\n",
    )
    code, _, err = department.run("--measure", "assaults")
    assert code == 2
    assert "--measure assaults: the dates of ed are quarters; expected days or months." in err
