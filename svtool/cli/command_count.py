"""`svtool count`."""

from __future__ import annotations

from typing import Any

import click

from svtool.cli.completion import ids_of
from svtool.cli.options import bounds_options, figure_options, hot_option, project_options, usual_source_option
from svtool.cli.outputs import Asked, asked_in_reply


@click.command(name="count")
@click.option("--where", metavar="RULE", help="What counts, written as in a table; everything without it.")
@usual_source_option("The source asked about.")
@click.option("--unit", metavar="UNIT", help="Such as offence or victim_incident (default: the source's own).")
@click.option(
    "--date",
    type=click.Choice(["recorded", "committed"]),
    default="recorded",
    show_default=True,
    help="The date that places a record in a period.",
)
@click.option(
    "--definition",
    metavar="ID",
    shell_complete=ids_of("serious_violence"),
    help="Count only what meets this definition of serious violence.",
)
@click.option(
    "--weigh",
    metavar="ID",
    shell_complete=ids_of("weights"),
    help="Add the severity score by these weights, such as css.",
)
@click.option("--reply", is_flag=True, help="Write a reply to a request for information; needs a disclosure policy.")
@project_options
@figure_options
@hot_option
@bounds_options
def command(
    where: str | None,
    source: str,
    unit: str | None,
    date: str,
    weigh: str | None,
    reply: bool,
    asked: Asked,
    **others: Any,
) -> None:
    """Answer one question without a table, with all that a table's figures have.

    \b
      svtool count --sample --where "offence: robbery, victim_age: {lt: 18}" --by area
      svtool count --where "assault: yes, weapon: [knife, other_sharp]" --source ed
      svtool count --where "offence: homicide" --weigh css
      svtool count --definition west_mercia --by clause --format csv
      svtool count --where "knife: yes" --disclosure threshold_5 --reply --out reply.txt
    """
    from svtool.cli.printing import has_no_news, print_figures
    from svtool.commands.count import Question, count
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request

    check_one_project(others["project"], others["sample"])
    asked = asked_in_reply(asked) if reply else asked
    question = Question(where, source, unit, date, by_definition=others["definition"] is not None, weigh=weigh)
    request = Request(out=asked.destination.path, **others)
    if not has_no_news(asked, request, question):
        print_figures(count(request, question), asked, request, question)
