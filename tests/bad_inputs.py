"""Bad inputs, each once: what it is, how it is made, and how a command that reads it must end."""

from __future__ import annotations

import gzip
import io
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from running import call

from svtool.cli import run

PROJECT = """\
definition: merseyside
tables: [recorded_crime]
areas: merseyside
periods: {kind: calendar, years: [2021, 2022]}
sources:
  police: {files: FILES, mapping: standard}
"""
HEADER = "reference,recorded_date,offence_class"
RECORDS = "".join(f"R{number},2021-01-{number % 28 + 1:02d},34B\n" for number in range(60))
EXTRACT = f"{HEADER}\n{RECORDS}".encode()
MEASURES = ("measures", "--format", "csv", "--out", "figures.csv")


@dataclass(frozen=True)
class BadInput:
    """A bad input.

    Attributes:
        place: what it stands in the place of.
        what: what it is.
        code: how a command that reads it must end.
        make: puts it into a folder that has a project and an extract.
        words: the command that reads it.
    """

    place: str
    what: str
    code: int
    make: Callable[[Path], object]
    words: tuple[str, ...] = MEASURES


def extract(what: str, content: bytes | Callable[[Path], object], name: str = "police.csv", code: int = 11) -> BadInput:
    """Return a bad extract: what the file holds, or what makes it."""

    def make(folder: Path) -> None:
        path = folder / "extracts" / name
        (folder / "extracts/police.csv").unlink()
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content(path)
        write_project(folder, f'"extracts/{name}"')

    return BadInput("an extract", what, code, make, MEASURES if code else MEASURES[:1])


def yaml(what: str, content: bytes | Callable[[Path], object], name: str = "svtool.yaml") -> BadInput:
    """Return a bad YAML file: the project file, unless another is named."""
    place = "the project file" if name == "svtool.yaml" else "a definition"

    def make(folder: Path) -> None:
        path = folder / name
        if name != "svtool.yaml":
            path.parent.mkdir(parents=True)
            write_project(folder, "extracts/police.csv", definition="ours")
        path.unlink(missing_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content(path)

    return BadInput(place, what, 10, make)


def other(
    place: str, what: str, code: int, words: tuple[str, ...], content: bytes | Callable[[Path], object] = b"",
    name: str = "", more: str = "",
) -> BadInput:  # fmt: skip
    """Return a bad file of another kind, which a command or a line of the project names."""

    def make(folder: Path) -> None:
        write_project(folder, "extracts/police.csv", more=more)
        if not name:
            return
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            content(folder / name)

    return BadInput(place, what, code, make, words)


def write_project(folder: Path, files: str, definition: str = "merseyside", more: str = "") -> None:
    """Write the project file."""
    text = PROJECT.replace("FILES", files).replace("definition: merseyside", f"definition: {definition}") + more
    (folder / "svtool.yaml").write_text(text, encoding="utf-8")


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted(archive: bytes) -> bytes:
    """Return a zip that says that a password is needed."""
    found = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found[found.index(mark) + place] |= 1
    return bytes(found)


@cache
def workbook() -> bytes:
    """Return a whole workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(EXTRACT.decode().splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return stream.getvalue()


def workbook_with(part: str, change: Callable[[bytes], bytes] | None) -> bytes:
    """Return a workbook one part of which is another, or is gone."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    if change is None:
        del parts[part]
    else:
        parts[part] = change(parts[part])
    return zipped(*parts.items())


@cache
def parquet() -> bytes:
    """Return a whole Parquet file."""
    stream = io.BytesIO()
    columns = zip(*(line.split(",") for line in RECORDS.splitlines()), strict=True)
    pq.write_table(pa.table(dict(zip(HEADER.split(","), map(list, columns), strict=True))), stream)
    return stream.getvalue()


def bind(path: Path) -> None:
    """Make a socket at a path, by a short name, for a long one it does not take."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def link_to(target: str) -> Callable[[Path], object]:
    """Return what makes a link."""
    return lambda path: path.symlink_to(target)


def folder_with(name: str = "") -> Callable[[Path], object]:
    """Return what makes a folder, empty or with a file of another kind."""

    def make(path: Path) -> None:
        path.mkdir()
        if name:
            (path / name).write_bytes(b"x")

    return make


def nothing(_: Path) -> None:
    """Make nothing."""


SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old workbooks begin
DEEP = 20_000
BOMB = 200_000_000
LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
LONG = "y" * 5000
STORED = zipped(("police.csv", EXTRACT), packing=zipfile.ZIP_STORED)

EXTRACTS = [
    extract("no such file", nothing),
    extract("an empty file", b""),
    extract("blank lines alone", b"\n \n\r\n"),
    extract("a header alone", f"{HEADER}\n".encode()),
    extract("NUL bytes alone", b"\x00" * 5000),
    extract("bytes without meaning", bytes(range(256)) * 40),
    extract("a PDF document", b"%PDF-1.7\n" + EXTRACT),
    extract("a picture", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    extract("a login page", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
    extract("JSON", b'[{"reference": "R1", "recorded_date": "2021-01-01"}]\n'),
    extract("a zip that is cut off", zipped(("police.csv", EXTRACT))[:-40], "police.zip"),
    extract("a zip with nothing in it", zipped(), "police.zip"),
    extract("a zip that needs a password", encrypted(zipped(("police.csv", EXTRACT))), "police.zip"),
    extract("a zip in a zip", zipped(("inner.zip", zipped(("police.csv", EXTRACT)))), "police.zip"),
    extract("a zip with several files", zipped(("a.csv", EXTRACT), ("b.csv", EXTRACT)), "police.zip"),
    extract("a zip bomb", lambda path: path.write_bytes(zipped(("police.csv", bytes(BOMB)))), "police.zip"),
    extract("a zip with a wrong checksum", STORED.replace(b"R1", b"R2"), "police.zip"),
    extract("a gzip that is cut off", gzip.compress(EXTRACT)[:-20], "police.csv.gz"),
    extract("a gzip with a wrong checksum", gzip.compress(EXTRACT)[:-8] + b"12345678", "police.csv.gz"),
    extract("a gzip with something after its end", gzip.compress(EXTRACT) + b"more", "police.csv.gz"),
    extract("a gzip bomb", lambda path: path.write_bytes(gzip.compress(bytes(BOMB))), "police.csv.gz"),
    extract("a workbook that is cut off", workbook()[:-300], "police.xlsx"),
    extract("a workbook without its list of sheets", workbook_with("xl/workbook.xml", None), "police.xlsx"),
    extract("a workbook whose sheet is gone", workbook_with(SHEET, None), "police.xlsx"),
    extract("a workbook whose sheet is cut off", workbook_with(SHEET, lambda each: each[:900]), "police.xlsx"),
    extract(
        "a workbook with an entity of its own",
        workbook_with("xl/sharedStrings.xml", lambda each: each.replace(b"<t>R1</t>", b"<t>&x;</t>")),
        "police.xlsx",
    ),
    extract("an old workbook, or one with a password", OLE + bytes(4000), "police.xlsx"),
    extract("an OpenDocument that is none", zipped(("mimetype", b"text/plain")), "police.ods"),
    extract("Parquet that is cut off", parquet()[:-30], "police.parquet"),
    extract("Parquet with a damaged end", parquet()[:-12] + bytes(12), "police.parquet"),
    extract("Parquet with a damaged page", parquet()[:40] + b"\xff" * 60 + parquet()[100:], "police.parquet"),
    extract("UTF-32", EXTRACT.decode().encode("utf-32"), code=0),
    extract("EBCDIC", EXTRACT.decode().encode("cp037")),
    extract("a header with 100,000 columns", (",".join(f"c{n}" for n in range(100_000)) + "\n").encode()),
    extract("one line of 20 MB", HEADER.encode() + b"," + b"x" * 20_000_000),
    extract("a column that stands twice", EXTRACT.replace(b"reference,", b"reference,reference,", 1)),
    extract("records without a header", RECORDS.encode()),
    extract("a pipe", os.mkfifo),
    extract("a device that never ends", link_to("/dev/zero")),
    extract("a device that holds nothing", link_to(os.devnull)),
    extract("a socket", bind),
    extract("a folder with no extract in it", folder_with("notes.docx")),
    extract("a link that leads nowhere", link_to("nowhere.csv")),
    extract("a link that leads to itself", link_to("police.csv")),
    extract("a link into the memory of a process", link_to("/proc/self/mem")),
    extract("a name of 5,000 letters", nothing, f"{LONG}.csv"),
    extract("a name with NUL in it", nothing, "a\\0b.csv", 10),
    extract("a name that would move a cursor", nothing, "a\\e[2Jb.csv", 10),
    extract("a name with the end of a line in it", nothing, "a\\nb.csv", 10),
    extract("a pattern that matches nothing", nothing, "police_*.csv"),
    extract("a pattern that can be none", nothing, "police_[.csv"),
    extract("a name that begins at the root of a drive that is none", nothing, "../../../../../nowhere/police.csv"),
]  # fmt: skip
PROJECTS = [
    yaml("no such file", nothing),
    yaml("an empty file", b""),
    yaml("a list", b"- police\n- ed\n"),
    yaml("an alias that holds itself", b"sources: &a {police: *a}\n"),
    yaml("aliases of aliases, 40 deep", LAUGHS.encode()),
    yaml(f"{DEEP:,} brackets, one in another", b"sources: " + b"[" * DEEP + b"]" * DEEP),
    yaml("1,000 levels of keys", b"".join(b" " * n + b"a:\n" for n in range(1000))),
    yaml("20 MB", b"tables: [" + b"home_office, " * 1_600_000 + b"agencies]\n"),
    yaml("an instruction to run a program", b"sources: !!python/object/apply:os.system [ls]\n"),
    yaml("a repeated key", b"tables: [agencies]\ntables: [home_office]\n"),
    yaml("several documents", b"a: 1\n---\nb: 2\n"),
    yaml("tabs", b"sources:\n\tpolice: {files: a.csv}\n"),
    yaml("UTF-16 without its mark", PROJECT.encode("utf-16-le")),
    yaml("Windows-1252", "definition: caf\xe9\n".encode("cp1252")),
    yaml("bytes without meaning", bytes(range(256))),
    yaml("a pipe", os.mkfifo),
    yaml("a device", link_to("/dev/zero")),
    yaml("a folder", folder_with()),
    yaml("a link that leads to itself", link_to("svtool.yaml")),
    yaml("a pipe", os.mkfifo, "definitions/serious_violence/ours.yaml"),
    yaml("an alias that holds itself", b"id: ours\nclauses: &a [*a]\n", "definitions/serious_violence/ours.yaml"),
    yaml("a folder", folder_with(), "definitions/serious_violence/ours.yaml"),
    yaml("a device", link_to("/dev/zero"), "definitions/serious_violence/ours.yaml"),
]
CHECK = ("check", "--published", "print.csv")
REVIEWS, PEOPLE = "reviews: reviews.csv\n", "populations: people.csv\n"
TREND = ("trend", "--measure", "recorded_offences")
RATES = (*MEASURES, "--rates")
OTHERS = [
    other("reviews", "no such file", 11, MEASURES, more=REVIEWS),
    other("reviews", "a pipe", 11, MEASURES, os.mkfifo, "reviews.csv", REVIEWS),
    other("reviews", "a device", 11, MEASURES, link_to("/dev/zero"), "reviews.csv", REVIEWS),
    other("reviews", "a folder", 11, MEASURES, folder_with(), "reviews.csv", REVIEWS),
    other("reviews", "bytes without meaning", 10, MEASURES, bytes(range(256)) * 9, "reviews.csv", REVIEWS),
    other("populations", "a pipe", 11, RATES, os.mkfifo, "people.csv", PEOPLE),
    other("populations", "a device", 11, RATES, link_to("/dev/zero"), "people.csv", PEOPLE),
    other("populations", "bytes without meaning", 11, RATES, bytes(range(256)) * 9, "people.csv", PEOPLE),
    other("a published table", "no such file", 11, CHECK),
    other("a published table", "a pipe", 11, CHECK, os.mkfifo, "print.csv"),
    other("a published table", "a device", 11, CHECK, link_to("/dev/zero"), "print.csv"),
    other("a published table", "a folder", 11, CHECK, folder_with(), "print.csv"),
    other("a published table", "a workbook", 11, CHECK, workbook(), "print.csv"),
    other("a published table", "a name with NUL in it", 2, ("check", "--published", "a\0b.csv")),
    other("a manifest", "no such file", 10, ("verify", "manifest.json")),
    other("a manifest", "a pipe", 10, ("verify", "manifest.json"), os.mkfifo, "manifest.json"),
    other("a manifest", "a device", 10, ("verify", "manifest.json"), link_to("/dev/zero"), "manifest.json"),
    other("a manifest", "a folder", 10, ("verify", "manifest.json"), folder_with(), "manifest.json"),
    other("a manifest", "bytes without meaning", 10, ("verify", "manifest.json"), bytes(range(256)), "manifest.json"),
    other("a manifest", f"{DEEP:,} brackets", 10, ("verify", "manifest.json"), b"[" * DEEP, "manifest.json"),
    other("a manifest", "a name with NUL in it", 2, ("verify", "a\0b.json")),
    other("an extract to validate", "a pipe", 11, ("validate", "p.csv"), os.mkfifo, "p.csv"),
    other("an extract to validate", "a device", 11, ("validate", "p.csv"), link_to("/dev/zero"), "p.csv"),
    other("an extract to validate", "a folder", 11, ("validate", "p.csv"), folder_with(), "p.csv"),
    other("an extract to validate", "a link to itself", 11, ("validate", "p.csv"), link_to("p.csv"), "p.csv"),
    other("an extract to validate", "a name with NUL in it", 2, ("validate", "a\0b.csv")),
    other("an extract to validate", "a name of 5,000 letters", 11, ("validate", f"{LONG}.csv")),
    other("an extract to validate", "a cut workbook", 11, ("validate", "p.xlsx"), workbook()[:-300], "p.xlsx"),
    other("an extract to classify", "a pipe", 11,
          ("classify", "p.csv", "--mapping", "standard", "--out", "o.csv"), os.mkfifo, "p.csv"),
    other("a folder for init", "no such folder", 2, ("init", "nowhere")),
    other("a folder for init", "a file", 2, ("init", "extracts/police.csv")),
    other("a folder for init", "a name with NUL in it", 2, ("init", "a\0b")),
    other("--out", "a folder that is not there", 2, (*MEASURES[:-1], "nowhere/o.csv")),
    other("--out", "a folder in the place of a file", 2, (*TREND, "--out", "extracts")),
    other("--out", "a place below a file", 2, (*MEASURES[:-1], "extracts/police.csv/o.csv")),
    other("--out", "a pipe", 2, (*MEASURES[:-1], "o.csv"), os.mkfifo, "o.csv"),
    other("--out", "a device", 2, (*MEASURES[:-1], "o.csv"), link_to("/dev/full"), "o.csv"),
    other("--out", "a link that leads to itself", 2, (*MEASURES[:-1], "o.csv"), link_to("o.csv"), "o.csv"),
    other("--out", "a name of 5,000 letters", 2, (*MEASURES[:-1], f"{LONG}.csv")),
    other("--out", "a name with NUL in it", 2, (*MEASURES[:-1], "a\0b.csv")),
    other("--out", "the extract", 2, (*MEASURES[:-1], "extracts/police.csv")),
    other("--temp-dir", "a folder that is not there", 2, (*MEASURES, "--temp-dir", "nowhere")),
    other("--temp-dir", "a file", 2, (*MEASURES, "--temp-dir", "extracts/police.csv")),
]  # fmt: skip
BAD_INPUTS = [*EXTRACTS, *PROJECTS, *OTHERS]


@dataclass(frozen=True)
class Outcome:
    """How a command ended that read a bad input, what it said, and the files that it left which were not there."""

    code: int
    said: str
    left: frozenset[str]


@cache
def outcome(bad: BadInput) -> Outcome:
    """Return what came of a bad input; each is tried once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "extracts").mkdir()
        (folder / "extracts/police.csv").write_bytes(EXTRACT)
        write_project(folder, "extracts/police.csv")
        bad.make(folder)
        before = {*names_in(folder)}
        ran = call(lambda: run([*bad.words]), folder)
        said = (ran.err or ran.out).replace(f"{folder}/", "")
        return Outcome(ran.code, said, frozenset({*names_in(folder)} - before))


def names_in(folder: Path) -> Iterator[str]:
    """Yield the names of the files of a folder."""
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
