"""Findings as text: what each file is, where its rows went, what is wrong and where, and the verdict last."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from svtool.errors import listed, several
from svtool.findings.finding import Cost, Finding, Level
from svtool.output.finding_groups import Group, Place, group_by_column, group_equal
from svtool.output.wrapping import Line, lines_as_text
from svtool.validation.ranking import lost_by
from svtool.validation.verdict import Validation

FLAGS = {Level.ERROR: "ERROR", Level.WARNING: "WARN", Level.NOTE: "NOTE"}
STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold"}
ROWS = {
    "record": "one row for each record", "vehicle": "one row for each vehicle", "offence": "one row for each offence",
    "victim": "one row for each victim", "suspect": "one row for each suspect",
    "victim_suspect": "one row for each victim and suspect", "offences": "offences", "victims": "victims",
    "suspects": "suspects",
}  # fmt: skip
NOTHING_TO_DO = "Nothing to do."
SHOWN = 3  # places, costs and unlike findings of one head; --format csv and json have all
INDENT = 4


def findings_as_text(
    validation: Validation, width: int | None = None, colour: bool = False, all_places: bool = False
) -> str:
    """Return the report of a validation, the verdict and the next step on its last line.

    Args:
        validation: what was found.
        width: columns of the terminal; None in a pipe, where every fact is one line.
        colour: whether to emphasise heads.
        all_places: whether to name all places of a finding, not the first three.
    """
    return lines_as_text(list(_lines(validation, None if all_places else SHOWN)), width, colour)


def _lines(validation: Validation, places: int | None) -> Iterator[Line]:
    for file in validation.files:
        how = f"{file.source}, {ROWS.get(file.row, file.row)}; mapping {file.mapping}, {file.reason}"
        records = several(file.records, "record", "records")
        yield Line(f"{file.name}: {how}; {file.described}; {records}", style="bold")
    for name, ledger in validation.ledgers.items():
        yield Line(f"{name}: {ledger.in_words()}")
    for remark in validation.remarks:
        yield Line(remark)
    for number, entry in enumerate(group_by_column(group_equal(validation.findings))):
        if number or validation.files or validation.remarks:
            yield Line("")
        yield from _group(entry[0], places)
        for group in entry[1:]:  # a column has one entry, whatever is wrong with it
            yield from (replace(line, indent=line.indent + INDENT) for line in _group(group, places))
    yield Line("")
    yield from _outlook(validation)
    verdict = validation.verdict
    yield Line(f"{verdict.words[:1].upper()}{verdict.words[1:]}. {verdict.next_step}", style="bold")


def _outlook(validation: Validation) -> Iterator[Line]:
    """Yield what is back once the findings that lose most are mended, and whether the rest was seen at all."""
    for name, ledger in validation.ledgers.items():
        if 2 * ledger.rejected > ledger.read:
            rejected = f"{ledger.rejected:,} of {several(ledger.read, 'row', 'rows')} were rejected"
            yield Line(f"{name}: {rejected}, so that what is found in the others is provisional.")
    outlook = validation.outlook
    losing = {id(each) for each in outlook.first}
    if outlook.lost and len(losing) < sum(lost_by(each) > 0 for each in validation.findings):
        these = "this one" if len(losing) == 1 else f"these {('two', 'three')[len(losing) - 2]}"
        share = f"{math.floor(100 * outlook.back / outlook.lost)}%"
        named = "; ".join(_named(outlook.first))
        back = f"{share} of what is lost is back ({outlook.back:,} of {outlook.lost:,} rows and cells)"
        yield Line(f"Mend {these} and {back}: {named}.")


def _named(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield findings by their names, and the files of each."""
    files: dict[str, list[str]] = {}
    for each in findings:
        column = f" in column {each.column}" if each.column else ""
        files.setdefault(f"{each.kind.id} {each.kind.title}{column}", []).append(each.file)
    yield from (f"{name} of {listed(of, joiner='and')}" for name, of in files.items())


def _group(group: Group, places: int | None) -> Iterator[Line]:
    first = group.first
    message = group.message
    where = first.file if len(group.files) == 1 else f"{len(group.files)} files"
    told = message or f"{len(group.findings)} findings like these"
    yield Line(f"{FLAGS[first.level]} {first.kind.id} {first.kind.title}: {where}: {told}", style=STYLES[first.level])
    if not message:
        yield from (Line(_unlike(each), INDENT) for each in group.findings[:SHOWN])
        if len(group.findings) > SHOWN:
            yield Line(f"showing {SHOWN} of {len(group.findings)}", INDENT)
    elif shown := group.first_places(places):
        showing = f"; showing {len(shown)} of {group.count:,}" if len(shown) < group.count else ""
        yield Line(f"where: {_places(shown)}{showing}", INDENT)
    if message and len(group.files) > 1 and group.count > len(group.findings):
        counts = [f"{each.file} {each.count:,}" for each in group.findings]
        more = f" and {len(counts) - SHOWN} more" if len(counts) > SHOWN else ""
        yield Line(f"in: {', '.join(counts[:SHOWN])}{more}", INDENT)
    titles = [(cost.title, cost.period) for cost in group.costs]
    for cost in group.costs[:SHOWN]:
        alike = titles.count((cost.title, cost.period)) > 1
        yield Line(f"costs: {cost_in_words(cost, with_id=alike)}", INDENT)
    if len(group.costs) > SHOWN:
        yield Line(f"costs: showing {SHOWN} of {len(group.costs)} figures", INDENT)
    if first.remedy != NOTHING_TO_DO:
        yield Line(f"to do: {first.remedy}", INDENT)


def _unlike(finding: Finding) -> str:
    places = Group((finding,)).first_places(SHOWN)
    return f"{finding.file}: {finding.message}" + (f" ({_places(places, with_file=False)})" if places else "")


def _places(places: Sequence[Place], with_file: bool = True) -> str:
    """Return places in words: the file and sheet once, then their lines or records."""
    by_file: dict[tuple[str, str], list[Place]] = {}
    for each in places:
        by_file.setdefault((each.file, each.sheet), []).append(each)
    found = []
    for (file, sheet), those in by_file.items():
        inside = [f"sheet {sheet}"] if sheet else []
        lines, records = [each.line for each in those], [each.record for each in those]
        inside += [_numbers("line", lines), "" if lines == records else _numbers("record", records)]
        told = ", ".join(each for each in inside if each)
        found.append(f"{file} {told}" if with_file else told)
    return "; ".join(found)


def _numbers(noun: str, numbers: Sequence[int | None]) -> str:
    known = [f"{each:,}" for each in numbers if each is not None]
    if not known:
        return ""
    joined = known[0] if len(known) == 1 else f"{'; '.join(known[:-1])} and {known[-1]}"
    return f"{noun} {joined}" if len(known) == 1 else f"{noun}s {joined}"


def cost_in_words(cost: Cost, with_id: bool = False) -> str:
    """Return what a finding costs a measure in a period, in words; with the measure's id where titles are alike."""
    title = f"{cost.title}{f' ({cost.measure})' if with_id else ''}"
    if not cost.counted and not cost.not_known:  # units that no period has, as their date is gone
        one, many = cost.called
        left_out = f"{one} is" if cost.because == 1 else f"{many} are"
        has = "it has" if cost.because == 1 else "they have"
        return f"{title}: {cost.because:,} {left_out} left out of every period because {has} no date"
    words = f"{title}, {cost.period}: {cost.counted:,} counted, {cost.not_known:,} not known"
    if cost.because:
        words += f", {'all' if cost.because == cost.not_known else f'{cost.because:,}'} of these because of this"
    if cost.settled:
        words += f"; what is to do settles {cost.settled:,}"
    return words
