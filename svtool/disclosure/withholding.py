"""What follows from suppression: every number that would give a suppressed count away goes with it.

Counts are suppressed, then rounded; everything else is worked out again from what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass, replace
from typing import Any

from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.suppression import suppress
from svtool.disclosure.withheld_rates import disclose_rate, withhold_comparisons
from svtool.figures.against import BASELINE, COMPARATORS, PRECEDING, Comparator
from svtool.figures.change import ENOUGH_MONTHS, range_if_known, status_from
from svtool.figures.change_verdict import SIGNIFICANT, with_verdict
from svtool.figures.contract import (
    COUNT,
    DRAWN_FROM,
    LOW_RELIABILITY,
    NOT_APPLICABLE,
    NOT_COUNTED,
    NOT_KNOWN,
    OWN,
    SUPPRESSED,
    UNDATED,
    Figure,
)
from svtool.figures.drift_notes import as_printed
from svtool.figures.notes import WIDENING, WITHHELD, Kind, Note, Number, undated_note
from svtool.schema.policies import CountRule, DisclosurePolicy
from svtool.statistics.ratio_test import compare_counts, per_cent, size_of_test
from svtool.statistics.rounding import round_half_away

SHORTEST_MONTH = 28
NOT_KNOWN_SUPPRESSED = Note(Kind.NOT_KNOWN_SUPPRESSED)
# Numbers of notes that are no numbers of a row: both would add up over areas to what another row tells.
OF_NO_ROW = {"rows_without_reference", "rows"}
# The numbers of a note on the change against the baseline that are counts of a figure.
OF_BASELINE = {"compared_count": BASELINE.now, "comparator_count": BASELINE.before}
SHARES = ("drift_before", "drift_now", "baseline_drift_before", "baseline_drift_now")
OF_NO_COUNT = ("rate", "cell")  # a rate is disclosed apart; where a figure stands says nothing of how many
OF_CHANCE = ("dispersion", "p_value", "lower", "upper", "test_size")
OF_BASE = (NOT_APPLICABLE, LOW_RELIABILITY)  # statuses that tell something of the base

Part = tuple[str, str]
Columns = dict[str, Any]


def disclose(
    figures: Sequence[Figure], linked: LinkedCells, policy: DisclosurePolicy, hidden: AbstractSet[Key] | None = None
) -> list[Figure]:
    """Return the figures as they may be printed.

    Args:
        figures: what was counted.
        linked: the counts behind the figures, and what adds up among them.
        policy: which counts are suppressed and how the others are rounded.
        hidden: the counts that are suppressed, where that is known already.

    Raises:
        DisclosureError: the audit finds a suppressed count that could be worked out.
    """
    hidden = suppress(linked, policy) if hidden is None else hidden
    pairs = list(zip(figures, linked.behind, strict=True))
    hiding = {_row_of(figure) for figure, behind in pairs if not hidden.isdisjoint(behind.values())}
    found: list[Figure] = []
    for figure, behind in pairs:
        rule = policy.rule_for(figure.source, figure.measure_id)
        withholding = _Withholding(figure, behind, hidden, rule, may_borrow=_row_of(figure) not in hiding)
        found.append(withholding.figure() if figure.counts else figure)
    return withhold_comparisons(found)


def _row_of(figure: Figure) -> tuple[object, ...]:
    return figure.measure_id, figure.area, *figure.by.values()


class _Withholding:
    """What of one figure may be printed."""

    def __init__(
        self,
        figure: Figure,
        behind: Mapping[Part, Key],
        hidden: AbstractSet[Key],
        rule: CountRule,
        may_borrow: bool = True,
    ) -> None:
        """Begin with an exact figure; `may_borrow` says whether nothing of its row is hidden, in any period."""
        self._exact, self._rule = figure, rule
        # How much the months of other periods vary is worked out from the exact counts of all of them.
        self._may_borrow = may_borrow and not rule.rounds
        self._hidden = {part for part, key in behind.items() if key in hidden}
        self._shown = {
            part: rule.rounded(figure.counts[part[0]].numbers[part[1]]) for part in behind if part not in self._hidden
        }

    def figure(self) -> Figure:
        """Return the figure as it may be printed."""
        figure = self._exact.but(counts={})
        if self._rule.rounds:
            figure = figure.but(**self._counts_again())
        for comparator in COMPARATORS:
            figure = self._changed_again(figure, comparator)
        figure = self._without_small_bases(figure)
        figure = figure.but(**self._withheld(figure))
        figure = figure.but(**self._marks(figure))
        figure = figure.but(notes=tuple(self._notes_again(figure)))
        for comparator in COMPARATORS:
            figure = with_verdict(figure, comparator)
        return figure

    def _changed_again(self, figure: Figure, comparator: Comparator) -> Figure:
        """Return the figure with a change that is worked out from what is printed."""
        parts: Columns = {}
        if self._rule.rounds:
            # An exact per cent would give the exact count away.
            parts |= self._difference_again(comparator) | self._range_again(comparator)
        if self._rule.rounds or comparator.of(self._exact).dispersion is not None:
            parts |= self._chance_again(comparator)
        return figure.but(**{comparator.columns[part]: value for part, value in parts.items()})

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
            if is_dataclass(value) and name not in OF_NO_COUNT and (self._hidden or self._rule.rounds):
                found[name] = None
            if name in NOT_COUNTED or not isinstance(value, int | float) or isinstance(value, bool):
                continue
            if self._gives_away(name) or (self._rule.rounds and name not in DRAWN_FROM):
                found[name] = None
        if figure.rate:
            count = None if self._gives_away("rate") else self._shown.get((OWN, COUNT))
            found["rate"] = disclose_rate(figure.rate, count, self._rule)
        for name in SHARES:
            exact = getattr(figure, name)
            if exact is not None and name not in found:
                # A share with all its digits names the two counts that it is the ratio of.
                found[name] = round(exact, 2)
        return found

    def _counts_again(self) -> Columns:
        exact = None if (OWN, UNDATED) in self._hidden else self._exact.undated  # where none is undated, none is a cell
        return {
            "count": self._shown.get((OWN, COUNT)),
            "not_known": self._shown.get((OWN, NOT_KNOWN)),
            "undated": self._shown.get((OWN, UNDATED), exact),
        }

    def _difference_again(self, comparator: Comparator) -> Columns:
        now, before = self._pair(comparator, COUNT)
        found: Columns = {"now": now, "before": before}
        if now is not None and before is not None and comparator.of(self._exact).change is not None:
            found |= {"change": now - before, "per_cent": per_cent(now, before)}
        return found

    def _pair(self, comparator: Comparator, kind: str) -> tuple[int | None, int | None]:
        return self._shown.get((comparator.now, kind)), self._shown.get((comparator.before, kind))

    def _range_again(self, comparator: Comparator) -> Columns:
        now, before = self._pair(comparator, COUNT)
        if now is None or before is None:
            return {}
        open_now, open_before = self._perhaps(comparator.now), self._perhaps(comparator.before)
        least, most = range_if_known((now, open_now or 0), (before, open_before or 0))
        exact, found = comparator.of(self._exact), {}
        if open_before is not None and exact.least is not None:
            found["least"] = least
        if open_now is not None and exact.most is not None:
            found["most"] = most
        return found

    def _perhaps(self, part: str) -> int | None:
        """Return how many may belong to a count as they are printed: not known, or undated where some record is."""
        parts = [(part, kind) for kind in (NOT_KNOWN, UNDATED) if kind in self._exact.counts[part].numbers]
        shown = [self._shown.get(each) for each in parts]
        return None if None in shown else sum(number or 0 for number in shown)

    def _chance_again(self, comparator: Comparator) -> Columns:
        exact, (now, before) = comparator.of(self._exact), self._pair(comparator, COUNT)
        if exact.is_borrowed and not self._may_borrow:
            return dict.fromkeys(OF_CHANCE)
        found: Columns = {}
        if exact.dispersion is not None:
            # With all its digits it names the counts of months, which no table has to print.
            found["dispersion"] = float(round_half_away(exact.dispersion, 1))
        if exact.p_value is None or now is None or before is None:
            return found
        late, early = (self._exact.counts[part].basis.days for part in (comparator.now, comparator.before))
        if self._rule.rounds and self._is_rare(late + early, (now, before)):
            # Whether the variation of so few is worked out at all would say how large the exact counts are.
            return dict.fromkeys(OF_CHANCE)
        dispersion = found.get("dispersion") or 1
        test = compare_counts(now, before, late, early, dispersion=dispersion)
        found["p_value"] = test.p_value
        found["test_size"] = size_of_test(now + before, late, early, level=SIGNIFICANT, dispersion=dispersion)
        if exact.lower is not None and test.lower is not None and test.upper is not None:
            found |= {"lower": 100 * (test.lower - 1), "upper": 100 * (test.upper - 1)}
        return found

    def _is_rare(self, days: int, counts: tuple[int, int]) -> bool:
        """Return whether two years or more are compared that may hold less than an event a month."""
        months = days // SHORTEST_MONTH
        return months >= ENOUGH_MONTHS and sum(self._rule.range_of(count)[0] for count in counts) < months

    def _without_small_bases(self, figure: Figure) -> Figure:
        """Return the figure without per cents of a base so small that policy wants the number only."""
        least = self._rule.min_base_for_percent
        bases = {each.before: [each.columns[part] for part in ("per_cent", "lower", "upper")] for each in COMPARATORS}
        small = [part for part in bases if 0 < self._shown.get((part, COUNT), least) < least]
        if not small:
            return figure
        gone: Columns = dict.fromkeys(name for part in small for name in bases[part])
        note = Note(Kind.SMALL_BASE, {"least": least})
        notes = figure.notes if note in figure.notes else (*figure.notes, note)
        return figure.but(**gone, notes=notes)

    def _marks(self, figure: Figure) -> Columns:
        """Return the statuses of what is suppressed."""
        found: Columns = {}
        notes = list(figure.notes)
        if (OWN, COUNT) in self._hidden:
            found["status"] = SUPPRESSED
        elif (OWN, NOT_KNOWN) in self._hidden:
            notes.append(NOT_KNOWN_SUPPRESSED)
        if (OWN, UNDATED) in self._hidden and not any(note.kind is Kind.UNDATED for note in notes):
            # A hidden zero looks like any other hidden number.
            notes.append(undated_note(figure.called, 0))
        found["notes"] = tuple(notes)
        for comparator in COMPARATORS:
            found |= self._mark_of_change(comparator.of(figure).change, comparator)
        return found

    def _mark_of_change(self, change: int | float | None, comparator: Comparator) -> Columns:
        """Return the status of a change: suppressed, or by the base that is printed, never by the exact one."""
        exact, column = comparator.of(self._exact), comparator.columns["status"]
        if exact.change is not None and change is None:
            return {column: SUPPRESSED}
        _, before = self._pair(comparator, COUNT)
        if not self._rule.rounds or exact.status not in ("", *OF_BASE) or before is None or exact.change is None:
            return {}
        return {column: status_from(before)}

    def _notes_again(self, figure: Figure) -> Iterable[Note]:
        """Yield the notes with the numbers that are printed; how much months vary goes with its number."""
        for note in figure.notes:
            if note.kind in WIDENING and self._dispersion_of(figure, note) is None:
                continue
            if note.kind is Kind.LEFT_OPEN and (OWN, NOT_KNOWN) in self._hidden:
                continue  # it is said where something is not known, and would tell a hidden number from none
            numbers = {name: self._number_again(figure, note, name) for name in note.numbers}
            yield as_printed(replace(note, numbers=numbers), (BASELINE if note.baseline else PRECEDING).of(figure))

    def _dispersion_of(self, figure: Figure, note: Note) -> float | None:
        return (BASELINE if note.baseline else PRECEDING).of(figure).dispersion

    def _number_again(self, figure: Figure, note: Note, name: str) -> Number:
        """Return what a note may say for a number: the number as it is printed, or that it is withheld."""
        if name in OF_NO_ROW:
            return WITHHELD
        if note.kind in WIDENING:
            return self._dispersion_of(figure, note)
        if note.baseline and name in OF_BASELINE:
            count = None if self._gives_away("baseline_change") else self._shown.get((OF_BASELINE[name], COUNT))
            return WITHHELD if count is None else count
        if note.baseline or not hasattr(figure, name):
            return WITHHELD if self._gives_away(note.column(name)) or self._rule.rounds else note.numbers[name]
        number: float | None = getattr(figure, name)
        is_unlimited = getattr(self._exact, name) is None and note.numbers[name] is None
        return WITHHELD if number is None and not is_unlimited else number
