"""Records with the clauses that each meets: for R, Power BI, and checks in the force's own system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from svtool.commands.evidence import Evidence, evidence_of
from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import (
    Opened,
    OpenedProject,
    gather_whole,
    open_definitions,
    open_engine,
    open_project,
    project_file,
)
from svtool.commands.spared import check_spared
from svtool.counting.verdicts import ANSWER, CLAUSES, CLAUSES_OPEN, LACKING, classified
from svtool.engine.bounds import USUAL, Bounds
from svtool.engine.seam import Engine
from svtool.errors import LedgerError, UsageError, listed, nearest
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC, unmatched_reviews
from svtool.gathering.facts import Facts
from svtool.records.ledger import ExtractReport
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.definitions import Definition, no_definition
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry, LinkedEntry
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE

NOT_KNOWN = "not known"
AREA = "area"
ANSWERED = {ANSWER, CLAUSES, CLAUSES_OPEN, LACKING}
KEPT_OUT = {SUPPLIER, AREA, "cancelled", *OFFENCE_EVIDENCE}


@dataclass(frozen=True)
class Job:
    """What is classified: one extract, or those of a project, and by which definition.

    Attributes:
        extract: a file; the project's extracts without it.
        source: which source it is of.
        mapping: how the file is read.
        project: a project file, for extracts, reviews, areas, definition and definitions of its own.
        sample: whether it is the project of the sample.
        definition: the definition; the project's without it; where neither names one, no clause is asked.
        areas: the areas; the project's without it.
        out: the file that will be written, which must be none of the extracts; None for no file.
        replace: whether the later named of two extracts that overlap wins where no day orders them.
        bounds: what the run may take of the machine.
    """

    extract: Path | None = None
    source: str = DEFAULT_SOURCE
    mapping: str | None = None
    project: Path | None = None
    sample: bool = False
    definition: str | None = None
    areas: str | None = None
    out: Path | None = None
    replace: bool = False
    bounds: Bounds = USUAL


@dataclass(frozen=True)
class Classified:
    """What became of all rows, after they were classified.

    Attributes:
        reports: what became of every row before, by part.
        answers: how many rows got each answer; blank is that of no definition.
        evidence: what the run stands on.
        remark: what is to be said of the file; blank for nothing.
    """

    reports: Mapping[str, ExtractReport]
    answers: Mapping[str, int]
    evidence: Evidence
    remark: str = ""

    def lines(self) -> list[str]:
        """Return the ledger as lines."""
        found = [f"{part}: {report.ledger.in_words()}" for part, report in self.reports.items()]
        total = sum(self.answers.values())
        if self.remark:
            return [*found, f"written: {total:,}", self.remark]
        by_answer = " + ".join(f"{self.answers.get(answer, 0):,} {answer}" for answer in ("yes", "no", NOT_KNOWN))
        return [*found, f"classified: {total:,} = {by_answer}"]

    def warnings(self) -> list[Note]:
        """Return which reviews settle nothing."""
        return unmatched_reviews(self.reports)


# Takes the classified records: their columns, their batches as they are decided, and what must stand with each.
Take = Callable[[pa.Schema, Iterator[pa.RecordBatch], Sequence[Note]], None]


def classify(job: Job, take: Take) -> Classified:
    """Hand over the classified records of a job, batch by batch, and return what became of all rows.

    Args:
        job: what is classified.
        take: takes the records, such as a writer of files.

    Raises:
        SvtoolError: an extract can't be read, or the job names something that is not there.
    """
    opened = _open(job)
    entry = _entry_of(job, opened)
    definition = _definition_of(job.source, opened)
    check_spared(job.out, opened, [job.extract] if job.extract else [])
    answers: Counter[str] = Counter()
    with open_engine(opened.bounds) as engine:
        facts = gather_whole(engine, opened, job.source, entry, job.replace).facts[job.source]
        _check_rows(facts)
        columns = _Columns(facts, opened.library.catalogue, opened.areas, definition)
        batches = _decided(engine, opened, facts, definition, columns, answers)
        take(columns.schema(), batches, [SYNTHETIC] if opened.synthetic else [])
    evidence = evidence_of(opened, {job.source: facts.reports})
    return Classified(facts.reports, answers, evidence, "" if opened.definition else _no_definition_named(opened))


def _open(job: Job) -> Opened:
    """Return the project, in the areas that the job names, or the definitions alone; the extract as it is found."""
    if job.project is None and not job.sample:
        opened = open_definitions(job.definition, areas=job.areas, bounds=job.bounds)
    else:
        opened = open_project(project_file(job.project, job.sample), job.definition, bounds=job.bounds)
        opened = replace(opened, areas=opened.library.areas(job.areas)) if job.areas else opened
    return replace(opened, found=opened.found.and_now([job.extract.absolute()])) if job.extract else opened


def _entry_of(job: Job, opened: Opened) -> LinkedEntry | tuple[ExtractEntry, ...]:
    known = [name for name, each in opened.library.sources.items() if each.has_records]
    if job.source not in known:
        raise UsageError(
            f"--source {job.source}: is not a source of records; expected {listed(known)}"
            f"{nearest(job.source, known) or '.'}"
        )
    if job.extract is not None:
        if job.mapping is None:
            raise UsageError("an extract needs a mapping that says how it is read; add --mapping ID.")
        return (ExtractEntry(files=(str(job.extract.absolute()),), mapping=job.mapping),)
    if not isinstance(opened, OpenedProject):
        raise UsageError("nothing to classify; name an extract, or a project with --project.")
    if job.mapping is not None:
        raise UsageError("--mapping says how one extract is read; name the extract, or leave the option out.")
    return opened.entry_of(job.source)


def _no_definition_named(opened: Opened) -> str:
    return (
        "No definition of serious violence is named, so the columns of answer and clauses are empty; "
        + opened.library.expected_definitions("Name one with --definition")
    )


def _definition_of(source: str, opened: Opened) -> Definition:
    definition = opened.definition
    if definition is None:
        return no_definition(source)
    if definition.source != source:
        raise UsageError(
            f"definition {definition.id} is about {definition.source}, not {source}. Name another with --definition."
        )
    return definition


def _check_rows(facts: Facts) -> None:
    if facts.is_aggregate:
        nouns = facts.source.nouns_of(facts.source.unit)[1]
        raise UsageError(
            f"classify writes a row for each record, and a row of this extract is a count of several {nouns}, which "
            "are not told apart. Count it with svtool measures or svtool count, or classify the records behind it."
        )


def _decided(
    engine: Engine,
    opened: Opened,
    facts: Facts,
    definition: Definition,
    columns: _Columns,
    answers: Counter[str],
) -> Iterator[pa.RecordBatch]:
    """Yield the records as they are decided; the answers are tallied on the way, for a file may be larger than memory.

    Raises:
        LedgerError: a usable row was not classified.
        ExtractError: a file that was read is another now.
    """
    for raw in classified(engine, facts, opened.library.catalogue, definition):
        table = columns.decode(raw)
        for each in table.column(ANSWER).combine_chunks().value_counts().to_pylist():
            answers[each["values"]] += each["counts"]
        yield from table.to_batches()
    usable = next(iter(facts.reports.values())).ledger.usable
    if facts.part.row in {"offence", "offences", "record"} and answers.total() != usable:
        raise LedgerError(f"{usable} usable rows, {answers.total()} classified")
    # While the taker waits for more, so that a file which it writes is not put in its place.
    check_unchanged(opened, {facts.source.id: facts.reports})


class _Columns:
    """The columns of the file, always the same for a source, and how the engine's columns become them."""

    def __init__(self, facts: Facts, catalogue: Catalogue, areas: AreaSet | None, definition: Definition) -> None:
        self._facts, self._source, self._areas = facts, facts.source, areas
        self._definition, self._catalogue = definition, catalogue
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
        if name in ANSWERED and not self._definition.clauses:
            return pa.array([""] * rows, pa.string())
        constants = {"definition": self._definition.id, "notes": ""}  # who takes them fills in what must stand there
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
