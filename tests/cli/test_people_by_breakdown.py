"""People counted by breakdowns: in each part whoever was met there, however often and wherever else he was met."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from office import Office
from often import slow_but

AREAS, SEXES = ("Wirral", "Sefton", "Knowsley"), ("female", "male", "")
BANDS = {"10–17": range(10, 18), "18–24": range(18, 25), "25+": range(25, 90)}
TABLE = """
    id: people
    title: People
    groups:
      - title: Robbery
        measures:
          - {id: victims, title: Victims, source: police, unit: victim, where: {offence: robbery}}
          - {id: twice, title: Victims twice, source: police, unit: victim, where: {offence: robbery},
             having: {offences: {gte: 2}}}
          - {id: twice_on_days, title: Victims on two days, source: police, unit: victim, where: {offence: robbery},
             having: {offences: {gte: 2}, on_different_days: yes}}
    """
Row = dict[str, str]


def made_up(seed: int) -> list[Row]:
    """Return rows of victims: some in several offences, at several ages and places, and some without a reference."""
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    rows = []
    for number in range(90):
        offence = {
            "reference": f"R{number}", "recorded_date": f"2021-{chance.randint(1, 12):02d}-{chance.randint(1, 4):02d}",
            "offence_class": chance.choice(["34B", "34B", "49"]), "area": chance.choice(AREAS),
        }  # fmt: skip
        for person in chance.sample(range(25), chance.choice([0, 1, 1, 2])):
            rows.append(offence | {
                "victim_reference": f"V{person}" if person else "", "victim_sex": SEXES[person % 3],
                "victim_age": chance.choice(["", "12", "17", "19", "24", "40"]),
            })  # fmt: skip
    return rows


def expected(rows: list[Row], by: tuple[str, ...], unit: str) -> dict[tuple[str, ...], int]:
    """Return how many people there are in each part, counted one by one."""
    met: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["offence_class"] == "34B" and row["victim_reference"]:
            for part in parts_of(row, by):
                met[part][row["victim_reference"]].append(row)
    least = 1 if unit == "victims" else 2
    what: Callable[[Row], str] = (
        (lambda row: row["recorded_date"]) if unit == "twice_on_days" else (lambda row: row["reference"])
    )
    return {
        part: sum(len({what(row) for row in own}) >= least for own in people.values()) for part, people in met.items()
    }


def parts_of(row: Row, by: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the parts that a row stands in: all, and its own, of each breakdown."""
    band = next((name for name, ages in BANDS.items() if row["victim_age"] and int(row["victim_age"]) in ages), "")
    own = {"area": row["area"], "age_band": band or "not known", "sex": row["victim_sex"] or "not known"}
    yield from product(*(({"area": "Merseyside"}.get(name, "all"), own[name]) for name in by))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    found = Office(tmp_path, capsys)
    for name in ("definitions/tables", "definitions/mappings"):
        (tmp_path / name).mkdir(parents=True)
    found.write("definitions/tables/people.yaml", TABLE)
    found.write("definitions/mappings/flat.yaml", "id: flat\ntitle: Flat\nsource: police\nrow: victim\nby_name: yes\n")
    return found


def write(office: Office, name: str, rows: list[Row], columns: list[str]) -> None:
    lines = dict.fromkeys(",".join(row[column] for column in columns) for row in rows)
    office.write(name, "\n".join([",".join(columns), *lines]) + "\n")


OFFENCE = ["reference", "recorded_date", "offence_class", "area"]
VICTIM = ["victim_reference", "victim_age", "victim_sex"]


BREAKDOWNS = [("sex",), ("age_band", "sex"), ("area", "age_band")]
OFTEN = [("linked", ("area", "age_band")), ("flat", ("age_band", "sex"))]


@pytest.mark.parametrize(
    ("layout", "by"), slow_but(lambda case: case in OFTEN, product(["linked", "flat"], BREAKDOWNS))
)
def test_people_are_counted_in_each_part_by_itself(office: Office, layout: str, by: tuple[str, ...]) -> None:
    rows = made_up(len(by))
    office.write("svtool.yaml", (office.folder / "svtool.yaml").read_text(encoding="utf-8").split("sources:")[0])
    text = (office.folder / "svtool.yaml").read_text(encoding="utf-8")
    if layout == "flat":
        write(office, "flat.csv", rows, OFFENCE + VICTIM)
        sources = "police: {files: flat.csv, mapping: flat, from: 2021-01-01, to: 2021-12-31}"
    else:
        write(office, "offences.csv", rows, OFFENCE)
        write(office, "victims.csv", rows, ["reference", *VICTIM])
        window = "from: 2021-01-01, to: 2021-12-31"
        sources = f"police: {{offences: {{files: offences.csv, {window}}}, victims: {{files: victims.csv}}}}"
    office.write("svtool.yaml", f"{text}sources:\n  {sources}\n")
    code, out, err = office.run("measures", "--table", "people", "--by", ",".join(by), "--format", "csv")
    assert code == 0, err
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for row in csv.DictReader(io.StringIO(out)):
        found[row["measure_id"]][tuple(row[name] for name in by)] += int(row["count"])
    for unit in ("victims", "twice", "twice_on_days"):
        assert +found[unit] == +Counter(expected(rows, by, unit)), unit
    assert len(found["victims"]) > 3


def test_people_are_counted_by_clause_and_by_the_people_beside_them(office: Office) -> None:
    found = {}
    for by in ("clause", "sex"):
        words = ("count", "--unit", "victim", "--definition", "merseyside", "--by", by, "--format", "csv")
        code, out, err = office.run(*words)
        assert code == 0, err
        found[by] = {row[by]: (row["count"], row["not_known"]) for row in csv.DictReader(io.StringIO(out))}
    # P1 (two victims) is robbery with a knife, P2 (one) may be; P3 (one) is an assault with a knife.
    assert {name: found["clause"][name] for name in ("all", "A3", "B5", "A5")} == {
        "all": ("4", "0"), "A3": ("2", "1"), "B5": ("3", "0"), "A5": ("1", "0"),
    }  # fmt: skip
    assert found["sex"] == {"all": ("4", "0"), "female": ("2", "0"), "male": ("2", "0")}


def test_clauses_of_no_definition_are_refused(office: Office) -> None:
    code, out, err = office.run("count", "--source", "ed", "--by", "clause")
    assert (code, out) == (2, "")
    assert "--by clause: nothing here counts by a definition; name one with --definition." in err


def test_a_row_without_a_definition_says_why_it_has_no_clauses(office: Office) -> None:
    code, out, _ = office.run("measures", "--table", "mvrp_local", "--by", "clause", "--format", "csv")
    assert code == 0
    notes: dict[str, list[str]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(out)):
        notes[row["measure_id"]].append(row["notes"])
    (of_knives,) = notes["blade_possession"]
    assert "Not broken down by clause: it counts by no definition." in of_knives
    assert len(notes["serious_violence"]) > 1 and "Not broken down" not in "".join(notes["serious_violence"])
