"""Rows whose cells slipped into other columns: no report, in whatever format, names a word of them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.output.findings_machine import findings_as_csv, findings_as_json
from svtool.output.findings_text import findings_as_text
from svtool.output.reply import reply_as_text

LAYOUTS: dict[str, Sequence[str]] = {
    "Attendance Number,Hospital Site,Arrival Date,Attendance Reason,Assault Weapon,Age,Sex,Local Authority of "
    "Residence": (
        "A{n:05d}", "Site North", "{day:02d}/01/2023", "Assault", "Knife", "{age}", "Female", "Liverpool",
    ),
    "Occurrence Number,Recorded Date,Earliest Committed Date,Latest Committed Date,Stats Class,HO Code,Offence,"
    "Occurrence Status,Flags,Victim Age,Victim Sex,Suspect Age,Suspect Sex,Local Authority": (
        "ZQX/{n:07d}/23", "{day:02d}/01/2023", "{day:02d}/01/2023", "{day:02d}/01/2023", "8N", "008/06",
        "Assault with injury", "Recorded", "Other", "{age}", "F", "{age}", "M", "Knowsley",
    ),
    "reference,recorded_date,motive,area": ("F{n:05d}", "2023-01-{day:02d}", "deliberate", "Sefton"),
}  # fmt: skip
BEGINNINGS = ("Zq", "Male", "Knif", "Sharp", "Deliber", "Assaul", "Liverp", "Recorde", "O'Zq")
# Words of no list, though some begin as words of a list do.
WORDS = st.builds(
    lambda begin, rest, write: write(begin + "zx" + rest),
    st.sampled_from(BEGINNINGS),
    st.text("aeiourstl", min_size=2, max_size=6),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.lists(WORDS, min_size=1, max_size=3), st.data())
def test_no_report_names_a_word_that_no_list_has(header: str, words: list[str], data: st.DataObject) -> None:
    cells, rows = LAYOUTS[header], []
    for n in range(60):
        row = [each.format(n=n, day=n % 28 + 1, age=15 + n % 60) for each in cells]
        if n % 3 == 0:  # a word slipped in, and all behind it moved by one; or it stands in place of a cell
            place = data.draw(st.integers(0, len(row) - 1))
            row[place : place + data.draw(st.integers(0, 1))] = [words[n // 3 % len(words)]]
        rows.append(row[: len(cells)])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        found = validate(Request((path,)))
        reports = [findings_as_csv(found, True), findings_as_json(found, True), reply_as_text(found)]
        reports.append(findings_as_text(found))
    for report in reports:
        assert not [word for word in words if word.casefold() in report.casefold()]
