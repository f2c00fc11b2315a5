"""Findings as text: what each file is, where its rows went, what is wrong and where, and the verdict last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.errors import several
from svtool.findings.finding import Cost, Finding, Level
from svtool.output.finding_groups import Group, Place, group_equal
from svtool.output.wrapping import Line, lines_as_text
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


def findings_as_text(validation: Validation, width: int | None = None, colour: bool = False) -> str:
    """Return the report of a validation, the verdict and the next step on its last line.

    Args:
        validation: what was found.
        width: columns of the terminal; None in a pipe, where every fact is one line.
        colour: whether to emphasise heads.
    """
    return lines_as_text(list(_lines(validation)), width, colour)


def _lines(validation: Validation) -> Iterator[Line]:
    for file in validation.files:
        how = f"{file.source}, {ROWS.get(file.row, file.row)}; mapping {file.mapping}, {file.reason}"
        records = several(file.records, "record", "records")
        yield Line(f"{file.name}: {how}; {file.described}; {records}", style="bold")
    for name, ledger in validation.ledgers.items():
        yield Line(f"{name}: {ledger.in_words()}")
    for remark in validation.remarks:
        yield Line(remark)
    for number, group in enumerate(group_equal(validation.findings)):
        if number or validation.files or validation.remarks:
            yield Line("")
        yield from _group(group)
    yield Line("")
    verdict = validation.verdict
    yield Line(f"{verdict.words[:1].upper()}{verdict.words[1:]}. {verdict.next_step}", style="bold")


def _group(group: Group) -> Iterator[Line]:
    first = group.first
    message = group.message
    where = first.file if len(group.files) == 1 else f"{len(group.files)} files"
    told = message or f"{len(group.findings)} findings like these"
    yield Line(f"{FLAGS[first.level]} {first.kind.id} {first.kind.title}: {where}: {told}", style=STYLES[first.level])
    if not message:
        yield from (Line(_unlike(each), INDENT) for each in group.findings[:SHOWN])
        if len(group.findings) > SHOWN:
            yield Line(f"showing {SHOWN} of {len(group.findings)}", INDENT)
    elif group.places:
        shown = group.places[:SHOWN]
        yield Line(f"where: {_places(shown)}; showing {len(shown)} of {group.count:,}", INDENT)
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
    places = Group((finding,)).places[:SHOWN]
    return f"{finding.file}: {finding.message}" + (f" ({_places(places, with_file=False)})" if places else "")


def _places(places: Sequence[Place], with_file: bool = True) -> str:
    """Return places in words: the file and sheet once, then their lines or records."""
    by_file: dict[tuple[str, str], list[Place]] = {}
    for each in places:
        by_file.setdefault((each.file, each.sheet), []).append(each)
    found = []
    for (file, sheet), those in by_file.items():
        inside = [f"sheet {sheet}"] if sheet else []
        inside += [_numbers("line", [each.line for each in those]), _numbers("record", [each.record for each in those])]
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
    figure = f"{cost.title}{f' ({cost.measure})' if with_id else ''}, {cost.period}"
    if not cost.counted and not cost.not_known:  # units that no period has, as their date is gone
        return f"{figure}: {cost.because:,} that no period counts, because of this"
    words = f"{figure}: {cost.counted:,} counted, {cost.not_known:,} not known"
    if cost.because:
        words += f"; {cost.because:,} of them because of this"
    if cost.settled:
        words += f", {cost.settled:,} of those settled by what is to do"
    return words
