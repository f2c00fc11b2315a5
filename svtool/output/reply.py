"""The message to whoever sent an extract: what came, what is wrong and where, what is asked; nothing of a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from svtool.errors import several
from svtool.findings.finding import Level, SupplierWords
from svtool.output.finding_groups import Group, Place, group_equal
from svtool.output.wrapping import Line, lines_as_text
from svtool.validation.verdict import Validation

SHOWN = 3
WIDTH = 76  # of a message that is pasted into a mail


@dataclass(frozen=True)
class Demand:
    """What is asked of a supplier, once, and all that it is asked for: worst first."""

    please: str
    groups: tuple[Group, ...]

    @property
    def must(self) -> bool:
        """Return whether the data can't be used before it is met."""
        return any(group.first.level is Level.ERROR for group in self.groups)


def reply_as_text(validation: Validation) -> str:
    """Return the message, ready to be sent."""
    return lines_as_text(list(_lines(validation)), WIDTH)


def _lines(validation: Validation) -> Iterator[Line]:
    demands = _demands(validation)
    wrong, doubtful = [each for each in demands if each.must], [each for each in demands if not each.must]
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


def _demands(validation: Validation) -> list[Demand]:
    """Return what is asked, each demand once, in the order in which it matters."""
    found: dict[str, list[Group]] = {}
    for group in group_equal(validation.findings):
        if group.first.level is not Level.NOTE:
            found.setdefault(_words(group).please, []).append(group)
    return [Demand(please, tuple(groups)) for please, groups in found.items()]


def _words(group: Group) -> SupplierWords:
    kind = group.first.kind
    return kind.to_supplier or SupplierWords(f"{kind.title}.", kind.remedy)


def _part(heading: str, demands: Sequence[Demand], first: int) -> Iterator[Line]:
    if not demands:
        return
    yield Line("")
    yield Line(heading)
    for number, demand in enumerate(demands, first):
        yield Line("")
        by_words: dict[str, list[Group]] = {}
        for group in demand.groups:
            by_words.setdefault(_words(group).wrong, []).append(group)
        for i, (wrong, groups) in enumerate(by_words.items()):
            yield Line(f"{number}. {wrong}") if i == 0 else Line(wrong, 3)
            for group in groups:
                yield from (Line(each, 3) for each in _details(group))
                yield Line(_where(group), 3)
        yield Line(demand.please, 3)


def _details(group: Group) -> list[str]:
    """Return what the supplier must be told beside the words: columns, codes, categories or months."""
    told = list(dict.fromkeys(each.to_supplier for each in group.findings if each.to_supplier))
    if _words(group).needs_details:
        messages = dict.fromkeys(finding.message for finding in group.findings)
        told += [f"{each[:1].upper()}{each[1:].rstrip('.')}." for each in messages]
    return told[:SHOWN]


def _where(group: Group) -> str:
    column = f"column {group.first.column}, " if group.first.column and not group.first.to_supplier else ""
    places = group.places
    files = [_in_file(name, [each for each in places if each.file == name]) for name in group.files[:SHOWN]]
    further = len(group.files) - SHOWN
    more = f"; and {several(further, 'more file', 'more files')}" if further > 0 else ""
    told = f"Where: {column}{'; '.join(files)}{more}"
    named = sum(min(SHOWN, sum(each.file == name for each in places)) for name in group.files[:SHOWN])
    return f"{told} ({group.count:,} in all)." if group.count > max(named, 1) else f"{told}."


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
