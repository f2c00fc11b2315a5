"""Options that several commands have, each declared once, and what they mean together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from svtool.cli.completion import breakdowns, ids_of
from svtool.cli.option_values import day, size
from svtool.cli.outputs import outputs_in
from svtool.cli.telling import Level, tell
from svtool.engine.bounds import MEGABYTE, MEMORY_BESIDE_CHECKS, USUAL_MEMORY
from svtool.output.destination import FORMATS
from svtool.schema.defaults import DEFAULT_SOURCE

TEXTS = ("text", "csv", "json")  # how most commands that print no figures write what they found
PARTIAL = {"like-for-like": "like_for_like", "raw": "raw", "refuse": "refuse"}
Command = TypeVar("Command", bound=Callable[..., Any])


def joined_names(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Return the names that an option joins with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def _partial(_: click.Context, __: click.Parameter, name: str) -> str:
    return PARTIAL[name]


def _together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command these options, in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


project_option = click.option(
    "--project", type=click.Path(path_type=Path), help="The project file (default: svtool.yaml here)."
)
sample_option = click.option("--sample", is_flag=True, help="Use the synthetic sample that comes with svtool.")
definition_option = click.option(
    "--definition",
    metavar="ID",
    shell_complete=ids_of("serious_violence"),
    help="The definition of serious violence to use; with an option of it chosen: duty_statutory+alcohol.",
)


def tables_option(means: str) -> Callable[[Command], Command]:
    """Return the option that names tables, with what they mean to a command."""
    return click.option("--table", "tables", multiple=True, metavar="ID", shell_complete=ids_of("tables"), help=means)


def usual_source_option(means: str) -> Callable[[Command], Command]:
    """Return the option that names a source, the usual one unless said, with what it means to a command."""
    return click.option(
        "--source",
        shell_complete=ids_of("sources"),
        default=DEFAULT_SOURCE,
        show_default=True,
        metavar="SOURCE",
        help=means,
    )


def format_option(formats: Sequence[str] = TEXTS, words: str = "How to write it.") -> Callable[[Command], Command]:
    """Return how something is written, in one of these formats; the first of them unless told."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help=words
    )


out_option = click.option("--out", type=click.Path(path_type=Path), help="Write to this file, replacing it whole.")
replace_option = click.option(
    "--replace", is_flag=True, help="Of two extracts that overlap without an order, take the later named."
)
disclosure_option = click.option(
    "--disclosure",
    metavar="ID",
    shell_complete=ids_of("disclosure", "none"),
    help="The disclosure policy (default: the project's), or none.",
)
release_option = click.option(
    "--release",
    metavar="NAME",
    help="Keep what is printed as a release of this name, which later runs with a policy are audited with.",
)
maps_option = click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help='Read a field from another column, such as "Date Reported=recorded_date:DD/MM/YYYY"; may be repeated.',
)
rates_option = click.option("--rates", is_flag=True, help="Add rates per 100,000 people, and areas against the whole.")

hot_option = click.option(
    "--hot",
    is_flag=True,
    help="Say which areas have a higher rate than chance and looking at so many explain; by area, with rates.",
)


def says_what_is_set_aside(command: Command) -> Command:
    """Let a command say first which files of its project count nowhere."""

    @functools.wraps(command)
    def said(*given: Any, project: Path | None = None, **others: Any) -> Any:
        from svtool.schema.defaults import PROJECT_FILE
        from svtool.schema.set_aside import say_set_aside

        if not others.get("sample") and (line := say_set_aside(project or Path(PROJECT_FILE))):
            tell(Level.WARNING, line)
        return command(*given, project=project, **others)

    return cast("Command", said)


project_options = _together(project_option, sample_option, says_what_is_set_aside)
"""Which project: `project` and `sample`."""


def by_option(means: str) -> Callable[[Command], Command]:
    """Return the option that names breakdowns, with what a command breaks down by where it is not given."""
    return click.option("--by", shell_complete=breakdowns, callback=joined_names, metavar="NAMES", help=means)


BREAK_DOWN = (
    "Break down by area, age_band, sex, clause, offence_class, crime_type, offence_group, weapon_use, public_place, "
    "location_type, relationship, weekday or hour; join with commas"
)
_periods_option = click.option(
    "--periods", metavar="SPAN", help="Such as calendar:2019..2021 or financial:2019/20..2020/21."
)
_partial_option = click.option(
    "--partial",
    type=click.Choice(list(PARTIAL)),
    callback=_partial,
    default="like-for-like",
    show_default=True,
    help="What to do when a period is only partly covered.",
)
as_at_option = click.option(
    "--as-at",
    callback=day,
    metavar="DATE",
    help="Count the last period as known on this day, and every other with the same maturity.",
)

page_options = _together(
    _periods_option,
    by_option(f"{BREAK_DOWN} (default: area, where the project names areas)."),
    rates_option,
    disclosure_option,
    release_option,
    _partial_option,
    as_at_option,
    replace_option,
)
"""How the figures of a page are counted, compared and suppressed: `periods`, `by` … `as_at`, `replace`."""

audit_options = _together(
    _periods_option,
    by_option(f"{BREAK_DOWN}."),
    disclosure_option,
    _partial_option,
    replace_option,
)
"""What is audited: `periods`, `by`, `disclosure`, `partial`, `replace`."""


def figures_in(formats: Sequence[str]) -> Callable[[Command], Command]:
    """Return how figures are counted, compared and suppressed, and written in these formats."""
    return _together(
        _periods_option,
        by_option(f"{BREAK_DOWN}."),
        rates_option,
        disclosure_option,
        release_option,
        _partial_option,
        outputs_in(formats),
        replace_option,
    )


figure_options = figures_in(FORMATS)
"""How figures are counted, compared, suppressed and written: `periods`, `by`, `rates`, `disclosure` … `replace`."""

_bounds = _together(
    click.option(
        "--memory-limit",
        callback=size,
        metavar="SIZE",
        help="Memory for records, such as 2GB, before they go to the disk "
        f"(default: {USUAL_MEMORY // MEGABYTE}MB; validate: {MEMORY_BESIDE_CHECKS // MEGABYTE}MB).",
    ),
    click.option(
        "--temp-dir",
        type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
        help="Where records go that do not fit into memory (default: the system's folder for temporary files).",
    ),
    click.option(
        "--threads",
        type=click.IntRange(1, 999),
        metavar="N",
        help="Threads that read and count (default: SVTOOL_THREADS, else one for each processor).",
    ),
    click.option(
        "--engine",
        type=click.Choice(["embedded", "spark"]),
        help="Where records are counted (default: the project's, else embedded).",
    ),
)


def bounds_options(command: Command) -> Command:
    """Let a command be told what it may take of the machine, and hand it that as one value, `bounds`."""

    @functools.wraps(command)
    def bounded(
        *given: Any,
        memory_limit: int | None,
        temp_dir: Path | None,
        threads: int | None,
        engine: str | None,
        **others: Any,
    ) -> Any:
        from svtool.cli.unasked_modules import keep_arrow_from_loading_pandas, keep_scipy_from_loading_all_of_numpy
        from svtool.engine.bounds import MEGABYTE, Bounds
        from svtool.engine.spill_folder import remove_left_behind

        keep_arrow_from_loading_pandas()
        keep_scipy_from_loading_all_of_numpy()
        for left in remove_left_behind(temp_dir):
            said = f"{left.size / MEGABYTE:,.0f} MB in {left.folder}"
            tell(Level.WARNING, f"removed what a run that was stopped had left: {said}")
        return command(*given, bounds=Bounds(memory_limit, temp_dir, threads, engine), **others)

    return _bounds(cast("Command", bounded))
