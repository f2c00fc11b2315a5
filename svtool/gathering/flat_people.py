"""A flat file whose rows are people becomes offences and people.

A joined victim × suspect export has an offence once for every pair: offences are told by reference, people by theirs;
without references of people their number can't be known.
"""

from __future__ import annotations

from svtool.gathering.disagreeing_rows import keep_rows_that_disagree
from svtool.gathering.facts import People
from svtool.gathering.linked_people import person_scope
from svtool.gathering.people_steps import PeopleStep
from svtool.gathering.steps import Step, selected
from svtool.gathering.units import first_known
from svtool.schema.mappings import MappingPart
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, PRESENT, ROW, SUPPLIER, UNIT_ROW
from svtool.schema.sources import Role, Source


def split_flat(rows: Step, part: MappingPart, source: Source) -> tuple[Step, dict[Role, PeopleStep]]:
    """Return the offences of a flat file, and its people by role."""
    columns = rows.columns
    key = f"reference, CASE WHEN reference IS NULL THEN {ROW} END" if "reference" in columns else ROW
    keyed = rows.then(
        "keyed",
        f"SELECT t.*, min({ROW}) OVER (PARTITION BY {SUPPLIER}, {key}) AS {OFFENCE_ROW} FROM {rows.name} AS t",
        kept=True,
    )
    of_people = {each.name for each in source.fields if each.role}
    fields = [
        name
        for name in columns
        if name not in {ROW, EXTRACT, SUPPLIER, "reference", *PRESENT.values()}
        and name.removesuffix("_lo").removesuffix("_hi") not in of_people
    ]
    keyed = keep_rows_that_disagree(keyed, OFFENCE_ROW, fields, source)
    people: dict[Role, PeopleStep] = {role: _people_of(keyed, part, source, role) for role in source.roles}
    if UNIT_ROW in keyed.columns:
        columns = [*columns, UNIT_ROW]
    # From all rows that have something to say of it; whose own the other columns are, the first row says.
    of_first = {name: f"max(CASE WHEN {ROW} = {OFFENCE_ROW} THEN {name} END)" for name in columns}
    instead = of_first | {name: first_known(name) for name in fields} | {ROW: f"min({ROW})"}
    listed = selected(keyed.name, [*columns, OFFENCE_ROW], instead)
    return keyed.then("offences", f"SELECT {listed} FROM {keyed.name} GROUP BY {OFFENCE_ROW}", kept=True), people


def _people_of(keyed: Step, part: MappingPart, source: Source, role: Role) -> PeopleStep:
    columns, person = keyed.columns, f"{role}_reference"
    step = Step(keyed.engine, f"{keyed.base}_{role}", keyed.name)
    own_columns = [name for name in columns if name != UNIT_ROW or person in columns]
    where = f" WHERE {PRESENT[role]}" if PRESENT[role] in columns else ""
    within = part.columns[person].within if person in part.columns else "file"
    if person in columns:
        # A row without a reference is nobody known: it is a person of its own, whatever other references look like.
        who = f"{person_scope(within)}, {person}, CASE WHEN {person} IS NULL THEN {ROW} END"
        order = f"PARTITION BY {OFFENCE_ROW}, {who} ORDER BY {ROW}"
        names = ", ".join(f"t.{name}" for name in columns if name != UNIT_ROW)
        # Rows of one person in one offence that disagree about it are one person's still.
        own = f", min({ROW}) OVER (PARTITION BY {UNIT_ROW}, {who}) AS {UNIT_ROW}" if UNIT_ROW in columns else ""
        sql = (
            f"SELECT {selected('n', columns)} FROM (SELECT {names}{own}, row_number() OVER ({order}) AS nth "
            f"FROM {keyed.name} AS t{where}) AS n WHERE nth = 1"
        )
    else:
        sql = f"SELECT {', '.join(own_columns)} FROM {keyed.name}{where}"
    keyed.engine.define(f"{step.base}_units", sql, kept=True)
    people = People(
        f"{step.base}_units",
        frozenset(own_columns) & _role_columns(source, role),
        within,
        always_known=bool(where),
        countable=part.row == role or person in columns,
    )
    return PeopleStep(people, Step(keyed.engine, step.base, people.table))


def _role_columns(source: Source, role: Role) -> frozenset[str]:
    names = {each.name for each in source.fields if each.role == role}
    ages = {f"{name}_{end}" for name in names for end in ("lo", "hi")}
    return frozenset(names | ages | {ROW, SUPPLIER, EXTRACT, OFFENCE_ROW, UNIT_ROW})
