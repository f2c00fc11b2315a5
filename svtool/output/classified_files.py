"""Classified records as a file, written as they are decided, with the manifest beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa

from svtool.commands.classify import Classified, Job, classify
from svtool.commands.manifest import Run, run_of
from svtool.figures.notes import Note
from svtool.output.beside import NewFile, write_with_manifests
from svtool.output.record_files import format_of, write_records
from svtool.output.replacing import LeftBehind


def write_classified(job: Job, out: Path) -> tuple[Classified, list[LeftBehind]]:
    """Write the classified records of a job; return what became of all rows, and what killed runs had left there.

    Raises:
        SvtoolError: an extract can't be read, or the file not be written.
    """
    format_ = format_of(out)
    found: list[Classified] = []

    def write(stream: IO[bytes]) -> None:
        found.append(classify_into(stream, format_, job))

    left = write_with_manifests(
        [NewFile(out, format_, write, of_records=True)], lambda: run_of_classified(found[0], job)
    )
    return found[0], left


def classify_into(stream: IO[bytes], format_: str, job: Job) -> Classified:
    """Write the classified records of a job to a stream, and return what became of all rows."""

    def take(schema: pa.Schema, batches: Iterator[pa.RecordBatch], standing: Sequence[Note]) -> None:
        write_records(schema, batches, stream, format_, standing)

    return classify(job, take)


def run_of_classified(found: Classified, job: Job) -> Run:
    """Return the run that classified records."""
    return run_of("classify", found.evidence, job)
