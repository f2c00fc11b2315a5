"""A folder with a small project, and commands run in it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_project import PROJECT

from svtool.cli import run


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


class Desk:
    """A folder in which commands are run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file; text is written without the indentation that it has in a test."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode())
        return path

    def project(self, old: str = "", new: str = "") -> None:
        """Write the small project, with one piece of it exchanged."""
        assert old in PROJECT, old
        self.write("svtool.yaml", PROJECT.replace(old, new) if old else PROJECT)

    def run(self, *arguments: str) -> Ran:
        """Run a command in this process."""
        self._capsys.readouterr()
        code = run(list(arguments))
        captured = self._capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    def process(self, *arguments: str, **environment: str) -> Ran:
        """Run a command as a process of its own, as `python -m svtool`."""
        ran = subprocess.run(
            [sys.executable, "-m", "svtool", *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def shell(self, line: str) -> Ran:
        """Run a line of a shell, in which `svtool` is this one."""
        said = f'svtool() {{ "{sys.executable}" -m svtool "$@"; }}; {line}'
        ran = subprocess.run(
            ["/bin/sh", "-c", said], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def files(self) -> set[str]:
        """Return the names of all files in the folder."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}
