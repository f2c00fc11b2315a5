"""Which files of a source belong together: one supplier's, those that were sent again, those that are there twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from svtool.proposal.dated_records import Months, history_of, hold_the_same_days, months_of
from svtool.proposal.days_in_names import day_in_name, words_of_name
from svtool.proposal.force_of_places import force_of_sites
from svtool.proposal.layouts import Layout
from svtool.proposal.records_in_common import SOME, Member, SharedRecords
from svtool.proposal.supplier_names import OF_HOSPITALS
from svtool.schema.sources import Source

HALF = 0.5


@dataclass(frozen=True)
class Grouped:
    """The files of a source, or of one linked part of it.

    Attributes:
        parties: files of one supplier each; one alone where nothing tells suppliers apart, or a column does.
        sent_again: files that hold records of each other, by their editions.
        twice: a file → the file that holds the same.
        apart: whether the parties hold the same days, and so must be told apart.
    """

    parties: list[list[Member]]
    sent_again: list[list[Member]]
    twice: dict[str, str]
    apart: bool


def group_files(layouts: Sequence[Layout], source: Source, shared: SharedRecords, linked: bool) -> Grouped:
    """Return how the files of some layouts belong together.

    Args:
        layouts: the layouts of one place of the project.
        source: their source.
        shared: tells which records files have in common.
        linked: whether they are linked files: one force's, whatever they are called.
    """
    members = sorted((Member(each, look) for each in layouts for look in each.looks), key=lambda each: each.name)
    twice = _twice(members, shared)
    members = [each for each in members if each.name not in twice]
    months = {each.name: months_of(history_of(each.layout, each.look, source)) for each in members}
    again = _joined(members, _shared_pairs(members, months, source, shared))
    editions = [group for group in again if len(group) > 1]
    if linked or source.linked:
        return Grouped([members], editions, twice, apart=False)
    parties = _parties(members, again, months)
    return Grouped(parties, editions, twice, apart=_are_apart(parties, months))


def _twice(members: Sequence[Member], shared: SharedRecords) -> dict[str, str]:
    """Return the files whose cells another one has throughout, each with that one: the one whose name says its day."""
    found: dict[str, str] = {}
    dated_first = sorted(members, key=lambda each: day_in_name(each.name) is None)
    for one, other in combinations(dated_first, 2):
        if one.name not in found and other.name not in found and shared.are_alike(one, other):
            found[other.name] = one.name
    return found


def _shared_pairs(
    members: Sequence[Member], months: dict[str, Months], source: Source, shared: SharedRecords
) -> list[tuple[Member, Member]]:
    """Return the pairs of files of which one holds records of the other."""
    found: list[tuple[Member, Member]] = []
    for one, other in combinations(members, 2):
        dated = bool(months[one.name] and months[other.name])
        if dated and not months[one.name] & months[other.name]:
            continue
        share = shared.share(one, other, source.dates)
        if share >= (SOME if dated else HALF) or _counts_again(one, other, months):
            found.append((one, other))
    return found


def _counts_again(one: Member, other: Member, months: dict[str, Months]) -> bool:
    """Return whether two files without references, called alike but for a day, hold the same months."""
    if one.headers("reference") or other.headers("reference") or one.look.shape != other.look.shape:
        return False
    alike = words_of_name(one.name) == words_of_name(other.name)
    return alike and hold_the_same_days(months[one.name], months[other.name])


def _parties(members: Sequence[Member], again: list[list[Member]], months: dict[str, Months]) -> list[list[Member]]:
    """Return the files by supplier, as far as their names, days and records tell."""
    pairs = [(group[0], each) for group in again for each in group[1:]]
    # A column of suppliers says it of each record; such files stand together.
    named = [each for each in members if each.headers("supplier")]
    pairs += [(named[0], each) for each in named[1:]]
    for one, other in combinations([each for each in members if not each.headers("supplier")], 2):
        alike = words_of_name(one.name) == words_of_name(other.name)
        overlap = bool(months[one.name] & months[other.name])
        if alike and (one.look.shape == other.look.shape or not overlap):
            pairs.append((one, other))
    return _joined(members, pairs)


def _are_apart(parties: list[list[Member]], months: dict[str, Months]) -> bool:
    if len(parties) > 1 and all(_names_a_hospital(party[0].name) for party in parties):
        return True
    spans = [set[tuple[int, int]]().union(*(months[each.name] for each in party)) for party in parties]
    return any(hold_the_same_days(one, other) for one, other in combinations(spans, 2))


def _names_a_hospital(name: str) -> bool:
    words = set(words_of_name(name))
    return bool(words & OF_HOSPITALS) or force_of_sites({" ".join(words): 1}) is not None


def _joined(members: Iterable[Member], pairs: Iterable[tuple[Member, Member]]) -> list[list[Member]]:
    """Return files in groups, those of a pair in one."""
    group_of = {each.name: [each] for each in members}
    for one, other in pairs:
        first, second = group_of[one.name], group_of[other.name]
        if first is not second:
            first += second
            group_of.update({each.name: first for each in second})
    found = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda each: each.name) for group in found.values()]
