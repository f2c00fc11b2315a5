"""`svtool definition`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.errors import ExampleFailedError


@click.group(name="definition", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show or check definitions of serious violence."""


_folder = click.option(
    "--project", type=click.Path(path_type=Path), help="A project file; its folder's definitions/ are looked at first."
)


@command.command(name="list")
@_folder
def list_definitions(project: Path | None) -> None:
    """List the definitions, with the number of their clauses."""
    from svtool.schema.library import Library

    library = Library(project.parent if project else Path())
    for name in library.ids("serious_violence"):
        definition = library.definition(name)
        click.echo(f"{name:20}{len(definition.clauses):3} clauses  {definition.title}")


@command.command(name="show")
@click.argument("name")
@_folder
def show_definition(name: str, project: Path | None) -> None:
    """Show a definition: its clauses in words, its exclusion, and every decision behind it.

    `show offences` lists the names of offences that rules may use.
    """
    from svtool.schema.library import Library
    from svtool.schema.rules import show_rule

    library = Library(project.parent if project else Path())
    if name == "offences":
        for offence, atoms in sorted(library.catalogue.sets_by_name.items()):
            click.echo(f"{offence}: {', '.join(sorted({code for code, _ in atoms}))}")
        return
    definition = library.definition(name)
    click.echo(definition.title)
    if definition.published_in:
        click.echo(f"Published in: {definition.published_in}")
    click.echo()
    for clause in definition.clauses:
        click.echo(f"{clause.id:5}{clause.title}")
        click.echo(f"     {show_rule(clause.rule)}")
    if definition.exclude:
        click.echo(f"\nLeft out: {show_rule(definition.exclude)}")
    if definition.decisions:
        click.echo("\nDecisions")
        for decision in definition.decisions:
            click.echo(f"- {f'{decision.clause}: ' if decision.clause else ''}{decision.choice}")


@command.command(name="check")
@click.argument("names", nargs=-1)
@_folder
def check_definitions(names: tuple[str, ...], project: Path | None) -> None:
    """Run the examples of definitions; all of them when none is named."""
    from svtool.commands.definition_examples import run_examples
    from svtool.schema.library import Library

    library = Library(project.parent if project else Path())
    failed: list[str] = []
    for name in names or library.ids("serious_violence"):
        definition = library.definition(name)
        failures = run_examples(definition, library.sources[definition.source], library.catalogue)
        failed += [f"{definition.file}:{failure.line}: {failure.message}" for failure in failures]
        click.echo(f"{name}: {len(definition.examples)} examples, {len(failures)} wrong")
    if failed:
        raise ExampleFailedError("\n".join(failed))
