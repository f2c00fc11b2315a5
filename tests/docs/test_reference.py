"""The reference has every command, option, key, column and kind that the program has, and no other."""

from __future__ import annotations

import inspect
import re

import click
import pytest
from generated import attributes_of, every_command
from pages import ROOT

import svtool
from svtool import schema
from svtool.commands.difference_rows import DIFFERENCE_COLUMNS
from svtool.commands.trend import series_points
from svtool.figures.contract import ANSWERS, PLACES, RATES, STATUSES, WORKED_OUT, columns, kind_of
from svtool.findings.row_of_finding import FINDING_COLUMNS
from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
from svtool.output import around_formats
from svtool.schema.entry import Entry
from svtool.schema.library import Library
from svtool.schema.periods import KINDS, read_periods

REFERENCE = ROOT / "docs/reference"
EVERY_COMMAND = list(every_command())
KIND_WORDS = {"whole": "whole number", "number": "number", "day": "date", "text": "text"}


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def between(text: str, marker: str) -> str:
    """Return what stands between `<!-- marker -->` and `<!-- /marker -->`."""
    found = re.findall(rf"<!-- {marker} -->(.*?)<!-- /{marker} -->", text, re.DOTALL)
    assert len(found) == 1, f"<!-- {marker} --> stands {len(found)} times"
    return str(found[0])


def rows(text: str) -> list[list[str]]:
    """Return the rows of a Markdown table."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_every_command_has_a_section_and_every_section_is_a_command() -> None:
    sections = re.findall(r"^## (svtool .+)$", page("commands"), re.MULTILINE)
    assert sorted(sections) == sorted(words for words, _ in EVERY_COMMAND if words != "svtool")


@pytest.mark.parametrize(("words", "command"), EVERY_COMMAND, ids=[words for words, _ in EVERY_COMMAND])
def test_every_command_and_option_says_what_it_does(words: str, command: click.Command) -> None:
    assert command.help
    for each in command.params:
        if isinstance(each, click.Option) and "--version" not in each.opts:
            assert each.help, f"{words} {each.opts[0]}"


def models() -> list[type[Entry]]:
    """Return every model of a YAML file."""
    found: list[type[Entry]] = []
    for model in Entry.__subclasses__():
        found += [model, *model.__subclasses__()]
    return [model for model in found if model.__module__.startswith(schema.__name__)]


DESCRIBED = [each for each in models() if f"keys {each.__module__.split('.')[-1]}.{each.__name__} " in "".join(
    path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")
)]  # fmt: skip


@pytest.mark.parametrize("model", DESCRIBED, ids=lambda model: model.__name__)
def test_every_key_of_a_file_says_what_it_means(model: type[Entry]) -> None:
    assert set(attributes_of(model)) == set(model.keys())


def test_every_kind_of_file_that_people_write_is_described() -> None:
    names = {each.__name__ for each in DESCRIBED}
    assert {
        "Project", "ExtractEntry", "Mapping", "Column", "TableEntry", "MeasureEntry", "DefinitionEntry", "AreaSet",
        "BreakFile", "DisclosurePolicy", "Breakdown", "Periods", "Source", "SourceField",
    } <= names  # fmt: skip


def test_columns_of_figures_and_rates() -> None:
    text = page("csv-columns")
    for marker, names in (
        ("columns of figures", columns()),
        ("columns of rates", RATES),
        ("columns of places", PLACES),
        ("columns of answers", ANSWERS),
        ("columns of worked out", WORKED_OUT),
    ):
        found = rows(between(text, marker))
        assert [(name, kind) for name, kind, _ in found] == [(name, KIND_WORDS[kind_of(name)]) for name in names]
        assert all(meaning for _, _, meaning in found)


def test_columns_of_findings_months_and_returns() -> None:
    text = page("csv-columns")
    for marker, names in (
        ("columns of findings", FINDING_COLUMNS),
        ("columns of months", series_points.COLUMNS),
        ("columns of returns", RETURN_SUMMARY_COLUMNS),
        ("columns of differences", DIFFERENCE_COLUMNS),
        ("columns of areas around a day", around_formats.COLUMNS),
    ):
        found = rows(between(text, marker))
        assert [name for name, _ in found] == list(names)
        assert all(meaning for _, meaning in found)


@pytest.mark.parametrize("name", ["csv-columns", "indicators"])
def test_statuses(name: str) -> None:
    expected = ", ".join(f"`{letter}` {meaning}" for letter, meaning in STATUSES.items())
    assert between(page(name), "statuses") == expected


@pytest.mark.parametrize("name", ["one-question", "own-breakdown"])
def test_breakdowns(name: str) -> None:
    text = (ROOT / f"docs/how-to/{name}.md").read_text(encoding="utf-8")
    assert between(text, "breakdowns") == ", ".join(f"`{name}`" for name in Library().breakdowns)


def test_every_kind_of_period_has_an_example_that_is_one() -> None:
    examples = re.findall(r"`(\w+:[^` ]+)`", page("periods"))
    assert list(dict.fromkeys(example.split(":")[0] for example in examples)) == list(KINDS)
    for example in examples:
        assert len(read_periods(example).spans()) >= 2


def test_every_disclosure_policy_that_ships_is_described() -> None:
    assert [name for name in Library().ids("disclosure") if f"| `{name}` |" not in page("disclosure-policy")] == []


def test_every_public_name_of_the_package_is_described() -> None:
    sections = set(re.findall(r"^## svtool\.(\w+)$", page("python"), re.MULTILINE))
    assert {name for name in svtool.__all__ if not name.startswith("__")} <= sections
    assert all(inspect.getdoc(getattr(svtool, name)) for name in sections)


def test_the_changelog_has_a_standing_section_of_numbers_that_change() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *_ = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Numbers that change"
    assert f"\n## {svtool.__version__}\n" in text
    section = text.split("## Numbers that change\n")[1].split("\n## ")[0]
    assert f"- {svtool.__version__}: " in section


def test_the_version_is_the_same_everywhere() -> None:
    assert f'\nversion = "{svtool.__version__}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
