"""Signals that end a run: it tidies up and says so in a word, whatever libraries make of the interruption."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from svtool import cli
from svtool.cli import system_faults
from svtool.cli.system_faults import Terminated, end_when_told, tell_no_more, told_to_end
from svtool.errors import ExitCode

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
ENDS = {signal.SIGTERM: Terminated, signal.SIGHUP: Terminated, signal.SIGINT: KeyboardInterrupt}
CODES = {signal.SIGTERM: ExitCode.TERMINATED, signal.SIGHUP: ExitCode.TERMINATED, signal.SIGINT: ExitCode.INTERRUPTED}


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins as a process that nobody told anything, and leaves the signals as they were.

    The tests themselves may run under `nohup` or in the background, where signals are switched off.
    """
    monkeypatch.setattr(system_faults, "_told", [])
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ENDS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDS)
def test_the_first_signal_ends_a_run_and_what_follows_lets_it_tidy_up(number: signal.Signals) -> None:
    end_when_told()
    assert told_to_end() is None
    with pytest.raises(ENDS[number]):
        os.kill(os.getpid(), number)
    for again in ENDS:
        os.kill(os.getpid(), again)  # as `timeout` does, which tells the process and then its group
    told = told_to_end()
    assert told
    assert told[1] is CODES[number]


def test_who_does_not_end_can_be_told_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    end_when_told()
    with pytest.raises(Terminated):
        os.kill(os.getpid(), signal.SIGTERM)
    monkeypatch.setattr(system_faults, "TIDYING", 0)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_console_that_is_closed_ends_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows' signal for that, with a number of this system."""
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    before = signal.getsignal(signal.SIGUSR1)
    try:
        end_when_told()
        with pytest.raises(Terminated):
            os.kill(os.getpid(), signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
    told = told_to_end()
    assert told
    assert told[1] is ExitCode.TERMINATED


def test_a_signal_that_nohup_has_switched_off_stays_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_when_told()
    os.kill(os.getpid(), signal.SIGHUP)
    assert told_to_end() is None


def test_a_run_that_has_ended_is_told_no_more() -> None:
    end_when_told()
    tell_no_more()
    for number in ENDS:
        os.kill(os.getpid(), number)
    assert told_to_end() is None


@pytest.mark.parametrize("number", ENDS)
def test_an_error_that_a_library_made_of_it_is_no_bug(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load_library(*_: object) -> None:
        try:
            os.kill(os.getpid(), number)
        except BaseException:
            raise RuntimeError("could not be loaded") from None

    monkeypatch.setattr(cli.LazyGroup, "get_command", load_library)
    end_when_told()
    assert cli.run(["measures"]) == CODES[number]
    assert capsys.readouterr().err in {"terminated\n", "interrupted\n"}
