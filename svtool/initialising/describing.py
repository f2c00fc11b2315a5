"""How a field would be read from a column: its settings, why, and what the values leave open."""

from __future__ import annotations

from svtool.dates import DATE_FORMATS
from svtool.extracts.values import judge_for
from svtool.initialising.decisions import Decision, Settled
from svtool.initialising.layouts import Confidence, FieldProposal
from svtool.initialising.looking import ColumnLook, FileLook
from svtool.initialising.names import SAME_WORDS
from svtool.initialising.shapes import DAY_FIRST_ONLY, DateShape, date_shape, month_first_possible, share_located
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import fold_title, slug
from svtool.schema.sources import SourceField

FEW_WORDS = 40  # a coded column has no more different words; free text has
OFTEN = 3  # a word is written down only when this many records share it: rarer ones may be a person's
_YES_WORDS = {"assault": {"assault", "52684005"}}  # 52684005: SNOMED CT, Assault (event); its use here is an assumption
Settings = dict[str, Settled | dict[str, Settled]]


def describe_column(field: SourceField, column: ColumnLook, name: float, areas: tuple[AreaSet, ...]) -> FieldProposal:
    """Return how a field is read from a column, with reasons.

    Args:
        field: the field.
        column: the supplier's column.
        name: how well its name fits, 0 to 1.
        areas: the sets of areas that may be meant.
    """
    said = _name_words(field, name)
    base: Settings = {"column": column.name}
    if field.type in {"date", "birth_date"}:
        return _date(field, column, name, [said])
    if field.type == "flag":
        return _flag(field, column, name, [said])
    if field.type == "category":
        return _category(field, column, name, [said])
    if field.type == "person":
        reasons = (said, "nothing says how far one reference means one person; within file is the safe reading")
        return _proposal(field, column, base | {"within": "file"}, name, reasons)
    if field.type == "area":
        return _area(field, column, name, said, areas)
    if field.type == "reference":
        kind = "some repeat" if column.repeats else "none repeats"
        return _proposal(field, column, base, name, (said, kind))
    shape = {
        "offence_class": "its values are classes of the offence catalogue",
        "offence_subcode": "its values are written like 008/06",
        "offence_title": "its values are titles that the offence catalogue knows",
        "age": "its values are ages",
        "count": "its values are whole numbers",
    }.get(field.type)
    return _proposal(field, column, base, name, (said, shape) if shape else (said,))


def _name_words(field: SourceField, name: float) -> str:
    if name >= 1:
        return f"named as {field.title} is"
    if name >= 0.9:
        return f"a usual name for {field.title}"
    return f"its name is near {field.title}" if name >= 0.5 else "its name does not say so"


def _proposal(
    field: SourceField,
    column: ColumnLook,
    settings: Settings,
    name: float,
    reasons: tuple[str, ...],
    formats: tuple[str, ...] = (),
) -> FieldProposal:
    confidence: Confidence = "high" if name >= 0.9 else "medium" if name >= 0.5 else "low"
    blank = f"{column.blank:,} of {column.blank + column.filled:,} looked at are blank" if column.blank else "never blank"
    return FieldProposal(field.name, settings, confidence, (*reasons, blank), (column.name,), formats)


def _date(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    shape = date_shape(column)
    settings: Settings = {"column": column.name, "format": _format(field, column, shape, reasons)}
    return _proposal(field, column, settings, name, tuple(reasons), shape.formats)


def _format(field: SourceField, column: ColumnLook, shape: DateShape, reasons: list[str]) -> Settled:
    about = f"how {column.name} ({field.title}) is written"
    if not shape.formats:
        reasons.append("no known way to write dates reads nine in ten of its values")
        return Decision(about, tuple(DATE_FORMATS), "none of them reads the values; export the dates as YYYY-MM-DD")
    if not shape.proven:
        if all(shape.only.values()):
            counts = " and ".join(f"{number:,} only as {each}" for each, number in shape.only.items())
            reasons.append(f"its values contradict each other: {counts}")
            return Decision(about, shape.formats, f"the values contradict each other ({counts}); ask the supplier")
        reasons.append("no value has a day above 12")
        return Decision(about, shape.formats, "no value shows whether the day or the month comes first")
    found = shape.formats[0]
    if found == DAY_FIRST_ONLY and month_first_possible(column):
        reasons.append("no value has a day above 12")
        meaning = "no value shows that the day comes first; if it does not, export the dates as YYYY-MM-DD"
        return Decision(about, (found,), meaning)
    proof = shape.only.get(found)
    reasons.append(f"{shape.share:.0%} are dates written {found}" + (f", {proof:,} can be nothing else" if proof else ""))
    return found


def _flag(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    judge = judge_for(field, Column.model_validate({"column": column.name}), None)
    values: dict[str, Settled] = {}
    others: list[str] = []
    unlisted = 0
    own = {fold_title(field.name), fold_title(field.title).removesuffix(" flag")} | _YES_WORDS.get(field.name, set())
    for text, number in column.texts.most_common():
        judged = judge(text)
        folded = fold_title(text)
        if judged.fault is None:
            values[text] = judged.value or UNKNOWN
        elif folded in own:
            values[text] = "yes"
        elif folded.removeprefix("not ").removeprefix("non ").removeprefix("no ") in own:
            values[text] = "no"
        elif number >= OFTEN and len(column.texts) <= FEW_WORDS:
            others.append(text)
        else:
            unlisted += 1
    settings: Settings = {"column": column.name}
    if values:
        settings["values"] = dict(sorted(values.items()))
    if others or unlisted:
        meaning = "what every other word means"
        if others:
            reasons.append(f"it also says {', '.join(sorted(others))}")
            meaning = f"what the words {', '.join(sorted(others))} mean; list them under values where they differ"
        if unlisted:
            reasons.append(f"{unlisted:,} rarer words are not written here")
        settings["otherwise"] = Decision(f"other words of {column.name}", ("yes", "no", UNKNOWN), meaning)
    if column.blank:
        settings["blank"] = Decision(
            f"a blank {column.name}", ("no", UNKNOWN),
            f"{column.blank:,} cells of {column.name} are blank; no where only yes is written, unknown where nobody "
            "filled it in; {before: {DAY: unknown}, otherwise: no} where recording began on some day",
        )  # fmt: skip
    return _proposal(field, column, settings, name, tuple(reasons))


def _category(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    settings: Settings = {"column": column.name}
    if len(column.texts) > FEW_WORDS:
        reasons.append(f"more than {FEW_WORDS} different words: free text, which is not known until words are listed")
        return _proposal(field, column, settings, min(name, 0.4), tuple(reasons))
    values: dict[str, Settled] = {}
    rare = 0
    for text, number in column.texts.most_common():
        known = slug(text) if slug(text) in field.words else SAME_WORDS.get(fold_title(text))
        if known in (*field.words, UNKNOWN):
            values[text] = str(known)
        elif number >= OFTEN:
            values[text] = Decision(f"{text} in {column.name}", (*field.words, UNKNOWN), f"which {field.title} it is")
        else:
            rare += 1
    if values:
        settings["values"] = dict(sorted(values.items()))
    if rare:
        reasons.append(f"{rare:,} rarer words are not written here, and stay not known")
    return _proposal(field, column, settings, name, tuple(reasons))


def _area(
    field: SourceField, column: ColumnLook, name: float, said: str, areas: tuple[AreaSet, ...]
) -> FieldProposal:
    best = max(areas, key=lambda each: share_located(column, each), default=None)
    share = share_located(column, best) if best else 0.0
    settings: Settings = {"column": column.name}
    reasons = [said]
    if best and share >= 0.5:
        reasons.append(f"{share:.0%} of its values are places of {best.id}")
    return _proposal(field, column, settings, max(name, 0.5), tuple(reasons))


def propose_date_column(field: SourceField, look: FileLook, dated: tuple[str, ...]) -> FieldProposal:
    """Return a proposal for the date of a source when no column's name says it."""
    column = Decision(
        f"the column of the {field.title}", dated, f"which column is the {field.title}; the names do not say"
    )
    shapes = [date_shape(each) for each in look.columns if each.name in dated]
    formats = tuple(dict.fromkeys(each for shape in shapes for each in shape.formats))
    chosen: Settled = (
        formats[0] if len(formats) == 1 else Decision(f"how the {field.title} is written", formats, "of that column")
    )
    settings: Settings = {"column": column, "format": chosen}
    headers = dated[:1] if len(dated) == 1 else ()
    return FieldProposal(field.name, settings, "low", ("found by its values alone",), headers, formats)


def propose_assault_for_all(field: SourceField) -> FieldProposal:
    """Return a proposal for an extract that has no column of assault."""
    meaning = "no column says which attendances were assaults; yes if the extract holds assaults alone"
    constant = Decision("whether every attendance is an assault", ("yes", UNKNOWN), meaning)
    return FieldProposal(field.name, {"constant": constant}, "low", ("no column says it",))
