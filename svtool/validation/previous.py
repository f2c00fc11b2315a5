"""An extract against the one sent before it: what changed under figures that may be in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.engine.embedded import Engine
from svtool.errors import listed, several
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.gathering.editions import Differences, compare_editions
from svtool.records.load_plan import Loading
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.validation.choosing import Chosen, Hints, choose_by_header
from svtool.validation.context import Context
from svtool.validation.months import month_of, name_month

REVISED = 0.02  # of a month's records
MOST_NAMED = 6


def find_differences(engine: Engine, context: Context, chosen: Sequence[Chosen]) -> list[Finding]:
    """Return how the files of a source differ from those of last time; files of people have no dates and are left out.

    Args:
        engine: where the rows go.
        context: what every file is checked with.
        chosen: the files of one source.
    """
    choice = choose_by_header(context.request.previous, Hints(context.library, context.request.source))
    if choice.refused:
        return list(choice.refused.values())
    source = context.library.sources[chosen[0].source]
    now, before = _records_of(context, source, chosen), _records_of(context, source, choice.chosen)
    parts = [part for _, part in now]
    day = next((name for name in source.dates if all(name in part.columns or part.by_name for part in parts)), None)
    if day is None or not now or not before:
        return []
    loading = Loading(source, context.library.catalogue, None, {}, engine, context.folder)
    return list(say_differences(compare_editions(engine, loading, now, before, day), chosen[0].name))


def _records_of(context: Context, source: Source, files: Sequence[Chosen]) -> list[tuple[ExtractEntry, MappingPart]]:
    wanted = [each for each in files if each.source == source.id and each.row not in {"victims", "suspects"}]
    return [(each.entry, context.part_of(each)) for each in wanted]


def say_differences(differences: Differences, name: str) -> Iterator[Finding]:
    """Yield what differs from the previous extract.

    Args:
        differences: how the two differ.
        name: how messages call the files of today.
    """
    revised = {
        month: (before, now)
        for month, (before, now) in differences.months.items()
        if now and abs(now - before) > REVISED * before
    }
    if revised:
        named = listed(
            (f"{name_month(month_of(month))} {before:,} → {now:,}" for month, (before, now) in revised.items()),
            MOST_NAMED,
            "and",
        )
        words = several(len(revised), "month has", "months have")
        yield Finding(
            KINDS["S06"], name, f"{words} other numbers of records than in the previous extract: {named}", len(revised)
        )
    missing = [month for month, (_, now) in differences.months.items() if not now]
    inner = [month for month in missing if any(now for other, (_, now) in differences.months.items() if other < month)]
    if inner:
        named = listed((name_month(month_of(month)) for month in inner), MOST_NAMED, "and")
        yield Finding(KINDS["S06"], name, f"the previous extract has records in {named}, this one none", len(inner))
    if differences.gone:
        gone = several(differences.gone, "reference", "references")
        yield Finding(
            KINDS["S06"], name,
            f"{gone} of the previous extract ({differences.gone / differences.had:.1%}) are gone from the same days",
            differences.gone,
        )  # fmt: skip
    if differences.moved:
        moved = several(differences.moved, "record has", "records have")
        yield Finding(KINDS["S06"], name, f"{moved} another month than in the previous extract", differences.moved)
