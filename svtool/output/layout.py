"""How a table reads: which rows it has, what each cell says, and the numbered notes below. No drawing here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svtool.commands.measures import Result, remarks_under
from svtool.counting.cells import ALL_LABEL
from svtool.figures.against import BASELINE, PRECEDING, Against
from svtool.figures.change import ENOUGH_MONTHS
from svtool.figures.contract import (
    BESIDE_A_NUMBER,
    BREAK,
    FEW,
    LOW_RELIABILITY,
    NOT_APPLICABLE,
    SUPPRESSED,
    Figure,
)
from svtool.figures.notes import AS_KNOWN, MAY_GROW, Kind, Note
from svtool.output.page_notes import Notes, PageNote
from svtool.output.rate_rows import rate_rows
from svtool.output.table_facts import facts_above, titled
from svtool.output.wording.composed_words import behind_words, if_known_words, limits_words, value_words
from svtool.output.wording.figure_note_words import of_records_words
from svtool.output.wording.note_words import note_words, notes_in_words, reason_words, reasons_in_words
from svtool.output.wording.number_words import (
    NOT_KNOWN_MATTERS,
    change_words,
    points_words,
    varying_words,
    verdict_words,
)
from svtool.output.wording.source_words import source_words
from svtool.output.wording.target_words import remarks_of_measure
from svtool.schema.breakdowns import NOT_KNOWN_LABEL
from svtool.schema.compositions import PER_CENT
from svtool.schema.periods import Period
from svtool.schema.tables import Measure, Table, TableRow
from svtool.statistics.rounding import round_half_away

if TYPE_CHECKING:
    from svtool.output.definition_matrix import Matrix

INDENT = "  "
# Said by the marks of a figure, or by a row of its own.
SAID_ELSEWHERE = AS_KNOWN | MAY_GROW | {Kind.UNDATED, Kind.LEFT_OPEN}
SAID_BY_VERDICTS = {Kind.WIDENED, Kind.OF_A_FEW}  # of the baseline too: its p allows for it, and it has a mark
VERDICT, NOT_KNOWN = "verdict", "not known"
WIDER = (
    f"The verdict allows for how much monthly counts vary: those compared where they are {ENOUGH_MONTHS} months or "
    "more, else all months held."
)
OF_BASE = {
    NOT_APPLICABLE: "From zero there is no per cent, only the number.",
    LOW_RELIABILITY: f"A per cent of fewer than {FEW}.",
}
BESIDE_VALUES = {"counts": behind_words, "95% limits": limits_words, "if all were known": if_known_words}
# What is said of several figures in the same words: the first note has the sentence, others name that note.
SAID_ONCE = {
    Kind.RECORDING_CHANGED: "Recording changed",
    Kind.PART_RECORDING_CHANGED: "Recording changed",
    Kind.NOT_WIDENED: "The test takes events as independent",
}
UNDATED = (
    "Without a date that can be read, and not counted: each may belong to any period that its extract's window and its "
    "other dates allow."
)


NO_REFERENCE = "Records without a reference of whom or what is counted, of all that meet the rule: not counted."


@dataclass
class Line:
    """A line of a printed table."""

    label: str
    cells: list[str] = field(default_factory=list)
    kind: str = "figure"  # group, figure, detail


@dataclass
class Page:
    """A printed table: heading, columns, lines, and what stands below."""

    title: str
    facts: list[str]
    headings: list[str]
    lines: list[Line]
    notes: list[PageNote]
    notices: list[str]
    matrices: list[Matrix] = field(default_factory=list)
    without_row: str = ""  # what is not known and has no row, because it is little


def lay_out(result: Result, table: Table, notes: Notes | None = None, told: Collection[str] = ()) -> Page:
    """Return a table as it is printed.

    Args:
        result: the figures.
        table: the table.
        notes: takes the notes below it, where others stand on the same page; its own unless given.
        told: ids of measures whose verdicts stand above it on the same page.
    """
    notes = notes or Notes(policy_of(result))
    figures = [figure for figure in result.figures if figure.table == table.id]
    lines: list[Line] = []
    group = ""
    rows, matrices = _rows_of(result, table, figures)
    for row in rows:
        own = [figure for figure in figures if figure.position == row.position]
        if row.group != group:
            group = row.group
            lines.append(Line(group, kind="group"))
        lines += _measure_lines(own, row.measure, result, notes, row.measure.id in told)
    headings = ["Measure", *(_heading(figures, period) for period in result.periods)]
    below = [*notes.lines(len(result.periods)), *map(PageNote, notes_in_words(remarks_under(result, table)))]
    facts, notices = facts_above(result, table, figures), notes_in_words(result.notices)
    return Page(table.title, facts, headings, lines, below, notices, matrices, notes.without_row())


def policy_of(result: Result) -> str:
    """Return the id of the disclosure policy; nothing without one."""
    return result.policy.id if result.policy else ""


def _rows_of(result: Result, table: Table, figures: Sequence[Figure]) -> tuple[Sequence[TableRow], list[Matrix]]:
    """Return the rows that have lines, and the small grids that stand for others."""
    if not result.compares_definitions:
        return table.rows, []
    from svtool.output.definition_matrix import matrices_of  # noqa: PLC0415 (one command's page)
    from svtool.output.wording.beside_words import rows_with_lines  # noqa: PLC0415

    return rows_with_lines(table, figures), matrices_of(result, table, figures)


def _heading(figures: Sequence[Figure], period: Period) -> str:
    """Return the period's label; the covered part of it where all figures that there are cover just that."""
    labels = {
        figure.period
        for figure in figures
        if figure.column == period.key and (figure.count is not None or figure.status == SUPPRESSED)
    }
    return labels.pop() if len(labels) == 1 else period.label


def _measure_lines(
    figures: Sequence[Figure], measure: Measure, result: Result, notes: Notes, is_told: bool
) -> list[Line]:
    cells: dict[tuple[str, ...], list[Figure]] = {}
    by = [name for name in result.by if name != "area" or any(each.place != "whole" for each in figures)]
    for figure in figures:
        cells.setdefault((figure.area, *figure.by.values()), []).append(figure)
    of_whole = [each for each in next(iter(cells.values()), []) if each.is_column]
    remark = " ".join(remarks_of_measure(measure, of_whole))
    title = titled(measure, figures, result) + (f" {notes.number(remark)}" if remark else "")
    lines: list[Line] = []
    suppressed = notes.status(SUPPRESSED, "", "", "") if any(_is_suppressed(each) for each in figures) else ""
    for place, found in enumerate(cells.values()):
        shown = [figure for figure in found if figure.is_column]
        label = title if place == 0 else INDENT + _cell_label(found[0], by)
        indent = INDENT if place == 0 else INDENT * 2
        lines.append(Line(label, [_cell(figure, notes, by, place == 0) for figure in shown]))
        unknown = _not_known_line(shown, indent, suppressed, notes)
        lines += [*unknown, *_undated_line(shown, indent, notes)]
        if place:
            lines += _no_reference_line(shown, indent, notes)
        if not unknown:
            notes.pass_over(shown)
        lines += _worked_out_lines(shown, indent)
        lines += [Line(label, cells, "detail") for label, cells in rate_rows(shown, indent, notes)]
        if place == 0 and not is_told:
            lines += _details(shown, notes)
    return lines


def _cell_label(figure: Figure, by: Sequence[str]) -> str:
    """Return what sets a row apart from the whole: its area, and its value in each other dimension."""
    parts = [figure.area] if "area" in by else []
    for name, value in figure.by.items():
        if value != ALL_LABEL:
            parts.append(f"{name.replace('_', ' ')} {value}" if value == NOT_KNOWN_LABEL else value)
    return ", ".join(parts)


def _is_suppressed(figure: Figure) -> bool:
    """Return whether what is not known is suppressed, with the count or alone: a count always has it beside it."""
    return figure.status == SUPPRESSED or (figure.count is not None and figure.not_known is None)


def _not_known_line(figures: Sequence[Figure], indent: str, suppressed: str, notes: Notes) -> list[Line]:
    if not any(_matters(figure) for figure in figures):
        return []
    values = [_not_known(figure, suppressed, notes) for figure in figures]
    return [Line(indent + NOT_KNOWN, values, "detail")]


def _not_known(figure: Figure, suppressed: str, notes: Notes) -> str:
    """Return how many are not known, and the mark of the note that says for want of which fields."""
    if figure.not_known is None:
        return suppressed if _is_suppressed(figure) else ""
    marks = [notes.number(note_words(note)) for note in figure.notes if note.kind is Kind.LEFT_OPEN]
    return " ".join([f"{figure.not_known:,}", *marks])


def _undated_line(figures: Sequence[Figure], indent: str, notes: Notes) -> list[Line]:
    """Return the row of units without a date, where there are some, or where they are suppressed."""
    if not any(each.has_undated for each in figures):
        return []
    suppressed = notes.status(SUPPRESSED, "", "", "") if any(each.hides_undated for each in figures) else ""
    values = ["" if each.undated is None else f"{each.undated:,}" for each in figures]
    values = [suppressed if each.hides_undated else value for each, value in zip(figures, values, strict=True)]
    return [Line(f"{indent}undated {notes.number(UNDATED)}", values, "detail")]


def _no_reference_line(figures: Sequence[Figure], indent: str, notes: Notes) -> list[Line]:
    """Return the row of records that name nobody, of a part of a whole: a note on each of many cells buries them."""
    found = [next((each for each in figure.notes if each.kind is Kind.WITHOUT_REFERENCE), None) for figure in figures]
    if not any(found):
        return []
    return [
        Line(f"{indent}no reference {notes.number(NO_REFERENCE)}", [of_records_words(each) for each in found], "detail")
    ]


def _worked_out_lines(figures: Sequence[Figure], indent: str) -> list[Line]:
    """Return the rows below a share, a ratio or a score: the counts behind it, its limits, what it could be."""
    found = [
        (what, [words(each, each.worked_out) if each.worked_out else "" for each in figures])
        for what, words in BESIDE_VALUES.items()
    ]
    return [Line(f"{indent}{what}", cells, "detail") for what, cells in found if any(cells)]


def _details(figures: Sequence[Figure], notes: Notes) -> list[Line]:
    lines: list[Line] = []
    verdicts = [_verdict_on(figure, PRECEDING.of(figure)) for figure in figures]
    if any(verdicts):
        lines.append(Line(INDENT + VERDICT, verdicts, "detail"))
    if any((figure.dispersion or 1) > 1 for figure in figures):
        varying = [_varying(figure) for figure in figures]
        lines.append(Line(f"{INDENT}monthly counts vary {notes.number(WIDER)}", varying, "detail"))
    return [*lines, *_since_baseline(figures, notes)]


def _since_baseline(figures: Sequence[Figure], notes: Notes) -> list[Line]:
    """Return the rows of the change against the baseline, where that is not the change against the period before."""
    found = [(each, Against() if each.compared_with == each.baseline else BASELINE.of(each)) for each in figures]
    label = next((against.compared_with for _, against in found if against.compared_with), "")
    changes = [
        _change_with_mark(figure, against, f"{figure.measure}, against {label}", notes) for figure, against in found
    ]
    verdicts = [_verdict_on(figure, against) for figure, against in found]
    return [
        Line(f"{INDENT}{what}", cells, "detail")
        for what, cells in ((f"against {label}", changes), (f"{VERDICT} against {label}", verdicts))
        if any(cells)
    ]


def _verdict_on(figure: Figure, against: Against) -> str:
    """Return the verdict on a change in words; blank where the figure's own mark says why there is no number."""
    has_number = figure.count is not None or figure.value is not None
    return verdict_words(against) if has_number else ""


def _change_with_mark(figure: Figure, against: Against, place: str, notes: Notes) -> str:
    """Return a change in words, with the mark of one from zero or of a small base."""
    if against.change is None:
        return notes.status(against.status, "", place, figure.period) if against.status == SUPPRESSED else ""
    text = _change_words(figure, against)
    mark = notes.status(against.mark, OF_BASE[against.mark], place, figure.period) if against.mark and text else ""
    return f"{text} {mark}".strip()


def _change_words(figure: Figure, against: Against) -> str:
    """Return a change in words: of a share in points; blank where there is none."""
    if against.change is None:
        return ""
    if figure.worked_out and figure.value_unit == PER_CENT:
        return points_words(against.change)
    return change_words(against.per_cent, against.change)


def _varying(figure: Figure) -> str:
    if figure.dispersion is None:
        return ""
    return varying_words(figure.dispersion)


def _matters(figure: Figure) -> bool:
    if figure.count is not None and figure.not_known is None:
        return True
    known, unknown = figure.count or 0, figure.not_known or 0
    return unknown > 0 and unknown >= NOT_KNOWN_MATTERS * (known + unknown)


def _cell(figure: Figure, notes: Notes, by: Sequence[str], is_whole: bool) -> str:
    part = "" if is_whole else _cell_label(figure, by)
    said = _said(figure, is_whole)
    has_number = figure.count is not None or figure.value is not None
    is_suppressed = figure.status == SUPPRESSED and not has_number
    if figure.status and not is_suppressed and not (has_number and figure.status in BESIDE_A_NUMBER):
        return notes.status(figure.status, said, figure.measure, figure.period, part)
    number = notes.status(SUPPRESSED, "", "", "") if is_suppressed else show_value(figure)
    change = _change_words(figure, PRECEDING.of(figure))
    text = f"{number} ({change})" if change else number
    if figure.status and not is_suppressed:
        # One reason holds for all figures of a source, which is named instead of them.
        reason = "; ".join(reason_words(note).rstrip(".") for note in figure.notes if note.is_any_of(MAY_GROW))
        text += f" {notes.status(figure.status, reason, source_words(figure.source), figure.period)}"
    if figure.change_status == SUPPRESSED and (figure.count is not None or (figure.worked_out and has_number)):
        text += f" (change {notes.status(SUPPRESSED, '', '', '')})"
    if figure.change_status == BREAK:
        return f"{text} {notes.status(BREAK, said, figure.measure, figure.period, part)}"
    mark = PRECEDING.of(figure).mark
    if mark == NOT_APPLICABLE:
        reason = f"{said} {OF_BASE[mark]}".strip()
        return f"{text} {notes.status(NOT_APPLICABLE, reason, figure.measure, figure.period, part)}"
    if mark:
        text = f"{text} {notes.status(mark, OF_BASE[mark], figure.measure, figure.period, part)}"
    once = {note_words(note): SAID_ONCE[note.kind] for note in figure.notes if note.kind in SAID_ONCE}
    return f"{text} {notes.number(said, once)}" if said else text


def _said(figure: Figure, is_whole: bool) -> str:
    """Return what must be said of a figure in a note; of one without a number, why, which its mark introduces."""
    return reasons_in_words(note for note in figure.notes if not _is_said_elsewhere(note, is_whole))


def _is_said_elsewhere(note: Note, is_whole: bool) -> bool:
    has_a_row = note.kind is Kind.WITHOUT_REFERENCE and not is_whole
    return has_a_row or note.is_any_of(SAID_ELSEWHERE) or note.kind in SAID_BY_VERDICTS


def show_value(figure: Figure) -> str:
    """Return a figure's number as people write it."""
    if figure.count is not None:
        return f"{figure.count:,}"
    if figure.value is None:
        return ""
    if figure.worked_out:
        return value_words(figure.value, figure.value_unit)
    whole = float(figure.value).is_integer() and figure.value_unit != "%"
    text = f"{int(figure.value):,}" if whole else f"{round_half_away(figure.value, 1)}".removesuffix(".0")
    return f"{text}%" if figure.value_unit == "%" else text
