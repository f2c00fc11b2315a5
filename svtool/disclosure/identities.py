"""The identities among the counts of a run, which disclosure control needs and knows nothing else of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from svtool.disclosure.adding_up import AddingUp
from svtool.disclosure.chart_points import ChartPoints
from svtool.disclosure.crossed_answers import CrossedAnswers
from svtool.disclosure.families import Families
from svtool.disclosure.histories import Histories
from svtool.disclosure.linked_cells import LinkedCells
from svtool.disclosure.nested_rules import NestedRules
from svtool.disclosure.people_again import PeopleAgain
from svtool.disclosure.people_and_incidents import PeopleAndIncidents
from svtool.disclosure.released_cells import NONE_BEFORE, EarlierReleases
from svtool.disclosure.seldom_met import SeldomMet
from svtool.disclosure.shared_records import SharedRecords
from svtool.figures.contract import Figure
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.tables import Measure


def link_cells(
    figures: Sequence[Figure],
    measures: Iterable[Measure],
    meaning: SharedMeaning,
    before: EarlierReleases = NONE_BEFORE,
) -> LinkedCells:
    """Return every count behind the figures, and the identities among them.

    Args:
        figures: all figures of a run, whatever their table: a measure in two tables is one count.
        measures: what they count.
        meaning: what their rules say of each other.
        before: what was released before.
    """
    families = Families(figures, measures, before)
    AddingUp(families)
    CrossedAnswers(families)
    shared = SharedRecords(families, meaning)
    PeopleAndIncidents(families, meaning)
    PeopleAgain(families)
    seldom = SeldomMet(families, meaning)
    Histories(families, meaning, seldom)
    NestedRules(families, meaning, seldom)
    ChartPoints(families, shared, meaning)
    return families.linked
