"""What a strategic needs assessment prints: the sections of a profile, each a table by breakdowns of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.errors import UsageError, listed, nearest
from svtool.schema.library import Library
from svtool.schema.profiles import Profile
from svtool.schema.tables import DATE_BASES, Table

PROFILE = "needs_assessment"  # the one that ships
PROFILED = "profile"  # what a manifest calls this command


def profile(request: Request) -> Result:
    """Return the figures of a profile's sections, with everything that a table's figures have.

    Args:
        request: what the command asks for; its tables are the sections wanted, all of them without any.

    Raises:
        UsageError: a section is wanted that the profile has not.
        SvtoolError: what else the user can mend, with its exit code.
    """
    return measure(request, lambda opened: sections_of(opened.library, request))


def sections_of(library: Library, request: Request) -> list[Table]:
    """Return the sections of a profile that a request names, in its order; all where it names none.

    Raises:
        UsageError: the profile has no such section.
        InvalidFileError: there is no such profile, or it is wrong.
    """
    found, names = library.profile(request.profile or PROFILE), request.tables
    check_sections(found, names)
    dates = {name: source.dates for name, source in library.sources.items()}
    return [_dated(each, request.date_basis, dates) for each in found.sections if not names or each.id in names]


def _dated(table: Table, date: str | None, dates: Mapping[str, Sequence[str]]) -> Table:
    """Return a section counted by another date, where one is asked for and the source of a measure has it."""
    if date is None:
        return table
    basis = DATE_BASES[date]
    return replace(
        table,
        rows=tuple(
            replace(row, measure=replace(row.measure, date_basis=basis)) if basis in dates[row.measure.source] else row
            for row in table.rows
        ),
    )


def check_sections(found: Profile, names: Sequence[str]) -> None:
    """Check that a profile has the sections that are named.

    Raises:
        UsageError: it has not.
    """
    known = [each.id for each in found.sections]
    for name in names:
        if name not in known:
            raise UsageError(
                f"--section: {name} is not a section of {found.id}; expected {listed(known, 30)}"
                f"{nearest(name, known) or '.'}"
            )
