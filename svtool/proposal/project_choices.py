"""What the project file says beside its sources: areas, definition, tables and periods, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.coverage.history import History
from svtool.dates import LONG_MONTH_NAMES, MONTH_NAMES, Span, add_months, month_end, whole_months
from svtool.errors import listed
from svtool.proposal.dated_records import days_held, history_of
from svtool.proposal.decisions import Ask, Decision, Settled, settle
from svtool.proposal.force_of_places import BestAreas, best_areas, force_of_sites
from svtool.proposal.layouts import Layout
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.rules import fields_of
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE
from svtool.schema.tables import Measure

MONTHS = 12
MOST_COLUMNS = 5
HALF = 0.5
A_THIRD = 1 / 3
NONE = "none"
FIRST_TABLE, LOCAL_TABLE = "home_office", "local"  # Tables 1 and 2, in printed order

Months = set[date]


@dataclass(frozen=True)
class Choice:
    """A value of the project file and why; an empty value is left out of it.

    Attributes:
        value: the value.
        why: why.
        parts: of a police force area, the parts that the places are of; blank for its local authorities.
    """

    value: Settled
    why: str
    parts: str = ""


def choose_areas(layouts: Sequence[Layout], library: Library, areas: Sequence[AreaSet], ask: Ask) -> Choice:
    """Return the set of areas that is answered, else the one that holds most of the places in the extracts."""
    best, why = _best_areas(layouts, areas)
    options = (*(best.may_be or [best.id or NONE]), "a set that `svtool areas list` names", NONE)
    decision = Decision(
        "the set of areas", tuple(dict.fromkeys(options)), f"the areas that records are counted in. {why}",
        best.id or NONE, is_free=True, stands=not best.may_be,
    )  # fmt: skip
    answer = ask("areas", decision) or (decision.proposal if decision.stands else decision)
    if isinstance(answer, Decision):
        return Choice(answer, why)
    answer = str(answer)
    if answer == best.id:
        return Choice(answer, why, best.parts or "")
    if answer == NONE:
        return Choice("", why if not best.id else "Whole files are counted, as was answered.")
    return Choice(library.areas(answer).id, "As was answered.")


def _best_areas(layouts: Sequence[Layout], areas: Sequence[AreaSet]) -> tuple[BestAreas, str]:
    """Return the set that holds most of the places, one of a file before a force, and why; no id where none does."""
    texts = _texts_of(layouts, "area")
    if not texts:
        none = f"No column of places was found; without areas, whole files are counted.{_of_sites(layouts)}"
        return BestAreas("", 0.0), none
    best = best_areas(texts, areas)
    if best.may_be:
        return best, f"No one set holds most of the places by far: {listed(best.may_be, joiner='and')} hold some."
    if best.share < HALF:
        none = "No set of areas holds half of the places; without areas, whole files are counted."
        return BestAreas("", best.share), none
    wards = ", most of them by the names of wards" if best.parts == "wards" else ""
    return best, f"{best.share:.1%} of the places in the extracts are in {best.id}{wards}."


def _of_sites(layouts: Sequence[Layout]) -> str:
    """Return where the hospitals of extracts without places lie; blank where that is not known."""
    force = force_of_sites(_texts_of(layouts, "supplier"))
    return f" Its hospitals lie in {force.force}: see `svtool areas show {force.force}`." if force else ""


def _texts_of(layouts: Sequence[Layout], field: str) -> Counter[str]:
    """Return the texts of the columns of a field, with how many cells hold each."""
    texts: Counter[str] = Counter()
    for layout in layouts:
        column = layout.columns.get(field)
        found = layout.merged.column(*column.headers) if column else None
        if found is not None:
            texts.update(found.texts)
    return texts


def choose_definition(layouts: Sequence[Layout], areas: str, library: Library, ask: Ask) -> Choice:
    """Return the definition that is answered, else the one that goes with the areas.

    Where none goes with them, none is meant, unless every table that the extracts can fill needs one.
    """
    if not any(library.sources[str(each.source)].has_offences for each in layouts):
        return Choice("", "")
    known = library.ids("serious_violence")
    own = areas if areas in known else NONE
    others = [name for name in known if name.startswith(f"{areas}_")]
    also = f" There is also {' and '.join(others)}." if others else ""
    why = f"The local definition of {areas}.{also} See `svtool definition list`."
    if own == NONE:
        named = ", ".join(known)
        why = f"No definition of serious violence goes with these areas; there are {named}: `svtool definition list`."
    meaning = f"whose definition of serious violence counts. {why}"
    without, _ = choose_tables(layouts, areas, library, with_definition=False)
    if left_out := _need_definition(without, layouts, areas, library):
        meaning += f" With {NONE}, the table {' and '.join(left_out)} is left out."
    if own == NONE and not any(_shares_answered(layouts, areas, library, with_definition=False)[0].values()):
        return Choice(Decision("the definition", tuple(known), f"{meaning} Every table that these fill needs one"), why)
    decision = Decision("the definition", (*known, NONE), meaning, own, stands=True)
    answer = str(settle(decision, "definition", ask))
    if answer == NONE:
        return Choice("", f"{why} Tables that need one are left out.")
    return Choice(answer, why if answer == own else "As was answered.")


def choose_tables(
    layouts: Sequence[Layout], areas: str, library: Library, with_definition: bool
) -> tuple[list[str], str]:
    """Return the tables that these extracts can fill, those of other areas left aside, and why.

    Args:
        layouts: the extracts.
        areas: the areas of the project.
        library: the definitions.
        with_definition: whether the project names a definition, without which some tables can't be counted.
    """
    shares, local = _shares_answered(layouts, areas, library, with_definition)
    wanted = [each for each in (FIRST_TABLE, local) if shares.get(each, 0) >= A_THIRD]
    wanted = wanted or [each for each in shares if shares[each] >= HALF] or [max(shares, key=lambda each: shares[each])]
    others = [each for each in shares if shares[each] >= HALF and each not in wanted]
    answered = ", ".join(f"{each} {shares[each]:.0%}" for each in wanted)
    also = f" These extracts also fill {', '.join(others)}." if others else ""
    return wanted, f"Share of each table's measures that have their fields in the extracts: {answered}.{also}"


def tell_left_out(
    tables: Sequence[str], layouts: Sequence[Layout], areas: str, library: Library, with_definition: bool
) -> list[str]:
    """Return what is said of tables that lack a definition, and of sources that no chosen table counts.

    Args:
        tables: the tables that are chosen.
        layouts: the extracts.
        areas: the areas of the project.
        library: the definitions.
        with_definition: whether the project names a definition.
    """
    lines: list[str] = []
    without = [] if with_definition else _need_definition(tables, layouts, areas, library)
    if without:
        lines.append(
            f"Left out: {', '.join(without)}, for no definition of serious violence is chosen. To have it, write "
            "definition: NAME and add it to tables: in svtool.yaml; svtool definition list says which there are."
        )
    counted = {measure.source for each in tables for measure in library.table(each).measures}
    shares, _ = _shares_answered(layouts, areas, library, with_definition=True)
    for source in dict.fromkeys(str(each.source) for each in layouts):
        if source in counted:
            continue
        if library.sources[source].is_returned:
            lines.append(
                f"Not counted by tables: {source}. Ask svtool returns summary, and svtool returns check first."
            )
            continue
        others = [each for each in shares if any(one.source == source for one in library.table(each).measures)]
        add = f"add {listed(others)} to tables: in svtool.yaml, or " if others else ""
        lines.append(
            f"Not counted by {', '.join(tables)}: {source}. To count it, {add}ask svtool count --source {source}."
        )
    return lines


def _need_definition(tables: Sequence[str], layouts: Sequence[Layout], areas: str, library: Library) -> list[str]:
    """Return the tables that would be chosen with a definition alone."""
    wanted, _ = choose_tables(layouts, areas, library, with_definition=True)
    return [
        each for each in wanted
        if each not in tables and any(measure.lacks_definition for measure in library.table(each).measures)
    ]  # fmt: skip


def _shares_answered(
    layouts: Sequence[Layout], areas: str, library: Library, with_definition: bool
) -> tuple[dict[str, float], str]:
    """Return the share of each table's measures that have their fields, and which is the local table."""
    fields: dict[str, set[str]] = {}
    for layout in layouts:
        fields.setdefault(str(layout.source), set()).update(layout.columns)
    known = [library.table(each) for each in library.ids("tables")]
    if not with_definition:
        known = [each for each in known if not any(measure.lacks_definition for measure in each.measures)]
    local = next((each.id for each in known if each.areas and each.areas == areas), LOCAL_TABLE)
    others_own = {each.id for each in known if each.areas and each.areas != areas} | ({LOCAL_TABLE} - {local})
    shares = {each.id: _share_answered(each.measures, fields, library) for each in known if each.id not in others_own}
    return shares, local


def _share_answered(measures: Sequence[Measure], fields: dict[str, set[str]], library: Library) -> float:
    answered = [measure for measure in measures if _is_answered(measure, fields, library)]
    return len(answered) / len(measures)


def _is_answered(measure: Measure, fields: dict[str, set[str]], library: Library) -> bool:
    there = fields.get(measure.source)
    if there is None:
        return False
    source = library.sources[measure.source]
    there = there | {str(each.becomes) for each in source.of_type("birth_date") if each.name in there}
    there = there | ({OFFENCE} if there & set(OFFENCE_EVIDENCE) else set())
    needed = set(fields_of(measure.where)) | ({OFFENCE} if measure.definition or measure.lacks_definition else set())
    needed |= {f"{measure.role}_reference"} if measure.counts_persons else set()
    return needed <= there | {each.name for each in source.fields if each.absent == "no"}


def months_by_source(layouts: Sequence[Layout], library: Library) -> dict[str, Months]:
    """Return the months that the records of each source wholly hold."""
    seen: dict[str, list[History]] = {}
    for layout in layouts:
        source = library.sources[str(layout.source)]
        if source.has_records and (history := history_of(layout, layout.merged, source)):
            seen.setdefault(source.id, []).append(history)
    return {source: _whole_months(days_held(histories)) for source, histories in seen.items()}


def _whole_months(spans: Sequence[Span]) -> Months:
    found: Months = set()
    for first, last in whole_months(spans):
        month = first
        while month <= last:
            found.add(month)
            month = add_months(month, 1)
    return found


def choose_periods(months: dict[str, Months]) -> tuple[dict[str, Settled | list[str]], str]:
    """Return the periods that the extracts wholly hold, and why.

    Calendar or financial years, whichever are more; years that end with another month where these alone can be
    compared; else months.
    """
    held = {source: some for source, some in months.items() if some}
    if not held:
        years = ("a list of years such as [2020, 2021]",)
        decision = Decision("the years", years, "no date could be read, or no month is wholly held", is_free=True)
        return {"kind": "calendar", "years": decision}, "No month that is wholly held was found."
    shared = set.intersection(*held.values())
    widest = max(held.values(), key=len)
    for covered, whose in ((shared, "every source"), (widest, "the longest source")):
        kind, last_month = _best_kind(covered)
        whole = _years_held(covered, last_month)
        if whole:
            return _as_years(kind, whole, last_month, whose)
    return _as_months(shared or widest)


def _best_kind(covered: Months) -> tuple[str, int]:
    """Return the kind of years of which most are wholly held, with their last month; two can be compared."""
    usual = [("calendar", 12), ("financial", 3)]
    best = max(usual, key=lambda each: len(_years_held(covered, each[1])))
    latest = ("year_ending", max(covered, default=date.min).month)
    compared = {each: min(len(_years_held(covered, each[1])), 2) for each in (best, latest)}
    return latest if compared[latest] > compared[best] else best


def _years_held(covered: Months, last_month: int) -> list[int]:
    """Return the years, called by the one that they end in, of which every month is held."""
    by_year = Counter(day.year + (day.month > last_month) for day in covered)
    return sorted(year for year, number in by_year.items() if number == MONTHS)


def _as_years(kind: str, held: list[int], last_month: int, whose: str) -> tuple[dict[str, Settled | list[str]], str]:
    years = list(range(held[0], held[-1] + 1))
    shown = years[-MOST_COLUMNS:]
    names = [f"{year - 1}/{year % 100:02d}" if kind == "financial" else str(year) for year in shown]
    ends = f" ending {LONG_MONTH_NAMES[last_month - 1]}" if kind == "year_ending" else ""
    why = f"The {'' if ends else kind + ' '}years{ends} that {whose} wholly holds."
    if len(held) < len(years):
        why += " Those between them that it holds in part are printed for the days that are held."
    if len(years) > len(shown):
        why += f" Earlier ones, from {years[0]}, can be added."
    entry: dict[str, Settled | list[str]] = {"kind": kind, "years": names}
    if ends:
        entry["ends"] = f"{last_month:02}-{month_end(date(2023, last_month, 1)).day}"
    return entry | ({"baseline": names[0]} if len(names) > 1 else {}), why


def _as_months(covered: Months) -> tuple[dict[str, Settled | list[str]], str]:
    last = first = max(covered)
    while add_months(first, -1) in covered and (last.year - first.year) * 12 + last.month - first.month < 11:
        first = add_months(first, -1)
    why = f"No year is mostly covered; the last months without a gap, to {MONTH_NAMES[last.month - 1]} {last.year}."
    return {"kind": "month", "from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}, why
