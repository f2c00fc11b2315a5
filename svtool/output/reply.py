"""The message to whoever sent an extract: what came, what is wrong and where, what is asked; nothing of a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from svtool.errors import several
from svtool.findings.finding import Level, SupplierWords
from svtool.output.finding_groups import Group, Place, group_equal
from svtool.output.wrapping import Line, lines_as_text
from svtool.validation.verdict import Validation

SHOWN = 3
WIDTH = 76  # of a message that is pasted into a mail


def reply_as_text(validation: Validation) -> str:
    """Return the message, ready to be sent."""
    return lines_as_text(list(_lines(validation)), WIDTH)


def _lines(validation: Validation) -> Iterator[Line]:
    groups = group_equal(validation.findings)
    wrong = [group for group in groups if group.first.level is Level.ERROR]
    doubtful = [group for group in groups if group.first.level is Level.WARNING]
    yield Line("Hello,")
    yield Line("")
    yield Line("Thank you for sending the data. We checked it before counting anything from it.")
    yield Line("")
    yield Line("What we received:")
    for file in validation.files:
        yield Line(f"- {_short(file.name)}: {several(file.records, 'record', 'records')}", 2)
    for name in dict.fromkeys(each.file for each in validation.findings if each.refused):
        yield Line(f"- {_short(name)}: could not be read", 2)
    yield from _part("What needs to be put right before we can use it:", wrong, 1)
    yield from _part("What we would like to ask:", doubtful, len(wrong) + 1)
    yield Line("")
    if wrong:
        yield Line("Please send the data again once this is put right. If anything here is unclear, do ask.")
    elif doubtful:
        yield Line("We can use the data. Your answers will help us to read it rightly.")
    else:
        yield Line("We found nothing that needs to be put right.")
    if wrong or doubtful:
        yield Line("")
        yield Line("Line and record numbers are those of your file. No detail of any record is in this message.")
    yield Line("")
    yield Line("Kind regards")


def _part(heading: str, groups: Sequence[Group], first: int) -> Iterator[Line]:
    if not groups:
        return
    yield Line("")
    yield Line(heading)
    for number, group in enumerate(groups, first):
        kind = group.first.kind
        words = kind.to_supplier or SupplierWords(f"{kind.title}.", kind.remedy)
        yield Line("")
        yield Line(f"{number}. {words.wrong}")
        if words.needs_details:
            for each in list(dict.fromkeys(finding.message for finding in group.findings))[:SHOWN]:
                yield Line(f"{each[:1].upper()}{each[1:].rstrip('.')}.", 3)
        yield Line(_where(group), 3)
        yield Line(words.please, 3)


def _where(group: Group) -> str:
    column = f"column {group.first.column}, " if group.first.column else ""
    places = group.places
    files = [_in_file(name, [each for each in places if each.file == name]) for name in group.files[:SHOWN]]
    further = len(group.files) - SHOWN
    more = f"; and {several(further, 'more file', 'more files')}" if further > 0 else ""
    told = f"Where: {column}{'; '.join(files)}{more}"
    return f"{told} ({group.count:,} in all)." if group.count > len(places) else f"{told}."


def _in_file(name: str, places: Sequence[Place]) -> str:
    """Return a file with the first places in it: lines where it has any, else records."""
    noun, numbers = "line", [each.line for each in places if each.line is not None]
    if not numbers:
        noun, numbers = "record", [each.record for each in places if each.record is not None]
    sheet = f", sheet {places[0].sheet}" if places and places[0].sheet else ""
    if not numbers:
        return f"{_short(name)}{sheet}"
    first = [f"{each:,}" for each in numbers[:SHOWN]]
    joined = first[0] if len(first) == 1 else f"{'; '.join(first[:-1])} and {first[-1]}"
    return f"{_short(name)}{sheet}, {noun if len(first) == 1 else f'{noun}s'} {joined}"


def _short(name: str) -> str:
    """Return a file's name without its folder, which is ours and means nothing to the supplier."""
    return ", ".join(PurePath(each).name for each in name.split(", "))
