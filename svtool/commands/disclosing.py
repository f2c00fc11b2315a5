"""Figures under a disclosure policy: audited with all that was released before, and kept where they are a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svtool.commands.counted import Counted
from svtool.commands.scope import Scope
from svtool.counting.source_counts import SourceCounts
from svtool.figures.contract import Figure
from svtool.gathering.facts import Facts
from svtool.meaning.answer_patterns import Records
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.sources import AREA

if TYPE_CHECKING:
    from svtool.commands.releases import KeptRelease
    from svtool.disclosure.linked_cells import Key, LinkedCells
    from svtool.disclosure.released_cells import ReleasedCell


@dataclass(frozen=True)
class Disclosed:
    """Figures as they may be printed.

    Attributes:
        figures: the figures.
        release: what is kept of them; None where they are no release.
    """

    figures: list[Figure]
    release: KeptRelease | None = None


def disclose_figures(scope: Scope, counted: Counted, figures: list[Figure]) -> Disclosed:
    """Return what the policy lets be printed of the figures."""
    if scope.policy is None:
        return Disclosed(figures)
    # Linear programs take a quarter of a second to load, and most runs have no policy.
    from svtool.disclosure.suppression import suppress  # noqa: PLC0415
    from svtool.disclosure.withholding import disclose  # noqa: PLC0415

    linked = link_counts(scope, counted, figures)
    hidden = suppress(linked, scope.policy)
    shown = disclose(figures, linked, scope.policy, hidden)
    return Disclosed(shown, keep_release(scope, counted, figures, linked, hidden, scope.policy))


def link_counts(scope: Scope, counted: Counted, figures: Sequence[Figure]) -> LinkedCells:
    """Return the counts behind figures and of earlier releases, and what adds up among them."""
    from svtool.disclosure.identities import link_cells  # noqa: PLC0415
    from svtool.disclosure.released_cells import NONE_BEFORE  # noqa: PLC0415

    shelf, opened = scope.shelf, scope.opened
    records = {name: records_of(facts, counted.counts[name]) for name, facts in counted.gathered.facts.items()}
    before = NONE_BEFORE
    if shelf and shelf.before:
        before = shelf.earlier(opened.library, opened.areas, counted.gathered.coverage)
        split = shelf.breakdowns_before(opened.library)
        records = {name: replace(each, breakdowns={**split, **each.breakdowns}) for name, each in records.items()}
    return link_cells(figures, scope.measures, SharedMeaning(records, opened.library.catalogue), before)


def records_of(facts: Facts, counts: SourceCounts) -> Records:
    """Return what is known of the records of a source."""
    may_be_inside = AREA not in counts.breakdowns and not counts.geography.unknown_is_inside
    return Records(
        facts.source,
        {name: each.values[1:] for name, each in facts.vocabularies.items()},
        with_people=any(people.table for people in facts.people.values()),
        perhaps=facts.holds_intervals or may_be_inside,
        breakdowns=counts.breakdowns,
    )


def keep_release(
    scope: Scope,
    counted: Counted,
    figures: Sequence[Figure],
    linked: LinkedCells,
    hidden: AbstractSet[Key],
    policy: DisclosurePolicy,
    points: Iterable[ReleasedCell] = (),
) -> KeptRelease | None:
    """Return what is kept of a run that is a release; None of any other.

    Args:
        scope: what the run measures.
        counted: the records, counted.
        figures: the figures of its tables, as they were counted.
        linked, hidden: their linked counts, and those that are suppressed.
        policy: by which they are.
        points: what is printed beside them.
    """
    shelf, opened = scope.shelf, scope.opened
    if shelf is None or shelf.name is None:
        return None
    from svtool.commands.releases import labels_of, release_of  # noqa: PLC0415
    from svtool.disclosure.releasing import cells_to_release  # noqa: PLC0415

    labels = {source: labels_of(each) for source, each in counted.gathered.coverage.items()}
    measures = {each.id: each for each in scope.measures}
    cells = cells_to_release(figures, linked, hidden, policy, shelf.name, measures, labels)
    places = {place: sorted({each.area for each in figures if each.place == place}) for place in ("outside", "nowhere")}
    return release_of(shelf, policy.id, [*cells, *points], opened.library, opened.areas, places)
