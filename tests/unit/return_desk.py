"""A desk for tests of returns: files are written into a folder, read, and examined."""

from __future__ import annotations

from pathlib import Path

from svtool.findings.finding import Finding
from svtool.interventions.examined import find_in_returns
from svtool.interventions.register import Register, read_register
from svtool.interventions.return_files import read_returns
from svtool.interventions.settled import Settled, settle
from svtool.schema.library import Library
from svtool.schema.sources import Source

SOURCE: Source = Library().sources["returns"]
TIDY = "project,quarter,beneficiaries,unit,counted,section,category,may_overlap,count,first_day,last_day\n"
REGISTER = "project,name,provider,areas,funded_from,funded_to,funding,unit,counted\n"


class ReturnDesk:
    """A folder of returns."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty folder."""
        self.folder = folder
        self.register = Register()

    def registered(self, *rows: str) -> ReturnDesk:
        """Write the register, a row each."""
        path = self.folder / "register.csv"
        path.write_text(REGISTER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        self.register = read_register(path, SOURCE)
        return self

    def settled(self, *rows: str) -> Settled:
        """Return what a return of the template's columns says, a row each."""
        return self.settled_files({"return.csv": TIDY + "".join(f"{row}\n" for row in rows)})

    def settled_files(self, texts: dict[str, str], year: int | None = None) -> Settled:
        """Return what some files say."""
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        read, refused = read_returns([(self.folder / name, name) for name in texts], SOURCE, year)
        assert not refused, refused
        return settle(read, self.register)

    def found(self, *rows: str) -> dict[str, Finding]:
        """Return what is found in a return, by kind."""
        return {each.kind.id: each for each in find_in_returns(self.settled(*rows))}
