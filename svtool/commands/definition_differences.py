"""What two definitions of serious violence do differently: clauses, exclusions, decisions, and offences that are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.as_found import find_definitions
from svtool.commands.definition import definitions_beside
from svtool.commands.evidence import NO_EVIDENCE, Evidence, evidence_of
from svtool.commands.opening import Opened
from svtool.commands.spared import check_spared
from svtool.engine.bounds import USUAL
from svtool.errors import UsageError
from svtool.meaning.by_offence import ALWAYS, NEVER, left_to_ask, meaning_of
from svtool.schema.definitions import Clause, Decision, Definition
from svtool.schema.offences import Atoms, Catalogue, OffenceClass
from svtool.schema.rules import Rule, tests_of
from svtool.schema.sources import Source

DIFF = "definition diff"  # what a manifest calls this command
NOT_NOTIFIABLE = "not_notifiable"  # what is no recorded offence


@dataclass(frozen=True)
class OffencesApart:
    """Offences of the catalogue that two definitions treat alike among themselves, and each in another way.

    Attributes:
        one, other: what each definition still asks of them: always, never, or a rule.
        offences: the classes, each with those of its kinds that are meant; none where all kinds are.
    """

    one: Rule
    other: Rule
    offences: tuple[tuple[OffenceClass, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Differences:
    """What two definitions do differently.

    Attributes:
        one, other: the definitions.
        alike: clauses of both that ask the same, whatever they are called.
        changed: clauses of one id that ask something else.
        only_one, only_other: clauses that only one of them has.
        excludes_alike: whether both leave out the same.
        decisions_one, decisions_other: decisions that only one of them has.
        offences: what differs by the offence alone; none where the source has no offences.
        classes: the classes of recorded crime that are in use.
        source, catalogue: in whose words rules are said.
        evidence: what the comparison stands on.
    """

    one: Definition
    other: Definition
    alike: tuple[tuple[Clause, Clause], ...]
    changed: tuple[tuple[Clause, Clause], ...]
    only_one: tuple[Clause, ...]
    only_other: tuple[Clause, ...]
    excludes_alike: bool
    decisions_one: tuple[Decision, ...]
    decisions_other: tuple[Decision, ...]
    offences: tuple[OffencesApart, ...]
    classes: tuple[OffenceClass, ...]
    source: Source
    catalogue: Catalogue
    evidence: Evidence = NO_EVIDENCE

    @property
    def count_alike(self) -> bool:
        """Return whether both let in the same records, clause by clause."""
        return self.excludes_alike and not (self.changed or self.only_one or self.only_other)


@dataclass(frozen=True)
class DiffAsked:
    """Which definitions are compared.

    Attributes:
        one: the id of the first, with options where they are chosen.
        other: the id of the second.
        project: the project file beside which definitions are looked for first.
        out: the file that is written.
    """

    one: str
    other: str
    project: Path | None = None
    out: Path | None = None


def compare_definitions(asked: DiffAsked) -> Differences:
    """Return what two definitions do differently.

    Raises:
        SvtoolError: one is not there, is wrong, or they are of different sources; or what is written would replace one.
    """
    one, other = asked.one, asked.other
    library = definitions_beside(asked.project)
    folder = asked.project.parent if asked.project else Path()
    opened = Opened(library, None, folder, None, USUAL, find_definitions(folder))
    check_spared(asked.out, opened)
    first, second = library.definition(one), library.definition(other)
    if first.source != second.source:
        raise UsageError(
            f"definition diff: {one} is of {first.source} and {other} of {second.source}; expected two of one source."
        )
    source, catalogue = library.sources[first.source], library.catalogue
    alike, changed = _paired(first, second, catalogue)
    left = [{pair[side].id for pair in (*alike, *changed)} for side in (0, 1)]
    in_use = [each for each in catalogue.classes if not each.retired and each.name != NOT_NOTIFIABLE]
    return Differences(
        first,
        second,
        tuple(alike),
        tuple(changed),
        tuple(clause for clause in first.clauses if clause.id not in left[0]),
        tuple(clause for clause in second.clauses if clause.id not in left[1]),
        _meant(first.exclude, catalogue) == _meant(second.exclude, catalogue),
        _only(first.decisions, second.decisions),
        _only(second.decisions, first.decisions),
        tuple(_offences_apart(first.rule, second.rule, in_use, catalogue)) if source.has_offences else (),
        tuple(in_use),
        source,
        catalogue,
        evidence_of(opened, {}),
    )


def _paired(
    one: Definition, other: Definition, catalogue: Catalogue
) -> tuple[list[tuple[Clause, Clause]], list[tuple[Clause, Clause]]]:
    """Return the clauses of both that ask the same, those of one id first, and those of one id that do not."""
    alike: list[tuple[Clause, Clause]] = []
    of_id = {clause.id: clause for clause in other.clauses}
    for mine in one.clauses:
        same = [each for each in other.clauses if _meant(each.rule, catalogue) == _meant(mine.rule, catalogue)]
        named = next((each for each in same if each.id == mine.id), same[0] if same else None)
        if named:
            alike.append((mine, named))
    known = ({mine.id for mine, _ in alike}, {theirs.id for _, theirs in alike})
    changed = [
        (mine, of_id[mine.id])
        for mine in one.clauses
        if mine.id in of_id and mine.id not in known[0] and mine.id not in known[1]
    ]
    return alike, changed


def _meant(rule: Rule | None, catalogue: Catalogue) -> object:
    return None if rule is None else meaning_of(rule, catalogue)


def _only(mine: Sequence[Decision], theirs: Sequence[Decision]) -> tuple[Decision, ...]:
    known = {(each.clause, each.choice) for each in theirs}
    return tuple(each for each in mine if (each.clause, each.choice) not in known)


def _offences_apart(
    one: Rule, other: Rule, classes: Sequence[OffenceClass], catalogue: Catalogue
) -> Iterator[OffencesApart]:
    """Yield the offences that two rules treat in different ways: those certain in one of them first."""
    found: dict[tuple[Rule, Rule], list[tuple[OffenceClass, tuple[str, ...]]]] = {}
    for each in classes:
        of_kinds: dict[tuple[Rule, Rule], list[str]] = {}
        for kind in each.kinds:
            atom: Atoms = frozenset({(each.code, kind)})
            asked = (left_to_ask(one, atom, catalogue), left_to_ask(other, atom, catalogue))
            of_kinds.setdefault(asked, []).append(kind)
        for asked, kinds in of_kinds.items():
            if _meant(asked[0], catalogue) != _meant(asked[1], catalogue):
                found.setdefault(asked, []).append((each, () if len(of_kinds) == 1 else tuple(kinds)))
    for mine, theirs in sorted(found, key=lambda pair: (_certainty(pair[0], pair[1]), len(found[pair]))):
        yield OffencesApart(mine, theirs, tuple(found[mine, theirs]))


def _certainty(one: Rule, other: Rule) -> tuple[int, int]:
    """Return where offences stand: for certain in one and not in the other, then open in one, then open in both."""
    settled = [rule in (ALWAYS, NEVER) for rule in (one, other)]
    return 2 - sum(settled), 0 if ALWAYS in (one, other) else len(list(tests_of(one))) + len(list(tests_of(other)))
