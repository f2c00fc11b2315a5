"""How a field would be read from a column: its settings, why, and what the values leave open."""

from __future__ import annotations

import re

from svtool.dates import DATE_FORMATS
from svtool.errors import listed
from svtool.proposal.column_shapes import NOT_RECORDED, DateShape, date_shape, share_read
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.force_of_places import best_areas
from svtool.proposal.layouts import Confidence, FieldProposal
from svtool.proposal.usual_names import MAYBE, SAME_WORDS
from svtool.records.cell_values import judge_for
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import fold_title, slug
from svtool.schema.sources import Source, SourceField
from svtool.schema.written_counts import read_count

FEW_WORDS = 40  # a coded column has no more different words; free text has
FEW_MEANINGS = 6
MOST_NAMED = 12  # columns among which a person is to choose
ANOTHER_COLUMN = "a column by another name"
USUAL_FORMAT = "a format such as DD/MM/YYYY"
OFTEN = 3  # a word is written down only when this many records share it: rarer ones may be a person's
ASSAULT_SNOMED = "52684005"  # Assault (event); that departments write it as the intent is an assumption
ASSAULT_ICD10 = "X85-Y09"
_YES_NO = {
    "y": "yes", "yes": "yes", "true": "yes", "t": "yes", "1": "yes", "x": "yes", "ticked": "yes", "n": "no", "no": "no",
    "false": "no", "f": "no", "0": "no",
}  # fmt: skip
_YES_WORDS = {"assault": {"assault", ASSAULT_SNOMED}}
RECENT = 2049  # of years with two digits in dates of records, of which none is older than a person
Settings = dict[str, Settled | dict[str, Settled] | tuple[str, ...]]


def describe_column(field: SourceField, column: ColumnLook, name: float, areas: tuple[AreaSet, ...]) -> FieldProposal:
    """Return how a field is read from a column, with reasons.

    Args:
        field: the field.
        column: the supplier's column.
        name: how well its name fits, 0 to 1.
        areas: the sets of areas that may be meant.
    """
    reasons = [_name_words(field, name)]
    if field.type == "area":
        return _area(field, column, name, reasons, areas)
    describe = {"date": _date, "birth_date": _date, "flag": _flag, "category": _category}.get(field.type)
    if describe is not None:
        return describe(field, column, name, reasons)
    settings: Settings = {"column": column.name}
    if field.type in {"person", "place"}:
        settings["within"] = "file"
    shape = {
        "reference": "some repeat" if column.repeats else "none repeats",
        "person": "nothing says how far one reference means one person; within file is the safe reading",
        "place": "nothing says how far one reference means one place; within file is the safe reading",
        "offence_class": "its values are classes of the offence catalogue",
        "offence_subcode": "its values are written like 008/06",
        "offence_title": "its values are titles that the offence catalogue knows",
        "age": "its values are ages",
        "count": "its values are whole numbers",
    }.get(field.type)
    if field.type == "count":
        settings |= _symbols(column, reasons)
    return _proposal(field, column, settings, name, (*reasons, shape) if shape else tuple(reasons))


def _symbols(column: ColumnLook, reasons: list[str]) -> Settings:
    """Return what the symbols may be that stand in place of counts, which somebody may know."""
    symbols = [text for text in column.texts if (found := read_count(text)) and found.symbol]
    if not symbols:
        return {}
    reasons.append(f"{listed(symbols, joiner='and')} stand in place of numbers, which are not known")
    return {
        "suppressed": Decision(
            f"what {listed(symbols, joiner='or')} in {column.name} may be", (f"{{'{symbols[0]}': [1, 7]}}",),
            "the least and the most that a count may be in whose place a symbol stands; where nobody says it, the "
            "count is in no figure",
            is_free=True, stands=True,
        )
    }  # fmt: skip


def share_of_known_words(field: SourceField, column: ColumnLook) -> float:
    """Return the share of a column's cells whose words are known to say something of a flag or a category."""
    if field.type == "flag":
        return share_read(column.usual, lambda text: _meaning_of_flag(field, column, text) is not None)
    return share_read(column.usual, lambda text: _known_word(field, text) in (*field.words, UNKNOWN))


def has_own_word(field: SourceField, column: ColumnLook) -> bool:
    """Return whether a word of a column says yes to a flag by itself, as Knife does, and Y does not."""
    known = field.said_as.keys() | _own_words(field)
    return any(
        number >= OFTEN and fold_title(text) in known and _meaning_of_flag(field, column, text) == "yes"
        for text, number in column.texts.items()
    )


def _own_words(field: SourceField) -> set[str]:
    return {fold_title(field.name), fold_title(field.title).removesuffix(" flag")} | _YES_WORDS.get(field.name, set())


def _columns(column: ColumnLook) -> Settings:
    """Return how a mapping names a column, or several that are read together."""
    return {"columns": column.parts} if column.parts else {"column": column.name}


def _name_words(field: SourceField, name: float) -> str:
    if name >= 1:
        return f"named as {field.title} is"
    if name >= 0.9:
        return f"a usual name for {field.title}"
    if name == MAYBE:
        return f"a name that may say {field.title}, or something else"
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
    blank = (
        f"{column.blank:,} of {column.blank + column.filled:,} looked at are blank" if column.blank else "never blank"
    )
    return FieldProposal(field.name, settings, confidence, (*reasons, blank), column.headers, formats)


def _date(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    shape = date_shape(column)
    settings: Settings = {**_columns(column), "format": _format(field, column, shape, reasons)}
    settings |= _pivot(field, shape.formats, reasons)
    return _proposal(field, column, settings, name, tuple(reasons), shape.formats)


def _pivot(field: SourceField, formats: tuple[str, ...], reasons: list[str]) -> dict[str, Settled]:
    """Return the latest year that two digits may mean, where dates are written so."""
    if not any(DATE_FORMATS[each].needs_pivot for each in formats):
        return {}
    if field.type == "date":
        reasons.append(f"its years have two digits: {RECENT % 100:02} is read as {RECENT}, {RECENT % 100 + 1} as 1950")
        return {"pivot": str(RECENT)}
    about = f"the latest year of the {field.title}"
    return {"pivot": Decision(about, ("a year such as 2025",), "its years have two digits: 15 may be 1915 or 2015",
                              is_free=True)}  # fmt: skip


def _format(field: SourceField, column: ColumnLook, shape: DateShape, reasons: list[str]) -> Settled:
    about = f"how {column.name} ({field.title}) is written"
    if not shape.formats:
        reasons.append("no known way to write dates reads nine in ten of its values")
        return Decision(about, (USUAL_FORMAT,), "none that is known reads the values; export the dates as YYYY-MM-DD",
                        is_free=True)  # fmt: skip
    if not shape.proven:
        if all(shape.only.values()):
            counts = " and ".join(f"{number:,} only as {each}" for each, number in shape.only.items())
            reasons.append(f"its values contradict each other: {counts}")
            return Decision(about, shape.formats, f"the values contradict each other ({counts}); ask the supplier")
        if not shape.leaves_order_open:
            reasons.append(f"its values can be read in {len(shape.formats)} ways")
            return Decision(about, shape.formats, "the values can be read in each of these ways; ask which is meant")
        reasons.append("no value has a day above 12")
        return Decision(about, shape.formats, "no value shows whether the day or the month comes first")
    found = shape.formats[0]
    proof = f", {shape.only[found]:,} can be nothing else" if shape.only.get(found) else ""
    reasons.append(f"{shape.share:.0%} are dates written {found}{proof}")
    return found


def _flag(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    values: dict[str, Settled] = {
        text: meaning for text in column.texts if (meaning := _meaning_of_flag(field, column, text))
    }
    if ASSAULT_SNOMED in values:
        reasons.append(f"{ASSAULT_SNOMED} is taken as SNOMED CT Assault (event), an assumption")
    others = {text: number for text, number in column.texts.items() if text not in values}
    if "yes" not in values.values() and len(others) <= FEW_MEANINGS:
        # No word says yes so far: one of the others does, and they can't all mean the same.
        for text in [text for text, number in others.items() if number >= OFTEN]:
            values[text] = Decision(
                f"{text} in {column.name}", ("yes", "no", UNKNOWN), f"what {text} says of {field.title}"
            )
            del others[text]
    settings: Settings = {"column": column.name}
    if values:
        settings["values"] = dict(sorted(values.items()))
    if others:
        settings["otherwise"] = _other_words(field, column, others, reasons)
    if column.blank:
        settings["blank"] = Decision(
            f"a blank {column.name}", ("no", UNKNOWN),
            f"{column.blank:,} cells of {column.name} are blank; no where only yes is written, unknown where nobody "
            "filled it in; {before: {DAY: unknown}, otherwise: no} where recording began on some day",
        )  # fmt: skip
    return _proposal(field, column, settings, name, tuple(reasons))


def _meaning_of_flag(field: SourceField, column: ColumnLook, text: str) -> str | None:
    """Return what a word of a flag says: yes, no or unknown; None when it is not such a word."""
    judged = judge_for(field, Column.model_validate({"column": column.name}), None)(text)
    if judged.fault is None:
        return judged.value or UNKNOWN
    folded = fold_title(text)
    if {fold_title(each) for each in re.split("[/,]", text)} <= NOT_RECORDED:
        return UNKNOWN
    if folded in field.said_as:
        return field.said_as[folded]
    own = _own_words(field)
    if folded in own:
        return "yes"
    return "no" if re.sub("^(not|non|no) ", "", folded) in own else None


def _other_words(field: SourceField, column: ColumnLook, others: dict[str, int], reasons: list[str]) -> Decision:
    named = sorted(text for text, number in others.items() if number >= OFTEN and len(column.texts) <= FEW_WORDS)
    meaning = "what every other word means"
    if named:
        reasons.append(f"it also says {', '.join(named)}")
        meaning = f"what the words {', '.join(named)} mean; list them under values where they differ"
    if len(named) < len(others):
        reasons.append(f"{len(others) - len(named):,} rarer words are not written here")
    # A word of its own beside others, as Assault among reasons: then the others are likely to be none.
    proposal = "no" if has_own_word(field, column) else ""
    return Decision(f"other words of {column.name}", ("yes", "no", UNKNOWN), meaning, proposal=proposal)


def _category(field: SourceField, column: ColumnLook, name: float, reasons: list[str]) -> FieldProposal:
    settings: Settings = {"column": column.name}
    if len(column.texts) > FEW_WORDS:
        reasons.append(f"more than {FEW_WORDS} different words: free text, which is not known until words are listed")
        return _proposal(field, column, settings, min(name, 0.4), tuple(reasons))
    known = {text: _known_word(field, text) or _ticked(field, column, text) for text in column.texts}
    values: dict[str, Settled] = {text: word for text, word in known.items() if word in (*field.words, UNKNOWN)}
    others = [text for text, number in column.texts.most_common() if text not in values and number >= OFTEN]
    rare = len(column.texts) - len(values) - len(others)
    if len(others) <= FEW_MEANINGS and not field.leaves_out:
        about = {text: f"{text} in {column.name}" for text in others}
        values |= {
            text: Decision(about[text], (*field.words, UNKNOWN), f"which {field.title} it is") for text in others
        }
    if values:
        settings["values"] = dict(sorted(values.items()))
    if set(others) - set(values):
        settings["otherwise"] = _other_values(field, column, others)
    elif rare:
        reasons.append(f"{rare:,} rarer words are not written here, and stay not known")
    return _proposal(field, column, settings, name, tuple(reasons))


def _other_values(field: SourceField, column: ColumnLook, others: list[str]) -> Decision:
    """Return what to decide of the words of a category that nobody knows, in one line."""
    meaning = f"what {listed(others, 12, 'and')} mean; list those under values that differ"
    if field.leaves_out:
        meaning += f"; {listed(field.leaves_out)} leaves a record out of every count"
    stays = [word for word in field.values if word not in field.leaves_out] if field.leaves_out else [UNKNOWN]
    return Decision(f"other words of {column.name}", (*field.words, UNKNOWN), meaning, proposal=stays[0])


def _known_word(field: SourceField, text: str) -> str | None:
    """Return the value of a category that a word means; None where that is not known."""
    folded = fold_title(text)
    if slug(text) in field.words:
        return slug(text)
    return field.said_as.get(folded) or SAME_WORDS.get(folded) or _said_inside(field, folded)


def _ticked(field: SourceField, column: ColumnLook, text: str) -> str | None:
    """Return the value that a tick means in a column that is called like one: yes in Follow up, Is primary fire."""
    called = re.sub(r"^(is|was) |( flag| y n| yn)$", "", fold_title(column.name))
    said = _known_word(field, called)
    answer = answer_of_tick(text)
    if said is None or answer is None or said in field.unknown:
        return None
    others = [each for each in field.values if each != said]
    return said if answer == "yes" else others[0] if len(others) == 1 else UNKNOWN


def answer_of_tick(text: str) -> str | None:
    """Return yes or no as a tick says it; None where a text is none."""
    return _YES_NO.get(fold_title(text))


def _said_inside(field: SourceField, folded: str) -> str | None:
    """Return the value that leaves records out which a longer text says: `Cancelled - recorded in error`."""
    if not field.leaves_out or "not" in folded.split():
        return None
    said = {fold_title(each): each for each in field.leaves_out} | field.said_as
    found = {value for word, value in said.items() if value in field.leaves_out and f" {word} " in f" {folded} "}
    return next((each for each in field.leaves_out if each in found), None)


def _area(
    field: SourceField, column: ColumnLook, name: float, reasons: list[str], areas: tuple[AreaSet, ...]
) -> FieldProposal:
    best = best_areas(column.usual, areas)
    settings: Settings = {"column": column.name}
    if best.share >= 0.5:
        reasons.append(f"{best.share:.0%} of its values are places of {best.id}")
    return _proposal(field, column, settings, max(name, 0.5), tuple(reasons))


def propose_date_column(field: SourceField, look: FileLook, dated: tuple[str, ...]) -> FieldProposal:
    """Return a proposal for the date of a source when no column's name says it."""
    names = dated or tuple(each.name for each in look.own_columns if each.name)[:MOST_NAMED]
    why = "the names do not say" if dated else "none looks like dates, and no period can be counted without"
    meaning = f"which column is the {field.title}; {why}"
    options = names
    if len(names) == 1:  # nobody is to take it because nothing else can be answered
        options = (*names, ANOTHER_COLUMN)
        meaning += (
            "; where it is none of them, look whether the column names stand in another line, or ask for the column"
        )
    column: Settled = Decision(f"the column of the {field.title}", options, meaning, is_free=len(names) == 1)
    if look.table and len(dated) == 1:  # a table of counts is by one date
        column = dated[0]
    shapes = [date_shape(each) for each in look.columns if each.name in dated]
    formats = tuple(dict.fromkeys(each for shape in shapes for each in shape.formats))
    chosen: Settled = (
        formats[0]
        if len(formats) == 1
        else Decision(
            f"how the {field.title} is written", formats or (USUAL_FORMAT,), "of that column", is_free=not formats
        )
    )
    settings: Settings = {"column": column, "format": chosen, **_pivot(field, formats, [])}
    headers = dated[:1] if len(dated) == 1 else ()
    return FieldProposal(field.name, settings, "low", ("found by its values alone",), headers, formats)


def propose_for_all(field: SourceField, source: Source) -> FieldProposal:
    """Return a proposal for an extract that lacks a column which it may have been drawn by, such as assault."""
    one, many = source.nouns_of(source.unit)
    if field.type == "icd10_code":
        meaning = f"no column says their causes; {ASSAULT_ICD10} if all of them are for assault"
        code = Decision(
            f"the cause of every {one}", (ASSAULT_ICD10, "a code such as X99", UNKNOWN), meaning, is_free=True
        )
        return FieldProposal(field.name, {"constant": code}, "low", ("no column says it",))
    meaning = f"no column says which {many} were {field.title}s; yes if the extract holds {field.title}s alone"
    article = "an" if field.title[0] in "aeiou" else "a"
    constant = Decision(f"whether every {one} is {article} {field.title}", ("yes", UNKNOWN), meaning)
    return FieldProposal(field.name, {"constant": constant}, "low", ("no column says it",))
