"""The options that say how results are written and where to."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import click

from svtool.errors import UsageError, listed, nearest
from svtool.output.destination import FORMATS, Destination, choose_destination

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Asked:
    """How and where to results are written.

    Attributes:
        formats: how.
        destination: where to.
        stamp: whether the manifest bears the time of the run.
        only_if_changed: whether nothing is done where another run would give the same.
    """

    formats: tuple[str, ...]
    destination: Destination
    stamp: bool
    only_if_changed: bool = False


def _reader_of(known: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Return what reads formats that are joined with commas, each once."""

    def read(_: click.Context, __: click.Parameter, text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
        for name in names:
            if name not in known:
                expected = ", ".join(f"'{each}'" for each in known)
                raise click.BadParameter(f"'{name}' is not one of {expected}{nearest(name, known) or '.'}")
        return names

    return read


def _options(known: Sequence[str]) -> tuple[Callable[[Command], Command], ...]:
    return (
        click.option(
            "--format",
            "format_",
            callback=_reader_of(known),
            default="table",
            show_default=True,
            metavar="FORMATS",
            help=f"How to write the figures: {listed(known)}; join several with commas.",
        ),
        click.option(
            "--out",
            metavar="PLACE",
            help="Write to this file, replacing it whole; or into this folder/, a file for each table and format.",
        ),
        click.option("--stamp", is_flag=True, help="Write the time of the run into the manifest."),
        click.option(
            "--only-if-changed",
            is_flag=True,
            help="Do nothing when inputs, definitions and options are those of the manifest that is there.",
        ),
    )


def outputs_in(known: Sequence[str]) -> Callable[[Command], Command]:
    """Return what gives a command the options of its output in these formats, received as one value, `asked`."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def asked(
            *given: Any, format_: tuple[str, ...], out: str | None, stamp: bool, only_if_changed: bool, **others: Any
        ) -> Any:
            return command(*given, asked=read_outputs(format_, out, stamp, only_if_changed, known), **others)

        found = cast("Command", asked)
        for option in reversed(_options(known)):
            found = option(found)
        return found

    return decorate


def asked_in_reply(asked: Asked) -> Asked:
    """Return how and where to a reply to a request for information is written.

    Raises:
        UsageError: another format is asked for too.
    """
    if asked.formats != ("table",):
        raise UsageError("--reply: is text for whoever asked, and of no other format. Leave --format or --reply out.")
    return replace(asked, formats=("reply",))


def read_outputs(
    formats: tuple[str, ...], out: str | None, stamp: bool, only_if_changed: bool, known: Sequence[str] = FORMATS
) -> Asked:
    """Return what the options say, before anything is read.

    Raises:
        UsageError: they do not go together.
    """
    if stamp and out is None:
        raise UsageError("--stamp: there is no manifest without --out. Add --out, or leave --stamp out.")
    if only_if_changed and out is None:
        raise UsageError("--only-if-changed: there is no manifest without --out. Add --out, or leave it out.")
    return Asked(formats, choose_destination(formats, out, known), stamp, only_if_changed)
