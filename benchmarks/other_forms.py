"""The extract in other forms, with the same records: as Parquet, and as linked files of offences, victims and suspects.

python benchmarks/other_forms.py police.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from duckdb_script import scan

OF_VICTIM, OF_SUSPECT = ("victim_age", "victim_sex"), ("suspect_age", "suspect_sex")
FILES = {
    "police": "SELECT *",
    "offences": f"SELECT * EXCLUDE ({', '.join([*OF_VICTIM, *OF_SUSPECT])})",
    "victims": f"SELECT reference, {', '.join(OF_VICTIM)}",
    "suspects": f"SELECT reference, {', '.join(OF_SUSPECT)}",
}


def make(path: Path) -> None:
    """Write what is not there yet beside the extract; a file has its name only once it is complete."""
    database = duckdb.connect()
    for name, columns in FILES.items():
        for suffix, options in ((".csv", "HEADER"), (".parquet", "FORMAT parquet")):
            out = path.with_name(name + suffix)
            if out.exists() and out.stat().st_mtime >= path.stat().st_mtime:
                continue
            unfinished = out.with_suffix(".part")
            database.execute(f"COPY ({columns} FROM {scan(str(path))}) TO '{unfinished}' ({options})")
            if suffix == ".csv":
                end_lines_as_exports_do(unfinished)
            unfinished.replace(out)


def end_lines_as_exports_do(path: Path) -> None:
    """End lines with CR LF, as the extract has them; no cell of it has a line break."""
    changed = path.with_suffix(".crlf")
    with path.open("rb") as stream, changed.open("wb") as out:
        while lines := stream.readlines(1 << 24):
            out.write(b"".join(lines).replace(b"\n", b"\r\n"))
    changed.replace(path)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
