"""What is meant where nobody says it; the command line reads it before anything else is loaded."""

from __future__ import annotations

PROJECT_FILE = "svtool.yaml"  # the project file that a command looks for
FORMER_FILE = "svtool.before.yaml"  # a project file as it was before `svtool init --force`
DEFAULT_SOURCE = "police"
EMBEDDED, SPARK = "embedded", "spark"  # engines
OWNER_ONLY = 0o600  # rights of files that are written
