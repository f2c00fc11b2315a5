"""Records with the clauses that each meets: for R, Power BI, and checks in the force's own system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from svtool.counting.verdicts import ANSWER, CLAUSES, CLAUSES_OPEN, LACKING, classified
from svtool.engine.embedded import Engine
from svtool.errors import LedgerError, UsageError, listed, nearest
from svtool.figures.notices import SYNTHETIC
from svtool.files.file_names import find_files
from svtool.gathering.facts import Facts
from svtool.gathering.source_facts import Setting, gather_source
from svtool.records.ledger import ExtractReport
from svtool.records.reviews import Reviews, reviews_of
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.definitions import Definition
from svtool.schema.library import Library
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry, LinkedEntry, Project, read_project
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE

NOT_KNOWN = "not known"
AREA = "area"
KEPT_OUT = {SUPPLIER, AREA, "cancelled", *OFFENCE_EVIDENCE}


@dataclass(frozen=True)
class Job:
    """What is classified: one extract, or those of a project, and by which definition.

    Attributes:
        extract: a file; the project's extracts without it.
        source: which source it is of.
        mapping: how the file is read.
        project: a project file, for extracts, reviews, areas, definition and definitions of its own.
        definition: the definition; the project's without it.
        areas: the areas; the project's without it.
        out: the file to be written.
        replace: whether the later named of two extracts that overlap wins where no day orders them.
    """

    extract: Path | None
    source: str
    mapping: str | None
    project: Path | None
    definition: str | None
    areas: str | None
    out: Path
    replace: bool = False


@dataclass
class Classified:
    """Classified records on their way into a file, and afterwards what became of all rows."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    reports: dict[str, ExtractReport] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """Return the ledger as lines, after all batches were taken."""
        found = [f"{part}: {report.ledger.in_words()}" for part, report in self.reports.items()]
        by_answer = " + ".join(f"{self.answers[answer]:,} {answer}" for answer in ("yes", "no", NOT_KNOWN))
        return [*found, f"classified: {self.answers.total():,} = {by_answer}"]

    def warnings(self) -> list[str]:
        """Return which reviews settle nothing."""
        return [words for report in self.reports.values() for words in report.reviews.warnings()]


def classify(engine: Engine, job: Job) -> Classified:
    """Return the classified records of a job, read and settled; they are decided while their batches are taken.

    Raises:
        SvtoolError: an extract can't be read, or the job names something that is not there.
    """
    project = read_project(job.project) if job.project else None
    folder = job.project.parent if job.project else Path()
    library = Library(folder, job.definition or (project.definition if project else None))
    definition = library.definition("project")
    entry = _entry_of(job, project)
    source = library.sources[job.source]
    if definition.source != source.id:
        raise UsageError(
            f"definition {definition.id} is about {definition.source}, not {source.id}. Name another with --definition."
        )
    _check_out(job, entry, folder)
    wanted = job.areas or (project.areas if project else None)
    areas = library.areas(wanted) if wanted else None
    reviews = reviews_of(project, folder, library) if project else Reviews()
    needed = {each.name for each in source.fields}
    facts = gather_source(engine, Setting(library, areas, folder, job.replace, reviews), source.id, entry, needed)
    columns = _Columns(facts, library.catalogue, areas, definition, bool(project and project.synthetic))
    found = Classified(columns.schema(), iter(()), facts.reports)
    found.batches = _decided(engine, facts, library.catalogue, definition, columns, found)
    return found


def _entry_of(job: Job, project: Project | None) -> LinkedEntry | tuple[ExtractEntry, ...]:
    known = [name for name, each in Library().sources.items() if each.unit != "figure"]
    if job.source not in known:
        raise UsageError(
            f"--source {job.source}: is not a source of records; expected {listed(known)}"
            f"{nearest(job.source, known) or '.'}"
        )
    if job.extract is not None:
        if job.mapping is None:
            raise UsageError("an extract needs a mapping that says how it is read; add --mapping ID.")
        return (ExtractEntry(files=(str(job.extract.absolute()),), mapping=job.mapping),)
    given = project.sources.given() if project else {}
    if project is None:
        raise UsageError("nothing to classify; name an extract, or a project with --project.")
    if job.mapping is not None:
        raise UsageError("--mapping says how one extract is read; name the extract, or leave the option out.")
    if job.source not in given:
        raise UsageError(f"--source {job.source}: the project has no such extracts; expected {listed(given)}.")
    return given[job.source]


def _check_out(job: Job, entry: LinkedEntry | tuple[ExtractEntry, ...], folder: Path) -> None:
    entries = entry if isinstance(entry, tuple) else (*entry.offences, *entry.victims, *entry.suspects)
    files = [path for each in entries for path, _ in find_files(each, folder)]
    if any(path.exists() and path.resolve() == job.out.resolve() for path in files):
        raise UsageError(f"--out {job.out}: is one of the extracts, which would be lost. Name another file.")


def _decided(
    engine: Engine, facts: Facts, catalogue: Catalogue, definition: Definition, columns: _Columns, found: Classified
) -> Iterator[pa.RecordBatch]:
    for raw in classified(engine, facts, catalogue, definition):
        table = columns.decode(raw)
        for each in table.column(ANSWER).combine_chunks().value_counts().to_pylist():
            found.answers[each["values"]] += each["counts"]
        yield from table.to_batches()
    usable = next(iter(facts.reports.values())).ledger.usable
    if facts.part.row in {"offence", "offences", "record"} and found.answers.total() != usable:
        raise LedgerError(f"{usable} usable rows, {found.answers.total()} classified")


class _Columns:
    """The columns of the file, always the same for a source, and how the engine's columns become them."""

    def __init__(
        self, facts: Facts, catalogue: Catalogue, areas: AreaSet | None, definition: Definition, synthetic: bool
    ) -> None:
        self._facts, self._source, self._areas = facts, facts.source, areas
        self._definition, self._catalogue, self._synthetic = definition, catalogue, synthetic
        self._words = {name: self._words_of(name) for name in facts.vocabularies}

    def _words_of(self, name: str) -> pa.Array:
        """Return the word of each number of a vocabulary; number 0, not known, is said too."""
        values = self._facts.vocabularies[name].values
        if name == OFFENCE:
            words = [self._catalogue.label(value) or NOT_KNOWN for value in values]
        elif name == SUPPLIER:
            words = [value or "" for value in values]
        else:
            words = [NOT_KNOWN if value is None else str(value) for value in values]
        return pa.array(words, pa.string())

    def schema(self) -> pa.Schema:
        """Return the names and types of the columns, in order."""
        types: dict[str, pa.DataType] = {SUPPLIER: pa.string(), "reference": pa.string()}
        types |= {each.name: pa.date32() for each in self._source.of_type("date")}
        if self._has_offences():
            types["offence_class"] = pa.string()
        people: dict[str, pa.DataType] = {}
        for each in self._source.fields:
            if each.name in KEPT_OUT or each.type in {"reference", "date", "birth_date", "number"}:
                continue
            of_person = people if each.role else types
            if each.type == "age":
                of_person |= {f"{each.name}_lo": pa.int16(), f"{each.name}_hi": pa.int16()}
            else:
                of_person[each.name] = pa.int32() if each.type == "count" else pa.string()
        types |= {"area_code": pa.string(), AREA: pa.string()}
        types |= {f"{role}s": pa.int32() for role in self._source.roles} | people
        types |= dict.fromkeys(("definition", ANSWER, CLAUSES, CLAUSES_OPEN, LACKING, "notes"), pa.string())
        return pa.schema(list(types.items()))

    def _has_offences(self) -> bool:
        return any(each.type == "offence_class" for each in self._source.fields)

    def decode(self, raw: pa.Table) -> pa.Table:
        """Return a batch of the engine's columns as the columns of the file."""
        found = {each.name: self._column(each.name, each.type, raw) for each in self.schema()}
        return pa.table(found, schema=self.schema())

    def _column(self, name: str, kind: pa.DataType, raw: pa.Table) -> Any:
        rows = raw.num_rows
        constants = {"definition": self._definition.id, "notes": SYNTHETIC if self._synthetic else ""}
        if name in constants:
            return pa.array([constants[name]] * rows, pa.string())
        if name in {"area_code", AREA}:
            return self._area(name, raw)
        role = self._source.role_of(name)
        if role:
            # A value stands only where the offence has just one such person; else whose would it be? No number stands
            # for a row that has the person in it and does not say whether there is one.
            alone = pc.equal(raw[f"{role}s"], 1) if f"{role}s" in raw.column_names else pa.array([False] * rows)
            return pc.if_else(pc.fill_null(alone, True), self._recorded(name, kind, raw), pa.scalar(None, kind))
        return self._recorded(name, kind, raw)

    def _recorded(self, name: str, kind: pa.DataType, raw: pa.Table) -> Any:
        rows = raw.num_rows
        held = OFFENCE if name == "offence_class" else name
        declared = self._source.by_name.get(name)
        coded = held in self._words and held in raw.column_names and pa.types.is_integer(raw[held].type)
        if coded and (declared is None or declared.type != "count"):
            return self._words[held].take(pc.fill_null(raw[held], 0).combine_chunks())
        is_flag = name == ANSWER or (declared is not None and declared.type == "flag")
        if held not in raw.column_names:
            missing = is_flag or (declared is not None and declared.type in {"category", "label", "offence_class"})
            return pa.array([NOT_KNOWN if missing else None] * rows, kind)
        if is_flag:
            return pc.fill_null(pc.if_else(raw[held], "yes", "no"), NOT_KNOWN)
        return raw[held].cast(kind)

    def _area(self, name: str, raw: pa.Table) -> Any:
        if AREA not in raw.column_names:
            return pa.array([None] * raw.num_rows, pa.string())
        values = self._facts.vocabularies[AREA].values
        shown = pa.array([self._place(value)[name == AREA] for value in values], pa.string())
        return shown.take(pc.fill_null(raw[AREA], 0).combine_chunks())

    def _place(self, value: str | None) -> tuple[str, str]:
        if value is None:
            return "", NOT_KNOWN
        if self._areas is None:
            return "", value
        if value == INSIDE:
            return self._areas.code or "", self._areas.title
        if value == OUTSIDE:
            return "", f"outside {self._areas.title}"
        area = self._areas.by_key[value]
        return area.code or "", area.name
