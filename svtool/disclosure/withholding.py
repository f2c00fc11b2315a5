"""What follows from suppression: every number that would give a suppressed count away goes with it.

Counts are suppressed, then rounded; everything else is worked out again from what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, is_dataclass, replace

from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.suppression import suppress
from svtool.disclosure.withheld_rates import disclose_rate, withhold_comparisons
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
    Figure,
    Sentence,
)
from svtool.figures.words import share, signed_per_cent, widening_words
from svtool.schema.policies import CountRule, DisclosurePolicy
from svtool.statistics.ratio_test import compare_counts
from svtool.statistics.rounding import round_half_away

MARK = "[c]"
SUPPRESSED = "c"
SHORTEST_MONTH = 28
ENOUGH_MONTHS = 24  # compared, from which on it may be said how much monthly counts vary
NOT_KNOWN_SUPPRESSED = "What is not known is suppressed."
# How sentences say what is no number of a row; both would add up over areas to what another row tells.
ROWS = {"rows_without_reference": "Some", "rows": "the"}

Part = tuple[str, str]


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
        _Withholding(figure, behind, hidden, policy.rule_for(figure.source, figure.measure_id)).figure
        if figure.counts
        else figure
        for figure, behind in zip(figures, linked.behind, strict=True)
    ]
    return withhold_comparisons(found)


@dataclass
class _Ratio:
    """A change that was worked out again: the difference and its per cent, None from zero."""

    difference: int
    per_cent: float | None


class _Withholding:
    """One figure on its way to print."""

    def __init__(self, figure: Figure, behind: Mapping[Part, Key], hidden: AbstractSet[Key], rule: CountRule) -> None:
        self._before, self._rule = figure, rule
        self._hidden = {part for part, key in behind.items() if key in hidden}
        self._shown = {
            part: rule.rounded(figure.counts[part[0]].numbers[part[1]]) for part in behind if part not in self._hidden
        }
        self.figure = replace(figure, counts={}, notes=list(figure.notes), by=dict(figure.by))
        if rule.rounds:
            self._work_out_again()
        if rule.rounds or figure.dispersion is not None:
            self._work_out_chance()
        self._drop_small_bases()
        self._withhold()
        self._mark()
        self._say_again()

    def _gives_away(self, name: str) -> bool:
        """Return whether a column would give a suppressed count away."""
        if name not in DRAWN_FROM:
            return bool(self._hidden)
        parts = DRAWN_FROM[name]
        # The counts behind a share are named with its field: `open weapon`.
        return any((part, kind.split()[0]) in parts for part, kind in self._hidden)

    def _withhold(self) -> None:
        for name, value in list(vars(self.figure).items()):
            if is_dataclass(value) and name != "rate" and (self._hidden or self._rule.rounds):
                setattr(self.figure, name, None)
            if name in NOT_COUNTED or not isinstance(value, int | float) or isinstance(value, bool):
                continue
            if self._gives_away(name) or (self._rule.rounds and name not in DRAWN_FROM):
                setattr(self.figure, name, None)
        if self.figure.rate:
            count = None if self._gives_away("rate") else self._shown.get((OWN, COUNT))
            self.figure.rate = disclose_rate(self.figure.rate, count, self._rule)
        for name in ("drift_before", "drift_now"):
            exact = getattr(self.figure, name)
            # A share with all its digits names the two counts that it is the ratio of.
            setattr(self.figure, name, None if exact is None else round(exact, 2))

    def _work_out_again(self) -> None:
        """Work everything out from rounded counts: an exact per cent would give the exact count away."""
        figure, shown = self.figure, self._shown
        figure.count, figure.not_known = shown.get((OWN, COUNT)), shown.get((OWN, NOT_KNOWN))
        figure.compared_count, figure.comparator_count = shown.get((NOW, COUNT)), shown.get((BEFORE, COUNT))
        if (found := self._ratio(NOW, BEFORE)) and figure.change is not None:
            figure.change, figure.change_pct = found.difference, found.per_cent
        if (found := self._ratio(BASE_NOW, BASE_BEFORE)) and figure.baseline_change is not None:
            figure.baseline_change, figure.baseline_change_pct = found.difference, found.per_cent
        self._work_out_range()

    def _ratio(self, now: str, before: str) -> _Ratio | None:
        late, early = self._shown.get((now, COUNT)), self._shown.get((before, COUNT))
        if late is None or early is None:
            return None
        return _Ratio(late - early, 100 * (late - early) / early if early else None)

    def _work_out_range(self) -> None:
        figure = self.figure
        parts = [
            self._shown.get(part) for part in ((NOW, COUNT), (NOW, NOT_KNOWN), (BEFORE, COUNT), (BEFORE, NOT_KNOWN))
        ]
        now, open_now, before, open_before = parts
        if now is None or before is None:
            return
        if open_before is not None and figure.change_if_known_min_pct is not None and before + open_before:
            figure.change_if_known_min_pct = 100 * (now - before - open_before) / (before + open_before)
        if open_now is not None and figure.change_if_known_max_pct is not None and before:
            figure.change_if_known_max_pct = 100 * (now + open_now - before) / before

    def _work_out_chance(self) -> None:
        figure, now, before = self.figure, self._shown.get((NOW, COUNT)), self._shown.get((BEFORE, COUNT))
        if figure.dispersion is not None:
            # With all its digits it names the counts of months, which no table has to print.
            figure.dispersion = float(round_half_away(figure.dispersion, 1))
        if figure.p_value is None or now is None or before is None:
            return
        late, early = (
            sum((end - start).days + 1 for start, end in self._before.counts[part].days) for part in (NOW, BEFORE)
        )
        if self._rule.rounds and self._is_rare(late + early):
            # Whether the variation of so few is worked out at all would say how large the exact counts are.
            figure.dispersion = figure.p_value = figure.change_lower_pct = figure.change_upper_pct = None
            return
        test = compare_counts(now, before, late, early, dispersion=figure.dispersion or 1)
        figure.p_value = test.p_value
        if figure.change_lower_pct is not None and test.lower is not None and test.upper is not None:
            figure.change_lower_pct, figure.change_upper_pct = 100 * (test.lower - 1), 100 * (test.upper - 1)

    def _is_rare(self, days: int) -> bool:
        """Return whether two years or more are compared that may hold less than an event a month."""
        months = days // SHORTEST_MONTH
        counts = (self._shown[part, COUNT] for part in (NOW, BEFORE))
        return months >= ENOUGH_MONTHS and sum(self._rule.range_of(count)[0] for count in counts) < months

    def _drop_small_bases(self) -> None:
        """Leave out per cents of a base so small that policy wants the number only."""
        least = self._rule.min_base_for_percent
        bases = {
            BEFORE: ("change_pct", "change_lower_pct", "change_upper_pct"),
            BASE_BEFORE: ("baseline_change_pct",),
        }
        for part, names in bases.items():
            if 0 < self._shown.get((part, COUNT), least) < least:
                for name in names:
                    setattr(self.figure, name, None)
                words = f"From fewer than {least:,} there is no per cent, only the number."
                self.figure.notes += [] if words in self.figure.notes else [words]

    def _mark(self) -> None:
        figure, before = self.figure, self._before
        if (OWN, COUNT) in self._hidden:
            figure.status = SUPPRESSED
        elif (OWN, NOT_KNOWN) in self._hidden:
            figure.notes.append(NOT_KNOWN_SUPPRESSED)
        if before.change is not None and figure.change is None:
            figure.change_status = SUPPRESSED

    def _say_again(self) -> None:
        said: list[str] = []
        for note in self.figure.notes:
            if not isinstance(note, Sentence):
                said.append(note)
            elif "dispersion" not in note.texts or self.figure.dispersion is not None:
                said.append(note.again({name: self._text(name, text) for name, text in note.texts.items()}))
        self.figure.notes = said

    def _text(self, name: str, said: str) -> str:
        """Return what a sentence says for a number: the number as it is printed, or that it is suppressed."""
        if name in ROWS:
            return ROWS[name]
        own = {"baseline_compared_count": BASE_NOW, "baseline_comparator_count": BASE_BEFORE}
        if name in own:
            number: float | None = None if self._gives_away("baseline_change") else self._shown.get((own[name], COUNT))
        elif not hasattr(self.figure, name):
            return MARK if self._gives_away(name) or self._rule.rounds else said
        else:
            number = getattr(self.figure, name)
            if number is None and getattr(self._before, name) is None and name.endswith("_pct"):
                return signed_per_cent(None)  # there is no limit, whether or not anything is suppressed
        return MARK if number is None else _said_as(name, number)


def _said_as(name: str, number: float) -> str:
    """Return a number as the sentences say it."""
    if name == "dispersion":
        return widening_words(number)
    if name.endswith("_pct"):
        return signed_per_cent(number)
    return share(number) if name.startswith("drift_") else f"{number:,}"
