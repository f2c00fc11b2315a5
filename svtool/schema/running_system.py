"""The system that this runs on, for the few places where Windows does otherwise."""

from __future__ import annotations

import os

# Windows opens no folder, lets no open file be renamed or removed, and has other rights than those of a mode.
WINDOWS = os.name == "nt"
