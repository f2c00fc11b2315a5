"""One verdict for each change: in which order what decides, for either direction, against either period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from svtool.figures.against import BASELINE, COMPARATORS, PRECEDING, Against
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    VERDICTS,
    WORSE,
    decide,
    with_verdict,
)
from svtool.figures.contract import Figure
from svtool.figures.drift_notes import recording_decides
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import notes_in_words, reason_words

BREAK = Note(Kind.RECORDING_CHANGED, {"title": "a new system"})
DRIFT = Note(Kind.DRIFT, {"title": "weapon"}, {"drift_before": 0.12, "drift_now": 0.32})
DAYS: dict[str, Any] = {"now": (), "before": (), "days_now": 365, "days_before": 275}
RAW = Note(Kind.RAW, DAYS)
REFUSED = Note(Kind.REFUSED, {"now": (), "before": ()})


def against(now: int = 50, before: int = 100, **changes: Any) -> Against:
    """Return a change that is unlikely to be chance, with what is changed."""
    plain: dict[str, Any] = {
        "compared_with": "2020", "comparison": "full", "now": now, "before": before, "change": now - before,
        "per_cent": 100 * (now - before) / before if before else None, "p_value": 0.001, "test_size": 0.04,
        "dispersion": 1.0,
    }  # fmt: skip
    return Against(**{**plain, **changes})


FELL, ROSE = against(), against(100, 50)


@pytest.mark.parametrize(
    ("found", "desired", "verdict"),
    [
        (FELL, "fall", BETTER),
        (FELL, "rise", WORSE),
        (FELL, "", CHANGED),
        (ROSE, "fall", WORSE),
        (ROSE, "rise", BETTER),
        (ROSE, "", CHANGED),
        (against(p_value=0.05), "fall", NO_CLEAR_CHANGE),
        (against(p_value=0.0499), "fall", BETTER),
        (against(6, 0, p_value=0.031, status="z"), "fall", WORSE),
        (against(4, 1, p_value=0.38, status="u"), "fall", NO_CLEAR_CHANGE),
        (against(status="b"), "fall", RECORDING_CHANGED),
        (against(change=None, comparison="break", status="b"), "fall", RECORDING_CHANGED),
        (against(change=None, comparison="refused"), "fall", NOT_COMPARABLE),
        (against(change=None, comparison="none"), "fall", NOT_COMPARABLE),
        (against(comparison="raw", p_value=None), "fall", NOT_COMPARABLE),
        (against(may_grow=True, status="p"), "fall", NOT_COMPARABLE),
        (against(change=None, status="c"), "fall", NOT_TESTED),
        (against(p_value=None), "fall", NOT_TESTED),
        (Against(), "fall", ""),
    ],
)
def test_a_change_has_one_verdict(found: Against, desired: str, verdict: str) -> None:
    assert decide(found, desired).words == verdict
    assert verdict in (*VERDICTS, "")


@pytest.mark.parametrize(
    ("least", "most", "decides"),
    [
        (-80.0, 397.0, True),
        (0.0, 5.0, True),
        (-5.0, 0.0, True),
        (-99.0, -3.0, False),
        (0.1, 40.0, False),
        (None, 40.0, True),
        (-40.0, None, True),
        (None, None, True),
        (3.0, None, False),
        (None, -3.0, False),
    ],
)
def test_recording_that_drifted_decides_where_the_change_could_be_none(
    least: float | None, most: float | None, decides: bool
) -> None:
    assert recording_decides(True, least, most) is decides
    assert not recording_decides(False, least, most)
    drifted = against(drift_field="weapon", least=least, most=most, p_value=1e-9)
    assert decide(drifted, "fall").words == (RECORDING_CHANGED if decides else BETTER)


def test_what_is_not_known_decides_nothing_where_its_share_stayed() -> None:
    assert decide(against(least=-80.0, most=397.0), "fall").words == BETTER


@pytest.mark.parametrize(
    ("found", "said", "reason"),
    [
        (FELL, [], "unlikely to be chance (p = 0.0010)."),
        (against(p_value=0.37), [], "could be chance (p = 0.37)."),
        (
            against(2, 1, p_value=1.0, test_size=0.0),
            [],
            "too few events to tell a change from chance (p = 1).",
        ),
        (against(status="b"), [BREAK], "Recording changed: a new system."),
        (
            against(drift_field="weapon"),
            [DRIFT],
            "The weapon was not recorded for 32% of the records in question, "
            "12% before: the change may come from recording alone.",
        ),
        (
            against(comparison="raw", p_value=None),
            [RAW],
            "Only no days was available for this comparison with no days: 365 days against 275.",
        ),
        (
            against(change=None, comparison="refused"),
            [REFUSED],
            "Not compared: the extracts cover no days and no days.",
        ),
        (against(change=None, comparison="none"), [], "there is no figure of 2020 to compare it with."),
        (against(may_grow=True), [], "the change uses these days."),
        (against(change=None, status="c"), [], "a count behind it is suppressed."),
        (against(p_value=None), [], "it is not a count, and can't be tested."),
    ],
)
def test_a_verdict_says_what_it_rests_on(found: Against, said: list[Note], reason: str) -> None:
    note = decide(found, "fall", said).reason
    assert note and reason_words(note) == reason


def test_counts_that_fall_while_those_of_a_day_rise_are_no_clear_change() -> None:
    """January and February: 31 days and 28. The counts fall, and for each day they rise."""
    february = against(29_000, 31_000, lower=1.0, upper=6.0, p_value=0.001)
    verdict = decide(february, "fall")
    assert verdict.words == NO_CLEAR_CHANGE
    assert verdict.reason and "for each day the change goes the other way" in reason_words(verdict.reason)


def test_both_changes_of_a_figure_are_judged_alike(plain_figure: Figure) -> None:
    for comparator in COMPARATORS:
        found = with_verdict(comparator.written(plain_figure, FELL), comparator)
        assert comparator.of(found).verdict == BETTER


def test_two_changes_of_a_figure_may_have_different_verdicts(plain_figure: Figure) -> None:
    figure = PRECEDING.written(plain_figure, against(477, 523, p_value=0.17))
    figure = BASELINE.written(figure, against(477, 709, compared_with="2019"))
    for comparator in COMPARATORS:
        figure = with_verdict(figure, comparator)
    assert (figure.verdict, figure.baseline_verdict) == (NO_CLEAR_CHANGE, BETTER)


def test_a_figure_that_is_not_set_beside_the_baseline_has_no_verdict_on_it(plain_figure: Figure) -> None:
    itself = replace(plain_figure, baseline="2021")
    assert with_verdict(itself, BASELINE) == itself


@pytest.mark.parametrize("comparator", COMPARATORS, ids=["before", "baseline"])
def test_a_change_that_is_clear_only_if_events_are_independent_says_so(comparator: Any, plain_figure: Figure) -> None:
    said = "ow much monthly counts vary can't be told, so that the test takes events as independent."
    for found, expected in ((against(dispersion=None), 1), (FELL, 0), (against(dispersion=None, p_value=0.5), 0)):
        figure = with_verdict(comparator.written(plain_figure, found), comparator)
        again = with_verdict(figure, comparator)
        assert sum(each.endswith(said) for each in notes_in_words(again.notes)) == expected


@pytest.mark.parametrize(("status", "said"), [("u", True), ("", False), ("z", False)])
def test_a_small_base_of_the_baseline_is_said_in_a_note_for_it_has_no_column(
    status: str, said: bool, plain_figure: Figure
) -> None:
    figure = BASELINE.written(plain_figure, against(4, 2, status=status, compared_with="2019", p_value=0.5))
    found = with_verdict(with_verdict(figure, BASELINE), BASELINE)
    words = "Against 2019: the per cent is of fewer than 10, and of low reliability."
    assert (notes_in_words(found.notes) == [words]) == said
    alike = PRECEDING.written(figure, against(4, 2, status=status, compared_with="2019", p_value=0.5))
    assert notes_in_words(with_verdict(alike, BASELINE).notes) == []  # change_status says it of both


@pytest.fixture
def plain_figure() -> Figure:
    """Return a figure of which a fall is desired, not yet compared."""
    plain: dict[str, Any] = {
        "table": "ours", "position": 1, "group": "", "measure_id": "m", "measure": "M", "source": "ed",
        "unit": "attendance", "definition": "", "date_basis": "recorded", "area_basis": "", "area_code": "",
        "area": "", "period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31),
        "days": 365, "days_covered": 365, "count": 50, "desired": "fall",
    }  # fmt: skip
    return Figure(**plain)
