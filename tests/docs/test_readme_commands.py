"""What the README tells people to type is there, and every option that is there is told."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from readme import README, ROOT, blocks, commands

from svtool.cli import program, run


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield every command of svtool, with the words that call it."""
    waiting: list[tuple[str, click.Command]] = [("svtool", program)]
    while waiting:
        words, command = waiting.pop(0)
        yield words, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                waiting.append((f"{words} {name}", found))


EVERY_COMMAND = list(every_command())


@pytest.mark.parametrize("line", [line for line in commands() if line.startswith("svtool ")])
def test_a_command_of_the_readme_is_one_that_svtool_has(line: str) -> None:
    _, *words = shlex.split(line)
    command: click.Command = program
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"{words[0]} is no command"
        command, words = found, words[1:]
    command.make_context(line, words)


@pytest.mark.parametrize("line", [line for line in commands() if line.startswith("make ")])
def test_a_make_target_of_the_readme_is_in_the_makefile(line: str) -> None:
    _, target = line.split()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_first_two_commands_print_the_tables_and_run_the_tests() -> None:
    assert commands()[:2] == ["make measures", "make test"]


def test_every_line_of_a_shell_block_is_a_command_that_these_tests_know() -> None:
    assert [line for line in commands() if not line.startswith(("make ", "svtool "))] == []


def test_the_record_that_the_readme_explains_is_in_the_sample(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = [line for line in commands() if line.startswith("svtool explain")]
    assert run(shlex.split(line)[1:]) == 0
    assert capsys.readouterr().out.startswith("SYNTHETIC record\n")


@pytest.mark.parametrize(("words", "command"), EVERY_COMMAND, ids=[words for words, _ in EVERY_COMMAND])
def test_every_option_is_in_the_readme(words: str, command: click.Command) -> None:
    options = [option for each in command.params if isinstance(each, click.Option) for option in each.opts]
    hidden = {"--help", "-h", "--version"}  # every program has them
    missing = [option for option in options if option not in hidden and not re.search(rf"{option}\b", README)]
    assert missing == [], words


@pytest.mark.parametrize(("words", "command"), EVERY_COMMAND, ids=[words for words, _ in EVERY_COMMAND])
def test_every_command_is_in_the_readme_and_has_a_help_text(words: str, command: click.Command) -> None:
    head, _, last = words.rpartition(" ")
    in_list = re.search(rf"`{head} \w+`(, `\w+`)*, `{last}`", README)  # `svtool definition list`, `show`, `check`
    assert words in README or in_list, words
    assert command.help
    for each in command.params:
        if isinstance(each, click.Option) and "--version" not in each.opts:
            assert each.help, f"{words} {each.opts[0]}"


@pytest.mark.parametrize(
    "choice",
    [
        "like-for-like",
        "raw",
        "refuse",
        "table",
        "csv",
        "json",
        "xlsx",
        "parquet",
        "svg",
        "making-data-count",
        "plotthedots",
    ],
)
def test_every_choice_of_an_option_is_in_the_readme(choice: str) -> None:
    assert f"`{choice}`" in README


def test_shell_blocks_are_found() -> None:
    assert len(blocks("sh")) >= 2
