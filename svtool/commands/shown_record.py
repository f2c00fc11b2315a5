"""What a record has, by the titles of its fields: one pair of title and value after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svtool.commands.recorded_values import recorded_value
from svtool.meaning.answers import Answer
from svtool.meaning.decide import PEOPLE, decide
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.rules import Rule, fields_of, tests_of
from svtool.schema.sources import AREA, OFFENCE, Source
from svtool.schema.titled_rules import field_title, value_title

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """A field of a record: its title and value, and of people each in one line."""

    title: str
    value: str
    people: Sequence[str] = ()


@dataclass(frozen=True)
class Had:
    """What a record has in a field that a rule asks for, and the answers that this gives.

    Attributes:
        title, value: the field, and what stands there; of people the values of all of them.
        answers: to each condition on it; none where it is of people.
    """

    title: str
    value: str
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class ShownRecord:
    """A record with what its fields and offences are called.

    Attributes:
        record: its canonical values, people included.
        named: the same with places as every table names them.
        source, catalogue: what fields and offences are called.
    """

    record: Record
    named: Record
    source: Source
    catalogue: Catalogue

    def title_of(self, name: str) -> str:
        """Return what a field is called; area and offence by their own names, as tables call them."""
        return name if name in (AREA, OFFENCE) else field_title(name, self.source)

    def value_of(self, name: str, value: Any) -> str:
        """Return a canonical value in words."""
        shown = recorded_value(name, value)
        is_category = name in self.source.by_name and self.source.by_name[name].type == "category"
        return value_title(shown) if is_category or name == OFFENCE else shown

    def fields(self) -> Iterator[Shown]:
        """Yield what was read, in the order of the fields."""
        for name, value in self.record.items():
            if name in PEOPLE.values():
                people = [each for each in value or [] if each is not self.record]
                if people or not value:
                    number = str(len(people)) if value is not None else "not recorded"
                    yield Shown(name, number, [self._person(each) for each in people])
            elif name == OFFENCE:
                yield Shown(name, f"{self.value_of(name, value)}{self._title_of_offence(value)}")
            elif name in self.source.by_name and (name != SUPPLIER or value):
                yield Shown(self.title_of(name), self.value_of(name, self.named[name]))

    def _person(self, person: Record) -> str:
        return ", ".join(
            f"{self.title_of(name)}: {self.value_of(name, value)}"
            for name, value in person.items()
            if self.source.role_of(name)
        )

    def _title_of_offence(self, atoms: Any) -> str:
        """Return what the class of an offence is called; nothing where it may be of several."""
        code = self.catalogue.label(atoms)
        return f", {self.catalogue.by_code[code].title}" if code else ""

    def had(self, rule: Rule) -> Iterator[Had]:
        """Yield what the record has in each field that a rule asks for."""
        for name in fields_of(rule):
            role = self.source.role_of(name)
            if role is None:
                tests = [each for each in tests_of(rule) if each.field == name]
                answers = {decide(each, self.record, self.source, self.catalogue) for each in tests}
                yield Had(self.title_of(name), self.value_of(name, self.named.get(name)), list(answers))
            else:
                values = [self.value_of(name, each.get(name)) for each in self.record.get(PEOPLE[role]) or []]
                yield Had(self.title_of(name), "; ".join(values) or f"no {role} recorded")

    def open_fields(self, rule: Rule) -> list[str]:
        """Return the titles of the fields of a rule that the record does not answer."""
        names = [
            each.field for each in tests_of(rule) if decide(each, self.record, self.source, self.catalogue) is None
        ]
        return [self.title_of(name) for name in dict.fromkeys(names)]
