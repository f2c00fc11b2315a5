"""What follows from suppression: every number that would give a suppressed count away goes with it.

Counts are suppressed, then rounded; everything else is worked out again from what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.suppression import suppress
from svtool.disclosure.withheld_rates import disclose_rate, withhold_comparisons
from svtool.figures.change import ENOUGH_MONTHS, range_if_known
from svtool.figures.contract import (
    BASE_BEFORE,
    BASE_NOW,
    BEFORE,
    COUNT,
    DRAWN_FROM,
    NOT_COUNTED,
    NOT_KNOWN,
    NOW,
    OWN,
    SUPPRESSED,
    Figure,
)
from svtool.figures.notes import WITHHELD, Kind, Note, Number
from svtool.schema.policies import CountRule, DisclosurePolicy
from svtool.statistics.ratio_test import compare_counts, per_cent
from svtool.statistics.rounding import round_half_away

SHORTEST_MONTH = 28
WIDENED = frozenset({Kind.WIDENED})
NOT_KNOWN_SUPPRESSED = Note(Kind.NOT_KNOWN_SUPPRESSED)
# Numbers of notes that are no numbers of a row: both would add up over areas to what another row tells.
OF_NO_ROW = {"rows_without_reference", "rows"}
# The numbers of a note on the change against the baseline that are counts of a figure.
OF_BASELINE = {"compared_count": BASE_NOW, "comparator_count": BASE_BEFORE}

Part = tuple[str, str]
Columns = dict[str, Any]


def disclose(figures: Sequence[Figure], linked: LinkedCells, policy: DisclosurePolicy) -> list[Figure]:
    """Return the figures as they may be printed.

    Args:
        figures: what was counted.
        linked: the counts behind the figures, and what adds up among them.
        policy: which counts are suppressed and how the others are rounded.

    Raises:
        DisclosureError: the audit finds a suppressed count that could be worked out.
    """
    hidden = suppress(linked, policy)
    found = [
        _Withholding(figure, behind, hidden, policy.rule_for(figure.source, figure.measure_id)).figure()
        if figure.counts
        else figure
        for figure, behind in zip(figures, linked.behind, strict=True)
    ]
    return withhold_comparisons(found)


@dataclass(frozen=True)
class _Ratio:
    """A change that was worked out again: the difference and its per cent, None from zero."""

    difference: int
    per_cent: float | None


class _Withholding:
    """What of one figure may be printed."""

    def __init__(self, figure: Figure, behind: Mapping[Part, Key], hidden: AbstractSet[Key], rule: CountRule) -> None:
        self._exact, self._rule = figure, rule
        self._hidden = {part for part, key in behind.items() if key in hidden}
        self._shown = {
            part: rule.rounded(figure.counts[part[0]].numbers[part[1]]) for part in behind if part not in self._hidden
        }

    def figure(self) -> Figure:
        """Return the figure as it may be printed."""
        exact = self._exact
        figure = replace(exact, counts={})
        if self._rule.rounds:
            # An exact per cent would give the exact count away.
            figure = replace(figure, **self._counts_again(figure), **self._range_again(figure))
        if self._rule.rounds or exact.dispersion is not None:
            figure = replace(figure, **self._chance_again(figure))
        figure = self._without_small_bases(figure)
        figure = replace(figure, **self._withheld(figure))
        figure = replace(figure, **self._marks(figure))
        return replace(figure, notes=tuple(self._notes_again(figure)))

    def _gives_away(self, name: str) -> bool:
        """Return whether a column would give a suppressed count away."""
        if name not in DRAWN_FROM:
            return bool(self._hidden)
        parts = DRAWN_FROM[name]
        # The counts behind a share are named with its field: `open weapon`.
        return any((part, kind.split()[0]) in parts for part, kind in self._hidden)

    def _withheld(self, figure: Figure) -> Columns:
        """Return the columns of a figure that may not be printed as they are."""
        found: Columns = {}
        for name, value in vars(figure).items():
            if is_dataclass(value) and name != "rate" and (self._hidden or self._rule.rounds):
                found[name] = None
            if name in NOT_COUNTED or not isinstance(value, int | float) or isinstance(value, bool):
                continue
            if self._gives_away(name) or (self._rule.rounds and name not in DRAWN_FROM):
                found[name] = None
        if figure.rate:
            count = None if self._gives_away("rate") else self._shown.get((OWN, COUNT))
            found["rate"] = disclose_rate(figure.rate, count, self._rule)
        for name in ("drift_before", "drift_now"):
            exact = getattr(figure, name)
            if exact is not None and name not in found:
                # A share with all its digits names the two counts that it is the ratio of.
                found[name] = round(exact, 2)
        return found

    def _counts_again(self, figure: Figure) -> Columns:
        shown = self._shown
        found: Columns = {
            "count": shown.get((OWN, COUNT)),
            "not_known": shown.get((OWN, NOT_KNOWN)),
            "compared_count": shown.get((NOW, COUNT)),
            "comparator_count": shown.get((BEFORE, COUNT)),
        }
        if (ratio := self._ratio(NOW, BEFORE)) and figure.change is not None:
            found |= {"change": ratio.difference, "change_pct": ratio.per_cent}
        if (ratio := self._ratio(BASE_NOW, BASE_BEFORE)) and figure.baseline_change is not None:
            found |= {"baseline_change": ratio.difference, "baseline_change_pct": ratio.per_cent}
        return found

    def _ratio(self, now: str, before: str) -> _Ratio | None:
        late, early = self._shown.get((now, COUNT)), self._shown.get((before, COUNT))
        if late is None or early is None:
            return None
        return _Ratio(late - early, per_cent(late, early))

    def _range_again(self, figure: Figure) -> Columns:
        shown = self._shown
        now, before = shown.get((NOW, COUNT)), shown.get((BEFORE, COUNT))
        open_now, open_before = shown.get((NOW, NOT_KNOWN)), shown.get((BEFORE, NOT_KNOWN))
        if now is None or before is None:
            return {}
        least, most = range_if_known((now, open_now or 0), (before, open_before or 0))
        found: Columns = {}
        if open_before is not None and figure.change_if_known_min_pct is not None:
            found["change_if_known_min_pct"] = least
        if open_now is not None and figure.change_if_known_max_pct is not None:
            found["change_if_known_max_pct"] = most
        return found

    def _chance_again(self, figure: Figure) -> Columns:
        now, before = self._shown.get((NOW, COUNT)), self._shown.get((BEFORE, COUNT))
        found: Columns = {}
        if figure.dispersion is not None:
            # With all its digits it names the counts of months, which no table has to print.
            found["dispersion"] = float(round_half_away(figure.dispersion, 1))
        if figure.p_value is None or now is None or before is None:
            return found
        late, early = (
            sum((end - start).days + 1 for start, end in self._exact.counts[part].days) for part in (NOW, BEFORE)
        )
        if self._rule.rounds and self._is_rare(late + early):
            # Whether the variation of so few is worked out at all would say how large the exact counts are.
            return dict.fromkeys(("dispersion", "p_value", "change_lower_pct", "change_upper_pct"))
        test = compare_counts(now, before, late, early, dispersion=found.get("dispersion") or 1)
        found["p_value"] = test.p_value
        if figure.change_lower_pct is not None and test.lower is not None and test.upper is not None:
            found |= {"change_lower_pct": 100 * (test.lower - 1), "change_upper_pct": 100 * (test.upper - 1)}
        return found

    def _is_rare(self, days: int) -> bool:
        """Return whether two years or more are compared that may hold less than an event a month."""
        months = days // SHORTEST_MONTH
        counts = (self._shown[part, COUNT] for part in (NOW, BEFORE))
        return months >= ENOUGH_MONTHS and sum(self._rule.range_of(count)[0] for count in counts) < months

    def _without_small_bases(self, figure: Figure) -> Figure:
        """Return the figure without per cents of a base so small that policy wants the number only."""
        least = self._rule.min_base_for_percent
        bases = {
            BEFORE: ("change_pct", "change_lower_pct", "change_upper_pct"),
            BASE_BEFORE: ("baseline_change_pct",),
        }
        small = [part for part in bases if 0 < self._shown.get((part, COUNT), least) < least]
        if not small:
            return figure
        gone: Columns = dict.fromkeys(name for part in small for name in bases[part])
        note = Note(Kind.SMALL_BASE, {"least": least})
        notes = figure.notes if note in figure.notes else (*figure.notes, note)
        return replace(figure, **gone, notes=notes)

    def _marks(self, figure: Figure) -> Columns:
        """Return the statuses of what is suppressed."""
        found: Columns = {}
        if (OWN, COUNT) in self._hidden:
            found["status"] = SUPPRESSED
        elif (OWN, NOT_KNOWN) in self._hidden:
            found["notes"] = (*figure.notes, NOT_KNOWN_SUPPRESSED)
        if self._exact.change is not None and figure.change is None:
            found["change_status"] = SUPPRESSED
        return found

    def _notes_again(self, figure: Figure) -> Iterable[Note]:
        """Yield the notes with the numbers that are printed; how much months vary goes with its number."""
        for note in figure.notes:
            if note.is_any_of(WIDENED) and figure.dispersion is None:
                continue
            numbers = {name: self._number_again(figure, note, name) for name in note.numbers}
            yield replace(note, numbers=numbers)

    def _number_again(self, figure: Figure, note: Note, name: str) -> Number:
        """Return what a note may say for a number: the number as it is printed, or that it is withheld."""
        if name in OF_NO_ROW:
            return WITHHELD
        if note.baseline and name in OF_BASELINE:
            count = None if self._gives_away("baseline_change") else self._shown.get((OF_BASELINE[name], COUNT))
            return WITHHELD if count is None else count
        if note.baseline or not hasattr(figure, name):
            return WITHHELD if self._gives_away(note.column(name)) or self._rule.rounds else note.numbers[name]
        number: float | None = getattr(figure, name)
        is_unlimited = getattr(self._exact, name) is None and note.numbers[name] is None
        return WITHHELD if number is None and not is_unlimited else number
