"""Under a disclosure policy a share is made of what is printed, and of nothing else: it can give nothing away."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk

from svtool.figures.contract import WORKED_OUT_NUMBERS, WORKED_OUT_WHOLE_NUMBERS

TABLE = """\
id: shares
title: Shares
groups:
  - title: All
    measures:
      - {id: crimes, title: Crimes, source: police, unit: offence}
      - {id: knife, title: With a knife, source: police, unit: offence, where: {knife: yes}, part_of: crimes}
      - {id: share, title: Share with a knife, of: knife, per: crimes, as: share}
      - {id: score, title: Severity, of: crimes, weigh: css}
      - {id: score_knife, title: Severity with a knife, of: knife, weigh: css}
      - {id: share_of_score, title: Share of severity, of: score_knife, per: score, as: share}
"""
KNIVES = {"Wirral": (3, 60), "Sefton": (40, 200), "Liverpool": (31, 90), "Knowsley": (0, 2)}


def project(desk: Desk) -> None:
    desk.project("tables: [recorded_crime]", "tables: [shares]")
    desk.write("definitions/tables/shares.yaml", TABLE)
    lines = ["reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"]
    for year, grows in ((2020, 1), (2021, 2)):
        for area, (knives, others) in KNIVES.items():
            for n in range(knives + others * grows):
                day = f"{year}-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
                lines.append(f"{len(lines)},{day},{'45' if n % 9 else '1'},{'Y' if n < knives else 'N'},N,N,30,{area}")
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["threshold_5", "nhs"])
def test_every_share_follows_from_the_two_counts_that_are_printed(desk: Desk, policy: str) -> None:
    project(desk)
    ran = desk.run("measures", "--by", "area", "--disclosure", policy, "--format", "csv")
    assert ran.code == 0, ran.err
    rows = {(row["measure_id"], row["area"], row["period"]): row for row in csv.DictReader(io.StringIO(ran.out))}
    shown = hidden = 0
    for (measure, area, period), row in rows.items():
        if measure != "share":
            continue
        part, whole = (rows[name, area, period]["count"] for name in ("knife", "crimes"))
        if not part or not whole:
            hidden += 1
            assert row["status"] == "c"
            assert not any(row[name] for name in ("value", "change", *WORKED_OUT_NUMBERS, *WORKED_OUT_WHOLE_NUMBERS))
        elif int(whole):
            shown += 1
            assert float(row["value"]) == pytest.approx(100 * int(part) / int(whole))
            assert (row["of_count"], row["per_count"]) == (part, whole)
    assert shown > 0
    assert hidden > 0


@pytest.mark.slow
def test_no_score_is_shown_for_a_sum_of_weights_names_its_offences(desk: Desk) -> None:
    project(desk)
    ran = desk.run("measures", "--by", "area", "--disclosure", "threshold_5", "--format", "csv")
    of_weights = [row for row in csv.DictReader(io.StringIO(ran.out)) if "score" in row["measure_id"]]
    assert of_weights
    for row in of_weights:
        assert row["status"] in ("c", "x")
        assert not any(row[name] for name in ("value", "change", *WORKED_OUT_NUMBERS, *WORKED_OUT_WHOLE_NUMBERS))
    assert any("No score under the policy" in row["notes"] for row in of_weights)
