"""What every file is checked with: the command, the project, the definitions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart
from svtool.schema.project import Project
from svtool.schema.sources import Source
from svtool.schema.tables import Measure
from svtool.validation.asked import Request
from svtool.validation.choosing import Chosen


@dataclass(frozen=True)
class Context:
    """What every file is checked with.

    Attributes:
        request: what the command asks.
        project: the project, where one is named.
        library: the definitions.
        areas: the areas that places are judged by; None without a project that names some.
        folder: where file names start from.
    """

    request: Request
    project: Project | None
    library: Library
    areas: AreaSet | None
    folder: Path

    def part_of(self, chosen: Chosen) -> MappingPart:
        """Return what reads a file."""
        part = self.library.mapping(chosen.entry.mapping).part_for(chosen.source, chosen.row)
        assert part is not None  # noqa: S101 (it was chosen by this part)
        return part

    def measures_of(self, source: Source) -> list[Measure]:
        """Return the measures of a source: those of the project's tables, else of every table that ships."""
        names = self.project.tables if self.project else self.library.ids("tables")
        found = [measure for name in names for measure in self.library.table(name).measures]
        return list({each.id: each for each in found if each.source == source.id}.values())
