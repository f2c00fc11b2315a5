"""The summary of returns as text: what was reached by unit, what can't be told and why, what is funded where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.commands.returns.need_of_areas import AreaNeed
from svtool.commands.returns.summarised import ReturnsSummary
from svtool.errors import listed, several
from svtool.figures.contract import NOT_AVAILABLE, SUPPRESSED
from svtool.interventions.quarter_figures import Measured, Reason
from svtool.interventions.quarters import Quarter, quarters_of, year_label
from svtool.interventions.return_rows import (
    COMPLETENESS,
    EVERYBODY,
    FUNNEL_PART,
    MISSING,
    NEW_OF_CASELOAD,
    PART,
    QUARTER,
    SCORES,
    YEAR,
    ReturnRow,
)
from svtool.interventions.terms import FUNNEL, ONWARD, STAGES, in_words
from svtool.output.returns.aligned_columns import aligned
from svtool.output.returns.reason_words import counted_words, reasons_in_words
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.number_words import change_words
from svtool.output.wrapping import Line, lines_as_text
from svtool.statistics.ratio_test import per_cent

ALL_PROJECTS = "All projects"
UNTESTED = (
    "Changes are of the quarters that both years have. They are not tested: four numbers do not tell how much such "
    "numbers vary by themselves."
)
NOT_A_CAUSE = "A change does not show that the intervention caused it."
OF_SEVERAL_AREAS = "An intervention of several areas is named in each of them."
NOT_RECEIVED, HIDDEN = f"[{NOT_AVAILABLE}]", f"[{SUPPRESSED}]"
MOST_FOR_NO_SUM = 2  # one project, and all of them, who are that one
OPEN = "can't be quantified: "


def summary_as_text(summary: ReturnsSummary, width: int | None = None, colour: bool = False) -> str:
    """Return the summary for people.

    Args:
        summary: what the returns come to.
        width: columns of the terminal; None in a pipe.
        colour: whether to emphasise heads.
    """
    page = _Page(summary, width, colour)
    return "".join(page.parts())


class _Page:
    def __init__(self, summary: ReturnsSummary, width: int | None, colour: bool) -> None:
        self._summary, self._width, self._colour = summary, width, colour
        self._notes: dict[str, int] = {}

    def parts(self) -> Iterator[str]:
        """Yield the page, part by part; the notes come last, as only then all are known."""
        yield self._prose(list(self._head()))
        for year in self._summary.settled.years:
            yield from self._year(year)
        yield from self._areas()
        if self._notes:
            notes = [Line("Notes", style="bold"), *(Line(f"[{number}] {text}") for text, number in self._notes.items())]
            yield self._prose([Line(""), *notes])

    def _prose(self, lines: Sequence[Line]) -> str:
        return lines_as_text(lines, self._width, self._colour)

    def _head(self) -> Iterator[Line]:
        summary = self._summary
        years = listed((year_label(each) for each in summary.settled.years), joiner="and")
        yield Line(
            f"Returns of interventions: {several(len(summary.settled.projects), 'project', 'projects')}, {years}"
        )
        yield from (Line(each) for each in notes_in_words(summary.notices))
        if summary.policy:
            yield Line(f"Disclosure control: {summary.policy.title} ({summary.policy.id}).")
        if summary.errors:
            kinds = several(summary.errors, "error stands", "errors stand")
            yield Line(f"{kinds} against these returns, and leave figures open: svtool returns check says where.")

    def _year(self, year: int | None) -> Iterator[str]:
        rows = [each for each in self._summary.rows if each.period.year == year]
        kinds = dict.fromkeys(
            (each.beneficiaries, each.unit, each.counted) for each in rows if each.part in {QUARTER, YEAR, EVERYBODY}
        )
        for beneficiaries, unit, counted in kinds:
            of = Measured("", beneficiaries, unit, counted)
            yield from self._reach(of, year, [each for each in rows if _is_of(each, of)])
        yield from self._categories(year, rows)
        yield from self._funnel(year, rows)
        yield from self._new_of_caseload(year, rows)
        yield from self._scores(year, rows)
        yield from self._completeness(year, rows)

    def _table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: set[int]) -> str:
        return self._prose([Line(""), Line(title, style="bold")]) + "".join(
            f"{line}\n" for line in aligned(heads, rows, words, self._width)
        )

    def _name(self, project: str) -> str:
        return self._summary.settled.register.called(project) if project else ALL_PROJECTS

    def _noted(self, row: ReturnRow) -> str:
        """Return a number with its note, which says first where there can be none."""
        return self._note(
            row.reasons, self._number(row), OPEN if row.count is None and row.status != SUPPRESSED else ""
        )

    def _note(self, reasons: tuple[Reason, ...], text: str, before: str = "") -> str:
        """Return a cell with the number of the note that says why it is no nearer."""
        said = reasons_in_words(reasons, before)
        return f"{text} [{self._notes.setdefault(said, len(self._notes) + 1)}]" if said else text

    def _number(self, row: ReturnRow) -> str:
        if row.count is not None:
            return f"{row.count:,}"
        if row.status == SUPPRESSED:
            return HIDDEN
        if row.least is None:
            return NOT_RECEIVED
        about = "about " if row.is_about else ""
        if row.most is None:
            return f"{about}{row.least:,} or more" if row.least else NOT_RECEIVED
        return f"{about}{row.least:,}" if row.least == row.most else f"{about}{row.least:,} to {row.most:,}"

    def _reach(self, of: Measured, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        """Yield a table of one unit: projects by quarters, the year, and how many quarters it is made of."""
        quarters = quarters_of(year) if any(each.part == QUARTER for each in rows) else []
        years = {each.project: each for each in rows if each.part in {YEAR, EVERYBODY}}
        compared = next((each.compared_with for each in rows if each.now is not None), "")
        projects = dict.fromkeys(each.project for each in rows)
        if len(projects) <= MOST_FOR_NO_SUM:
            projects.pop("", None)
        table = []
        for project in projects:
            by_period = {each.period: each for each in rows if each.project == project and each.part == QUARTER}
            cells = [self._quarter_cell(by_period.get(each), project, each) for each in quarters]
            table.append([self._name(project), *cells, *self._year_cells(years.get(project), bool(years), compared)])
        heads = ["Project", *(f"Q{each.number}" for each in quarters)]
        heads += [year_label(year), "quarters"] if years else []
        heads += [f"against {compared}"] if compared else []
        title = f"{counted_words(of.counted, of.unit, of.beneficiaries)}, {year_label(year)}"
        yield self._table(title, heads, table, {0, len(heads) - 1} if compared else {0})
        if compared:
            yield self._prose([Line(UNTESTED)])

    def _year_cells(self, row: ReturnRow | None, has_years: bool, compared: str) -> list[str]:
        if not has_years:
            return []
        if row is None:
            return ["", "", *([""] if compared else [])]
        cells = [self._noted(row), f"{row.received} of {row.expected}"]
        return [*cells, _change(row)] if compared else cells

    def _quarter_cell(self, row: ReturnRow | None, project: str, quarter: Quarter) -> str:
        if row is not None:
            return self._noted(row)
        settled = self._summary.settled
        expected = bool(project) and quarter in settled.expected(project, quarter.year)
        return NOT_RECEIVED if expected and quarter not in settled.received(project) else ""

    def _categories(self, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        found = [each for each in rows if each.part == PART]
        if found:
            table = [
                [self._name(each.project), _what(each), f"{each.section}: {each.category}", self._number(each)]
                for each in found
            ]
            yield self._table(
                f"By category, {year_label(year)}", ["Project", "Counted", "Category", "Count"], table, {0, 1, 2}
            )

    def _funnel(self, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        found = [each for each in rows if each.part == FUNNEL_PART]
        groups = dict.fromkeys((each.project, each.beneficiaries, each.unit) for each in found)
        table = []
        for project, beneficiaries, unit in groups:
            own = {
                each.counted: each
                for each in found
                if (each.project, each.beneficiaries, each.unit) == (project, beneficiaries, unit)
            }
            table.append([f"{self._name(project)} ({unit})", *(self._stage(own.get(stage)) for stage in STAGES)])
        if table:
            heads = ["Project", *(in_words(stage) for stage in FUNNEL), in_words(ONWARD)]
            yield self._table(f"From referred to completed, {year_label(year)}", heads, table, {0})
            yield self._prose(
                [Line("Shares are of new referrals in the same quarters: who completed may have been referred before.")]
            )

    def _stage(self, row: ReturnRow | None) -> str:
        if row is None:
            return ""
        share = f" ({row.share:.0f}%)" if row.share is not None and row.counted != FUNNEL[0] else ""
        return f"{self._number(row)}{share}"

    def _new_of_caseload(self, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        found = [each for each in rows if each.part == NEW_OF_CASELOAD]
        if found:
            table = [
                [self._name(each.project), each.unit, _quarter(each), self._number(each), _whole(each.of), _share(each)]
                for each in found
            ]
            heads = ["Project", "Unit", "Quarter", "new", "caseload", "new of it"]
            yield self._table(f"New on the caseload, {year_label(year)}", heads, table, {0, 1})

    def _scores(self, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        found = [each for each in rows if each.part == SCORES]
        if found:
            heads = ["Project", "Scale", "before", "after", "both", "mean change (95%)"]
            table = [self._score(each) for each in found]
            yield self._table(f"Scores before and after, {year_label(year)}", heads, table, {0, 1})
            yield self._prose([Line(NOT_A_CAUSE)])

    def _score(self, row: ReturnRow) -> list[str]:
        change = "" if row.change is None else f"{row.change:+.1f}"
        limits = "" if row.lower is None or row.upper is None else f" ({row.lower:+.1f} to {row.upper:+.1f})"
        told = HIDDEN if row.status and not change else f"{change}{limits}"
        before, after = _people(row.before, row.mean_before), _people(row.after, row.mean_after)
        scale = f"{row.scale}, {_quarter(row)}"
        return [self._name(row.project), scale, before, after, _whole(row.both), self._note(row.reasons, told).strip()]

    def _completeness(self, year: int | None, rows: Sequence[ReturnRow]) -> Iterator[str]:
        found = [each for each in rows if each.part == COMPLETENESS]
        if not found:
            return
        table = []
        for project in dict.fromkeys(each.project for each in found):
            own = {each.period.number: each for each in found if each.project == project}
            table.append([self._name(project), *(_received(own.get(each.number)) for each in quarters_of(year))])
        heads = ["Project", *(f"Q{each.number}" for each in quarters_of(year))]
        yield self._table(
            f"Received, {year_label(year)}: how many of its figures each return quantifies", heads, table, {0}
        )

    def _areas(self) -> Iterator[str]:
        needs = self._summary.needs
        if not needs.areas:
            return
        figures = [each.figure for each in needs.areas if each.figure]
        heads = ["Area", "Funded interventions"]
        words = {0, 1}
        if figures:
            heads += ["count", "not known", "per 100,000"]
        table = [self._area(each, bool(figures)) for each in needs.areas]
        title = "Funded interventions by area"
        if figures:
            title += f", beside {needs.definition}, {figures[0].period}"
        yield self._table(title, heads, table, words)
        if any(len(each.areas) > 1 for each in self._summary.settled.register.interventions):
            yield self._prose([Line(OF_SEVERAL_AREAS)])

    def _area(self, need: AreaNeed, with_figures: bool) -> list[str]:
        settled = self._summary.settled
        funded = "; ".join(
            f"{settled.register.called(each.id)}{f' (£{each.funding:,})' if each.funding else ''}"
            for each in need.funded
        )
        cells = [need.area or "area not known", funded or "none"]
        if not with_figures:
            return cells
        figure = need.figure
        if figure is None:
            return [*cells, "", "", ""]
        count = f"[{figure.status}]" if figure.count is None else f"{figure.count:,}"
        rate = figure.rate.rate if figure.rate else None
        not_known = "" if figure.not_known is None else f"{figure.not_known:,}"
        return [*cells, count, not_known, "" if rate is None else f"{rate:,.1f}"]


def _is_of(row: ReturnRow, of: Measured) -> bool:
    return row.part in {QUARTER, YEAR, EVERYBODY} and (row.beneficiaries, row.unit, row.counted) == (
        of.beneficiaries, of.unit, of.counted,
    )  # fmt: skip


def _change(row: ReturnRow) -> str:
    if row.now is None or row.then is None:
        return ""
    change = change_words(per_cent(row.now, row.then), row.now - row.then)
    return f"{row.now:,} and {row.then:,}{f': {change}' if change else ''}"


def _quarter(row: ReturnRow) -> str:
    return f"Q{row.period.number}" if row.period.number else row.period.label


def _whole(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _share(row: ReturnRow) -> str:
    return "" if row.share is None else f"{row.share:.0f}%"


def _what(row: ReturnRow) -> str:
    return counted_words(row.counted, row.unit, row.beneficiaries)


def _people(people: int | None, mean: float | None) -> str:
    return "" if people is None else f"{people:,}" if mean is None else f"{people:,}: {mean:.1f}"


def _received(row: ReturnRow | None) -> str:
    if row is None:
        return ""
    return "missing" if row.state == MISSING else f"{row.received} of {row.expected}"
