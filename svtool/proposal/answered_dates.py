"""The column of the dates of an extract, where its name does not say it: once it is answered, the periods follow."""

from __future__ import annotations

from dataclasses import replace

from svtool.proposal.decisions import Ask, Decision
from svtool.proposal.field_proposals import RECENT, describe_column
from svtool.proposal.layouts import FieldProposal, Layout
from svtool.schema.mappings import Column
from svtool.schema.sources import Source


def with_dates(layout: Layout, source: Source, ask: Ask) -> Layout:
    """Return a layout whose dates are read from the columns that somebody answers; as it was where nobody does."""
    proposal = layout.proposal
    if proposal is None:
        return layout
    fields: list[FieldProposal] = []
    columns = dict(layout.columns)
    for each in proposal.fields:
        answered = _answered(each, layout, source, ask) if each.field in source.dates else None
        if answered:
            columns[each.field] = Column.model_validate(
                {"column": answered.headers, "format": list(answered.formats), "pivot": RECENT}
            )
        fields.append(answered or each)
    read = {header for each in fields for header in each.headers}
    unread = [each for each in proposal.unread if each.name not in read]
    return replace(layout, columns=columns, proposal=replace(proposal, fields=fields, unread=unread))


def _answered(proposal: FieldProposal, layout: Layout, source: Source, ask: Ask) -> FieldProposal | None:
    choice = proposal.settings.get("column")
    if not isinstance(choice, Decision):
        return None
    answer = ask(f"{layout.mapping}.columns.{proposal.field}.column", choice)
    column = layout.merged.column(answer) if isinstance(answer, str) else None
    if column is None:
        return None
    found = describe_column(source.by_name[proposal.field], column, 0.0, ())
    return replace(found, reasons=("as was answered", *found.reasons[1:]))
