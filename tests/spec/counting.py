"""A small project on disk, measured: what an extract with a few records comes to."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.figures.contract import Figure
from svtool.records.ledger import Ledger


@dataclass
class Counted:
    """The figures of one period, by measure."""

    result: Result

    def figure(self, measure_id: str) -> Figure:
        """Return the figure of a measure."""
        return next(each for each in self.result.figures if each.measure_id == measure_id)

    def __getitem__(self, measure_id: str) -> tuple[int | None, int | None]:
        """Return what is certain and what is not known."""
        found = self.figure(measure_id)
        return found.count, found.not_known

    def ledger(self, source: str, part: str | None = None) -> Ledger:
        """Return where the rows of an extract went."""
        return self.result.reports[source][part or source].ledger


def own_mapping(folder: Path, text: str, name: str = "own") -> str:
    """Write a mapping of the project's own and return its id."""
    path = folder / "definitions/mappings" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"id: {name}\ntitle: Own mapping\n" + textwrap.dedent(text))
    return name


def write_project(
    folder: Path, source: str, extracts: list[str], mapping: str, measures: dict[str, str], **options: str
) -> Path:
    """Write extracts, a table of measures and the project file, and return the project file.

    Args:
        folder: where to write.
        source: what the extracts are of.
        extracts: the text of each file.
        mapping: the id of the mapping that reads them.
        measures: id of each measure → its unit and rule in YAML, such as `unit: offence, where: {knife: yes}`.
        options: more keys of the extract in the project file; `periods` and `areas` are those of the project.
    """
    # A handful of records covers the year only because the project says so.
    options = {"from": "2021-01-01", "to": "2021-12-31", **options}
    names = [f"{source}_{number}.csv" for number in range(1, len(extracts) + 1)]
    for name, text in zip(names, extracts, strict=True):
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"))
    listed = "".join(
        f"\n      - {{id: {name}, title: {name}, source: {source}, {written}}}" for name, written in measures.items()
    )
    (folder / "definitions/tables").mkdir(parents=True, exist_ok=True)
    (folder / "definitions/tables/own.yaml").write_text(
        f"id: own\ntitle: Own table\ngroups:\n  - title: All\n    measures:{listed}\n"
    )
    periods = options.pop("periods", "{kind: calendar, years: [2021]}")
    areas = f"areas: {options.pop('areas')}\n" if "areas" in options else ""
    more = "".join(f", {key}: {value}" for key, value in options.items())
    project = folder / "svtool.yaml"
    project.write_text(
        f"tables: [own]\n{areas}periods: {periods}\nsources:\n"
        f"  {source}: {{files: [{', '.join(names)}], mapping: {mapping}{more}}}\n"
    )
    return project


def count(
    folder: Path, source: str, extracts: str | list[str], mapping: str, measures: dict[str, str], **options: str
) -> Counted:
    """Return what extracts come to, as `svtool measures` counts them."""
    texts = [extracts] if isinstance(extracts, str) else extracts
    return Counted(measure(Request(project=write_project(folder, source, texts, mapping, measures, **options))))
