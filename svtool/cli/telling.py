"""What a command says beside its results, on standard error: a sentence a line, or a line of JSON each for a log.

Nothing that is said here moves a terminal's cursor, whatever stands in names, paths and words of a command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from svtool.errors import ExitCode
    from svtool.figures.notes import Note

QUIET, LOG_FORMAT = "--quiet", "--log-format"
TEXT, JSON = "text", "json"


class Level(StrEnum):
    """How much it matters: an error ends the run, a warning is to be looked at, a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Way:
    """How things are said: without notes, and as JSON."""

    quiet: bool = False
    as_json: bool = False


_USUAL = Way()
_way: ContextVar[Way] = ContextVar("way", default=_USUAL)


def choose_way(arguments: Sequence[str]) -> None:
    """Say things as a command line asks for it, its own faults too, which are told before its options are known."""
    words = [*arguments]
    as_json = f"{LOG_FORMAT}={JSON}" in words or (LOG_FORMAT, JSON) in pairwise(words)
    _way.set(Way(QUIET in words, as_json))


def is_plain_text() -> bool:
    """Return whether somebody may look on while the command works."""
    return not _way.get().quiet and not _way.get().as_json


def tell(level: Level, text: str, /, **more: str | int) -> None:
    """Say something.

    Args:
        level: how much it matters.
        text: a sentence or several.
        more: what a log has beside it, such as the exit code.
    """
    way = _way.get()
    if level is Level.NOTE and way.quiet:
        return
    plain = _plain(text)
    if way.as_json:
        import json

        click.echo(json.dumps({"level": level, **more, "message": plain}, ensure_ascii=False), err=True)
        return
    click.echo(plain if level is Level.NOTE else f"{level}: {plain}", err=True)


def tell_notes(notes: Iterable[Note]) -> None:
    """Warn of what is to be said of the extracts; a log has the kind of each beside, its parts and its numbers."""
    from svtool.output.wording.note_words import note_words

    for note in notes:
        known = {name: each for name, each in {**note.parts, **note.numbers}.items() if isinstance(each, str | int)}
        tell(Level.WARNING, note_words(note), kind=note.kind.name.lower(), **known)


def tell_result(text: str) -> None:
    """Print what a command has done on standard output, unless only what is wrong is to be said."""
    if not _way.get().quiet:
        click.echo(_plain(text))


def tell_fault(error: click.ClickException, code: ExitCode) -> None:
    """Say what is wrong with a command line: to people as click does, with its usage."""
    if _way.get().as_json:
        tell(Level.ERROR, error.format_message(), exit_code=int(code))
        return
    with StringIO() as shown:
        error.show(shown)
        click.echo(_plain(shown.getvalue().rstrip("\n")), err=True)


def _plain(text: str) -> str:
    """Return a text whose lines hold nothing that a terminal takes for a command."""
    from svtool.files.file_names import plain_name

    return "\n".join(plain_name(line) for line in text.split("\n"))


def add_options(command: click.Command) -> click.Command:
    """Let a command, or every command of a group, be told how to say things."""
    for each in getattr(command, "commands", {"": command}).values():
        if not any(QUIET in parameter.opts for parameter in each.params):
            each.params += [
                click.Option(
                    [QUIET], is_flag=True, expose_value=False, help="Say nothing but what is wrong, on standard error."
                ),
                click.Option(
                    [LOG_FORMAT],
                    type=click.Choice([TEXT, JSON]),
                    default=TEXT,
                    show_default=True,
                    expose_value=False,
                    help="What is said on standard error: sentences, or a line of JSON each.",
                ),
            ]
    return command
