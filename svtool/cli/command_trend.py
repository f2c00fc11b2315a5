"""`svtool trend`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import measures
from svtool.cli.option_values import page
from svtool.cli.options import (
    bounds_options,
    definition_option,
    format_option,
    out_option,
    project_options,
    replace_option,
    tables_option,
)
from svtool.errors import UsageError
from svtool.statistics.process_limits import DIALECTS, USUAL_DIALECT

FORMATS = ("table", "csv", "json", "svg")


@click.command(name="trend")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    required=True,
    metavar="ID",
    shell_complete=measures,
    help="A measure; may be repeated.",
)
@project_options
@tables_option("A table that has the measure.")
@definition_option
@click.option(
    "--disclosure", metavar="none", help="For internal use where the project has a disclosure policy: months have none."
)
@click.option("--area", metavar="NAME", help="One of the project's areas, by name or code (default: the whole).")
@click.option(
    "--dialect",
    type=click.Choice(list(DIALECTS)),
    default=USUAL_DIALECT,
    show_default=True,
    help="Whose limits: of Making Data Count, or with outliers screened as NHSRplotthedots does.",
)
@click.option("--fix-after", type=int, metavar="N", help="Take the limits from the first N points, 12 or more.")
@click.option("--target", type=float, metavar="NUMBER", help="Say whether the process would meet this in a month.")
@format_option(FORMATS, "How to write the series; svg is a chart of one measure.")
@out_option
@replace_option
@bounds_options
def command(
    measures: tuple[str, ...],
    area: str | None,
    dialect: str,
    fix_after: int | None,
    target: float | None,
    format_: str,
    out: Path | None,
    **others: Any,
) -> None:
    """Print measures month by month, with process limits and the signals in them.

    \b
      svtool trend --sample --measure ed_assault --table agencies
      svtool trend --measure blade_possession --area Liverpool --format csv
      svtool trend --measure ed_knife_or_sharp --format svg --out chart.svg
    """
    if format_ == "svg" and len(set(measures)) > 1:
        raise UsageError("--format svg: is a chart of one measure; name one --measure, or run once for each.")
    from svtool.cli.printing import print_alone, print_warnings, warn_of_keeping
    from svtool.commands.manifest import run_of
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request
    from svtool.commands.trend import trend
    from svtool.commands.trend.trend_asked import Asked
    from svtool.output.trend.trend_formats import trend_in

    check_one_project(others["project"], others["sample"])
    request, asked = Request(out=out, **others), Asked(measures, area, dialect, fix_after, target)
    result = trend(request, asked)
    text = trend_in(format_, result, *page(out))
    print_alone(text, out, format_, lambda: run_of("trend", result.evidence, request, asked))
    print_warnings(result.warnings, result.acknowledged)
    warn_of_keeping(result.received)
