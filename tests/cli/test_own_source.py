"""A source of the project's own: a file in `definitions/sources/`, no line of Python, and every command knows it."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SOURCE = """
    id: probation
    title: People on probation
    unit: person_supervised
    units: [person_supervised]
    nouns: {person_supervised: {one: person supervised, many: people supervised}}
    dates: [recorded_date]
    fields:
      - {name: reference, title: supervision number, type: reference}
      - {name: supplier, title: probation region, type: label}
      - {name: recorded_date, title: start of supervision, type: date}
      - {name: knife, title: knife index offence, type: flag}
      - name: risk
        title: risk of serious harm
        type: category
        values: [low, high]
        unknown: [not_assessed]
        also: {severe: high}
      - {name: age, title: age at start, type: age}
      - {name: area, title: area of residence, type: area}
    column_names:
      recorded_date: {assumed: [supervised from]}
      risk: {seen: {rosh: a form of 2019}}
    signs: {words: [probation, supervision], fields: [risk]}
    """
TABLE = """
    id: ours
    title: Ours
    groups:
      - title: Probation
        measures:
          - {id: high_risk, title: High risk, source: probation, unit: person_supervised, where: {risk: high}}
    """
PROJECT = """
    tables: [ours]
    areas: merseyside
    periods: {kind: calendar, years: [2020, 2021]}
    sources:
      probation: {files: extracts/probation.csv, mapping: probation, area_basis: residence, area_unknown: inside}
    """
MAPPING = """
    id: probation
    title: Ours
    source: probation
    by_name: yes
    columns:
      recorded_date: {column: Supervised from, format: DD/MM/YYYY}
      risk: {column: ROSH, values: {low: low, high: high, severe: high, not assessed: not_assessed}}
      knife: {column: knife, values: {Y: yes, N: no}, blank: unknown}
    """
RISKS = ("low", "high", "severe", "not assessed")


def probation_csv() -> str:
    """Return one person started on every third day of two years, the risks by turns."""
    lines = ["reference,Supervised from,ROSH,knife,age,area"]
    for i in range(240):
        year, month, day = 2020 + i // 120, 1 + i % 120 // 10, 1 + 3 * (i % 10)
        risk, area = RISKS[i % 4], ("Wirral", "Sefton")[i % 2]
        lines.append(f"P{i},{day:02}/{month:02}/{year},{risk},{'YN'[i % 2]},{18 + i % 30},{area}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def probation(desk: Desk) -> Desk:
    """A desk that has nothing but extracts of a source that nobody knows."""
    (desk.folder / "svtool.yaml").unlink()
    (desk.folder / "extracts/police.csv").unlink()
    desk.write("definitions/sources/probation.yaml", SOURCE)
    desk.write("definitions/tables/ours.yaml", TABLE)
    desk.write("extracts/probation.csv", probation_csv())
    return desk


@pytest.fixture
def project(probation: Desk) -> Desk:
    """The same with a project file and a mapping."""
    probation.write("svtool.yaml", PROJECT)
    probation.write("definitions/mappings/probation.yaml", MAPPING)
    return probation


def rows(out: str) -> list[dict[str, str]]:
    """Return the rows of a CSV that was printed."""
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.slow
def test_init_knows_its_files_by_its_signs_and_usual_names(probation: Desk) -> None:
    ran = probation.run("init")
    assert (ran.code, "extracts/probation.csv: probation, mapping probation" in ran.out) == (0, True), ran.out
    text = (probation.folder / "svtool.yaml").read_text(encoding="utf-8")
    assert "  probation:\n" in text
    mapping = (probation.folder / "definitions/mappings/probation.yaml").read_text(encoding="utf-8")
    assert "a usual name for start of supervision" in mapping
    assert "column: ROSH" in mapping
    assert "severe: high" in mapping


@pytest.mark.slow
def test_what_init_proposes_is_counted_once_a_person_has_decided(probation: Desk) -> None:
    probation.run("init")
    path = probation.folder / "svtool.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if "TO DECIDE" not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    mapping = probation.folder / "definitions/mappings/probation.yaml"
    decided = [line for line in mapping.read_text(encoding="utf-8").splitlines() if "TO DECIDE" not in line]
    mapping.write_text("\n".join(decided) + "\n", encoding="utf-8")
    ran = probation.run("measures", "--table", "ours", "--periods", "calendar:2020..2021", "--format", "csv")
    assert (ran.code, [row["count"] for row in rows(ran.out)]) == (0, ["60", "60"]), ran.err


def test_measures_counts_it_with_what_is_not_known(project: Desk) -> None:
    found = rows(project.run("measures", "--format", "csv").out)
    assert [(row["source"], row["unit"], row["count"], row["not_known"]) for row in found] == [
        ("probation", "person_supervised", "60", "30"),
        ("probation", "person_supervised", "60", "30"),
    ]
    by_area = rows(project.run("measures", "--by", "area,age_band", "--format", "csv").out)
    whole = [row for row in by_area if row["area"] == "Wirral" and row["age_band"] == "all"]
    assert [row["count"] for row in whole] == ["30", "30"]  # those whose risk is severe, which means high
    assert {row["area"] for row in by_area} >= {"Wirral", "Sefton"}


@pytest.mark.slow
def test_every_other_command_knows_it(project: Desk) -> None:
    ran = project.run("count", "--source", "probation", "--where", "knife: yes, age: {lt: 25}", "--by", "age_band")
    assert (ran.code, "People supervised: knife index offence is yes and age at start under 25" in ran.out) == (
        0,
        True,
    ), ran.out
    commands = [
        ["trend", "--measure", "high_risk"],
        ["trend", "--measure", "high_risk", "--format", "csv"],
        ["validate", "--project", "svtool.yaml"],
        ["validate", "extracts/probation.csv", "--source", "probation", "--mapping", "probation"],
        ["validate", "extracts/probation.csv"],
        ["explain", "P1", "--source", "probation"],
        ["review", "--measure", "high_risk", "--period", "2021", "--out", "worklist.csv"],
        ["report", "--out", "report.html"],
        ["report", "--rates", "--out", "rates.html"],
        ["measures", "--format", "csv,json,xlsx,parquet,table", "--out", "all/"],
        ["verify", "all/manifest.json"],
        ["check", "--published", "all/ours.csv", "--project", "svtool.yaml"],
    ]
    failed = {" ".join(words): ran.err for words in commands if (ran := project.run(*words)).code}
    assert failed == {}


def test_sentences_call_its_unit_as_it_says(project: Desk) -> None:
    assert project.run("report", "--out", "report.html").code == 0
    page = (project.folder / "report.html").read_text(encoding="utf-8")
    assert "60 people supervised in 2021" in page


def test_a_source_that_nobody_defines_is_refused_with_the_nearest(project: Desk) -> None:
    project.write("svtool.yaml", PROJECT.replace("  probation: {", "  probatoin: {"))
    ran = project.run("measures")
    assert (ran.code, ran.err) == (
        10,
        "error: svtool.yaml:5: sources.probatoin is not a field of the sources of a project; did you mean probation?\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("unit: person_supervised", "unit: person", "probation.yaml:3: unit: person is not one of its units"),
        ("dates: [recorded_date]", "dates: [risk]", "dates[1]: risk is not a field that places a record in a period; "),
        ("fields: [risk]}", "fields: [risks]}", "signs.fields[1]: risks is not one of its fields; expected"),
        ("{severe: high}", "{severe: hi}", "also.severe: hi is not a value of the field; expected low, high or"),
        ("risk: {seen", "risc: {seen", "column_names.risc: risc is not one of its fields; expected"),
        ("nouns: {person_supervised:", "nouns: {case:", "nouns.case: case is not one of its units; expected"),
        ("    unit: person_supervised\n", "", "a source lacks unit; add it"),
    ],
)
def test_what_is_wrong_with_it_is_said_at_its_line(project: Desk, old: str, new: str, fault: str) -> None:
    assert old in SOURCE
    project.write("definitions/sources/probation.yaml", SOURCE.replace(old, new, 1))
    ran = project.run("measures")
    assert (ran.code, fault in ran.err) == (10, True), ran.err


def test_linked_files_are_for_sources_that_come_in_them(project: Desk) -> None:
    project.write(
        "svtool.yaml", PROJECT.replace("{files: extracts/probation.csv,", "{offences: extracts/probation.csv,")
    )
    assert "sources.probation.offences is not a field of an extract" in project.run("measures").err


NAMES = st.from_regex(r"[a-z]{3,8}_[a-z]{3,8}", fullmatch=True)


@pytest.mark.slow
@settings(
    max_examples=settings().max_examples // 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=NAMES,
    unit=NAMES,
    field=NAMES.filter(lambda each: each not in {"recorded_date"}),
    values=st.lists(NAMES, min_size=2, max_size=4, unique=True),
    picks=st.lists(st.integers(0, 3), min_size=1, max_size=12),
)
def test_any_source_is_counted_whatever_it_and_its_fields_are_called(
    desk: Desk, name: str, unit: str, field: str, values: list[str], picks: list[int]
) -> None:
    for path in (desk.folder / "definitions").rglob("*.yaml"):
        path.unlink()
    desk.write(f"definitions/sources/{name}.yaml", "\n".join([
        f"id: {name}", "title: Anything", f"unit: {unit}", f"units: [{unit}]", "dates: [recorded_date]", "fields:",
        "  - {name: reference, title: a, type: reference}", "  - {name: recorded_date, title: b, type: date}",
        f"  - {{name: {field}, title: c, type: category, values: [{', '.join(values)}]}}",
    ]) + "\n")  # fmt: skip
    desk.write("definitions/mappings/any.yaml", "\n".join([
        "id: any", "title: Any", f"source: {name}", "by_name: yes", "columns:",
        "  recorded_date: {column: recorded_date, format: YYYY-MM-DD}",
        f"  {field}: {{column: {field}, values: {{{', '.join(f'{each}: {each}' for each in values)}}}}}",
    ]) + "\n")  # fmt: skip
    desk.write("definitions/tables/any.yaml", "\n".join([
        "id: any", "title: Any", "groups:", "  - title: Any", "    measures:",
        *(f"      - {{id: m_{each}, title: T, source: {name}, unit: {unit}, where: {{{field}: {each}}}}}"
          for each in values),
    ]) + "\n")  # fmt: skip
    said = [values[pick % len(values)] for pick in picks]
    lines = [f"R{i},2021-0{1 + i % 9}-01,{each}" for i, each in enumerate(said)]
    desk.write("any.csv", "\n".join([f"reference,recorded_date,{field}", *lines]) + "\n")
    periods = "periods: {kind: calendar, years: 2021}"
    desk.write("svtool.yaml", f"tables: [any]\n{periods}\nsources: {{{name}: {{files: any.csv, mapping: any}}}}\n")
    found = rows(desk.run("measures", "--format", "csv").out)
    assert {row["measure_id"]: int(row["count"]) for row in found} == {f"m_{each}": said.count(each) for each in values}
    assert desk.run("count", "--source", name, "--where", f"{field}: {values[0]}").code == 0
    assert desk.run("validate", "any.csv", "--source", name).code in {0, 12}
