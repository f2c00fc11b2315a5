"""A checked table as text or CSV: what its own numbers contradict, what today's counts are, and a verdict last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from svtool.commands.check import Checked
from svtool.commands.check.published_figures import describe
from svtool.counting.cells import ALL_LABEL
from svtool.dates import name_span
from svtool.errors import several
from svtool.figures.contract import CHECKED_COLUMNS, REVISED, STATUSES
from svtool.output.csv_rows import rows_as_csv
from svtool.output.json_text import json_text
from svtool.output.wording.check_words import edition_words
from svtool.output.wording.note_words import note_words, notes_in_words

NOTHING_COMPARED = (
    "No figure was counted again. A row is, where measure_id or measure names a measure of the project's tables, "
    "period_start and period_end its days, and n its count."
)
JSON_FORMAT = "svtool.check/1"
PUBLISHED = "published"


def checked_as_text(checked: Checked) -> str:
    """Return the check in lines for a person; the verdict is the last."""
    return "\n".join(_lines(checked)) + "\n"


def _lines(checked: Checked) -> Iterator[str]:
    yield from notes_in_words(checked.notices)
    yield f"{checked.name}: {describe(checked.figures)}"
    for remark in checked.remarks:
        yield f"DIFFERS  line {remark.figure.line}, {remark.figure.label}: {remark.kind}: {note_words(remark.note)}"
    compared = checked.compared
    for edition in compared.editions if compared else ():
        parts = [label for _, label in edition.figure.by if label not in {"", ALL_LABEL}]
        place = "".join(f", {each}" for each in (edition.figure.geography, *parts) if each)
        where = f"{edition.measure.title}{place}, {_days(edition.figure.start, edition.figure.end)}"
        if edition.revised:
            yield f"REVISED  line {edition.figure.line}, {where} [{REVISED}]: {edition_words(edition)}"
        else:
            yield f"AGREES   line {edition.figure.line}, {where}: {edition.today:,}"
    for words in notes_in_words([*checked.unchecked, *(compared.left if compared else [])]):
        yield f"NOTE     {words}"
    yield verdict_on(checked)


def _days(start: date | None, end: date | None) -> str:
    return name_span(start, end) if start and end else ""


def verdict_on(checked: Checked) -> str:
    """Return what came of a check, in a sentence or two."""
    contradictions = several(len(checked.remarks), "figure contradicts", "figures contradict")
    found = [f"{contradictions} the table's own numbers"]
    if checked.compared:
        editions = checked.compared.editions
        revised = sum(each.revised for each in editions)
        counted = several(len(editions), "figure", "figures")
        found.append(f"{revised:,} of {counted} counted again {'is' if revised == 1 else 'are'} revised")
        if checked.compared.uncompared:
            were = several(checked.compared.uncompared, "figure was", "figures were")
            found.append(f"{were} not compared with any")
    if checked.compares_nothing and not checked.differs:
        return f"{NOTHING_COMPARED} {found[0]}."
    if not checked.differs:
        what = " of what was compared" if checked.compared and checked.compared.uncompared else ""
        return f"Nothing differs{what}: {'; '.join(found)}."
    return f"{'; '.join(found)}. Correct what is wrong in print, and mark what was revised with [{REVISED}]."


def checked_rows(checked: Checked) -> list[dict[str, Any]]:
    """Return a row for each contradiction and each figure that was counted again."""
    rows: list[dict[str, Any]] = []
    for remark in checked.remarks:
        rows.append({**_place(remark.figure), "kind": remark.kind, "words": note_words(remark.note)})
    for edition in checked.compared.editions if checked.compared else ():
        rows.append({
            **_place(edition.figure), "kind": STATUSES[REVISED] if edition.revised else "same",
            "today": _plain(edition.today),
            "difference": _plain(edition.today - edition.published), "cancelled": edition.cancelled,
            "reclassified": edition.reclassified, "recorded_late": edition.late,
            "status": REVISED if edition.revised else "", "words": edition_words(edition) if edition.revised else "",
        })  # fmt: skip
    return [{name: row.get(name) for name in CHECKED_COLUMNS} for row in rows]


def _place(figure: Any) -> dict[str, Any]:
    return {
        "line": figure.line, "id": figure.label, "table": figure.table, "measure": figure.measure,
        "measure_id": figure.measure_id, "geography": figure.geography,
        "period_start": figure.start.isoformat() if figure.start else None,
        "period_end": figure.end.isoformat() if figure.end else None,
        PUBLISHED: None if figure.number is None else str(figure.number),
    }  # fmt: skip


def checked_as_csv(checked: Checked) -> str:
    """Return the check as CSV, empty where there is nothing."""
    rows = ({**row, PUBLISHED: _number(row[PUBLISHED])} for row in checked_rows(checked))
    return rows_as_csv(CHECKED_COLUMNS, (row.values() for row in rows))


def _number(digits: str | None) -> Decimal | None:
    """Return a published number as it was printed, which begins with a sign where it is below nought."""
    return None if digits is None else Decimal(digits)


def checked_as_json(checked: Checked) -> str:
    """Return the check as one JSON object."""
    left = notes_in_words([*checked.unchecked, *(checked.compared.left if checked.compared else [])])
    found = {
        "format": JSON_FORMAT, "figures": len(checked.figures), "differs": checked.differs,
        "notices": notes_in_words(checked.notices), "rows": checked_rows(checked), "not_compared": left,
        "verdict": verdict_on(checked),
    }  # fmt: skip
    return json_text(found)


def _plain(number: int | Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


CHECKED_IN = {"text": checked_as_text, "csv": checked_as_csv, "json": checked_as_json}
