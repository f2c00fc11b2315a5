"""The sections of a profile laid out as one page: what several of them have in common is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from svtool.commands.measures import Result, remarks_of
from svtool.output.layout import Page, lay_out, policy_of
from svtool.output.page_notes import Notes, PageNote, notes_in_common
from svtool.output.wording.note_words import notes_in_words

TOLD_ABOVE = "The verdict on a figure that stands in several sections is given in the first of them."


@dataclass(frozen=True)
class SectionedPage:
    """A profile as it is printed.

    Attributes:
        title: of the profile.
        notices: what stands above and below all of it.
        facts: what holds for several sections, or for all.
        sections: each with the facts and notes that it alone has.
        notes: those of several sections, and what is said of the extracts.
    """

    title: str
    notices: Sequence[str]
    facts: Sequence[str]
    sections: Sequence[Page]
    notes: Sequence[PageNote]


def lay_out_sections(result: Result) -> SectionedPage:
    """Return the sections of a profile as one page."""
    alone = [Notes(policy_of(result)) for _ in result.tables]
    plain = _laid_out(result, alone)
    numbers = count(1)
    common = notes_in_common(alone, policy_of(result), numbers)
    own = [Notes(policy_of(result), common, numbers) for _ in result.tables]
    facts = _common_facts(plain)
    sections = [
        replace(
            page,
            facts=[each for each in page.facts if each not in facts],
            notes=notes.lines(len(result.periods)),
            notices=[],
            without_row="",
        )
        for page, notes in zip(_laid_out(result, own), own, strict=True)
    ]
    return SectionedPage(
        result.profile, notes_in_words(result.notices), facts, sections, [*_below(result, common, own)]
    )


def _laid_out(result: Result, notes: Iterable[Notes]) -> list[Page]:
    """Return each section with notes of its own; a measure that stands in several has its verdicts in the first."""
    told: set[str] = set()
    found = []
    for table, own in zip(result.tables, notes, strict=True):
        found.append(lay_out(result, table, own, told))
        told |= {each.id for each in table.measures}
    return found


def _common_facts(pages: Sequence[Page]) -> list[str]:
    """Return the facts that stand above two sections or more, in the order of the first that has them."""
    every = [fact for page in pages for fact in page.facts]
    return [fact for fact in dict.fromkeys(every) if every.count(fact) > 1]


def _below(result: Result, common: Notes, own: Sequence[Notes]) -> Iterator[PageNote]:
    """Yield the notes of several sections, what has no row in any, and what is said of the extracts."""
    yield from common.lines_without_places()
    measures = [each.id for table in result.tables for each in table.measures]
    if len(measures) > len({*measures}):
        yield PageNote(TOLD_ABOVE)
    for notes in own:
        common.take_passed_over(notes)
    without_row = common.without_row()
    yield from map(PageNote, [*([without_row] if without_row else []), *notes_in_words(remarks_of(result))])
