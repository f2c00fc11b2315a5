"""For which kinds of record the extracts of a source were drawn: as the project says, or as their records show.

A figure that asks for kinds that no extract was drawn for is not 0. One that asks for more than they hold is of a part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from svtool.dates import MONTHS_OF, Precision, Span, add_months, join_spans, month_end
from svtool.gathering.drawn_kinds import ExtractKinds
from svtool.meaning.answers import Answer, answer_test
from svtool.meaning.decide import could_meet
from svtool.records.derivations import BY_VALUE
from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.project import ExtractEntry
from svtool.schema.rules import Among, Rule, Test
from svtool.schema.sources import DERIVED_FROM, FLAG_VALUES, OFFENCE, Source

ENOUGH = 200  # records from which on it is no chance that an extract has none of the volume kinds
MOST_UNKNOWN = 0.1  # of them; beyond, those of unknown kind may be of any
Values = frozenset[Any]
Kinds = Mapping[str, Values]  # field → the values that records may have; a field that is not there may have any


@dataclass(frozen=True)
class Drawn:
    """What some files were drawn for.

    Attributes:
        supplier: whose they are.
        kinds: the kinds that they hold; empty where they hold all.
        spans: the months in which they have records.
    """

    supplier: str
    kinds: Kinds
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class KindsHeld:
    """What the extracts of a source were drawn for.

    Attributes:
        source: the source.
        catalogue: the offences.
        drawn: the extracts, those of one supplier that hold the same together.
        kinds: the different kinds that extracts were drawn for.
        of_file: the number of a file → the place of its kinds among these.
        unwanted: field → how many records are of other kinds than figures are meant of, and of how many it is known.
    """

    source: Source
    catalogue: Catalogue
    drawn: tuple[Drawn, ...] = ()
    kinds: tuple[Kinds, ...] = ({},)
    of_file: Mapping[int, int] = field(default_factory=dict)
    unwanted: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    _shares: dict[tuple[Rule, str, Values], str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def holds_all(self) -> bool:
        """Return whether all extracts hold all kinds, so that nothing need be asked."""
        return not any(each.kinds for each in self.drawn)

    def bearing(self, rule: Rule) -> list[Drawn]:
        """Return the extracts that a figure of a rule rests on: of each supplier those that hold all that it asks for,
        else those that hold some of it.
        """
        found: list[Drawn] = []
        for supplier in dict.fromkeys(each.supplier for each in self.drawn):
            own = [(each, self.share(rule, each.kinds)) for each in self.drawn if each.supplier == supplier]
            best = next((share for share in ("all", "part") if any(share == other for _, other in own)), "")
            found += [each for each, share in own if best and share == best]
        return found

    def bearing_kinds(self, rule: Rule) -> frozenset[int] | None:
        """Return the places among `kinds` of those that a figure of a rule rests on; None for all of them."""
        if self.holds_all:
            return None
        return frozenset(self.kinds.index(each.kinds) for each in self.bearing(rule))

    def part(self, rule: Rule, spans: Sequence[Span]) -> dict[str, tuple[str, ...]]:
        """Return the suppliers whose extracts of some days hold a part of what a rule asks for → what that is."""
        found: dict[str, list[Kinds]] = {}
        for each in [] if self.holds_all else self.bearing(rule):
            if _overlap(each.spans, spans):
                found.setdefault(each.supplier, []).append(each.kinds)
        together = {supplier: _together(kinds) for supplier, kinds in found.items()}
        return {
            supplier: self.titles(kinds) for supplier, kinds in together.items() if self.share(rule, kinds) == "part"
        }

    def without(self, rule: Rule, spans: Sequence[Span]) -> dict[str, tuple[str, ...]]:
        """Return the suppliers whose extracts of some days hold nothing that a rule asks for → what they do hold."""
        if self.holds_all:
            return {}
        there = [each for each in self.drawn if _overlap(each.spans, spans)]
        bearing = {each.supplier for each in self.bearing(rule)}
        left = [each for each in there if each.supplier not in bearing] if bearing else []
        return {each.supplier: self.titles(each.kinds) for each in left}

    def months_of(self, rule: Rule) -> list[Span]:
        """Return the months of the extracts that a figure of a rule rests on."""
        return join_spans(sorted(span for each in self.bearing(rule) for span in each.spans))

    def why_not(self, rule: Rule, spans: Sequence[Span]) -> tuple[str, ...]:
        """Return for which other kinds the extracts of some days were drawn; nothing where a rule can be counted there.

        It can't be where none of the extracts was drawn for what it asks for, or only those of some of the months.
        """
        if self.holds_all:
            return ()
        bearing = self.months_of(rule)
        if all(any(start <= first and last <= end for start, end in bearing) for first, last in spans):
            return ()
        there = [each for each in self.drawn if each.kinds and _overlap(each.spans, spans)]
        return tuple(dict.fromkeys(title for each in there for title in self.titles(each.kinds)))

    def share(self, rule: Rule, kinds: Kinds) -> str:
        """Return how much of what a rule asks for is among some kinds: `all`, `part` or nothing."""
        shares = {self._share(rule, name, held) for name, held in kinds.items()}
        return "" if "" in shares else "part" if "part" in shares else "all"

    def _share(self, rule: Rule, name: str, held: Values) -> str:
        if (rule, name, held) not in self._shares:  # every area and period asks again
            asked = {value for value in self._every(name) | held if self._could_be(rule, name, value)}
            self._shares[rule, name, held] = "all" if asked <= held else "part" if asked & held else ""
        return self._shares[rule, name, held]

    def _could_be(self, rule: Rule, name: str, value: Any) -> bool:
        """Return whether a record of one kind could meet a rule."""

        def answer(test: Test, positive: bool) -> Answer:
            if test.field == name:
                known = value if name != OFFENCE else frozenset({value})
                return answer_test(test, known, self.source.by_name.get(name), self.catalogue)
            declared = self.source.by_name.get(test.field)
            if declared and declared.derived in BY_VALUE and DERIVED_FROM[declared.derived] == (name,):
                return answer_test(test, BY_VALUE[declared.derived](value), declared, self.catalogue)
            return positive

        return could_meet(rule, answer)

    def _every(self, name: str) -> Values:
        """Return the kinds that there are by a field: offences in use, values of a category, or the most usual."""
        if name == OFFENCE:
            return self._offences_in_use
        declared = self.source.by_name[name]
        words = FLAG_VALUES if declared.type == "flag" else declared.values
        return frozenset(words or self.source.volume.get(name, ()))

    @cached_property
    def _offences_in_use(self) -> Values:
        in_use = (each for each in self.catalogue.classes if not each.retired and each.source != "unverified")
        return frozenset(atom for each in in_use for atom in each.atoms)

    def titles(self, kinds: Kinds) -> tuple[str, ...]:
        """Return what kinds are called."""
        return tuple(title for name, values in kinds.items() for title in sorted(self._titles(name, values)))

    def _titles(self, name: str, values: Values) -> Iterable[str]:
        if name != OFFENCE:
            return (str(each).replace("_", " ") for each in values)
        return _titles_of_offences(self.catalogue, values)


def kinds_held(
    files: Sequence[ExtractKinds],
    entries: Sequence[ExtractEntry],
    source: Source,
    catalogue: Catalogue,
    precision: Precision = "day",
) -> KindsHeld:
    """Return what the extracts of a source were drawn for.

    Args:
        files: the kinds of the records of each file.
        entries: the extracts, as the project names them; what it says of one goes before what its records show.
        source: the source.
        catalogue: the offences.
        precision: how much time their dates name.
    """
    names: dict[str, str] = {}  # a supplier, its letters folded → as it is first written
    alike: dict[tuple[str, tuple[tuple[str, Values], ...]], list[ExtractKinds]] = {}
    for place, own in _by_entry(files):
        entry = entries[place]
        for together in _judged_together(own):
            kinds = _declared(entry.holds, catalogue) if entry.holds else _seen(together, source, catalogue)
            key = (
                names.setdefault(fold_title(entry.supplier or ""), entry.supplier or ""),
                tuple(sorted(kinds.items(), key=lambda each: each[0])),
            )
            alike.setdefault(key, []).extend(together)
    drawn = tuple(Drawn(supplier, dict(kinds), _months(own, precision)) for (supplier, kinds), own in alike.items())
    different: list[Kinds] = [{}]
    different += [each.kinds for each in drawn if each.kinds not in different]
    different = [each for place, each in enumerate(different) if each not in different[:place]]
    of_file = {
        file.file: different.index(each.kinds) for each, own in zip(drawn, alike.values(), strict=True) for file in own
    }
    return KindsHeld(source, catalogue, drawn, tuple(different), of_file, _unwanted(files, source))


def _unwanted(files: Sequence[ExtractKinds], source: Source) -> dict[str, tuple[int, int]]:
    """Return the fields by which most records are of other kinds than figures of the source are meant of."""
    found: dict[str, tuple[int, int]] = {}
    for name, wanted in source.wanted.items():
        known = _known_kinds(files, name, source)[0]
        total = sum(known.values())
        others = total - sum(known.get(each, 0) for each in wanted)
        if total >= ENOUGH and 2 * others > total:
            found[name] = (others, total)
    return found


def _together(kinds: Sequence[Kinds]) -> Kinds:
    """Return what several extracts hold, where one field tells it of all; else what the first of them holds."""
    names = {name for each in kinds for name in each}
    if len(names) != 1 or not all(kinds):
        return kinds[0]
    name = names.pop()
    return {name: frozenset().union(*(each[name] for each in kinds))}


def _by_entry(files: Sequence[ExtractKinds]) -> Iterable[tuple[int, list[ExtractKinds]]]:
    entries: dict[int, list[ExtractKinds]] = {}
    for each in files:
        entries.setdefault(each.entry, []).append(each)
    return entries.items()


def _judged_together(files: Sequence[ExtractKinds]) -> list[list[ExtractKinds]]:
    """Return the files of an entry that are judged together: each large one by itself, the small ones as one."""
    small = [each for each in files if each.records < ENOUGH]
    return [*([each] for each in files if each.records >= ENOUGH), *([small] if small else [])]


def _declared(said: str | Mapping[str, Sequence[str]], catalogue: Catalogue) -> Kinds:
    if isinstance(said, str):
        return {}
    return {
        name: frozenset(catalogue.atoms_named(tuple(values))) if name == OFFENCE else frozenset(values)
        for name, values in said.items()
    }


def _seen(files: Sequence[ExtractKinds], source: Source, catalogue: Catalogue) -> Kinds:
    """Return the kinds that files hold, by each field of which they have none of the volume kinds; empty for all."""
    found: dict[str, Values] = {}
    for name, volume in source.volume.items():
        known, records = _known_kinds(files, name, source)
        total = sum(known.values())
        if total < ENOUGH or records - total > MOST_UNKNOWN * records:
            continue
        if not any(_may_be(value, name, volume, source, catalogue) for value in known):
            found[name] = _kinds_of(known, name, source, catalogue)
    return found


def _known_kinds(files: Sequence[ExtractKinds], name: str, source: Source) -> tuple[dict[Any, int], int]:
    """Return how many records of files are of each known kind, and how many there are."""
    times = sum((Counter(dict(each.kinds.get(name, {}))) for each in files), Counter[Any]())
    return {value: n for value, n in times.items() if n > 0 and _is_known(value, name, source)}, times.total()


def _is_known(value: Any, name: str, source: Source) -> bool:
    declared = source.by_name.get(name)
    return value is not None and not (declared is not None and value in declared.unknown)


def _may_be(value: Any, name: str, volume: Sequence[str], source: Source, catalogue: Catalogue) -> bool:
    declared = source.by_name.get(name)
    if declared is not None and declared.type == "label":
        return fold_title(value) in {fold_title(each) for each in volume}
    if declared is not None and declared.type == "icd10_code":
        first, _, last = value.partition("-")
        return any(first <= each <= (last or first) for each in volume)
    return answer_test(Among(name, tuple(volume)), value, declared, catalogue) is not False


def _kinds_of(values: Iterable[Any], name: str, source: Source, catalogue: Catalogue) -> Values:
    """Return the kinds that values may be; of offences, those too that the list itself gives one code with them."""
    if name == OFFENCE:
        atoms = frozenset().union(*values)
        alike = [catalogue.atoms_of(each.classes) for each in catalogue.composites]
        return atoms.union(*(each for each in alike if each & atoms))
    declared = source.by_name[name]
    return frozenset(exact for value in values for exact in (declared.possible(value) or ()))


def _months(files: Sequence[ExtractKinds], precision: Precision) -> tuple[Span, ...]:
    further = MONTHS_OF[precision] - 1  # a record of a quarter is there in all of its months
    spans = [
        (add_months(each.first, 0), month_end(add_months(each.last, further)))
        for each in files
        if each.first and each.last
    ]
    return tuple(join_spans(spans))


def _overlap(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(start <= last and first <= end for start, end in spans for first, last in others)


def _titles_of_offences(catalogue: Catalogue, atoms: Values) -> list[str]:
    """Return the fewest titles of sub-groups and classes that say which offences these are."""
    titles: list[str] = []
    left = set(atoms)
    groups: dict[str, set[Any]] = {}
    for each in catalogue.classes:
        if not each.retired:
            groups.setdefault(each.subgroup or each.title, set()).update(each.atoms)
    for title, own in groups.items():
        if own <= left:
            titles.append(title)
            left -= own
    return [*titles, *(each.title for each in catalogue.classes if set(each.atoms) & left)]
