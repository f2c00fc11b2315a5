"""A result on its way out: to standard output, or into files with the manifest that goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from svtool.commands.manifest import Run, as_json, manifest_of, run_of_result
from svtool.commands.manifest_files import FILE_NAME, SUFFIX
from svtool.commands.measures import MEASURES, Result
from svtool.commands.scope import OwnQuestion, Request
from svtool.commands.spared import check_manifest, check_unread
from svtool.errors import OutputError, UsageError
from svtool.output.destination import Destination
from svtool.output.fingerprints import output_entry
from svtool.output.rendering import Output, outputs_of, place_of, render
from svtool.output.replacing import LeftBehind, replacing, saying
from svtool.output.switching import alone_in
from svtool.output.writing import make_folder, write_files, write_text
from svtool.schema.release_folder import release_files

if TYPE_CHECKING:
    from svtool.commands.releases import KeptRelease


def print_result(result: Result, format_: str, width: int | None, colours: bool) -> None:
    """Write a result to standard output.

    Args:
        result: what was found.
        format_: a format that is text.
        width: of the terminal, which tables are fitted to; None for a pipe, where they are whole.
        colours: whether the terminal has colours.
    """
    keep_release(result.evidence.release)
    if format_ == "table":
        from svtool.output.terminal import tables_as_text  # noqa: PLC0415 (a job at night does not wait for rich)

        write_text(tables_as_text(result, width, colours), None)
    else:
        write_text(render(result, format_).decode("utf-8"), None)


def write_result(
    result: Result,
    formats: Sequence[str],
    destination: Destination,
    request: Request,
    question: OwnQuestion | None = None,
    stamp: str | None = None,
    command: str | None = None,
) -> list[LeftBehind]:
    """Write a result's files, and last the manifest that goes with them; return what killed runs had left there.

    Args:
        result: what was found.
        formats: how to write it.
        destination: a file or a folder.
        request: what was asked for.
        question: what the command was asked beside that.
        stamp: the time of the run; nothing without it, so that a second run gives the same bytes.
        command: what the manifest calls the command, where it is no question and not `svtool measures`.

    Raises:
        UsageError: a file would take the place of one that is read.
        OutputError: a file can't be written.
    """
    run = run_of_result(result, request, question, command or MEASURES)
    return write_outputs(run, outputs_of(result, formats, destination), destination, stamp)


def place_of_manifest(destination: Destination) -> Path:
    """Return where the manifest of a run goes: into its folder, or beside its file."""
    path = destination.path
    assert path is not None  # noqa: S101 (standard output has no manifest)
    return path / FILE_NAME if destination.is_folder else path.with_name(path.name + SUFFIX)


def write_outputs(
    run: Run, outputs: Sequence[Output], destination: Destination, stamp: str | None = None
) -> list[LeftBehind]:
    """Write the files of one run, and last its manifest; return what killed runs had left there.

    Args:
        run: what was asked, and what it stands on.
        outputs: what it became.
        destination: a file or a folder.
        stamp: the time of the run; nothing without it.

    Raises:
        UsageError: a file would take the place of one that is read.
        OutputError: a file can't be written.
    """
    manifest = as_json(manifest_of(run, [output_entry(each) for each in outputs], stamp))
    files = [(place_of(output, destination), output.content) for output in outputs]
    beside = place_of_manifest(destination)
    if destination.is_folder:
        make_folder(beside.parent, run.evidence.mode)
    for place, _ in files:
        check_unread(place, {*run.evidence.spared, *run.evidence.inputs})
    check_manifest(beside)
    keep_release(run.evidence.release)
    return write_files([*files, (beside, manifest)], run.evidence.mode)


def keep_release(release: KeptRelease | None) -> None:
    """Write what is kept of a release before anything of it leaves: what lies there unprinted gives nothing away.

    Raises:
        UsageError: another release has its name.
        OutputError: it can't be written, or a release came since that it was not audited with.
    """
    if release is None:
        return
    option, folder = f"--release {release.name}", release.path.parent
    with saying(release.path, option):
        folder.mkdir(mode=0o700, exist_ok=True)
    with alone_in(folder.parent):  # in the other, the file itself is put in its place
        with saying(release.path, option):
            if release.path.exists():
                if release.path.read_bytes() == release.content:
                    return
                raise UsageError(
                    f"{option}: {folder.name}/{release.path.name} is there, and what was printed then is not what "
                    "would be printed now. Name another."
                )
        if {*release_files(folder.parent)} - release.found:
            raise OutputError(
                f"{option}: another release was kept while this run counted. Run again, to be audited with it."
            )
        replace_release(release)


def replace_release(release: KeptRelease) -> None:
    """Write the file of a release, for its owner alone.

    Raises:
        OutputError: it can't be written.
    """
    option = f"--release {release.name}"
    with saying(release.path, option):
        release.path.parent.mkdir(mode=0o700, exist_ok=True)
    with replacing(release.path, option, of_records=True) as stream:
        stream.write(release.content)
