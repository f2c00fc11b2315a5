"""Only parse, and nothing else: the least that a reader takes.

    python benchmarks/bare_parse.py duckdb  benchmarks/data/police.csv
    python benchmarks/bare_parse.py pyarrow benchmarks/data/police.csv
    python benchmarks/bare_parse.py messy   benchmarks/data/messy.csv

The first two parse the columns that the benchmark of measures needs; the last parses all columns and counts the
malformed rows. Each prints the number of rows.
"""

from __future__ import annotations

import sys
from pathlib import Path

TYPES = {
    "recorded_date": "DATE",
    "committed_date": "DATE",
    "victim_age": "SMALLINT",
    "suspect_age": "SMALLINT",
}
NEEDED = (
    "reference", "recorded_date", "committed_date", "offence_class", "offence_subcode", "offence_title",
    "knife", "firearm", "domestic_abuse", "hate_crime", "area", "victim_age", "suspect_age",
)  # fmt: skip


def columns_of(path: Path) -> list[str]:
    """Return the names of the columns, from the first line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.readline().rstrip("\r\n").split(",")


def parse_duckdb(path: Path) -> int:
    """Parse with DuckDB, typed, on all cores; a hash of every needed column keeps it from skipping one."""
    import duckdb  # noqa: PLC0415 (each mode loads its own reader only)

    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in columns_of(path))
    hashed = ", ".join(f"bit_xor(hash({name}))" for name in NEEDED)
    found = duckdb.execute(
        f"SELECT count(*), {hashed} FROM read_csv(?, columns = {{{columns}}}, auto_detect = false, "
        "header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n')",
        [str(path)],
    ).fetchone()
    return int(found[0]) if found else 0


def parse_pyarrow(path: Path) -> int:
    """Parse with pyarrow, as text, on one thread, a block at a time."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    reader = csv.open_csv(
        str(path),
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            include_columns=list(NEEDED),
            column_types=dict.fromkeys(NEEDED, pa.string()),
            strings_can_be_null=False,
        ),
    )
    return sum(block.num_rows for block in reader)


def parse_messy(path: Path) -> int:
    """Parse all columns with pyarrow, as text, on one thread, a block at a time, past malformed rows."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    malformed = 0

    def pass_over(row: csv.InvalidRow) -> str:
        nonlocal malformed
        malformed += 1
        return "skip"

    reader = csv.open_csv(
        str(path),
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True, invalid_row_handler=pass_over),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns_of(path), pa.string()), strings_can_be_null=False
        ),
    )
    return sum(block.num_rows for block in reader) + malformed


if __name__ == "__main__":
    parse = {"duckdb": parse_duckdb, "pyarrow": parse_pyarrow, "messy": parse_messy}[sys.argv[1]]
    print(parse(Path(sys.argv[2])))
