"""The README in parts: its code blocks, and what stands between its marker comments."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def between(marker: str) -> str:
    """Return what stands between `<!-- marker -->` and `<!-- /marker -->`."""
    found = re.findall(rf"<!-- {marker} -->(.*?)<!-- /{marker} -->", README, re.DOTALL)
    assert len(found) == 1, f"<!-- {marker} --> stands {len(found)} times in the README"
    return found[0]


def commands() -> list[str]:
    """Return the commands of the shell blocks, without their comments."""
    lines = [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line]
