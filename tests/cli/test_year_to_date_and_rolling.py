"""Years to date, rolling months, school years, provisional months and `--as-at`, as a command prints them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from svtool.cli import run

Rows = list[dict[str, str]]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs commands beside a project with a robbery a day from 1 April 2019 to 31 December 2021."""
    monkeypatch.chdir(tmp_path)
    days = [date(2019, 4, 1) + timedelta(days=number) for number in range(1006)]
    lines = ["reference,recorded_date,offence_class", *(f"R{number},{day},34B" for number, day in enumerate(days))]
    Path("police.csv").write_text("\n".join(lines) + "\n")
    Path("svtool.yaml").write_text(
        "definition: merseyside\ntables: recorded_crime\nperiods: {kind: calendar, years: [2020, 2021]}\n"
        "sources:\n  police: {files: police.csv, holds: all, mapping: standard}\n"
    )

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["measures", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def rows(out: str, measure: str = "recorded_offences") -> Rows:
    return [row for row in csv.DictReader(io.StringIO(out)) if row["measure_id"] == measure]


def test_a_year_to_date_is_compared_with_the_same_days_last_year(command: Command) -> None:
    code, out, err = command("--format", "csv", "--periods", "year_to_date:2021-06-15")
    assert (code, err) == (0, "")
    before, now = rows(out)
    assert (now["period"], now["period_start"], now["period_end"]) == (
        "1 Jan to 15 Jun 2021",
        "2021-01-01",
        "2021-06-15",
    )
    assert (now["count"], now["days"]) == ("166", "166")
    assert (now["compared_with"], now["comparator_count"]) == ("1 Jan to 15 Jun 2020", "167")
    # The period compared with has a row of its own, and no comparison.
    assert (before["period"], before["count"], before["compared_with"]) == ("1 Jan to 15 Jun 2020", "167", "")


def test_a_partly_covered_year_to_date_is_compared_on_the_same_days_to_its_last(command: Command) -> None:
    _, out, _ = command("--format", "csv", "--periods", "year_to_date:2020-06-15")
    before, now = rows(out)
    assert before["period"] == "1 Apr to 15 Jun 2019"
    # April, May, and the first fifteen days of June of both.
    assert (now["comparison"], now["compared_count"], now["comparator_count"]) == ("like_for_like", "76", "76")
    assert now["notes"].startswith("Like for like, 1 Apr to 15 Jun: 76 against 76 in 1 Apr to 15 Jun 2019.")


def test_a_financial_year_to_date_is_compared_with_the_same_days_of_the_financial_year_before(
    command: Command,
) -> None:
    words = ("--format", "csv", "--periods", "year_to_date:2020/21-02-28..2021/22-02-28")
    _, out, _ = command(*words)
    before, first, second = rows(out)
    assert [(row["period"], row["count"]) for row in (before, first)] == [
        ("1 Apr 2019 to 28 Feb 2020", "334"),
        ("Apr 2020 to Feb 2021", "334"),
    ]
    assert (first["compared_with"], first["comparison"], first["change"]) == ("1 Apr 2019 to 28 Feb 2020", "full", "0")
    # The extracts end with December: April to December of both.
    assert (second["period"], second["comparison"]) == ("Apr to Dec 2021", "like_for_like")
    assert (second["compared_count"], second["comparator_count"]) == ("275", "275")
    head = "Periods: 1 April to 29 February, each against the same days of the year before"
    assert head in command("--periods", "year_to_date:2019/20-02-29")[1]


def test_beside_financial_years_a_year_to_date_begins_with_theirs(command: Command) -> None:
    text = (
        Path("svtool.yaml")
        .read_text()
        .replace("{kind: calendar, years: [2020, 2021]}", "{kind: financial, years: 2020/21}")
    )
    Path("svtool.yaml").write_text(text)
    _, out, _ = command("--format", "csv", "--periods", "year_to_date:2021-12-31")
    before, now = rows(out)
    assert (before["period"], now["period"], now["count"]) == ("Apr to Dec 2020", "Apr to Dec 2021", "275")


def test_rolling_months_are_compared_with_the_months_a_year_before(command: Command) -> None:
    code, out, _ = command("--format", "csv", "--periods", "rolling:2020-Q4..2021-Q4")
    assert code == 0
    found = {row["period"]: row for row in rows(out)}
    assert list(found) == [
        "Apr to Dec 2019", "12 months to Mar 2020", "12 months to Jun 2020", "12 months to Sep 2020",
        "12 months to Dec 2020", "12 months to Mar 2021", "12 months to Jun 2021", "12 months to Sep 2021",
        "12 months to Dec 2021",
    ]  # fmt: skip
    assert found["12 months to Dec 2021"]["compared_with"] == "12 months to Dec 2020"
    assert found["12 months to Mar 2021"]["compared_with"] == "12 months to Mar 2020"
    first = found["12 months to Dec 2020"]
    assert (first["compared_with"], first["comparison"], first["comparator_count"]) == (
        "Apr to Dec 2019", "like_for_like", "275",
    )  # fmt: skip


def test_a_table_prints_only_the_rolling_months_asked_for_and_says_what_they_are_compared_with(
    command: Command,
) -> None:
    _, out, _ = command("--periods", "rolling:2021-Q3..2021-Q4")
    assert "Periods: twelve months to the end of the month named, each against the twelve months a year before" in out
    heading = next(line for line in out.splitlines() if line.startswith("Measure"))
    assert heading.split()[1:] == ["12", "months", "to", "Sep", "2021", "12", "months", "to", "Dec", "2021"]


def test_overlapping_months_are_not_compared_with_a_baseline_that_shares_their_days(command: Command) -> None:
    Path("svtool.yaml").write_text(
        "definition: merseyside\ntables: recorded_crime\n"
        "sources:\n  police: {files: police.csv, holds: all, mapping: standard}\n"
        "periods: {kind: rolling, from: 2020-Q4, to: 2021-Q4, baseline: 2020-12}\n"
    )
    _, out, _ = command("--format", "csv")
    shown = {row["period"]: row["baseline_change"] for row in rows(out)}
    assert shown["12 months to Sep 2021"] == ""
    assert shown["12 months to Dec 2021"] == "-1"


def test_school_years_are_labelled_by_what_is_covered(command: Command) -> None:
    _, out, _ = command("--format", "csv", "--periods", "school:2018/19..2021/22")
    assert {row["period"]: row["count"] for row in rows(out)} == {
        "Apr to Aug 2019": "153",
        "2019/20": "366",
        "2020/21": "365",
        "Sep to Dec 2021": "122",
    }
    assert "Periods: school years, 1 September to 31 August" in command("--periods", "school:2019/20")[1]


def test_a_provisional_figure_keeps_its_number_and_the_legend_says_why(command: Command) -> None:
    text = Path("svtool.yaml").read_text()
    Path("svtool.yaml").write_text(text.replace("standard}", "standard, provisional: {months: 2}}"))
    _, out, _ = command()
    line = next(line for line in out.splitlines() if line.startswith("Recorded offences"))
    assert line.endswith("365 (less than 1% reduction) [p]")
    assert (
        "[p] provisional\n    The police extracts may still grow from 1 November 2021 on; the change uses these days: "
        "police (2021)"
    ) in out
    now = rows(command("--format", "csv")[1])[-1]
    assert (now["count"], now["status"], now["change"], now["change_status"]) == ("365", "p", "-1", "p")


def test_as_at_is_said_at_the_head_of_the_table_and_in_the_notes_of_every_figure(command: Command) -> None:
    code, out, err = command("--as-at", "2021-03-31")
    assert (code, err) == (0, "")
    assert (
        "As known on 31 March 2020 (2020), 31 March 2021 (2021): what was recorded by then, classified as it is today"
    ) in out
    assert "Jan to Mar 2020  Jan to Mar 2021" in out
    before, now = rows(command("--format", "csv", "--as-at", "2021-03-31")[1])
    assert (before["count"], now["count"], now["comparison"]) == ("91", "90", "full")
    assert (before["notes"], now["notes"]) == ("As known on 31 March 2020.", "As known on 31 March 2021.")


def test_strict_is_content_with_all_that_could_be_known(command: Command) -> None:
    assert command("--strict", "--as-at", "2021-03-31")[0] == 0
    assert command("--strict", "--periods", "calendar:2019", "--as-at", "2019-06-30")[0] == 14


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--as-at", "31/03/2021"], "Invalid value for '--as-at': expected a day such as 2021-03-31"),
        (["--as-at", "2021-02-29"], "Invalid value for '--as-at': expected a day such as 2021-03-31"),
        (["--as-at", "yesterday"], "Invalid value for '--as-at': expected a day such as 2021-03-31"),
        (["--as-at", "2020-12-31"], "lies before the last period, 2021, begins"),
        (["--periods", "rolling:2021"], "which is not a month or calendar quarter such as 2021-03 or 2021-Q1"),
        (["--periods", "year_to_date:2021"], "which is not a last day such as 2021-06-30"),
        (["--periods", "year-to-date:2021-06-30"], "did you mean year_to_date?"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_sentence(words: list[str], reason: str, command: Command) -> None:
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert reason in err


@pytest.mark.parametrize(("span", "good"), [("year_to_date:2021-06-15", False), ("year_to_date:2021-06-30", True)])
def test_dates_that_are_months_can_not_be_cut_within_one(span: str, good: bool, command: Command) -> None:
    months = [f"R{number},{2020 + number // 12}-{number % 12 + 1:02d},34B" for number in range(24)]
    Path("police.csv").write_text("\n".join(["reference,recorded_date,offence_class", *months]) + "\n")
    folder = Path("definitions/mappings")
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(
        "id: own\ntitle: Own\nsource: police\nrow: offence\nby_name: yes\n"
        "columns:\n  recorded_date: {column: recorded_date, format: YYYY-MM}\n"
    )
    Path("svtool.yaml").write_text(Path("svtool.yaml").read_text().replace("standard", "own"))
    code, _, err = command("--periods", span)
    assert code == (0 if good else 2)
    assert ("of whole months" in err) is not good


# The sample


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(
            "year_to_date:2019-06-30..2021-06-30",
            {"Jan to Jun 2019": "313", "Jan to Jun 2020": "319", "Jan to Jun 2021": "261"},
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "rolling:2020-Q4..2021-Q4",
            {
                "12 months to Dec 2020": "673",
                "12 months to Mar 2021": "633",
                "12 months to Jun 2021": "615",
                "12 months to Sep 2021": "567",
                "12 months to Dec 2021": "529",
            },
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "school:2018/19..2020/21",
            {"2018/19": "592", "2019/20": "655", "2020/21": "582"},
            marks=pytest.mark.slow,
        ),
    ],
)
def test_the_sample_shows_every_kind(span: str, expected: dict[str, str], command: Command) -> None:
    code, out, _ = command("--sample", "--format", "csv", "--table", "home_office", "--periods", span)
    assert code == 0
    shown = {row["period"]: row["count"] for row in rows(out, "blade_possession") if row["period"] in expected}
    assert shown == expected
    if span.startswith("school"):
        first, second, _ = rows(out, "ed_knife_or_sharp")
        assert (first["period"], second["comparison"]) == ("Jan to Aug 2019", "like_for_like")


@pytest.mark.slow
def test_indicators_are_not_shown_in_columns_that_they_were_not_brought_for(
    command: Command, tenth_of_the_sample: Path
) -> None:
    words = ("--project", str(tenth_of_the_sample), "--format", "csv", "--table", "mvrp_local")
    _, out, _ = command(*words, "--periods", "year_to_date:2019-06-30")
    (figure,) = rows(out, "school_absence_primary")
    assert (figure["value"], figure["status"]) == ("", "x")


@pytest.mark.slow
def test_as_at_says_of_sources_without_a_day_of_recording_what_can_be_told(command: Command) -> None:
    words = ("--sample", "--format", "csv", "--table", "home_office", "--table", "mvrp_local", "--as-at", "2021-06-30")
    _, out, _ = command(*words)
    now = rows(out, "ed_knife_or_sharp")[-1]
    assert (now["period"], now["count"]) == ("Jan to Jun 2021", "74")
    assert "As known on 30 June 2021 by arrival date; what was entered later can't be told." in now["notes"]
    indicator = rows(out, "school_absence_primary")[0]
    assert (indicator["value"], indicator["status"]) == ("", "x")
    assert indicator["notes"].endswith("Not available: it was brought as a figure, and has no recorded date.")
