"""Offences that are issued again bring their people: linked files and a flat file with the same facts count alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.counting.source_counts import Geography, SourceCounts
from svtool.gathering.facts import Facts
from svtool.schema.rules import EVERYTHING, fields_of
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

OFFENCES = 24
# Of each offence: the ages of its victims, or None where the extract has no such offence.
Edition = list[tuple[int, ...] | None]
VICTIMS = st.sampled_from([(), (15,), (30,), (15, 40)])
earlier = st.lists(VICTIMS, min_size=OFFENCES, max_size=OFFENCES)
later = st.lists(
    st.one_of(VICTIMS, VICTIMS, VICTIMS, st.none()), min_size=OFFENCES + 3, max_size=OFFENCES + 3
)  # fmt: skip
FLAT = "source: police\nrow: victim\nby_name: yes\nno_victim: blank\n"
AS_AT = ("2022-01-14", "2022-04-14")


def _day(i: int) -> date:
    return date(2021, 1, 1) + timedelta(days=i)


def _offences(edition: Edition) -> str:
    rows = [f"O{i:02d},{_day(i)},8N" for i, victims in enumerate(edition) if victims is not None]
    return "\n".join(["reference,recorded_date,offence_class", *rows]) + "\n"


def _victims(edition: Edition) -> str:
    rows = [f"O{i:02d},V{i}-{age},{age}" for i, victims in enumerate(edition) for age in victims or ()]
    return "\n".join(["reference,victim_reference,victim_age", *rows]) + "\n"


def _flat(edition: Edition) -> str:
    rows = [
        f"O{i:02d},{_day(i)},8N,{reference},{age}"
        for i, victims in enumerate(edition)
        if victims is not None
        for reference, age in [(f"V{i}-{age}", age) for age in victims] or [("", "")]
    ]
    return "\n".join(["reference,recorded_date,offence_class,victim_reference,victim_age", *rows]) + "\n"


def _counts(desk: Desk, facts: Facts) -> dict[str, int]:
    measures = [
        Measure(
            id=unit + name, title="m", source="police", unit=unit, date_basis="recorded_date", where=where, rule=where,
            definition=None, role="victim" if unit == "victim_incident" or fields_of(where) else None, having=None,
            part_of=None, desired=None, value_unit=None, published_as=None, note=None,
        )
        for unit in ("offence", "victim_incident")
        for name, where in (("", EVERYTHING), (" young", desk.rule("victim_age: {lt: 18}")))
    ]  # fmt: skip
    counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), measures)
    year = [(date(2021, 1, 1), date(2021, 12, 31))]
    return {each.id: counts.count(each, year).met for each in measures}


@pytest.mark.slow
@given(before=earlier, now=later)
@settings(max_examples=4, deadline=None)
def test_what_the_later_extract_says_is_all_that_is_known(new_desk: NewDesk, before: Edition, now: Edition) -> None:
    """Both editions hold the days, so what the later lacks is withdrawn where it has half of the earlier's offences."""
    before[0], now[0], now[OFFENCES - 1] = (15,), (15,), ()
    shared = sum(each is not None for each in now[:OFFENCES])
    withdraws = 2 * shared >= OFFENCES
    known = [
        each if each is not None or withdraws else old
        for each, old in zip(now, [*before, None, None, None], strict=True)
    ]
    counted = [victims for victims in known if victims is not None]
    expected = {
        "offence": len(counted),
        "offence young": sum(15 in victims for victims in counted),
        "victim_incident": sum(map(len, counted)),
        "victim_incident young": sum(victims.count(15) for victims in counted),
    }
    revised = sum(a != b for a, b in zip(before, now[:OFFENCES], strict=True) if b is not None)
    with new_desk() as desk:
        linked = desk.gather(
            "police",
            {
                "offences": [_offences(each) for each in (before, now)],
                "victims": [_victims(each) for each in (before, now)],
            },
            as_at=AS_AT,
        )
        assert _counts(desk, linked) == expected
        assert linked.revision
        assert (linked.revision.reissued, linked.revision.revised) == (shared, revised)
        assert linked.revision.withdrawn == (OFFENCES - shared if withdraws else 0)
    with new_desk() as desk:
        flat = desk.gather(
            "police", [_flat(each) for each in (before, now)], mapping=desk.own_mapping(FLAT), as_at=AS_AT
        )
        assert _counts(desk, flat) == expected
        assert flat.revision
        assert (flat.revision.reissued, flat.revision.revised) == (shared, revised)


def test_people_stay_where_nobody_sent_them_with_the_later_offences(desk: Desk) -> None:
    """That there is no file of victims is not that there are no victims."""
    before: Edition = [(15,)] * OFFENCES
    facts = desk.gather(
        "police", {"offences": [_offences(before), _offences(before)], "victims": [_victims(before)]}, as_at=AS_AT
    )
    assert _counts(desk, facts)["victim_incident"] == OFFENCES


def test_the_people_of_a_withdrawn_offence_are_superseded_with_it(desk: Desk) -> None:
    before: Edition = [(15,)] * OFFENCES
    now: Edition = [*before[:5], None, *before[6:]]
    files = {"offences": [_offences(before), _offences(now)], "victims": [_victims(before), _victims(now)]}
    facts = desk.gather("police", files, as_at=AS_AT)
    ledger = facts.reports["victims"].ledger
    assert (ledger.superseded, ledger.unlinked, ledger.usable) == (OFFENCES, 0, OFFENCES - 1)
