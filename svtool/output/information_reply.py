"""The reply to a request for information: what was asked, the numbers, how they were made, what they can't tell.

It is written for somebody who has no dictionary of ours, and is sent; so it is made under a disclosure policy only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.commands.measures import Result, remarks_of
from svtool.errors import UsageError
from svtool.figures.contract import BESIDE_A_NUMBER, NOT_AVAILABLE, STATUSES, SUPPRESSED, Figure
from svtool.output.table_facts import facts_above, titled
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wrapping import Line, lines_as_text
from svtool.schema.tables import Table
from svtool.version import __version__

WIDTH = 76  # of a message that is pasted into a mail
RECORDED = (
    "A count is of what was recorded, not of all that happened. A change may come of a change in reporting or in "
    "recording."
)
UNKNOWN = (
    "“Not known” counts the records of which it can't be told from what was recorded whether they belong to the "
    "number; they are not in it. The true number lies between the number and both together."
)


def reply_as_text(result: Result) -> str:
    """Return the reply, ready to be sent.

    Raises:
        UsageError: the result was made under no disclosure policy.
    """
    if result.policy is None:
        raise UsageError(
            "--reply: is sent to whoever asked, and counts are printed here as they are. Name a policy, such as "
            "--disclosure threshold_5, or leave --reply out."
        )
    return lines_as_text(list(_lines(result)), WIDTH)


def _lines(result: Result) -> Iterator[Line]:
    yield from (Line(words) for words in notes_in_words(result.notices))
    for table in result.tables:
        figures = [each for each in result.figures if each.table == table.id]
        yield from _numbers(result, table, figures)
        yield Line("")
        yield Line("How the numbers were made")
        yield from (Line(f"- {fact}") for fact in facts_above(result, table, figures))
    yield from _part("What the numbers can't tell", _limits(result))
    yield from _part("Who made them", _makers(result))


def _part(heading: str, told: Sequence[str]) -> Iterator[Line]:
    yield Line("")
    yield Line(heading)
    yield from (Line(f"- {words}") for words in told)


def _numbers(result: Result, table: Table, figures: Sequence[Figure]) -> Iterator[Line]:
    """Yield the numbers of a table, each of its measures with its periods below."""
    for row in table.rows:
        of_row = [each for each in figures if each.position == row.position]
        yield Line(titled(row.measure, of_row, result))
        places: dict[str, list[Figure]] = {}
        for each in of_row:
            places.setdefault(", ".join(filter(None, (each.area, *each.by.values()))) or "All", []).append(each)
        for place, found in places.items():
            yield Line(place, 2)
            yield from (Line(f"{each.period}: {_number(each)}", 4) for each in found)


def _number(figure: Figure) -> str:
    number = figure.count if figure.value is None else figure.value
    if number is None:
        return STATUSES[figure.status or NOT_AVAILABLE]
    said = [f"{number:,}"]
    if figure.not_known or _status_of_not_known(figure):
        said.append(f"not known: {STATUSES.get(_status_of_not_known(figure)) or f'{figure.not_known:,}'}")
    if figure.status in BESIDE_A_NUMBER:
        said.append(STATUSES[figure.status])
    if figure.days_covered is not None and figure.days_covered < figure.days:
        said.append(f"{figure.days_covered:,} of {figure.days:,} days held")
    return "; ".join(said)


def _status_of_not_known(figure: Figure) -> str:
    """Return what stands for what is not known of a count that is printed."""
    return SUPPRESSED if figure.count is not None and figure.not_known is None else ""


def _limits(result: Result) -> list[str]:
    found = [RECORDED, UNKNOWN]
    if any(SUPPRESSED in (each.status, _status_of_not_known(each)) for each in result.figures):
        found.append(
            "Suppressed numbers are small, or would give a small number away, and are left out to protect people."
        )
    return [*found, *notes_in_words(remarks_of(result))]


def _makers(result: Result) -> list[str]:
    publisher = result.evidence.publisher
    found = [] if publisher is None else [" ".join(filter(None, (publisher.name, publisher.contact)))]
    return [*found, f"Counted with svtool {__version__} from extracts of the services named above."]
