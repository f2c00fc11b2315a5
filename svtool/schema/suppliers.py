"""What a project says of its suppliers: the names that one goes by, and since when and until when it exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from svtool.schema.entry import Entry


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Supplier(Entry):
    """A supplier of extracts: a force, a hospital site, a service.

    Attributes:
        aliases: other names by which extracts call it.
        opened: its first day; before it there was nothing to record, which is a true nought.
        closed: its last day.
    """

    noun: ClassVar[str] = "a supplier"
    aliases: Annotated[tuple[str, ...], BeforeValidator(_one_or_more)] = Field(default=())
    opened: date | None = None
    closed: date | None = None

    @model_validator(mode="after")
    def _check(self) -> Supplier:
        if self.opened and self.closed and self.closed < self.opened:
            raise ValueError("closed before it opened; exchange opened and closed")
        return self


def fold_supplier(name: str) -> str:
    """Return a supplier's name by its letters and digits, whatever the capitals, spaces and signs between them."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(each if each.isalnum() else " " for each in plain).split()
    return " ".join(words) or plain.strip()


class SupplierNames:
    """The suppliers of a run: each has one name, that of the project or the first that an extract writes."""

    def __init__(self, suppliers: Mapping[str, Supplier] | None = None) -> None:
        """Begin with the names that a project gives."""
        self._names: dict[str, str] = {}
        for name, supplier in (suppliers or {}).items():
            for each in (name, *supplier.aliases):
                self._names.setdefault(fold_supplier(each), name)

    def name_of(self, text: str | None) -> str | None:
        """Return the supplier that a text names; None for a blank."""
        if text is None or not text.strip():
            return None
        return self._names.setdefault(fold_supplier(text), text.strip())


def check_suppliers(suppliers: Mapping[str, Supplier]) -> None:
    """Check that no name means two suppliers.

    Raises:
        ValueError: one does.
    """
    seen: dict[str, str] = {}
    for name, supplier in suppliers.items():
        for each in (name, *supplier.aliases):
            other = seen.setdefault(fold_supplier(each), name)
            if other != name:
                raise ValueError(f"call both {other} and {name} {each}; give each name to one of them")
