"""`--help` answers without loading what only a run needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from svtool.cli import COMMANDS, run

HEAVY = ("duckdb", "numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy", "yaml")
PROBE = """
import sys
from svtool.cli import run
code = run(sys.argv[1:])
print(code, *sorted({name.split(".")[0] for name in sys.modules} & set(%r)), file=sys.stderr)
"""


def probe(*words: str) -> tuple[str, str]:
    """Run a command in a fresh interpreter; return what it printed, and its code with the heavy modules it loaded."""
    program = PROBE % (HEAVY,)
    ran = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    return ran.stdout, ran.stderr.strip()


@pytest.mark.parametrize(
    "words",
    ["--help", "-h", "--version", *(f"{name} --help" for name in COMMANDS), "definition check --help"],
)
def test_help_and_version_load_nothing_heavy(words: str) -> None:
    out, loaded = probe(*words.split())
    assert loaded == "0"
    assert out.startswith("svtool, version" if words == "--version" else "Usage: svtool")


def test_importing_svtool_loads_nothing_heavy() -> None:
    program = f"import sys, svtool; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_help_names_every_command_and_every_exit_code() -> None:
    out, _ = probe("--help")
    assert [name for name in COMMANDS if f"\n  {name} " not in out] == []
    for line in ("0    done", "10   a definition, mapping or project file is invalid", "130  interrupted"):
        assert f"\n  {line}\n" in out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            "measures",
            "--project --sample --table --definition --periods --by --partial --format --out --replace --max-rejected "
            "--strict",
        ),
        ("explain", "REFERENCE --project --sample --source --definition"),
        ("definition", "list show check"),
        ("definition list", "--project"),
        ("definition show", "NAME --project"),
        ("definition check", "[NAMES]... --project"),
        ("areas", "list show find"),
        ("areas show", "NAME --parts --project"),
        ("sample", "--out --seed --force"),
        (
            "trend",
            "--measure --project --sample --table --definition --area --dialect --fix-after --target --format --out",
        ),
    ],
)
def test_help_of_a_command_names_its_options(words: str, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words.split(), "--help"]) == 0
    out = capsys.readouterr().out
    assert [name for name in named.split() if name not in out] == []
