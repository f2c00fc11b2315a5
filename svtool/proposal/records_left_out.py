"""Columns whose words may leave records out, whatever they are called: read where that is plain, else asked about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from svtool.errors import listed, several
from svtool.proposal.decisions import Decision, Settled
from svtool.proposal.field_proposals import FEW_WORDS, OFTEN, Settings, answer_of_tick
from svtool.proposal.file_contents import ColumnLook
from svtool.proposal.layouts import FieldProposal
from svtool.schema.mappings import UNKNOWN
from svtool.schema.offences import fold_title, slug
from svtool.schema.sources import FLAG_VALUES, Source, SourceField

CANCELLED = "cancelled"  # the flag in which a second column of such words is read
# Columns that say what comes after an attendance: a follow-up there is one to come, not this one.
_AFTERWARDS = {"discharge", "discharged", "disposal", "destination", "referral", "referred", "disposition", "plan"}
_IDLE = {"is", "was", "still", "crime", "record", "incident", "flag", "y", "n", "yn"}
_VALID = {"live", "active", "valid", "crimed", "confirmed", "recordable", "notifiable", "counts", "counted"}
_DENIED = {"no", "not", "non", "without", "never"}


@dataclass(frozen=True)
class Leaving:
    """A category of which some values leave a record out of counts, or the flag that a second such column is read as.

    Attributes:
        field: the category.
        leaves: those values.
        always: whether such records are in no count at all; else they are no units of a measure.
        flag: the flag that says the same, where the category is read from another column.
    """

    field: SourceField
    leaves: tuple[str, ...]
    always: bool
    flag: str = ""

    @property
    def name(self) -> str:
        """Return the field that is read."""
        return self.flag or self.field.name

    @property
    def options(self) -> tuple[str, ...]:
        """Return what a word may mean."""
        return (*FLAG_VALUES, UNKNOWN) if self.flag else (*self.field.words, UNKNOWN)

    @property
    def stays(self) -> str:
        """Return the value of a record that counts."""
        return self.meant(next(each for each in self.field.values if each not in self.leaves))

    def meant(self, value: str) -> str:
        """Return what is written for a value of the category."""
        if not self.flag or value in self.field.unknown:
            return value if not self.flag else UNKNOWN
        return "yes" if value in self.leaves else "no"

    def known(self, text: str) -> str | None:
        """Return the value that a text is a word of; None where it is none."""
        found = slug(text) if slug(text) in self.field.words else self.field.said_as.get(fold_title(text))
        return self.meant(found) if found else None

    def said_in(self, text: str) -> str | None:
        """Return the value that leaves a record out which a longer text says: `NFA - no crime`."""
        folded = f" {fold_title(text)} "
        said = {fold_title(each): each for each in self.leaves} | self.field.said_as
        phrases = sorted((each for each in said if said[each] in self.leaves), key=lambda each: -len(each))
        for phrase in phrases:
            before, found, _ = folded.partition(f" {phrase} ")
            if found and not _DENIED & set(before.split()[-1:]):
                return self.meant(said[phrase])
        return None

    @property
    def what_it_does(self) -> str:
        """Return which values leave a record out, in words."""
        leaves = ("yes",) if self.flag else self.leaves
        return f"{listed(leaves, joiner='and')} {'leave' if len(leaves) > 1 else 'leaves'} a record out"


def leaving_of(source: Source, taken: Collection[str] = ()) -> list[Leaving]:
    """Return the categories of a source whose values leave records out of counts.

    Args:
        source: the source.
        taken: the fields that are read already; the flag of cancelled records stands for a category of them.
    """
    flag = CANCELLED if CANCELLED in source.by_name and CANCELLED not in taken else ""
    found = []
    for field in source.of_type("category"):
        no_units = tuple(value for each in source.no_units if each.field == field.name for value in each.values)
        leaves = field.leaves_out + tuple(each for each in no_units if each not in field.leaves_out)
        if leaves:
            always = bool(field.leaves_out)
            found.append(Leaving(field, leaves, always, flag if always and field.name in taken else ""))
    return found


def add_records_left_out(
    source: Source, columns: Sequence[ColumnLook], fields: Sequence[FieldProposal]
) -> list[FieldProposal]:
    """Return how fields are read, with the columns of which some words may leave records out.

    Args:
        source: whose fields.
        columns: the columns that no field is read from.
        fields: how fields are read already.
    """
    found = list(fields)
    for column in columns:
        taken = {each.field for each in found}
        for reading in readings_that_leave_out(column, leaving_of(source, taken)):
            if reading.field in taken:
                found = [_either(each, reading) if each.field == reading.field else each for each in found]
            else:
                found.append(reading)
    return found


def readings_that_leave_out(column: ColumnLook, categories: Sequence[Leaving]) -> list[FieldProposal]:
    """Return how the words of a column may leave records out, each category by itself; none where nothing says so.

    Args:
        column: the column.
        categories: what its words may be of.
    """
    if not column.filled or column.cut or len(column.texts) > FEW_WORDS:
        return []
    of_now = [each for each in categories if each.always or not _AFTERWARDS & set(fold_title(column.name).split())]
    if worded := [each for each in of_now if any(each.said_in(text) for text in column.texts)]:
        return [_by_words(each, column) for each in worded]
    ticks = {text: answer for text in column.texts if (answer := answer_of_tick(text))}
    if len(ticks) < len(column.texts):
        return []
    found = [_by_ticks(each, value, column, ticks) for each in of_now if (value := each.said_in(column.name))]
    denied = {"yes": "no", "no": "yes"}
    return (
        found
        or [
            _by_ticks(
                each, each.meant(each.leaves[0]), column, {text: denied[answer] for text, answer in ticks.items()}
            )
            for each in of_now
            if _says_that_it_counts(each, column.name)
        ][:1]
    )


def _says_that_it_counts(leaving: Leaving, name: str) -> bool:
    """Return whether a column is called as a record that counts is: Live, First attendance; then no leaves it out."""
    words = [word for word in fold_title(name).split() if word not in _IDLE]
    if leaving.always:
        return bool(words) and set(words) <= _VALID
    return leaving.known(" ".join(words)) == leaving.stays


def _by_words(leaving: Leaving, column: ColumnLook) -> FieldProposal:
    usual = [text for text, number in column.texts.items() if number >= OFTEN]
    # Follow-up among words of other things may be what comes next: then it is asked about.
    is_plain = leaving.always or all(leaving.known(text) for text in usual)
    values: dict[str, Settled] = {}
    rare = 0
    for text, number in column.texts.items():
        value, known = leaving.said_in(text), leaving.known(text)
        if known and (is_plain or not value):
            values[text] = known
        elif value and number >= OFTEN:
            values[text] = _word(leaving, column, text, value)
        elif value:
            rare += 1
    others = [text for text in usual if text not in values]
    settings: Settings = {"column": column.name, "values": dict(sorted(values.items()))}
    if others or rare:
        settings["otherwise"] = _others(leaving, column, others, rare)
    return _proposal(leaving, column, settings, "some of its words leave a record out of counts")


def _by_ticks(leaving: Leaving, value: str, column: ColumnLook, ticks: dict[str, str]) -> FieldProposal:
    values: dict[str, Settled] = {
        text: _word(leaving, column, text, value)
        if answer == "yes"
        else _word(leaving, column, text, leaving.stays, stands=True)
        for text, answer in sorted(ticks.items())
    }
    why = "its name may say which records are left out of counts"
    return _proposal(leaving, column, {"column": column.name, "values": values}, why)


def _word(leaving: Leaving, column: ColumnLook, text: str, value: str, stands: bool = False) -> Decision:
    meaning = f"{column.texts[text]:,} records have it; {leaving.what_it_does}, {leaving.stays} counts it"
    return Decision(f"{text} in {column.name}", leaving.options, meaning, value, stands=stands)


def _others(leaving: Leaving, column: ColumnLook, others: list[str], rare: int) -> Decision:
    named = f"what {listed(others, 12, 'and')} mean" if others else "what its rarer words mean"
    meaning = f"{named}; list those under values that differ; {leaving.what_it_does}"
    if rare:
        meaning += f"; {several(rare, 'rarer word', 'rarer words')}, not written here, may say so too"
    return Decision(f"other words of {column.name}", leaving.options, meaning, leaving.stays, stands=not rare)


def _proposal(leaving: Leaving, column: ColumnLook, settings: Settings, why: str) -> FieldProposal:
    if leaving.flag:
        settings["blank"] = "no"
    return FieldProposal(leaving.name, settings, "low", (why,), column.headers)


def _either(taken: FieldProposal, reading: FieldProposal) -> FieldProposal:
    """Return a field of which two columns hold words that leave records out: a mapping reads one of them."""
    mine, others = taken.settings.get("values"), reading.settings.get("values")
    values = {**others, **mine} if isinstance(mine, dict) and isinstance(others, dict) else mine or others or {}
    columns = tuple(dict.fromkeys((*taken.headers, *reading.headers)))
    choice = Decision(
        f"the column of {taken.field}", columns,
        f"words of {listed(columns, 12, 'and')} leave records out, and one column is read; those of the other count",
    )  # fmt: skip
    return replace(taken, settings={**taken.settings, "column": choice, "values": values}, headers=columns)
