"""What is suppressed, drawn as tables: counts on the left, what is printed of them on the right.

The last column is the total of a row, the last row (`all`) that of the columns.
"""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

from svtool.disclosure.linear_programs import Equations, equations_of, minimise
from svtool.disclosure.linked_cells import LinkedCell, LinkedCells
from svtool.disclosure.suppression import suppress
from svtool.schema.policies import DisclosurePolicy

UNDER_5 = DisclosurePolicy(id="own", title="Own", hide_below=5, possible_values=4)
NHS = DisclosurePolicy(id="own", title="Own", hide_below=8, rounding="nearest 5", possible_values=5)


def table_of(counts: list[list[int]], printed: bool = True) -> LinkedCells:
    """Return a table whose last row and column are totals, as linked cells."""
    linked = LinkedCells()
    for row, cells in enumerate(counts):
        for column, count in enumerate(cells):
            linked.add((row, column), LinkedCell("ed", "measure", count, printed))
    height, width = len(counts), len(counts[0])
    for row in range(height if width > 1 else 0):
        linked.relate(((row, width - 1),), tuple((row, column) for column in range(width - 1)))
    for column in range(width if height > 1 else 0):
        linked.relate(((height - 1, column),), tuple((row, column) for row in range(height - 1)))
    return linked


def published(drawing: str, policy: DisclosurePolicy = UNDER_5) -> None:
    """Check that the counts on the left of a drawing are printed as on its right."""
    halves = [line.split("|") for line in textwrap.dedent(drawing).strip().splitlines()]
    counts = [[int(cell) for cell in left.split()] for left, _ in halves]
    hidden = suppress(table_of(counts), policy)
    found = [
        ["c" if (row, column) in hidden else str(policy.rounded(count)) for column, count in enumerate(cells)]
        for row, cells in enumerate(counts)
    ]
    assert found == [right.split() for _, right in halves]


def test_large_counts_stay() -> None:
    published("10 20 30 | 10 20 30")


def test_one_small_count_takes_the_smallest_beside_it_with_it() -> None:
    # stat_vectors.json, ce_secondary_2_10_8
    published("2 10 8 20 | c 10 c 20")


def test_of_equal_counts_none_is_chosen_before_another() -> None:
    # stat_vectors.json, ce_secondary_1_10_10
    published("1 10 10 21 | c c c 21")


def test_a_small_total_goes_with_its_only_part_and_zeros_stay() -> None:
    # stat_vectors.json, ce_secondary_0_1
    published("0 1 1 | 0 c c")


def test_two_suppressed_counts_do_not_give_each_other_away() -> None:
    # stat_vectors.json, sdc_user_194_singletons: where zeros are shown, two that sum to 2 are 1 and 1.
    published("10 3 1 1 15 | c c c c 15")


def test_a_rectangle_is_suppressed_in_a_table_with_both_totals() -> None:
    # stat_vectors.json, sdc_audit_primary_only: 4 alone could be worked out from its row or its column.
    published(
        """
         4 12 16 |  c  c 16
        20 31 51 | 20 31 51
         9 15 24 |  c  c 24
        33 58 91 | 33 58 91
        """
    )


def test_rounding_protects_where_it_is_coarse_enough() -> None:
    published("7 10 17 | c 10 15", NHS)


def test_rounding_alone_gives_many_small_counts_away() -> None:
    # 8 is printed as 10, and so is a total of 12: four counts of at least 1 would all be 1.
    published("8 1 1 1 1 12 | c c c c c 10", NHS)


def test_no_further_count_is_suppressed_where_the_policy_does_not_want_it() -> None:
    published("2 10 12 | c 10 12", DisclosurePolicy(id="own", title="Own", hide_below=5, complementary=False))


@pytest.mark.parametrize("further", [1, 2, 4])
def test_what_is_left_of_two_safe_counts_is_a_count_too(further: int) -> None:
    # stat_vectors.json, os_differencing_example: all persons less men are women.
    linked = LinkedCells()
    linked.add("all", LinkedCell("ed", "all", 20 + further, printed=True))
    linked.add("men", LinkedCell("ed", "men", 20, printed=True))
    linked.add("women", LinkedCell("ed", "all", further, printed=False, follows=True))
    linked.relate(("all",), ("men", "women"))
    assert suppress(linked, UNDER_5) == {"men"}


def bounds_of(hidden: list[tuple[int, int]], counts: list[list[int]]) -> list[list[float]]:
    """Return the least and the most that each hidden cell of a table with both totals can be."""
    rows, columns = len(counts), len(counts[0])
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    sums = [[(i, 1) for i, cell in enumerate(cells) if cell[0] == row] for row in range(rows)]
    sums += [[(i, 1) for i, cell in enumerate(cells) if cell[1] == column] for column in range(columns)]
    values = np.array([float(counts[row][column]) for row, column in cells])
    matrix = equations_of(sums, len(cells)).matrix
    open_ = np.array([cell in hidden for cell in cells])
    lowest, highest = np.where(open_, 0, values), np.where(open_, np.inf, values)
    found = []
    for cell in hidden:
        cost = np.array([float(each == cell) for each in cells])
        equations = Equations(matrix, matrix @ values)
        tables = [minimise(direction * cost, equations, lowest, highest) for direction in (1, -1)]
        found.append([float(cost @ table) for table in tables if table is not None])
    return found


def test_the_ranges_of_an_audit() -> None:
    # stat_vectors.json, sdc_audit_primary_only and sdc_audit_rectangle
    counts = [[4, 12], [20, 31], [9, 15]]
    assert bounds_of([(0, 0)], counts) == [pytest.approx([4, 4])]
    ranges = bounds_of([(0, 0), (0, 1), (2, 0), (2, 1)], counts)
    assert ranges == [pytest.approx(each) for each in ([0, 13], [3, 16], [0, 13], [11, 24])]
