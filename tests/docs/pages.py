"""The pages of the documentation: each is run from top to bottom, and rendered again as it should stand.

A fenced block says in a comment on the line above it what it is:

    <!-- file: PATH -->              the block is written to this file
    <!-- change: PATH -->            a `diff` that is applied to this file
    <!-- part: NAME -->              a piece of a YAML file, read by the model of that name (see PARTS)
    <!-- output: COMMAND -->         what the command prints; `; lines 1-5, /Notes/-20` picks some
    <!-- messages: COMMAND -->       the same of standard error
    <!-- shows: PATH -->             what a file holds; `; lines` as above
    <!-- printed -->                 what the Python block above prints
    <!-- exit: CODE -->              how the last command of a `sh` block ends, where it is not with 0
    <!-- picture -->                 a drawing, which nothing runs

`sh` and `python` blocks are run in order, in the folder that `<!-- folder: NAME -->` begins (see FOLDERS).
Between `<!-- generated: NAME -->` and `<!-- /generated -->` stands what `generated.py` makes.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import folders
import generated
from running import Ran, call, call_command, call_in_checkout

from svtool.cli import run
from svtool.schema.acknowledged import Acknowledged
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.mappings import Mapping
from svtool.schema.measure_targets import Target
from svtool.schema.output_rights import OutputRights
from svtool.schema.project import ExtractEntry, LinkedEntry, entries_model
from svtool.schema.publishers import Publisher
from svtool.schema.set_aside import SetAside
from svtool.schema.text_yaml import read_text_yaml

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MARKER = re.compile(r"^<!-- (\w+)(?:: (.+?))? -->$")
GENERATED = re.compile(r"<!-- generated: (.+?) -->\n.*?<!-- /generated -->", re.DOTALL)
NOT_RUN = ("make ", "pip install ", "py -m pip ", "python3 ", "py ", ".venv")  # installing, and what runs the tests

FOLDERS: dict[str, Callable[[Path], None]] = {
    "empty": lambda folder: None,
    "sample": folders.copy_sample,
    "tenth": folders.copy_tenth,
    "agencies": folders.copy_agencies,
    "extracts": folders.copy_extracts,
    "checkout": folders.copy_checkout,
}
PARTS: dict[str, type[Entry]] = {
    "acknowledged": Acknowledged,
    "extract": ExtractEntry,
    "linked extracts": LinkedEntry,
    "sources": entries_model(generated.LIBRARY.sources),
    "mapping": Mapping,
    "outputs": OutputRights,
    "publisher": Publisher,
    "set aside": SetAside,
    "target": Target,
}


def paths() -> list[Path]:
    """Return every page that people read, the list of findings apart, which is wholly generated."""
    written = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in written if path.exists() and path.name != "findings.md"]


@dataclass(frozen=True)
class Block:
    """A fenced block with the comments above it."""

    language: str
    text: str
    markers: dict[str, str]
    begin: int
    end: int
    line: int


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a page, in order."""
    found = []
    for fence in FENCE.finditer(text):
        markers: dict[str, str] = {}
        for line in reversed(text[: fence.start()].rstrip("\n").splitlines()):
            marker = MARKER.match(line)
            if not marker or marker[1] in {"generated", "folder"}:
                break
            markers[marker[1]] = marker[2] or ""
        line_number = text.count("\n", 0, fence.start()) + 1
        found.append(Block(fence[1], fence[2], markers, fence.start(2), fence.end(2), line_number))
    return found


def commands_of(block: Block) -> list[str]:
    """Return the commands of a shell block, without comments and prompts."""
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    # A command prompt of Windows knows no comments; make is not there at all.
    assert all("#" not in line or line.startswith("make ") for line in lines), lines
    return [line.partition("#")[0].strip() for line in lines]


SPAN = re.compile(r"(\d+|/[^/]+/)(?:-(\d+|/[^/]+/))?(?:, |$)")


def picked(text: str, lines: str) -> str:
    """Return some lines of a text, an ellipsis where others are left out."""
    if not lines:
        return text if text.endswith("\n") or not text else text + "\n"
    every = [line.rstrip() for line in text.splitlines()]
    parts = []
    for first, last in SPAN.findall(lines.removeprefix("lines ")):
        begin = _place(every, first, 0)
        chosen = every[begin : _place(every, last, begin) + 1 if last else begin + 1]
        assert chosen, f"there are no lines {first} to {last}"
        parts.append("\n".join(chosen))
    return "\n…\n".join(parts) + "\n"


def _place(lines: list[str], wanted: str, after: int) -> int:
    """Return the place of a line: by its number, or the next that has a /text/ in it."""
    if wanted.isdigit():
        return int(wanted) - 1
    found = [i for i, line in enumerate(lines) if i >= after and wanted.strip("/") in line]
    assert found, f"no line has {wanted}"
    return found[0]


@cache
def on_the_sample(line: str) -> Ran:
    """Return what a command on the whole sample prints; each is run once, whatever the page."""
    with tempfile.TemporaryDirectory() as folder:
        return call_command(line, Path(folder))


@cache
def on_a_tenth(line: str, folder: Path | None) -> Ran:
    """Return what a command on the sample comes to on a tenth of it, where the page does not show what it prints."""
    words = shlex.split(line)[1:]
    at = words.index("--sample")
    words[at : at + 1] = ["--project", str(folders.tenth() / "svtool.yaml")]
    return call(lambda: run(words), folder or folders.tenth())


@dataclass
class Reader:
    """Somebody who reads a page and does what it says, in a folder of their own.

    Attributes:
        page: the page, for messages.
        shown: the commands whose output the page prints: these run on the whole sample.
    """

    page: str
    shown: set[str]
    place: Path = Path()
    in_checkout: bool = False
    ran: dict[str, Ran] = field(default_factory=dict)
    names: dict[str, object] = field(default_factory=dict)
    printed: str = ""

    def begin(self, name: str, place: Path) -> None:
        """Begin in a new folder."""
        self.place, self.in_checkout, self.ran = place, name == "checkout", {}
        FOLDERS[name](place)

    def command(self, line: str, code: int = 0) -> None:
        """Do what one line says, which must end as the page says."""
        if line.startswith("cd "):
            self.place /= line.removeprefix("cd ").strip()
        elif line.startswith(NOT_RUN) and not line.startswith("py -m svtool"):
            self.known(line)
        else:
            line = line.replace("py -m svtool", "svtool")
            ran = self.ran[line] if self.in_checkout else self.outcome(line)
            assert ran.code == code, f"{self.page}: {line}: ended with {ran.code}, not {code}: {ran.err}"

    def known(self, line: str) -> None:
        """Hold that a line of make names what the Makefile has; installing is not tried."""
        if line.startswith("make "):
            makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
            assert re.search(rf"^{line.split()[1]}:", makefile, re.MULTILINE), line

    def outcome(self, line: str) -> Ran:
        """Return how a command ended."""
        assert line.startswith("svtool "), f"{self.page}: nobody runs `{line}`"
        if line.startswith("svtool sample --out "):  # that it writes these files is tested elsewhere
            folders.copy_sample(self.place / shlex.split(line)[3])
            self.ran[line] = Ran(0, "", "")
        elif "--sample" in line and line in self.shown and "--out" not in line:
            self.ran[line] = on_the_sample(line)
        elif "--sample" in line and line not in self.shown:
            self.ran[line] = on_a_tenth(line, self.place if "--out" in line else None)
        else:
            self.ran[line] = call_command(line, self.place)
        return self.ran[line]

    def text_for(self, block: Block) -> str:
        """Return what a block should say, once everything above it is done."""
        for name, argument in block.markers.items():
            what, _, lines = argument.partition("; ")
            if name in {"output", "messages"}:
                ran = self.ran.get(what) or self.outcome(what)
                return picked(ran.out if name == "output" else ran.err, lines)
            if name == "shows":
                return picked((self.place / what).read_text(encoding="utf-8-sig"), lines)
            if name == "printed":
                return picked(self.printed, what)
        self.do(block)
        return block.text

    def do(self, block: Block) -> None:
        """Do what a block says."""
        if block.language == "sh":
            *first, last = commands_of(block)
            if self.in_checkout:
                self.ran |= zip((*first, last), call_in_checkout((*first, last), self.place), strict=True)
            for line in first:
                self.command(line)
            self.command(last, int(block.markers.get("exit", 0)))
        elif block.language == "python" and "file" not in block.markers:
            self.printed = call(lambda: exec(block.text, self.names) or 0, self.place).out  # noqa: S102
        elif "file" in block.markers:
            path = self.place / block.markers["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif "change" in block.markers:
            self.change(self.place / block.markers["change"], block.text)
        elif "part" in block.markers:
            path = self.place / "part.yaml"
            path.write_text(block.text, encoding="utf-8")
            parse_entry(PARTS[block.markers["part"]], read_text_yaml(path))
        else:
            assert "picture" in block.markers, f"{self.page}:{block.line}: nothing runs this block"

    def change(self, path: Path, diff: str) -> None:
        """Change a file as a diff says, unless it already stands so: whoever follows a recipe leaves it right."""
        lines = diff.splitlines()
        old = "\n".join(line[1:] for line in lines if line[:1] != "+")
        new = "\n".join(line[1:] for line in lines if line[:1] != "-")
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1 and text.count(new) == 1:
            return
        assert text.count(old) == 1, f"{self.page}: this stands {text.count(old)} times in {path.name}:\n{old}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def rendered(page: str, text: str) -> str:
    """Return a page as it should stand, after doing all that it says.

    Raises:
        AssertionError: a command ends otherwise than the page says, or a block is of no known kind.
    """
    text = GENERATED.sub(
        lambda found: f"<!-- generated: {found[1]} -->\n{generated.part(found[1])}<!-- /generated -->", text
    )
    blocks = blocks_of(text)
    shown = {
        block.markers[name].partition("; ")[0]
        for block in blocks
        for name in ("output", "messages")
        if name in block.markers
    }
    begun = [(found.start(), found[1]) for found in re.finditer(r"^<!-- folder: (\w+) -->$", text, re.MULTILINE)]
    in_generated = [found.span() for found in GENERATED.finditer(text)]
    reader, parts, done = Reader(page, shown), [], 0
    with tempfile.TemporaryDirectory() as desk:
        reader.begin("empty", Path(tempfile.mkdtemp(dir=desk)))
        for block in blocks:
            if any(begin < block.begin < end for begin, end in in_generated):
                continue
            while begun and begun[0][0] < block.begin:
                reader.begin(begun.pop(0)[1], Path(tempfile.mkdtemp(dir=desk)))
            parts += [text[done : block.begin], reader.text_for(block)]
            done = block.end
    return "".join([*parts, text[done:]])


def rewrite() -> None:
    """Write every page as it should stand."""
    for path in paths():
        before = path.read_text(encoding="utf-8")
        after = rendered(path.relative_to(ROOT).as_posix(), before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)} rewritten\n")
    findings = on_the_sample("svtool validate --explain all").out
    (ROOT / "docs/reference/findings.md").write_text(findings, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
