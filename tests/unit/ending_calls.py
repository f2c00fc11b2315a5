"""A process that ends at once, as a kill does, when it comes to the given call of the system."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

ENDING = """
import fcntl, os, sys
from pathlib import Path

calls, last = 0, int(sys.argv[1])

def ending(real):
    def call(*given, **named):
        global calls
        calls += 1
        if calls == last:
            os._exit(9)
        return real(*given, **named)
    return call

for name in sys.argv[2].split():
    module = fcntl if name == "flock" else os
    setattr(module, name, ending(getattr(module, name)))
given = sys.argv[3:]
"""


def ends_at(call: int, names: Sequence[str], imports: str, work: str, *given: str) -> bool:
    """Return whether a process came to a call of the system, at which it ended.

    Args:
        call: which of the calls, from 1 on.
        names: the functions of `os`, or `fcntl.flock`, that are counted.
        imports: what the process needs; no call of it is counted.
        work: what it does, with `given`.
        given: what it does that with.
    """
    command = [sys.executable, "-c", f"{imports}\n{ENDING}{work}", str(call), " ".join(names), *given]
    return subprocess.run(command, check=False).returncode == 9
