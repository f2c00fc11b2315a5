"""Whose area the places of an extract are, and where records without one belong."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.proposal.column_shapes import NOT_RECORDED
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.layouts import Layout
from svtool.schema.library import Library
from svtool.schema.mappings import AreaBasis
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source

BASIS = "what the area of a record is: where it happened, where the person lives, or where the site is"
OWN_AREA = (
    "where a record belongs whose area is not recorded: inside if this is the own extract of the force or service of "
    "the area, not_known if it may hold others' records"
)
# Words of a column's name that say whose area it is.
_SAYS: tuple[tuple[AreaBasis, frozenset[str]], ...] = (
    ("residence", frozenset({"residence", "resident", "residential", "home", "patient", "pt", "lives", "usual"})),
    ("incident", frozenset({"incident", "location", "scene", "offence", "occurrence", "crime", "committed", "call"})),
    ("site", frozenset({"site", "hospital", "treatment"})),
)


@dataclass(frozen=True)
class AreaChoices:
    """What is said of the areas of an extract; blank where nothing need be.

    Attributes:
        basis: whose area a place is.
        unknown: where a record belongs whose area is not known.
        why: why.
    """

    basis: Settled = ""
    unknown: Settled = ""
    why: str = ""


def choose_for_areas(layout: Layout, source: Source, bounded: bool, library: Library) -> AreaChoices:
    """Return what is said of the areas of a layout.

    Args:
        layout: the files.
        source: their source.
        bounded: whether the project counts within a set of areas.
        library: the definitions; the standard mapping of a source says whose area is usual.
    """
    basis, why = _basis(layout, source, library)
    unknown: Settled = ""
    share = _share_without_area(layout)
    if bounded and share:
        meaning = f"{OWN_AREA}; {_how_many(share)}"
        said = _said_by_mapping(layout, source, library) if layout.knows_area_unknown else ""
        about = f"whose extract {source.id} is"
        unknown = Decision(about, ("inside", "not_known"), meaning, said, stands=bool(said))
    return AreaChoices(basis, unknown, why)


def _basis(layout: Layout, source: Source, library: Library) -> tuple[Settled, str]:
    if layout.area_basis is not None:
        return layout.area_basis, ""
    column = layout.columns.get("area")
    if column is None:
        return "", ""
    words = set(fold_title(" ".join(column.headers)).replace("home office", "").split())
    said = [basis for basis, known in _SAYS if words & known]
    if len(said) == 1:
        return said[0], f"area_basis is {said[0]}, as the column {' '.join(column.headers)} is called."
    standard = library.mapping("standard").part_for(source.id, None)
    usual = standard.area_basis if standard else None
    if usual:
        return usual, f"area_basis is {usual}, as is usual of {source.id}: check it with whoever sent the extract."
    return Decision(f"the areas of {source.id}", ("incident", "residence", "site"), BASIS), ""


def _said_by_mapping(layout: Layout, source: Source, library: Library) -> str:
    part = library.mapping(layout.known_mapping).part_for(source.id, layout.row)
    return part.area_unknown if part else ""


def _how_many(share: float) -> str:
    return "every one of these records" if share == 1 else f"{share:.1%} of these records"


def _share_without_area(layout: Layout) -> float:
    column = layout.columns.get("area")
    found = layout.merged.column(*column.headers) if column else None
    if found is None:
        return 1.0
    unsaid = sum(number for text, number in found.texts.items() if text.casefold() in NOT_RECORDED)
    looked_at = found.blank + found.filled
    return (found.blank + unsaid) / looked_at if looked_at else 0.0
