"""Shares, ratios and scores of a small project: what stands in them, and what leaves them out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import svtool
from svtool.statistics.proportions import wilson_limits

TABLE = """
id: worked_out
title: Worked out
groups:
  - title: All
    measures:
      - {id: crimes, title: Crimes, source: police, unit: offence}
      - {id: knife, title: With a knife, source: police, unit: offence, where: {knife: yes}, part_of: crimes}
      - {id: killed, title: Homicides, source: police, unit: offence, where: {offence: homicide}, part_of: crimes}
      - {id: visits, title: Visits, source: ed, unit: attendance}
      - {id: knife_share, title: Knife share, of: knife, per: crimes, as: share, desired: fall}
      - {id: murders, title: Murders, source: police, unit: offence, where: {offence: murder}, part_of: killed}
      - {id: share_of_none, title: Share of none, of: murders, per: killed, as: share}
      - {id: crimes_for_visits, title: Crimes for each visit, of: crimes, per: visits, as: ratio}
      - {id: severity, title: Severity, of: crimes, weigh: css, desired: fall}
      - {id: ours, title: Severity by our weights, of: crimes, weigh: ours}
      - {id: knife_severity, title: Severity with a knife, of: knife, weigh: css}
      - {id: knife_share_of_severity, title: Share of severity, of: knife_severity, per: severity, as: share}
"""
PROJECT = """
tables: [worked_out]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021], baseline: 2020}
sources:
  police: {files: police.csv, mapping: standard, area_basis: incident, from: 2020-01-01, to: 2021-12-31}
  ed: {files: ed.csv, mapping: standard, area_basis: residence, from: 2020-01-01, to: 2021-09-30}
"""
OURS = "id: ours\ntitle: Ours\nvintage: May 2024\nfile: ours.csv\n"


def days(year: int, last: date | None = None) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(((last or date(year, 12, 31)) - first).days + 1)]


def police() -> str:
    """Return a robbery a day, with a knife on Mondays in 2020 and never again; of Sundays it is not known."""
    lines = ["reference,recorded_date,offence_class,knife,area"]
    for day in (*days(2020), *days(2021)):
        flag = "" if day.weekday() == 6 else "Y" if day.weekday() == 0 and day.year == 2020 else "N"
        code = {1: "8T", 2: "8N"}.get(day.day, "34B")
        lines.append(f"{len(lines)},{day},{code},{flag},{'Wirral' if day.day < 20 else 'Sefton'}")
    return "\n".join(lines) + "\n"


def visits() -> str:
    lines = ["reference,recorded_date,assault,age,area"]
    lines += [f"{n},{day},Y,30,Wirral" for n, day in enumerate((*days(2020), *days(2021, date(2021, 9, 30))))]
    return "\n".join(lines) + "\n"


def write(folder: Path) -> Path:
    for name, text in (
        ("svtool.yaml", PROJECT), ("police.csv", police()), ("ed.csv", visits()),
        ("definitions/tables/worked_out.yaml", TABLE), ("definitions/weights/ours.yaml", OURS),
        ("definitions/weights/ours.csv", "code,weight\n34B,800\n8T,100\n8N:section_20,600\n8N,200\n"),
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "svtool.yaml"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return svtool.measures(write(tmp_path_factory.mktemp("worked_out")))


def row(figures: pd.DataFrame, measure: str, year: int, **where: str) -> dict[str, Any]:
    chosen = (figures["measure_id"] == measure) & (figures["period_start"].astype(str) == f"{year}-01-01")
    for name, value in where.items():
        chosen &= figures[name] == value
    (found,) = figures[chosen].to_dict("records")
    return found


def test_a_share_stands_beside_its_counts_its_limits_and_what_it_could_be(figures: pd.DataFrame) -> None:
    found = row(figures, "knife_share", 2020)
    assert (found["of_count"], found["per_count"], found["value_unit"], found["value_method"]) == (
        52,
        366,
        "%",
        "Wilson",
    )
    assert found["value"] == pytest.approx(100 * 52 / 366)
    limits = wilson_limits(52, 366).times(100)
    assert (found["value_lower_95"], found["value_upper_95"]) == pytest.approx((limits.lower, limits.upper))
    assert (found["of_not_known"], found["per_not_known"]) == (52, 0)
    assert (found["value_if_known_min"], found["value_if_known_max"]) == pytest.approx(
        (100 * 52 / 366, 100 * 104 / 366)
    )
    assert pd.isna(found["count"]), "it counts nothing itself"


def test_the_change_of_a_share_is_in_points_with_an_interval_and_a_verdict(figures: pd.DataFrame) -> None:
    found = row(figures, "knife_share", 2021)
    assert found["value"] == 0
    assert found["change"] == pytest.approx(-100 * 52 / 366)
    assert pd.isna(found["change_pct"])
    assert found["change_lower"] < -10.9 < found["change_upper"] < 0
    assert (found["p_value"] < 0.001, found["verdict"]) == (True, "better")


def test_nothing_to_divide_by_is_not_applicable(figures: pd.DataFrame) -> None:
    found = row(figures, "share_of_none", 2020)
    assert (found["status"], found["per_count"]) == ("z", 0)
    assert pd.isna(found["value"])
    assert "there are none of Homicides" in found["notes"]


def test_a_ratio_is_of_the_days_that_both_parts_have(figures: pd.DataFrame) -> None:
    """The hospitals lack the last quarter of 2021, and nine months of the one are set beside nine of the other."""
    whole, partly = row(figures, "crimes_for_visits", 2020), row(figures, "crimes_for_visits", 2021)
    assert (whole["of_count"], whole["per_count"], whole["value"]) == (366, 366, 1)
    assert (partly["of_count"], partly["per_count"], partly["value"]) == (273, 273, 1)
    assert "Of the days that both parts have: Jan to Sep 2021." in partly["notes"]
    assert (partly["days_covered"], partly["comparison"], partly["verdict"]) == (
        273,
        "like_for_like",
        "no clear change",
    )


def test_a_score_lists_offences_without_a_weight(figures: pd.DataFrame) -> None:
    found = row(figures, "severity", 2020)
    assert found["value"] == pytest.approx((366 - 24) * 799.6288702 + 12 * 189.15, rel=1e-3)
    assert (found["of_count"], found["not_weighed"], found["value_method"]) == (366, 12, "Fay-Feuer")
    assert "Without a weight, and in no score: 12 of class 8T." in found["notes"]
    assert found["value_lower_95"] < found["value"] < found["value_upper_95"]


def test_offences_of_several_weights_are_at_least_and_at_most(figures: pd.DataFrame) -> None:
    found = row(figures, "ours", 2020)
    certain = 342 * 800 + 12 * 100 + 12 * 200
    assert (found["value"], found["value_if_known_min"], found["value_if_known_max"]) == (
        certain,
        certain,
        certain + 4_800,
    )
    assert "the score is at least 277,200 and at most 282,000" in found["notes"]
    changed = row(figures, "ours", 2021)
    assert changed["verdict"] == "not tested", "365 days are fewer than 366, but what is not known of weights is more"
    assert changed["verdict_reason"].startswith("Not tested: what some offences weigh can't be told")


STRATEGY = (("8N", 572, 740_948), ("20A", 21, 45_150), ("34B", 254, 202_306), ("1", 10, 79_734))
GROUPS = """
id: strategy
title: Severity box of the West Mercia strategy
groups:
  - title: Offences with a sharp instrument
    measures:
      - {id: every, title: Offences, source: police, unit: offence}
      - {id: every_severity, title: Severity, of: every, weigh: mean}
"""
GROUP = """\
      - {{id: g{0}, title: "{0}", source: police, unit: offence, where: {{offence: {1}}}, part_of: every}}
      - {{id: g{0}_severity, title: "{0}", of: g{0}, weigh: mean}}
      - {{id: g{0}_share, title: "{0}", of: g{0}_severity, per: every_severity, as: share}}
"""


def test_the_shares_of_the_west_mercia_strategy_are_of_the_total_that_its_scores_make(tmp_path: Path) -> None:
    """It prints 71, 4, 9 and 8 per cent, which are 92; its four scores make 1,068,138, and other shares of it."""
    names = ("violence_with_injury", "sexual_offences", "robbery", "homicide")
    groups = "".join(GROUP.format(code, name) for (code, _, _), name in zip(STRATEGY, names, strict=True))
    weights = "".join(f"{code},{score / number!r}\n" for code, number, score in STRATEGY)
    records = [code for code, number, _ in STRATEGY for _ in range(number)]
    csv = "".join(f"{n},2021-{n % 12 + 1:02d}-01,{code}\n" for n, code in enumerate(records))
    for name, text in (
        ("svtool.yaml", "tables: [strategy]\nperiods: {kind: calendar, years: [2021]}\n"
         "sources:\n  police: {files: police.csv, mapping: standard, from: 2021-01-01, to: 2021-12-31}\n"),
        ("police.csv", f"reference,recorded_date,offence_class\n{csv}"),
        ("definitions/tables/strategy.yaml", GROUPS + groups),
        ("definitions/weights/mean.yaml", OURS.replace("ours", "mean")),
        ("definitions/weights/mean.csv", f"code,weight\n{weights}"),
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = svtool.measures(tmp_path / "svtool.yaml").set_index("measure_id")["value"]
    assert round(found["every_severity"]) == 1_068_138
    assert [round(found[f"g{code}_severity"]) for code, *_ in STRATEGY] == [score for *_, score in STRATEGY]
    assert [round(found[f"g{code}_share"], 1) for code, *_ in STRATEGY] == [69.4, 4.2, 18.9, 7.5]


def test_a_share_of_scores_is_of_the_weights(figures: pd.DataFrame) -> None:
    part, whole = row(figures, "knife_severity", 2020), row(figures, "severity", 2020)
    found = row(figures, "knife_share_of_severity", 2020)
    assert found["value"] == pytest.approx(100 * part["value"] / whole["value"])
    assert found["value_lower_95"] < found["value"] < found["value_upper_95"]


def test_what_is_compared_like_for_like_is_said(figures: pd.DataFrame) -> None:
    """A year of which one part lacks months is compared in those of both years, of which its column has others."""
    found = row(figures, "crimes_for_visits", 2021)
    assert found["comparison"] == "like_for_like"
    assert "Like for like, Jan to Sep: 1 (273 to 273) against 1 (273 to 273) in Jan to Sep 2020" in found["notes"]
