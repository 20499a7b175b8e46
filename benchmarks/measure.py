"""How the cost of a study is made up, as ratios: between engines, sizes, parts, workers, models.

``python benchmarks/measure.py`` measures everything, and shows each ratio
beside the one in ``RESULTS.md``; ``measure.py engines`` (or ``sizes``, ``parts``, ``workers``,
``core``, ``every``, ``agents``, ``study``, ``importing``, ``scaling``, ``national``) measures one
part, and ``--write`` writes the file anew; ``--people`` measures ``core``, ``every`` and
``national`` with so many people. A ratio of two times measured on one machine holds on another;
the times themselves would not, so none is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from agents import compared_agents
from command import cost_of_command
from decisions import compared_engines
from importing import named, write
from memory import bandwidth, bytes_of_a_person, most_gib
from prototype import rate_of_prototype
from scaling import exponent, picture
from simulated import busy, first_day, seconds_of, world_of

from policy_sim.chance import Chance
from policy_sim.report.illustrate import illustrate
from policy_sim.rules.audit import AuditSample, redecide
from policy_sim.rules.engine import engine_available
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import Start, start_of
from policy_sim.study.stock_cache import VARIABLE
from policy_sim.study.terms import settle

HERE = Path(__file__).resolve().parent
MEDAN = HERE.parent / "scenarios" / "medan.yaml"
EVERY = MEDAN.with_name("every_system.yaml")
RESULTS = HERE / "RESULTS.md"
SIZES = (2_300, 23_000, 230_000)
"""A tenth of Medan, Medan, and ten times Medan."""

MILLION = 1_000_000
FEW = 2_000
"""As many people as agents are asked about one by one."""

MOST_SECONDS, MOST_GIB = 240, 3
"""What the default study may cost on two cores."""
IMPORTED = 50_000
"""So many rows has the file of people that is imported."""

NATION = 4_700_000
NATION_SECONDS, NATION_GIB = 240, 8
"""As many people as a nation employs, and what ten years of them may cost, the start excluded."""

SCALED = 50_000
GROWING = {"people": (100_000, 200_000, 400_000), "years": (1, 2, 4, 8), "policies": (1, 2, 4)}
"""Of how many the cost is compared; 50,000 people live through the years and under the policies."""
PICTURE = HERE / "scaling.svg"

MONTHS = 12

T = TypeVar("T")


@dataclass(frozen=True)
class Ratio:
    """*what* was found to be *value*, a text such as ``"1.9"`` or ``"31 %"``, by *part*."""

    what: str
    value: str
    part: str

    @property
    def row(self) -> str:
        """The row of ``RESULTS.md``."""
        return f"| {self.what} | {self.value} | `python benchmarks/measure.py {self.part}` |"


def engines() -> Iterator[Ratio]:
    """Compare the time per decision of each engine, and of the slow evaluator of the tests."""
    scenario = load_scenario(MEDAN)
    people = first_day(scenario, SIZES[1]).people
    vintage = scenario.laws["in-force"].on(scenario.stated.start)
    for name, times in compared_engines(people, vintage, scenario.stated.start).items():
        yield Ratio(
            f"time per decision on promotion: {name} / columnar", f"{times:,.0f}", "engines"
        )


def sizes() -> Iterator[Ratio]:
    """Compare the time of a simulated month per person at three sizes of the workforce."""
    scenario = load_scenario(MEDAN)
    cost = {}
    for people in SIZES:
        start = first_day(scenario, people)
        cost[people] = min(_month(scenario, start) for _ in range(2)) / start.people.size
    for people in (SIZES[0], SIZES[2]):
        what = f"time of a month per person: {people:,} / {SIZES[1]:,} people"
        yield Ratio(what, f"{cost[people] / cost[SIZES[1]]:.1f}", "sizes")


def parts() -> Iterator[Ratio]:
    """Give the share of each part in Medan's study, decided by columns."""
    scenario = load_scenario(MEDAN)
    terms = settle(scenario, {})
    spent: dict[str, float] = {}
    start = _timed(spent, "history", lambda: start_of(scenario, terms, 0))
    bare = sum(seconds_of(scenario, start, arm) for arm in scenario.grid.arms)
    sample = AuditSample(Chance(terms.seed, 0))
    written = sum(seconds_of(scenario, start, arm, Keeping.ALL) for arm in scenario.grid.arms)
    sampled = sum(seconds_of(scenario, start, arm, sample=sample) for arm in scenario.grid.arms)
    audit = engine_available("durable") and _timed(spent, "again", lambda: redecide(sample))
    times = terms.replications
    whole = {
        "history": times * spent["history"],
        "arms": times * bare,
        "arms of the draws": scenario.stated.draws * bare,
        "ledger of the first replication": max(written - bare, 0.0),
        "audit sample of the first replication": max(sampled - bare, 0.0),
        "audit by durable-rules": spent["again"] if audit else 0.0,
        "figures and report": _reported(scenario),
    }
    for name, seconds in whole.items():
        share = seconds / sum(whole.values())
        yield Ratio(f"share of the default study: {name}", f"{share:.0%}", "parts")


def workers() -> Iterator[Ratio]:
    """Compare the time of a study with one worker and with two, and what they find."""
    found, waited, worked = {}, {}, {}
    with TemporaryDirectory() as folder:
        for number in (1, 2):
            begun, before = perf_counter(), busy()
            found[number] = _study(Path(folder) / str(number), number)
            waited[number], worked[number] = perf_counter() - begun, busy() - before
        same = len({(each.folder / "outcomes.parquet").read_bytes() for each in found.values()})
    cores = os.cpu_count()
    what = f"time of a study: one worker / two, on {cores} cores"
    yield Ratio(what, f"{waited[1] / waited[2]:.1f}", "workers")
    what = "processor time of a study: two workers / one"
    yield Ratio(what, f"{worked[2] / worked[1]:.1f}", "workers")
    yield Ratio("different outcome files of one worker and two", str(same - 1), "workers")


def core(people: int | None = None) -> Iterator[Ratio]:
    """Compare the core at a million people over ten years with the plain numpy prototype."""
    yield from _against_prototype("core", MEDAN, (Keeping.NONE, Keeping.ALL), people or MILLION)


def every(people: int | None = None) -> Iterator[Ratio]:
    """Do the same with every system on, without a ledger."""
    yield from _against_prototype("every", EVERY, (Keeping.NONE,), people or MILLION)


def _against_prototype(
    part: str, study: Path, kept: Iterable[Keeping], people: int
) -> Iterator[Ratio]:
    scenario = load_scenario(study)
    floor = rate_of_prototype(people, 3 * MONTHS)
    start = first_day(scenario, people)
    months = scenario.horizon().months
    for keeping in kept:
        arm = scenario.grid.baseline
        seconds = seconds_of(scenario, start, arm, keeping)
        rate = people * months / MONTHS / seconds
        words = "without" if keeping is Keeping.NONE else "with"
        sys.stdout.write(f"{rate:,.0f} person-years a second on one core, {words} ledger\n")
        systems = "core" if part == "core" else "every system"
        many = "" if people == MILLION else f", from {people:,} people"
        what = f"person-years a second {words} ledger: {systems} / plain numpy prototype{many}"
        yield Ratio(what, f"{rate / floor:.2f}", part)
        if keeping is Keeping.NONE:
            allowed = bandwidth() / (bytes_of_a_person(start.people) * MONTHS)
            what = f"person-years a second: {systems} / reading each person once a month{many}"
            yield Ratio(what, f"{rate / allowed:.3f}", part)


def scaling() -> Iterator[Ratio]:
    """Tell by which power of people, years and policies the cost of the core grows."""
    scenario = load_scenario(MEDAN)
    arm, starts = scenario.grid.baseline, {n: first_day(scenario, n) for n in GROWING["people"]}
    few = first_day(scenario, SCALED)
    measured = {
        "people": {n: seconds_of(scenario, starts[n], arm, months=MONTHS)
                   for n in GROWING["people"]},
        "years": {n: seconds_of(scenario, few, arm, months=MONTHS * n)
                  for n in GROWING["years"]},
        "policies": {n: sum(seconds_of(scenario, few, each, months=MONTHS)
                            for each in scenario.grid.arms[:n])
                     for n in GROWING["policies"]},
    }  # fmt: skip
    picture(PICTURE, measured)
    for name, times in measured.items():
        yield Ratio(f"cost grows with {name} to the power of", f"{exponent(times):.2f}", "scaling")


def national(people: int | None = None) -> Iterator[Ratio]:
    """Let a nation live through ten years, every system on, with the ledger of a sample.

    It is measured in a process of its own, whose memory nothing else has used.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, worked, before, gib = pool.submit(_nation, people or NATION).result()
    share = NATION / (people or NATION)
    sys.stdout.write(f"{people or NATION:,} people: {seconds:,.0f} seconds by the clock, ")
    sys.stdout.write(f"{worked:,.0f} of a processor, {gib:.1f} GiB, {before:.1f} before anybody\n")
    many = "" if people is None else f", from {people:,} people"
    for what, spent, most in (
        ("seconds by the clock", seconds * share, NATION_SECONDS),
        ("seconds of a processor", worked * share, NATION_SECONDS),
        ("GiB", before + (gib - before) * share, NATION_GIB),
    ):
        told = f"4.7 million people, ten years, every system: {what} / {most} allowed{many}"
        yield Ratio(told, f"{spent / most:.2f}", "national")


def _nation(people: int) -> tuple[float, float, float, float]:
    """Return the seconds by the clock and of a processor that it takes, and the most GiB.

    Before the last stands what the program takes without people.
    """
    scenario = load_scenario(EVERY)
    before = most_gib()
    start, arm = first_day(scenario, people), scenario.grid.baseline
    begun = perf_counter()
    worked = seconds_of(scenario, start, arm, Keeping.SAMPLE)
    return perf_counter() - begun, worked, before, most_gib()


def agents() -> Iterator[Ratio]:
    """Compare the core with a process, or an agent, for each employee."""
    scenario = load_scenario(MEDAN)
    for people in (FEW, SIZES[1]):
        start = first_day(scenario, people)
        arm = scenario.grid.baseline
        seconds = min(seconds_of(scenario, start, arm, months=MONTHS) for _ in range(3))
        few = first_day(scenario, FEW)
        for name, ratio in compared_agents(world_of(scenario, few, arm), MONTHS).items():
            times = ratio / FEW / (seconds / people)
            yield Ratio(f"time: {name} / core of {people:,} people", f"{times:,.0f}", "agents")


def study() -> Iterator[Ratio]:
    """Run the default study as a user does, and hold its time and memory against the limits."""
    seconds, peak = cost_of_command(["run", str(MEDAN)])
    for what, spent, most in (("seconds", seconds, MOST_SECONDS), ("GiB", peak, MOST_GIB)):
        yield Ratio(f"default study: {what} / {most} allowed", f"{spent / most:.2f}", "study")


def importing() -> Iterator[Ratio]:
    """Read 50,000 people with 200 faulty rows of ten kinds, and compare with one that has none."""
    with TemporaryDirectory() as folder:
        sound, _ = write(Path(folder) / "sound", IMPORTED, 0)
        faulty, expected = write(Path(folder) / "faulty", IMPORTED, 200)
        _, without = named(sound)
        found, seconds = named(faulty)
    right = sum(found.get(line) == code for line, code in expected.items())
    what = f"import of {IMPORTED:,} rows: faulty rows named for what they are"
    yield Ratio(what, f"{right} of {len(expected)}", "importing")
    what = f"time of an import of {IMPORTED:,} rows: 200 faulty / none faulty"
    yield Ratio(what, f"{seconds / without:.1f}", "importing")


def _study(folder: Path, number: int) -> Result:
    scenario = load_scenario(MEDAN)
    return run(
        scenario, out=folder, workers=number, people=6_000, replications=4, draws=0, ledger="none"
    )


def _reported(scenario: Scenario) -> float:
    """Return how long the figures and the page of a run of Medan take."""
    spent: dict[str, float] = {}

    def draw(result: Result) -> None:
        _timed(spent, "report", lambda: illustrate(result, scenario.register))

    run(scenario, workers=1, illustrate=draw, people=300, replications=2, draws=0)
    return spent["report"]


def _month(scenario: Scenario, start: Start) -> float:
    arm = scenario.grid.baseline
    return seconds_of(scenario, start, arm, months=MONTHS) / MONTHS


def _timed(spent: dict[str, float], name: str, work: Callable[[], T]) -> T:
    """Do *work*, and enter under *name* how long it took."""
    begun = busy()
    done = work()
    spent[name] = busy() - begun
    return done


PARTS: dict[str, Callable[..., Iterator[Ratio]]] = {
    "engines": engines,
    "sizes": sizes,
    "parts": parts,
    "workers": workers,
    "core": core,
    "every": every,
    "agents": agents,
    "study": study,
    "importing": importing,
    "scaling": scaling,
    "national": national,
}

OF_ANY_SIZE = ("core", "every", "national")


def main() -> None:
    """Measure what was asked for, and compare or write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="all of them by default")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md anew")
    parser.add_argument("--people", type=int, help="so many, where their number can be chosen")
    asked = parser.parse_args()
    os.environ[VARIABLE] = ""  # a history kept from another day would cost nothing
    known = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    for name in asked.part or PARTS:
        size = {"people": asked.people} if name in OF_ANY_SIZE else {}
        for ratio in PARTS[name](**size):
            known = _shown(ratio, known)
    if asked.write:
        RESULTS.write_text("\n".join(known) + "\n", encoding="utf-8")


def _shown(ratio: Ratio, known: list[str]) -> list[str]:
    """Print *ratio* beside its row among the *known* lines; return them with the new row."""
    start = f"| {ratio.what} |"
    places = [n for n, line in enumerate(known) if line.startswith(start)]
    before = known[places[0]].split("|")[2].strip() if places else "not measured"
    sys.stdout.write(f"{ratio.what}: {ratio.value} (RESULTS.md: {before})\n")
    sys.stdout.flush()
    if not places:
        return [*known, ratio.row]
    return [ratio.row if n == places[0] else line for n, line in enumerate(known)]


if __name__ == "__main__":
    main()
