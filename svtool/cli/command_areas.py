"""`svtool areas`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from svtool.cli.completion import areas
from svtool.cli.near_commands import NearCommands

if TYPE_CHECKING:
    from svtool.schema.force_areas import Parts


@click.group(cls=NearCommands, name="areas", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List or show sets of areas, or find what a name or code lies in."""


_folder = click.option(
    "--project", type=click.Path(path_type=Path), help="A project file; its folder's definitions/ are looked at first."
)


@command.command(name="list")
@_folder
def list_areas(project: Path | None) -> None:
    """List the sets of areas, the project's own among them, by the ids that `areas:` takes."""
    from svtool.commands.area_sets import list_area_sets

    for each in list_area_sets(project):
        click.echo(f"{each.id:20}{len(each.areas):4}  {each.title} ({each.parts})")


@command.command(name="show")
@click.argument("name", shell_complete=areas)
@click.option(
    "--parts",
    type=click.Choice(["csp", "wards", "lsoas_2011", "lsoas_2021"]),
    help="A police force area in other parts.",
)
@_folder
def show_areas(name: str, parts: Parts | None, project: Path | None) -> None:
    """Show what a set of areas holds: names, codes, partnerships, wards, LSOAs, former codes and services.

    \b
      svtool areas show west_yorkshire
      svtool areas show west_yorkshire --parts csp
    """
    from svtool.commands.area_sets import show_area_set

    for line in show_area_set(name, parts, project):
        click.echo(line)


@command.command(name="find")
@click.argument("name")
@_folder
def find_areas(name: str, project: Path | None) -> None:
    """Find what a name or code is, and the sets and areas that it lies in.

    \b
      svtool areas find Leeds
      svtool areas find E01011264
      svtool areas find "Leeds General Infirmary"
    """
    from svtool.commands.area_sets import MOST_PLACES, find_places

    found = find_places(name, project)
    for each in found[:MOST_PLACES]:
        if each.place:
            click.echo(each.place.line)
        for where in each.sets:
            click.echo(f"    {where.line}")
    if len(found) > MOST_PLACES:
        click.echo(f"and {len(found) - MOST_PLACES:,} more of this name; ask by code")
