"""What Windows does otherwise, simulated: files that are open, names that are kept, pipes that nobody reads."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from like_windows import refusing_open

from svtool.errors import ExtractError, OutputError, UsageError
from svtool.files.extract_file import cannot_open
from svtool.output import console, replacing, switching
from svtool.output.console import encode_for, is_reader_gone, print_text, understands_colours
from svtool.output.destination import choose_destination
from svtool.output.replacing import settle_left_behind
from svtool.output.switching import JOURNAL, LOCK, PREFIX, alone_in
from svtool.output.writing import write_files, write_text
from svtool.records import open_files
from svtool.schema import windows_names
from svtool.schema.windows_names import is_kept_for_device, refused_by_windows

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is open is asked of Linux")
NAMES = ("a.csv", "b.xlsx", "manifest.json")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The branches for Windows, files that can't be renamed or removed while open, locks of this system, no waiting."""
    for module in (open_files, replacing, switching, console, windows_names):
        monkeypatch.setattr(module, "WINDOWS", True)
    monkeypatch.setattr(open_files, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(os, "unlink", refusing_open(os.unlink, 1))
    monkeypatch.setattr(os, "rename", refusing_open(os.rename, 2))
    monkeypatch.setattr(os, "replace", refusing_open(os.replace, 2))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text("old")
    return tmp_path


def texts(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in NAMES}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(PREFIX))


def holding(monkeypatch: pytest.MonkeyPatch, name: str, times: int = 1000) -> Callable[[], int]:
    """Let another program have a file open for as many tries; return what counts them."""
    calls: list[Path] = []

    def held(real: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def rename(source: Path, target: Path) -> None:
            if Path(target).name == name and len(calls) < times:
                calls.append(target)
                raise PermissionError(errno.EACCES, "Access is denied")
            real(source, target)

        return rename

    for each in ("rename", "replace"):
        monkeypatch.setattr(os, each, held(getattr(os, each)))
    return lambda: len(calls)


@pytest.mark.usefixtures("windows")
def test_files_take_their_places_and_nothing_is_left(folder: Path) -> None:
    write_files([(folder / name, b"new") for name in NAMES])
    assert (texts(folder), leftovers(folder)) == ({"new"}, [])


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_open_elsewhere_is_told_and_none_of_the_run_is_replaced(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding(monkeypatch, name)
    with pytest.raises(OutputError, match=rf"{name}: can't be written: another program has it open.*Close it in Excel"):
        write_files([(folder / each, b"new") for each in NAMES])
    assert (texts(folder), leftovers(folder)) == ({"old"}, [])


@pytest.mark.usefixtures("windows")
def test_one_file_that_is_open_elsewhere_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holding(monkeypatch, "a.csv")
    with pytest.raises(OutputError, match="another program has it open"):
        write_text("new", folder / "a.csv")
    assert (texts(folder), leftovers(folder)) == ({"old"}, [])


@pytest.mark.usefixtures("windows")
def test_what_is_open_for_a_moment_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = holding(monkeypatch, "b.xlsx", times=2)
    write_files([(folder / name, b"new") for name in NAMES])
    assert (texts(folder), tries()) == ({"new"}, 2)


@pytest.mark.usefixtures("windows")
def test_what_a_killed_run_began_waits_while_a_file_is_open_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(NAMES):
        (folder / f"{PREFIX}{number}.part").write_text("new")
        assert name
    pairs = ", ".join(f'["{PREFIX}{number}.part", "{name}"]' for number, name in enumerate(NAMES))
    (folder / f"{PREFIX}x{JOURNAL}").write_text(f"[{pairs}]")
    (folder / f"{PREFIX}9.part").write_text("half")
    with monkeypatch.context() as held:
        holding(held, "b.xlsx")
        assert settle_left_behind(folder).removed == 1
    assert settle_left_behind(folder).finished == 2
    assert (texts(folder), leftovers(folder)) == ({"new"}, [])


@pytest.mark.usefixtures("windows")
def test_what_another_run_has_is_left_alone(folder: Path) -> None:
    (folder / f"{PREFIX}1.part").write_text("of the other")
    with alone_in(folder):
        assert settle_left_behind(folder).removed == 0
    assert settle_left_behind(folder).removed == 1
    assert leftovers(folder) == []


@pytest.mark.usefixtures("windows")
def test_a_lock_that_a_killed_run_left_holds_nobody_up(folder: Path) -> None:
    (folder / LOCK).write_bytes(b"")
    write_files([(folder / name, b"new") for name in NAMES])
    assert (texts(folder), leftovers(folder)) == ({"new"}, [])


@pytest.mark.usefixtures("windows")
def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), replacing.replacing(tmp_path / "o.csv") as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["CON", "con.csv", "aux.tar.gz", "Com1.txt", "LPT9", "nul .txt", "COM².csv", "conin$"])
def test_names_of_devices_are_known(name: str) -> None:
    assert is_kept_for_device(name)


@pytest.mark.parametrize("name", ["console.csv", "com10.csv", "a.con", "auxiliary", "com.csv", "null.csv", "lpt"])
def test_other_names_are_none_of_devices(name: str) -> None:
    assert not is_kept_for_device(name)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("results/con.csv", "con.csv is a name that Windows keeps for a device"),
        (r"C:\aux\o.csv", "aux is a name that Windows keeps for a device"),
        ("2024:q1.csv", ": stands in no name of a file on Windows"),
        ("why?.csv", "? stands in no name of a file on Windows"),
        ("results./o.csv", "no name of a file ends in a dot or a blank on Windows"),
        ("o.csv ", "no name of a file ends in a dot or a blank on Windows"),
        (r"C:\data\o.csv", ""), (r"C:o.csv", ""), (r"\\server\share\o.csv", ""), ("../o.csv", ""), ("./.hidden", ""),
    ],
)  # fmt: skip
def test_why_windows_refuses_a_name(path: str, why: str) -> None:
    assert refused_by_windows(Path(path)) == why


@pytest.mark.usefixtures("windows")
def test_a_refused_name_is_told_before_anything_is_counted() -> None:
    with pytest.raises(UsageError, match=r"--out aux\.csv: aux\.csv is a name that Windows keeps"):
        choose_destination(("csv",), "aux.csv")


def test_elsewhere_every_name_goes() -> None:
    assert refused_by_windows(Path("con:.csv")) == ""


@pytest.mark.usefixtures("windows")
def test_a_path_that_is_too_long_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Name another place\. Its whole path has \d+ letters, and Windows takes 259"):
        write_text("new", tmp_path / ("n" * 240) / "o.csv")
    told = cannot_open("e.csv", FileNotFoundError(errno.ENOENT, "no such file", str(tmp_path / ("n" * 240) / "e.csv")))
    assert "Windows takes 259" in str(told)


def test_a_folder_that_windows_gives_no_right_to_is_told_as_a_folder(tmp_path: Path) -> None:
    told = cannot_open("in", PermissionError(errno.EACCES, "permission denied", str(tmp_path)))
    assert isinstance(told, ExtractError)
    assert "is a folder" in str(told)


@pytest.mark.usefixtures("windows")
def test_a_pipe_that_nobody_reads_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: object) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(Unread()), encoding="utf-8"))
    monkeypatch.setattr(console, "discard_output", lambda: None)
    print_text("figures")
    assert is_reader_gone(OSError(errno.EINVAL, "Invalid argument"))
    assert not is_reader_gone(OSError(errno.EINVAL, "Invalid argument", "extract.csv"))
    monkeypatch.setattr(sys, "stdout", io.StringIO())


def test_an_invalid_argument_elsewhere_is_no_reader_that_is_gone() -> None:
    assert not is_reader_gone(OSError(errno.EINVAL, "Invalid argument"))
    assert is_reader_gone(BrokenPipeError())


@pytest.mark.usefixtures("windows")
def test_an_old_console_gets_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WT_SESSION", "TERM_PROGRAM", "ANSICON", "ConEmuANSI"):
        monkeypatch.delenv(name, raising=False)
    assert not understands_colours()
    monkeypatch.setenv("WT_SESSION", "1")
    assert understands_colours()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("−4 to 5 – “no change”", '-4 to 5 - "no change"'), ("≥ 10 → more…", ">= 10 -> more..."),
        ("Ynys Môn", "Ynys Mon"), ("ŵ ł", "w ?"),
    ],
)  # fmt: skip
def test_signs_that_a_console_lacks_become_plain_ones(text: str, plain: str) -> None:
    assert encode_for(text, "ascii") == plain.encode()


@given(st.text(st.characters(exclude_categories=("Cs",))), st.sampled_from(["ascii", "cp437", "cp850", "cp1252"]))
def test_any_text_can_be_printed_on_any_console(text: str, encoding: str) -> None:
    assert isinstance(encode_for(text, encoding), bytes)
