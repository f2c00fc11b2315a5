"""Home Office recorded crime of 2017/18 under every definition, for two forces: what is certain, and what is possible.

The counts are by class alone: whether a knife was used, or somebody marked an offence, nobody can tell from them. So
most definitions say how little is certain. `[x]` is where nothing can be certain.
"""

from __future__ import annotations

import pandas as pd
import pytest
from drawn import draw
from real_files import Counted

# "possible" is what is certain and what is not known together.
BY_DEFINITION = draw("""
definition                            | force       | certain | possible
---------------------------------------+-------------+---------+----------
merseyside                            | Merseyside  | 2,936   | 18,057
merseyside                            | West Mercia | 1,143   | 13,560
merseyside_duty                       | Merseyside  | [x]     | [x]
merseyside_duty                       | West Mercia | [x]     | [x]
west_mercia                           | Merseyside  | 5,372   | 125,424
west_mercia                           | West Mercia | 3,534   | 84,350
home_office_strategy                  | Merseyside  | 28      | 125,424
home_office_strategy                  | West Mercia | 17      | 84,350
duty_statutory                        | Merseyside  | 34,956  | 125,424
duty_statutory                        | West Mercia | 28,228  | 84,350
duty_statutory+without_domestic_abuse | Merseyside  | [x]     | [x]
duty_statutory+without_domestic_abuse | West Mercia | [x]     | [x]
london                                | Merseyside  | 2,315   | 17,331
london                                | West Mercia | 2,328   | 13,210
""")

# West Mercia's section 20 is a part of classes that mix it with actual bodily harm: between 501 and 10,085.
BY_CLAUSE = draw("""
definition           | clause | force       | certain | possible
----------------------+--------+-------------+---------+----------
merseyside           | B1     | Merseyside  | 61      | 61
merseyside           | B1     | West Mercia | 25      | 25
merseyside           | B2     | Merseyside  | 1,270   | 1,270
merseyside           | B2     | West Mercia | 501     | 501
merseyside           | B3     | Merseyside  | 183     | 183
merseyside           | B3     | West Mercia | 67      | 67
merseyside           | B4     | Merseyside  | 0       | 228
merseyside           | B4     | West Mercia | 0       | 198
merseyside           | B5     | Merseyside  | 1,422   | 1,422
merseyside           | B5     | West Mercia | 550     | 550
merseyside           | A5     | Merseyside  | 0       | 11,957
merseyside           | A5     | West Mercia | 0       | 9,338
west_mercia          | WM1    | Merseyside  | 1,270   | 13,571
west_mercia          | WM1    | West Mercia | 501     | 10,085
west_mercia          | WM2    | Merseyside  | 61      | 61
west_mercia          | WM2    | West Mercia | 25      | 25
west_mercia          | WM3    | Merseyside  | 2,315   | 2,315
west_mercia          | WM3    | West Mercia | 2,328   | 2,328
west_mercia          | WM4    | Merseyside  | 1,422   | 1,422
west_mercia          | WM4    | West Mercia | 550     | 550
west_mercia          | WM10   | Merseyside  | 114     | 114
west_mercia          | WM10   | West Mercia | 47      | 47
home_office_strategy | HO1    | Merseyside  | 28      | 28
home_office_strategy | HO1    | West Mercia | 17      | 17
home_office_strategy | HO2    | Merseyside  | 0       | 17,834
home_office_strategy | HO2    | West Mercia | 0       | 13,480
london               | L1     | Merseyside  | 0       | 17,331
london               | L1     | West Mercia | 0       | 13,210
london               | L3     | Merseyside  | 2,315   | 2,315
london               | L3     | West Mercia | 2,328   | 2,328
""")


@pytest.fixture(scope="session")
def of_definition(counted: Counted) -> Counted:
    """Counts a definition by area and clause."""

    def count(definition: str) -> pd.DataFrame:
        found = counted(
            "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv",
            "home_office_recorded_crime",
            "{kind: financial, years: [2017/18]}",
            tables="recorded_crime",
            areas="police_forces",
            by="area,clause",
            definition=definition,
        )
        return found[found["measure_id"] == "recorded_serious_violence"]

    return count


def _as_drawn(found: pd.DataFrame, force: str, clause: str) -> tuple[str, str]:
    """Return the certain and the possible number of a force, as the tables draw them."""
    (figure,) = found[(found["area"] == force) & (found["clause"] == clause)].itertuples()
    if figure.status:
        return f"[{figure.status}]", f"[{figure.status}]"
    return f"{figure.count:,}", f"{figure.count + figure.not_known:,}"


@pytest.mark.parametrize("drawn", BY_DEFINITION, ids=lambda drawn: f"{drawn['definition']} {drawn['force']}")
def test_what_is_certain_and_possible_by_each_definition(drawn: dict[str, str], of_definition: Counted) -> None:
    found = of_definition(drawn["definition"])
    assert _as_drawn(found, drawn["force"], "all") == (drawn["certain"], drawn["possible"])


@pytest.mark.parametrize("drawn", BY_CLAUSE, ids=lambda drawn: f"{drawn['clause']} {drawn['force']}")
def test_what_is_certain_and_possible_by_single_clauses(drawn: dict[str, str], of_definition: Counted) -> None:
    found = of_definition(drawn["definition"])
    assert _as_drawn(found, drawn["force"], drawn["clause"]) == (drawn["certain"], drawn["possible"])
