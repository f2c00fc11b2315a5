"""A file that was drawn for some kinds of record says so in the project; one of all kinds says nothing."""

from collections import Counter

import pytest

from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.kinds_drawn_for import kinds_of
from svtool.proposal.layouts import Layout
from svtool.schema.library import Library
from svtool.schema.mappings import Column

LIBRARY = Library()


def kinds(name: str, source: str, field: str, texts: dict[str, int]) -> dict[str, list[str]]:
    look = FileLook(name, [ColumnLook("X", Counter(texts))], sum(texts.values()))
    layout = Layout([look], look, source, columns={field: Column.model_validate({"column": "X"})})
    return kinds_of(layout, look, LIBRARY.sources[source], LIBRARY)


@pytest.mark.parametrize(
    ("name", "texts", "holds"),
    [
        ("robbery_2024.csv", {"34A": 3, "34B": 9}, ["robbery"]),  # the name says it of a few
        ("robberies.csv", {"34B": 300}, ["robbery"]),
        ("extract.csv", {"34A": 100, "34B": 200}, ["robbery"]),
        ("extract.csv", {"34A": 3, "34B": 9}, []),  # too few to tell
        ("robbery.csv", {"34B": 300, "8N": 1}, []),  # assault with injury is usual in an extract of all
        ("extract.csv", {"34B": 300, "Quill": 100}, []),  # a quarter is not known
    ],
)
def test_offences_are_named_by_the_smallest_set_of_them(name: str, texts: dict[str, int], holds: list[str]) -> None:
    assert kinds(name, "police", "offence_class", texts) == ({"offence": holds} if holds else {})


def test_attendances_of_one_kind_are_named_by_their_values() -> None:
    assert kinds("ed.csv", "ed", "weapon", {"knife": 250, "firearm": 10}) == {"weapon": ["firearm", "knife"]}
    assert kinds("ed.csv", "ed", "weapon", {"knife": 250, "fists": 10}) == {}
