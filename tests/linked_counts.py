"""Tables of a few counts, and what a reader of them can tell of each suppressed one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from svtool.counting.basis import Basis
from svtool.dates import day_of
from svtool.disclosure.families import CellKey
from svtool.disclosure.identities import link_cells
from svtool.disclosure.linear_programs import minimise
from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.linked_tables import LinkedTable, linked_tables
from svtool.disclosure.released_cells import EarlierReleases, GridLabels, ReleasedCell, Shown
from svtool.figures.contract import OWN, CountOfDays, Figure
from svtool.meaning.answer_patterns import Records
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.library import Library
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure, parse_table
from svtool.schema.text_yaml import Document, parse_text_yaml

LIBRARY = Library()
Span = tuple[date, date]
YEAR = (date(2021, 1, 1), date(2021, 12, 31))
SMALL_ALONE = DisclosurePolicy(id="own", title="Own", hide_below=5, complementary=False)
MOST = 1_000  # as good as any number
BREAKDOWNS = {name: LIBRARY.breakdowns[name] for name in ("age_band", "sex")}


def measures(text: str) -> list[Measure]:
    """Return the measures that these lines of YAML say, each `id: what it counts`."""
    entries = [f"{{id: {line.strip().replace(':', ', title: T,', 1)}}}" for line in text.strip().splitlines()]
    document = Document(Path("table"), "table")
    parse_text_yaml(f"{{id: t, title: T, groups: [{{title: G, measures: [{', '.join(entries)}]}}]}}", document)
    words = Vocabulary(LIBRARY.sources, LIBRARY.catalogue, LIBRARY.definition, LIBRARY.weights)
    return parse_table(document, words).measures


def figure(
    measure: Measure,
    count: int,
    area: str = "Town",
    span: Span = YEAR,
    not_known: int = 0,
    undated: int | None = None,
    **by: str,
) -> Figure:
    """Return a figure of a count: of the whole town, of a part of it, of the outside or of no known area."""
    place = {"Town": "whole", "area not known": "nowhere", "outside Town": "outside"}.get(area, "part")
    found = Figure(
        table="t", position=1, group="", measure_id=measure.id, measure="", source=measure.source, unit=measure.unit,
        definition="", date_basis="recorded", area_basis="", area_code="", area=area, period="", period_start=span[0],
        period_end=span[1], days=1, days_covered=1, count=count, not_known=not_known, place=place, by=by,  # type: ignore[arg-type]
    )  # fmt: skip
    numbers = {"count": count, "not_known": not_known, **({} if undated is None else {"undated": undated})}
    found.counts[OWN] = CountOfDays(Basis.of((span,)), None, numbers)
    return found


def released(
    measure: Measure, count: int | None, area: str = "Town", span: Span = YEAR, kind: str = "count", **by: str
) -> ReleasedCell:
    """Return a count of an earlier release that suppresses counts under 5; None where it is suppressed."""
    place = tuple((name, label) for name, label in (("area", area), *by.items()) if label not in ("Town", "all"))
    shown = Shown("q1", count, SMALL_ALONE, 3)
    return ReleasedCell(measure, place, Basis.of((span,)), GridLabels(), kind, False, shown)


def linked(
    figures: Sequence[Figure],
    of: Sequence[Measure],
    with_people: bool = True,
    before: Sequence[ReleasedCell] = (),
) -> LinkedCells:
    """Return the counts behind figures, and those released before, with what they say of each other."""
    records = {
        each.source: Records(LIBRARY.sources[each.source], with_people=with_people, breakdowns=BREAKDOWNS)
        for each in of
    }
    return link_cells(figures, of, SharedMeaning(records, LIBRARY.catalogue), EarlierReleases(before))


def ranges(cells: LinkedCells, *hidden: str) -> dict[str, tuple[int, int]]:
    """Return the least and the most that each suppressed count can be, by its name, where none goes with it.

    Args:
        cells: the counts.
        hidden: names of further counts that are suppressed.
    """
    found = {}
    for table in linked_tables(cells, SMALL_ALONE):
        names = [name_of(key) for key in table.keys]
        table.suppress(np.array([i for i, name in enumerate(names) if name in hidden], np.intp))
        found |= {name: _range(table, i) for i, name in enumerate(names) if table.hidden[i] and name}
    return found


def name_of(key: Key) -> str:
    """Return what a test calls a count: its measure, its area where it is not the whole, its part, its quarter."""
    if not isinstance(key, CellKey) or key.kind not in {"count", "not_known", "undated"}:
        return ""
    place = [value for _, value in key.place if value != "all"]
    (start, end), *_ = key.days
    quarter = [] if (day_of(start), day_of(end)) == YEAR else [f"from {day_of(start):%b}"]
    return ", ".join([key.subject, *place, *quarter, *([] if key.kind == "count" else [key.kind.replace("_", " ")])])


def _range(table: LinkedTable, place: int) -> tuple[int, int]:
    lowest, highest = table.bounds()
    highest = np.minimum(highest, MOST)
    ends = []
    for sign in (1, -1):
        cost = np.zeros(len(table.keys))
        cost[place] = sign
        solved = minimise(cost, table.equations, lowest, highest)
        assert solved is not None
        ends.append(int(solved[place]))
    return ends[0], ends[1]
