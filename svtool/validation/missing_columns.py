"""Columns: those that measures ask about and a file lacks (H05), and why no mapping reads a file (H04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from svtool.errors import listed
from svtool.files.headers import fold_header
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.proposal.column_shapes import date_shape
from svtool.proposal.field_matches import LIKELY
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.mapping_fits import fits_of
from svtool.proposal.usual_names import name_fit
from svtool.records.canonical_columns import EVIDENCE, stored_fields
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, fields_read
from svtool.schema.rules import fields_of
from svtool.schema.sources import OFFENCE, Role, Source
from svtool.schema.tables import Measure
from svtool.validation.checks import Check, Reading, refused
from svtool.validation.unknown_tables import Why, map_option, told_of_unknown

ROLE_OF_ROW: dict[str, Role | None] = {"offences": None, "victims": "victim", "suspects": "suspect"}
MOST_MEASURES = 3
FEWEST_NAMES = 2  # so many known names make a line a header; one may be a word in a record
HALF = 0.5


class MissingColumns(Check):
    """Fields that measures ask about and the file has no column for."""

    raises = ("H05",)

    def __init__(self, reading: Reading, measures: Sequence[Measure], asked_for: bool) -> None:
        """Make ready for a file.

        Args:
            reading: the file.
            measures: measures of its source.
            asked_for: whether somebody asked for these measures, so that each field is a warning of its own; else one
                note tells them all.
        """
        super().__init__(reading)
        self._measures, self._asked_for = measures, asked_for

    def findings(self) -> Iterator[Finding]:
        """Yield which fields they are, and which measures can't be made, or not for certain, without them."""
        lacking = _fields_lacking(self.reading, self._measures)
        if self._asked_for:
            for name, asking in lacking.items():
                yield self.find("H05", say(f"no column for {name}: ", _words(asking, "it")), field=name)
        elif lacking:
            asking = list({each.id: each for found in lacking.values() for each in found}.values())
            words = _words(asking, "it" if len(lacking) == 1 else "them")
            told = say("no column for ", enumerated(lacking), ": ", words)
            yield self.find("H05", told, len(lacking), level=Level.NOTE)


def _fields_lacking(reading: Reading, measures: Sequence[Measure]) -> dict[str, list[Measure]]:
    source, row = reading.source, reading.part.row
    names = [each.name for each in source.fields]
    known = set(stored_fields(source, names, reading.columns, reading.part.classification))
    known |= {each.becomes for each in source.of_type("birth_date") if each.name in known and each.becomes}
    known |= {each.name for each in source.fields if each.absent == "no"}
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        for name in sorted(set(fields_of(measure.rule)) - known):
            if row not in ROLE_OF_ROW or source.role_of(name) == ROLE_OF_ROW[row]:
                found.setdefault(name, []).append(measure)
    if OFFENCE in found:  # read from any of the columns that tell it
        found = {_evidence(reading) if name == OFFENCE else name: asking for name, asking in found.items()}
    return found


def _evidence(reading: Reading) -> str:
    own = [name for name in EVIDENCE[reading.part.classification] if name in reading.source.by_name]
    return own[0] if own else OFFENCE


def _words(measures: Sequence[Measure], what: str) -> Message:
    ask = counted(len(measures), "measure asks", "measures ask")
    titles = list(dict.fromkeys(each.title for each in measures))
    some = "; ".join(titles[:MOST_MEASURES])
    such = some if len(titles) <= MOST_MEASURES else f"{some} …"
    return say(ask, f" about {what} and can't be told for certain ({such})")


@dataclass(frozen=True)
class NearFit:
    """A mapping that reads a header but for some columns: field → the column that it lacks."""

    mapping: str
    part: MappingPart
    used: int
    lacks: dict[str, str]


@dataclass(frozen=True)
class UnreadHeader:
    """A file that no mapping reads.

    What stands in the first line may be a record: only columns that somebody is known to use are named.

    Attributes:
        name: how messages call the file.
        look: its columns.
        library: the definitions.
        source: the source, if the command says it.
        mapping: the mapping, if the command says it.
    """

    raises: ClassVar[tuple[str, ...]] = ("H04",)

    name: str
    look: FileLook
    library: Library
    source: str | None
    mapping: str | None

    def finding(self) -> Finding:
        """Return why no mapping reads the file, and what to do."""
        why = self._why()
        return replace(refused(self.name, "H04", why.told, why.remedy), to_supplier=why.to_supplier)

    def _why(self) -> Why:
        said = self.source is not None or self.mapping is not None
        others = fits_of(self.look, self.library, linked=True) if said else []
        if others:
            options = sorted({f"--source {each.part.source} --mapping {each.mapping}" for each in others})
            fits = listed(options)
            return Why(f"it is not what the command says; its header fits {fits}", f"Say {fits}, or nothing.")
        if near := _nearest(self.look, self.library, self.source, self.mapping):
            return _lacking(near, self.look, self.library)
        return told_of_unknown(self.name, self.look, self.library, self.source)


def _nearest(look: FileLook, library: Library, source: str | None, mapping: str | None) -> NearFit | None:
    """Return the mapping that reads most of the columns, where that is half of them."""
    there = look.shape
    found: list[NearFit] = []
    for named in library.finished_mappings(mapping):
        for part in named.parts or (named,):
            if source not in {None, part.source}:
                continue
            adapted = part.with_columns(library.added_columns.get(part.source, {}))
            fields = fields_read(adapted, library.sources[part.source])
            read = {fold_header(each) for column in fields.values() for each in column.headers} & there
            lacks = {
                field: header
                for field, column in fields.items()
                for header in column.headers
                if not column.optional and fold_header(header) not in there
            }
            found.append(NearFit(named.id, part, len(read), lacks))
    # A part that lacks nothing and still does not fit is one of people, and this is no file of people alone.
    best = max(found, key=lambda each: (each.used, bool(each.lacks), -len(each.lacks)), default=None)
    enough = max(FEWEST_NAMES, HALF * len(look.own_columns))
    return best if best and (best.used >= enough or (mapping and best.used >= FEWEST_NAMES)) else None


def _lacking(near: NearFit, look: FileLook, library: Library) -> Why:
    source = library.sources[near.part.source]
    used, columns = numeral(str(near.used)), numeral(str(len(look.own_columns)))
    reads = say(f"mapping {near.mapping} reads ", used, " of its ", columns, f" columns as {source.id}")
    if not near.lacks:
        told = source.signs.fields or [each.name for each in source.fields]
        expected = f"{listed(source.dates)} and {'an offence' if source.has_offences else listed(told)}"
        why = say(reads, ", but nothing in it says what happened and when")
        return Why(why, f"Export {expected}, each in its own column.")
    known = {fold_header(each) for column in fields_read(near.part, source).values() for each in column.headers}
    names = listed(near.lacks.values(), 30, "and")
    likely = {field: column for field in near.lacks if (column := _likely(field, look, source, known))}
    remedy = f"Export {names} too, under that name."
    called = listed([column.name for column in likely.values()], 30, "and")
    if len(likely) == len(near.lacks):
        options = " ".join(map_option(column, source.by_name[field]) for field, column in likely.items())
        remedy = f"If it is what the file calls {called}, add: --source {source.id} {options}. Else export {names} too."
    perhaps = f" Is it what is now called {called}?" if likely else ""
    return Why(say(reads, f", but the file has no column {names}"), remedy, f"We look for {names}.{perhaps}")


def _likely(field: str, look: FileLook, source: Source, known: set[str]) -> ColumnLook | None:
    """Return the column that a missing field may be read from, by its name or as the one of dates; None if none is."""
    unread = [column for column in look.own_columns if column.name and fold_header(column.name) not in known]
    fits = [(name_fit(source, source.by_name[field], column.name), column) for column in unread]
    fit, best = max(fits, key=lambda each: each[0], default=(0.0, None))
    if fit >= LIKELY:
        return best
    of_dates = [column for column in unread if column.filled and date_shape(column).formats]
    return of_dates[0] if len(of_dates) == 1 and source.by_name[field].type == "date" else None
