"""Kill whole commands at random moments, and look at what they left: at once, and after the next run.

Every output must be the old one or the new one, whole. A run that is told to end (SIGTERM, SIGINT, the first of them
twice in a row too, as `timeout` sends it) leaves nothing else; one that is killed (SIGKILL) nothing that the next run
does not remove. Files have the modes that the documentation says.

    python .ci/ends/kills.py --number 200 --seed 7
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from desk import CASES, Case, Desk

KINDS = {
    "SIGKILL": (signal.SIGKILL,),
    "SIGTERM": (signal.SIGTERM,),
    "SIGINT": (signal.SIGINT,),
    "SIGTERM twice": (signal.SIGTERM, signal.SIGTERM),
}
# How a run may end that was told to: as documented; or by the signal itself, before Python could look at it.
CODES = {
    signal.SIGTERM: (143, -signal.SIGTERM),
    signal.SIGINT: (130, -signal.SIGINT),
    signal.SIGKILL: (-signal.SIGKILL,),
}
LATE = 0.6  # of a run, after which it writes; half of the kills come then


def main() -> None:
    """Kill as often as was asked for, and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="some of the cases")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 (moments, no secrets)
    faults = killed(asked.number, chance, {name: CASES[name] for name in asked.cases or CASES})
    sys.exit(1 if faults else 0)


def killed(number: int, chance: random.Random, cases: dict[str, Case]) -> int:
    """Kill commands and say of each case how it went; return how many kills did harm."""
    harmful = 0
    for place, (name, case) in enumerate(cases.items()):
        times = number // len(cases) + (place < number % len(cases))
        if times:
            harmful += killed_in(name, case, times, chance)
    sys.stdout.write(f"{number} kills, {harmful} did harm\n")
    return harmful


def killed_in(name: str, case: Case, times: int, chance: random.Random) -> int:
    """Kill one command a few times, say how it went, and return how many kills did harm."""
    codes: Counter[str] = Counter()
    harmful = in_time = 0
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(case, Path(folder))
        for each in range(times):
            kind = list(KINDS)[each % len(KINDS)]
            moment = desk.seconds * chance.uniform(LATE if each // len(KINDS) % 2 else 0, 1.05)
            code, faults = killed_once(desk, kind, moment)
            codes[str(code)] += 1
            in_time += code != case.code
            harmful += bool(faults)
            for fault in faults:
                sys.stdout.write(f"  {name}: {kind} after {moment:.2f} s: {fault}\n")
    ended = ", ".join(f"{number} with {code}" for code, number in sorted(codes.items()))
    sys.stdout.write(f"{name}: {times} kills, {in_time} before the end, ended {ended}; {harmful} did harm\n")
    sys.stdout.flush()
    return harmful


def killed_once(desk: Desk, kind: str, moment: float) -> tuple[int, list[str]]:
    """Kill a command after some seconds; return how it ended, and what is wrong then and after the next run."""
    desk.lay()
    running = desk.start()
    time.sleep(moment)
    for number in KINDS[kind]:
        running.send_signal(number)
    ended = desk.end(running)
    faults = desk.faults()
    if ended.code not in (*CODES[KINDS[kind][0]], desk.case.code):
        faults.append(f"ended with {ended.code}: {ended.said[-500:]}")
    if kind != "SIGKILL":
        faults += desk.left()
    started = time.monotonic()
    after = desk.end(desk.start())
    desk.seconds = time.monotonic() - started  # as long as the next run may take: what else the machine does changes
    return ended.code, faults + desk.faults_after_next(after)


if __name__ == "__main__":
    main()
