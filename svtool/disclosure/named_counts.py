"""Counts that a release keeps by name, for they have no rules: those of returns, with the sums that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from svtool.disclosure.released_cells import Shown
from svtool.schema.policies import CountRule

Name = tuple[str, ...]
OF_RULE = ("hide_below", "rounding", "show_zero")


@dataclass(frozen=True)
class NamedCount:
    """A count of a release.

    Attributes:
        name: of what it is, the same in every release.
        what: what a policy may have a rule for.
        shown: what the release shows of it.
    """

    name: Name
    what: str
    shown: Shown


@dataclass(frozen=True)
class NamedCounts:
    """The counts of a release that have names, and which of them added up: a total, and its parts."""

    counts: tuple[NamedCount, ...] = ()
    sums: tuple[tuple[Name, tuple[Name, ...]], ...] = ()


NOTHING_NAMED = NamedCounts()


def named_as_data(named: NamedCounts) -> dict[str, Any]:
    """Return counts as a file has them."""
    rules = {each.what: rule_as_shown(each.shown) for each in named.counts}
    at = {each.name: number for number, each in enumerate(named.counts)}
    return {
        "shown_by": rules,
        "counts": [[list(each.name), each.what, each.shown.value] for each in named.counts],
        "sums": [[at[total], [at[each] for each in parts]] for total, parts in named.sums],
    }


def named_from_data(data: Mapping[str, Any], release: str) -> NamedCounts:
    """Return the counts of a file; what no release has raises what Python raises."""
    rules = {str(what): shown_by(rule, release) for what, rule in data["shown_by"].items()}
    counts = tuple(
        NamedCount(tuple(map(str, name)), str(what), replace(rules[what], value=None if value is None else int(value)))
        for name, what, value in data["counts"]
    )
    names = [each.name for each in counts]
    sums = tuple((names[total], tuple(names[each] for each in parts)) for total, parts in data["sums"])
    return NamedCounts(counts, sums)


def rule_as_shown(shown: Shown) -> dict[str, Any]:
    """Return by which rule a count is shown, as a file has it."""
    return {**{name: getattr(shown.rule, name) for name in OF_RULE}, "open": shown.open}


def shown_by(data: Mapping[str, Any], release: str) -> Shown:
    """Return what a release shows of a suppressed count by the rule of a file."""
    return Shown(release, None, CountRule(**{name: data[name] for name in OF_RULE}), int(data["open"]))
