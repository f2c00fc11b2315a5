"""Figures leave a command: to the terminal or to files, with what the analyst must know on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from svtool.cli.outputs import Asked, hand_over

if TYPE_CHECKING:
    from svtool.commands.count import Question
    from svtool.commands.measures import Request, Result


def print_figures(result: Result, asked: Asked, request: Request, question: Question | None = None) -> None:
    """Write figures as they were asked for, and say how the files were read and what is wrong."""
    hand_over(result, asked, request, question)
    print_readings(result)


def print_readings(result: Result) -> None:
    """Write to standard error how the files were read, where somebody looks on, and what is wrong."""
    from svtool.commands.measures import readings_of

    for reading in readings_of(result) if sys.stderr.isatty() else ():
        click.echo(f"read: {reading}", err=True)
    print_warnings(result.warnings)


def print_warnings(warnings: Iterable[str]) -> None:
    """Write warnings to standard error, a line each."""
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
