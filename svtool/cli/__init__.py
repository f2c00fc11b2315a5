"""The command line: parse, call one function, print, choose the exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from svtool.cli.near_commands import NearCommands
from svtool.cli.system_faults import (
    Terminated,
    end_when_told,
    fault_of_system,
    hold_standard_streams,
    tell_no_more,
    told_to_end,
)
from svtool.cli.telling import Level, add_options, choose_way, tell, tell_fault
from svtool.errors import DEBUG, EXIT_MEANINGS, ExitCode, LedgerError, SvtoolError, UsageError
from svtool.output.console import discard_output, is_reader_gone, write_plain_signs_on_consoles
from svtool.version import __version__

COMMANDS = {
    "measures": "svtool.cli.command_measures",
    "count": "svtool.cli.command_count",
    "trend": "svtool.cli.command_trend",
    "validate": "svtool.cli.command_validate",
    "verify": "svtool.cli.command_verify",
    "report": "svtool.cli.command_report",
    "profile": "svtool.cli.command_profile",
    "classify": "svtool.cli.command_classify",
    "explain": "svtool.cli.command_explain",
    "review": "svtool.cli.command_review",
    "compare": "svtool.cli.command_compare",
    "check": "svtool.cli.command_check",
    "returns": "svtool.cli.command_returns",
    "definition": "svtool.cli.command_definition",
    "areas": "svtool.cli.command_areas",
    "disclosure": "svtool.cli.command_disclosure",
    "sample": "svtool.cli.command_sample",
    "init": "svtool.cli.command_init",
    "ingest": "svtool.cli.command_ingest",
}
SUMMARIES = {
    "measures": "Print the tables of success measures.",
    "count": "Answer one question without a table.",
    "trend": "Print measures month by month, with process limits and the signals in them.",
    "validate": "Say what is wrong with an extract before it is sent.",
    "verify": "Say whether a manifest's inputs, definitions and outputs are the same.",
    "report": "Write one HTML page: what changed, the tables, charts, areas, and what they stand on.",
    "profile": "Print what a strategic needs assessment asks of serious violence.",
    "classify": "Write the records with the clauses that each meets.",
    "explain": "Show one record: every clause, what it needed, what the record had.",
    "review": "Write the worklist of records that a measure can't decide.",
    "compare": "Set definitions beside each other on the same records.",
    "check": "Check a published table: its own arithmetic, and today's counts of the same.",
    "returns": "Check quarterly returns of interventions, and say whom they reached.",
    "definition": "List, show, check or compare definitions of serious violence, or begin your own.",
    "areas": "List or show sets of areas, or find what a name or code lies in.",
    "disclosure": "Explain what a policy suppresses before it is published; list or withdraw releases.",
    "sample": "Write the synthetic sample extracts.",
    "init": "Write a project file for a folder of extracts, with the mappings that they need.",
    "ingest": "Judge the extracts of a project once, and keep them in a store that measures come of.",
}


class LazyGroup(NearCommands):
    """Loads a command only when it is asked for, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return add_options(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an interruption is said in one word."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            tell(Level.NOTE, "interrupted")
            raise click.exceptions.Exit(int(ExitCode.INTERRUPTED)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands from their summaries, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes."""
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), text.replace("`", "")) for code, text in EXIT_MEANINGS.items()])


@click.group(cls=LazyGroup, invoke_without_command=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="svtool")
def program() -> None:
    """Turn police, emergency-department, ambulance and fire extracts into success measures.

    Every figure comes with what is not known, the days covered, and how its change compares.

    \b
      svtool measures --sample                     the tables from made-up records
      svtool measures                              the tables of svtool.yaml in this folder
      svtool measures --format csv --out out.csv   the same for a machine
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # A command makes few cycles and ends soon: to look for them at every 700 things takes a twentieth of a small run.
    gc.set_threshold(200_000)
    # Nothing here multiplies matrices; without a word, numpy and scipy each start threads that wait for some in a loop.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own allocator shares nothing with that of Python and numpy and gives pages back between blocks: it takes a
    # fifteenth more time and memory for five million rows. Tried with the C library of Linux alone.
    if sys.platform.startswith("linux"):
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    hold_standard_streams()
    end_when_told()
    code = run(arguments)
    tell_no_more()
    gc.freeze()  # what is left goes with the process, and need not be looked through first
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Return the exit code of a command line; every fault has become a sentence on standard error."""
    try:
        write_plain_signs_on_consoles()
        words = sys.argv[1:] if arguments is None else arguments
        choose_way(words)
        if any("\0" in word for word in words):  # no shell can write it, but a program that calls this one may
            raise UsageError("the command line has a NUL character; no file can be called so. Leave it out.")
        result = program.main(arguments, prog_name="svtool", standalone_mode=False)
        return result if isinstance(result, int) else int(ExitCode.DONE)
    except SystemExit:  # click leaves the program when it notices first that the reader of a pipe went away
        return _end_unread()
    except click.ClickException as error:
        tell_fault(error, ExitCode.USAGE)
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _end("interrupted", ExitCode.INTERRUPTED, Level.NOTE)
    except (Exception, Terminated) as error:
        return _end_unread() if is_reader_gone(error) else _end(*_told(error))


def _end_unread() -> int:
    """Return the exit code where the reader of a pipe went away, which is its right."""
    discard_output()
    return int(ExitCode.DONE)


def _told(error: Exception | Terminated) -> tuple[str, ExitCode, Level]:
    """Return what is said of a fault, its exit code, and how much it matters."""
    if told := told_to_end():
        return *told, Level.NOTE
    if isinstance(error, SvtoolError):
        return str(error), error.exit_code, Level.ERROR
    words, code = fault_of_system(error) or (_bug(error), ExitCode.BUG)
    return words, code, Level.ERROR


def _end(text: str, code: ExitCode, level: Level) -> int:
    """Say why a command ends, if standard error takes it, and return its exit code."""
    with contextlib.suppress(OSError):
        tell(level, text, exit_code=int(code))
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        discard_output()  # what it does not take can't be written when Python ends either
    return int(code)


def _bug(error: BaseException) -> str:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
    what = f": {error}" if isinstance(error, LedgerError) else ""  # which says numbers of rows, and nothing of theirs
    return (
        f"a bug in svtool ({type(error).__name__} at {where}{what}). Nothing was written. Please report it with the "
        f"command; set {DEBUG}=1 to see the traceback, which may show values of records."
    )
