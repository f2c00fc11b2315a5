"""What two definitions do differently, in words: sections of facts, which an output lays out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from svtool.commands.definition_differences import Differences, OffencesApart
from svtool.meaning.by_offence import ALWAYS, NEVER
from svtool.schema.definitions import OPTION_SIGN, Clause, Decision, Definition
from svtool.schema.offences import OffenceClass
from svtool.schema.rules import Rule
from svtool.schema.titled_rules import offence_title, rule_in_titles


@dataclass(frozen=True)
class Fact:
    """A fact, and what belongs to it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Facts under a heading; the first section has none."""

    heading: str
    facts: tuple[Fact, ...]


def sections_of(found: Differences) -> list[Section]:
    """Return what two definitions do differently, without the sections in which nothing differs."""
    return [each for each in (Section(heading, tuple(facts)) for heading, facts in _sections(found)) if each.facts]


def _sections(found: Differences) -> Iterator[tuple[str, Iterable[Fact]]]:
    one, other = found.one, found.other
    yield "", (Fact(f"{each.id}: {each.title}") for each in (one, other))
    if found.count_alike:
        yield "Clauses", [Fact("Both have the same clauses, and leave out the same.")]
    else:
        yield "Clauses that ask the same", (Fact(_pair(mine, its)) for mine, its in found.alike)
        yield "Clauses of one id that ask something else", _changed(found)
        for each, clauses in ((one, found.only_one), (other, found.only_other)):
            yield f"Clauses only in {each.id}", _clauses(clauses, found)
        yield "Left out whatever clause it meets", _left_out(found)
    yield "Options that can be chosen in one only", _options(one, other)
    yield (
        f"Offences, of the {len(found.classes)} classes in use, that differ by the offence alone",
        (_apart(each, found) for each in found.offences),
    )
    for each, decisions in ((one, found.decisions_one), (other, found.decisions_other)):
        yield f"Decisions only in {each.id}", (Fact(_decision(decision)) for decision in decisions)


def _pair(mine: Clause, its: Clause) -> str:
    ids = mine.id if mine.id == its.id else f"{mine.id} and {its.id}"
    titles = mine.title if mine.title == its.title else f"{mine.title} / {its.title}"
    return f"{ids}  {titles}"


def _changed(found: Differences) -> Iterator[Fact]:
    for mine, its in found.changed:
        asked = ((found.one.id, mine.rule), (found.other.id, its.rule))
        yield Fact(_pair(mine, its), tuple(f"{name}: {in_words(rule, found)}" for name, rule in asked))


def _clauses(clauses: Sequence[Clause], found: Differences) -> Iterator[Fact]:
    for clause in clauses:
        yield Fact(f"{clause.id}  {clause.title}", (in_words(clause.rule, found),))


def _left_out(found: Differences) -> Iterator[Fact]:
    one, other = found.one, found.other
    if found.excludes_alike:
        if one.exclude:
            yield Fact(f"both: {in_words(one.exclude, found)}")
        return
    for each in (one, other):
        yield Fact(f"{each.id}: {in_words(each.exclude, found) if each.exclude else 'nothing'}")


def _options(one: Definition, other: Definition) -> Iterator[Fact]:
    for each, beside in ((one, other), (other, one)):
        known = {option.id for option in beside.options}
        for option in each.options:
            if option.id not in known:
                yield Fact(f"{each.id}{OPTION_SIGN}{option.id}: {option.title}")


def _apart(each: OffencesApart, found: Differences) -> Fact:
    treated = f"{_standing(each.one, found.one, found)}; {_standing(each.other, found.other, found)}"
    return Fact(treated, ("; ".join(_named(each.offences, found)),))


def _named(offences: Sequence[tuple[OffenceClass, tuple[str, ...]]], found: Differences) -> Iterator[str]:
    """Yield what offences are called: a group or sub-group that is there whole by its title, else each class."""
    whole = {of_class.code for of_class, kinds in offences if not kinds}
    said: set[str] = set()
    for of_class, kinds in offences:
        title = next((each for each in _groups(of_class) if _codes_of(each, found) <= whole), None)
        if title is None:
            yield _offence(of_class, kinds, found)
        elif title not in said:
            said.add(title)
            yield f"all of {title.lower()}"


def _groups(of_class: OffenceClass) -> tuple[str, ...]:
    return (of_class.group, of_class.subgroup or of_class.group)


def _codes_of(title: str, found: Differences) -> set[str]:
    """Return the classes of a group; two at least, for one is better called by its own name."""
    codes = {each.code for each in found.classes if title in _groups(each)}
    return codes if len(codes) > 1 else {""}


def _standing(rule: Rule, definition: Definition, found: Differences) -> str:
    """Return how a definition treats offences: always in, never, or in if something else is recorded."""
    if rule == ALWAYS:
        return f"always in {definition.id}"
    if rule == NEVER:
        return f"never in {definition.id}"
    return f"in {definition.id} if {in_words(rule, found)}"


def _offence(of_class: OffenceClass, kinds: Sequence[str], found: Differences) -> str:
    title = offence_title(of_class.name, found.catalogue)
    named = ", ".join(kind.replace("_", " ") for kind in kinds)
    return f"{of_class.code} {title}{f' ({named} only)' if named else ''}"


def _decision(decision: Decision) -> str:
    reason = f" ({decision.reason})" if decision.reason else ""
    return f"- {f'{decision.clause}: ' if decision.clause else ''}{decision.choice}{reason}"


def in_words(rule: Rule, found: Differences) -> str:
    """Return a rule in the words of the definitions' source and catalogue."""
    return rule_in_titles(rule, found.source, found.catalogue)
