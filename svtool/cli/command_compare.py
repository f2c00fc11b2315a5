"""`svtool compare`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from svtool.cli.completion import areas, ids_of, measures
from svtool.cli.option_values import day, page
from svtool.cli.options import (
    as_at_option,
    bounds_options,
    figure_options,
    joined_names,
    project_options,
    tables_option,
)
from svtool.cli.outputs import Asked
from svtool.cli.telling import Level, tell
from svtool.errors import UsageError, listed

if TYPE_CHECKING:
    from svtool.commands.compare.changed_at import AroundChange
    from svtool.commands.compare.definitions_beside import Beside
    from svtool.commands.scope import Request


@click.command(name="compare")
@click.option(
    "--definition",
    "definitions",
    multiple=True,
    metavar="ID",
    shell_complete=ids_of("serious_violence"),
    help="A definition to compare; given twice or more. Of one alone, the project's stands before it.",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="ID",
    shell_complete=measures,
    help="A measure that counts by the project's definition, or any with --change-at; may be repeated (default: all "
    "offences, or those that meet the definition).",
)
@click.option(
    "--records",
    is_flag=True,
    help="List the records that do not answer all definitions alike, by their references, as CSV for its owner alone.",
)
@click.option(
    "--change-at",
    callback=day,
    metavar="DATE",
    help="The day from which something was otherwise in one area: compare it before and after with areas beside it.",
)
@click.option("--area", metavar="NAME", shell_complete=areas, help="With --change-at: that area, by name or code.")
@click.option(
    "--against",
    callback=joined_names,
    metavar="NAMES",
    help="With --change-at: the areas beside it; join with commas.",
)
@project_options
@tables_option("The table that a measure is in (default: those of the project file).")
@figure_options
@as_at_option
@bounds_options
def command(
    definitions: tuple[str, ...],
    measures: tuple[str, ...],
    asked: Asked,
    records: bool,
    change_at: date | None,
    area: str | None,
    against: tuple[str, ...],
    **others: Any,
) -> None:
    """Set definitions beside each other: what they count alike, what only one counts, what can't be told.

    Or, with --change-at, an area before and after a day, beside others.

    \b
      svtool compare --sample --definition merseyside --definition west_mercia
      svtool compare --definition merseyside --definition west_mercia --by area --format csv
      svtool compare --sample --change-at 2020-04-01 --area Wirral --against "Sefton,St. Helens"
    """
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request

    check_one_project(others["project"], others["sample"])
    request = Request(out=asked.destination.path, **others)
    if change_at is None and area is None and not against:
        _compare_definitions(request, definitions, measures, asked, records)
        return
    from svtool.commands.compare.changed_at import ask_around

    if records:
        raise UsageError("--records: is for definitions side by side; leave it out beside --change-at.")
    asked_for, around = ask_around(request, definitions, change_at, area, against, measures)
    _check_written(asked)
    _compare_around(asked_for, around, asked)


def _compare_definitions(
    request: Request, definitions: tuple[str, ...], measures: tuple[str, ...], asked: Asked, records: bool
) -> None:
    from svtool.cli.printing import has_no_news, print_figures
    from svtool.commands.compare import compare
    from svtool.commands.compare.definitions_beside import Beside

    beside = Beside(definitions, measures, records)
    if records:
        _list_records(request, beside, asked)
        return
    if not has_no_news(asked, request, beside):
        print_figures(compare(request, beside), asked, request, beside)


def _list_records(request: Request, beside: Beside, asked: Asked) -> None:
    """Write the records that change sides."""
    from svtool.cli.printing import print_alone, print_warnings
    from svtool.commands.compare.records_apart import find_apart
    from svtool.commands.manifest import run_of
    from svtool.output.record_files import as_csv

    out = asked.destination.path
    if asked.formats != ("csv",) or out is None or asked.destination.is_folder:
        raise UsageError("--records: names records, and goes into a file; add --format csv --out FILE.csv.")
    if request.by or asked.only_if_changed or asked.stamp:
        raise UsageError("--records: lists every record once; leave out --by, --stamp and --only-if-changed.")
    found = find_apart(request, beside)
    text = as_csv(found.rows, found.standing)
    print_alone(text, out, "csv", lambda: run_of(beside.command, found.evidence, request, beside), of_records=True)
    print_warnings(found.warnings, found.evidence.acknowledged)
    tell(Level.NOTE, f"records that change sides: {found.words}")


def _check_written(asked: Asked) -> None:
    """Check that an area around a day can be written so.

    Raises:
        UsageError: it can't.
    """
    from svtool.output.around_formats import FORMATS

    if asked.stamp or asked.only_if_changed or asked.destination.is_folder:
        raise UsageError("--change-at: writes one file; leave out --stamp and --only-if-changed, and name a file.")
    if asked.formats[0] not in FORMATS:
        raise UsageError(f"--format {asked.formats[0]}: is none of --change-at; expected {listed(FORMATS)}.")


def _compare_around(request: Request, around: AroundChange, asked: Asked) -> None:
    """Set an area beside others before and after a day."""
    from svtool.cli.printing import print_alone, print_warnings
    from svtool.commands.compare import compare_around
    from svtool.commands.manifest import run_of
    from svtool.output.around_formats import around_in

    out = asked.destination.path
    found = compare_around(request, around)
    text = around_in(asked.formats[0], found, *page(out))
    print_alone(text, out, asked.formats[0], lambda: run_of(around.command, found.evidence, request, around))
    print_warnings(found.warnings, found.evidence.acknowledged)
