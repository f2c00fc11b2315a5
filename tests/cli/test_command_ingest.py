"""`svtool ingest`: a store from which figures come as from the files, and which says what it does not hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pyarrow.parquet
import pytest
from command_desk import Desk, Ran
from often import slow_but
from small_project import PROJECT, police_csv

from svtool.commands import opening
from svtool.store import generations, ingesting, kept_answers

FILES = "files: extracts/police.csv"
MONTHLY = "files: extracts/police_*.csv"


@pytest.fixture
def monthly(desk: Desk) -> Desk:
    """A desk with the extracts of two years, a file each, and a project that names a store."""
    (desk.folder / "extracts/police.csv").unlink()
    for year in (2020, 2021):
        desk.write(f"extracts/police_{year}.csv", police_csv(date(year, 1, 1), date(year, 12, 31)))
    desk.write("files.yaml", PROJECT.replace(FILES, MONTHLY))
    desk.write("svtool.yaml", PROJECT.replace(FILES, MONTHLY) + "store: kept\n")
    return desk


def measured(desk: Desk, project: str = "svtool.yaml") -> Ran:
    return desk.run("measures", "--project", project, "--by", "area", "--format", "csv")


def done(ran: Ran) -> dict[str, str]:
    """Return what an ingest says that it did with each file."""
    assert ran.code == 0, ran.err
    return dict(line.split(": ") for line in ran.out.splitlines() if line.startswith("extracts/"))


def parts_of(desk: Desk) -> list[Path]:
    return sorted((desk.folder / "kept").rglob("*.parquet"))


def test_figures_of_a_store_are_those_of_the_files(monthly: Desk) -> None:
    assert done(monthly.run("ingest")) == {"extracts/police_2020.csv": "added", "extracts/police_2021.csv": "added"}
    assert measured(monthly) == measured(monthly, "files.yaml")


@pytest.mark.slow
def test_who_asks_for_the_tables_first_finds_them_answered(monthly: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly.run("ingest")
    by_area = measured(monthly, "files.yaml")
    whole = monthly.run("measures", "--project", "files.yaml", "--format", "csv")
    monkeypatch.setattr(opening, "EmbeddedEngine", None)  # no row can be looked at
    assert measured(monthly) == by_area
    assert monthly.run("measures", "--project", "svtool.yaml", "--format", "csv") == whole


@pytest.mark.slow
def test_a_definition_that_changed_is_counted_by_the_next_ingest(
    monthly: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly.run("ingest")
    for name in ("files.yaml", "svtool.yaml"):
        text = (monthly.folder / name).read_text(encoding="utf-8")
        monthly.write(name, text.replace("definition: merseyside", "definition: west_mercia"))
    assert set(done(monthly.run("ingest")).values()) == {"kept"}
    from_files = measured(monthly, "files.yaml")
    monkeypatch.setattr(opening, "EmbeddedEngine", None)
    assert measured(monthly) == from_files


def test_tables_that_can_not_be_counted_yet_do_not_stop_an_ingest(monthly: Desk) -> None:
    text = (monthly.folder / "svtool.yaml").read_text(encoding="utf-8")
    monthly.write("svtool.yaml", re.sub("tables: .*", "tables: [nothing]", text))
    assert set(done(monthly.run("ingest")).values()) == {"added"}
    assert "nothing is not a table" in measured(monthly).err


@pytest.mark.slow
def test_files_that_are_judged_may_go(monthly: Desk) -> None:
    before = measured(monthly, "files.yaml")
    monthly.run("ingest")
    for path in (monthly.folder / "extracts").iterdir():
        path.unlink()
    assert measured(monthly) == before
    assert set(done(monthly.run("ingest")).values()) == {"kept"}
    assert measured(monthly) == before


@pytest.mark.parametrize(
    "asked",
    [
        ("explain", "PRIVATE-REF-00002"),
        pytest.param(("count", "--where", "victim_age: {lt: 18}"), marks=pytest.mark.slow),
        pytest.param(("trend", "--measure", "robbery"), marks=pytest.mark.slow),
        pytest.param(("review", "--measure", "robbery"), marks=pytest.mark.slow),
        pytest.param(("measures", "--format", "json"), marks=pytest.mark.slow),
    ],
    ids=lambda asked: asked[0],
)
def test_every_command_answers_from_a_store_as_from_the_files(monthly: Desk, asked: tuple[str, ...]) -> None:
    monthly.run("ingest")
    verb, *others = asked
    from_files = monthly.run(verb, *others, "--project", "files.yaml")
    for path in (monthly.folder / "extracts").iterdir():
        path.unlink()
    from_store = monthly.run(verb, *others, "--project", "svtool.yaml")
    assert from_store == from_files


@pytest.mark.slow
def test_a_month_is_added_and_a_file_sent_again_is_replaced(monthly: Desk) -> None:
    monthly.run("ingest")
    monthly.write("extracts/police_2021.csv", police_csv(date(2021, 1, 1), date(2021, 12, 31), area="Sefton"))
    monthly.write("extracts/police_2022.csv", police_csv(date(2022, 1, 1), date(2022, 1, 31)))
    assert done(monthly.run("ingest")) == {
        "extracts/police_2020.csv": "kept",
        "extracts/police_2021.csv": "replaced",
        "extracts/police_2022.csv": "added",
    }
    assert measured(monthly) == measured(monthly, "files.yaml")


def test_a_file_that_is_gone_is_told(monthly: Desk) -> None:
    monthly.run("ingest")
    (monthly.folder / "extracts/police_2020.csv").unlink()
    assert "extracts/police_2020.csv is there no more" in measured(monthly).err
    assert done(monthly.run("ingest")) == {"extracts/police_2021.csv": "kept", "extracts/police_2020.csv": "removed"}
    assert measured(monthly) == measured(monthly, "files.yaml")


def test_a_second_run_reads_nothing_and_writes_nothing(monthly: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly.run("ingest")
    before = monthly.files()
    monkeypatch.setattr(ingesting, "judge_file", None)
    assert set(done(monthly.run("ingest")).values()) == {"kept"}
    assert monthly.files() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda desk: desk.write("extracts/police_2022.csv", police_csv(date(2022, 1, 1), date(2022, 1, 31))),
            "extracts/police_2022.csv is not in it",
        ),
        (
            lambda desk: desk.write("extracts/police_2021.csv", police_csv(date(2021, 1, 1), date(2021, 6, 30))),
            "extracts/police_2021.csv is another file",
        ),
        (
            lambda desk: desk.write(
                "svtool.yaml",
                PROJECT.replace(FILES, f"{MONTHLY}, as_at: 2022-01-31") + "store: kept\n",
            ),
            "as_at has changed",
        ),
        (
            lambda desk: desk.write("svtool.yaml", PROJECT.replace(FILES, MONTHLY) + "store: kept\nparts: csp\n"),
            "the set of areas merseyside and parts have changed",
        ),
        (
            lambda desk: desk.write("svtool.yaml", PROJECT.replace(FILES, "files: extracts/*.csv") + "store: kept\n"),
            "does not hold them",
        ),
        (
            lambda desk: desk.write("svtool.yaml", PROJECT.replace(FILES, MONTHLY) + "store: elsewhere\n"),
            "there is no store here yet",
        ),
    ],
    ids=["a new file", "another file", "the project", "other parts", "other names", "no store"],
)
def test_what_a_store_does_not_hold_is_told_and_not_counted(
    monthly: Desk, change: Callable[[Desk], object], says: str
) -> None:
    monthly.run("ingest")
    change(monthly)
    ran = measured(monthly)
    assert (ran.code, ran.out) == (11, "")
    assert says in ran.err
    assert "Run svtool ingest" in ran.err
    assert monthly.run("ingest").code == 0
    assert measured(monthly).code == 0


MAPPING = """\
    id: ours
    title: Ours
    source: police
    row: offence
    by_name: yes
    columns:
      recorded_date: {column: recorded_date, format: YYYY-MM-DD}
      knife: {column: knife, blank: %s}
"""


@pytest.mark.slow
def test_a_changed_mapping_is_told_and_judged_again(monthly: Desk) -> None:
    monthly.write("definitions/mappings/ours.yaml", MAPPING % "unknown")
    project = PROJECT.replace(FILES, MONTHLY).replace("mapping: standard", "mapping: ours")
    monthly.write("svtool.yaml", project + "store: kept\n")
    monthly.write("files.yaml", project)
    monthly.run("ingest")
    monthly.write("definitions/mappings/ours.yaml", MAPPING % "no")
    ran = measured(monthly)
    assert ran.code == 11
    assert "mapping ours has changed since the store kept was written" in ran.err
    assert set(done(monthly.run("ingest")).values()) == {"judged again"}
    assert measured(monthly) == measured(monthly, "files.yaml")


@pytest.mark.slow
def test_a_definition_is_asked_of_what_is_kept_and_needs_no_ingest(monthly: Desk) -> None:
    monthly.run("ingest")
    asked = ("measures", "--definition", "west_mercia", "--periods", "month:2021-01..2021-12", "--format", "csv")
    assert monthly.run(*asked) == monthly.run(*asked, "--project", "files.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("step", ["judge_file", "commit"])
def test_an_ingest_that_stops_leaves_the_store_as_it_was(
    monthly: Desk, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly.run("ingest")
    before = measured(monthly)
    monthly.write("extracts/police_2022.csv", police_csv(date(2022, 1, 1), date(2022, 1, 31)))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ingesting, step, stop)
        assert monthly.run("ingest").code == 130
    (monthly.folder / "extracts/police_2022.csv").unlink()
    assert measured(monthly) == before
    assert not (monthly.folder / "kept" / generations.WRITING).exists()


@pytest.mark.slow
def test_what_a_killed_ingest_left_is_removed_by_the_next(monthly: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly.run("ingest")
    before = measured(monthly)
    monthly.write("kept/.writing/source=police/half.parquet", b"half")
    monthly.write("kept/generation-0002/store.json", b"{")
    monthly.write("kept/current.new", b"2")
    assert measured(monthly) == before
    monthly.write("extracts/police_2022.csv", police_csv(date(2022, 1, 1), date(2022, 1, 31)))
    assert monthly.run("ingest").code == 0
    assert measured(monthly) == measured(monthly, "files.yaml")
    assert not [name for name in monthly.files() if "half" in name or name.endswith(".new")]


def damaged_files(desk: Desk) -> Iterator[Path]:
    generation = desk.folder / "kept/generation-0001"
    yield desk.folder / "kept/current"
    yield generation / "store.json"
    yield next(iter(sorted((generation / "files").iterdir())))
    yield parts_of(desk)[0]


@pytest.mark.parametrize(
    ("which", "how"),
    slow_but(
        lambda case: case in {(1, "cut off"), (3, "changed")},
        [(which, how) for which in range(4) for how in ("cut off", "changed", "gone")],
    ),
)
def test_a_damaged_store_is_told_plainly(monthly: Desk, which: int, how: str) -> None:
    monthly.run("ingest")
    shutil.rmtree(monthly.folder / "kept/generation-0001/answers")  # whose questions need no row
    path = list(damaged_files(monthly))[which]
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        start, end = len(content) // 20, len(content) // 2
        other = bytes(each ^ 0xFF for each in content[start:end])
        path.write_bytes(content[:end] if how == "cut off" else content[:start] + other + content[end:])
    ran = measured(monthly)
    assert (ran.code, ran.out) == (11, "")
    assert "damaged" in ran.err or "there is no store here yet" in ran.err
    assert "svtool ingest" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_a_part_that_is_damaged_is_judged_again(monthly: Desk) -> None:
    monthly.run("ingest")
    parts_of(monthly)[0].unlink()
    assert sorted(done(monthly.run("ingest")).values()) == ["judged again", "kept"]
    assert measured(monthly) == measured(monthly, "files.yaml")


def test_an_extract_that_cannot_be_read_leaves_the_store_as_it_was(monthly: Desk) -> None:
    monthly.run("ingest")
    before = monthly.files()
    monthly.write("extracts/police_2022.csv", "")
    ran = monthly.run("ingest")
    assert ran.code == 11
    assert "extracts/police_2022.csv: the file is empty" in ran.err
    assert monthly.files() == before | {"extracts/police_2022.csv"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_store_is_for_its_owner_alone(monthly: Desk) -> None:
    monthly.run("ingest")
    for folder, _, names in os.walk(monthly.folder / "kept"):
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        assert {stat.S_IMODE((Path(folder) / name).stat().st_mode) for name in names} <= {0o600}


@pytest.mark.slow
def test_every_run_that_wrote_is_listed(monthly: Desk) -> None:
    monthly.run("ingest")
    monthly.write("extracts/police_2022.csv", police_csv(date(2022, 1, 1), date(2022, 1, 31)))
    monthly.run("ingest")
    latest, first = monthly.run("ingest", "--list").out.splitlines()
    assert latest.startswith("generation-0002: ")
    assert latest.endswith("3 files (2 kept, 1 added)")
    assert first.endswith("2 files (2 added)")


def test_two_runs_do_not_write_at_once(monthly: Desk) -> None:
    with generations.writing(monthly.folder / "kept"):
        ran = monthly.run("ingest")
    assert ran.code == 16
    assert "another svtool ingest is writing this store" in ran.err


def test_a_run_waits_for_another_as_long_as_it_may(monthly: Desk) -> None:
    with ExitStack() as other:
        other.enter_context(generations.writing(monthly.folder / "kept"))
        ending = threading.Timer(0.2, other.close)
        ending.start()
        assert monthly.run("ingest", "--wait", "60").code == 0
        ending.join()


@pytest.mark.skipif(os.name == "nt", reason="Windows names this fault otherwise")
def test_a_file_is_no_place_for_a_store(desk: Desk) -> None:
    desk.write("taken", "mine")
    ran = desk.run("ingest", "--store", "taken")
    assert ran.code == 2
    assert ran.err == "error: taken: can't be a store: a file is in its place. Name another folder.\n"


def test_without_a_store_it_is_asked_for(desk: Desk) -> None:
    ran = desk.run("ingest")
    assert ran.code == 2
    assert "svtool.yaml names no store" in ran.err
    assert "Write `store: kept` into svtool.yaml" in desk.run("ingest", "--store", "kept").out


@pytest.mark.slow
def test_an_output_of_files_that_are_put_away_can_be_verified(monthly: Desk) -> None:
    from_files = monthly.run("measures", "--project", "files.yaml", "--format", "csv", "--out", "one/")
    monthly.run("ingest")
    for path in (monthly.folder / "extracts").iterdir():
        path.unlink()
    from_store = monthly.run("measures", "--format", "csv", "--out", "two/")
    assert from_store == from_files
    one, two = (json.loads((monthly.folder / name / "manifest.json").read_bytes()) for name in ("one", "two"))
    assert {**one, "project": None} == {**two, "project": None}
    assert monthly.run("verify", "two/manifest.json").code == 0


def test_a_question_that_was_answered_before_needs_no_row(monthly: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly.run("ingest")
    before = measured(monthly)
    monkeypatch.setattr(pyarrow.parquet, "read_table", None)
    assert measured(monthly) == before


@pytest.mark.slow
def test_an_answer_that_is_damaged_is_worked_out_again(monthly: Desk) -> None:
    monthly.run("ingest")
    before = measured(monthly)
    for path in (monthly.folder / "kept/generation-0001/answers").iterdir():
        path.write_bytes(path.read_bytes()[:-20])
    assert measured(monthly) == before


@pytest.mark.slow
def test_another_question_review_or_supplier_finds_no_old_answer(monthly: Desk) -> None:
    monthly.run("ingest")
    before = measured(monthly)
    monthly.write(
        "reviews.csv",
        "source,reference,field,value,reason,by,on\npolice,PRIVATE-REF-00002,area,Sefton,looked up,A,2022-01-31\n",
    )
    for name in ("svtool.yaml", "files.yaml"):
        text = (monthly.folder / name).read_text()
        monthly.write(name, text.replace(MONTHLY, f"{MONTHLY}, supplier: Ours") + "reviews: reviews.csv\n")
    assert measured(monthly) == measured(monthly, "files.yaml")
    assert measured(monthly) != before


@pytest.mark.slow
def test_old_answers_make_room_for_new_ones(monthly: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST_BYTES", 20_000)
    monthly.run("ingest")
    before = measured(monthly)
    answers = list((monthly.folder / "kept/generation-0001/answers").iterdir())
    assert 0 < sum(path.stat().st_size for path in answers) <= 20_000
    assert measured(monthly) == before


@pytest.mark.slow
def test_a_row_that_is_a_record_by_other_columns_alone_is_asked_of_its_file(monthly: Desk) -> None:
    """Where only the victim's age is filled, a question that reads no age sees a blank line, and another a record."""
    text = police_csv(date(2022, 1, 1), date(2022, 1, 31))
    monthly.write("extracts/police_2022.csv", f"{text},,,,,,34,\n")
    assert set(done(monthly.run("ingest")).values()) == {"added"}
    for where in ("offence: robbery", "victim_age: {lt: 18}"):
        asked = ("count", "--where", where, "--periods", "calendar:2020..2022", "--format", "json")
        assert monthly.run(*asked) == monthly.run(*asked, "--project", "files.yaml")


@pytest.mark.slow
def test_offences_as_they_were_first_recorded_are_kept_too(desk: Desk) -> None:
    """What a printed table counted is told of a store as of the files: `check` counts by the first class again."""
    desk.write(
        "extracts/police.csv",
        """\
        reference,recorded_date,committed_date,offence_class,initial_class,status,area
        A1,2020-02-01,2020-02-01,10D,10D,,Wirral
        A2,2020-04-01,2020-04-01,10D,10D,cancelled,Wirral
        A3,2020-05-01,2020-05-01,8N,10D,,Wirral
        A4,2020-06-01,2020-06-01,8N,10D,,Sefton
        A5,2021-06-01,2021-06-01,10D,10D,,Wirral
        """,
    )
    desk.write(
        "printed.csv",
        """\
        measure_id,measure,geography,period_start,period_end,n
        blade_possession,Possession of a blade,Merseyside,2020-01-01,2020-12-31,4
        """,
    )
    project = PROJECT.replace("[recorded_crime]", "[home_office]").replace(
        "mapping: standard", "mapping: standard, selected_on: recorded_date, from: 2020-01-01, to: 2021-12-31"
    )
    desk.write("files.yaml", project)
    desk.write("svtool.yaml", project + "store: kept\n")
    asked = ("check", "--published", "printed.csv", "--project")
    from_files = desk.run(*asked, "files.yaml")
    desk.run("ingest")
    (desk.folder / "extracts/police.csv").unlink()
    assert desk.run(*asked, "svtool.yaml") == from_files
    assert "reclass" in from_files.out


@pytest.mark.slow
def test_columns_that_are_named_are_named_to_both(monthly: Desk) -> None:
    for year in (2020, 2021):
        text = police_csv(date(year, 1, 1), date(year, 12, 31))
        monthly.write(f"extracts/police_{year}.csv", text.replace("victim_age", "Years"))
    named = ("--map", "Years=victim_age")
    assert monthly.run("ingest", *named).code == 0
    asked = ("measures", "--table", "home_office", "--format", "csv")
    assert monthly.run(*asked, *named).code == 0
    assert monthly.run(*asked, *named) == monthly.run(*asked, *named, "--project", "files.yaml")
    ran = monthly.run(*asked)
    assert ran.code == 11
    assert "--map has changed since the store kept was written" in ran.err
