"""Recognising a layout: does a mapping that ships with svtool read all of it?"""

from __future__ import annotations

from dataclasses import dataclass

from svtool.dates import read_date
from svtool.files.headers import fold_header
from svtool.proposal.column_shapes import MOSTLY, date_shape, share_read, share_understood
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.layouts import LINKED, Confidence, Layout
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart, fields_read
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source, in_order

HALF = 0.5


@dataclass(frozen=True)
class Fit:
    """A mapping whose needed columns all stand in a layout."""

    mapping: str
    part: MappingPart
    columns: dict[str, Column]
    used: int
    signs: int
    misfits: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """Return what decides between mappings: how much of the file it reads, then what the names say."""
        return self.used, self.signs


def signs_of(source: Source, look: FileLook) -> int:
    """Return how many words of the file's and columns' names speak for a source."""
    words = set(fold_title(" ".join([look.name, *(column.name for column in look.columns)])).split())
    return len(words & set(source.signs.words))


def recognise(layout: Layout, library: Library, linked: bool) -> bool:
    """Fill in a layout from the shipped mapping that fits it best; return whether one does.

    Args:
        layout: the files; a mapping that reads its columns but not its values is noted in its reasons.
        library: the shipped definitions.
        linked: whether the folder has files of victims or suspects beside the offences.
    """
    if _recognise_figures(layout, library):
        return True
    fits = fits_of(layout.merged, library, linked)
    for fit in fits:
        layout.reasons += [f"{fit.mapping} has these columns, but {why}" for why in fit.misfits[:1]]
    good = [fit for fit in fits if not fit.misfits]
    if not good:
        return False
    best = max(good, key=lambda fit: fit.rank)
    rivals = sorted({fit.part.source for fit in good if fit.rank == best.rank})
    if len(rivals) > 1:
        layout.rivals = tuple(rivals)
        layout.reasons = [f"could be {' or '.join(rivals)}: put the word into the file's name"]
        return False
    _take(layout, best)
    return True


def fits_of(look: FileLook, library: Library, linked: bool, said: str | None = None) -> list[Fit]:
    """Return the mappings whose needed columns all stand in a file, each with what its values contradict.

    Args:
        look: the file.
        library: the definitions.
        linked: whether files of victims or suspects stand beside it.
        said: its source, where somebody said it; the columns then need not tell what it is.
    """
    found: list[Fit] = []
    for mapping in library.finished_mappings():
        for part in mapping.parts or (mapping,):
            if (part.row == "offences" and not linked) or (look.table and not part.shapes_table):
                continue
            adapted = part.with_columns(library.added_columns.get(part.source, {}))
            # What the project itself has a mapping for needs no other sign of what it is.
            told = part.source if library.is_own("mappings", mapping.id) else said
            fit = _fit(mapping.id, adapted, library.sources[part.source], look, told)
            found += [fit] if fit else []
    # Of two parts that read as much, a linked folder means the linked one.
    return sorted(found, key=lambda fit: (fit.part.row in LINKED) != linked)


def _fit(wanted: str, part: MappingPart, source: Source, look: FileLook, said: str | None) -> Fit | None:
    there = {fold_header(column.name) for column in look.columns}
    columns: dict[str, Column] = {}
    for name, column in fields_read(part, source).items():
        if column.headers and all(fold_header(header) in there for header in column.headers):
            columns[name] = column
        elif column.headers and not column.optional:
            return None
    is_dated = said == source.id and any(name in columns for name in source.dates)
    if not (is_dated or _says_what_it_is(part, source, columns, look)):
        return None
    used = len({fold_header(header) for column in columns.values() for header in column.headers})
    misfits = tuple(why for name, column in columns.items() if (why := _misfit(source, name, column, look)))
    return Fit(wanted, part, columns, used, signs_of(source, look), misfits)


def _says_what_it_is(part: MappingPart, source: Source, columns: dict[str, Column], look: FileLook) -> bool:
    """Return whether the columns are enough to call the file an extract of this source."""
    if part.row in {"victims", "suspects"}:
        role = part.row.removesuffix("s")
        own = {name for name in columns if source.role_of(name) == role}
        others = {name for name in columns if source.role_of(name) not in {None, role}}
        return bool(own) and not others and not any(name in columns for name in source.dates)
    if not any(name in columns for name in source.dates):
        return False
    if source.roles and source.signs.fields:
        return any(name in columns for name in source.signs.fields)
    # A reference, a day and an area alone are said by many files; something must be the source's own.
    return len(columns) >= 4 or signs_of(source, look) > 0


def _misfit(source: Source, name: str, column: Column, look: FileLook) -> str | None:
    """Return why the values of a column are not as the mapping says, or None."""
    field = source.by_name[name]
    found = look.column(*column.headers)
    if found is None or not found.filled:
        return None
    if field.type in {"date", "birth_date"}:
        return _date_misfit(name, column, found)
    if field.type in {"flag", "category", "age", "count"}:
        share = share_understood(field, column, found)
        return None if share >= HALF else f"{_per_cent(1 - share)} of {name} can't be read so"
    return None


def _date_misfit(name: str, column: Column, found: ColumnLook) -> str | None:
    formats = found.date_formats(column)
    share = share_read(found.texts, lambda text: read_date(text, formats, column.pivot) is not None)
    if share < MOSTLY:
        return f"{_per_cent(1 - share)} of {name} is not a date written {' or '.join(formats)}"
    shape = date_shape(found)
    if shape.leaves_order_open and set(formats) & set(shape.formats):
        return f"the values of {name} do not prove whether the day or the month comes first"
    return None


def _take(layout: Layout, fit: Fit) -> None:
    part = fit.part
    columns = len(layout.looks[0].own_columns)
    layout.source, layout.mapping, layout.columns = part.source, fit.mapping, fit.columns
    layout.row = part.row if part.row in LINKED else None
    layout.area_basis = part.area_basis
    layout.knows_area_unknown = "area_unknown" in part.model_fields_set
    layout.confidence = _confidence(fit, columns)
    layout.reasons = [f"mapping {fit.mapping} reads {fit.used} of {columns} columns, and their values are as it says"]
    if part.assumption:
        layout.reasons.append(f"the mapping's own assumption: {part.assumption.rstrip('.')}")


def _confidence(fit: Fit, columns: int) -> Confidence:
    if not fit.part.by_name or fit.used >= MOSTLY * columns:
        return "high"
    return "medium" if fit.used >= HALF * columns else "low"


def _recognise_figures(layout: Layout, library: Library) -> bool:
    for source in in_order(library.sources):
        wanted = {fold_header(each) for each in source.told_by}
        if not source.has_records and wanted <= layout.merged.shape:
            layout.source = source.id
            what = "figures that arrive as figures" if source.has_figures else source.title.lower()
            layout.reasons = [f"has the {len(wanted)} columns of {what}"]
            return True
    return False


def _per_cent(share: float) -> str:
    return f"{share:.0%}"
