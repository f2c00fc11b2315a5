"""What a project brings beside its records: figures that arrive as figures, and populations."""

from __future__ import annotations

from svtool.commands.scope import Scope
from svtool.figures.indicators import Indicator, read_indicators
from svtool.figures.populations import Populations, read_populations
from svtool.figures.shipped_populations import REBASED, shipped_populations
from svtool.schema.project import figures_of


def read_indicators_of(scope: Scope) -> list[Indicator] | None:
    """Return the figures that arrive as figures; None where nothing asks for any.

    Raises:
        SvtoolError: a file of them can't be read.
    """
    project, library = scope.opened.project, scope.opened.library
    entries = figures_of(project, library.sources)
    if not entries or not any(each.is_indicator for each in scope.measures):
        return None
    return [each for source, entry in entries for each in read_indicators(entry, scope.opened.folder, source)]


def read_populations_of(scope: Scope) -> Populations | None:
    """Return who lives where; None where no rate is asked for.

    Raises:
        SvtoolError: the project's own file can't be read.
    """
    areas = scope.opened.areas
    own = scope.opened.project.populations
    # Whoever brings a file asks for rates: what nobody asks for must not stop a run over it.
    drawn = scope.request.rates_of_areas and own in {None, REBASED}
    if areas is None or not (scope.request.rates or drawn):
        return None
    if own in {None, REBASED}:
        return shipped_populations(areas, rebased=own == REBASED)
    return read_populations(own, scope.opened.folder, areas, scope.columns.shown)
