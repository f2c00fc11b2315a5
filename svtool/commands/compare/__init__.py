"""The steps of `svtool compare`: definitions beside each other on the same records."""

from __future__ import annotations

from svtool.commands.compare.definitions_beside import Beside, tables_beside
from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request


def compare(request: Request, beside: Beside) -> Result:
    """Return what definitions count of the same records, and how many they count alike and apart.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    return measure(request, lambda opened: tables_beside(beside, opened, request.tables))
