"""What keeps files from being read: told of each file once, and of files together only where it is of them together."""

from __future__ import annotations

from svtool.errors import ExitCode, ExtractError, Faults, InvalidFileError, SvtoolError, join_errors
from svtool.validation.checks import refusal
from svtool.validation.examiner import Examined, refusal_together

EMPTY = ExtractError("is empty. Export it again.", "F02", file="a.csv")
TORN = ExtractError("stops. Copy it again.\nhas no end.", "F11", file="b.csv")
OVERLAP = ExtractError("a.csv and b.csv share records. Say which is later.", "F13")


def examined(*refusals: ExtractError) -> Examined:
    return Examined((), (), (), refusals, ())


def test_an_error_of_a_file_has_its_name_before_each_line() -> None:
    assert str(EMPTY) == "a.csv: is empty. Export it again."
    assert str(TORN) == "b.csv: stops. Copy it again.\nb.csv: has no end."


def test_the_finding_of_a_file_does_not_say_its_name_again() -> None:
    found = refusal("b.csv", TORN)
    assert (found.file, found.message, found.kind.id, found.refused) == (
        "b.csv", "stops. Copy it again.\nhas no end.", "F11", True
    )  # fmt: skip
    assert refusal("packed.zip", EMPTY).message == "a.csv: is empty. Export it again."


def test_errors_joined_are_known_one_by_one_and_the_lowest_exit_code_wins() -> None:
    both = join_errors([EMPTY, TORN])
    assert str(both) == f"{EMPTY}\n{TORN}"
    assert both.causes == (EMPTY, TORN)
    invalid = InvalidFileError("mapping: lacks source")
    faults = Faults()
    for each in (both, invalid):
        with faults.noting():
            raise each
    try:
        faults.raise_met()
    except SvtoolError as error:
        assert error.exit_code == ExitCode.INVALID_FILE
        assert error.causes == (EMPTY, TORN, invalid)
    assert EMPTY.causes == (EMPTY,)


def test_what_refuses_files_alone_is_not_told_of_them_together() -> None:
    assert refusal_together(examined(EMPTY, TORN), join_errors([EMPTY, TORN]), "police") == []


def test_what_keeps_files_from_being_counted_together_is_told_beside() -> None:
    (found,) = refusal_together(examined(EMPTY), join_errors([EMPTY, OVERLAP]), "police")
    assert (found.kind.id, found.message, found.file) == ("F13", str(OVERLAP), "police")


def test_a_refusal_whose_words_are_part_of_another_takes_nothing_from_it() -> None:
    longer = ExtractError(f"{EMPTY} And more.", "F13")
    (found,) = refusal_together(examined(EMPTY), join_errors([EMPTY, longer]), "police")
    assert found.message == str(longer)
