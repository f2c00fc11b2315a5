"""Files of one kind get one name where a pattern matches them and nothing else."""

from collections import Counter

import pytest

from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.file_patterns import layouts_of, pattern_of

YEARS = ["x/police_offences_2018.csv", "x/police_offences_2019.csv", "x/police_offences_2021.csv"]


@pytest.mark.parametrize(
    ("files", "others", "pattern"),
    [
        (YEARS, ["x/police_victims_2018.csv"], "x/police_offences_*.csv"),
        (["ed_2019.csv", "ed_2020.csv"], [], "ed_*.csv"),
        (["ed_2019.csv", "ed_2020.csv"], ["ed_codes.csv"], None),
        (["ed_2019.csv", "ed_2021.xlsx"], [], None),
        (["a/ed_2019.csv", "b/ed_2020.csv"], [], None),
        (["ed[1]_2019.csv", "ed[1]_2020.csv"], [], "ed[[]1]_*.csv"),
        (["ed_2019.csv"], [], None),
        (["2019.csv", "2020.csv"], [], None),
        (["ed_royal.csv", "ed_general.csv"], [], "ed_*.csv"),
    ],
)
def test_a_pattern_matches_these_files_and_no_others(files: list[str], others: list[str], pattern: str | None) -> None:
    assert pattern_of(files, files + others) == pattern


def look(name: str, *references: str, header: str = "Crime No") -> FileLook:
    return FileLook(name, [ColumnLook(header, Counter(references))], len(references))


def test_files_with_the_same_columns_are_one_layout() -> None:
    layouts = layouts_of([look("a.csv", "1"), look("b.csv", "2", header="crime_no"), look("c.csv", header="Other")])
    assert [layout.files for layout in layouts] == [["a.csv", "b.csv"], ["c.csv"]]
