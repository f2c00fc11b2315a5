"""Published figures, one in a row: as somebody typed them from a report, or as svtool wrote them last year."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from svtool.dates import read_date
from svtool.errors import ExtractError, listed, nearest, several
from svtool.schema.library import Library
from svtool.schema.plain_files import plain

# The columns of a table that somebody typed; `measure` and `n` are needed.
TYPED = (
    "id", "document", "table", "row_label", "source", "measure", "filter", "geography", "period_start", "period_end",
    "n", "unit", "published_change_pct", "published_direction", "note", "measure_id",
)  # fmt: skip
NEEDED = ("measure", "n")
# Those of svtool's own CSV that say the same.
OWN = {
    "row_label": "group", "filter": "definition", "geography": "area", "n": "count",
    "published_change_pct": "change_pct", "note": "notes",
}  # fmt: skip
DIRECTIONS = {"increase": 1, "rise": 1, "reduction": -1, "decrease": -1, "fall": -1}
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True)
class Published:
    """One published figure.

    Attributes:
        line: where it stands in the file.
        series: what tells a measure from others: document, table, measure, filter, geography, unit, breakdowns.
        label: how messages call it.
        table, row_label, measure, unit: as published.
        measure_id: svtool's measure that it is a figure of, where that is said.
        geography: its area.
        start, end: its period; None where it has no dates.
        number: the figure; None where none was published.
        change: the published change in per cent, signed where a direction is given; None where none was.
        digits: to how many decimals the change was published.
        signed: whether the direction of the change is known.
        compared: the two counts that a change is of, where the row itself gives them.
        words: what else the cell, or a note on it, says.
        days_covered: how many days of its period it is a figure of, where the row says it.
        by: the part of each breakdown that it is, as the table calls them.
        filter: what else it is limited to, in words.
        is_like_for_like: whether its change is of fewer days than its number.
        difference: the published change as a number, where the row gives it beside its counts.
        not_known: how many were published as not known; None where the row does not say.
    """

    line: int
    series: tuple[str, ...]
    label: str
    table: str
    row_label: str
    measure: str
    unit: str
    measure_id: str
    geography: str
    start: date | None
    end: date | None
    number: Decimal | None
    change: Decimal | None
    digits: int
    signed: bool
    compared: tuple[Decimal, Decimal] | None
    words: str
    days_covered: int | None = None
    by: tuple[tuple[str, str], ...] = ()
    filter: str = ""
    is_like_for_like: bool = False
    difference: Decimal | None = None
    not_known: Decimal | None = None

    @property
    def is_share(self) -> bool:
        """Return whether the figure is a share of something rather than a number of units."""
        return self.unit.startswith("%")

    @property
    def period_days(self) -> int:
        """Return of how many days it is a figure: those said to be covered, else all of its period."""
        return self.days if self.days_covered is None else self.days_covered

    @property
    def days(self) -> int:
        """Return the number of days of its period; 0 without one."""
        return (self.end - self.start).days + 1 if self.start and self.end else 0


def read_published(path: Path, folder: Path | None = None) -> list[Published]:
    """Return the figures of a published table, as `parse_published` does.

    Raises:
        ExtractError: the file can't be read as one.
    """
    try:
        text = plain(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "it can't be read").lower()
        raise ExtractError(f"{path}: can't be opened: {reason}. Check the name and the folder.") from None
    except UnicodeDecodeError:
        raise ExtractError(f"{path}: is not UTF-8 text; expected a CSV file. Save it as CSV UTF-8.") from None
    return parse_published(text, str(path), folder)


def parse_published(text: str, path: str, folder: Path | None = None) -> list[Published]:
    """Return the figures of a published table's text.

    Args:
        text: CSV, one figure in a row.
        path: how messages call it.
        folder: the project's folder, whose own breakdowns are known beside those that ship.

    Raises:
        ExtractError: it can't be read as one.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip() for name in reader.fieldnames or ()]
    _check_header(path, header)
    own = "measure_id" in header and "count" in header
    by = header[header.index("area") + 1 : header.index("period")] if own and {"area", "period"} <= {*header} else []
    by += [name for name in Library(folder).breakdowns if name in header and name not in (*by, *TYPED, "area")]
    found: list[Published] = []
    problems: list[str] = []
    for row in reader:
        cells = {str(name).strip(): (cell or "").strip() for name, cell in row.items() if isinstance(cell, str)}
        try:
            figure = _published(cells, reader.line_num, own, by)
            found += [figure, *(_against_baseline(figure, cells) if own else ())]
        except ValueError as error:
            problems.append(f"{path}, line {reader.line_num}: {error}")
    if problems:
        raise ExtractError("\n".join(problems))
    if not found:
        raise ExtractError(f"{path}: has a header but no figures; expected at least one row.")
    return found


def _check_header(path: str, header: list[str]) -> None:
    if "measure_id" in header and "count" in header:
        return
    missing = [name for name in NEEDED if name not in header]
    if missing:
        near = nearest(missing[0], header)
        raise ExtractError(
            f"{path}: no column {missing[0]}; found {listed(header, 30, 'and')}{near}. Expected the columns "
            f"{listed(TYPED, 30, 'and')} (measure and n are needed), or the CSV that svtool measures writes."
        )


def _published(cells: Mapping[str, str], line: int, own: bool, names: Sequence[str]) -> Published:
    def cell(name: str) -> str:
        return cells.get(OWN.get(name, name) if own else name, "")

    start, end = _day(cell("period_start"), "period_start"), _day(cell("period_end"), "period_end")
    if start and end and end < start:
        raise ValueError("period_end lies before period_start; exchange them")
    change, digits, signed = _change(cell("published_change_pct"), cells.get("published_direction", ""), own)
    measure = cell("measure") or cell("measure_id")
    by = tuple((name, cells.get(name, "")) for name in names)
    parts = (cells.get("document", ""), cell("table"), measure, cell("filter"), cell("geography"), cell("unit"))
    compared = _numbers(cells, "compared_count", "comparator_count") if own else None
    number = _number(cell("n"), "the figure")
    if own and number is None:
        number = _number(cells.get("value", ""), "value")
    series = (*parts, *(label for _, label in by))
    return Published(
        line, series, cells.get("id") or measure, cell("table"), cell("row_label"), measure, cell("unit"),
        cells.get("measure_id", ""), cell("geography"), start, end, number, change, digits,
        signed, compared, cell("note"), int(cells["days_covered"]) if own and cells.get("days_covered") else None, by,
        "" if own else cell("filter"), cells.get("comparison", "full") not in {"", "full"},
        _number(cells.get("change", ""), "change") if own else None,
        _number(cells.get("not_known", ""), "not_known") if own else None,
    )  # fmt: skip


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    found = read_date(text, ("YYYY-MM-DD", "DD/MM/YYYY"))
    if found is None:
        raise ValueError(f"{name} is not a date; expected one such as 2021-12-31")
    return found[0]


def _number(text: str, name: str) -> Decimal | None:
    """Return a number; None for a blank, for shorthand such as [c], and for words such as Data not yet available."""
    compact = text.replace(" ", "").removesuffix("%")
    if _NUMBER.fullmatch(compact):
        return Decimal(compact.replace(",", ""))
    if any(letter.isdigit() for letter in text) and not any(letter.isalpha() for letter in text):
        raise ValueError(f"{name} is not a number; expected one such as 39,386, or nothing")
    return None


def _change(text: str, direction: str, own: bool) -> tuple[Decimal | None, int, bool]:
    number = _number(text, "published_change_pct")
    if number is None:
        return None, 0, False
    digits = max(0, -int(number.as_tuple().exponent))
    if own:
        return number, min(digits, 6), True
    folded = direction.casefold()
    if folded and folded not in DIRECTIONS and folded != "none":
        raise ValueError(f"published_direction is not one of {listed(DIRECTIONS)}; correct it or leave it blank")
    if folded in DIRECTIONS:
        return abs(number) * DIRECTIONS[folded], digits, True
    return number, digits, number < 0


def _numbers(cells: Mapping[str, str], *names: str) -> tuple[Decimal, Decimal] | None:
    now, before = (_number(cells.get(name, ""), name) for name in names)
    return (now, before) if now is not None and before is not None else None


def _against_baseline(figure: Published, cells: Mapping[str, str]) -> Iterator[Published]:
    """Yield the change against the baseline that a row of svtool's own CSV has beside its other one."""
    change, digits, signed = _change(cells.get("baseline_change_pct", ""), "", own=True)
    compared = _numbers(cells, "baseline_now", "baseline_before")
    if change is not None and compared:
        yield replace(
            figure, series=(*figure.series, "baseline"), label=f"{figure.label} against the baseline", number=None,
            change=change, digits=digits, signed=signed, compared=compared, not_known=None,
            difference=_number(cells.get("baseline_change", ""), "baseline_change"),
        )  # fmt: skip


def describe(figures: Sequence[Published]) -> str:
    """Return how many figures were read, in words."""
    changes = sum(each.change is not None for each in figures)
    return f"{several(len(figures), 'figure', 'figures')}, {several(changes, 'change', 'changes')}"
