"""One verdict for each change, whatever its numbers: what must never be called better, and what mirrors what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from svtool.counting.basis import Basis
from svtool.counting.daily_counts import Counted
from svtool.figures.against import BASELINE, PRECEDING, Against
from svtool.figures.change import Compared, Variation, change_of
from svtool.figures.change_verdict import (
    BETTER,
    BEYOND_CHANCE,
    BY_CHANCE,
    NO_CLEAR_CHANGE,
    VERDICTS,
    WORSE,
    decide,
    with_verdict,
)
from svtool.figures.contract import Figure
from svtool.output.wording.number_words import verdict_words

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 5_000))
DAYS = st.sampled_from([(365, 365), (365, 366), (28, 31), (92, 90)])
DISPERSION = st.one_of(st.none(), st.floats(1, 40))


@st.composite
def changes(draw: st.DrawFn) -> Against:
    """Return a change that was compared, tested and perhaps drifted."""
    now, before = draw(COUNTS), draw(COUNTS)
    unknown_now, unknown_before = draw(st.integers(0, 300)), draw(st.integers(0, 300))
    spans = [Basis.of([(date(2021, 1, 1), date(2021, 1, 1) + timedelta(days - 1))]) for days in draw(DAYS)]
    days = Compared(draw(st.sampled_from(["full", "like_for_like", "raw"])), *spans)
    change = change_of(Counted(now, unknown_now), Counted(before, unknown_before), days, Variation(draw(DISPERSION)))
    return Against(
        compared_with="2020", comparison=change.kind, now=now, before=before, change=change.difference,
        per_cent=change.per_cent, lower=change.lower, upper=change.upper, p_value=change.p_value,
        dispersion=change.dispersion, test_size=change.test_size, least=change.if_known[0], most=change.if_known[1],
        status=draw(st.sampled_from([change.status, change.status, change.status, "b"])),
        drift_field=draw(st.sampled_from(["", "weapon"])), may_grow=draw(st.sampled_from([False, False, True])),
    )  # fmt: skip


@given(changes(), st.sampled_from(["fall", "rise", ""]))
def test_nothing_is_beyond_chance_that_can_not_be_compared_or_was_recorded_in_two_ways(
    found: Against, desired: str
) -> None:
    verdict = decide(found, desired)
    assert verdict.words in VERDICTS
    assert verdict.reason or found.status == "b"
    if verdict.words not in BEYOND_CHANCE:
        return
    assert found.p_value is not None and found.p_value < 0.05
    assert found.comparison != "raw" and found.status != "b" and not found.may_grow
    lower, upper = found.lower, found.upper
    assert lower is None or upper is None or lower > 0 or upper < 0
    if found.drift_field:
        assert (found.least is not None and found.least > 0) or (found.most is not None and found.most < 0)


@given(changes())
def test_what_is_better_where_a_fall_is_desired_is_worse_where_a_rise_is(found: Against) -> None:
    fall, rise, none = (decide(found, desired).words for desired in ("fall", "rise", ""))
    if none in BEYOND_CHANCE:
        assert {fall, rise} == {BETTER, WORSE}
    else:
        assert fall == rise == none


@given(changes())
def test_what_is_not_known_only_ever_takes_certainty_away(found: Against) -> None:
    steady, drifted = (decide(replace(found, drift_field=name), "fall").words for name in ("", "weapon"))
    assert drifted == steady or drifted not in BY_CHANCE


@given(changes())
def test_a_test_that_no_outcome_could_pass_was_not_passed(found: Against) -> None:
    if found.test_size == 0:
        assert decide(found, "fall").words not in BEYOND_CHANCE
    if decide(found, "fall").words == NO_CLEAR_CHANGE and found.p_value is not None and found.p_value >= 0.05:
        assert verdict_words(replace(found, verdict=NO_CLEAR_CHANGE)).startswith("no clear change (p ")


@given(changes(), st.sampled_from(["fall", "rise", ""]))
def test_a_change_is_judged_alike_against_the_period_before_and_against_the_baseline(
    found: Against, desired: str
) -> None:
    figure = replace(FIGURE, desired=desired)
    of_both = [
        comparator.of(with_verdict(comparator.written(figure, found), comparator))
        for comparator in (PRECEDING, BASELINE)
    ]
    assert of_both[0] == of_both[1]


PLAIN: dict[str, Any] = {
    "table": "t", "position": 1, "group": "", "measure_id": "m", "measure": "M", "source": "ed", "unit": "attendance",
    "definition": "", "date_basis": "recorded", "area_basis": "", "area_code": "", "area": "", "period": "2021",
    "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31), "days": 365, "days_covered": 365,
}  # fmt: skip
FIGURE = Figure(**PLAIN)
