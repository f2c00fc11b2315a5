"""The summary of returns as an accessible workbook: a sheet for each part of it, with the rows that its CSV has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from svtool.commands.returns.summarised import ReturnsSummary
from svtool.errors import listed, several
from svtool.figures.contract import NOT_AVAILABLE, SUPPRESSED
from svtool.interventions.quarters import year_label
from svtool.interventions.return_rows import (
    COMPLETENESS,
    EVERYBODY,
    FUNNEL_PART,
    NEW_OF_CASELOAD,
    PART,
    QUARTER,
    SCORES,
    YEAR,
)
from svtool.interventions.terms import in_words
from svtool.output.returns.summary_machine import AREA, summary_rows
from svtool.output.returns.summary_text import ALL_PROJECTS, NOT_A_CAUSE, UNTESTED
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.publisher_words import contact_words, published_words
from svtool.output.workbook.assembly import Book, assemble
from svtool.output.workbook.cover_sheet import NO_CONTACT
from svtool.output.workbook.package_bytes import saved
from svtool.output.workbook.sheet_columns import MIDDLE, NARROW, TENTHS, WHOLE, WIDE, Column
from svtool.output.workbook.sheet_notes import Notes
from svtool.output.workbook.sheet_words import (
    NO_NOTE,
    NOT_APPLICABLE,
    NOTES,
    Cell,
    in_parts,
    literal,
    mark_of,
    readable,
    shorthand_key,
)
from svtool.output.workbook.table_sheets import WITH_NOTES, Sheet
from svtool.version import __version__

TITLE = "Returns of interventions"
# What is not said elsewhere of how the figures are made.
READING = (
    "Units are never added to each other, and caseloads never over quarters. Where a count can't be told nearer, the "
    "least and the most that it may be stand beside it, and a note says why.",
    UNTESTED,
    NOT_A_CAUSE,
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Part:
    """A part of a summary that has a sheet of its own.

    Attributes:
        name: of the sheet.
        title: of its table.
        parts: the values of `part` that its rows have.
        about: what must be said of it.
    """

    name: str
    title: str
    parts: tuple[str, ...]
    about: tuple[str, ...] = field(default=())


SHEETS = (
    _Part("years", "Reached in each year", (YEAR, EVERYBODY), (UNTESTED,)),
    _Part("quarters", "Reached in each quarter", (QUARTER,)),
    _Part("categories", "By category", (PART,)),
    _Part(
        "funnel",
        "From referred to completed",
        (FUNNEL_PART,),
        ("Shares are of new referrals in the same quarters: who completed may have been referred before.",),
    ),
    _Part("new_of_caseload", "New on the caseload", (NEW_OF_CASELOAD,)),
    _Part("scores", "Scores before and after", (SCORES,), (NOT_A_CAUSE,)),
    _Part("received", "How many of its figures each return quantifies", (COMPLETENESS,)),
    _Part("areas", "Funded interventions by area", (AREA,)),
)


def _told(row: Row, name: str) -> Cell:
    """Return a cell of words for a value that has a name of its own."""
    return readable(in_words(str(row[name] or "")))


def _text(row: Row, name: str) -> Cell:
    return readable(str(row[name] or ""))


def _number(row: Row, name: str) -> Cell:
    """Return the cell of a number, or of the mark that stands in its place."""
    number: int | float | None = row[name]
    return mark_of(row["status"] or "", NOT_APPLICABLE) if number is None else number


def _project(row: Row, _: str) -> Cell:
    if row["part"] == AREA:
        return readable(str(row["project"] or "none"))
    return readable(str(row["project"] or ALL_PROJECTS))


def _area(row: Row, _: str) -> Cell:
    return readable(str(row["area"] or "area not known"))


def _count(row: Row, _: str) -> Cell:
    if row["count"] is not None:
        number: int = row["count"]
        return number
    return mark_of(row["status"] or "", NOT_APPLICABLE if row["part"] == AREA else f"[{NOT_AVAILABLE}]")


@dataclass(frozen=True)
class _Shown:
    """A column of the contract as a sheet shows it: its heading, its cells, the format of its numbers, its width.

    A cell is made of a row and the name of the column.
    """

    name: str
    heading: str
    cell: Callable[[Row, str], Cell]
    shown: str = ""
    width: int = NARROW

    @property
    def column(self) -> Column:
        """Return it as a column of a sheet whose cells are made already."""
        return Column(self.heading, lambda _: "", self.shown, self.width)


# Every column, by the columns of the contract that it shows; one that is empty throughout a sheet is left out.
COLUMNS: tuple[_Shown, ...] = (
    _Shown("area", "Area", _area, width=MIDDLE),
    _Shown("area_code", "Area code", _text),
    _Shown("part", "Project", _project, width=WIDE),
    _Shown("funding", "Funding\n(pounds)", _number, WHOLE),
    _Shown("beneficiaries", "Beneficiaries", _told),
    _Shown("unit", "Unit", _text),
    _Shown("counted", "Counted", _told, width=MIDDLE),
    _Shown("section", "Section", _told),
    _Shown("category", "Category", _text, width=MIDDLE),
    _Shown("scale", "Scale", _text, width=MIDDLE),
    _Shown("definition", "Definition", _text, width=MIDDLE),
    _Shown("period", "Period", _text, width=MIDDLE),
    _Shown("state", "Return", _text),
    _Shown("count", "Count", _count, WHOLE),
    _Shown("least", "Least", _number, WHOLE),
    _Shown("most", "Most", _number, WHOLE),
    _Shown("not_known", "Not known", _number, WHOLE),
    _Shown("rate", "Rate per 100,000", _number, TENTHS),
    _Shown("rate_lower_95", "Lower 95% limit of the rate", _number, TENTHS),
    _Shown("rate_upper_95", "Upper 95% limit of the rate", _number, TENTHS),
    _Shown("of", "Out of", _number, WHOLE),
    _Shown("share_pct", "Share\n(per cent)", _number, TENTHS),
    _Shown("received", "Made of", _number, WHOLE),
    _Shown("expected", "Expected", _number, WHOLE),
    _Shown("compared_with", "Compared with", _text),
    _Shown("comparator_count", "Count of the quarters compared, before", _number, WHOLE),
    _Shown("compared_count", "Count of the quarters compared, now", _number, WHOLE),
    _Shown("change_pct", "Change\n(per cent)", _number, TENTHS),
    _Shown("verdict", "Verdict", _text, width=MIDDLE),
    _Shown("n_before", "People with a score before", _number, WHOLE),
    _Shown("mean_before", "Mean score before", _number, TENTHS),
    _Shown("n_after", "People with a score after", _number, WHOLE),
    _Shown("mean_after", "Mean score after", _number, TENTHS),
    _Shown("n_both", "People with both", _number, WHOLE),
    _Shown("mean_change", "Mean change", _number, TENTHS),
    _Shown("change_lower", "Lower 95% limit of the change", _number, TENTHS),
    _Shown("change_upper", "Upper 95% limit of the change", _number, TENTHS),
)
COUNTED = (YEAR, EVERYBODY, QUARTER, PART, FUNNEL_PART, NEW_OF_CASELOAD)  # of which a count that can't be told is said


def summary_as_workbook(summary: ReturnsSummary) -> bytes:
    """Return the summary as an .xlsx file; two runs give the same bytes."""
    notes, rows = Notes(), summary_rows(summary)
    found = [_sheet(summary, each, [row for row in rows if row["part"] in each.parts], notes) for each in SHEETS]
    sheets = [each for each in found if each.cells]
    return saved(
        assemble(
            Book(
                title=TITLE,
                introduction=_introduction(summary),
                about=_about(summary, sheets, bool(notes)),
                contact=[*map(literal, contact_words(summary.evidence.publisher))] or [NO_CONTACT],
                notices=_notices(summary),
                notes=notes,
                sheets=sheets,
                subject="What interventions reached",
                keywords="interventions, monitoring returns",
            )
        )
    )


def _sheet(summary: ReturnsSummary, part: _Part, rows: Sequence[Row], notes: Notes) -> Sheet:
    shown = [each for each in COLUMNS if _is_shown(each.name, part, rows)]
    columns = [each.column for each in shown]
    markers = ["".join(f"[note {each}]" for each in notes.numbers(_said(row))) or NO_NOTE for row in rows]
    cells = [[each.cell(row, each.name) for each in shown] for row in rows]
    if noted := any(each != NO_NOTE for each in markers):
        columns.append(Column("Notes", lambda _: NO_NOTE, width=MIDDLE))
        cells = [[*row, marker] for row, marker in zip(cells, markers, strict=True)]
    key = shorthand_key(cell for row in cells for cell in row)
    guide = [text for text in (key, WITH_NOTES if noted else "") if text]
    above = [*_notices(summary), *part.about]
    return Sheet(part.name, f"{part.title}, {_years(summary)}", above, guide, columns, (), cells)


def _is_shown(name: str, part: _Part, rows: Sequence[Row]) -> bool:
    """Return whether some row of a sheet has something in a column, or should have."""
    if name == "part":
        return bool(rows)
    if name == "count" and any(each in COUNTED for each in part.parts):
        return True
    return any(row[name] not in (None, "") or (name == "area" and row["part"] == AREA) for row in rows)


def _said(row: Row) -> list[str]:
    return [row["notes"]] if row["notes"] else []


def _years(summary: ReturnsSummary) -> str:
    return listed((year_label(each) for each in summary.settled.years), joiner="and")


def _notices(summary: ReturnsSummary) -> list[str]:
    return [literal(each) for each in notes_in_words(summary.notices)]


def _introduction(summary: ReturnsSummary) -> list[str]:
    projects = several(len(summary.settled.projects), "project", "projects")
    return [
        *_notices(summary),
        *map(literal, published_words(summary.evidence.publisher)),
        f"Returns of {projects}, {_years(summary)}.",
    ]


def _about(summary: ReturnsSummary, sheets: Sequence[Sheet], has_notes: bool) -> list[str]:
    key = shorthand_key((cell for sheet in sheets for row in sheet.cells for cell in row), of="workbook")
    policy = summary.policy
    kinds = several(summary.errors, "kind of error stands", "kinds of errors stand")
    said = [
        *([f"Disclosure control: {policy.title} ({policy.id}). [{SUPPRESSED}] is suppressed."] if policy else []),
        *([f"{kinds} against these returns, and leave figures open."] if summary.errors else []),
        key or "No shorthand is used in this workbook.",
        *([f"Notes are marked [note 1], [note 2]; their texts are on the {NOTES} worksheet."] if has_notes else []),
        *READING,
        f"Made with svtool {__version__}.",
    ]
    return [part for text in said for part in in_parts(literal(text))]
