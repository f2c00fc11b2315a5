"""Extracts and their records: `validate`, `classify`, `explain`, `review`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, project_of
from svtool.schema.defaults import DEFAULT_SOURCE

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from svtool.figures.notes import Note


def validate(
    *extracts: Name,
    project: Name | None = None,
    source: str | None = None,
    mapping: str | None = None,
    maps: Sequence[str] = (),
    sheet: str | None = None,
    previous: Sequence[Name] = (),
    replace: bool = False,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return what is wrong or notable about some extracts: one row a finding, the worst first.

    No row shows a reference, name, date, age, place or free text of a record.

    Args:
        extracts: the files; with a project and none, all of the project's.
        project: the project file whose mappings, windows and definitions count.
        source: the source, where the header does not tell it.
        mapping: the mapping, where the header does not tell it.
        maps: columns to read a field from, such as `Date Reported=recorded_date:DD/MM/YYYY`.
        sheet: the sheet of a workbook to read, where several could be meant.
        previous: the extracts of last time, to compare with.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each finding: its level (error, warning, note), id, place, count of records, words and remedy.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences; never what is wrong with an extract.
    """
    from svtool.commands.checkup import Request
    from svtool.commands.validate import validate as examine
    from svtool.output.frames import findings_as_frame

    request = Request(
        extracts=tuple(map(Path, extracts)),
        project=None if project is None else Path(project),
        source=source,
        mapping=mapping,
        maps=tuple(maps),
        sheet=sheet,
        previous=tuple(map(Path, previous)),
        replace=replace,
        bounds=bounds_of(**bounds),
    )
    return findings_as_frame(examine(request))


def classify(
    extract: Name | None = None,
    *,
    project: Name | None = None,
    sample: bool = False,
    source: str = DEFAULT_SOURCE,
    mapping: str | None = None,
    definition: str | None = None,
    areas: str | None = None,
    replace: bool = False,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return every record with the clauses that it meets.

    The frame holds records, with references and ages: keep it where the extract may be kept.

    Args:
        extract: the file; with a project and none, the project's extracts of the source.
        project: a project file, for extracts, reviews, areas and definitions.
        sample: whether to classify the synthetic sample that comes with svtool.
        source: the source of the records.
        mapping: id of the mapping that reads the extract.
        definition: id of the definition of serious violence (default: the project's).
        areas: id of the areas to find records in (default: the project's).
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each record, with the columns that `svtool classify` writes; `attrs["ledger"]` says in sentences
        where every row went, `attrs["warnings"]` which reviews settle nothing.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    import pyarrow as pa

    from svtool.commands.classify import Job
    from svtool.commands.classify import classify as decide
    from svtool.output.record_files import with_notes
    from svtool.output.wording.note_words import notes_in_words

    named = project_of(project, sample)
    job = Job(
        extract=None if extract is None else Path(extract),
        source=source,
        mapping=mapping,
        project=named,
        sample=sample,
        definition=definition,
        areas=areas,
        replace=replace,
        bounds=bounds_of(**bounds),
    )
    tables: list[pa.Table] = []

    def take(schema: pa.Schema, batches: Iterator[pa.RecordBatch], standing: Sequence[Note]) -> None:
        tables.append(pa.Table.from_batches(with_notes(batches, standing), schema))

    found = decide(job, take)
    frame: pd.DataFrame = tables[0].to_pandas()
    frame.attrs.update(ledger=found.lines(), warnings=notes_in_words(found.warnings()))
    return frame


def explain(
    reference: str,
    project: Name | None = None,
    *,
    sample: bool = False,
    source: str | None = None,
    definition: str | None = None,
    replace: bool = False,
    **bounds: Unpack[AskedBounds],
) -> str:
    """Return one record in words: every clause, what it needed, and what the record had.

    Args:
        reference: the record's reference.
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to look in the synthetic sample that comes with svtool instead.
        source: the source that the record is in (default: police, or the only one).
        definition: id of the definition of serious violence (default: the project's).
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        The text that `svtool explain` prints.

    Raises:
        SvtoolError: something that the user can mend, such as a reference that no usable record has.
    """
    from svtool.commands.explain import explain as explained
    from svtool.commands.scope import Request
    from svtool.output.explained_text import explained_as_text

    request = Request(
        project=project_of(project, sample),
        sample=sample,
        definition=definition,
        replace=replace,
        bounds=bounds_of(**bounds),
    )
    return explained_as_text(explained(request, reference, source))


def review(
    measure: str,
    period: str,
    project: Name | None = None,
    *,
    sample: bool = False,
    tables: Sequence[str] = (),
    definition: str | None = None,
    replace: bool = False,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return the worklist of records that a measure can't decide, ready to be filled in.

    The frame holds references and recorded values of records: keep it where the extract may be kept.

    Args:
        measure: id of the measure.
        period: a period of the project by its name, such as `2021`, or any other, such as `calendar:2021`.
        project: the project file (default: `svtool.yaml` in this folder).
        sample: whether to look in the synthetic sample that comes with svtool instead.
        tables: ids of the tables that have the measure (default: those of the project file).
        definition: id of the definition of serious violence (default: the project's).
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each record and field that a person would have to settle, all columns text; `attrs["balance"]` says
        in a sentence where the units that are not known went.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.review import Question, make_worklist
    from svtool.commands.scope import Request
    from svtool.output.record_files import noted
    from svtool.output.wording.note_words import notes_in_words

    request = Request(
        project=project_of(project, sample),
        tables=tuple(tables),
        definition=definition,
        replace=replace,
        sample=sample,
        bounds=bounds_of(**bounds),
    )
    found = make_worklist(request, Question(measure, period))
    frame = noted(found.rows, found.standing).reset_index(drop=True)
    frame.attrs.update(balance=found.balance.words(found.measure.role), warnings=notes_in_words(found.warnings))
    return frame
