"""Commands that write, each in a folder of its own, and what may be found there after one of them ended badly."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tenth import write_tenth  # noqa: E402 (a module of the tests)

from svtool.errors import SvtoolError  # noqa: E402 (the place of it is known only now)
from svtool.store.generations import read_current  # noqa: E402

OWN = ".svtool-"  # what the names of half-written files and journals begin with
TEMPORARY, STORE, BAD, FILLER = "tmp", "store", "bad.csv", "filler"
EXTRACTS = frozenset({"extracts", "svtool.yaml", BAD, TEMPORARY, FILLER})
KEPT_MODE, NEW_MODE, RECORDS_MODE = 0o640, 0o644, 0o600
MEASURE = "--measure blade_possession"


@dataclass(frozen=True)
class Case:
    """A command that writes over what another run of it wrote before.

    Attributes:
        words: the command.
        before: the command that wrote what is there.
        is_of_records: whether its files hold records.
        reads: the file that it has as standard input.
        code: how it ends when nothing is wrong.
    """

    words: str
    before: str
    is_of_records: bool = False
    reads: str = ""
    code: int = 0

    @property
    def is_store(self) -> bool:
        """Return whether it writes a store, whose files bear the time of their run."""
        return self.words.startswith("ingest")


CASES = {
    "a file": Case("measures --table recorded_crime --format csv --out m.csv", "measures --format csv --out m.csv"),
    "several files": Case(
        "measures --format csv,json,xlsx --out results/",
        "measures --periods calendar:2020 --format csv,json,xlsx --out results/",
    ),
    "a page": Case("report --out page.html", "report --periods calendar:2020 --out page.html"),
    "a series": Case(
        f"trend {MEASURE} --out t.csv --format csv", "trend --measure non_domestic_homicide --out t.csv --format csv"
    ),
    "records": Case(
        "classify --project svtool.yaml --out c.csv",
        "classify extracts/police_offences_2018.csv --mapping standard --out c.csv",
        is_of_records=True,
    ),
    "a worklist": Case(
        f"review {MEASURE} --period 2021 --out r.csv", f"review {MEASURE} --period 2020 --out r.csv", is_of_records=True
    ),
    "standard input": Case(
        "validate - --source fire --rejected r.csv",
        f"validate {BAD} --source fire --rejected r.csv",
        is_of_records=True,
        reads=BAD,
        code=12,
    ),
    "a sample": Case("sample --out made --force --seed 2", "sample --out made --seed 1"),
    "a store": Case(f"ingest --store {STORE}", f"ingest --store {STORE}", is_of_records=True),
}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it said."""

    code: int
    said: str


class Desk:
    """A case in a folder: as it was before, and as it is when the command has run."""

    def __init__(self, case: Case, folder: Path) -> None:
        """Run the command that comes before, and the command once.

        Args:
            case: the case.
            folder: an empty folder.
        """
        self.case, self._kept, self.work = case, folder / "kept", folder / "work"
        self._make()
        os.umask(0o022)
        self._checked(case.before)
        self._change()
        self.before = self._files()
        shutil.copytree(self.work, self._kept)
        started = time.monotonic()
        self._checked(case.words)
        self.seconds = time.monotonic() - started
        self.after = self._files()

    def lay(self, work: Path | None = None) -> None:
        """Lay everything as it was before, here or in another folder, in which the next commands run."""
        self.work = work or self.work
        for each in self.work.iterdir():
            if each.is_dir():
                shutil.rmtree(each)
            else:
                each.unlink()
        shutil.copytree(self._kept, self.work, dirs_exist_ok=True)

    def start(self, limit: int | None = None) -> subprocess.Popen[bytes]:
        """Start the command, which may write no file longer than a limit."""
        return self._start(self.case.words, limit)

    def end(self, running: subprocess.Popen[bytes]) -> Ended:
        """Wait for the end of a command."""
        _, said = running.communicate(timeout=300)
        return Ended(running.returncode, said.decode("utf-8", "replace"))

    def is_old(self) -> bool:
        """Return whether all outputs are those of before."""
        return self._files() == self.before

    def is_new(self) -> bool:
        """Return whether all outputs are those of the command; of a store, that there is a new generation."""
        return self._files() != self.before if self.case.is_store else self._files() == self.after

    def faults(self) -> list[str]:
        """Return what is wrong with the outputs: each is to be the old one or the new one, whole."""
        found = self._files()
        if self.case.is_store:
            return self._faults_of_store()
        wrong = [name for name in {*found, *self.before} if found.get(name) not in self._either(name)]
        mixed = [name for name in found if found[name] != self.before.get(name)]
        is_mixed = bool(mixed) and any(found[name] != self.after.get(name) for name in found)
        if is_mixed and not wrong and not self._has_journal():
            return ["some are old and some are new"]
        return [f"{name} is neither old nor new" for name in wrong]

    def faults_after_next(self, ended: Ended) -> list[str]:
        """Return what is wrong after the next run, which ended so."""
        told = [f"the next run ended with {ended.code}: {ended.said[-300:]}"] if ended.code != self.case.code else []
        told += self.left()
        if self.case.is_store:
            told += self._faults_of_store()
        else:
            found = self._files()
            told += [
                f"{name} is not the new one"
                for name in {*found, *self.after}
                if found.get(name) != self.after.get(name)
            ]
        return told + self._faults_of_modes()

    def left(self) -> list[str]:
        """Return what was left behind: half-written files, journals, and whatever lies in the temporary folder."""
        parts = [each for each in self.work.rglob("*") if each.name.startswith((OWN, ".writing", "current.new"))]
        parts += (self.work / STORE).rglob("answers/.*")
        found = [*parts, *(self.work / TEMPORARY).iterdir(), *self._more_generations()]
        return [f"{each.relative_to(self.work)} was left" for each in found]

    def _make(self) -> None:
        write_tenth(self.work)
        (self.work / TEMPORARY).mkdir()
        rows = (f"R{n},2023-01-{n % 28 + 1:02d},deliberate,Sefton{',x' if n % 2 else ''}\n" for n in range(20_000))
        (self.work / BAD).write_text("reference,recorded_date,motive,area\n" + "".join(rows), encoding="utf-8")

    def _change(self) -> None:
        """Change what the next run reads, where only that makes another output of it, and what may be read."""
        if self.case.is_store:
            fire = self.work / "extracts" / "fire.csv"
            fire.write_text("".join(fire.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
        elif not self.case.is_of_records:
            for name in self._files():
                (self.work / name).chmod(KEPT_MODE)

    def _checked(self, words: str) -> None:
        ended = self.end(self._start(words))
        if ended.code != self.case.code:
            sys.exit(f"svtool {words} ended with {ended.code}: {ended.said}")

    def _start(self, words: str, limit: int | None = None) -> subprocess.Popen[bytes]:
        def bound() -> None:
            import resource  # noqa: PLC0415 (Windows lacks it)

            resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

        reads = self.work / self.case.reads if self.case.reads else Path(os.devnull)
        with reads.open("rb") as stream:
            return subprocess.Popen(  # noqa: S603 (our own words)
                [sys.executable, "-m", "svtool", *words.split()], cwd=self.work, stdin=stream,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=None if limit is None else bound,  # noqa: PLW1509 (there are no threads)
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.work / TEMPORARY)},
            )  # fmt: skip

    def _files(self) -> dict[str, str]:
        """Return the fingerprints of the outputs, by name."""
        files = [each for each in self.work.rglob("*") if each.is_file() and not each.name.startswith(OWN)]
        named = {each.relative_to(self.work): each for each in files}
        return {name.as_posix(): fingerprint(path) for name, path in named.items() if name.parts[0] not in EXTRACTS}

    def _either(self, name: str) -> set[str | None]:
        return {self.before.get(name), self.after.get(name)}

    def _has_journal(self) -> bool:
        return any(each.name.endswith(".journal") for each in self.work.rglob(f"{OWN}*"))

    def _faults_of_store(self) -> list[str]:
        """Return what is wrong with the current generation of the store."""
        try:
            current = read_current(self.work / STORE)
        except SvtoolError as error:
            return [str(error)]
        parts = [part for entry in current.entries for file in entry.files for part in file.parts]
        return [
            f"{each.file} is damaged" for each in parts if (current.folder / each.file).stat().st_size != each.bytes
        ]

    def _more_generations(self) -> list[Path]:
        if not self.case.is_store:
            return []
        current = read_current(self.work / STORE).folder.name
        return [each for each in (self.work / STORE).glob("generation-*") if each.name > current]

    def _faults_of_modes(self) -> list[str]:
        told = []
        for name in self._files():
            mode = stat.S_IMODE((self.work / name).stat().st_mode)
            expected = RECORDS_MODE if self.case.is_of_records else KEPT_MODE if name in self.before else NEW_MODE
            told += [] if mode == expected else [f"{name} has mode {mode:o}, not {expected:o}"]
        return told


def fingerprint(path: Path) -> str:
    """Return what an output is known by; a workbook by all its parts but the one that bears the time of its making."""
    if not zipfile.is_zipfile(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    with zipfile.ZipFile(path) as workbook:
        parts = [workbook.read(name) for name in workbook.namelist() if name != "docProps/core.xml"]
    return hashlib.sha256(b"".join(parts)).hexdigest()
