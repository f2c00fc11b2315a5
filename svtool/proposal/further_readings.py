"""Fields without a column of their own: flags that a cell lists, and words of a column that another field has too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from svtool.proposal.column_shapes import MOSTLY
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.field_proposals import FEW_WORDS, OFTEN, describe_column, has_own_word, share_of_known_words
from svtool.proposal.file_contents import ColumnLook
from svtool.proposal.layouts import FieldProposal
from svtool.proposal.usual_names import MAYBE, USUAL, name_fit
from svtool.schema.mappings import UNKNOWN
from svtool.schema.offences import slug
from svtool.schema.sources import Source, SourceField

APART = ";"


def further_readings(
    source: Source, columns: Sequence[ColumnLook], fields: Sequence[FieldProposal]
) -> list[FieldProposal]:
    """Return what else can be read from the columns of a file.

    Args:
        source: whose fields.
        columns: the columns of the file.
        fields: how fields are read already, each from its own column.
    """
    taken = {each.field for each in fields}
    read = {header for each in fields for header in each.headers}
    listed = flags_in_cells(source, [column for column in columns if column.name not in read], taken)
    taken |= {each.field for each in listed}
    told = [
        _as_told(field, describe_column(field, column, name_fit(source, field, column.name), ()))
        for field in source.fields
        if field.name not in taken and (column := _told_by_words(source, field, columns)) is not None
    ]
    return [*listed, *told]


def _told_by_words(source: Source, field: SourceField, columns: Sequence[ColumnLook]) -> ColumnLook | None:
    """Return the column of which some words say a field, which others may be read from as well.

    Whether an attendance was for an assault may be a word among the reasons, whatever these are called.
    """
    if field.role is not None and field.type == "category":
        return None  # Sex may be the victim's or the suspect's, and is not both
    for column in columns:
        if not column.filled or column.cut or len(column.texts) > FEW_WORDS:
            continue
        may_be = name_fit(source, field, column.name) >= MAYBE
        if field.type == "flag" and (may_be or field.drawn_for) and has_own_word(field, column):
            return column
        if field.type == "category" and may_be and share_of_known_words(field, column) > 0:
            return column
        # No other source has words such as accidental and deliberate of it, whatever the column is called.
        if field.type == "category" and field.name in source.signs.fields and _says_it_all(field, column):
            return column
    return None


def _says_it_all(field: SourceField, column: ColumnLook) -> bool:
    said = {slug(text) for text in column.texts} & set(field.values)
    return len(said) > 1 and share_of_known_words(field, column) >= MOSTLY


def _as_told(field: SourceField, proposal: FieldProposal) -> FieldProposal:
    """Return a reading in which the words of a category that belong to the other field say nothing of this one."""
    values = proposal.settings.get("values")
    if field.type != "category" or not isinstance(values, dict):
        return proposal
    known: dict[str, Settled] = {text: value for text, value in values.items() if isinstance(value, str)}
    return replace(proposal, settings={**proposal.settings, "values": known, "otherwise": UNKNOWN})


def flags_in_cells(source: Source, columns: Sequence[ColumnLook], taken: set[str]) -> list[FieldProposal]:
    """Return how flags are read from columns whose cells list several, `Knife; Domestic abuse`; not those taken."""
    found: dict[str, FieldProposal] = {}
    for column in columns:
        tokens = _tokens(column)
        for field in source.of_type("flag"):
            words = sorted(each for each in tokens if name_fit(source, field, each) >= USUAL)
            if words and not field.derived and field.name not in {*taken, *found}:
                found[field.name] = _listed(field.name, column, words)
    return list(found.values())


def _tokens(column: ColumnLook) -> set[str]:
    """Return what the cells of a column list, where some list several and all of it is of a few words."""
    if column.cut or not any(APART in text for text in column.texts):
        return set()
    tokens: Counter[str] = Counter()
    for text, number in column.texts.items():
        for each in {part.strip() for part in text.split(APART)} - {""}:
            tokens[each] += number
    return {each for each, number in tokens.items() if number >= OFTEN} if len(tokens) <= FEW_WORDS else set()


def _listed(name: str, column: ColumnLook, words: list[str]) -> FieldProposal:
    settings: dict[str, str | tuple[str, ...] | Decision] = {"column": column.name, "contains": tuple(words)}
    if column.blank:
        settings["blank"] = Decision(
            f"a blank {column.name}", ("no", UNKNOWN),
            f"{column.blank:,} cells of {column.name} are blank; no where all that applies is listed, unknown where "
            "nobody filled it in",
        )  # fmt: skip
    reason = f"its cells list flags, apart by {APART}; a cell that lists others says no"
    return FieldProposal(name, {**settings}, "medium", (reason,), (column.name,))
