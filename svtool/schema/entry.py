"""The base of every model of a YAML file: strict, with faults in plain sentences at their line."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.text_yaml import Document, Location, show_location


class Entry(BaseModel):
    """A thing that a YAML file describes; unknown keys are faults that name the nearest known one."""

    # Built when a file is read by it: most models are parts of others, which have them built in.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    noun: ClassVar[str] = "an entry"

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys that the YAML may have, as they are written."""
        return [info.alias or name for name, info in cls.model_fields.items()]


Model = TypeVar("Model", bound=Entry)


def parse_entry(model: type[Model], document: Document) -> Model:
    """Return the model that a file describes.

    Raises:
        InvalidFileError: with every fault found, each at its line.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise InvalidFileError([_problem_of(document, detail, model) for detail in details]) from None


def _problem_of(document: Document, detail: ErrorDetails, model: type[Entry]) -> Problem:
    location = _without_union_branches(document, detail["loc"], detail["type"] == "missing")
    where = show_location(location) or "the file"
    if detail["type"] == "extra_forbidden":
        holder = _model_at(model, detail["loc"][:-1])
        key = str(detail["loc"][-1])
        return document.problem(
            location,
            f"{where} is not a field of {holder.noun}"
            + (nearest(key, holder.keys()) or f"; its fields are {listed(holder.keys(), 30)}"),
        )
    if detail["type"] == "missing":
        parent = show_location(location[:-1])
        return document.problem(location[:-1], f"{parent or model.noun} lacks {location[-1]}; add it")
    if detail["type"] in {"model_type", "model_attributes_type"}:
        return document.problem(
            location, f"{where} is not {_model_at(model, detail['loc']).noun}; expected keys and values"
        )
    return document.problem(location, f"{where} {_fault_words(detail)}")


def _model_at(model: type[Entry], loc: tuple[int | str, ...]) -> type[Entry]:
    """Return the model of the thing at a path: its noun and keys make the message."""
    holder, candidates = model, [model]
    for step in loc:
        named = [each for each in candidates if each.__name__ == step]
        if named:
            holder, candidates = named[0], named
            continue
        for each in candidates:
            fields = {info.alias or name: info for name, info in each.model_fields.items()}
            if step in fields:
                candidates = _entries_in(fields[str(step)].annotation)
                break
        holder = candidates[0] if candidates else holder
    return holder


def _entries_in(annotation: Any) -> list[type[Entry]]:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return [annotation]
    return [found for part in get_args(annotation) for found in _entries_in(part)]


def _without_union_branches(document: Document, loc: tuple[Any, ...], last_is_missing: bool) -> Location:
    """Drop what pydantic puts into a path and the file does not have: branches of a union, places in a list of one."""
    kept: list[str | int] = []
    data = document.data
    for step in loc:
        if (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]
        elif not (last_is_missing and step is loc[-1]):
            continue
        kept.append(step)
    return tuple(kept)


def _fault_words(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    found = detail.get("input")
    shown = f"is {found!r}".replace("'", "`") if isinstance(found, str) else "is not what belongs here"
    kind = detail["type"]
    if kind == "literal_error":
        allowed = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        return f"{shown}; expected {listed(allowed, 30)}" + (nearest(found, allowed) if isinstance(found, str) else "")
    expected = {
        "int_parsing": "a whole number",
        "int_type": "a whole number",
        "float_parsing": "a number",
        "bool_parsing": "yes or no",
        "bool_type": "yes or no",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "keys and values",
        "string_type": "plain text",
        "date_from_datetime_parsing": "a date such as 2021-12-31",
        "date_parsing": "a date such as 2021-12-31",
    }.get(kind)
    if expected:
        return f"{shown}; expected {expected}"
    return str(detail["msg"]).removeprefix("Value error, ")
