"""The sample as it would be published by area and age: what adds up in it gives no suppressed count away."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import product

import pytest
from disclosure_attack import LIBRARY, Knowledge, rows_of_csv
from often import slow_but

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.output.machine import figures_as_csv
from svtool.output.wording.note_words import notes_in_words

BY = {"area": ("area",), "area and age": ("area", "age_band")}
Cell = tuple[str, str, str, str]  # measure, area, band, count or not known


@cache
def published(by: str, policy: str) -> list[dict[str, str]]:
    """Return the published rows of Table 1."""
    request = Request(sample=True, tables=("home_office",), by=BY[by], disclosure=policy)
    return rows_of_csv(figures_as_csv(measure(request)))


def cells_of(rows: list[dict[str, str]]) -> dict[Cell, str]:
    """Return every cell with its text; a measure that the table repeats stands once."""
    return {
        (row["measure_id"], row["area"], row.get("age_band", "all"), kind): row[kind]
        for row, kind in product(rows, ("count", "not_known"))
        if row["status"] in ("", "c")
    }


def sums_of(cells: dict[Cell, str]) -> list[tuple[Cell, list[Cell]]]:
    """Return every cell that others could be the parts of, by area and by band."""
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    for measure_id, area, band, kind in cells:
        if area != "Merseyside" and not area.startswith("outside"):
            parts[measure_id, "Merseyside", band, kind].append((measure_id, area, band, kind))
    by_area = list(parts.items())
    parts = defaultdict(list)
    for measure_id, area, band, kind in cells:
        if band != "all":
            parts[measure_id, area, "all", kind].append((measure_id, area, band, kind))
    return [*by_area, *parts.items()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "policy"), slow_but(lambda case: case == ("area", "nhs"), product(BY, ["threshold_5", "nhs"]))
)
def test_what_adds_up_gives_no_suppressed_count_away(by: str, policy: str) -> None:
    rule = LIBRARY.disclosure(policy)
    assert rule is not None
    wholes = {each.id: each.part_of for each in LIBRARY.table("home_office").measures if each.part_of}
    suppressed = 0
    for period in sorted({row["period"] for row in published(by, "none")}):
        exact = cells_of([row for row in published(by, "none") if row["period"] == period])
        shown = cells_of([row for row in published(by, policy) if row["period"] == period])
        assert list(shown) == list(exact)
        number = {cell: i for i, cell in enumerate(shown)}
        known = Knowledge(len(shown), 100_000)
        for cell, text in shown.items():
            known.know({number[cell]: 1}, *(rule.range_of(int(text)) if text else (1, 100_000)))
            if not text:
                known.targets.append((f"{cell} {period}", {number[cell]: 1}))
        for total, parts in sums_of(shown):
            if int(exact[total]) == sum(int(exact[part]) for part in parts):
                known.know({number[total]: 1, **{number[part]: -1 for part in parts}}, 0, 0)
        for cell in shown:
            whole = (wholes.get(cell[0], ""), *cell[1:])
            if cell[3] == "count" and whole in shown and int(exact[cell]) <= int(exact[whole]):
                known.know({number[whole]: 1, number[cell]: -1}, 0, 100_000)
        suppressed += len(known.targets)
        least = rule.values_for(rule) - 1
        assert [found for found in known.ranges(least) if found[2] - found[1] < least] == []
    assert suppressed >= 20


@cache
def with_rates(policy: str) -> Result:
    """Return what is published of Table 1 with rates by area, of people whose number everybody knows."""
    return measure(Request(sample=True, tables=("home_office",), by=("area",), disclosure=policy, rates=True))


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["threshold_5", "nhs"])
def test_rates_say_no_more_than_the_counts_beside_them(policy: str) -> None:
    rule = LIBRARY.disclosure(policy)
    assert rule is not None
    rows = rows_of_csv(figures_as_csv(with_rates(policy)))
    of_rates = [name for name in rows[0] if name.startswith(("rate", "standardised"))]
    suppressed = [row for row in rows if row["status"] == "c" and row["population"]]
    assert len(suppressed) >= 10
    for row in suppressed:
        assert {name: row[name] for name in of_rates if row[name]} == {"rate_status": "c"}
    rated = [row for row in rows if row["rate"]]
    assert len(rated) >= 50
    for row in rated:
        assert round(float(row["rate"]) * int(row["population"]) / 100_000, 6) == int(row["count"])
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row["position"], row["period"]].append(row)
    for parts in groups.values():
        if rule.rounds or any(row["status"] == "c" for row in parts):
            assert not any(row["rate_against_whole"] for row in parts)


@pytest.mark.slow
def test_what_is_said_of_all_comparisons_counts_the_printed_ones() -> None:
    result = with_rates("threshold_5")
    printed = {
        (row["measure_id"], row["area"], row["period"]): row["rate_against_whole"]
        for row in rows_of_csv(figures_as_csv(result))
        if row["rate_against_whole"]
    }
    differing = sum(not words.startswith("no different") for words in printed.values())
    (remark,) = [each for each in notes_in_words(result.remarks) if "chance alone" in each]
    assert remark.startswith(f"{differing} of {len(printed)} comparisons")
    assert [each for each in notes_in_words(with_rates("nhs").remarks) if "chance alone" in each] == []


@pytest.mark.slow
@pytest.mark.parametrize("policy", slow_but(lambda policy: policy == "nhs", ["threshold_5", "nhs"]))
def test_tables_of_whole_areas_stay_readable(policy: str) -> None:
    rows = [row for row in published("area", policy) if row["status"] in ("", "c")]
    assert sum(row["status"] == "c" for row in rows) < len(rows) / 2
    whole = [row["count"] for row in rows if row["area"] == "Merseyside" and row["measure_id"] == "ed_knife_or_sharp"]
    assert whole == {"threshold_5": ["309", "293", "148"], "nhs": ["310", "295", "150"]}[policy]
