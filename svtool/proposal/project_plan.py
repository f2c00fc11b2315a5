"""What `svtool init` would write into a folder, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from svtool.proposal.layouts import Layout


@dataclass
class Plan:
    """What would be written, and what is said about it."""

    folder: Path
    texts: dict[Path, str] = field(default_factory=dict)
    recognised: list[Layout] = field(default_factory=list)
    left_out: list[Layout] = field(default_factory=list)
    not_recognised: list[Layout] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    all_files: list[str] = field(default_factory=list)
