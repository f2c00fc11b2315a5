"""A validation as text, CSV, JSON and as a message to the supplier."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from svtool.errors import ExitCode
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Cost, Finding, Level
from svtool.findings.message import counted, numeral, say
from svtool.findings.row_of_finding import FINDING_COLUMNS
from svtool.output.findings_machine import findings_as_csv, findings_as_json
from svtool.output.findings_text import findings_as_text
from svtool.output.reply import reply_as_text
from svtool.records.ledger import Ledger
from svtool.validation.verdict import CheckedFile, Validation, Verdict

COST = Cost("ed_knife", "ED attendances with a knife", "2021", 148, 1_309, 86, 80)


def result(*findings: Finding) -> Validation:
    reason = "as its header tells: it reads 8 of 8 columns"
    ledger = Ledger("ed", "record", read=80, rejected=2, not_records=4, repeated=1, usable=70)
    ledger.left_out["follow up"] = 3
    return Validation(
        files=(CheckedFile("in/ed.csv", "ed", "record", "tiig_ed", reason, "CSV", 74),),
        ledgers={"ed": ledger},
        findings=findings,
        rejected=(),
        remarks=("places were not judged",),
        invalid=(),
        verdict=Verdict(False, ExitCode.DATA_ERRORS, "not fit to send: 1 error", "First mend V25."),
    )


KNIVES = Finding(
    KINDS["V25"], "in/ed.csv", "74 cells of Weapon: words that the mapping does not have: KNIFE, Knives", 74,
    "Weapon", "weapon", "Q4", (5, 7, 9), (6, 8, 12), costs=(COST,), given_remedy="Map them.",
)  # fmt: skip


def report() -> str:
    """Return what the findings above are as text, each fact on its line."""
    return "\n".join(
        [
            "in/ed.csv: ed, one row for each record; mapping tiig_ed, as its header tells: it reads 8 of 8 columns; "
            "CSV; 74 records",
            "ed: 80 rows read = 2 rejected + 4 not records + 1 repeated + 3 follow up + 70 usable",
            "places were not judged",
            "",
            "ERROR V25 Categories are not understood: in/ed.csv: 74 cells of Weapon: words that the mapping does not "
            "have: KNIFE, Knives",
            "    where: in/ed.csv sheet Q4, lines 6; 8 and 12, records 5; 7 and 9; showing 3 of 74",
            "    costs: ED attendances with a knife, 2021: 148 counted, 1,309 not known, 86 of these because of this; "
            "what is to do settles 80",
            "    to do: Map them.",
            "",
            "Not fit to send: 1 error. First mend V25.",
            "",
        ]
    )


def test_in_a_pipe_every_fact_is_one_line_and_the_verdict_the_last() -> None:
    assert findings_as_text(result(KNIVES)) == report()


def test_on_a_terminal_the_same_words_are_wrapped_with_their_indentation() -> None:
    for width in (80, 160):
        text = findings_as_text(result(KNIVES), width)
        assert max(map(len, text.splitlines())) <= width
        assert text.split() == report().split()
    wrapped = findings_as_text(result(KNIVES), 80)
    assert "\n    costs: ED attendances with a knife, 2021: 148 counted, 1,309 not known, 86\n    of these" in wrapped


def test_colours_only_where_they_are_wanted() -> None:
    assert "\x1b[" not in findings_as_text(result(KNIVES), 80)
    assert "\x1b[1;31mERROR" in findings_as_text(result(KNIVES), 80, colour=True)


def test_a_column_that_would_move_the_cursor_does_not() -> None:
    moving = Finding(KINDS["P01"], "a.csv", "\x1b[2Jname is not needed", column="\x1b[2Jname")
    for text in (findings_as_text(result(moving)), findings_as_text(result(moving), 80), reply_as_text(result(moving))):
        assert "\x1b" not in text


def test_equal_findings_of_several_files_stand_under_one_head() -> None:
    findings = [
        Finding(
            KINDS["V20"],
            f"{name}.csv",
            say(counted(n, "cell", "cells"), " of age: below 0"),
            n,
            "age",
            records=(2, 3, 4),
        )
        for name, n in zip("abcde", (9, 8, 7, 6, 5), strict=True)
    ]
    text = findings_as_text(result(*findings))
    assert text.count("ERROR V20") == 1
    assert "ERROR V20 Ages are impossible: 5 files: 35 cells of age: below 0\n" in text
    assert "    where: a.csv records 2; 3 and 4; showing 3 of 35\n" in text
    assert "    in: a.csv 9, b.csv 8, c.csv 7 and 2 more\n" in text


def test_findings_that_are_not_wholly_alike_are_told_one_by_one_up_to_three() -> None:
    findings = [
        Finding(KINDS["R02"], "a.csv", say(numeral(n), " cells instead of 15"), records=(n + 20,)) for n in (4, 5, 6, 7)
    ]
    text = findings_as_text(result(*findings))
    assert "ERROR R02 Rows have too many or too few cells: a.csv: 4 findings like these\n" in text
    assert "    a.csv: 4 cells instead of 15 (record 24)\n" in text
    assert "    showing 3 of 4\n" in text


def test_units_without_a_date_are_told_as_what_no_period_counts() -> None:
    undated = Finding(
        KINDS["V10"],
        "a.csv",
        "1,212 cells",
        costs=(Cost("offences", "Offences", "without a date", 0, 0, 1_206, called=("offence", "offences")),),
    )
    told = "costs: Offences: 1,206 offences are left out of every period because they have no date\n"
    assert told in findings_as_text(result(undated))


def test_the_dearest_three_figures_are_shown_and_alike_titles_told_apart() -> None:
    costs = tuple(Cost(f"m{n}", "Offences", "2021", 5, 9, n) for n in (1, 2, 3, 4))
    text = findings_as_text(result(Finding(KINDS["V10"], "a.csv", "9 cells", costs=costs)))
    assert [line.split(",")[0] for line in text.splitlines() if "costs: Off" in line] == [
        "    costs: Offences (m4)", "    costs: Offences (m3)", "    costs: Offences (m2)"
    ]  # fmt: skip
    assert "    costs: showing 3 of 4 figures\n" in text


def test_nothing_to_do_is_not_said() -> None:
    assert "to do" not in findings_as_text(result(Finding(KINDS["F04"], "a.csv", "begins with a mark")))


def test_csv_has_a_row_for_every_finding() -> None:
    (row,) = csv.DictReader(io.StringIO(findings_as_csv(result(KNIVES))))
    assert tuple(row) == FINDING_COLUMNS
    assert row["first_lines"] == "6 8 12"
    assert row["first_records"] == "5 7 9"
    assert row["costs"].startswith("ED attendances with a knife (ed_knife), 2021: 148 counted, 1,309 not known, 86 of")
    assert (row["level"], row["count"], row["remedy"]) == ("error", "74", "Map them.")


def test_a_name_that_a_spreadsheet_would_calculate_is_text_in_csv() -> None:
    evil = Finding(KINDS["P01"], "=cmd.csv", "@name is not needed", column="@name")
    (row,) = csv.DictReader(io.StringIO(findings_as_csv(result(evil))))
    assert (row["file"], row["column"], row["message"]) == ("'=cmd.csv", "'@name", "'@name is not needed")


def test_json_is_one_sorted_object_with_a_version() -> None:
    text = findings_as_json(result(KNIVES))
    found = json.loads(text)
    assert found["format"] == "svtool.findings/1"
    assert list(found) == sorted(found)
    assert text == json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert found["verdict"]["exit_code"] == 12
    assert found["findings"][0]["costs"][0]["settled"] == 80
    assert found["findings"][0]["first_lines"] == [6, 8, 12]
    assert found["ledgers"]["ed"]["left_out"] == {"follow up": 3}


REPLY = """\
Hello,

Thank you for sending the data. We checked it before counting anything from
it.

What we received:
  - ed.csv: 74 records

What needs to be put right before we can use it:

1. Some cells hold a word that we do not know for this column.
   74 cells of Weapon: words that the mapping does not have: KNIFE, Knives.
   Where: column Weapon, ed.csv, sheet Q4, lines 6; 8 and 12 (74 in all).
   Please tell us what these words mean.

What we would like to ask:

2. Some rows repeat an earlier row exactly.
   Where: ed.csv, line 6.
   Please tell us whether they are separate records, or whether the export
   joins another table.

Please send the data again once this is put right. If anything here is
unclear, do ask.

Line and record numbers are those of your file. No detail of any record is
in this message.

Kind regards
"""


def test_the_reply_is_a_letter_in_plain_words() -> None:
    repeated = Finding(KINDS["R06"], "in/ed.csv", "1 row repeats an earlier row exactly", lines=(6,), records=(5,))
    note = Finding(KINDS["F04"], "in/ed.csv", "begins with a mark")
    assert reply_as_text(result(KNIVES, repeated, note)) == REPLY


def test_the_reply_says_when_there_is_nothing_to_put_right() -> None:
    text = reply_as_text(result())
    assert "We found nothing that needs to be put right." in text
    assert "Please" not in text


def test_the_reply_names_a_file_that_could_not_be_read() -> None:
    text = reply_as_text(result(Finding(KINDS["F02"], "in/x.csv", "empty", given_level=Level.ERROR, refused=True)))
    assert "  - x.csv: could not be read\n" in text
    assert "Please check the filter of the export, and send it again." in text


def cells(kind: str, column: str, count: int, **more: Any) -> Finding:
    """Return a finding of some cells of a column, each with its place."""
    told = say(counted(count, "cell", "cells"), f" of {column}: wrong")
    places = tuple(range(2, count + 2))
    return Finding(KINDS[kind], "a.csv", told, count, column, records=places, lines=places, **more)


def test_a_column_has_one_entry_whatever_is_wrong_with_it() -> None:
    text = findings_as_text(result(cells("V10", "Date", 4), cells("V20", "Age", 2), cells("V13", "Date", 1)))
    heads = [line for line in text.splitlines() if " cell" in line and ("ERROR" in line or "WARN" in line)]
    assert [head.split(" of ")[0] for head in heads] == [
        "ERROR V10 Dates are not dates: a.csv: 4 cells",
        "    WARN V13 Dates were Excel day numbers: a.csv: 1 cell",
        "ERROR V20 Ages are impossible: a.csv: 2 cells",
    ]
    assert "        where: a.csv line 2\n" in text


def test_the_few_findings_that_lose_most_are_named_before_the_verdict() -> None:
    findings = [cells("R02", "", 30), cells("V20", "Age", 60), cells("V10", "Date", 9), cells("V25", "Weapon", 1)]
    *_, outlook, verdict = findings_as_text(result(*findings)).splitlines()
    assert outlook == (
        "Mend these two and 90% of what is lost is back (90 of 100 rows and cells): R02 Rows have too many or too few "
        "cells of a.csv; V20 Ages are impossible in column Age of a.csv."
    )
    assert verdict.startswith("Not fit to send")


def test_of_one_finding_alone_nothing_is_looked_ahead_to() -> None:
    assert "Mend th" not in findings_as_text(result(cells("V20", "Age", 60), cells("V32", "Sex", 9)))


def test_where_most_rows_were_rejected_the_rest_is_provisional() -> None:
    found = result(cells("H10", "", 41))
    found.ledgers["ed"].rejected = 41
    assert "ed: 41 of 80 rows were rejected, so that what is found in the others is provisional.\n" in findings_as_text(
        found
    )


def test_every_place_of_what_is_to_mend_is_in_csv_and_json() -> None:
    found = result(cells("V20", "Age", 18), cells("V32", "Sex", 18))
    rows = list(csv.DictReader(io.StringIO(findings_as_csv(found))))
    assert [row["lines"] for row in rows] == [" ".join(map(str, range(2, 20))), ""]
    assert [row["first_lines"] for row in rows] == ["2 3 4", "2 3 4"]
    of_json = json.loads(findings_as_json(found))["findings"]
    assert [each["records"] for each in of_json] == [list(range(2, 20)), []]


def test_every_place_of_all_findings_is_told_where_it_is_asked_for() -> None:
    found = result(cells("V20", "Age", 5), cells("V32", "Sex", 4))
    assert all(row["lines"] for row in csv.DictReader(io.StringIO(findings_as_csv(found, all_places=True))))
    text = findings_as_text(found, all_places=True)
    assert "    where: a.csv lines 2; 3; 4; 5 and 6\n" in text
    assert "showing" not in text


def test_the_reply_asks_everything_once() -> None:
    text = reply_as_text(result(cells("V20", "Age", 4), cells("V20", "Suspect Age", 2), cells("V10", "Date", 1)))
    assert text.count("Please leave the cell empty where the age is not known.") == 1
    assert text.count("Some ages are impossible") == 1
    told = " ".join(text.split())
    assert "Where: column Age, a.csv, lines 2; 3 and 4 (4 in all)." in told
    assert "Where: column Suspect Age, a.csv, lines 2 and 3." in told


def test_a_demand_of_an_error_is_not_made_again_for_a_warning() -> None:
    text = reply_as_text(result(cells("V21", "Class", 4), cells("V21", "Title", 2, given_level=Level.WARNING)))
    assert text.count("Please tell us what they mean, or correct them.") == 1
    assert "What we would like to ask" not in text


def test_the_reply_names_the_column_that_is_missing_and_the_one_that_it_may_be() -> None:
    missing = Finding(
        KINDS["H04"], "in/x.csv", "no column", refused=True,
        to_supplier="We look for Recorded Date. Is it what is now called Date Reported?",
    )  # fmt: skip
    told = " ".join(reply_as_text(result(missing)).split())
    assert "We look for Recorded Date. Is it what is now called Date Reported? Where: x.csv." in told
