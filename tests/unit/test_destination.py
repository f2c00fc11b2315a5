"""Where results go: what `--format` and `--out` mean together, and what to do when they do not go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import UsageError
from svtool.output.destination import Destination, choose_destination
from svtool.output.rendering import file_name


@pytest.mark.parametrize(
    ("formats", "out", "meant"),
    [
        (["table"], None, Destination()),
        (["csv"], "figures.csv", Destination(Path("figures.csv"))),
        (["csv"], "figures", Destination(Path("figures"))),
        (["table"], "figures.txt", Destination(Path("figures.txt"))),
        (["xlsx"], "Figures.XLSX", Destination(Path("Figures.XLSX"))),
        (["ods"], "figures.ods", Destination(Path("figures.ods"))),
        (["csv"], "figures/", Destination(Path("figures"), is_folder=True)),
        (["csv"], "figures\\", Destination(Path("figures"), is_folder=True)),
        (["csv"], "there", Destination(Path("there"), is_folder=True)),
        (["csv", "xlsx"], "figures", Destination(Path("figures"), is_folder=True)),
        (["csv", "xlsx"], "2021.11", Destination(Path("2021.11"), is_folder=True)),
    ],
)
def test_a_place_is_a_file_or_a_folder(
    formats: list[str], out: str | None, meant: Destination, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    assert choose_destination(formats, out) == meant


@pytest.mark.parametrize(
    ("formats", "out", "said"),
    [
        (["csv", "json"], None, "several formats need a folder to go into. Add --out FOLDER/"),
        (["xlsx"], None, "--format xlsx: is not text. Add --out FILE.xlsx"),
        (["ods"], None, "--format ods: is not text. Add --out FILE.ods"),
        (["parquet"], None, "--format parquet: is not text. Add --out FILE.parquet"),
        (["csv", "json"], "all.csv", "is one file, and --format asks for csv and json. Name a folder: --out all/"),
        (["csv", "json"], "here", "is one file"),
        (["csv"], "here/", "is a file; name a folder"),
        (["csv"], "figures.xlsx", "is named as xlsx, and --format is csv. Write --format xlsx."),
        (["table"], "figures.xlsx", "Add --format xlsx."),
        (["table"], "figures.csv", "Add --format csv."),
        (["xlsx"], "figures.txt", "does not end in .xlsx"),
        (["ods"], "figures.xlsx", "is named as xlsx, and --format is ods. Write --format xlsx."),
        (["parquet"], "figures", "does not end in .parquet"),
    ],
)
def test_what_does_not_go_together_has_one_thing_to_do(
    formats: list[str], out: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").write_bytes(b"")
    with pytest.raises(UsageError) as raised:
        choose_destination(formats, out)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("home_office", "home_office"),
        ("Home-Office", "home-office"),
        ("our table/2", "our_table_2"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_file_has_a_name_that_any_system_takes(table: str, name: str) -> None:
    assert file_name(table) == name
