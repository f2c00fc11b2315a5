"""The template of a return: its columns, what may stand in each, and an example that has nothing wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.interventions.quarters import quarters_of
from svtool.interventions.register import COLUMNS as REGISTER_COLUMNS
from svtool.interventions.register import Register
from svtool.interventions.terms import AGE, AREA, ETHNICITY, GENDER, TOTAL
from svtool.interventions.tidy_sheets import RETURN_COLUMNS, SCORE_COLUMNS
from svtool.schema.sources import FLAG_VALUES, Source

USUAL_SECTIONS = (TOTAL, AGE, GENDER, ETHNICITY, AREA, "role")
DICTIONARY_COLUMNS = ("table", "column", "means", "needed", "values", "example")
NEEDED = {"project", "quarter", "unit", "counted", "section", "count", "scale"}
_E = "EXAMPLE-1"
EXAMPLE_RETURN = (
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "total", "", "", "12", "2021-04-01", "2021-06-30", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "age", "11-15", "", "7", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "age", "16-17", "", "4", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "age", "unknown", "", "1", "", "", "1", "age was not asked"),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "gender", "female", "", "5", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "gender", "male", "", "7", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "new_referrals", "role", "young carer", "yes", "3", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "eligible", "total", "", "", "10", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "engaged", "total", "", "", "9", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "completed", "total", "", "", "4", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "referred_on", "total", "", "", "2", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "caseload_in_quarter", "total", "", "", "20", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "people", "caseload_at_end", "total", "", "", "15", "", "", "1", ""),
    (_E, "2021/22 Q1", "all", "sessions", "delivered", "total", "", "", "48", "", "", "1", ""),
    (_E, "2021/22 Q1", "secondary", "people", "new_referrals", "total", "", "", "6", "", "", "1", "parents"),
)  # fmt: skip
EXAMPLE_SCORES = ((_E, "2021/22 Q1", "wellbeing, 7 to 35", "9", "19.4", "5", "23.0", "4", "3.5", "2.4", ""),)
EXAMPLE_REGISTER = (
    (_E, "An example", "A provider", "Wirral; Sefton", "2021-04-01", "2021-06-30", "25000", "people", ""),
)  # fmt: skip
GUIDE = (
    "One row is one number. Write its project, quarter and unit in every row; leave no row between two.",
    "Write a whole number, and 0 where there were none. A blank, n/a or tbc is read as not known, and yes as a fault.",
    "Say in unit what one of them is: people are different people, each counted once in the quarter; presentations "
    "are visits, so that whoever comes twice counts twice.",
    "Say in counted which of them: new_referrals began in the quarter; caseload_in_quarter is everybody who was there "
    "on any day of it, caseload_at_end everybody who was there on its last day.",
    "Give a total. Beside it, the categories of age, gender and ethnicity add up to the total: write those of whom it "
    "is not known under unknown.",
    "Use age bands that share no age, such as 11-15 and 16-17.",
    "Where one person may stand in several categories, such as a parent who is a carer too, write yes in may_overlap.",
    "Secondary beneficiaries, such as the parents of those who are helped, have rows of their own.",
    "Scores are of one scale before and after: n_both counts people with both, mean_change is the mean of their own "
    "changes, sd_change its standard deviation.",
    "Never write the name of a person, a date of birth, an address or a case number, in notes either.",
)


@dataclass(frozen=True)
class ColumnGuide:
    """What a column of the template is.

    Attributes:
        table: the table that it is of: return, scores or register.
        name: its name.
        means: what stands in it.
        needed: whether every row must have it.
        values: what may be written; empty where that is not a list.
        example: what it is in the example.
    """

    table: str
    name: str
    means: str
    needed: bool
    values: tuple[str, ...]
    example: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Return its row of the data dictionary."""
        needed = "yes" if self.needed else "no"
        return self.table, self.name, self.means, needed, "; ".join(self.values), self.example


@dataclass(frozen=True)
class TemplateTable:
    """A table of the template.

    Attributes:
        name: its name.
        columns: its columns.
        example: rows that have nothing wrong with them.
    """

    name: str
    columns: tuple[str, ...]
    example: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Template:
    """The template of a return.

    Attributes:
        returned: the table of numbers.
        scores: the table of scores.
        register: the table of the register, which the partnership keeps.
        dictionary: what every column is.
        projects: the projects that a return may be of; empty where no register is named.
        quarters: the quarters that it may be of; empty where no year is named.
        inputs: the files that it is made of, which it does not replace.
    """

    returned: TemplateTable
    scores: TemplateTable
    register: TemplateTable
    dictionary: tuple[ColumnGuide, ...]
    projects: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    inputs: tuple[Path, ...] = ()

    @property
    def tables(self) -> tuple[TemplateTable, ...]:
        """Return its tables."""
        return self.returned, self.scores, self.register


def make_template(source: Source, register: Register, year: int | None = None) -> Template:
    """Return the template.

    Args:
        source: the source of returns, whose fields say what its columns are.
        register: the register whose projects may be written; any where it is empty.
        year: the year in which the financial year begins whose quarters may be written.
    """
    projects = tuple(each.id for each in register.interventions)
    quarters = tuple(each.label for each in quarters_of(year)) if year is not None else ()
    lists = {"project": projects, "quarter": quarters, "section": USUAL_SECTIONS}
    returned = TemplateTable("return", RETURN_COLUMNS, EXAMPLE_RETURN)
    scores = TemplateTable("scores", SCORE_COLUMNS, EXAMPLE_SCORES)
    registered = TemplateTable("register", tuple(REGISTER_COLUMNS), EXAMPLE_REGISTER)
    guides = [
        _guide(table, name, source, lists.get(name, ())) for table in (returned, scores) for name in table.columns
    ]
    guides += [_of_register(registered, name, means, source) for name, means in REGISTER_COLUMNS.items()]
    return Template(returned, scores, registered, tuple(guides), projects, quarters)


def _guide(table: TemplateTable, name: str, source: Source, values: Sequence[str]) -> ColumnGuide:
    known = source.by_name[name]
    listed = known.values or (FLAG_VALUES if known.type == "flag" else ())
    return ColumnGuide(
        table.name, name, known.title, name in NEEDED, tuple(values) or tuple(listed), _first(table, name)
    )


def _of_register(table: TemplateTable, name: str, means: str, source: Source) -> ColumnGuide:
    values = source.by_name[name].values if name in {"unit", "counted"} else ()
    return ColumnGuide(table.name, name, means, name == "project", tuple(values), _first(table, name))


def _first(table: TemplateTable, name: str) -> str:
    """Return what stands first in a column of the example."""
    at = table.columns.index(name)
    return next((row[at] for row in table.example if row[at]), "")
