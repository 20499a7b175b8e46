"""Does memory stay flat over many replications? A long run of a small study, watched from inside.

    python benchmarks/soak.py [REPLICATIONS]

500 replications of the invented service of five grades (200 people, a year of history and two
years in each of two arms) are made by this process, one after the other. The memory that it holds
is read each time a tenth is done. What may grow are counts of careers: the outcomes stay on disk
until they are compared at the end. Linux only: it is read from /proc. Exit status 1 if more than
that stays of a replication.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

SCENARIO = Path(__file__).parents[1] / "scenarios" / "five_grades.yaml"
STUDY = f"scenario: soak\ntitle: Soak\nbased_on: {SCENARIO}\nhistory: {{years: 1}}\n"
SIZE: dict[str, Any] = {"people": 200, "years": 2, "draws": 0, "workers": 1}
TENTH = 10
ALLOWED = 10
"""So many KiB a replication may leave: it was 4; its outcomes alone would be 24."""

MIB = 1024


def main() -> int:
    """Print what is held as the run goes on, and return how the program ends."""
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    held: list[tuple[int, float]] = []

    def watch(done: int, total: int) -> None:
        if done and done % max(1, total // TENTH) == 0:
            held.append((done, resident()))
            told(f"{done:>6} replications: {held[-1][1]:.1f} MiB")

    with TemporaryDirectory(prefix="policy-sim-") as folder:
        study = Path(folder) / "soak.yaml"
        study.write_text(STUDY, encoding="utf-8")
        scenario, out = load_scenario(study), Path(folder) / "soak"
        run(scenario, out=out, replications=replications, progress=watch, **SIZE)
    (first, least), (last, most) = held[len(held) // 5], held[-1]
    left = (most - least) * MIB / max(last - first, 1)
    told(f"each replication leaves {left:.0f} KiB; {ALLOWED} are allowed")
    return 0 if left <= ALLOWED else 1


def told(line: str) -> None:
    """Print a line at once, so that it can be watched."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def resident() -> float:
    """Return how much memory this process holds, in MiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (line,) = (one for one in lines if one.startswith("VmRSS:"))
    return int(line.split()[1]) / MIB


if __name__ == "__main__":
    sys.exit(main())
