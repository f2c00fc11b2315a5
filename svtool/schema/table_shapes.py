"""The shape of tables that people publish: labels written once, columns that are values, totals, sheets."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from svtool.dates import DATE_FORMATS, format_named, read_date
from svtool.errors import listed
from svtool.schema.entry import Entry

LATEST_YEAR = 2049  # of names of columns with years of two digits


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _format_of(value: Any) -> Any:
    return [format_named(each) if isinstance(each, str) else each for each in _as_list(value)]


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _yes_or_names(value: Any) -> Any:
    return value if value in ("yes", "no") else _one_or_more(value)


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
NameFormats = Annotated[tuple[str, ...], BeforeValidator(_format_of)]
YesOrNames = Annotated[bool | tuple[str, ...], BeforeValidator(_yes_or_names)]


class Unpivot(Entry):
    """How columns become rows, where the names of columns are values: months, years, categories.

    Attributes:
        columns: the columns that become rows; unless said (and without `format`) every column of numbers that no
            field is read from.
        format: the columns that become rows are those whose names are dates written so.
        name: what the column is called that then holds their names; of a header of several rows a list, a name for
            each row from the top.
        value: what the column is called that then holds their cells.
    """

    noun: ClassVar[str] = "what becomes rows"
    columns: Names = ()
    format: NameFormats = ()
    name: Names = Field(min_length=1)
    value: str

    def problem(self) -> str | None:
        """Return what is wrong with it; None where nothing is."""
        if self.columns and self.format:
            return "has columns and format; keep one"
        for each in self.format:
            if each not in DATE_FORMATS:
                return f"has format {each}, which is not a date format; expected {listed(DATE_FORMATS, 30)}"
        if len({*self.name, self.value}) < len(self.name) + 1:
            return "gives two columns one name; expected a name of its own for each"
        return None

    def names_date(self, text: str) -> bool:
        """Return whether the name of a column is a date written as the format says."""
        return bool(self.format) and read_date(text, self.format, LATEST_YEAR) is not None
