"""`svtool returns`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from svtool.cli.finding_options import all_places_option, fail_on_option, format_of_findings
from svtool.cli.near_commands import NearCommands
from svtool.cli.option_values import page
from svtool.cli.options import TEXTS, bounds_options, disclosure_option, format_option, out_option, release_option

if TYPE_CHECKING:
    from svtool.validation.verdict import FailOn


@click.group(cls=NearCommands, name="returns", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Quarterly monitoring returns of interventions: a template, a check, and what was reached."""


def _year(_: click.Context, __: click.Parameter, text: str | None) -> int | None:
    """Return the year in which the financial year begins that `--year 2021/22` says."""
    if text is None:
        return None
    from svtool.interventions.quarters import read_year

    found = read_year(text)
    if found is None:
        raise click.BadParameter("expected a financial year such as 2021/22")
    return found


_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
_project = click.option(
    "--project", type=click.Path(path_type=Path), help="The project file; its returns and register when none is named."
)
_register = click.option(
    "--register",
    type=click.Path(path_type=Path),
    help="The register of funded interventions, a CSV file or workbook (default: the project's).",
)
_year_option = click.option(
    "--year", callback=_year, metavar="YEAR", help="The financial year, such as 2021/22, of forms that name none."
)


@command.command(name="template")
@_project
@_register
@click.option(
    "--year", callback=_year, metavar="YEAR", help="The financial year, such as 2021/22, whose quarters may be chosen."
)
@click.option(
    "--out", metavar="PLACE", required=True, help="A folder/ for all files, or one .xlsx or .csv file, replaced whole."
)
def template(project: Path | None, register: Path | None, year: int | None, out: str) -> None:
    """Write a template for returns: a workbook that refuses what can't be read, CSV files, a data dictionary, examples.

    \b
      svtool returns template --out template/
      svtool returns template --register register.csv --year 2024/25 --out return.xlsx
    """
    from svtool.cli.telling import tell_result
    from svtool.commands.returns.template_made import template_of
    from svtool.errors import several
    from svtool.output.returns.template_files import write_template

    written = write_template(template_of(project, register, year), out)
    tell_result(f"{out}: {several(len(written), 'file', 'files')} of the template written")


@command.command(name="check")
@_files
@_project
@_register
@_year_option
@fail_on_option("returns")
@format_option()
@all_places_option
@click.option("--reply", is_flag=True, help="Write the message to whoever sent them instead of the report.")
@out_option
def check(fail_on: FailOn, format_: str, all_places: bool, reply: bool, out: Path | None, **asked: Any) -> None:
    """Say what is wrong with returns, where, and how to mend it.

    \b
      svtool returns check returns/*.xlsx --register register.csv
      svtool returns check --project svtool.yaml

    Exit codes: 0 fit to be counted, 11 a file can't be read, 12 errors were found.
    """
    from svtool.cli.printing import print_alone
    from svtool.commands.manifest import run_of
    from svtool.commands.returns.check_returns import CHECK, HowChecked, check_returns
    from svtool.commands.returns.opened_returns import ReturnsAsked
    from svtool.output.findings_formats import Shown, findings_in

    written = format_of_findings(format_, reply, all_places)
    request, how = ReturnsAsked(**asked, out=out), HowChecked(fail_on, all_places)
    found = check_returns(request, how)
    text = findings_in(written, found.validation, Shown(all_places), *page(out))
    print_alone(text, out, written, lambda: run_of(CHECK, found.evidence, request, how))
    raise click.exceptions.Exit(int(found.validation.verdict.exit_code))


@command.command(name="summary")
@_files
@_project
@_register
@_year_option
@disclosure_option
@release_option
@format_option((*TEXTS, "xlsx"), "How to write it; a workbook needs --out.")
@out_option
@bounds_options
def summary(disclosure: str | None, format_: str, out: Path | None, **asked: Any) -> None:
    """Say whom interventions reached, by unit, what can't be quantified and why, and what is funded where.

    \b
      svtool returns summary returns/*.xlsx --register register.csv
      svtool returns summary --project svtool.yaml --disclosure threshold_5 --format csv --out reach.csv
      svtool returns summary --project svtool.yaml --format xlsx --out reach.xlsx

    With a project that names areas and a definition, areas stand beside the serious violence that its extracts count.
    """
    from svtool.cli.printing import print_alone
    from svtool.cli.telling import Level, tell
    from svtool.commands.manifest import run_of
    from svtool.commands.returns.opened_returns import ReturnsAsked
    from svtool.commands.returns.summarised import SUMMARY, HowSummarised, summarise_returns
    from svtool.errors import UsageError, several
    from svtool.output.delivery import keep_release
    from svtool.output.returns.summary_formats import XLSX, summary_in

    if format_ == XLSX and out is None:
        raise UsageError("--format xlsx: is no text; name the file to write with --out, such as --out reach.xlsx.")
    request, how = ReturnsAsked(**asked, out=out), HowSummarised(disclosure)
    found = summarise_returns(request, how)
    keep_release(found.evidence.release)
    print_alone(
        summary_in(format_, found, *page(out)), out, format_, lambda: run_of(SUMMARY, found.evidence, request, how)
    )
    if found.errors:
        kinds = several(found.errors, "error stands", "errors stand")
        tell(Level.WARNING, f"{kinds} against these returns; svtool returns check says where")
