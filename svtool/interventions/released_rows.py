"""The counts of a summary beside those of earlier releases: by names that are the same in both, and what came since.

A year of three quarters and the same year of four are two counts: their difference is the fourth quarter, also of a
category that no quarter shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from svtool.disclosure.linked_cells import Identity, Key, LinkedCell, LinkedCells
from svtool.disclosure.named_counts import Name, NamedCount, NamedCounts
from svtool.disclosure.released_cells import Shown
from svtool.interventions.return_rows import QUARTER, ReturnRow
from svtool.interventions.terms import SOURCE
from svtool.schema.policies import DisclosurePolicy


class QuartersMade:
    """Of which quarters the figures of years are made."""

    def __init__(self, rows: Iterable[ReturnRow]) -> None:
        """Take over the quarters of every project."""
        self._numbers: dict[int | None, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            if row.part == QUARTER and row.period.number:
                self._numbers[row.period.year][row.project].add(row.period.number)

    def of(self, row: ReturnRow) -> str:
        """Return the quarters that a row adds up; nothing for a row of one quarter."""
        if row.period.number is not None:
            return ""
        found = self._numbers[row.period.year]
        projects = [row.project] if row.project else sorted(found)
        return ";".join(f"{each} {sorted(found[each])}" for each in projects if each in found)


def link_released(linked: LinkedCells, names: Mapping[Key, Name], before: Sequence[NamedCounts]) -> None:
    """Link the counts of a summary with those of releases, and these among themselves.

    Args:
        linked: the counts of the summary, and what adds up among them.
        names: what each is called, its quarters last.
        before: what was released.
    """
    keys = {name: key for key, name in names.items()}
    for each in (each for release in before for each in release.counts):
        key = keys.setdefault(each.name, ("released", each.name))
        linked.add(key, LinkedCell(SOURCE, each.what, None, printed=False))
        linked.released.setdefault(key, []).append(each.shown)
    for total, parts in (sum_ for release in before for sum_ in release.sums):
        # Between two releases numbers change, so that a sum of then need not hold of what is counted now.
        linked.by_rules[Identity((keys[total],), tuple(keys[each] for each in parts))] = None
    _link_since(linked, names, keys)


def _link_since(linked: LinkedCells, names: Mapping[Key, Name], keys: Mapping[Name, Key]) -> None:
    """Link what years have more than they had of fewer quarters, as anybody can work it out."""
    of_years: dict[Name, list[Name]] = defaultdict(list)
    for name in keys:
        of_years[name[:-1]].append(name)
    for key, name in names.items():
        count = linked.cells[key].value or 0
        for earlier in of_years[name[:-1]]:
            shown = [each.value for each in linked.released.get(keys[earlier], []) if each.value is not None]
            if earlier == name or (shown and min(shown) > count):
                continue
            since: Key = ("since", key, keys[earlier])
            what = linked.cells[key].measure_id
            linked.add(since, LinkedCell(SOURCE, what, None, printed=False, follows=bool(shown)))
            linked.relate((key,), (keys[earlier], since))


def kept_counts(
    linked: LinkedCells,
    names: Mapping[Key, Name],
    hidden: AbstractSet[Key],
    policy: DisclosurePolicy,
    release: str,
) -> NamedCounts:
    """Return the counts of a summary as its release keeps them, suppressed ones without a value."""
    counts = []
    for key, name in names.items():
        cell = linked.cells[key]
        rule = policy.rule_for(SOURCE, cell.measure_id)
        value = None if key in hidden else rule.rounded(cell.value or 0)
        counts.append(NamedCount(name, cell.measure_id, Shown(release, value, rule, policy.promised_for(rule))))
    sums = [(each.total[0], each.parts) for each in linked.identities if {*each.total, *each.parts} <= {*names}]
    return NamedCounts(
        tuple(counts), tuple((names[total], tuple(names[each] for each in parts)) for total, parts in sums)
    )
