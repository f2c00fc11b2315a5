"""A figure in a sentence or two: how many, how that compares, how sure both are; and never why."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from drawn import draw

from svtool.commands.measures import Result
from svtool.figures.against import PRECEDING
from svtool.figures.change_verdict import with_verdict
from svtool.figures.contract import STATUSES, Figure, PopulationRate
from svtool.figures.notes import Kind, Note
from svtool.output.wording.figure_sentences import amount_words, sentence_of
from svtool.output.wording.note_words import note_words
from svtool.schema.library import Library
from svtool.schema.sources import PERSON_UNITS, ROLE_UNITS

# `before` is the count of the year before, `p` the chance of such a difference; the figure is of 2021.
COUNTS = draw("""
unit            | now    | before | p      | sentence
----------------+--------+--------+--------+-----------------------------------------------------------------------------
attendance      | 148    |        |        | 148 attendances in 2021.
attendance      | 148    | 293    |        | 148 attendances in 2021, 49% fewer than in 2020.
attendance      | 148    | 293    | 0.0001 | 148 attendances in 2021, 49% fewer than in 2020. A fall this large is unlikely to be chance.
offence         | 19     | 13     | 0.37   | 19 offences in 2021, 46% more than in 2020. This rise could be chance.
offence         | 1      | 2      | 1      | 1 offence in 2021, 50% fewer than in 2020. This fall could be chance.
offence         | 40490  | 39386  |        | 40,490 offences in 2021, 3% more than in 2020.
victim_incident | 1      |        |        | 1 victim incident in 2021.
victim_incident | 2      | 1      |        | 2 victim incidents in 2021, 100% more than in 2020.
suspect         | 46     | 46     | 1      | 46 suspects in 2021, as many as in 2020.
victim          | 1001   | 1000   |        | 1,001 victims in 2021, less than 1% more than in 2020.
victim          | 999    | 1000   |        | 999 victims in 2021, less than 1% fewer than in 2020.
incident        | 201    | 200    |        | 201 incidents in 2021, 1% more than in 2020.
admission       | 0      |        |        | No admissions in 2021.
admission       | 0      | 0      | 1      | No admissions in 2021, as in 2020.
admission       | 0      | 5      | 0.0625 | No admissions in 2021, after 5 in 2020. This fall could be chance.
offence         | 0      | 6      | 0.0313 | No offences in 2021, after 6 in 2020. A fall this large is unlikely to be chance.
offence         | 3      | 0      | 0.25   | 3 offences in 2021, where there were none in 2020. This rise could be chance.
offence         | 1      | 0      |        | 1 offence in 2021, where there were none in 2020.
""")  # noqa: E501


def figure_of(now: int | None, before: int | None = None, **changes: Any) -> Figure:
    """Return a figure of 2021 compared with 2020."""
    plain: dict[str, Any] = {
        "table": "ours", "position": 1, "group": "", "measure_id": "ours", "measure": "Ours", "source": "police",
        "unit": "offence", "definition": "", "date_basis": "recorded", "area_basis": "incident", "area_code": "",
        "area": "Merseyside", "period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31),
        "days": 365, "days_covered": 365, "count": now, "not_known": None if now is None else 0, "column": "2021",
    }  # fmt: skip
    if now is not None and before is not None:
        plain |= {"compared_with": "2020", "comparison": "full", "compared_count": now, "comparator_count": before}
        plain |= {"change": now - before, "change_pct": 100 * (now - before) / before if before else None}
    return with_verdict(Figure(**{**plain, **changes}), PRECEDING)


@pytest.mark.parametrize("case", COUNTS, ids=[each["sentence"] for each in COUNTS])
def test_a_count_and_how_it_compares(case: dict[str, str]) -> None:
    before = int(case["before"]) if case["before"] else None
    p_value = float(case["p"]) if case["p"] else None
    assert sentence_of(figure_of(int(case["now"]), before, unit=case["unit"], p_value=p_value)) == case["sentence"]


def test_every_unit_has_its_nouns() -> None:
    sources = Library().sources.values()
    nouns = {unit: source.nouns_of(unit) for source in sources for unit in source.units}
    assert {*PERSON_UNITS, *ROLE_UNITS, "offence", "attendance", "incident", "admission", "figure", "return"} == set(
        nouns
    )
    assert [amount_words(number, nouns["victim_incident"]) for number in (0, 1, 1_200)] == [
        "No victim incidents",
        "1 victim incident",
        "1,200 victim incidents",
    ]


DRIFTS = draw("""
before | now  | lowest | highest | sentence
-------+------+--------+---------+----------------------------------------------------------------------------------------
0.12   | 0.32 | -80    | 397     | The weapon was not recorded for 32% of the attendances in question in 2021, 12% in 2020: the fall may come from recording alone. If all were known, the change could lie between 80% fewer and 397% more.
0.32   | 0.12 | -99.6  | 3.2     | The weapon was not recorded for 12% of the attendances in question in 2021, 32% in 2020: the fall may come from recording alone. If all were known, the change could lie between 100% fewer and 3% more.
0.1    | 0.2  | 0      | 0.3     | The weapon was not recorded for 20% of the attendances in question in 2021, 10% in 2020: the fall may come from recording alone. If all were known, the change could lie between no change and less than 1% more.
0.1    | 0.2  | -50    |         | The weapon was not recorded for 20% of the attendances in question in 2021, 10% in 2020: the fall may come from recording alone. If all were known, the change could lie between 50% fewer and any number more.
""")  # noqa: E501


@pytest.mark.parametrize("case", DRIFTS, ids=[each["lowest"] for each in DRIFTS])
def test_recording_that_drifted_is_said_instead_of_chance(case: dict[str, str]) -> None:
    figure = figure_of(
        148,
        293,
        unit="attendance",
        not_known=1_309,
        p_value=0.0001,
        drift_field="weapon",
        drift_before=float(case["before"]),
        drift_now=float(case["now"]),
        change_if_known_min_pct=float(case["lowest"]),
        change_if_known_max_pct=float(case["highest"]) if case["highest"] else None,
    )
    assert sentence_of(figure) == f"148 attendances in 2021, 49% fewer than in 2020. {case['sentence']}"


def test_recording_that_drifted_where_the_change_is_sure_is_said_with_chance() -> None:
    """If all were known the fall would be between 3% and 100%: a fall it is."""
    drifted = {"drift_field": "weapon", "drift_before": 0.32, "drift_now": 0.12}
    figure = figure_of(148, 293, p_value=0.0001, change_if_known_min_pct=-99.6, change_if_known_max_pct=-3.2, **drifted)
    assert sentence_of(figure).startswith(
        "148 offences in 2021, 49% fewer than in 2020. A fall this large is unlikely to be chance. The weapon was not "
        "recorded for 12% of the offences in question in 2021, 32% in 2020: part of the fall may come from recording."
    )


def test_a_per_cent_of_a_few_says_so() -> None:
    figure = figure_of(4, 1, change_status="u", p_value=0.38)
    assert sentence_of(figure) == (
        "4 offences in 2021, 300% (of fewer than 10) more than in 2020. This rise could be chance."
    )


def test_counts_that_go_the_other_way_than_those_of_a_day_say_so() -> None:
    figure = figure_of(29_000, 31_000, p_value=0.001, change_lower_pct=1.0, change_upper_pct=6.0)
    assert sentence_of(figure).endswith(
        "The two periods have different numbers of days, and for each day the change goes the other way."
    )


def test_a_field_is_called_as_people_call_it() -> None:
    figure = figure_of(2, 4, drift_field="suspect_age", drift_before=0.1, drift_now=0.2)
    assert "The suspect age was not recorded for 20%" in sentence_of(figure)
    assert "The age of the suspect was not recorded for 20%" in sentence_of(
        figure, {"suspect_age": "age of the suspect"}
    )
    assert "Whether the victim was killed was not recorded for 20%" in sentence_of(
        figure, {"suspect_age": "whether the victim was killed"}
    )


NO_DAYS = Note(Kind.NO_DAYS, {"source": "ed", "period": "2021"})
CHANGED = Note(Kind.RECORDING_CHANGED, {"title": "a new system"})

STATES = draw("""
status | note                                                     | sentence
-------+----------------------------------------------------------+--------------------------------------------------------
x      |                                                          | Not available in 2021.
x      | Not available: the ED extracts hold no days of 2021.     | Not available: the ED extracts hold no days of 2021.
z      |                                                          | Not applicable in 2021.
c      |                                                          | Suppressed, too few to publish or needed to hide others, in 2021.
b      | Recording changed: a new system.                         | Not given across a break in recording in 2021: Recording changed: a new system.
""")  # noqa: E501


@pytest.mark.parametrize("case", STATES, ids=[each["sentence"] for each in STATES])
def test_what_is_not_a_number_says_what_it_is(case: dict[str, str]) -> None:
    notes = [note for note in (NO_DAYS, CHANGED) if note_words(note) == case["note"]]
    assert len(notes) == bool(case["note"])
    figure = figure_of(None, status=case["status"], notes=notes)
    assert sentence_of(figure) == case["sentence"]


def test_every_status_has_its_words() -> None:
    said = {status: sentence_of(figure_of(None, status=status)) for status in STATUSES if status not in "pru"}
    assert len(set(said.values())) == len(said)
    assert sentence_of(figure_of(5, status="p")) == "5 offences in 2021 (provisional)."
    assert sentence_of(figure_of(5, 10, status="r")) == "5 offences in 2021 (revised), 50% fewer than in 2020."


PERIODS = draw("""
column  | period                     | compared with            | sentence
--------+----------------------------+--------------------------+--------------------------------------------------------
2021    | 2021 Latest Performance    | 2020 (COVID)             | 5 offences in 2021, 50% fewer than in 2020.
2020/21 | 2020/21                    | 2019/20                  | 5 offences in 2020/21, 50% fewer than in 2019/20.
2021    | Latest year                | 2020                     | 5 offences in Latest year, 50% fewer than in 2020.
2023    | Year ending 31 August 2023 | Year ending 31 August 2022 | 5 offences in the year ending 31 August 2023, 50% fewer than in the year ending 31 August 2022.
2021-12 | 12 months to Dec 2021      | 12 months to Dec 2020    | 5 offences in the 12 months to Dec 2021, 50% fewer than in the 12 months to Dec 2020.
2021-Q4 | Oct to Dec 2021            | Jul to Sep 2021          | 5 offences in Oct to Dec 2021, 50% fewer than in Jul to Sep 2021.
2021    | Jan to Mar 2021            | Jan to Mar 2020          | 5 offences in Jan to Mar 2021, 50% fewer than in Jan to Mar 2020.
""")  # noqa: E501


@pytest.mark.parametrize("case", PERIODS, ids=[each["period"] for each in PERIODS])
def test_a_period_is_named_as_people_say_it(case: dict[str, str]) -> None:
    figure = figure_of(5, 10, column=case["column"], period=case["period"], compared_with=case["compared with"])
    assert sentence_of(figure) == case["sentence"]


def test_what_is_compared_like_for_like_says_which_counts() -> None:
    figure = figure_of(
        634, compared_with="Apr to Dec 2020", comparison="like_for_like", compared_count=485, comparator_count=387,
        change=98, change_pct=100 * 98 / 387, p_value=0.00099,
    )  # fmt: skip
    assert sentence_of(figure) == (
        "634 offences in 2021. In the months that can be compared, 485 against 387, 25% more than in Apr to Dec 2020. "
        "A rise this large is unlikely to be chance."
    )
    from_zero = figure_of(
        9, compared_with="2020", comparison="like_for_like", compared_count=7, comparator_count=0, change=7
    )
    assert sentence_of(from_zero) == "9 offences in 2021. In the months that can be compared with 2020, 7 against 0."


YEAR, FROM_APRIL = (date(2021, 1, 1), date(2021, 12, 31)), (date(2020, 4, 1), date(2020, 12, 31))
JANUARY, DECEMBER = (date(2021, 1, 1), date(2021, 1, 31)), (date(2020, 12, 1), date(2020, 12, 31))
SPRING = (date(2021, 1, 1), date(2021, 3, 31))
SAID_TOO = {
    "Recording changed: a new system.": CHANGED,
    "Only Apr to Dec 2020 was available for this comparison with Jan to Dec 2021: 365 days against 275.": Note(
        Kind.RAW, {"now": (YEAR,), "before": (FROM_APRIL,), "days_now": 365, "days_before": 275}
    ),
    "Not compared: the extracts cover Jan 2021 and Dec 2020.": Note(
        Kind.REFUSED, {"now": (JANUARY,), "before": (DECEMBER,)}
    ),
    "The extracts cover Jan to Mar 2021 of 2021.": Note(Kind.PARTLY_COVERED, {"spans": (SPRING,), "period": "2021"}),
    "As known on 31 March 2021.": Note(Kind.AS_KNOWN_ON, {"day": date(2021, 3, 31)}),
}


@pytest.mark.parametrize("said", SAID_TOO)
def test_what_must_be_said_with_a_figure_is_said(said: str) -> None:
    assert sentence_of(figure_of(5, notes=[SAID_TOO[said]])) == f"5 offences in 2021. {said}"


def test_what_is_said_of_the_change_against_the_baseline_is_not_said_with_a_figure() -> None:
    of_baseline = Note(Kind.RECORDING_CHANGED, {"title": "a new system"}, baseline="2018")
    assert sentence_of(figure_of(5, notes=[of_baseline])) == "5 offences in 2021."


def test_notes_that_the_sentence_says_itself_are_not_said_again() -> None:
    widened = Note(Kind.WIDENED, numbers={"dispersion": 3.2})
    counts = {"compared_count": 5, "comparator_count": 4}
    notes = [Note(Kind.LIKE_FOR_LIKE, {"now": (YEAR,), "before": (FROM_APRIL,)}, counts), widened]
    assert sentence_of(figure_of(5, notes=notes)) == "5 offences in 2021."


def test_a_figure_that_is_not_compared_says_so() -> None:
    lacking = figure_of(5, compared_with="2020", change_status="x")
    assert sentence_of(lacking) == "5 offences in 2021. There is no figure of 2020 to compare it with."
    broken = figure_of(5, compared_with="2020", comparison="break", change_status="b")
    assert sentence_of(broken) == "5 offences in 2021. It is not compared with 2020."


@pytest.mark.parametrize(
    ("count", "not_known", "said"),
    [(148, 1_309, " For 1,309 more offences the records don't say whether they count."),
     (99, 1, " For 1 more offence the records don't say whether it counts."),
     (1_000, 5, ""), (0, 2, " For 2 more offences the records don't say whether they count.")],
)  # fmt: skip
def test_what_is_not_known_is_said_where_it_matters(count: int, not_known: int, said: str) -> None:
    assert (
        sentence_of(figure_of(count, not_known=not_known))
        == f"{amount_words(count, ('offence', 'offences'))} in 2021.{said}"
    )


def test_a_rate_is_said_with_its_limits() -> None:
    rate = PopulationRate(
        population=1_434_256, population_ages="under 25", rate=20.45, rate_lower_95=18.2, rate_upper_95=22.9
    )
    assert sentence_of(figure_of(293, rate=rate)) == (
        "293 offences in 2021. For 100,000 people under 25 that is 20.5 (18.2 to 22.9)."
    )
    assert sentence_of(figure_of(293, rate=PopulationRate(rate_status="x"))) == "293 offences in 2021."


INDICATORS = draw("""
value | unit       | change | per cent | sentence
------+------------+--------+----------+------------------------------------------------------------
4.4   | %          |        |          | 4.4% in 2021.
6.0   | %          | 1.5    |          | 6% in 2021, 1.5 percentage points higher than in 2020.
5.0   | %          | -1.0   |          | 5% in 2021, 1 percentage point lower than in 2020.
5.0   | %          | 0.0    |          | 5% in 2021, the same as in 2020.
195.0 | exclusions | 15.0   | 8.33     | 195 exclusions in 2021, 8% higher than in 2020.
1.0   | exclusions |        |          | 1 exclusion in 2021.
8.0   | schools    | 0.0    | 0.0      | 8 schools in 2021, the same as in 2020.
""")


@pytest.mark.parametrize("case", INDICATORS, ids=[each["sentence"] for each in INDICATORS])
def test_a_figure_that_arrived_as_a_figure(case: dict[str, str]) -> None:
    figure = figure_of(
        None,
        unit="figure",
        value=float(case["value"]),
        value_unit=case["unit"],
        compared_with="2020" if case["change"] else "",
        change=float(case["change"]) if case["change"] else None,
        change_pct=float(case["per cent"]) if case["per cent"] else None,
    )
    assert sentence_of(figure) == case["sentence"]


WHY = r"\b(because|due to|caused?|led to|thanks to|result of|owing to|driven by|explains?)\b"


@pytest.mark.slow
def test_no_sentence_of_the_sample_says_why(sample: Result) -> None:
    sentences = [sentence_of(figure) for figure in sample.figures]
    assert len(sentences) > 50
    assert [each for each in sentences if re.search(WHY, each, re.IGNORECASE)] == []
    assert all(each[0].isupper() or each[0].isdigit() for each in sentences)
    assert all(each.endswith(".") and ".." not in each and "None" not in each for each in sentences)
    (drifted,) = {each for each in sentences if each.startswith("148 attendances")}
    assert drifted == (
        "148 attendances in 2021, 49% fewer than in 2020. The weapon was not recorded for 32% of the attendances in "
        "question in 2021, 12% in 2020: the fall may come from recording alone. If all were known, the change could "
        "lie between 80% fewer and 397% more."
    )
