"""Tables, lists and examples of the README are what the program has, and CHANGELOG says what changes numbers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from readme import README, ROOT, between, blocks

import svtool
from svtool.commands.trend import series_points
from svtool.errors import EXIT_MEANINGS
from svtool.figures.contract import BY, RATES, STATUSES, columns
from svtool.figures.populations import COLUMNS
from svtool.files.small_tables import read_rows
from svtool.schema.entry import parse_entry
from svtool.schema.library import Library, shipped_folder
from svtool.schema.mappings import parse_mapping
from svtool.schema.periods import KINDS, read_periods
from svtool.schema.project import ExtractEntry, LinkedEntry, provisional_of, read_project
from svtool.schema.text_yaml import read_text_yaml

OUTPUT = re.compile(r"<!-- output: svtool (?P<words>.+?) -->\n```text\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_output_block_is_the_beginning_of_the_real_output(tmp_path: Path) -> None:
    found = OUTPUT.findall(README)
    assert found
    for words, text in found:
        ran = subprocess.run(
            [sys.executable, "-m", "svtool", *words.split()], cwd=tmp_path, capture_output=True, check=True
        )
        printed = ran.stdout.decode("utf-8").splitlines()
        shown = text.splitlines()
        assert len(shown) >= 20
        assert shown == printed[: len(shown)]


def test_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", between("exit codes"), re.MULTILINE)
    assert {int(code): text for code, text in rows} == {int(code): text for code, text in EXIT_MEANINGS.items()}


def test_columns() -> None:
    assert between("columns") == ", ".join(f"`{name}`" for name in columns())


def test_columns_of_a_trend() -> None:
    assert between("trend columns") == ", ".join(f"`{name}`" for name in series_points.COLUMNS)


def test_columns_of_rates() -> None:
    assert between("rate columns") == ", ".join(f"`{name}`" for name in RATES)


def test_the_populations_of_the_readme_are_some(tmp_path: Path) -> None:
    (text,) = [block for block in blocks("text") if block.startswith("area_code,")]
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    rows = list(read_rows(ExtractEntry(files=("people.csv",)), tmp_path, COLUMNS))
    assert [row["population"] for _, row in rows] == ["166219", "334255"]


def test_statuses() -> None:
    assert between("statuses") == ", ".join(f"`{letter}` {meaning}" for letter, meaning in STATUSES.items())


def test_breakdowns() -> None:
    assert "break down by " + ", ".join(f"`{name}`" for name in BY) in README


def test_every_kind_of_period_has_an_example_that_is_one() -> None:
    (line,) = [line for line in README.splitlines() if line.startswith("| `--periods")]
    examples = re.findall(r"`(\w+:[^`]+)`", line)
    assert [example.split(":")[0] for example in examples] == list(KINDS)
    for example in examples:
        assert len(read_periods(example).spans()) >= 2


def test_every_table_and_mapping_that_ships_is_named() -> None:
    library = Library()
    for kind in ("tables", "mappings", "serious_violence"):
        unnamed = [name for name in library.ids(kind) if f"`{name}`" not in README and f" {name}" not in README]
        assert set(unnamed) <= {"merseyside_duty", "west_mercia"}, kind  # `svtool definition list` names them


def yaml_block(key: str) -> str:
    """Return the YAML example that begins with a key."""
    (found,) = [block for block in blocks("yaml") if block.startswith(f"{key}:")]
    return found


def test_the_project_file_of_the_readme_is_one(tmp_path: Path) -> None:
    path = tmp_path / "svtool.yaml"
    path.write_text(yaml_block("definition"), encoding="utf-8")
    project = read_project(path)
    assert list(project.sources.given()) == ["police", "ed", "ambulance", "fire", "indicators"]
    library = Library()
    for name in project.tables:
        library.table(name)
    assert library.areas(project.areas or "").id == "merseyside"


def test_the_project_file_of_the_readme_reads_the_sample(tmp_path: Path) -> None:
    # The agencies' table needs no police file, which would take longer than the rest.
    shutil.copytree(
        shipped_folder("sample_data") / "extracts", tmp_path / "extracts", ignore=shutil.ignore_patterns("police_*")
    )
    path = tmp_path / "svtool.yaml"
    path.write_text(yaml_block("definition"), encoding="utf-8")
    found = svtool.measures(path, tables=["agencies"], periods="calendar:2020..2021")
    assert found[found["period"] == "2021"]["count"].tolist() == [4_107, 2_484, 3_890]


def test_the_mapping_of_the_readme_is_one_and_reads_an_extract(tmp_path: Path) -> None:
    path = tmp_path / "definitions/mappings/our_force.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml_block("id"), encoding="utf-8")
    mapping = parse_mapping(read_text_yaml(path), Library().sources)
    assert mapping.id == "our_force"
    (tmp_path / "export.csv").write_text(
        "Crime Number,Date Recorded,Earliest Committed,HO Class,Knife Enabled,DA Flag,Victim Age,Suspect Age,"
        "Local Authority\n"
        "R1,03/02/2021,01/02/2021,34B,Y,,20,,Wirral\nR2,04/02/2021,04/02/2021,45,N,,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "svtool.yaml").write_text(
        "tables: [recorded_crime]\nareas: merseyside\nperiods: {kind: month, from: 2021-02, to: 2021-02}\n"
        "sources: {police: {files: export.csv, mapping: our_force}}\n",
        encoding="utf-8",
    )
    assert svtool.measures(tmp_path / "svtool.yaml")["count"].tolist() == [2, 1]


def test_the_provisional_months_of_the_readme_are_ones(tmp_path: Path) -> None:
    (block,) = [each for each in blocks("yaml") if "provisional:" in each]
    path = tmp_path / "svtool.yaml"
    path.write_text(f"periods: {{kind: calendar, years: [2021]}}\nsources:\n{block}", encoding="utf-8")
    assert [list(provisional_of(each)) for each in read_project(path).sources.given().values()] == [[None], [None]]


def test_the_files_of_the_readme_may_stand_in_a_project(tmp_path: Path) -> None:
    (block,) = [each for each in blocks("yaml") if "sheet:" in each]
    path = tmp_path / "svtool.yaml"
    path.write_text(f"periods: {{kind: calendar, years: [2021]}}\nsources:\n{block}", encoding="utf-8")
    (entry,) = read_project(path).sources.ed
    assert (entry.sheet, entry.member, entry.epoch) == ("Attendances", "ed_2020.csv", 1904)


def test_the_overlapping_extracts_of_the_readme_are_entries_of_a_project(tmp_path: Path) -> None:
    path = tmp_path / "entries.yaml"
    path.write_text(yaml_block("offences"), encoding="utf-8")
    entries = parse_entry(LinkedEntry, read_text_yaml(path)).offences
    assert len({entry.as_at for entry in entries}) == len(entries) == 2


def test_the_disclosure_policy_of_the_readme_is_one(tmp_path: Path) -> None:
    (tmp_path / "definitions/disclosure").mkdir(parents=True)
    text = yaml_block("# definitions/disclosure/ours.yaml\nid")
    (tmp_path / "definitions/disclosure/ours.yaml").write_text(text, encoding="utf-8")
    policy = Library(tmp_path).disclosure("ours")
    assert policy is not None
    assert policy.rule_for("ed", "any").rounding == "nearest 5"
    assert policy.rule_for("police", "non_domestic_homicide").hide_below == 0


def test_every_disclosure_policy_that_ships_is_named() -> None:
    assert [name for name in Library().ids("disclosure") if f"| `{name}` |" not in README] == []


def test_every_yaml_example_is_tested_here() -> None:
    assert len(blocks("yaml")) == 6


def test_the_python_example_runs_on_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = blocks("python")
    monkeypatch.chdir(shipped_folder("sample_data"))
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 (the README's own example)
    figures = names["figures"]
    assert isinstance(figures, pd.DataFrame)
    assert list(figures.columns) == list(columns(("area",)))
    assert {"Liverpool", "Wirral", "area not known"} <= set(figures["area"])


def test_the_changelog_has_a_standing_section_of_numbers_that_change() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *_ = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Numbers that change"
    assert f"\n## {svtool.__version__}\n" in text
    section = text.split("## Numbers that change\n")[1].split("\n## ")[0]
    assert f"- {svtool.__version__}: " in section


def test_the_version_is_the_same_everywhere() -> None:
    assert f'\nversion = "{svtool.__version__}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", README):
        assert (ROOT / target).exists(), target
