"""The targets that a project gives to measures of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.errors import InvalidFileError, listed, nearest
from svtool.schema.measure_targets import Target, fault_of
from svtool.schema.tables import Table


def check_targets(file: str, targets: Mapping[str, Target], tables: Sequence[Table]) -> None:
    """Check that each target is of a measure of the project's tables, and can be its target.

    Args:
        file: how messages call the project file.
        targets: the id of a measure → its target.
        tables: the project's tables.

    Raises:
        InvalidFileError: one is of no measure, or looks the other way.
    """
    measures = {each.id: each for table in tables for each in table.measures}
    for name, target in targets.items():
        where = f"{file}: targets.{name}"
        if name not in measures:
            raise InvalidFileError(
                f"{where}: is no measure of {listed([table.id for table in tables], joiner='and')}; expected "
                f"{listed(measures, 30)}{nearest(name, measures) or '.'} Correct the name."
            )
        fault = fault_of(target, measures[name].desired, not measures[name].is_counted)
        if fault:
            raise InvalidFileError(f"{where}: {fault}.")
