"""`svtool validate`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from svtool.cli.completion import findings, ids_of
from svtool.cli.finding_options import all_places_option, fail_on_option, format_of_findings
from svtool.cli.option_values import page, share
from svtool.cli.options import (
    bounds_options,
    format_option,
    maps_option,
    out_option,
    replace_option,
    says_what_is_set_aside,
)
from svtool.cli.telling import Level, is_plain_text, tell
from svtool.errors import UsageError

FORMATS = ("text", "json", "csv")


@click.command(name="validate")
@click.argument("extracts", nargs=-1, type=click.Path(path_type=Path), metavar="[EXTRACT]...")
@click.option("--project", type=click.Path(path_type=Path), help="The project file whose mappings count.")
@click.option(
    "--source", metavar="NAME", shell_complete=ids_of("sources"), help="The source, where the header does not tell it."
)
@click.option(
    "--mapping", metavar="ID", shell_complete=ids_of("mappings"), help="The mapping, where the header does not tell it."
)
@maps_option
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, where several could be meant.")
@click.option(
    "--previous",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The extract of last time, to compare with; may be repeated.",
)
@replace_option
@fail_on_option("extract")
@click.option(
    "--max-rejected",
    callback=share,
    default="0%",
    metavar="SHARE",
    help="Tolerate this share of a file's rows, rejected or not known, such as 0.5%.",
)
@format_option(FORMATS, "How to write the findings.")
@all_places_option
@out_option
@click.option(
    "--rejected",
    type=click.Path(path_type=Path),
    help="Write the rejected rows to this file, each as it was; its header alone where none is.",
)
@click.option("--reply", is_flag=True, help="Write the message to the supplier instead of the report.")
@click.option(
    "--explain",
    metavar="ID",
    shell_complete=findings,
    help="Say what a finding means, such as V21, or all of them, and stop.",
)
@bounds_options
@says_what_is_set_aside
def command(
    extracts: tuple[Path, ...],
    explain: str | None,
    format_: str,
    all_places: bool,
    out: Path | None,
    reply: bool,
    rejected: Path | None,
    **others: Any,
) -> None:
    """Say what is wrong with an extract before it is sent, where, and how to mend it.

    \b
      svtool validate extracts/police_2021.csv
      svtool validate --project svtool.yaml
      svtool validate --explain V21

    EXTRACT may be - for standard input. Exit codes: 0 fit to send, 11 a file can't be read, 12 errors were found.
    """
    from svtool.cli.printing import tell_left, warn_of_keeping
    from svtool.cli.standard_input import NAME, spooled
    from svtool.output.findings_page import kinds_explained

    if explain is not None:
        if extracts or others["project"] is not None or reply:
            raise UsageError("--explain says what a finding means and reads nothing; leave out the rest.")
        from svtool.output.writing import write_text

        write_text(kinds_explained(explain), out)
        return
    written = format_of_findings(format_, reply, all_places)
    from svtool.commands.checkup import Request
    from svtool.commands.manifest import ELSEWHERE
    from svtool.commands.validate import check_up
    from svtool.output.beside import NewFile, write_with_manifests
    from svtool.output.console import print_text
    from svtool.output.findings_formats import Shown, findings_in, run_of_validation
    from svtool.output.progress import Progress
    from svtool.output.rejected_rows import REJECTED, rejected_as_csv
    from svtool.validation.verdict import renamed

    progress_on = Progress(silent=not is_plain_text())
    shown = Shown(all_places)
    with spooled(extracts, others["bounds"].temp_dir) as (paths, standard_input):
        request = Request(paths, out=out, rejected=rejected, tell=progress_on, **others)
        with progress_on:
            found = check_up(request)
        if standard_input:
            called = {Path(standard_input): f"{ELSEWHERE}/{NAME}"}
            named = renamed(found.validation, standard_input, NAME)
            found = replace(found, validation=named, evidence=replace(found.evidence, called=called))
        result = found.validation
        text = findings_in(written, result, shown, *page(out))
        files = [] if out is None else [NewFile(out, written, text.encode("utf-8"))]
        if rejected:  # with its header alone where none is, so that no records of an earlier run stay in it
            content = rejected_as_csv(result.rejected)
            files.append(NewFile(rejected, REJECTED, content, "--rejected", of_records=True))
        tell_left(write_with_manifests(files, lambda: run_of_validation(found, request, shown)))
    if out is None:
        print_text(text)
    for each in result.invalid:
        tell(Level.ERROR, str(each))
    warn_of_keeping(result.received)
    if out is not None and not result.verdict.fit:
        tell(Level.NOTE, f"{result.verdict.words}. See {out}.")
    raise click.exceptions.Exit(int(result.verdict.exit_code))
