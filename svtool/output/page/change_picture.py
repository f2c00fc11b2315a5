"""One picture of all changes: a row for each measure, its change in per cent with its 95 % interval, and its counts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from svtool.commands.report.changes_since import ChangeRow, ChangesSince
from svtool.figures.change_verdict import BETTER, BY_CHANCE, CHANGED, NO_CLEAR_CHANGE, WORSE
from svtool.figures.contract import SUPPRESSED, Figure
from svtool.figures.notes import Note
from svtool.output.page.grid import Grid, count_cell, mark, to_one_decimal, without_blanks
from svtool.output.page.key_messages import label_of
from svtool.output.svg_marks import (
    BLUE,
    GREY,
    INK,
    PALE,
    Shape,
    draw_line,
    draw_lines,
    draw_shape,
    draw_text,
    shown,
    svg_as_text,
    svg_root,
)
from svtool.output.wording.figure_sentences import period_words
from svtool.output.wording.note_words import notes_in_words, reason_words, sentence
from svtool.output.wording.number_words import verdict_words

SHAPES: dict[str, Shape] = {BETTER: "square", WORSE: "triangle", CHANGED: "diamond", NO_CLEAR_CHANGE: "circle"}
MOST_WHY_LINES = 3
LINE, ROW_GAP, GAP_BELOW_HEADING, FOOT = 15, 12, 12, 52
LEAST, MOST = -100.0, 150.0  # per cent; what is beyond is drawn as an arrow
STEPS = (5.0, 10.0, 25.0, 50.0)
MOST_TICKS = 6


@dataclass(frozen=True)
class Room:
    """How wide the picture is drawn, in pixels, and how many letters surely fit on its lines.

    Attributes:
        width, left, right: of all, and where the intervals begin and end.
        words: where counts and verdicts stand.
        key: where the key begins.
        name_letters, verdict_letters, why_letters, notice_letters: on a line of each.
        beside: whether name, interval and verdict of a row stand side by side; else each below the other.
    """

    width: int
    left: int
    right: int
    words: int
    key: int
    name_letters: int
    verdict_letters: int
    why_letters: int
    notice_letters: int
    beside: bool


WIDE = Room(960, 310, 650, 664, 310, 46, 44, 58, 92, beside=True)
SLIM = Room(340, 16, 324, 0, 10, 52, 54, 54, 48, beside=False)


@dataclass(frozen=True)
class _Scale:
    """Per cent → pixels."""

    low: float
    high: float
    left: int
    right: int

    def x(self, per_cent: float) -> float:
        inside = min(max(per_cent, self.low), self.high)
        return self.left + (self.right - self.left) * (inside - self.low) / (self.high - self.low)


def title_of(changes: ChangesSince) -> str:
    """Return what the picture shows, in a line."""
    return f"Change since {label_of(changes)}, per cent, with its 95% interval"


def changes_as_svg(
    changes: ChangesSince, name: str, notices: Sequence[Note] = (), room: Room = WIDE, said_by: str = ""
) -> str:
    """Return the picture as an SVG element.

    Args:
        changes: the measures with their changes.
        name: begins the ids of its parts.
        notices: what must be said with it wherever it goes, such as that the records are made up.
        room: how wide it is drawn.
        said_by: the name of another drawing of it on the same page, whose title and description say it for both.
    """
    warned = " ".join(notes_in_words(notices))
    lines = textwrap.wrap(warned, room.notice_letters)
    # Beside each other, the notice and the heading of the verdicts share a line; else it stands below the notice.
    heading = LINE + 3 if room.beside else LINE * (1 + len(lines)) + 3
    top = float(heading + GAP_BELOW_HEADING)
    bottom = top + sum(_height(row, room) for row in changes.rows)
    said = " ".join(f"{row.figure.measure}: {_beside(row)}." for row in changes.rows)
    title = f"{warned} {title_of(changes)}".strip()
    root = svg_root(name, title, said, room.width, round(bottom) + FOOT, said_by)
    _write_lines(root, lines, 0, LINE + 3, bold=True)
    words = f"{label_of(changes)} \u2192 {_latest(changes.rows)}, and the verdict"
    draw_text(root, room.words, heading, words, bold=True)
    scale = _scale_of(changes.rows, room)
    _draw_scale(root, scale, bottom)
    for row in changes.rows:
        draw_line(root, (0, top), (room.width, top), PALE)
        _draw_row(root, row, scale, top, room)
        top += _height(row, room)
    _draw_key(root, changes.rows, bottom + 42, room)
    return svg_as_text(root)


def changes_grid(changes: ChangesSince, name: str) -> Grid:
    """Return the data of the picture as a table."""
    headings = [
        "Measure", label_of(changes), "Latest", "Change (per cent)", "Lower 95% limit (per cent)",
        "Upper 95% limit (per cent)", "Verdict", "What it rests on",
    ]  # fmt: skip
    rows = [
        [
            row.figure.measure,
            _compared(row),
            f"{count_cell(row.figure)} ({row.figure.period})",
            to_one_decimal(row.against.per_cent, row.against.status),
            to_one_decimal(row.against.lower),
            to_one_decimal(row.against.upper),
            row.against.verdict,
            sentence(reason_words(row.against.reason)) if row.against.reason else "",
        ]
        for row in changes.rows
    ]
    return without_blanks(
        Grid(name, f"{title_of(changes)}: data of the picture", headings, rows, frozenset({1, 3, 4, 5}), latest=3)
    )


def _latest(rows: Sequence[ChangeRow]) -> str:
    labels = {period_words(row.figure.period, row.figure) for row in rows}
    return labels.pop() if len(labels) == 1 else "latest"


def _compared(row: ChangeRow) -> str:
    before = row.against.before
    return f"{before:,}" if before is not None else mark(row.against.status)


def _height(row: ChangeRow, room: Room) -> int:
    parts = len(_name_lines(row.figure, room)), 1 + len(_verdict_lines(row, room)), _drawn_lines(row, room)
    return LINE * (max(parts) if room.beside else sum(parts)) + ROW_GAP


def _drawn_lines(row: ChangeRow, room: Room) -> int:
    return 1 if _is_drawn(row) else len(_why_lines(row, room))


def _name_lines(figure: Figure, room: Room) -> list[str]:
    return textwrap.wrap(figure.measure, room.name_letters)


def _why_lines(row: ChangeRow, room: Room) -> list[str]:
    return textwrap.wrap(sentence(_why(row)), room.why_letters, max_lines=MOST_WHY_LINES, placeholder=" …")


def _verdict_lines(row: ChangeRow, room: Room) -> list[str]:
    return textwrap.wrap(verdict_words(row.against), room.verdict_letters)


def _scale_of(rows: Sequence[ChangeRow], room: Room) -> _Scale:
    """Return a scale that holds every interval that is drawn, as far as it is not beyond all measure."""
    drawn = [row.against for row in rows if _is_drawn(row)]
    ends = [end for each in drawn for end in (each.per_cent, each.lower, each.upper) if end is not None]
    low, high = max(min([-10.0, *ends]), LEAST), min(max([10.0, *ends]), MOST)
    step = _step(low, high)
    return _Scale(-step * -(low // step), step * -(-high // step), room.left, room.right)


def _step(low: float, high: float) -> float:
    return next((each for each in STEPS if (high - low) / each <= MOST_TICKS), STEPS[-1])


def _is_drawn(row: ChangeRow) -> bool:
    """Return whether a change stands in the picture: only one that chance decided has a place there."""
    return row.against.verdict in BY_CHANCE and row.against.per_cent is not None


def _draw_scale(root: Element, scale: _Scale, bottom: float) -> None:
    for value in _ticks(scale):
        draw_text(root, scale.x(value), bottom + 16, f"{value:+,.0f}%" if value else "no change", anchor="middle")


def _ticks(scale: _Scale) -> list[float]:
    step = _step(scale.low, scale.high)
    return [scale.low + step * number for number in range(round((scale.high - scale.low) / step) + 1)]


def _draw_row(root: Element, row: ChangeRow, scale: _Scale, top: float, room: Room) -> None:
    first, is_drawn = top + LINE + 2, _is_drawn(row)
    names, verdicts = _name_lines(row.figure, room), _verdict_lines(row, room)
    words_at = first if room.beside else first + LINE * len(names)
    drawn_at = first if room.beside else words_at + LINE * (1 + len(verdicts))
    words = root if is_drawn else SubElement(root, "g", {"fill": GREY})
    _write_lines(words, names, 0, first)
    draw_text(words, room.words, words_at, _counts(row), bold=is_drawn)
    _write_lines(words, verdicts, room.words, words_at + LINE)
    if is_drawn:
        ends = (top, top + _height(row, room)) if room.beside else (drawn_at - LINE + 2, drawn_at + LINE / 2)
        for colour, values in ((PALE, [each for each in _ticks(scale) if each]), (INK, [0])):
            draw_lines(root, [((scale.x(each), ends[0]), (scale.x(each), ends[1])) for each in values], colour)
        _draw_change(root, row, scale, drawn_at - 4)
    else:
        _draw_why(words, row, drawn_at, room)


def _write_lines(parent: Element, lines: Sequence[str], x: float, y: float, bold: bool = False) -> None:
    for number, line in enumerate(lines):
        draw_text(parent, x, y + LINE * number, line, bold=bold)


def _draw_why(words: Element, row: ChangeRow, y: float, room: Room) -> None:
    """Write the reason where the interval would stand."""
    x, anchor = ((room.left + room.right) / 2, "middle") if room.beside else (room.words, "start")
    for number, line in enumerate(_why_lines(row, room)):
        draw_text(words, x, y + LINE * number, line, anchor=anchor, size=11)


def _draw_change(root: Element, row: ChangeRow, scale: _Scale, y: float) -> None:
    found = row.against
    low = found.lower if found.lower is not None else scale.low
    high = found.upper if found.upper is not None else scale.high
    draw_line(root, (scale.x(low), y), (scale.x(high), y), BLUE, width=2)
    for end, x, way in ((low, scale.x(low), 1), (high, scale.x(high), -1)):
        if scale.low <= end <= scale.high:
            draw_line(root, (x, y - 4), (x, y + 4), BLUE, width=2)
        else:
            points = f"{shown(x)},{shown(y)} {shown(x + 7 * way)},{shown(y - 5)} {shown(x + 7 * way)},{shown(y + 5)}"
            SubElement(root, "polygon", {"points": points, "fill": BLUE})
    draw_shape(root, SHAPES[found.verdict], scale.x(found.per_cent or 0), y)


def _counts(row: ChangeRow) -> str:
    """Return what was compared: the counts of both periods, as far as they may be said."""
    found, figure = row.against, row.figure
    now = found.now if found.now is not None else figure.count
    if now is None or found.before is None:
        return count_cell(figure) or mark(SUPPRESSED)
    return f"{found.before:,} \u2192 {now:,}"


def _why(row: ChangeRow) -> str:
    return reason_words(row.against.reason) if row.against.reason else row.against.verdict


def _beside(row: ChangeRow) -> str:
    return f"{_counts(row)}; {verdict_words(row.against)}"


def _draw_key(root: Element, rows: Sequence[ChangeRow], y: float, room: Room) -> None:
    used = {row.against.verdict for row in rows if _is_drawn(row)}
    x = room.key
    for verdict, shape in SHAPES.items():
        if verdict in used:
            draw_shape(root, shape, x, y - 4)
            draw_text(root, x + 10, y, verdict)
            x += 26 + 7 * len(verdict)
