"""To which periods a record without a date may belong: by what each extract and each other date allow, and no more.

The oracle asks every day of the years by itself, and shares nothing with the code but the reading of the files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from svtool.counting.cells import Cell, Geography
from svtool.counting.source_counts import SourceCounts
from svtool.schema.rules import EVERYTHING, Among
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import NewDesk

FEW = settings(
    deadline=None,
    max_examples=max(settings().max_examples // 10, 5),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
OFFENCES = Measure(
    id="offences", title="Offences", source="police", unit="offence", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role=None, having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None,
)  # fmt: skip
KNIFE = replace(OFFENCES, id="knife", where=Among("knife", ("yes",)), rule=Among("knife", ("yes",)))
COMMITTED = replace(OFFENCES, id="committed", date_basis="committed_date")
SUSPECTS = replace(OFFENCES, id="suspects", unit="suspect", role="suspect")
MEASURES = (OFFENCES, KNIFE, COMMITTED, SUSPECTS)
YEARS = (2019, 2020, 2021)
# The years that are asked about, and a day before and after all others.
EVERY_DAY = [date(2000, 1, 1), *(date(2019, 1, 1) + timedelta(days=day) for day in range(1096)), date(2040, 1, 1)]
DAYS = st.dates(date(2018, 6, 1), date(2022, 6, 30))
AREAS = ("Wirral", "Sefton", "")
HEADER = "reference,recorded_date,committed_date,knife,area,suspect_reference"


@dataclass(frozen=True)
class Record:
    """A record of an extract: its dates as far as they are known, and what it says."""

    recorded: date | None
    committed: date | None
    knife: str
    area: str
    suspect: str

    def text(self, reference: str) -> str:
        """Return it as a line."""
        recorded, committed = (day.isoformat() if day else "" for day in (self.recorded, self.committed))
        return f"{reference},{recorded},{committed},{self.knife},{self.area},{self.suspect}"


@dataclass(frozen=True)
class File:
    """A file with what the project says of it: the first and last day, of which date, and when it was made."""

    records: list[Record]
    first: date | None
    last: date | None
    as_at: date | None
    selected_on: str | None

    def said(self) -> dict[str, str]:
        """Return what the project file says."""
        days = {"from": self.first, "to": self.last, "as_at": self.as_at}
        found = {name: day.isoformat() for name, day in days.items() if day}
        return found | ({"selected_on": self.selected_on} if self.selected_on else {})

    def allows(self, recorded: date, committed: date) -> bool:
        """Return whether a record of these two days could stand in the file, as far as it says."""
        day = committed if self.selected_on == "committed_date" else recorded
        window = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return window and (self.as_at is None or recorded <= self.as_at) and committed <= recorded

    def may_lie(self, record: Record, basis: str) -> set[date]:
        """Return the days that the date of a record which lacks it may be, whatever its other date leaves open."""
        other = record.committed if basis == "recorded_date" else record.recorded

        def possible(day: date, against: date | None) -> bool:
            if against is None:
                # The other date may be any: the very same day, or at the ends of what the file allows.
                against = day
                ends = [each for each in (self.first, self.last, self.as_at) if each]
                tried = [day, *ends, EVERY_DAY[0], EVERY_DAY[-1]]
                return any(self.allows(*((day, each) if basis == "recorded_date" else (each, day))) for each in tried)
            return self.allows(*((day, against) if basis == "recorded_date" else (against, day)))

        found = {day for day in EVERY_DAY if possible(day, other)}
        # Where the other date excludes every day, the window alone is believed.
        return found or {day for day in EVERY_DAY if possible(day, None)}


def _as_known(record: Record, as_at: date | None) -> Record:
    """Return a record without the dates that lie after its extract was made."""
    kept = [
        day if day is None or as_at is None or day <= as_at else None for day in (record.recorded, record.committed)
    ]
    return replace(record, recorded=kept[0], committed=kept[1])


@st.composite
def _files(draw: st.DrawFn) -> File:
    first = draw(st.none() | st.dates(date(2019, 1, 1), date(2020, 6, 30)))
    last = draw(st.none() | st.dates(date(2020, 7, 1), date(2021, 12, 31)))
    as_at = draw(st.none() | st.just(date(2020, 12, 31)))  # a date after it is not known
    record = st.builds(
        Record, st.none() | DAYS, st.none() | DAYS, st.sampled_from(["Y", "N", ""]), st.sampled_from(AREAS),
        st.sampled_from(["S1", "S2", "S3", ""]),
    )  # fmt: skip
    known = st.builds(_as_known, record, st.just(as_at))
    return File(
        draw(st.lists(known, min_size=1, max_size=8)), first, last, as_at,
        draw(st.sampled_from([None, "recorded_date", "committed_date"])),
    )  # fmt: skip


def _day_of(record: Record, basis: str) -> date | None:
    return record.recorded if basis == "recorded_date" else record.committed


def _expected(files: list[File], measure: Measure, year: int, area: str | None) -> int:
    """Return how many units without a date may belong to a year and an area; people beyond those who count."""
    counted: set[str] = set()
    undated: list[str] = []
    for file in files:
        for record in file.records:
            if area is not None and record.area != area:
                continue
            if measure is KNIFE and record.knife == "N":
                continue
            day = _day_of(record, measure.date_basis)
            if day is not None:
                counted |= {record.suspect} if day.year == year else set()
            elif any(each.year == year for each in file.may_lie(record, measure.date_basis)):
                undated.append(record.suspect)
    if measure.unit == "suspect":
        return len({each for each in undated if each} - counted)
    return len(undated)


@pytest.mark.slow
@FEW
@given(files=st.lists(_files(), min_size=1, max_size=3))
def test_a_record_without_a_date_may_belong_to_what_its_extract_and_its_other_date_allow(
    files: list[File], new_desk: NewDesk
) -> None:
    texts = [
        "\n".join([HEADER, *(record.text(f"R{i}-{j}") for j, record in enumerate(file.records))]) + "\n"
        for i, file in enumerate(files)
    ]
    with new_desk() as desk:
        mapping = desk.own_mapping(
            "source: police\nrow: offence\nby_name: yes\n"
            "columns:\n  suspect_reference: {column: suspect_reference, within: always}\n"
        )
        said = [file.said() for file in files]
        facts = desk.gather("police", texts, mapping=mapping, said=said, areas="merseyside", dates=set())
        areas = desk.library.areas("merseyside")
        geography = Geography(tuple(areas.by_key), unknown_is_inside=True, bounded=True)
        counts = SourceCounts(desk.engine, facts, desk.library.catalogue, geography, MEASURES)
        places = {None: None, "Wirral": areas.locate("Wirral"), "Sefton": areas.locate("Sefton"), "": ""}
        found = {
            (measure.id, year, area): counts.count(
                measure, [(date(year, 1, 1), date(year, 12, 31))], Cell(place)
            ).undated or 0
            for measure in MEASURES
            if measure.date_basis in facts.columns
            for year in YEARS
            for area, place in places.items()
        }  # fmt: skip
    by_id = {measure.id: measure for measure in MEASURES}
    assert found == {(name, year, area): _expected(files, by_id[name], year, area) for name, year, area in found}
