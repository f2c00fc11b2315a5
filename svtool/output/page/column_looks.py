"""How the columns of a page's tables look: numbers to the right, the latest period in view.

A table says once which of its columns hold numbers, and the stylesheet finds their cells by their place: a class on
each cell would be a tenth of the page.
"""

from __future__ import annotations

from svtool.output.page.grid import Grid

# Places of columns that the stylesheet knows, the first being 1; beyond them each cell has a class.
ALIGNED = range(2, 25)
NUMBER, LATEST = "number", "latest"


def columns_of(grid: Grid) -> str:
    """Return the class attribute of a table, which says where its columns of numbers stand."""
    return _attribute([f"n{place + 1}" for place in sorted(grid.numbers) if place + 1 in ALIGNED])


def heading_looks(grid: Grid) -> list[str]:
    """Return the class attribute of the heading of every column."""
    return _looks(grid, grid.numbers)


def cell_looks(grid: Grid) -> list[str]:
    """Return the class attribute of the cells of every column, as far as the table does not say it for them."""
    return _looks(grid, frozenset(place for place in grid.numbers if place + 1 not in ALIGNED))


def _looks(grid: Grid, numbers: frozenset[int]) -> list[str]:
    return [
        _attribute([*([NUMBER] if place in numbers else []), *([LATEST] if place == grid.latest else [])])
        for place in range(len(grid.headings))
    ]


def _attribute(classes: list[str]) -> str:
    return f' class="{" ".join(classes)}"' if classes else ""
