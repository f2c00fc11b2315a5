"""What every test may use: the shipped definitions, and small extracts read as those of a project are."""

from __future__ import annotations

import os
import shutil
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from dialects import faults_of, recorded
from hypothesis import settings
from tenth import SAMPLE, write_tenth

from svtool.commands import opening
from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.counting.case_rows import CaseRows, keep_rows
from svtool.counting.cases import put_cases
from svtool.counting.features import MAYBE, NO, YES
from svtool.counting.tally import Asked, tally
from svtool.counting.unit_sql import any_of, put_answers, with_people
from svtool.dates import day_of
from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.engine.spark_engine import SparkEngine
from svtool.engine.spark_session import open_session
from svtool.errors import Problem
from svtool.gathering.facts import Facts
from svtool.gathering.setting import Setting
from svtool.gathering.source_facts import gather_source
from svtool.meaning.answers import Answer
from svtool.records.reviews import Reviews, read_reviews
from svtool.schema.library import Library
from svtool.schema.project import entries_model
from svtool.schema.rules import Rule, fields_of, parse_rule, tests_of
from svtool.schema.sources import Role, check_rule
from svtool.schema.text_yaml import Document, read_text_yaml

SHIPPED = Library()
# Of a session of Spark whose tables are small: to compile a query takes longer than to answer it.
SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.default.parallelism": "1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}

# How many examples a property test looks at where slow tests are left out, and otherwise; a test whose examples are
# whole extracts takes a part of that.
# No example has a time to keep: a machine with other work would fail it.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=120, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=["embedded", "spark"], default="embedded", help="the engine of every test")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("quick" if "not slow" in config.getoption("markexpr") else "thorough")


@pytest.fixture(scope="session", autouse=True)
def folder_for_temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs that other tests kill leave is found by nobody else's next command, which would say so."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(autouse=True)
def statements_of_both_dialects(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every statement of every test is one that DuckDB and Spark both understand; looked at where slow tests are."""
    if "not slow" in request.config.getoption("markexpr") or request.config.getoption("engine") != "embedded":
        yield
        return
    with recorded() as statements:
        yield
    assert {step: faults for sql, step in statements.items() if (faults := faults_of(sql))} == {}


@pytest.fixture(scope="session", autouse=True)
def engine_of_every_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--engine spark` commands and desks count in one session of Spark."""
    if request.config.getoption("engine") != "spark":
        yield
        return
    in_spark = request.getfixturevalue("in_spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "EmbeddedEngine", lambda _bounds: in_spark())
        patch.setattr(Desk, "new_engine", staticmethod(in_spark))
        yield


@pytest.fixture(scope="session")
def in_spark() -> Callable[[], Engine]:
    """Opens an engine in Spark; tests that ask for one are skipped where Spark or Java is missing."""
    pytest.importorskip("pyspark")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("Java is not installed")
    session = open_session("local[2]", SMALL)
    return lambda: SparkEngine(session.newSession())


@pytest.fixture(scope="session")
def sample() -> Result:
    """Tables 1 and 2 of the sample."""
    return measure(Request(sample=True))


@pytest.fixture(scope="session")
def tenth_of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project file of a tenth of the sample."""
    return write_tenth(tmp_path_factory.mktemp("sample") / "tenth")


@pytest.fixture(params=["a tenth", pytest.param("whole", marks=pytest.mark.slow)])
def sample_project(request: pytest.FixtureRequest, tenth_of_the_sample: Path) -> Path:
    """The project file of the sample, for what holds of any records: a tenth in every run, all in the slow tests."""
    return SAMPLE / "svtool.yaml" if request.param == "whole" else tenth_of_the_sample


@pytest.fixture(scope="session")
def library() -> Library:
    """The definitions that ship with svtool."""
    return SHIPPED


class Desk:
    """Where an analyst works: a folder of extracts and own definitions, and an engine that reads them."""

    new_engine: Callable[[], Engine] = EmbeddedEngine

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder, self._closing = folder, closing
        self.library = SHIPPED

    @cached_property
    def engine(self) -> Engine:
        """The engine, opened when it is first needed."""
        return self._closing.enter_context(self.new_engine())

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file; text is written without the indentation that it has in a test."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode())
        return path

    def yaml(self, content: str, name: str = "definitions/x.yaml") -> Document:
        """Write a YAML file and read it back as text with lines."""
        return read_text_yaml(self.write(name, content), name)

    def own_mapping(self, content: str) -> str:
        """Write a mapping of the project's own and return its id."""
        self.write("definitions/mappings/own.yaml", "id: own\ntitle: Own mapping\n" + textwrap.dedent(content))
        self.library = Library(self.folder)
        # What ships is read once for all tests.
        self.library.__dict__ |= {"sources": SHIPPED.sources, "catalogue": SHIPPED.catalogue}
        return "own"

    def gather(
        self,
        source: str,
        files: str | bytes | Sequence[str | bytes] | Mapping[str, str | Sequence[str]],
        *,
        mapping: str = "standard",
        areas: str | None = None,
        needed: set[str] | None = None,
        supplier: str | None = None,
        as_at: Sequence[str] = (),
        said: Sequence[Mapping[str, str]] = (),
        reviews: str = "",
        dates: set[str] | None = None,
        names_records: bool = False,
    ) -> Facts:
        """Write extracts and gather them: one text, several files (each as at a day), or linked files by part.

        What else the project file says of each of several files is `said`, such as `from` and `to`.

        Reviews are lines of reviews.csv, without why, by whom and when.
        """
        fields = needed if needed is not None else {each.name for each in self.library.sources[source].fields}
        more = said or [{"as_at": day} for day in as_at]
        if isinstance(files, Mapping):
            written: Any = {
                part: self._entries(f"{source}_{part}", text, mapping, supplier, more) for part, text in files.items()
            }
        else:
            written = self._entries(source, files, mapping, supplier, more)
        entry = entries_model(self.library.sources).model_validate({source: written}).given()[source]
        chosen = self.library.areas(areas) if areas else None
        settled = self._reviews(reviews) if reviews else Reviews()
        asked = None if dates is None else frozenset(dates)
        setting = Setting(self.library, chosen, self.folder, reviews=settled, dates=asked, names_records=names_records)
        return gather_source(self.engine, setting, source, entry, fields)

    def _entries(
        self,
        name: str,
        files: str | bytes | Sequence[str | bytes],
        mapping: str,
        supplier: str | None,
        said: Sequence[Mapping[str, str]],
    ) -> dict[str, Any] | list[dict[str, Any]]:
        """Return the entry of some files, or one for each of the first files of which something is said."""
        entry = self._entry(name, files, mapping, supplier)
        if not said:
            return entry
        return [entry | {"files": file, **keys} for file, keys in zip(entry["files"], said, strict=False)]

    def _reviews(self, lines: str) -> Reviews:
        header, *rows = textwrap.dedent(lines).strip().splitlines()
        text = "\n".join([f"{header},reason,by,on", *(f"{row},known by hand,A,2022-01-01" for row in rows)])
        path = self.write("reviews.csv", text)
        return read_reviews(path, "reviews.csv", self.library.sources, self.library.catalogue, None)

    def _entry(
        self, name: str, files: str | bytes | Sequence[str | bytes], mapping: str, supplier: str | None
    ) -> dict[str, Any]:
        texts = [files] if isinstance(files, str | bytes) else files
        names = [f"{name}_{i + 1}.csv" for i in range(len(texts))]
        for each, text in zip(names, texts, strict=True):
            self.write(each, text)
        return {"files": names, "mapping": mapping} | ({"supplier": supplier} if supplier else {})

    def rule(self, text: str, source: str = "police") -> Rule:
        """Return the rule that a line of YAML says, checked against the fields of its source."""
        problems: list[Problem] = []
        document = self.yaml(text)
        rule = parse_rule(document, document.data, (), problems)
        check_rule(self.library.sources[source], self.library.catalogue, document, rule, problems)
        assert not problems
        return rule

    def answers(self, facts: Facts, rules: dict[str, Rule]) -> dict[date, dict[str, Answer]]:
        """Return the engine's answer to each rule on each recorded day; each record has a day of its own.

        A rule is answered twice, case by case and as SQL of each record, and both must say the same.
        """
        found: dict[date, dict[str, Answer]] = {}
        for role in (None, *facts.source.roles):
            of_role = {name: rule for name, rule in rules.items() if _role_of(facts, rule) == role}
            if not of_role:
                continue
            by_case = self._answers_by_case(facts, role, of_role)
            assert by_case == self._answers_in_sql(facts, role, of_role)
            for day, answers in by_case.items():
                found.setdefault(day, {}).update(answers)
        return found

    def _answers_by_case(
        self, facts: Facts, role: Role | None, rules: dict[str, Rule]
    ) -> dict[date, dict[str, Answer]]:
        beside = role if role in facts.people and facts.people[role].table else None
        tests = [test for rule in rules.values() for test in tests_of(rule)]
        rows = CaseRows(facts, beside, ("recorded_date",))
        step, cases = keep_rows(self.engine, rows, put_cases(self.engine, facts, self.library.catalogue, tests))
        answers = [cases.decide(rule, role) for rule in rules.values()]
        tallied = tally(self.engine, cases, rows, step, Asked(facts.source.unit, "recorded_date"), answers)
        assert tallied.amount.tolist() == [1] * len(tallied.at.day), "every record needs a recorded date of its own"
        meaning = {NO: False, MAYBE: None, YES: True}
        return {
            day_of(int(tallied.at.day[group])): {
                name: meaning[number] for name, number in zip(rules, tallied.patterns[given].tolist(), strict=True)
            }
            for group, given in zip(tallied.group.tolist(), tallied.given.tolist(), strict=True)
        }

    def _answers_in_sql(self, facts: Facts, role: Role | None, rules: dict[str, Rule]) -> dict[date, dict[str, Answer]]:
        compiler = RuleCompiler(facts.source, self.library.catalogue, facts.vocabularies, facts.relation(role))
        verdicts = ", ".join(any_of(compiler.compile(rule)) for rule in rules.values())
        put_answers(self.engine, compiler)
        people = facts.people[role].table if role in facts.people else ""
        records = f"{with_people(facts.table, people)}{compiler.joins()}"
        found = self.rows(f"SELECT min(f.recorded_date), {verdicts} FROM {records} GROUP BY f.{facts.unit}")
        return {day: dict(zip(rules, answers, strict=True)) for day, *answers in found}

    def answer(self, facts: Facts, text: str) -> list[Answer]:
        """Return the engine's answers to one rule, in the order of the recorded days."""
        found = self.answers(facts, {"rule": self.rule(text, facts.source.id)})
        return [found[day]["rule"] for day in sorted(found)]

    def columns(self) -> set[tuple[str, str]]:
        """Return every table and column that the engine holds."""
        sql = "SELECT table_name, column_name FROM information_schema.columns"
        return set(self.rows(sql))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what the engine answers to a query."""
        return rows(self.engine, "a test's question", sql)


def _role_of(facts: Facts, rule: Rule) -> Role | None:
    return next((role for name in fields_of(rule) if (role := facts.source.role_of(name))), None)


@contextmanager
def _open_desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        yield Desk(Path(folder), closing)


NewDesk = Callable[[], AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def new_desk() -> NewDesk:
    """Opens an empty desk for a `with` block, for tests that need one of their own for each example."""
    return _open_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An empty desk with an engine of its own."""
    with _open_desk() as desk:
        yield desk
