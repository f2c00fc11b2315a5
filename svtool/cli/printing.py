"""Figures leave a command: to the terminal or to files, with what the analyst must know on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from svtool.cli.option_values import page
from svtool.cli.outputs import Asked
from svtool.cli.telling import Level, tell, tell_notes
from svtool.errors import several

if TYPE_CHECKING:
    from svtool.commands.manifest import Run
    from svtool.commands.measures import Result
    from svtool.commands.scope import OwnQuestion, Request
    from svtool.figures.notes import Note
    from svtool.output.replacing import LeftBehind
    from svtool.schema.acknowledged import Acknowledged
    from svtool.schema.receipts import Receipt


def print_figures(
    result: Result, asked: Asked, request: Request, question: OwnQuestion | None = None, command: str | None = None
) -> None:
    """Write figures as they were asked for, and say how the files were read and what is wrong.

    Args:
        result: the figures.
        asked: how and where to they are written.
        request: what was asked for.
        question: what the command was asked beside that.
        command: what the manifest calls the command, where it is no question and not `svtool measures`.
    """
    from svtool.output.delivery import print_result, write_result

    if asked.destination.path is None:
        (only,) = asked.formats
        print_result(result, only, *page(None))
    else:
        time = datetime.now(UTC).isoformat(timespec="seconds") if asked.stamp else None
        tell_left(write_result(result, asked.formats, asked.destination, request, question, time, command))
    print_readings(result)


def print_alone(
    text: str | bytes, out: Path | None, format_: str, run: Callable[[], Run], *, of_records: bool = False
) -> None:
    """Write a text to standard output, or to its file with the manifest of the run beside it.

    Args:
        text: the text, or its bytes in UTF-8; those of another file only where they go to one.
        out: the file; None for standard output.
        format_: how the text is written, as the manifest calls it.
        run: returns what was asked and what it stands on.
        of_records: whether it holds records, so that only its owner may read it.
    """
    if out is None:
        from svtool.output.console import print_text

        print_text(text if isinstance(text, str) else text.decode("utf-8"))
    else:
        from svtool.output.beside import NewFile, write_with_manifests

        content = text.encode("utf-8") if isinstance(text, str) else text
        files = [NewFile(out, format_, content, of_records=of_records)]
        tell_left(write_with_manifests(files, run))


def tell_left(left: Sequence[LeftBehind]) -> None:
    """Say what a run that was stopped had left where files were written."""
    finished, removed = sum(each.finished for each in left), sum(each.removed for each in left)
    if finished:
        files = several(finished, "file takes", "files take")
        tell(Level.WARNING, f"a run that was stopped is finished first: {files} their place only now")
    if removed:
        tell(Level.WARNING, f"removed {several(removed, 'half-written file', 'half-written files')} of a stopped run")


def has_no_news(
    asked: Asked, request: Request, question: OwnQuestion | None = None, command: str | None = None
) -> bool:
    """Return whether only news is to be written and there is none, which is said."""
    if not asked.only_if_changed:
        return False
    from svtool.commands.measures import MEASURES
    from svtool.commands.unchanged import is_unchanged
    from svtool.output.delivery import place_of_manifest
    from svtool.output.result_files import ResultFiles

    path = place_of_manifest(asked.destination)
    if not is_unchanged(path, request, question, asked.formats, ResultFiles(), command or MEASURES):
        return False
    tell(Level.NOTE, f"{path}: nothing has changed since; nothing was written")
    return True


def print_readings(result: Result) -> None:
    """Write to standard error how the files were read, where somebody looks on, and what is wrong."""
    from svtool.commands.measures import readings_of

    for reading in readings_of(result) if sys.stderr.isatty() else ():
        tell(Level.NOTE, f"read: {reading}")
    print_warnings(result.warnings, result.evidence.acknowledged)
    warn_of_keeping(result.evidence.received)


def warn_of_keeping(receipts: Sequence[Receipt]) -> None:
    """Write to standard error which extracts may no longer be kept today.

    No output says so, for the same run must give the same bytes on every day.
    """
    if receipts:
        from svtool.figures.notices import kept_too_long_on

        print_warnings(kept_too_long_on(date.today(), receipts))


def print_warnings(warnings: Iterable[Note], acknowledged: Sequence[Acknowledged] = ()) -> None:
    """Write warnings to standard error, a line each; those alone that nobody has looked at.

    No output leaves any out: the same run must give the same bytes on every day.
    """
    from svtool.commands.news import news_of

    tell_notes(news_of(warnings, acknowledged, date.today()))
