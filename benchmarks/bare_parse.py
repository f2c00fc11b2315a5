"""Only parse, and nothing else: the least that a reader takes.

    python benchmarks/bare_parse.py duckdb  police.csv
    python benchmarks/bare_parse.py pyarrow offences.parquet victims.parquet suspects.parquet
    python benchmarks/bare_parse.py messy   messy.csv

The first two parse the columns that the benchmark of measures needs; the last parses all columns and counts the
malformed rows. Each prints the number of rows.
"""

from __future__ import annotations

import sys
from pathlib import Path

from counted_codes import AGES, CODES, DAYS

NEEDED = (*CODES, "offence_title", *DAYS, *AGES)


def columns_of(path: Path) -> list[str]:
    """Return the names of the columns, from the first line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.readline().rstrip("\r\n").split(",")


def parse_duckdb(path: Path) -> int:
    """Parse with DuckDB, typed, on all cores; a hash of every needed column keeps it from skipping one."""
    import duckdb  # noqa: PLC0415 (each mode loads its own reader only)
    from duckdb_script import scan  # noqa: PLC0415

    database = duckdb.connect()
    had = {row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {scan(str(path))}").fetchall()}
    hashed = ", ".join(f"bit_xor(hash({name}))" for name in NEEDED if name in had)
    found = database.execute(f"SELECT count(*), {hashed} FROM {scan(str(path))}").fetchone()
    return int(found[0]) if found else 0


def parse_pyarrow(path: Path) -> int:
    """Parse with pyarrow, as text, on one thread, a block at a time."""
    if path.suffix == ".parquet":
        from pyarrow import parquet  # noqa: PLC0415

        file = parquet.ParquetFile(path)
        columns = [name for name in NEEDED if name in file.schema_arrow.names]
        return sum(block.num_rows for block in file.iter_batches(columns=columns, use_threads=False))
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    columns = [name for name in NEEDED if name in columns_of(path)]
    reader = csv.open_csv(
        str(path),
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            include_columns=columns, column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
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
    print(sum(parse(Path(path)) for path in sys.argv[2:]))
