"""Where interventions are funded, beside the serious violence that the project's own extracts count there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.count import Question, count
from svtool.commands.measures import Result
from svtool.commands.opening import OpenedProject
from svtool.commands.returns.opened_returns import ReturnsAsked
from svtool.commands.scope import Request
from svtool.figures.contract import Figure
from svtool.figures.notes import Note
from svtool.interventions.register import Intervention, Register
from svtool.schema.areas import INSIDE


@dataclass(frozen=True)
class AreaNeed:
    """An area: what is funded there, and what was counted there.

    Attributes:
        code: its code; empty for the whole, and for interventions whose area is not known.
        area: its name.
        funded: the interventions that work there; one of several areas is named in each.
        figure: the serious violence of the last period; None where none is counted.
    """

    code: str
    area: str
    funded: tuple[Intervention, ...]
    figure: Figure | None


@dataclass(frozen=True)
class Needs:
    """The areas of a register, with what must be said of their figures.

    Attributes:
        areas: they, those of the project in its order; then the whole, and places that are none of its areas.
        definition: the definition that counts; empty without one.
        notices: what every page must say.
        result: what was counted; None without a project.
    """

    areas: tuple[AreaNeed, ...]
    definition: str = ""
    notices: tuple[Note, ...] = ()
    result: Result | None = None


def needs_of(register: Register, opened: OpenedProject | None, disclosure: str | None, asked: ReturnsAsked) -> Needs:
    """Return what is funded in each area, beside the need of it where a project counts serious violence by area.

    Args:
        register: the interventions.
        opened: the project.
        disclosure: id of the disclosure policy; the project's without it.
        asked: for which summary, with its release.

    Raises:
        SvtoolError: the project's extracts can't be counted.
    """
    if opened is None or opened.areas is None or opened.definition is None:
        return Needs(tuple(_by_name(register)))
    result = count(
        Request(
            project=opened.path,
            by=("area",),
            rates=True,
            disclosure=disclosure,
            release=asked.release,
            released_before=asked.released_before,
            bounds=opened.bounds,
        ),
        Question(source=opened.definition.source, by_definition=True),
    )
    last = max(result.figures, key=lambda each: (each.period_end, each.is_column)).period_end
    figures = [each for each in result.figures if each.period_end == last and each.is_column]
    return Needs(tuple(_by_place(register, opened, figures)), opened.definition.title, tuple(result.notices), result)


def _by_name(register: Register) -> list[AreaNeed]:
    """Return the areas as the register writes them."""
    named = dict.fromkeys(area for each in register.interventions for area in each.areas)
    found = [
        AreaNeed("", area, tuple(each for each in register.interventions if area in each.areas), None) for area in named
    ]
    without = tuple(each for each in register.interventions if not each.areas)
    return [*found, *([AreaNeed("", "", without, None)] if without else [])]


def _by_place(register: Register, opened: OpenedProject, figures: Sequence[Figure]) -> list[AreaNeed]:
    """Return the areas of the project, each with its interventions, then those of other places."""
    areas = opened.areas
    assert areas is not None  # noqa: S101 (see needs_of)
    places = {each.id: [areas.locate(text) for text in each.areas] for each in register.interventions}
    known = {each.key for each in areas.areas}
    of_area = {each.area_code or each.area: each for each in figures if each.place == "part"}
    found = [
        AreaNeed(
            each.code or "", each.name, tuple(one for one in register.interventions if each.key in places[one.id]),
            of_area.get(each.key),
        )
        for each in areas.areas
    ]  # fmt: skip
    whole = next((each for each in figures if each.place == "whole"), None)
    everywhere = tuple(one for one in register.interventions if INSIDE in places[one.id])
    found.append(AreaNeed(areas.code or "", areas.title, everywhere, whole))
    elsewhere = tuple(
        one for one in register.interventions
        if not any(place in known or place == INSIDE for place in places[one.id])
    )  # fmt: skip
    return [*found, *([AreaNeed("", "", elsewhere, None)] if elsewhere else [])]
