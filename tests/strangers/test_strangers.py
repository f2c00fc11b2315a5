"""What a stranger gets from a folder in the first hour: init, the answers that no file gives, and the right counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from often import slow_but

from strangers.every_folder import EVERY
from strangers.trying import MOST_COMMANDS, MOST_LINES, try_folder

EVERY_RUN = {"cleveland-years", "leicestershire-months", "surrey-fires"}


@pytest.mark.parametrize("name", slow_but(lambda name: name in EVERY_RUN, EVERY))
def test_a_folder_gives_its_counts_in_few_commands_and_lines(name: str, tmp_path: Path) -> None:
    outcome = try_folder(EVERY[name], tmp_path)

    assert outcome.wrong == []
    assert len(outcome.ran) <= MOST_COMMANDS
    assert outcome.lines <= MOST_LINES
