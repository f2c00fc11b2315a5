"""The project file: what an analyst counts, from which extracts, for which periods."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from svtool.schema.entry import Entry, parse_entry
from svtool.schema.mappings import LINKED_PARTS, AreaBasis, AreaUnknown
from svtool.schema.periods import Periods
from svtool.schema.text_yaml import read_text_yaml


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


class ExtractEntry(Entry):
    """One extract (or several files of one supplier) of a source."""

    noun: ClassVar[str] = "an extract"
    files: Names
    mapping: str = "standard"
    supplier: str | None = None
    selected_on: str | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    as_at: date | None = None
    area_basis: AreaBasis | None = None
    area_unknown: AreaUnknown | None = None

    @model_validator(mode="after")
    def _check_window(self) -> ExtractEntry:
        if self.first and self.last and self.last < self.first:
            raise ValueError("runs from a day after the day it runs to; exchange from and to")
        return self


class LinkedEntry(Entry):
    """Police data as linked files."""

    noun: ClassVar[str] = "linked extracts"
    offences: ExtractEntry
    victims: ExtractEntry | None = None
    suspects: ExtractEntry | None = None


def _kind_of_entry(value: Any) -> str:
    linked = isinstance(value, LinkedEntry) or (isinstance(value, dict) and any(key in value for key in LINKED_PARTS))
    return "LinkedEntry" if linked else "ExtractEntry"


PoliceEntry = Annotated[
    Annotated[LinkedEntry, Tag("LinkedEntry")] | Annotated[ExtractEntry, Tag("ExtractEntry")],
    Discriminator(_kind_of_entry),
]


class SourceEntries(Entry):
    """The extracts of each source."""

    noun: ClassVar[str] = "the sources of a project"
    police: PoliceEntry | None = None
    ed: ExtractEntry | None = None
    admissions: ExtractEntry | None = None
    ambulance: ExtractEntry | None = None
    fire: ExtractEntry | None = None
    indicators: ExtractEntry | None = None

    def given(self) -> dict[str, LinkedEntry | ExtractEntry]:
        """Return the sources that have extracts, in a fixed order."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: entry for name, entry in named.items() if entry is not None}


class Project(Entry):
    """A project file."""

    noun: ClassVar[str] = "a project"
    definition: str = "merseyside"
    tables: Names = ("home_office",)
    areas: str | None = None
    periods: Periods
    sources: SourceEntries
    disclosure: Literal["none"] = "none"
    synthetic: bool = False


def read_project(path: Path, name: str | None = None) -> Project:
    """Return the project of a file.

    Raises:
        InvalidFileError: with every fault found, each at its line.
    """
    return parse_entry(Project, read_text_yaml(path, name))
