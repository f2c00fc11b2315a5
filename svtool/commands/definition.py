"""Definitions of serious violence: which there are, what one says in words, and whether their examples hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.definition_examples import Failure, run_examples
from svtool.errors import ExampleFailedError
from svtool.schema.definitions import OPTION_SIGN, Clause, Definition
from svtool.schema.library import Library
from svtool.schema.offences import Catalogue
from svtool.schema.rules import show_rule

KIND = "serious_violence"
SHORTEST_IDS = 5  # columns of clause ids, however short they are
OFFENCES = "offences"  # shown like a definition: the names of offences that rules may use


@dataclass(frozen=True)
class CheckedDefinition:
    """A definition whose examples were run."""

    definition: Definition
    failures: list[Failure]

    @property
    def line(self) -> str:
        """Return what came of it in a line."""
        return f"{self.definition.id}: {len(self.definition.examples)} examples, {len(self.failures)} wrong"

    @property
    def faults(self) -> list[str]:
        """Return what is wrong, each at its place."""
        return [f"{self.definition.file}:{each.line}: {each.message}" for each in self.failures]


def definitions_beside(project: Path | None = None) -> Library:
    """Return the definitions beside a project file, else those of this folder, and those that ship.

    The project file itself is not read: what it says changes no definition.
    """
    return Library(project.parent if project else Path())


def list_definitions(project: Path | None = None) -> list[Definition]:
    """Return the definitions, sorted by id.

    Raises:
        InvalidFileError: one of them is wrong.
    """
    library = definitions_beside(project)
    return [library.definition(name) for name in library.ids(KIND)]


def show_definition(name: str, project: Path | None = None) -> list[str]:
    """Return a definition in lines: its clauses in words, its options, its exclusion, every decision, and its sources.

    Args:
        name: its id; `offences` for the names of offences that rules may use.
        project: the project file beside which definitions are looked for first.

    Raises:
        InvalidFileError: there is none, or it is wrong.
    """
    library = definitions_beside(project)
    return list(_offence_lines(library.catalogue) if name == OFFENCES else _lines(library.definition(name)))


def _offence_lines(catalogue: Catalogue) -> Iterator[str]:
    for offence, atoms in sorted(catalogue.sets_by_name.items()):
        yield f"{offence}: {', '.join(sorted({code for code, _ in atoms}))}"


def _lines(definition: Definition) -> Iterator[str]:
    yield definition.title
    if definition.published_in:
        yield f"Published in: {definition.published_in}"
    if definition.about:
        yield definition.about
    yield ""
    every = [*definition.clauses, *(clause for option in definition.options for clause in option.clauses)]
    width = max(len(clause.id) for clause in every) + 1
    yield from _clause_lines(definition.clauses, max(width, SHORTEST_IDS))
    for option in definition.options:
        yield ""
        yield f"Only as {definition.id}{OPTION_SIGN}{option.id} ({option.title})"
        yield from _clause_lines(option.clauses, max(width, SHORTEST_IDS))
        if option.exclude:
            yield f"Left out: {show_rule(option.exclude)}"
    if definition.exclude:
        yield ""
        yield f"Left out: {show_rule(definition.exclude)}"
    if definition.decisions:
        yield ""
        yield "Decisions"
        for decision in definition.decisions:
            yield f"- {f'{decision.clause}: ' if decision.clause else ''}{decision.choice}"
    if definition.sources:
        yield ""
        yield "Sources"
        yield from (f"- {name.replace('_', ' ')}: {each}" for name, each in definition.sources.items())


def _clause_lines(clauses: Sequence[Clause], width: int) -> Iterator[str]:
    for clause in clauses:
        yield f"{clause.id:{width}}{clause.title}"
        yield f"{'':{width}}{show_rule(clause.rule)}"


def check_definitions(names: Sequence[str] = (), project: Path | None = None) -> list[CheckedDefinition]:
    """Return definitions with what is wrong with their examples.

    Args:
        names: their ids; all of them when none is named.
        project: the project file beside which definitions are looked for first.

    Raises:
        InvalidFileError: one is not there, or is wrong.
    """
    library = definitions_beside(project)
    # Examples say themselves which options they are of.
    wanted = [name.partition(OPTION_SIGN)[0] for name in names] or library.ids(KIND)
    found = [library.definition(name) for name in wanted]
    return [
        CheckedDefinition(each, run_examples(each, library.sources[each.source], library.catalogue)) for each in found
    ]


def refuse_failures(checked: Sequence[CheckedDefinition]) -> None:
    """Check that every example came out as it says.

    Raises:
        ExampleFailedError: one did not.
    """
    faults = [fault for each in checked for fault in each.faults]
    if faults:
        raise ExampleFailedError("\n".join(faults))
