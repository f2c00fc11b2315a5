"""Every verb of `svtool`: what its command writes, as a data frame, text or files; what can be mended is raised."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

import svtool
from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.cli import COMMANDS, run
from svtool.engine.bounds import Bounds
from svtool.errors import InvalidFileError, SvtoolError, UsageError

PROJECT = """\
synthetic: yes
definition: merseyside
tables: [recorded_crime, mvrp_local]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021]}
sources:
  police: {files: police.csv, area_basis: incident}
"""
MEASURE = "recorded_serious_violence"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an offence a day: robberies, woundings with a knife or not, and some where nobody knows."""
    folder = tmp_path_factory.mktemp("project")
    lines = ["reference,recorded_date,committed_date,offence_class,knife,firearm,domestic_abuse,area"]
    for number in range(731):
        day = date(2020, 1, 1) + timedelta(days=number)
        knife = ("N", "Y", "")[number % 3]
        lines.append(f"R{number},{day},{day},{('34B', '5D', '8N')[number // 3 % 3]},{knife},N,N,Wirral")
    (folder / "police.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    return folder


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the project, from which commands are run."""
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def printed(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints, run in the project's folder."""

    def run_command(*words: str) -> str:
        capsys.readouterr()
        run(list(words))
        return capsys.readouterr().out

    return run_command


def as_texts(frame: pd.DataFrame) -> list[list[str]]:
    """Return the cells of a frame as the CSV of a command writes them."""
    plain = frame.copy()
    for name in plain:
        if plain[name].dtype.kind == "M":
            plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    rows = [["" if pd.isna(cell) else cell for cell in row] for row in plain.astype(object).to_numpy().tolist()]
    return [[_number(cell) if isinstance(cell, float | int) else str(cell) for cell in row] for row in rows]


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def rows_of(text: str) -> pd.DataFrame:
    """Return a CSV as it stands, every cell a text."""
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def assert_same(frame: pd.DataFrame, text: str) -> None:
    written = rows_of(text)
    assert list(frame.columns) == list(written.columns)
    assert as_texts(frame) == written.to_numpy().tolist()
    assert len(frame)


# As data frames


def test_measures(printed: Callable[..., str]) -> None:
    assert_same(svtool.measures(by=["area"]), printed("measures", "--by", "area", "--format", "csv"))


def test_measures_with_every_option_of_the_command(printed: Callable[..., str]) -> None:
    found = svtool.measures(
        tables=["recorded_crime"], periods="calendar:2021", as_at=date(2021, 12, 31), maps=["reference=reference"],
        source="police", max_rejected=0.5, strict=True, disclosure="none",
    )  # fmt: skip
    options = "--table recorded_crime --periods calendar:2021 --as-at 2021-12-31 --map reference=reference "
    options += "--source police --max-rejected 50% --strict --disclosure none --format csv"
    assert_same(found, printed("measures", *options.split()))


def test_count(printed: Callable[..., str]) -> None:
    found = svtool.count("offence: robbery, knife: yes", by=["area"], periods="calendar:2020..2021")
    command = ["count", "--where", "offence: robbery, knife: yes", "--by", "area", "--format", "csv"]
    assert_same(found, printed(*command, "--periods", "calendar:2020..2021"))
    by_definition = svtool.count(definition="west_mercia", by=["clause"])
    assert_same(by_definition, printed("count", "--definition", "west_mercia", "--by", "clause", "--format", "csv"))


@pytest.mark.parametrize("measures", [MEASURE, [MEASURE, "recorded_offences"]])
def test_trend(measures: str | list[str], printed: Callable[..., str]) -> None:
    names = [measures] if isinstance(measures, str) else measures
    options = [word for name in names for word in ("--measure", name)]
    assert_same(svtool.trend(measures), printed("trend", *options, "--format", "csv"))


def test_validate(printed: Callable[..., str]) -> None:
    assert_same(svtool.validate("police.csv"), printed("validate", "police.csv", "--format", "csv"))


def test_classify(printed: Callable[..., str], here: Path) -> None:
    printed("classify", "--project", "svtool.yaml", "--out", "classified.parquet")
    found = svtool.classify(project="svtool.yaml")
    pd.testing.assert_frame_equal(found, pd.read_parquet(here / "classified.parquet"))
    assert len(found) == 731
    assert found.attrs["ledger"][0] == "police: 731 rows read = 731 usable"
    alone = svtool.classify("police.csv", mapping="standard", areas="merseyside", definition="merseyside")
    assert alone["clauses"].tolist() == found["clauses"].tolist()


@pytest.mark.slow
def test_review(printed: Callable[..., str]) -> None:
    found = svtool.review(MEASURE, "2021")
    assert_same(found, printed("review", "--measure", MEASURE, "--period", "2021"))
    assert " not known = " in found.attrs["balance"]


@pytest.mark.slow
def test_check_of_a_file_and_of_a_frame(printed: Callable[..., str]) -> None:
    last_year = svtool.measures(tables=["recorded_crime"])
    last_year.loc[0, "count"] += 1
    last_year.loc[1, "change_pct"] = 50.0
    last_year.to_csv("last_year.csv", index=False)
    command = ["check", "--published", "last_year.csv", "--format", "csv"]
    assert_same(svtool.check("last_year.csv"), printed(*command))
    assert_same(svtool.check("last_year.csv", "svtool.yaml"), printed(*command, "--project", "svtool.yaml"))
    pd.testing.assert_frame_equal(svtool.check(last_year, "svtool.yaml"), svtool.check("last_year.csv", "svtool.yaml"))


def test_a_frame_bears_what_its_command_says_beside_it(here: Path) -> None:
    found = svtool.measures()
    assert found.attrs["notices"][0].startswith("SYNTHETIC")
    assert isinstance(found.attrs["warnings"], list)


# As text


def test_explain(printed: Callable[..., str]) -> None:
    found = svtool.explain("R7")
    assert found == printed("explain", "R7")
    assert "The record, as read:" in found


@pytest.mark.slow
def test_report(printed: Callable[..., str], here: Path) -> None:
    printed("report", "--table", "recorded_crime", "--out", "report.html")
    assert svtool.report(tables=["recorded_crime"]) == (here / "report.html").read_text(encoding="utf-8")
    printed("report", "--by", "age_band", "--periods", "calendar:2021", "--out", "report.html")
    assert svtool.report(by=["age_band"], periods="calendar:2021") == (here / "report.html").read_text(encoding="utf-8")


def test_definition_show(printed: Callable[..., str]) -> None:
    for name in ("west_mercia", "offences"):
        assert svtool.definition.show(name) == printed("definition", "show", name)


def test_definition_list(printed: Callable[..., str]) -> None:
    lines = [f"{id_:20}{clauses:3} clauses  {title}" for id_, clauses, title in svtool.definition.list().to_numpy()]
    assert lines == printed("definition", "list").splitlines()


def test_definition_check(printed: Callable[..., str]) -> None:
    found = svtool.definition.check("west_mercia")
    (row,) = found.itertuples()
    assert f"{row.id}: {row.examples} examples, {row.wrong} wrong\n" == printed("definition", "check", "west_mercia")
    assert row.faults == []
    assert len(svtool.definition.check()) == 6


def test_definition_new_and_diff(printed: Callable[..., str]) -> None:
    told = svtool.definition.new("ours", "west_mercia")
    assert told.startswith("definitions/serious_violence/ours.yaml: begun from west_mercia, with its 10 clauses")
    assert svtool.definition.check("ours")["wrong"].tolist() == [0]
    assert svtool.definition.diff("ours", "london") == printed("definition", "diff", "ours", "london")


def test_areas_list(printed: Callable[..., str]) -> None:
    found = svtool.areas.list()
    rows = zip(found["id"], found["areas"], found["title"], found["parts"], strict=True)
    assert [f"{id_:20}{areas:4}  {title} ({parts})" for id_, areas, title, parts in rows] == printed(
        "areas", "list"
    ).splitlines()


def test_areas_show(printed: Callable[..., str]) -> None:
    assert svtool.areas.show("kent", "csp") == printed("areas", "show", "kent", "--parts", "csp")


def test_areas_find(printed: Callable[..., str]) -> None:
    (row,) = svtool.areas.find("E01011264").query("areas == 'west_yorkshire'").itertuples()
    assert (row.kind, row.name, row.area) == ("LSOA", "Leeds", "Leeds")
    assert f"    {row.areas}: {row.area}\n" in printed("areas", "find", "E01011264")


# As files


def test_init(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "police.csv").write_bytes((folder / "police.csv").read_bytes())
    said = svtool.init(tmp_path)
    assert "police.csv: police" in said
    assert said.splitlines()[-1].startswith("Next: ")
    assert (tmp_path / "svtool.yaml").is_file()
    with pytest.raises(UsageError, match="there is one already"):
        svtool.init(tmp_path)
    again = svtool.init(tmp_path, force=True)
    assert "svtool.before.yaml" in again  # the file that was there is kept
    assert again.splitlines()[-1] == said.splitlines()[-1]


@pytest.mark.slow
def test_ingest(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    project = tmp_path / "svtool.yaml"
    before = svtool.measures(project)
    assert set(svtool.ingest(project, store=tmp_path / "kept").values()) == {"added"}
    project.write_text(project.read_text(encoding="utf-8") + "store: kept\n", encoding="utf-8")
    assert set(svtool.ingest(project).values()) == {"kept"}
    pd.testing.assert_frame_equal(svtool.measures(project), before)


def test_verify(printed: Callable[..., str], here: Path) -> None:
    printed("measures", "--table", "recorded_crime", "--format", "csv", "--out", "figures.csv")
    found = svtool.verify("figures.csv.manifest.json")
    assert found.differences == []
    assert "".join(f"{line}\n" for line in found.lines) == printed("verify", "figures.csv.manifest.json")
    (here / "figures.csv").write_text("", encoding="utf-8")
    assert (
        svtool.verify("figures.csv.manifest.json").differences[0] == "output figures.csv: changed since it was written"
    )


def test_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []

    def make(seed: int) -> list[tuple[str, bytes]]:
        seeds.append(seed)
        return []

    monkeypatch.setattr("svtool.synthetic.write.make_extracts", make)
    assert svtool.sample(tmp_path / "made", seed=7) == tmp_path / "made/svtool.yaml"
    assert seeds == [7]
    (tmp_path / "there").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        svtool.sample(tmp_path)


# What they may take of the machine

BOUNDED = [
    svtool.measures, svtool.count, svtool.trend, svtool.report, svtool.validate, svtool.classify, svtool.explain,
    svtool.review, svtool.check, svtool.verify, svtool.ingest, svtool.compare, svtool.profile,
]  # fmt: skip


def test_every_verb_takes_the_bounds_that_its_command_takes() -> None:
    commands = {name: importlib.import_module(f"svtool.cli.command_{name}").command for name in COMMANDS}
    bounded = {name for name, each in commands.items() if "threads" in {option.name for option in each.params}}
    assert bounded == {verb.__name__ for verb in BOUNDED}
    options = {option.name for option in commands["measures"].params} | {"frames"}
    assert set(AskedBounds.__annotations__) <= options
    for verb in BOUNDED:
        assert list(inspect.signature(verb).parameters)[-1] == "bounds", verb.__name__


def test_bounds_reach_the_run_as_the_command_line_says_them(tmp_path: Path) -> None:
    asked = bounds_of(threads=1, memory_limit="1.5 GB", temp_dir=str(tmp_path), engine="embedded")
    assert asked == Bounds(1_500_000_000, tmp_path, 1, "embedded")
    assert bounds_of() == Bounds()
    assert bounds_of(memory_limit=2_000_000).memory == 2_000_000
    assert bounds_of(frames={"police.csv": object()}).engine == "spark"


@pytest.mark.parametrize("verb", [svtool.measures, svtool.count, svtool.report, svtool.classify, svtool.ingest])
def test_a_folder_that_is_none_is_told_by_every_verb(verb: Callable[..., object], here: Path) -> None:
    with pytest.raises(UsageError, match="temp_dir: is not a folder"):
        verb(project="svtool.yaml", temp_dir=here / "nowhere")


def test_bounds_change_no_figure(here: Path, tmp_path: Path) -> None:
    bounded = svtool.measures(threads=1, memory_limit="100MB", temp_dir=tmp_path, engine="embedded")
    pd.testing.assert_frame_equal(bounded, svtool.measures())
    assert list(tmp_path.iterdir()) == []


# What can be mended


@pytest.mark.parametrize(
    ("verb", "error", "said"),
    [
        (lambda: svtool.measures("svtool.yaml", sample=True), UsageError, "exclude each other"),
        (lambda: svtool.count("offence: robery"), UsageError, "did you mean robbery"),
        (lambda: svtool.count(source="polise"), UsageError, "did you mean police"),
        (lambda: svtool.trend("nothing"), UsageError, "--measure nothing: is not in"),
        (lambda: svtool.trend(MEASURE, fix_after=3), UsageError, "too short a baseline"),
        (svtool.classify, UsageError, "nothing to classify"),
        (lambda: svtool.classify("police.csv"), UsageError, "needs a mapping"),
        (lambda: svtool.explain("nobody"), UsageError, "No usable record of police"),
        (lambda: svtool.review(MEASURE, "2019"), UsageError, "is not a period of the project"),
        (lambda: svtool.check(pd.DataFrame({"a": [1]})), SvtoolError, "the data frame: no column measure"),
        (lambda: svtool.report(definition="nothing"), InvalidFileError, "nothing is not a definition"),
        (lambda: svtool.verify("nowhere.json"), InvalidFileError, "can't be read"),
        (lambda: svtool.definition.show("nothing"), InvalidFileError, "nothing is not a definition"),
        (lambda: svtool.definition.check("nothing"), InvalidFileError, "nothing is not a definition"),
        (lambda: svtool.init("nowhere"), UsageError, "nowhere"),
        (svtool.ingest, UsageError, "names no store"),
        (lambda: svtool.measures(threads=0), UsageError, "threads: is 0; expected 1 to 999"),
        (lambda: svtool.measures(memory_limit="2 bytes"), UsageError, "expected one such as 2GB"),
        (lambda: svtool.measures(memory_limit=10), UsageError, "memory_limit: is under a megabyte"),
        (lambda: svtool.measures(engine="duckdb"), UsageError, "engine: is duckdb; expected embedded or spark"),
        (lambda: svtool.measures(engine="embedded", frames={"a": 1}), UsageError, "frames: are counted by Spark"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_a_user_can_mend_is_raised_in_a_sentence(
    verb: Callable[[], object], error: type[SvtoolError], said: str
) -> None:
    with pytest.raises(error) as raised:
        verb()
    assert said in str(raised.value)


def test_a_bound_that_there_is_not_is_no_argument(here: Path) -> None:
    with pytest.raises(TypeError, match="treads is no argument"):
        svtool.measures(treads=2)


# The package

# What is hidden and why is told to an analyst at a terminal, and stands in no frame.
VERBS = [name for name in COMMANDS if name != "disclosure"]


def test_every_command_is_a_verb() -> None:
    assert sorted(svtool.__all__) == sorted(["__version__", *VERBS])


def test_no_module_takes_the_name_of_a_verb() -> None:
    for module in pkgutil.walk_packages(svtool.__path__, "svtool."):
        if module.name != "svtool.__main__":
            importlib.import_module(module.name)
    assert [name for name in VERBS if not callable(getattr(svtool, name))] == []


def test_every_verb_says_what_goes_in_what_comes_out_and_what_is_raised() -> None:
    verbs = [getattr(svtool, name) for name in VERBS if name not in {"definition", "areas", "returns"}]
    verbs += [getattr(svtool.definition, name) for name in ("list", "show", "check", "new", "diff")]
    verbs += [svtool.returns.check, svtool.returns.template]
    verbs += [svtool.areas.list, svtool.areas.show, svtool.areas.find]
    for verb in verbs:
        said = inspect.getdoc(verb) or ""
        parts = [part in said for part in ("\nArgs:\n", "\nReturns:\n", "\nRaises:\n")]
        assert all(parts) or verb.__qualname__.startswith("definition"), verb.__qualname__
        assert all(f" {name}: " in verb.__doc__ for name in verb.__annotations__ if name != "return"), verb.__qualname__
