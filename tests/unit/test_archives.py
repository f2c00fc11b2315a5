"""Packed extracts and Parquet: the same rows, and nothing that fills the machine."""

from __future__ import annotations

import gzip
import io
import random
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svtool.errors import ExtractError
from svtool.files import parquet_files
from svtool.files.containers import open_extract
from svtool.files.parquet_files import as_text

KNOWN = ("reference", "recorded_date", "area")
TABLE = "reference,recorded_date,area\nA1,2021-01-01,Wirral\nA2,2021-01-02,Sefton\n"
ROWS = [("A1", "2021-01-01", "Wirral"), ("A2", "2021-01-02", "Sefton")]


def read(path: Path, member: str | None = None) -> list[tuple[str, ...]]:
    file = open_extract(path, path.name, KNOWN, member=member)
    blocks = list(file.blocks([0, 1, 2]))
    return [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def parquet_bytes() -> bytes:
    written = io.BytesIO()
    names = ["reference", "recorded_date", "area"]
    pq.write_table(pa.table([["A1", "A2"], [date(2021, 1, 1), date(2021, 1, 2)], ["Wirral", "Sefton"]], names), written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_gz_and_zip_hold_the_same_rows(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(TABLE.encode(encoding)))
    assert read(tmp_path / "x.csv.gz") == ROWS
    assert read(zipped(tmp_path / "x.zip", {"x.csv": TABLE.encode(encoding)})) == ROWS


def test_packed_parquet_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(parquet_bytes())
    (tmp_path / "x.parquet.gz").write_bytes(gzip.compress(parquet_bytes()))
    assert read(tmp_path / "x.parquet") == ROWS
    assert read(tmp_path / "x.parquet.gz") == ROWS
    assert read(zipped(tmp_path / "x.zip", {"in/x.parquet": parquet_bytes()})) == ROWS


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(gzip.compress(TABLE.encode()))
    assert read(tmp_path / "x.csv") == ROWS
    (tmp_path / "y.gz").write_text(TABLE)
    assert read(tmp_path / "y.gz") == ROWS


def test_a_zip_with_several_files_asks_which(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"april.csv": TABLE, "may.csv": TABLE, "__MACOSX/april.csv": "x", "in/": ""})
    with pytest.raises(ExtractError, match=r"holds 2 files \(april.csv and may.csv\).*member: NAME"):
        read(path)
    assert read(path, "may.csv") == ROWS
    with pytest.raises(ExtractError, match=r"no member mai.csv.*did you mean may.csv"):
        read(path, "mai.csv")


def test_an_empty_zip_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="nothing in it"):
        read(zipped(tmp_path / "x.zip", {}))


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"x.csv": TABLE})
    with pytest.raises(ExtractError, match="inside a packed file"):
        read(zipped(tmp_path / "x.zip", {"inner.zip": inner.read_bytes()}))


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": TABLE})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    path.write_bytes(content)
    with pytest.raises(ExtractError, match="protected by a password"):
        read(path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_a_bomb_is_refused_in_bounded_time(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"x.{kind}"
    piece = b"reference,recorded_date,area\n" + b"A1,2021-01-01,Wirral\n" * 50_000
    if kind == "gz":
        with gzip.open(path, "wb") as stream:
            for _ in range(80):
                stream.write(piece)
    else:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("x.csv", "w", force_zip64=True) as member,
        ):
            for _ in range(80):
                member.write(piece)
    before = time.monotonic()
    with pytest.raises(ExtractError, match="unpacks to more than"):
        read(path)
    assert time.monotonic() - before < 20


@pytest.mark.parametrize("name", ["x.csv.gz", "x.zip", "x.parquet"])
def test_what_is_cut_off_is_one_sentence(tmp_path: Path, name: str) -> None:
    rows = "".join(f"A{number},2021-01-01,Area {number * 7919 % 1000}\n" for number in range(20_000))
    if name == "x.zip":
        zipped(tmp_path / name, {"x.csv": TABLE + rows})
    elif name == "x.parquet":
        (tmp_path / name).write_bytes(parquet_bytes())
    else:
        (tmp_path / name).write_bytes(gzip.compress((TABLE + rows).encode()))
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) * 3 // 4])
    with pytest.raises(ExtractError, match="cut off"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array(["4.10", None]), ["4.10", ""]),
        (pa.array([34, None]), ["34", ""]),
        (pa.array([34.0, 34.5, float("nan"), None]), ["34", "34.5", "", ""]),
        (pa.array([True, False, None]), ["TRUE", "FALSE", ""]),
        (pa.array([date(2021, 3, 4), None]), ["2021-03-04", ""]),
        (pa.array([datetime(2021, 3, 4), None]), ["2021-03-04", ""]),
        (pa.array([datetime(2021, 3, 4, 13, 30), None]), ["2021-03-04 13:30:00", ""]),
        (pa.array([datetime(2021, 6, 30, 23, 30)], pa.timestamp("us", "Europe/London")), ["2021-07-01 00:30:00"]),
        (pa.array([datetime(2050, 7, 1), None], pa.timestamp("ns", "Europe/London")), ["2050-07-01 01:00:00", ""]),
        (pa.array([datetime(2021, 6, 30, 23, 30)], pa.timestamp("s", "+01:00")), ["2021-07-01 00:30:00"]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.nulls(2), ["", ""]),
    ],
)  # fmt: skip
def test_parquet_columns_as_text(column: pa.Array, texts: list[str]) -> None:
    assert as_text(column).to_pylist() == texts


def test_rows_of_many_groups_come_in_order_and_few_are_held_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "ROWS_OF_GROUPS", 5_000)
    references = [f"A{number * 7919 % 100_003:06d}" for number in range(100_000)]
    columns = [references, ["2021-01-01"] * 100_000, ["Wirral"] * 100_000]
    pq.write_table(pa.table(columns, list(KNOWN)), tmp_path / "x.parquet", row_group_size=1_999, use_dictionary=False)
    before, most, found = pa.total_allocated_bytes(), 0, []
    for block in open_extract(tmp_path / "x.parquet", "x.parquet", KNOWN).blocks([0, 2]):
        found += block.columns.column(0).to_pylist()
        most = max(most, pa.total_allocated_bytes() - before)
    assert found == references
    assert most < sum(map(len, references))


def test_a_parquet_column_of_lists_is_refused_only_when_it_is_read(tmp_path: Path) -> None:
    names = ["reference", "recorded_date", "area", "tags"]
    pq.write_table(pa.table([["A1"], ["2021-01-01"], ["Wirral"], [["x"]]], names), tmp_path / "x.parquet")
    file = open_extract(tmp_path / "x.parquet", "x.parquet", KNOWN)
    assert next(iter(file.blocks([0, 2]))).rows == 1
    with pytest.raises(ExtractError, match="column tags holds list"):
        list(file.blocks([3]))


def flipped(content: bytes, rng: random.Random) -> bytes:
    """Return the content with a few bytes that are others, most of them where a zip file says what it holds."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 2, 3, 8))):
        place = rng.choice((rng.randrange(len(found)), rng.randrange(50), len(found) - 1 - rng.randrange(90)))
        found[place] = rng.choice((0, 255, rng.randrange(256), found[place] ^ 1))
    return bytes(found)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_file_with_other_bytes_is_read_or_told_to_be_damaged(tmp_path: Path, packing: int) -> None:
    rng, told, path = random.Random(packing), 0, tmp_path / "x.zip"  # noqa: S311 (not for secrets)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as archive:
        archive.writestr("x.csv", TABLE * 20)
    for _ in range(40):
        path.write_bytes(flipped(written.getvalue(), rng))
        try:
            read(path)
        except ExtractError:
            told += 1
    assert told > 10


@pytest.mark.parametrize("name", [b"\0.csv", b"\xff.csv"])
def test_a_zip_file_with_a_damaged_name_is_damaged(tmp_path: Path, name: bytes) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": TABLE, "\N{LATIN SMALL LETTER E WITH ACUTE}.csv": TABLE})
    path.write_bytes(
        path.read_bytes().replace(b"x.csv", name).replace("\N{LATIN SMALL LETTER E WITH ACUTE}".encode(), name[:1] * 2)
    )
    with pytest.raises(ExtractError, match="is damaged or cut off: it can't be unpacked to its end"):
        read(path, "x.csv")


def test_a_column_of_parquet_whose_texts_are_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(parquet_bytes().replace(b"Wirral", b"W\xedrral"))
    with pytest.raises(ExtractError, match="column area holds bytes that are not UTF-8, as texts of Parquet are"):
        read(path)


def test_parquet_with_a_damaged_name_of_a_column_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(parquet_bytes().replace(b"recorded_date", b"r\xe9corded_date"[:13]))
    with pytest.raises(ExtractError, match="can't be opened as Parquet"):
        read(path)
