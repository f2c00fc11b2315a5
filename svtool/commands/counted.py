"""What is counted of gathered extracts, one value for every command, and what makes figures of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from svtool.commands.opening import Gathered
from svtool.counting.source_counts import SourceCounts
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.periods_shown import Columns
from svtool.schema.breakdowns import Breakdown
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Counted:
    """The extracts of a project, counted: what every figure, series and worklist is made of.

    Attributes:
        gathered: the records.
        counts: the counts of each source's measures.
        by: the breakdowns that they are counted by.
    """

    gathered: Gathered
    counts: Mapping[str, SourceCounts]
    by: tuple[str, ...] = ()

    def figure_maker(self, options: Options, columns: Columns) -> FigureMaker:
        """Return what makes figures of the counts.

        Args:
            options: how figures are made.
            columns: the periods that they are of.
        """
        opened, facts = self.gathered.opened, self.gathered.facts
        library = opened.library
        return FigureMaker(
            sources=library.sources,
            counts=dict(self.counts),
            coverage=self.gathered.coverage,
            area_basis={name: each.area_basis for name, each in facts.items()},
            areas=opened.areas,
            breaks=library.breaks(),
            offences_within=library.catalogue.sets_by_name,
            options=options,
            columns=columns,
            provisional=opened.provisional(),
            recorded_until=self.gathered.recorded_until() if columns.as_at else {},
        )


def count_gathered(
    gathered: Gathered, measures: Sequence[Measure], by: Sequence[Breakdown] = (), limits: Sequence[date] = ()
) -> Counted:
    """Return the counts of measures.

    Args:
        gathered: the extracts.
        measures: what is counted.
        by: breakdowns, in their fixed order.
        limits: in order, the days as known on which figures are asked for.

    Raises:
        LedgerError: the counts do not account for every usable row.
    """
    catalogue = gathered.opened.library.catalogue
    counts = {
        name: SourceCounts(
            gathered.engine, facts, catalogue, gathered.geography(name),
            [each for each in measures if each.source == name], by, limits,
        )
        for name, facts in gathered.facts.items()
    }  # fmt: skip
    return Counted(gathered, counts, tuple(each.id for each in by if each.is_shown))
